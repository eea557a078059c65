"""What each kind of notice is: one row of `NOTICES` a kind, read by all who tell, drop, send or write it."""

from dataclasses import dataclass
from enum import StrEnum, auto

from domain.complaint.notice_facts import Facts
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.recipients import Audience
from domain.complaint.resident_facts import (
    AcknowledgementFacts,
    ActionChangedFacts,
    ActionCompletedFacts,
    ActionReleasedFacts,
    ClosureFacts,
    ContactNoteFacts,
    DateMovedFacts,
    DetailsChangedFacts,
    EscalationDeclinedFacts,
    EscalationReceiptFacts,
    ExtensionFacts,
    FinalResponseFacts,
    HandlerChangedFacts,
    IssueRefusedFacts,
    LateLetterFacts,
    LetterCorrectedFacts,
    LetterWrongFacts,
    OmbudsmanDetailsFacts,
    QuickAgreedFacts,
    ReceiptCorrectedFacts,
    ReceiptFacts,
    RedirectFacts,
    RefusalFacts,
    RefusalReversedFacts,
    ReopenedFacts,
    RequestWithdrawnFacts,
    ResponseFacts,
    SomethingChangedFacts,
    Stage1BegunFacts,
    Stage2OfferedFacts,
)
from domain.complaint.staff_facts import (
    ActionUnsatisfactoryFacts,
    AddressNeededFacts,
    AgeToReviewFacts,
    ApprovalRequestedFacts,
    AssignmentFacts,
    CannotReachFacts,
    ClosingSoonFacts,
    DatesMovedFacts,
    DraftApprovedFacts,
    DraftReturnedFacts,
    EscalatedFacts,
    ExtensionApprovedFacts,
    ExtensionReturnedFacts,
    ExtensionToApproveFacts,
    IssueDecidedFacts,
    LateRequestFacts,
    LettersTakenBackFacts,
    LetterToPostFacts,
    LifeLostFacts,
    MessageRejectedFacts,
    NeedsHandlerFacts,
    NotSentFacts,
    OmbudsmanAskedFacts,
    OmbudsmanDirectedFacts,
    PassedOnFacts,
    ReferralFacts,
    ReminderFacts,
    RevivedFacts,
    ToAllocateFacts,
    UnknownOutcomeFacts,
    UnsatisfiedFacts,
)
from domain.policy.duty_kinds import DutyKind


class Form(StrEnum):
    """How long a notice is, and with that the ways it can go."""

    SHORT = auto()
    """A short notice to the resident, by the way they prefer, a text included; a status text beside it else."""
    LETTER = auto()
    """At length, so by e-mail or letter (A-22); a status text follows once it has gone."""
    EMAIL = auto()
    """To staff, by e-mail alone."""


class Event(StrEnum):
    """What can make a notice untrue while it still waits to go, in the words in which the record says why."""

    REFUSED = "the complaint was refused"
    WITHDRAWN = "the complaint was withdrawn"
    STAGE_2_BEGINS = "stage 2 was asked for"
    REQUEST_WITHDRAWN = "the request for stage 2 was withdrawn"
    REFUSAL_REVERSED = "the refusal was reversed"
    COMPLAINT_NOW = "it is now a complaint"
    NO_STAGE_1 = "there is no stage 1"
    RESOLVED = "it is resolved"
    LATER_DATE = "a later date has been given"
    ANSWERED = "the response is sent instead"
    SPOKEN = "we have spoken with the resident since"
    REOPENED = "the complaint is open again"
    OMBUDSMAN_ASKS_AGAIN = "the Ombudsman has asked again"
    OMBUDSMAN_ANSWERED = "the Ombudsman was answered"
    A_LETTER_TELLS_MORE = "a letter now says more"
    """Of a text that waits for the morning alone: two of them would tell two states, in any order."""
    DONE = "what it was about has been done"
    HANDLER_CHANGED = "somebody else deals with it now"
    HANDLER_NAMED = "another letter says who deals with it"
    DRAFT_SETTLED = "the draft was put forward again, or answered"
    EXTENSION_SETTLED = "the extension was asked for again, or answered"


@dataclass(frozen=True, slots=True)
class NoticeRule:
    """What a kind of notice is."""

    audience: Audience
    form: Form
    facts: type[Facts]
    """What its template may say; with `SoonFacts` it says "soon" in the place of a day that has passed."""
    untrue_after: frozenset[Event] = frozenset()
    """What takes it back while it still waits to go (D10)."""
    fulfils: DutyKind | None = None
    """The duty of a stage that a notice of this kind may fulfil; None where it fulfils none."""
    overtaken_by: frozenset[NoticeKind] = frozenset()
    """Letters that say all it says and more: it is not sent after one of them."""
    text_is_enough: bool = False
    """Of a letter: its text goes at once, alone, to whoever can be reached by text and in no other way."""

    @property
    def is_letter(self) -> bool:
        """Whether the resident is told at length, so by e-mail or letter."""
        return self.form is Form.LETTER


def _resident(
    facts: type[Facts],
    form: Form,
    *untrue_after: Event,
    fulfils: DutyKind | None = None,
    overtaken_by: frozenset[NoticeKind] = frozenset(),
    text_is_enough: bool = False,
) -> NoticeRule:
    return NoticeRule(Audience.RESIDENT, form, facts, frozenset(untrue_after), fulfils, overtaken_by, text_is_enough)


def _staff(facts: type[Facts], *untrue_after: Event) -> NoticeRule:
    return NoticeRule(Audience.STAFF, Form.EMAIL, facts, frozenset(untrue_after))


def kinds_called(letter: str) -> tuple[NoticeKind, ...]:
    """The kinds of letter that go by that name: "response" is that of either stage; none of what is no letter."""
    named = (NoticeKind.RESPONSE, NoticeKind.FINAL_RESPONSE) if letter == NoticeKind.RESPONSE else (letter,)
    return tuple(kind for kind, rule in NOTICES.items() if kind in named and rule.audience is Audience.RESIDENT)


_WORK_ENDS = (Event.REFUSED, Event.WITHDRAWN)
"""What makes untrue whatever tells the resident that we are working on it."""

_AN_ANSWER = frozenset({NoticeKind.RESPONSE, NoticeKind.FINAL_RESPONSE})
_WHO_DEALS_WITH_IT = _AN_ANSWER | {NoticeKind.ACKNOWLEDGEMENT, NoticeKind.REFUSAL}

NOTICES: dict[NoticeKind, NoticeRule] = {
    NoticeKind.RECEIPT: _resident(
        ReceiptFacts,
        Form.SHORT,
        *_WORK_ENDS,
        Event.NO_STAGE_1,
        Event.A_LETTER_TELLS_MORE,
        overtaken_by=_WHO_DEALS_WITH_IT,
    ),
    NoticeKind.REDIRECT: _resident(RedirectFacts, Form.LETTER),
    NoticeKind.QUICK_AGREED: _resident(
        QuickAgreedFacts, Form.SHORT, Event.COMPLAINT_NOW, Event.RESOLVED, Event.WITHDRAWN
    ),
    NoticeKind.STAGE_1_BEGUN: _resident(
        Stage1BegunFacts,
        Form.SHORT,
        *_WORK_ENDS,
        Event.NO_STAGE_1,
        Event.A_LETTER_TELLS_MORE,
        overtaken_by=_WHO_DEALS_WITH_IT,
    ),
    NoticeKind.REFUSAL: _resident(RefusalFacts, Form.LETTER, Event.REFUSAL_REVERSED, fulfils=DutyKind.REFUSAL_LETTER),
    NoticeKind.ISSUE_REFUSED: _resident(IssueRefusedFacts, Form.LETTER, Event.REFUSED, Event.REFUSAL_REVERSED),
    NoticeKind.REFUSAL_REVERSED: _resident(RefusalReversedFacts, Form.LETTER, *_WORK_ENDS),
    NoticeKind.ACKNOWLEDGEMENT: _resident(
        AcknowledgementFacts,
        Form.LETTER,
        *_WORK_ENDS,
        Event.A_LETTER_TELLS_MORE,
        fulfils=DutyKind.ACKNOWLEDGE,
        overtaken_by=_AN_ANSWER,
    ),
    NoticeKind.HANDLER_CHANGED: _resident(
        HandlerChangedFacts, Form.LETTER, *_WORK_ENDS, Event.HANDLER_NAMED, Event.HANDLER_CHANGED
    ),
    NoticeKind.CONTACT_NOTE: _resident(
        ContactNoteFacts,
        Form.LETTER,
        *_WORK_ENDS,
        Event.NO_STAGE_1,
        Event.SPOKEN,
        Event.A_LETTER_TELLS_MORE,
        overtaken_by=_AN_ANSWER | {NoticeKind.CONTACT_NOTE},
    ),
    NoticeKind.EXTENSION: _resident(
        ExtensionFacts,
        Form.LETTER,
        *_WORK_ENDS,
        Event.LATER_DATE,
        Event.ANSWERED,
        fulfils=DutyKind.EXTENSION_LETTER,
        overtaken_by=_AN_ANSWER | {NoticeKind.EXTENSION},
    ),
    NoticeKind.OMBUDSMAN_DETAILS: _resident(OmbudsmanDetailsFacts, Form.LETTER, overtaken_by=_AN_ANSWER),
    NoticeKind.RESPONSE: _resident(
        ResponseFacts, Form.LETTER, fulfils=DutyKind.RESPOND, overtaken_by=frozenset({NoticeKind.FINAL_RESPONSE})
    ),
    NoticeKind.ESCALATION_RECEIPT: _resident(
        EscalationReceiptFacts,
        Form.SHORT,
        *_WORK_ENDS,
        Event.REQUEST_WITHDRAWN,
        Event.A_LETTER_TELLS_MORE,
        overtaken_by=_WHO_DEALS_WITH_IT | {NoticeKind.ESCALATION_RECEIPT, NoticeKind.ESCALATION_DECLINED},
    ),
    NoticeKind.ESCALATION_DECLINED: _resident(EscalationDeclinedFacts, Form.LETTER),
    NoticeKind.STAGE_2_OFFERED: _resident(Stage2OfferedFacts, Form.SHORT, Event.STAGE_2_BEGINS),
    NoticeKind.REQUEST_WITHDRAWN: _resident(RequestWithdrawnFacts, Form.SHORT),
    NoticeKind.FINAL_RESPONSE: _resident(FinalResponseFacts, Form.LETTER, fulfils=DutyKind.RESPOND),
    NoticeKind.ACTION_COMPLETED: _resident(ActionCompletedFacts, Form.SHORT),
    NoticeKind.ACTION_CHANGED: _resident(ActionChangedFacts, Form.LETTER),
    NoticeKind.ACTION_RELEASED: _resident(ActionReleasedFacts, Form.LETTER),
    NoticeKind.DATE_MOVED: _resident(
        DateMovedFacts, Form.LETTER, *_WORK_ENDS, Event.STAGE_2_BEGINS, overtaken_by=_WHO_DEALS_WITH_IT
    ),
    NoticeKind.LATE_LETTER: _resident(
        LateLetterFacts,
        Form.LETTER,
        *_WORK_ENDS,
        Event.LATER_DATE,
        Event.DONE,
        overtaken_by=_AN_ANSWER | {NoticeKind.EXTENSION, NoticeKind.LATE_LETTER},
        text_is_enough=True,
    ),
    NoticeKind.CLOSURE: _resident(ClosureFacts, Form.SHORT, Event.COMPLAINT_NOW, Event.REOPENED),
    NoticeKind.LETTER_CORRECTED: _resident(LetterCorrectedFacts, Form.LETTER, Event.STAGE_2_BEGINS),
    NoticeKind.REOPENED: _resident(ReopenedFacts, Form.SHORT, *_WORK_ENDS, Event.A_LETTER_TELLS_MORE),
    NoticeKind.DETAILS_CHANGED: _resident(DetailsChangedFacts, Form.SHORT),
    NoticeKind.SOMETHING_CHANGED: _resident(SomethingChangedFacts, Form.SHORT),
    NoticeKind.RECEIPT_CORRECTED: _resident(ReceiptCorrectedFacts, Form.SHORT),
    NoticeKind.LETTER_WRONG: _resident(LetterWrongFacts, Form.LETTER),
    NoticeKind.STAGE_1_TO_ALLOCATE: _staff(ToAllocateFacts, Event.NO_STAGE_1),
    NoticeKind.NEEDS_HANDLER: _staff(NeedsHandlerFacts, *_WORK_ENDS, Event.HANDLER_CHANGED),
    NoticeKind.PASSED_ON: _staff(PassedOnFacts),
    NoticeKind.AGE_TO_REVIEW: _staff(AgeToReviewFacts, Event.NO_STAGE_1),
    NoticeKind.ISSUE_DECIDED: _staff(IssueDecidedFacts, *_WORK_ENDS, Event.NO_STAGE_1),
    NoticeKind.REFERRAL: _staff(ReferralFacts, Event.REFUSAL_REVERSED),
    NoticeKind.OMBUDSMAN_ASKED: _staff(OmbudsmanAskedFacts, Event.OMBUDSMAN_ASKS_AGAIN, Event.OMBUDSMAN_ANSWERED),
    NoticeKind.OMBUDSMAN_DIRECTED: _staff(OmbudsmanDirectedFacts),
    NoticeKind.ASSIGNMENT: _staff(AssignmentFacts, Event.NO_STAGE_1),
    NoticeKind.REMINDER: _staff(ReminderFacts, Event.DONE),
    NoticeKind.OVERDUE: _staff(ReminderFacts, Event.DONE),
    NoticeKind.APPROVAL_REQUESTED: _staff(ApprovalRequestedFacts, *_WORK_ENDS, Event.DRAFT_SETTLED),
    NoticeKind.DRAFT_RETURNED: _staff(DraftReturnedFacts, Event.DRAFT_SETTLED),
    NoticeKind.DRAFT_APPROVED: _staff(DraftApprovedFacts, Event.DRAFT_SETTLED),
    NoticeKind.EXTENSION_TO_APPROVE: _staff(
        ExtensionToApproveFacts, *_WORK_ENDS, Event.ANSWERED, Event.EXTENSION_SETTLED
    ),
    NoticeKind.EXTENSION_APPROVED: _staff(ExtensionApprovedFacts),
    NoticeKind.EXTENSION_RETURNED: _staff(ExtensionReturnedFacts, Event.EXTENSION_SETTLED),
    NoticeKind.ESCALATED: _staff(EscalatedFacts),
    NoticeKind.LATE_REQUEST: _staff(LateRequestFacts, Event.REQUEST_WITHDRAWN),
    NoticeKind.UNSATISFIED: _staff(UnsatisfiedFacts),
    NoticeKind.CLOSING_SOON: _staff(ClosingSoonFacts),
    NoticeKind.LETTER_TO_POST: _staff(LetterToPostFacts),
    NoticeKind.LETTERS_TAKEN_BACK: _staff(LettersTakenBackFacts),
    NoticeKind.ADDRESS_NEEDED: _staff(AddressNeededFacts),
    NoticeKind.CANNOT_REACH: _staff(CannotReachFacts),
    NoticeKind.NOT_SENT: _staff(NotSentFacts),
    NoticeKind.UNKNOWN_OUTCOME: _staff(UnknownOutcomeFacts),
    NoticeKind.MESSAGE_REJECTED: _staff(MessageRejectedFacts),
    NoticeKind.LIFE_LOST: _staff(LifeLostFacts),
    NoticeKind.ACTION_UNSATISFACTORY: _staff(ActionUnsatisfactoryFacts),
    NoticeKind.DATES_MOVED: _staff(DatesMovedFacts),
    NoticeKind.REVIVED: _staff(RevivedFacts),
}
