"""What the resident has been told of what is late."""

from datetime import date, datetime

from domain.complaint.marks import Missed
from domain.value import Value


class ToldLate(Value):
    """That the resident was told that something is late."""

    at: datetime
    of: tuple[Missed, ...]
    """All that they were told is late, until now."""
    hear_by: date
    """The day by which they were told that they will hear again."""


class LateThing(Value):
    """Something that is late, as a letter tells the resident."""

    what: str
    due_on: date
    promised: str | None = None
    """What was promised, where it is a promise."""
