"""Notices: everything a person is told (D11).

A notice is a kind, an audience and facts. It is rendered from the landlord's own template only when it goes, tries its
channels in order, and keeps its key for life: the send ledger knows it by that key (D12).
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Self

from pydantic import PlainSerializer

from domain.front_door import Classification
from domain.issues import Issue
from domain.ombudsman import OmbudsmanContact
from domain.people import Officer
from domain.policy import Channel, Stage
from domain.refusals import Refusal
from domain.responses import Promise, Response
from domain.value import Names, Value


class NoticeKind(StrEnum):
    """What a notice is about; the name of its template."""

    # to the resident
    RECEIPT = "receipt"
    REDIRECT = "redirect"
    """What came in is no complaint: who deals with it, and that a complaint can be made (D-04, 5)."""
    QUICK_AGREED = "quick_agreed"
    """What was agreed to put it right at once; no response letter follows (D-04, 6)."""
    STAGE_1_BEGUN = "stage_1_begun"
    """What was no complaint before is one now."""
    REFUSAL = "refusal"
    REFUSAL_REVERSED = "refusal_reversed"
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
    STAGE_1_TO_ALLOCATE = "stage_1_to_allocate"
    PASSED_ON = "passed_on"
    AGE_TO_REVIEW = "age_to_review"
    REFERRAL = "referral"
    OMBUDSMAN_ASKED = "ombudsman_asked"
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


RESIDENT_KINDS = frozenset(
    {
        NoticeKind.RECEIPT,
        NoticeKind.REDIRECT,
        NoticeKind.QUICK_AGREED,
        NoticeKind.STAGE_1_BEGUN,
        NoticeKind.REFUSAL,
        NoticeKind.REFUSAL_REVERSED,
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
)
"""What the resident is told; all else is for staff."""
STAFF_KINDS = frozenset(NoticeKind) - RESIDENT_KINDS


class Resident(Value):
    """The person the complaint is about, and how to reach them."""

    name: str
    """Blank where nobody knows it."""
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
    def is_anonymous(self) -> bool:
        """Whether nobody knows who it is, and there is no way at all to reach them (R-031)."""
        return not (self.name.strip() or self.email or self.mobile or self.address)

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
    may_extend: bool | None = None
    """On a reminder: a response is among what is due, and more time can be taken for it."""
    closes_on: date | None = None
    still_to_do: tuple[Promise, ...] | None = None
    """On a response: what was promised before it and is not done yet, beside what it promises itself."""
    is_past: bool | None = None
    """On an acknowledgement: the day to respond by has passed before it went."""
    actions_open: bool | None = None
    late: bool | None = None
    """On a request for stage 2: it came after the window, and a manager decides on it."""
    issues: tuple[Issue, ...] | None = None
    classification: Classification | None = None
    was: Classification | None = None
    """What it was taken for before."""
    passed_on_to: str | None = None
    """A service, with the policy that covers the matter there."""
    covered_by: str | None = None
    refusal: Refusal | None = None
    next_review: str | None = None
    """When a policy is looked at next, as its control block prints it."""
    excludes: str | None = None
    """What is not taken as a complaint, in the letter's words."""
    begun_on: date | None = None
    """The day from which stage 1 counts, where that is not the day of receipt."""
    acknowledge_by: date | None = None
    """On an assignment: the day by which the resident must hear who deals with it, while they have not."""
    ombudsman_contact: OmbudsmanContact | None = None
    from_ombudsman: bool | None = None
    """On a receipt: it reached the landlord through the Ombudsman (R-055)."""
    adjustments: tuple[str, ...] | None = None
    """For staff: what is done differently for this resident, never why."""


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
    large_print: bool = False


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
