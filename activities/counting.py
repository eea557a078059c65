"""What the operations engineer counts: facts of the record and of sending, each once, by labels that stay few (D14).

Counted where the effect is, never in workflow code, so that a replay counts nothing twice. The SDK's own meter carries
the counters to the address where its own metrics are; without one, as in most tests, it counts nothing.
"""

from collections.abc import Iterable
from enum import StrEnum

from temporalio import activity

from domain.complaint.facts.duties import DutyMet, DutyMissed, MissCorrected
from domain.complaint.facts.front_door import Received
from domain.complaint.facts.messages import MessageRejected, TooManyRejected
from domain.complaint.facts.notices import NoticeExpired, NoticeUndeliverable, NoticeUnknown
from domain.outbox.errands import Errand
from domain.policy.duty_kinds import DutyKey
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


class Result(StrEnum):
    """What came of a notice."""

    ACCEPTED = "accepted"
    MAYBE_TWICE = "maybe_twice"
    """Accepted, after a try whose fate is unknown."""
    REJECTED = "rejected"
    WAITING = "waiting"
    """A text that came due at night; it goes in the morning."""
    FAILED = "failed"
    """This try certainly came to nothing; another follows."""
    UNSURE = "unsure"
    """Nobody knows whether this try was accepted; another follows, or a text is looked up."""
    UNKNOWN = "unknown"
    """No try follows, and nobody knows whether one was accepted."""
    OUR_FAULT = "our_fault"
    """The provider refused our account, our settings or our own address or number: operations mend it."""
    CAME_BACK = "came_back"
    """Accepted, and later the provider said that it could not be delivered."""
    GIVEN_UP = "given_up"
    """No try follows on this channel: it would be of no use any more."""


def count_write() -> None:
    """Count a write to the register."""
    _count(WRITES)


def count_entries(landlord: str, entries: Iterable[WrittenEntry]) -> None:
    """Count, as metrics, the duties, notices and messages of the record entries that are new to the register."""
    for entry in entries:
        match entry.facts:
            case Received():
                _count(OPENED, landlord=landlord)
            case MessageRejected() | TooManyRejected():
                _count(REFUSED, landlord=landlord)
            case NoticeExpired() as facts:
                _count_end(facts, Result.GIVEN_UP)
            case NoticeUnknown() as facts:
                _count_end(facts, Result.UNKNOWN)
            case NoticeUndeliverable(came_back=True) as facts:
                _count_end(facts, Result.CAME_BACK)
            case DutyMet(duty=duty, is_late=late):
                _count_duty(landlord, duty, "late" if late else "met")
            case DutyMissed(duty=duty):
                _count_duty(landlord, duty, "missed")
            case MissCorrected(duty=duty):
                _count_duty(landlord, duty, "corrected")


def count_stuck(landlord: str, found: int) -> None:
    """Count the complaints that a sweep found stuck; none counts too, so that the series is there from the start."""
    activity.metric_meter().create_counter(STUCK, _MEANING[STUCK]).add(found, {"landlord": landlord})


def count_notice(errand: Errand, result: Result) -> None:
    """Count what came of a try at sending a notice."""
    _count(NOTICES, channel=errand.notice.channel, kind=errand.notice.kind, result=result)


def _count_end(facts: NoticeExpired | NoticeUndeliverable | NoticeUnknown, result: Result) -> None:
    _count(NOTICES, channel=facts.channel or "", kind=facts.notice or "", result=result)


def _count_duty(landlord: str, duty: DutyKey, result: str) -> None:
    _count(DEADLINES, landlord=landlord, duty=duty.words, result=result)


def _count(name: str, **labels: str) -> None:
    # A label of an enumeration is its value: the SDK takes plain strings only.
    plain = {label: str(value) for label, value in labels.items()}
    activity.metric_meter().create_counter(name, _MEANING[name]).add(1, plain)
