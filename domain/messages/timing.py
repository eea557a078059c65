"""When a message says something happened: refused where that cannot be (D6)."""

from datetime import datetime, timedelta
from typing import TypeVar

from domain.calendar.days import moment_in_words
from domain.complaint.complaint import NotAllowedError
from domain.messages.message import Message, WithLetter
from domain.policy.rules import Rules

CLOCK_SKEW = timedelta(minutes=5)
"""How far a sender's clock may run ahead of ours."""

M = TypeVar("M", bound=Message)


def take_as_now_where_ahead(message: M, now: datetime) -> M:
    """*message* with a time a little ahead of the clock taken as now."""
    changes: dict[str, object] = {"at": min(message.at, now)}
    if isinstance(message, WithLetter) and (sent := message.already_sent):
        changes["already_sent"] = sent.model_copy(update={"at": min(sent.at, now)})
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
