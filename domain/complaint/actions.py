"""Promised actions of one complaint, and how far each has come (F-045)."""

from collections.abc import Iterable
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


def said_again(open_actions: Iterable[Action], promises: Iterable[Promise]) -> tuple[Action | None, ...]:
    """Of each promise, the open action that it says again, in the same words or by its number; each action once."""
    left, found = list(open_actions), list[Action | None]()
    for promise in promises:
        action = _said_by(promise, left)
        if action:
            left.remove(action)
        found.append(action)
    return tuple(found)


def _said_by(promise: Promise, among: list[Action]) -> Action | None:
    if promise.same_as:
        return next((action for action in among if action.number == promise.same_as), None)
    same = [action for action in among if action.promise.same_words == promise.same_words]
    return next((action for action in same if action.promise == promise), next(iter(same), None))


def awaits_answer(action: Action, rules: Rules) -> bool:
    """Whether the resident was asked about a completed action and has not answered."""
    return rules.edition.actions.resident_confirms and action.completed_at is not None and action.answered_at is None
