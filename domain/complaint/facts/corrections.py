"""Record entries about what had been recorded wrongly: what was, what is right, and why; the first entry stays."""

from datetime import date
from typing import Literal

from domain.calendar.days import in_words
from domain.complaint.entry_kinds import EntryKind
from domain.complaint.facts.duties import MovedDate
from domain.complaint.facts.fact import Fact, People, in_one_line
from domain.complaint.notice_kinds import letter_called
from domain.complaint.stages import ContactOutcome


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


class PostingCorrected(Fact):
    """The day on which a letter was posted was wrong, or it had not been posted."""

    kind: Literal[EntryKind.POSTING_CORRECTED] = EntryKind.POSTING_CORRECTED
    letter: str
    was: date
    now: date | None
    """The right day; None where it has not gone."""
    why: str
    moved: tuple[MovedDate, ...] = ()

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """Both days, why, and the dates that move."""
        right = f"was posted on {in_words(self.now)}, not {in_words(self.was)}" if self.now else "has not been posted"
        return in_one_line(
            f"correction: the {letter_called(self.letter)} {right}", self.why, *(moved.words for moved in self.moved)
        )


class ContactCorrected(Fact):
    """An attempt to speak with the resident had been recorded wrongly, or was never made."""

    kind: Literal[EntryKind.CONTACT_CORRECTED] = EntryKind.CONTACT_CORRECTED
    entry: int
    """The number of the entry that was wrong."""
    was: ContactOutcome
    was_on: date
    now: ContactOutcome | None
    """The right outcome; None where it was never made."""
    now_on: date
    why: str
    moved: tuple[MovedDate, ...] = ()

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """What was recorded, what is right, and why."""
        was = f"{self.was.replace('_', ' ')} on {in_words(self.was_on)}"
        right = (
            f"{self.now.replace('_', ' ')} on {in_words(self.now_on)}, not {was}" if self.now else f"not made ({was})"
        )
        head = f"correction of entry {self.entry}: contact {right}"
        return in_one_line(head, self.why, *(moved.words for moved in self.moved))


class LetterCorrected(Fact):
    """A letter that went was wrong, or went to the wrong person."""

    kind: Literal[EntryKind.LETTER_CORRECTED] = EntryKind.LETTER_CORRECTED
    letter: str
    label: str
    """By which the complaint's notices are told apart: "3-receipt"."""
    sent_on: date
    wrong_person: bool = False
    wrong: str = ""
    right: str = ""
    why: str

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """Which letter, what was wrong with it, what is right, and why."""
        what = "went to the wrong person" if self.wrong_person else f"was wrong: {self.wrong}"
        right = f"right is: {self.right}" if self.right else ""
        head = f"correction: the {letter_called(self.letter)} of {in_words(self.sent_on)} {what}"
        return in_one_line(head, right, self.why)


CorrectionFact = ReceiptCorrected | PostingCorrected | ContactCorrected | LetterCorrected
"""What had been recorded wrongly."""
