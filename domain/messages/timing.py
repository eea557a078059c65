"""When a message says something happened: refused where that cannot be (D6)."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import TypeVar

from domain.calendar.days import moment_in_words
from domain.complaint.complaint import NotAllowedError
from domain.messages.message import Message, WithLetter
from domain.policy.rules import Rules
from domain.value import Value

CLOCK_SKEW = timedelta(minutes=5)
"""How far a sender's clock may run ahead of ours."""
_MINUTE = timedelta(minutes=1)

M = TypeVar("M", bound=Message)


def take_as_now_where_ahead(message: M, now: datetime) -> M:
    """*message* with a time a little ahead of the clock taken as now."""
    return _with_instants(message, lambda at: min(at, now))


def take_to_the_minute(message: M, known: Iterable[object], now: datetime) -> M:
    """*message* with a time that was typed to the minute taken as after what happened in that minute.

    Of all that is *known*, the last instant of the minute is the one it follows, or falls together with.
    """
    typed = [at for at in message.instants if not at.second and not at.microsecond]
    if not typed:
        return message
    happened = [at for value in known for at in _instants_in(value) if at <= now]
    last = {at: max([at, *(each for each in happened if at <= each < at + _MINUTE)]) for at in typed}
    return _with_instants(message, lambda at: last.get(at, at))


def _instants_in(value: object) -> Iterator[datetime]:
    """Every instant that *value* holds, however deep."""
    if isinstance(value, datetime):
        yield value
    elif isinstance(value, Value):
        for inner in value.__dict__.values():
            yield from _instants_in(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from _instants_in(inner)


def _with_instants(message: M, change: Callable[[datetime], datetime]) -> M:
    changes: dict[str, object] = {"at": change(message.at)}
    if isinstance(message, WithLetter) and (sent := message.already_sent):
        changes["already_sent"] = sent.model_copy(update={"at": change(sent.at)})
    return message.model_copy(update=changes)


def check_not_ahead(message: Message, rules: Rules, now: datetime) -> None:
    """Nothing is recorded before it happens.

    Raises:
        NotAllowedError: it would have happened in the future.
    """
    for at in message.instants:
        if at > now + CLOCK_SKEW:
            raise NotAllowedError(f"{say_when(at, rules)} is in the future; give when it happened.")


def check_not_before(message: Message, began: datetime, what: str, rules: Rules) -> None:
    """Nothing happens before what it follows from.

    Raises:
        NotAllowedError: it would have happened before *began*, when *what* was.
    """
    for at in message.instants:
        if at < began:
            raise NotAllowedError(
                f"{say_when(at, rules)} is before {what} ({say_when(began, rules)}); give when it happened."
            )


def say_when(at: datetime, rules: Rules) -> str:
    """An instant as refusals give it: "Monday 2 November 2026 at 10:00"."""
    return moment_in_words(at, rules.zone)
