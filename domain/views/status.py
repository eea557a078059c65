"""What a complaint is, in a word or two, and what is special about it: as a list of thousands shows them."""

from collections.abc import Iterator
from enum import StrEnum

from domain.complaint.complaint import Complaint
from domain.complaint.stages import Letter


class Tag(StrEnum):
    """Something about a complaint that somebody may look for. None says anything of the resident."""

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
    if complaint.hold:
        yield Tag.HELD
    if complaint.missed:
        yield Tag.LATE
    if complaint.waiting_request:
        yield Tag.LATE_REQUEST
    if complaint.unknown_letters:
        yield Tag.NOBODY_KNOWS
    if complaint.ombudsman:
        yield Tag.OMBUDSMAN
    if complaint.quick and complaint.quick.is_open:
        yield Tag.QUICK_RESOLUTION
    if complaint.record_summary.rejections:
        yield Tag.REFUSED_MESSAGE
    if complaint.calendar_is_short:
        yield Tag.SHORT_CALENDAR
    if complaint.record_summary.undelivered:
        yield Tag.UNDELIVERED
