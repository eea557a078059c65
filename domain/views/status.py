"""What a complaint is, in a word or two, and what is special about it: as a list of thousands shows them."""

from collections.abc import Iterator
from enum import StrEnum

from domain.complaint.complaint import Complaint
from domain.complaint.stages import Letter


class Tag(StrEnum):
    """Something about a complaint that somebody may look for. None says anything of the resident."""

    FORMER_LIFE = "former life"
    """It went on from an older copy of itself: what it did since then is known elsewhere, and a person looks at it."""
    HELD = "held"
    """It was revived, and notices to the resident wait for a person's release."""
    LATE = "late"
    """A deadline was missed."""
    LATE_REQUEST = "late request"
    """Stage 2 was asked for after the window: a manager decides."""
    OMBUDSMAN = "ombudsman"
    """The Ombudsman asked about it."""
    NOBODY_KNOWS = "nobody knows"
    """Nobody knows whether a letter to the resident went."""
    QUICK_RESOLUTION = "quick resolution"
    """It is being put right before stage 1."""
    REFUSED_MESSAGE = "refused message"
    """A message to it was refused."""
    SHORT_CALENDAR = "short calendar"
    """A date is counted past the calendar's end."""
    UNDELIVERED = "undelivered"
    """A notice did not go, and nothing made it good."""


def status(complaint: Complaint) -> str:
    """What it is: what came in while it is no complaint at stage 1, else how far its stage has come."""
    if complaint.closed:
        return "refused" if complaint.refused else "closed"
    if complaint.stage is None:
        return complaint.classification.words
    if _has_gone(complaint.progress.responded):
        return "answered"
    return "acknowledged" if _has_gone(complaint.progress.acknowledgement) else "received"


def _has_gone(letter: Letter | None) -> bool:
    return letter is not None and letter.through_at is not None


def tags(complaint: Complaint) -> tuple[Tag, ...]:
    """What is special about it, in the order of the alphabet."""
    return tuple(sorted(_tags(complaint)))


def _tags(complaint: Complaint) -> Iterator[Tag]:
    record, quick = complaint.record_summary, complaint.quick
    marks = {
        Tag.FORMER_LIFE: record.lives_lost,
        Tag.HELD: complaint.hold,
        Tag.LATE: complaint.missed,
        Tag.LATE_REQUEST: complaint.waiting_request,
        Tag.NOBODY_KNOWS: complaint.unknown_letters,
        Tag.OMBUDSMAN: complaint.ombudsman,
        Tag.QUICK_RESOLUTION: quick and quick.is_open,
        Tag.REFUSED_MESSAGE: record.rejections,
        Tag.SHORT_CALENDAR: complaint.calendar_is_short,
        Tag.UNDELIVERED: record.undelivered,
    }
    yield from (tag for tag, is_so in marks.items() if is_so)
