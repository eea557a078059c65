"""What the register is given to keep: entries of the record, and how the complaint stands."""

from datetime import date, datetime

from domain.policy.definition import Classification
from domain.policy.stages import Stage
from domain.value import Value
from domain.views.written import WrittenEntry


class Standing(Value):
    """How a complaint stands, in a line: what a queue shows."""

    words: str
    classification: Classification = Classification.COMPLAINT
    stage: Stage | None = None
    """None while it is no complaint at stage 1."""
    handler: str = ""
    """The owner's staff id."""
    next_due_at: datetime | None = None
    next_due: str = ""
    """What is owed next, in words: "stage 1 response"."""
    next_due_on: date | None = None
    """The last day on which that is in time."""
    overdue: bool = False
    closed: bool = False
    calendar: str = ""
    """The mark of the calendar it counts by."""
    not_told: tuple[str, ...] = ()
    """Ids of staff who are told nothing of it: it is about them, or they may not review what they took part in."""
    acts_at: tuple[datetime, ...] = ()
    """When the complaint acts by itself on what is owed next: its reminders, and the midnight by which it is missed."""


class Page(Value):
    """Record entries to be written, with how the complaint stands: the input of the recording activity."""

    landlord: str
    reference: str
    key: str
    entries: tuple[WrittenEntry, ...]
    standing: Standing
