"""The record: what happened to a complaint, in numbered entries that are only ever added."""

from datetime import datetime
from enum import StrEnum

from domain.complaint.actor import PROCEDURE, ActorRef
from domain.policy.channels import Channel
from domain.policy.stages import Stage
from domain.value import Value


class EntryKind(StrEnum):
    """What an entry says happened."""

    RECEIVED = "received"
    TRIAGED = "triaged"
    CONVERTED = "converted"
    PASSED_ON = "passed_on"
    REQUEST_ANSWERED = "request_answered"
    QUICK_AGREED = "quick_agreed"
    QUICK_RESOLVED = "quick_resolved"
    QUICK_FAILED = "quick_failed"
    ISSUE_ADDED = "issue_added"
    ISSUE_CONFIRMED = "issue_confirmed"
    SUPPORT = "support"
    AGE_TO_REVIEW = "age_to_review"
    ACCEPTED_LATE = "accepted_late"
    NOT_ACCEPTED = "not_accepted"
    """The complaint was refused."""
    REFERRED = "referred"
    REFUSAL_REVERSED = "refusal_reversed"
    NOBODY_TO_TELL = "nobody_to_tell"
    """Whoever complains is not known, and cannot be reached."""
    OMBUDSMAN_ASKED = "ombudsman_asked"
    OMBUDSMAN_ANSWERED = "ombudsman_answered"
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
    """A message was refused."""
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
    by: ActorRef = PROCEDURE.ref
    clause: str = ""
    stage: Stage | None = None
    to: str = ""
    channel: Channel | None = None
    first_line: str = ""
    notice: str = ""
    """The notice's kind, where the entry is about one."""


def in_one_line(*parts: str) -> str:
    """What people said, one thing after another, as an entry puts it: full stops would end it in the middle."""
    return "; ".join(said.removesuffix(".") for part in parts if (said := part.strip()))
