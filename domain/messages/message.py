"""What every order and request carries, and what an answer says (D6)."""

from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, ClassVar, get_args

from pydantic import AfterValidator, NonNegativeInt

from domain.complaint.actor import Actor
from domain.complaint.carried_out import digest
from domain.complaint.notice_rules import NOTICES, kinds_called
from domain.policy.staff import Officer
from domain.value import Given, Instant, Order, Value

_BESIDE_ITS_CONTENT = ("at", "recorded_by", "key", "expects")
_BESIDE_THE_ID = set(Officer.model_fields) - {"id"}


class Message(Order):
    """What every order and request carries."""

    name: ClassVar[str]
    """What the workflow calls it on the wire."""
    repeatable: ClassVar[bool] = False
    """Whether the same words in another minute are another order."""
    names_as_part: ClassVar[str] = ""
    """The field that names a member of staff who takes part in the stage by it; empty where none does."""

    at: Instant
    """When it happened; now, where nothing is said."""
    by: Actor
    """Who did it."""
    recorded_by: str = ""
    """The staff id of the person recording it."""
    channel: str = ""
    """How it came: telephone, e-mail, visit …"""
    key: str = ""
    """A key of your own: the same order with that key is carried out once, another one with it is refused."""
    expects: NonNegativeInt | None = None
    """The number of the last entry you have seen: if somebody has added one since, nothing is done."""

    @property
    def who(self) -> str:
        """Who did it, in words."""
        return self.by.words

    @property
    def decided_at(self) -> datetime:
        """When what it says was decided."""
        return self.at

    @property
    def by_whose_hand(self) -> frozenset[str]:
        """Ids of the members of staff who gave it and who recorded it."""
        officer = self.by.officer.id if self.by.officer else ""
        return frozenset({officer, self.recorded_by} - {""})

    @property
    def content(self) -> str:
        """A digest of what it says: all but when it happened, how it came and who recorded it; staff by their ids."""
        return digest(self.model_dump_json(exclude=_beside_its_content(type(self)), exclude_defaults=True))

    @property
    def instants(self) -> tuple[datetime, ...]:
        """Every instant it names."""
        return (self.at,)


@cache
def _beside_its_content(kind: type[Message]) -> dict[str, Any]:
    """What of an order is left out of its content: a retry may find a member of staff with another job."""
    fields = kind.model_fields.items()
    named = {
        name: _BESIDE_THE_ID for name, field in fields if Officer in (field.annotation, *get_args(field.annotation))
    }
    return {**dict.fromkeys(_BESIDE_ITS_CONTENT, True), **named, "by": {"officer": _BESIDE_THE_ID}}


class How(StrEnum):
    """How a letter went without us."""

    POST = "post"
    BY_HAND = "by_hand"


class AlreadySent(Given):
    """The letter has gone already: when and how."""

    at: Instant
    """When the letter went, if it has already gone."""
    how: How
    """How it went."""
    next_step_told: bool = False
    """Whether the letter that has gone told the resident how to take it further."""


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


def _names_a_letter(letter: str) -> str:
    """*letter* where it is the number of one, or the name of a kind.

    Raises:
        ValueError: it is neither.
    """
    if not letter.isdigit() and not kinds_called(letter):
        kinds = ", ".join(kind for kind in NOTICES if kinds_called(kind))
        raise ValueError(f"{letter!r} is not a letter; give its number, or one of: {kinds}")
    return letter


LetterName = Annotated[str, AfterValidator(_names_a_letter)]
"""A letter by its number or its kind."""


class Answer(Value):
    """What an order did."""

    said: str
    """In a sentence, as the record has it."""
    repeated: bool = False
    """Whether it had been carried out before: nothing changed."""
    entry: int = 0
    at: datetime | None = None
