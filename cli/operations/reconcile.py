"""`complaints register reconcile`: what differs between register and Temporal, and filling what the register lacks."""

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime

from cli.at_desk import in_a_sentence
from cli.errors import RefusedError
from cli.say import say
from desk.reconciling import Difference, Fault, Reconciling
from providers.quiet_logs import set_up_quiet_logs
from providers.sealed_states import StateSeals
from providers.settings import settings
from register.engine import open_register
from register.gaps import Gaps
from register.record_book import RegisterRecordBook
from temporal.complaints import TemporalComplaints
from temporal.connection import connect
from temporal.histories import Histories

_NOTHING_DONE = "Nothing was done. Add --yes to fill what can be filled."


def reconcile(*, yes: bool, as_json: bool) -> None:
    """Compare, fill where *yes*, and say what came of it.

    Raises:
        RefusedError: something differs still.
    """
    with in_a_sentence():
        found = asyncio.run(_reconciled(yes=yes))
    say(
        json.dumps([each.model_dump(mode="json") for each in found])
        if as_json
        else "\n".join(in_lines(found, done=yes))
    )
    if left := [each for each in found if not each.is_settled]:
        raise RefusedError(f"{len(left):,} of the complaints differ{' still' if yes else ''}")


async def _reconciled(*, yes: bool) -> tuple[Difference, ...]:
    chosen = settings()
    set_up_quiet_logs(chosen.log_format)
    client, engine = await connect(chosen), open_register(chosen.register_url)
    try:
        temporal, book, seals = TemporalComplaints(client), RegisterRecordBook(engine), StateSeals(chosen.key_ring())
        both = Reconciling(temporal, Histories(client), Gaps(engine), book, seals)
        found = await both.compare()
        if not yes:
            return found
        return tuple([await both.fill(each, datetime.now(UTC)) if each.can_be_filled else each for each in found])
    finally:
        engine.dispose()


def in_lines(found: tuple[Difference, ...], *, done: bool) -> Iterator[str]:
    """What differs, a line a complaint."""
    if not found:
        yield "The register and Temporal hold the same."
        return
    for each in found:
        yield f"{each.place.reference}: {_words(each)}{_filled(each) if done else ''}"
    if not done and any(each.can_be_filled for each in found):
        yield _NOTHING_DONE


def _filled(difference: Difference) -> str:
    if not difference.can_be_filled:
        return ""
    return f" Written now: {_numbers(difference.filled)}."


def _words(difference: Difference) -> str:
    numbers = _numbers(difference.numbers)
    revive = f"`complaints revive {difference.place.reference}` starts it from what the register kept."
    match difference.fault:
        case Fault.NO_WORKFLOW:
            return f"open in the register, and Temporal has none of it. {revive}"
        case Fault.ENDED:
            return f"open in the register, and ended or stopped at Temporal. If it was stopped, {revive}"
        case Fault.NO_LINE:
            return "at Temporal, and not in the register."
        case Fault.LACKS:
            return f"the register lacks {numbers}."
        case Fault.AHEAD:
            return (
                f"the register has {numbers}, which the workflow does not know: it was wound back. With its next entry "
                "it goes on in a new life, both are kept, and its handler is told."
            )
        case Fault.UNKNOWN:
            return f"not compared: {difference.why.rstrip('.')}."


def _numbers(numbers: tuple[int, ...]) -> str:
    """Numbers of entries as people say them: "entries 3 to 5, 9"."""
    if not numbers:
        return "nothing"
    return f"{'entry' if len(numbers) == 1 else 'entries'} {', '.join(_ranges(numbers))}"


def _ranges(numbers: tuple[int, ...]) -> Iterator[str]:
    first = last = numbers[0]
    for number in (*numbers[1:], None):
        if number == last + 1:
            last = number
            continue
        yield str(first) if first == last else f"{first} to {last}"
        first = last = number or 0
