"""Record entries about messages that were rejected (D8)."""

from typing import Literal

from domain.complaint.entry_kinds import EntryKind
from domain.complaint.facts.fact import Fact, People
from domain.complaint.notice_kinds import NoticeKind, letter_called


class MessageRejected(Fact):
    """A message was rejected: an order or signal that could not be carried out."""

    kind: Literal[EntryKind.REJECTED] = EntryKind.REJECTED
    asked: str
    """The name of the message."""
    why: str
    came: str = ""
    """What came, as far as it is kept."""

    @property
    def short(self) -> str:
        """What was asked and why not, without what came: that may be anything."""
        return f"{self.asked.replace('_', ' ')}: {self.why}"

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """What was asked, why not, and what came."""
        refused = f"refused: {self.short}"
        return f"{refused.removesuffix('.')}. What came: {self.came}" if self.came else refused


class TooManyRejected(Fact):
    """More messages were rejected in a day than the record keeps."""

    kind: Literal[EntryKind.TOO_MANY_REJECTED] = EntryKind.TOO_MANY_REJECTED
    most: int

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """Where the rest is."""
        return f"refused: more than {self.most} messages in a day: the rest are in Temporal's history only"


class LifeLost(Fact):
    """The complaint goes on from an older copy of itself: what it did since is known elsewhere."""

    kind: Literal[EntryKind.LIFE_LOST] = EntryKind.LIFE_LOST
    label: str = ""
    """Of the notice whose key was used with other facts."""
    notice: NoticeKind | None = None
    replaced_from: int = 0
    """The first entry that the register had otherwise; 0 where it had none."""
    replaced_through: int = 0

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """What shows it, and what becomes of that."""
        return f"this complaint went on from an older copy of itself: {self._shown_by}"

    @property
    def _shown_by(self) -> str:
        if self.notice:
            called = letter_called(self.notice)
            return f"a {called} with the number of its own ({self.label}) had gone before and says something else"
        last = f" to {self.replaced_through}" if self.replaced_through > self.replaced_from else ""
        entries = f"entries {self.replaced_from}{last}" if last else f"entry {self.replaced_from}"
        return f"{entries} of its former life are kept beside this record"


MessageFact = MessageRejected | TooManyRejected | LifeLost
"""What could not be taken, and what shows that a life was lost."""
