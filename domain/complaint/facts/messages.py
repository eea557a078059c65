"""Record entries about messages that were rejected (D8)."""

from typing import Literal

from domain.complaint.entry_kinds import EntryKind
from domain.complaint.facts.fact import Fact, People


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
        return f"refused: {self.short}{f' What came: {self.came}' if self.came else ''}"


class TooManyRejected(Fact):
    """More messages were rejected in a day than the record keeps."""

    kind: Literal[EntryKind.TOO_MANY_REJECTED] = EntryKind.TOO_MANY_REJECTED
    most: int

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """Where the rest is."""
        return f"refused: more than {self.most} messages in a day: the rest are in Temporal's history only"


MessageFact = MessageRejected | TooManyRejected
"""What could not be taken."""
