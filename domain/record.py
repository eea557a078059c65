"""The record: what happened to a complaint, in numbered entries that are only ever added."""

from datetime import datetime
from enum import StrEnum

from domain.policy import Channel, Stage
from domain.value import Value


class EntryKind(StrEnum):
    """What an entry says happened."""

    RECEIVED = "received"
    ALLOCATED = "allocated"
    REASSIGNED = "reassigned"
    ACKNOWLEDGED = "acknowledged"
    CONTACT = "contact"
    DETAILS = "details"
    INVESTIGATED = "investigated"
    CONSULTED = "consulted"
    DRAFTED = "drafted"
    RETURNED = "returned"
    APPROVED = "approved"
    RESPONDED = "responded"
    POSTED = "posted"
    ACTION_PROMISED = "action_promised"
    ACTION_COMPLETED = "action_completed"
    ACTION_ANSWERED = "action_answered"
    EXTENDED = "extended"
    EXTENSION_ANSWERED = "extension_answered"
    ESCALATED = "escalated"
    LATE_REQUEST = "late_request"
    LATE_REQUEST_DECLINED = "late_request_declined"
    CLOSED = "closed"
    REOPENED = "reopened"
    WAITS_TO_CLOSE = "waits_to_close"
    DUTY_MET = "duty_met"
    DUTY_MISSED = "duty_missed"
    DUTY_REOPENED = "duty_reopened"
    MISSED_CORRECTED = "missed_corrected"
    NOTICE_SENT = "notice_sent"
    NOTICE_DELIVERED = "notice_delivered"
    NOTICE_FAILED = "notice_failed"
    NOTICE_EXPIRED = "notice_expired"
    NOTICE_DROPPED = "notice_dropped"
    REMINDERS_SWALLOWED = "reminders_swallowed"
    REFUSED = "refused"
    CALENDAR_CHANGED = "calendar_changed"
    CALENDAR_SHORT = "calendar_short"


class Entry(Value):
    """One fact of the record."""

    number: int
    kind: EntryKind
    at: datetime
    """When it happened."""
    recorded_at: datetime
    """When the complaint learnt of it."""
    text: str
    by: str = ""
    clause: str = ""
    stage: Stage | None = None
    to: str = ""
    channel: Channel | None = None
    first_line: str = ""
    notice: str = ""
    """The notice's kind, where the entry is about one."""


class Standing(Value):
    """How a complaint stands, in a line: what a queue shows."""

    words: str
    stage: Stage
    handler: str = ""
    """The owner's staff id."""
    next_due_at: datetime | None = None
    next_due: str = ""
    overdue: bool = False
    closed: bool = False


class Page(Value):
    """Record entries to be written, with how the complaint stands: the input of the recording activity."""

    landlord: str
    reference: str
    key: str
    entries: tuple[Entry, ...]
    standing: Standing
