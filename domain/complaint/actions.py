"""Promised actions of one complaint, and how far each has come (F-045)."""

from datetime import datetime

from domain.complaint.responses import Promise
from domain.policy.stages import Stage
from domain.value import Value


class Action(Value):
    """A promised action."""

    number: int
    promise: Promise
    stage: Stage
    added_at: datetime
    completed_at: datetime | None = None
    satisfactory: bool | None = None
    """What the resident said of it, where they were asked."""
    answered_at: datetime | None = None
    reopened_at: datetime | None = None
    """When the resident said that it was not satisfactory: it is owed again from then."""
