"""Record entries about the Ombudsman's questions and their answers (R-055)."""

from datetime import date
from typing import Literal

from domain.calendar.days import in_words
from domain.complaint.entry_kinds import EntryKind
from domain.complaint.facts.fact import Fact, People, after_colon
from domain.complaint.ombudsman import Direction


class OmbudsmanAsked(Fact):
    """The Ombudsman asks about the complaint."""

    kind: Literal[EntryKind.OMBUDSMAN_ASKED] = EntryKind.OMBUDSMAN_ASKED
    reference: str
    respond_by: date
    replaces: str = ""
    """The reference of a question that was not answered yet."""
    replaced_by_day: date | None = None
    """The day by which that was to be answered."""

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """What they ask, and by when."""
        asked = f"the Ombudsman has asked ({self.reference}), to be answered by {in_words(self.respond_by)}"
        if self.replaced_by_day is None:
            return asked
        return f"{asked}; this replaces {self.replaces}, which was to be answered by {in_words(self.replaced_by_day)}"


class OmbudsmanAnswered(Fact):
    """The Ombudsman was answered."""

    kind: Literal[EntryKind.OMBUDSMAN_ANSWERED] = EntryKind.OMBUDSMAN_ANSWERED
    answer: str

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """What they were told."""
        return f"the Ombudsman was answered: {self.answer}"


class OmbudsmanDirected(Fact):
    """The Ombudsman directs something."""

    kind: Literal[EntryKind.OMBUDSMAN_DIRECTED] = EntryKind.OMBUDSMAN_DIRECTED
    number: int
    directs: Direction
    reference: str
    asked: str = ""
    respond_by: date | None = None

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """What they direct, and by when."""
        what = "" if self.directs is Direction.OTHER else f" {self.directs.words}"
        by_day = f", by {in_words(self.respond_by)}" if self.respond_by else ""
        return (
            f"direction {self.number}: the Ombudsman directs{what} ({self.reference}){by_day}{after_colon(self.asked)}"
        )


class DirectionDone(Fact):
    """What the Ombudsman directed has been done."""

    kind: Literal[EntryKind.DIRECTION_DONE] = EntryKind.DIRECTION_DONE
    number: int
    answer: str

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """What was done."""
        return f"direction {self.number} of the Ombudsman's done: {self.answer}"


OmbudsmanFact = OmbudsmanAsked | OmbudsmanAnswered | OmbudsmanDirected | DirectionDone
"""What the Ombudsman asked, and was told."""
