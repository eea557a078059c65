"""Notices: everything a person is told (D11).

A notice is a kind, an audience and facts. It is rendered from the landlord's own template only when it goes, tries its
channels in order, and keeps its key for life: the send ledger knows it by that key (D12).
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Self

from pydantic import PlainSerializer

from domain.people import Officer
from domain.policy import Channel, Stage
from domain.responses import Promise, Response
from domain.value import Names, Value


class NoticeKind(StrEnum):
    """What a notice is about; the name of its template."""

    # to the resident
    RECEIPT = "receipt"
    ACKNOWLEDGEMENT = "acknowledgement"
    CONTACT_NOTE = "contact_note"
    EXTENSION = "extension"
    OMBUDSMAN_DETAILS = "ombudsman_details"
    RESPONSE = "response"
    ESCALATION_RECEIPT = "escalation_receipt"
    ESCALATION_DECLINED = "escalation_declined"
    FINAL_RESPONSE = "final_response"
    ACTION_COMPLETED = "action_completed"
    DATE_MOVED = "date_moved"
    CLOSURE = "closure"
    # to staff
    ASSIGNMENT = "assignment"
    REMINDER = "reminder"
    OVERDUE = "overdue"
    APPROVAL_REQUESTED = "approval_requested"
    DRAFT_RETURNED = "draft_returned"
    DRAFT_APPROVED = "draft_approved"
    ESCALATED = "escalated"
    LATE_REQUEST = "late_request"
    CLOSING_SOON = "closing_soon"
    LETTER_TO_POST = "letter_to_post"
    CANNOT_REACH = "cannot_reach"
    NOT_SENT = "not_sent"
    MESSAGE_REFUSED = "message_refused"
    ACTION_UNSATISFACTORY = "action_unsatisfactory"
    DATES_MOVED = "dates_moved"


STAFF_KINDS = frozenset(NoticeKind) - {
    NoticeKind.RECEIPT,
    NoticeKind.ACKNOWLEDGEMENT,
    NoticeKind.CONTACT_NOTE,
    NoticeKind.EXTENSION,
    NoticeKind.OMBUDSMAN_DETAILS,
    NoticeKind.RESPONSE,
    NoticeKind.ESCALATION_RECEIPT,
    NoticeKind.ESCALATION_DECLINED,
    NoticeKind.FINAL_RESPONSE,
    NoticeKind.ACTION_COMPLETED,
    NoticeKind.DATE_MOVED,
    NoticeKind.CLOSURE,
}
"""What staff are told."""


class Resident(Value):
    """The person the complaint is about, and how to reach them."""

    name: str
    email: str | None = None
    mobile: str | None = None
    address: tuple[str, ...] = ()
    prefers: Channel = Channel.EMAIL
    wants_texts: bool = True
    unusable: Annotated[frozenset[Channel], PlainSerializer(sorted, when_used="json")] = frozenset()
    """Channels that can never work: a number or address that was refused for good, or texts stopped; never letters."""

    def can_have(self, channel: Channel) -> bool:
        """Whether a notice can go that way. A letter always can: it is printed, and somebody finds the way."""
        there = {Channel.EMAIL: bool(self.email), Channel.TEXT: bool(self.mobile) and self.wants_texts}
        return there.get(channel, True) and channel not in self.unusable

    def without(self, channel: Channel) -> Self:
        """This resident, never to be tried by *channel* again; a letter can always be tried."""
        return self.model_copy(update={"unusable": (self.unusable | {channel}) - {Channel.LETTER}})

    @property
    def long_channels(self) -> tuple[Channel, ...]:
        """The ways a letter can go, best first: in writing, so never by text (A-22)."""
        if self.prefers is Channel.LETTER:
            return (Channel.LETTER,)
        return tuple(channel for channel in (Channel.EMAIL, Channel.LETTER) if self.can_have(channel))

    @property
    def short_channels(self) -> tuple[Channel, ...]:
        """The ways a short notice can go, best first."""
        order = (self.prefers, Channel.EMAIL, Channel.TEXT, Channel.LETTER)
        return tuple(dict.fromkeys(channel for channel in order if self.can_have(channel)))


class Due(Value):
    """One line of a reminder: what is owed, by when, and how many working days past it is."""

    what: str
    due_on: date
    overdue_by: int = 0
    clause: str = ""


class Facts(Value):
    """What a template may say. A template that asks for a fact its notice lacks is an error, never a blank."""

    stage: Stage | None = None
    summary: str | None = None
    received_on: date | None = None
    handler: Officer | None = None
    understood: str | None = None
    desired_outcome: str | None = None
    due_on: date | None = None
    previous_due_on: date | None = None
    reason: str | None = None
    response: Response | None = None
    last_day: date | None = None
    window: str | None = None
    what: str | None = None
    why: str | None = None
    comments: str | None = None
    completed_on: date | None = None
    asks_if_satisfactory: bool | None = None
    exceptional: bool | None = None
    resident_agrees: bool | None = None
    asks_agreement: bool | None = None
    channel: Channel | None = None
    notice: NoticeKind | None = None
    duties: tuple[Due, ...] | None = None
    closes_on: date | None = None
    still_to_do: tuple[Promise, ...] | None = None
    """On a response: what was promised before it and is not done yet, beside what it promises itself."""
    is_past: bool | None = None
    """On an acknowledgement: the day to respond by has passed before it went."""
    actions_open: bool | None = None
    late: bool | None = None
    """On a request for stage 2: it came after the window, and a manager decides on it."""


class Failure(Value):
    """A channel by which a notice could not go, and why."""

    channel: Channel
    why: str
    at: datetime


class Notice(Value):
    """Something a person is to be told."""

    key: str
    kind: NoticeKind
    to: tuple[str, ...]
    """Empty for the resident; else candidates, each a person's id or a role: the first present is told."""
    not_to: Names = frozenset()
    """Ids of members of staff who may not be told: it is about them, or they wrote what is to be approved, or they took
    part in what is to be reviewed."""
    channels: tuple[Channel, ...]
    """The ways left to try, best first."""
    created_at: datetime
    not_before: datetime
    useful_until: datetime
    facts: Facts
    fulfils: str = ""
    """The duty that is met when this is accepted."""
    about: tuple[str, ...] = ()
    """The duties a reminder speaks of: it is dropped unsent when none of them is open any more."""
    failures: tuple[Failure, ...] = ()
    clause: str = ""

    @property
    def words(self) -> str:
        """What it is about, in words."""
        return self.kind.replace("_", " ")

    @property
    def is_for_resident(self) -> bool:
        """Whether the resident is told, rather than staff."""
        return not self.to

    @property
    def channel(self) -> Channel:
        """The way it goes now."""
        return self.channels[0]

    @property
    def errand_key(self) -> str:
        """The ledger's key for this notice by this channel."""
        return f"{self.key}/{self.channel}"


class Errand(Value):
    """One notice to be sent by its channel: the input of a sending activity."""

    landlord: str
    reference: str
    notice: Notice
    resident: Resident


class Accepted(Value):
    """A notice's provider took it: the result of a sending activity."""

    key: str
    channel: Channel
    at: datetime
    to: str
    """A staff id, or "resident"."""
    provider_id: str
    first_line: str
    maybe_twice: bool = False
    """A crash left it unknown whether an earlier try was accepted: it may have been sent twice (D12)."""
