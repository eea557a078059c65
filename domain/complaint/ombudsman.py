"""What the Ombudsman asks of the landlord about a complaint (R-055)."""

from datetime import date, datetime
from enum import StrEnum

from domain.value import Day, Given, Value


class OmbudsmanReferral(Given):
    """What the Ombudsman asks, as somebody takes it down."""

    reference: str
    """The Ombudsman's own reference."""
    respond_by: Day
    """The Ombudsman's own deadline."""
    asked: str = ""
    """What the Ombudsman asks for."""


class OmbudsmanContact(Value):
    """The Ombudsman asks about a complaint, perhaps before the landlord knew of it (R-055)."""

    reference: str
    respond_by: date
    asked: str = ""
    contacted_at: datetime
    known_at: datetime | None = None
    """When the landlord recorded it: nobody is reminded of anything before."""
    answered_at: datetime | None = None
    answer: str = ""

    @property
    def awaits_answer(self) -> bool:
        """Whether the Ombudsman has not been answered yet."""
        return self.answered_at is None


class Direction(StrEnum):
    """What the Ombudsman may direct."""

    STAGE_2 = "stage_2"
    ACCEPT = "accept"
    REOPEN = "reopen"
    OTHER = "other"
    """Anything else: an answer by a day, a payment, a visit."""

    @property
    def words(self) -> str:
        """As the record and staff notices say it."""
        return _DIRECTION_WORDS[self]


_DIRECTION_WORDS = {
    Direction.STAGE_2: "a review at stage 2",
    Direction.ACCEPT: "that the complaint is accepted",
    Direction.REOPEN: "that the complaint is opened again",
    Direction.OTHER: "what is said below",
}


class OmbudsmanDirection(Value):
    """Something the Ombudsman directs; what came of it is on the record."""

    number: int
    reference: str
    directs: Direction
    asked: str = ""
    respond_by: date | None = None
    directed_at: datetime
    known_at: datetime
    """When the landlord recorded it: nobody is reminded of anything before."""
    done_at: datetime | None = None
