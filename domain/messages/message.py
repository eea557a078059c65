"""What every order and request carries, and what an answer says (D6)."""

import hashlib
from datetime import UTC, datetime
from enum import StrEnum
from typing import ClassVar

from pydantic import NonNegativeInt

from domain.complaint.actor import Actor
from domain.complaint.carried_out import CarriedOut
from domain.value import Given, Instant, Order, Value


class Message(Order):
    """What every order and request carries."""

    name: ClassVar[str]
    """What the workflow calls it on the wire."""
    repeatable: ClassVar[bool] = False
    """Whether the same words at another time are another order."""

    at: Instant
    """When it happened, local time: '2026-11-02 10:15'; else now."""
    by: Actor
    """Who did it."""
    recorded_by: str = ""
    """The staff id of whoever records it."""
    channel: str = ""
    """How it came: telephone, e-mail, visit …"""
    key: str = ""
    """The sender's own key: the same key is carried out once."""
    expects: NonNegativeInt | None = None
    """The number of the last entry that was seen: where a person has added one since, nothing is done."""

    @property
    def who(self) -> str:
        """Who did it, in words."""
        return self.by.words

    @property
    def identity(self) -> CarriedOut:
        """By which a repeat is known: the sender's key, else the content (with the minute, where it can recur)."""
        if self.key:
            return CarriedOut(order=self.name, key=self.key)
        content = self.model_dump_json(exclude={"at", "recorded_by", "key", "channel", "expects"})
        minute = f"{self.at.astimezone(UTC):%Y-%m-%dT%H:%M}" if self.repeatable else ""
        digest = hashlib.sha256((content + minute).encode()).hexdigest()[:20]
        return CarriedOut(order=self.name, content=digest)

    @property
    def instants(self) -> tuple[datetime, ...]:
        """Every instant it names."""
        return (self.at,)


class How(StrEnum):
    """How a letter went without us."""

    POST = "post"
    BY_HAND = "by_hand"


class AlreadySent(Given):
    """The letter has gone already: when and how."""

    at: Instant
    """When the letter went, where it has gone already; local time."""
    how: How
    """How it went: post or by_hand."""
    next_step_told: bool = False
    """Whether the letter that has gone told the resident how to go further."""


class WithLetter(Message):
    """An order whose letter may have gone already."""

    already_sent: AlreadySent | None = None
    """When and how its letter went, where it has gone already."""

    @property
    def decided_at(self) -> datetime:
        """When it was decided: at the latest when the letter went."""
        return min(self.instants)

    @property
    def instants(self) -> tuple[datetime, ...]:
        """Every instant it names."""
        return (self.at, self.already_sent.at) if self.already_sent else (self.at,)


class Posting(StrEnum):
    """The letters whose posting meets a duty."""

    ACKNOWLEDGEMENT = "acknowledgement"
    RESPONSE = "response"
    EXTENSION = "extension"
    REFUSAL = "refusal"


class Answer(Value):
    """What an order did."""

    said: str
    """In a sentence, as the record has it."""
    repeated: bool = False
    """Whether it had been carried out before: nothing changed."""
    entry: int = 0
    at: datetime | None = None
