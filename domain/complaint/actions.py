"""Promised actions of one complaint, and how far each has come (F-045)."""

from datetime import datetime

from domain.complaint.responses import Promise
from domain.policy.rules import Rules
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
    moved_at: datetime | None = None
    """When it was last given another day: it is owed by that day from then."""
    released_at: datetime | None = None
    """When the landlord was released from it: nothing of it is owed from then."""

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.completed_at is None and self.released_at is None

    @property
    def ended_at(self) -> datetime | None:
        """When it was done, or released; None while it is open."""
        return self.completed_at or self.released_at


def awaits_answer(action: Action, rules: Rules) -> bool:
    """Whether the resident was asked about a completed action and has not answered."""
    return rules.edition.actions.resident_confirms and action.completed_at is not None and action.answered_at is None
