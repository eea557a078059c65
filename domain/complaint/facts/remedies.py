"""Record entries about promised actions (F-045, Q-058)."""

from datetime import date
from typing import ClassVar, Literal

from domain.calendar.days import in_words
from domain.complaint.entry_kinds import EntryKind
from domain.complaint.facts.fact import Fact, People, after_colon


class ActionPromised(Fact):
    """An action was promised."""

    kind: Literal[EntryKind.ACTION_PROMISED] = EntryKind.ACTION_PROMISED
    number: int
    due_on: date
    what: str
    owner: str
    """Who does it, as letters print it."""

    def sentence(self, people: People) -> str:  # noqa: ARG002 - its owner may be no member of staff
        """What is done, by whom and by when."""
        return f"action {self.number} promised by {in_words(self.due_on)}: {self.what} ({self.owner})"


class ActionCompleted(Fact):
    """A promised action is done."""

    kind: Literal[EntryKind.ACTION_COMPLETED] = EntryKind.ACTION_COMPLETED
    number: int
    note: str = ""

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """Which one."""
        return f"action {self.number} completed{after_colon(self.note)}"


class ActionAnswered(Fact):
    """What the resident thinks of a completed action."""

    kind: Literal[EntryKind.ACTION_ANSWERED] = EntryKind.ACTION_ANSWERED
    tells_who: ClassVar[bool] = True
    number: int
    satisfactory: bool | None = None
    """None where they did not say in time."""
    comment: str = ""

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """What they said of it."""
        if self.satisfactory is None:
            return f"no reply from the resident on action {self.number}"
        words = "is satisfied with" if self.satisfactory else "is not satisfied with"
        return f"the resident {words} action {self.number}{after_colon(self.comment)}"


class ActionChanged(Fact):
    """A promised action has another day, or another owner."""

    kind: Literal[EntryKind.ACTION_CHANGED] = EntryKind.ACTION_CHANGED
    number: int
    due_on: date
    was_due_on: date
    owner: str
    """Who does it from now on, as letters print it."""
    was_owner: str
    reason: str

    def sentence(self, people: People) -> str:  # noqa: ARG002 - its owners may be no members of staff
        """What has changed, and why."""
        day = f"is promised by {in_words(self.due_on)} (before: {in_words(self.was_due_on)})"
        owner = f"is done by {self.owner} (before: {self.was_owner})"
        changed = [day] * (self.due_on != self.was_due_on) + [owner] * (self.owner != self.was_owner)
        return f"action {self.number} {' and '.join(changed)}: {self.reason}"


class ActionReleased(Fact):
    """The landlord was released from a promised action."""

    kind: Literal[EntryKind.ACTION_RELEASED] = EntryKind.ACTION_RELEASED
    number: int
    reason: str

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """Which one, and why."""
        return f"action {self.number} released: {self.reason}"


RemedyFact = ActionPromised | ActionCompleted | ActionAnswered | ActionChanged | ActionReleased
"""What was promised, and came of it."""
