"""What the operations engineer counts: facts of the record and of sending, each once, by labels that stay few (D14).

Counted where the effect is, never in workflow code, so that a replay counts nothing twice. The SDK's own meter carries
the counters to the address where its own metrics are; without one, as in most tests, it counts nothing.
"""

import re
from collections.abc import Iterable
from enum import StrEnum

from temporalio import activity

from domain.complaint.record import EntryKind
from domain.outbox.errands import Errand
from domain.policy.duty_kinds import KEYS, ROWS
from domain.views.written import WrittenEntry

OPENED, DEADLINES = "putright_complaints_opened", "putright_deadlines"
NOTICES, REFUSED, WRITES = "putright_notices", "putright_messages_refused", "putright_register_writes"
STUCK = "putright_complaints_stuck"

_MEANING = {
    OPENED: "Complaints received",
    DEADLINES: "Duties met in time, done late, missed, or missed only until it was known that they were done",
    NOTICES: "What came of each try at sending a notice, and the notices that came back or were given up",
    REFUSED: "Messages that were refused and are on the record",
    WRITES: "Writes to the register",
    STUCK: "Complaints that a sweep found stuck, each time it did",
}

_DUTIES = sorted({key.words for key in KEYS}.union(*(row.also_called for row in ROWS.values())), key=len, reverse=True)
_DUTY = re.compile(rf"(?:{'|'.join(_DUTIES)})\b")
"""How an entry about a duty begins. A closed list, since a duty's words may go on with what somebody wrote."""
_CAME_BACK = re.compile(r"notice \S+ came back\b")
"""How an entry about a notice that was taken and came back begins; a refused one is counted where it is refused."""


class Result(StrEnum):
    """What came of a notice."""

    ACCEPTED = "accepted"
    MAYBE_TWICE = "maybe_twice"
    """Accepted, after a try whose fate is unknown."""
    REJECTED = "rejected"
    WAITING = "waiting"
    """A text that came due at night; it goes in the morning."""
    FAILED = "failed"
    """This try came to nothing; another follows."""
    CAME_BACK = "came_back"
    """Accepted, and later the provider said that it could not be delivered."""
    GIVEN_UP = "given_up"
    """No try follows on this channel: it would be of no use any more."""


def count_write() -> None:
    """Count a write to the register."""
    _count(WRITES)


def count_entries(landlord: str, entries: Iterable[WrittenEntry]) -> None:
    """Count what entries say that the register did not hold before."""
    for entry in entries:
        match entry.kind:
            case EntryKind.RECEIVED:
                _count(OPENED, landlord=landlord)
            case EntryKind.REFUSED:
                _count(REFUSED, landlord=landlord)
            case EntryKind.NOTICE_EXPIRED:
                _count_end(entry, Result.GIVEN_UP)
            case EntryKind.NOTICE_FAILED if _CAME_BACK.match(entry.text):
                _count_end(entry, Result.CAME_BACK)
            case EntryKind.DUTY_MET:
                _count_duty(landlord, entry, "met" if " in time " in entry.text else "late")
            case EntryKind.DUTY_MISSED:
                _count_duty(landlord, entry, "missed")
            case EntryKind.MISSED_CORRECTED:
                _count_duty(landlord, entry, "corrected")


def count_stuck(landlord: str, found: int) -> None:
    """Count the complaints that a sweep found stuck; none counts too, so that the series is there from the start."""
    activity.metric_meter().create_counter(STUCK, _MEANING[STUCK]).add(found, {"landlord": landlord})


def count_notice(errand: Errand, result: Result) -> None:
    """Count what came of a try at sending a notice."""
    _count(NOTICES, channel=errand.notice.channel, kind=errand.notice.kind, result=result)


def _count_end(entry: WrittenEntry, result: Result) -> None:
    _count(NOTICES, channel=entry.channel or "", kind=entry.notice, result=result)


def _count_duty(landlord: str, entry: WrittenEntry, result: str) -> None:
    begins = _DUTY.match(entry.text)
    _count(DEADLINES, landlord=landlord, duty=begins[0] if begins else "other", result=result)


def _count(name: str, **labels: str) -> None:
    # A label of an enumeration is its value: the SDK takes plain strings only.
    plain = {label: str(value) for label, value in labels.items()}
    activity.metric_meter().create_counter(name, _MEANING[name]).add(1, plain)
