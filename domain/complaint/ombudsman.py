"""What the Ombudsman asks of the landlord about a complaint (R-055)."""

from datetime import date, datetime

from domain.value import Day, Given, Value


class OmbudsmanReferral(Given):
    """What the Ombudsman asks, as somebody takes it down."""

    reference: str
    """The Ombudsman's own reference."""
    respond_by: Day
    """The Ombudsman's own deadline, for example 24/12/2026."""
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
