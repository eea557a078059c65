"""What each kind of notice is: one row of `NOTICES` a kind, read by all who tell, drop, send or write it."""

from dataclasses import dataclass
from enum import StrEnum, auto

from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.recipients import Audience


class Form(StrEnum):
    """How long a notice is, and with that the ways it can go."""

    SHORT = auto()
    """A short notice to the resident, by the way they prefer, a text included; a status text beside it else."""
    LETTER = auto()
    """At length, so by e-mail or letter (A-22); a status text beside it."""
    ANSWER = auto()
    """A letter whose status text is true only once it has gone: beside a printed one it waits for the post."""
    EMAIL = auto()
    """To staff, by e-mail alone."""


class Event(StrEnum):
    """What can make a notice untrue while it still waits to go, in the words in which the record says why."""

    REFUSED = "the complaint was refused"
    WITHDRAWN = "the complaint was withdrawn"
    REFUSAL_REVERSED = "the refusal was reversed"
    COMPLAINT_NOW = "it is a complaint now"
    NO_STAGE_1 = "there is no stage 1"
    RESOLVED = "it is resolved"
    LATER_DATE = "a later date has been given"
    ANSWERED = "the response goes instead"
    REOPENED = "the complaint is open again"
    OMBUDSMAN_ASKS_ANEW = "the Ombudsman has asked anew"
    OMBUDSMAN_ANSWERED = "the Ombudsman was answered"
    A_LETTER_TELLS_MORE = "a letter tells more meanwhile"
    """Of a text that waits for the morning alone: two of them would tell two states, in any order."""
    DONE = "what it was about is done"


@dataclass(frozen=True, slots=True)
class NoticeRule:
    """What a kind of notice is."""

    audience: Audience
    form: Form
    untrue_after: frozenset[Event] = frozenset()
    """What takes it back while it still waits to go (D10)."""
    says_soon: bool = False
    """Whether it names the next day to hear from us, and says "soon" where that day has passed."""
    fulfils: str = ""
    """The duty of a stage that a notice of this kind may fulfil; empty where it fulfils none."""

    @property
    def is_letter(self) -> bool:
        """Whether the resident is told at length, so by e-mail or letter."""
        return self.form in {Form.LETTER, Form.ANSWER}

    @property
    def waits_for_post(self) -> bool:
        """Whether the status text beside it is true only once a printed one is posted."""
        return self.form is Form.ANSWER


def _resident(form: Form, *untrue_after: Event, says_soon: bool = False, fulfils: str = "") -> NoticeRule:
    return NoticeRule(Audience.RESIDENT, form, frozenset(untrue_after), says_soon, fulfils)


def _staff(*untrue_after: Event) -> NoticeRule:
    return NoticeRule(Audience.STAFF, Form.EMAIL, frozenset(untrue_after))


_WORK_ENDS = (Event.REFUSED, Event.WITHDRAWN)
"""What makes untrue whatever tells the resident that we are working on it."""

NOTICES: dict[NoticeKind, NoticeRule] = {
    NoticeKind.RECEIPT: _resident(Form.SHORT, *_WORK_ENDS, Event.NO_STAGE_1, Event.A_LETTER_TELLS_MORE, says_soon=True),
    NoticeKind.REDIRECT: _resident(Form.LETTER),
    NoticeKind.QUICK_AGREED: _resident(Form.SHORT, Event.COMPLAINT_NOW, Event.RESOLVED, says_soon=True),
    NoticeKind.STAGE_1_BEGUN: _resident(
        Form.SHORT, *_WORK_ENDS, Event.NO_STAGE_1, Event.A_LETTER_TELLS_MORE, says_soon=True
    ),
    NoticeKind.REFUSAL: _resident(Form.LETTER, Event.REFUSAL_REVERSED, fulfils="refusal_letter"),
    NoticeKind.REFUSAL_REVERSED: _resident(Form.LETTER, says_soon=True),
    NoticeKind.ACKNOWLEDGEMENT: _resident(Form.LETTER, *_WORK_ENDS, Event.A_LETTER_TELLS_MORE, fulfils="acknowledge"),
    NoticeKind.CONTACT_NOTE: _resident(
        Form.LETTER, *_WORK_ENDS, Event.NO_STAGE_1, Event.A_LETTER_TELLS_MORE, says_soon=True
    ),
    NoticeKind.EXTENSION: _resident(
        Form.LETTER, *_WORK_ENDS, Event.LATER_DATE, Event.ANSWERED, fulfils="extension_letter"
    ),
    NoticeKind.OMBUDSMAN_DETAILS: _resident(Form.LETTER, says_soon=True),
    NoticeKind.RESPONSE: _resident(Form.ANSWER, fulfils="respond"),
    NoticeKind.ESCALATION_RECEIPT: _resident(Form.SHORT, *_WORK_ENDS, Event.A_LETTER_TELLS_MORE, says_soon=True),
    NoticeKind.ESCALATION_DECLINED: _resident(Form.LETTER),
    NoticeKind.FINAL_RESPONSE: _resident(Form.ANSWER, fulfils="respond"),
    NoticeKind.ACTION_COMPLETED: _resident(Form.SHORT),
    NoticeKind.DATE_MOVED: _resident(Form.LETTER),
    NoticeKind.CLOSURE: _resident(Form.SHORT, Event.COMPLAINT_NOW, Event.REOPENED),
    NoticeKind.STAGE_1_TO_ALLOCATE: _staff(Event.NO_STAGE_1),
    NoticeKind.PASSED_ON: _staff(),
    NoticeKind.AGE_TO_REVIEW: _staff(Event.NO_STAGE_1),
    NoticeKind.REFERRAL: _staff(Event.REFUSAL_REVERSED),
    NoticeKind.OMBUDSMAN_ASKED: _staff(Event.OMBUDSMAN_ASKS_ANEW, Event.OMBUDSMAN_ANSWERED),
    NoticeKind.ASSIGNMENT: _staff(Event.NO_STAGE_1),
    NoticeKind.REMINDER: _staff(Event.DONE),
    NoticeKind.OVERDUE: _staff(Event.DONE),
    NoticeKind.APPROVAL_REQUESTED: _staff(),
    NoticeKind.DRAFT_RETURNED: _staff(),
    NoticeKind.DRAFT_APPROVED: _staff(),
    NoticeKind.ESCALATED: _staff(),
    NoticeKind.LATE_REQUEST: _staff(),
    NoticeKind.CLOSING_SOON: _staff(),
    NoticeKind.LETTER_TO_POST: _staff(),
    NoticeKind.CANNOT_REACH: _staff(),
    NoticeKind.NOT_SENT: _staff(),
    NoticeKind.MESSAGE_REFUSED: _staff(),
    NoticeKind.ACTION_UNSATISFACTORY: _staff(),
    NoticeKind.DATES_MOVED: _staff(),
}
