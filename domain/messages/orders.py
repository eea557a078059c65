"""Orders and requests: what people ask of a complaint.

Every one carries when it happened, who did it and who recorded it (D6). A field nobody knows is refused.
"""

import hashlib
from datetime import UTC, datetime
from enum import StrEnum
from typing import ClassVar

from pydantic import Field, PositiveInt

from domain.complaint.closing import CloseReason
from domain.complaint.complainant import Particulars
from domain.complaint.issues import NewIssue
from domain.complaint.ombudsman import OmbudsmanReferral
from domain.complaint.resident import Resident
from domain.complaint.responses import Promise, Response
from domain.complaint.stages import ContactOutcome
from domain.complaint.support import Support
from domain.complaint.triage import Choice, Sorting
from domain.policy.definition import Classification
from domain.policy.exclusions import AgeException
from domain.policy.staff import Officer
from domain.value import Day, Instant, Order, Value


class Message(Order):
    """What every order and request carries."""

    name: ClassVar[str]
    """What the workflow calls it on the wire."""
    repeatable: ClassVar[bool] = False
    """Whether the same words at another time are another order."""

    at: Instant
    """When it happened; up to five minutes ahead is taken as now."""
    by: Officer | None = None
    """Who did it; None is the resident."""
    recorded_by: str = ""
    channel: str = ""
    key: str = ""

    @property
    def who(self) -> str:
        """Who did it, in words."""
        return self.by.signature if self.by else "the resident"

    @property
    def identity(self) -> str:
        """By which a repeat is known: the sender's key, else the content (with the minute, where it can recur)."""
        if self.key:
            return f"{self.name}#{self.key}"
        content = self.model_dump_json(exclude={"at", "recorded_by", "key", "channel"})
        minute = f"{self.at.astimezone(UTC):%Y-%m-%dT%H:%M}" if self.repeatable else ""
        return f"{self.name}:{hashlib.sha256((content + minute).encode()).hexdigest()[:20]}"

    @property
    def instants(self) -> tuple[datetime, ...]:
        """Every instant it names."""
        return (self.at,)


class How(StrEnum):
    """How a letter went without us."""

    POST = "post"
    BY_HAND = "by_hand"


class AlreadySent(Value):
    """The letter has gone already: when and how."""

    at: Instant
    how: How
    next_step_told: bool = False
    """Whether it told the resident how to go further: stage 2 with its last day, or the Ombudsman (F-044, F-079)."""


class WithLetter(Message):
    """An order whose letter may have gone already."""

    already_sent: AlreadySent | None = None

    @property
    def decided_at(self) -> datetime:
        """When it was decided: at the latest when the letter went."""
        return min(self.instants)

    @property
    def instants(self) -> tuple[datetime, ...]:
        """Every instant it names."""
        return (self.at, self.already_sent.at) if self.already_sent else (self.at,)


class Receive(Message):
    """A complaint reaches the landlord: the date and time it reached any member of staff."""

    name: ClassVar[str] = "receive"

    landlord: str
    reference: str
    summary: str = Field(min_length=1)
    resident: Resident
    about_staff: tuple[str, ...] = ()
    issues: tuple[NewIssue, ...] = ()
    """What it is about, one row an issue; without any, the summary is the one issue."""
    sorting: Sorting | None = None
    """What was asked at once; without it, it is a complaint (Code 1.3)."""
    particulars: Particulars = Particulars()
    support: Support = Support()
    ombudsman: OmbudsmanReferral | None = None


class Triage(Message):
    """Record what somebody came with: a complaint, a concern to be put right at once, or something else."""

    name: ClassVar[str] = "triage"

    sorting: Sorting


class Convert(Message):
    """Take for a complaint what was none, or for something else what the resident no longer wants as a complaint."""

    name: ClassVar[str] = "convert"

    to: Classification = Classification.COMPLAINT
    why: str = ""
    resident_agrees: bool = False
    """Whether the resident chose it; nobody's complaint is made something else against their will."""
    passed_on_to: str = ""


class Resolve(Message):
    """Record what came of an early or quick resolution, or of a service request."""

    name: ClassVar[str] = "resolve"

    outcome: str = ""
    resident_happy: bool | None = None
    chose: Choice | None = None
    """Where they are not happy: what they chose when stage 1 was offered."""


class AddIssue(Message):
    """Add an issue to a complaint that is not answered yet (Code 6.8)."""

    name: ClassVar[str] = "add_issue"

    issue: NewIssue
    about: Officer | None = None
    """The member of staff it is about, who takes no further part (Code 5.8)."""


class ConfirmIssue(Message):
    """Record our understanding of an issue, and whether the resident confirmed it (F-023)."""

    name: ClassVar[str] = "confirm_issue"

    issue: PositiveInt
    understood: str = ""
    desired_outcome: str = ""
    not_ours: str = ""
    """Whose it is and why, where the landlord is not responsible for it (Code 5.7)."""
    ours: bool = False
    """Whether it turns out to be ours though it was recorded as somebody else's."""
    occurred_on: Day | None = None
    """When it happened, learnt only now: its age counts from it (A-03)."""
    known_on: Day | None = None
    age_exception: AgeException | None = None
    about: Officer | None = None
    """The member of staff it turns out to be about."""
    confirmed: bool = True


class RecordSupport(Message):
    """Record what helps the resident to complain, and what is done differently for them (R-041, Code 5.10)."""

    name: ClassVar[str] = "record_support"

    support: Support


class RefuseComplaint(WithLetter):
    """Decide not to take a complaint, for a reason the policy gives (R-030, Q-020)."""

    name: ClassVar[str] = "refuse"

    code: str
    reasons: str = ""
    answer: bool | None = None
    """To the exclusion's question; yes means that the complaint is accepted."""
    alternative: str = ""
    evidence: str = ""
    prior_reference: str = ""
    prior_answered_on: Day | None = None
    court_reference: str = ""
    claim_filed_on: Day | None = None
    ombudsman_reference: str = ""
    appeal_route: str = ""
    review_on: Day | None = None
    consent_asked_on: Day | None = None
    discretion: str = ""
    """Why an old issue is not taken all the same (Code 2.3)."""
    policy: str = ""
    """The policy the matter is about, where it is kept as feedback for that policy's next review."""
    passed_on_to: str = ""
    """The service that deals with it instead."""
    investigate_internally: bool = False


class ReverseRefusal(Message):
    """Take a refused complaint after all, because the Ombudsman directs it or the landlord thinks again."""

    name: ClassVar[str] = "reverse_refusal"

    because: str = ""
    ombudsman_reference: str = ""


class AcceptLate(Message):
    """Take a complaint though an issue is beyond the age limit (A-03, Q-016)."""

    name: ClassVar[str] = "accept_late"

    reasons: str = ""


class OmbudsmanAsks(Message):
    """Record that the Ombudsman asks about the complaint."""

    name: ClassVar[str] = "ombudsman_asks"

    ombudsman: OmbudsmanReferral


class AnswerOmbudsman(Message):
    """Record that the Ombudsman was answered."""

    name: ClassVar[str] = "answer_ombudsman"

    answer: str = ""


class Allocate(Message):
    """Give the stage an owner."""

    name: ClassVar[str] = "allocate"

    handler: Officer


class Reassign(Message):
    """Give the stage another owner."""

    name: ClassVar[str] = "reassign"

    handler: Officer
    reason: str = ""


class Acknowledge(WithLetter):
    """Tell the resident who deals with it, what was understood and when to expect the full response."""

    name: ClassVar[str] = "acknowledge"

    understood: str = ""
    desired_outcome: str = ""


class RecordContact(Message):
    """Record an attempt to speak with the resident."""

    name: ClassVar[str] = "record_contact"
    repeatable: ClassVar[bool] = True

    outcome: ContactOutcome
    note: str = ""
    issues: tuple[PositiveInt, ...] = ()
    """The issues that were spoken of, by number."""
    understood: str = ""
    desired_outcome: str = ""


class RecordDetails(Message):
    """Record what the resident is unhappy with, in their words, and the outcome they want (F-021 to F-025)."""

    name: ClassVar[str] = "record_details"

    understood: str = ""
    desired_outcome: str = ""
    first_contact: bool | None = None
    """Whether this is the first time they contact the landlord about it (F-020)."""
    told_timescale: bool = False


class RecordInvestigation(Message):
    """Record what the investigation or the review found."""

    name: ClassVar[str] = "record_investigation"

    issue: PositiveInt | None = None
    """The issue that was looked into; None is the whole complaint."""
    found: str = ""
    stage_1_complete: bool | None = None
    more_needed: bool | None = None


class Consult(Message):
    """Record that somebody was consulted."""

    name: ClassVar[str] = "consult"
    repeatable: ClassVar[bool] = True

    officer: Officer
    summary: str = ""


class PutDraft(Message):
    """Put a response forward, for approval where the policy asks for it."""

    name: ClassVar[str] = "draft"

    response: Response


class ReturnDraft(Message):
    """Send a draft back with comments."""

    name: ClassVar[str] = "return_draft"

    comments: str = ""


class Approve(Message):
    """Approve the draft."""

    name: ClassVar[str] = "approve"


class Respond(WithLetter):
    """Answer the complaint at the stage it has reached; without a response of its own, with the draft."""

    name: ClassVar[str] = "respond"

    response: Response | None = None


class Posting(StrEnum):
    """The letters whose posting meets a duty."""

    ACKNOWLEDGEMENT = "acknowledgement"
    RESPONSE = "response"
    EXTENSION = "extension"
    REFUSAL = "refusal"


class RecordPosted(Message):
    """Record that a printed letter has gone."""

    name: ClassVar[str] = "record_posted"

    letter: Posting
    how: How = How.POST


class AddAction(Message):
    """Promise the resident an action."""

    name: ClassVar[str] = "add_action"

    promise: Promise


class CompleteAction(Message):
    """Record that a promised action is done."""

    name: ClassVar[str] = "complete_action"

    action: PositiveInt
    note: str = ""


class AnswerAction(Message):
    """Record whether the resident finds a completed action satisfactory (Q-058)."""

    name: ClassVar[str] = "answer_action"

    action: PositiveInt
    satisfactory: bool
    comment: str = ""


class RequestExtension(WithLetter):
    """Put the response off."""

    name: ClassVar[str] = "request_extension"

    working_days: int = Field(gt=0, le=500)
    """Two years are more than anybody grants, and no count of a calendar's days takes long."""
    reason: str = ""
    exceptional_reason: str = ""
    approved_by: Officer | None = None
    resident_agrees: bool | None = None


class AnswerExtension(Message):
    """Record whether the resident agrees to the extension."""

    name: ClassVar[str] = "answer_extension"

    agrees: bool


class RequestEscalation(Message):
    """Ask for stage 2. Reasons are never required (Code 6.12)."""

    name: ClassVar[str] = "request_escalation"

    reasons: str = ""
    desired_outcome: str = ""


class DecideEscalation(Message):
    """Decide on a request for stage 2 that came after the window."""

    name: ClassVar[str] = "decide_escalation"

    accept: bool
    reasons: str = ""


class Withdraw(Message):
    """Stop, because the resident asks for it."""

    name: ClassVar[str] = "withdraw"

    reason: str = ""


class Close(Message):
    """Close the complaint."""

    name: ClassVar[str] = "close"

    reason: CloseReason
    resolution_agreed: bool = False
    no_wish_to_escalate: bool = False
    note: str = ""


TWINS = (RequestEscalation, RequestExtension, Close)
"""What is also a signal of the same name: refused, it is recorded and its handler told, whichever way it came (D8)."""


class Answer(Value):
    """What an order did."""

    said: str
    """In a sentence, as the record has it."""
    repeated: bool = False
    """Whether it had been carried out before: nothing changed."""
    entry: int = 0
    at: datetime | None = None
