"""Record entries about what had been recorded wrongly: what was, what is right, and why; the first entry stays."""

from datetime import date
from typing import Literal

from domain.calendar.days import in_words
from domain.complaint.entry_kinds import EntryKind
from domain.complaint.facts.duties import MovedDate
from domain.complaint.facts.fact import Fact, People, in_one_line


class ReceiptCorrected(Fact):
    """The day of receipt was wrong."""

    kind: Literal[EntryKind.RECEIPT_CORRECTED] = EntryKind.RECEIPT_CORRECTED
    was: date
    now: date
    why: str
    moved: tuple[MovedDate, ...] = ()

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """Both days, why, and the dates that move."""
        corrected = f"correction: received on {in_words(self.now)}, not {in_words(self.was)}"
        return in_one_line(corrected, self.why, *(moved.words for moved in self.moved))


CorrectionFact = ReceiptCorrected
"""What had been recorded wrongly."""
