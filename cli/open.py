"""`complaints open`: records a new contact: a complaint, a service request, an enquiry or anything else."""

import json
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from cli.at_desk import File, Json, Preview, at_desk, values_in
from cli.dialogue.dialogue import ask_for
from cli.errors import BadUsageError
from cli.options import as_typed, by_its_option, make_command
from cli.orders import COMMON
from cli.say import say
from desk.desk import Desk
from desk.opening import Opened
from domain.calendar.days import in_words, local_time
from domain.policy.definition import Classification
from intake.errors import BadInputError
from intake.new_complaint import NewComplaint
from intake.order_fields import fields_of, nest, option_of
from workflows.ids import complaint_workflow_id

app = typer.Typer(rich_markup_mode=None)

_NEXT = {
    Classification.COMPLAINT: "Who has it? complaints allocate {0} --handler ID --by ID",
    Classification.CONCERN: "Put right? complaints resolve {0} --outcome '…' --resident-happy --by ID",
    Classification.SERVICE_REQUEST: "Answered? complaints resolve {0} --outcome '…' --by ID. "
    "If they want to complain: complaints convert {0} --by ID",
    Classification.ENQUIRY: "Answered? complaints resolve {0} --outcome '…' --by ID. "
    "If they want to complain: complaints convert {0} --by ID",
}
_NO_WAY = (
    "We have no way to reach them. Ask how, and record it: "
    "complaints change-contact {0} --email … (or --mobile, --address) --by ID"
)
_GOES_ON = (
    "If it is still going on, say so: "
    "complaints issue confirm {0} --issue N --age-exception ongoing_related_issue --by ID"
)
_AT = "When it reached any member of staff, local time: '02/11/2026 10:15' (default: now)."
_OUTCOMES = "What they would like to happen; given once for each issue, in the same order; printed in the letter."
_ASK = "Ask for what is not given (default: only at a terminal, when too little is given)."


def _open(
    *,
    file: Path | None,
    as_json: bool,
    preview: bool,
    ask: bool | None,
    desired_outcome: list[str] | None,
    **given: Any,  # noqa: ANN401 - as Typer hands them
) -> None:
    """Open a complaint or record another contact, or find the one opened with the same reference or key.

    At a terminal it asks for what it needs; elsewhere everything comes from options or a file.
    """
    options = {name: value for name, value in given.items() if value is not None}
    values = _values(file, options, desired_outcome or [])
    with _by_options(options, file):
        if _must_ask(values, ask=ask, as_json=as_json):
            with ask_for(values) as answers:
                _say(answers, as_json=as_json, preview=preview)
        else:
            _say(values, as_json=as_json, preview=preview)


def _values(file: Path | None, options: dict[str, Any], outcomes: list[str]) -> dict[str, Any]:
    """The file's values, with the options in their places."""
    from_file = values_in(file) if file else {}
    try:
        values = nest(NewComplaint, {**from_file, **options})
        return values | _issues(values, outcomes)
    except BadInputError as refusal:
        raise BadUsageError(str(refusal)) from refusal


def _issues(values: dict[str, Any], outcomes: list[str]) -> dict[str, Any]:
    """The issues as they are kept: typed in words, each with the outcome that is wanted."""
    issues = values.get("issues") or ([values["summary"]] if outcomes and "summary" in values else [])
    if not isinstance(issues, list | tuple):
        raise BadInputError("issues is not a list of tables, [[issues]]")
    if len(outcomes) > len(issues):
        raise BadInputError(f"desired_outcome: {len(outcomes)} are given, for {len(issues)} issues")
    tables = [{"words": each} if isinstance(each, str) else each for each in issues]
    return (
        {
            "issues": [each | {"desired_outcome": it} for each, it in zip(tables, outcomes, strict=False)]
            + tables[len(outcomes) :]
        }
        if issues
        else {}
    )


def _must_ask(values: dict[str, Any], *, ask: bool | None, as_json: bool) -> bool:
    """Whether somebody sits there to be asked, and there is something to ask."""
    resident = values.get("resident")
    named = values.get("anonymous") or (isinstance(resident, dict) and resident.get("name"))
    enough = values.get("landlord") and (values.get("summary") or values.get("issues")) and named
    at_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    if ask and not at_terminal:
        raise BadUsageError("--ask needs a terminal; elsewhere give everything by options or in a file")
    return at_terminal and not as_json and (ask if ask is not None else not enough)


def _say(values: dict[str, Any], *, as_json: bool, preview: bool) -> None:
    if preview:
        say(at_desk(lambda desk: _previewed(desk, values, as_json=as_json)))
        return
    opened, zone = at_desk(lambda desk: _opened(desk, values))
    say(_as_json(opened) if as_json else _in_lines(opened, zone))


async def _previewed(desk: Desk, values: dict[str, Any], *, as_json: bool) -> str:
    from cli.letters import previewed_opening  # noqa: PLC0415 - it loads the letters' sandbox, needed for this alone

    return await previewed_opening(desk, desk.new_complaint(values), as_json=as_json)


async def _opened(desk: Desk, values: dict[str, Any]) -> tuple[Opened, str]:
    new = desk.new_complaint(values)
    return await desk.open(new), desk.rulebook.landlord(new.landlord).time_zone


@contextmanager
def _by_options(typed: Collection[str], file: Path | None) -> Iterator[None]:
    """Say of what is refused by which option it is given; of what stands in a file by its key."""
    try:
        yield
    except BadUsageError as refusal:
        why = refusal.__cause__
        if isinstance(why, BadInputError) and (file is None or option_of(NewComplaint, why.key) in typed):
            raise BadUsageError(str(by_its_option(why, NewComplaint))) from why
        raise


def _in_lines(opened: Opened, zone: str) -> str:
    reference = opened.place.reference
    if opened.existed or opened.received_at is None:
        return f"{reference}: this complaint is there already; nothing was opened."
    received = local_time(opened.received_at, zone)
    what = "complaint opened" if opened.classification is Classification.COMPLAINT else opened.classification.words
    lines = [f"{reference}: {what}, received {in_words(received.date())} at {received:%H:%M}."]
    if owed := [deadline for deadline in opened.deadlines if deadline.is_open]:
        lines.append(f"Owed next: {owed[0].words} by {in_words(owed[0].due_on)} ({owed[0].clause}).")
    if opened.too_old:
        lines.append(f"{opened.too_old[0].upper()}{opened.too_old[1:]} {_GOES_ON.format(reference)}")
    if opened.lacks_a_way:
        lines.append(_NO_WAY.format(reference))
    if follows := _NEXT.get(opened.classification):
        lines.append(follows.format(reference))
    return "\n".join(lines)


def _as_json(opened: Opened) -> str:
    place = opened.place
    return json.dumps(
        {
            "landlord": place.landlord,
            "reference": place.reference,
            "workflow_id": complaint_workflow_id(place.landlord, place.reference),
            "existed": opened.existed,
            "classification": opened.classification,
            "received_at": opened.received_at.isoformat() if opened.received_at else None,
            "too_old": opened.too_old,
            "lacks_a_way": opened.lacks_a_way,
        }
    )


def _hints() -> dict[str, Any]:
    """Every option with its type, as Typer wants to know them."""
    own = {field.name: as_typed(field) for field in fields_of(NewComplaint)}
    return {
        **own,
        "desired_outcome": Annotated[list[str] | None, typer.Option(help=_OUTCOMES)],
        **COMMON,
        "at": Annotated[str | None, typer.Option(help=_AT)],
        "ask": Annotated[bool | None, typer.Option(help=_ASK)],
        "file": File,
        "preview": Preview,
        "as_json": Json,
    }


app.command("open")(make_command(_open, _hints()))
