"""The kinds of notice there are, and to whom each goes."""

from enum import StrEnum


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


PROMISES_WORK = {
    NoticeKind.RECEIPT,
    NoticeKind.STAGE_1_BEGUN,
    NoticeKind.ACKNOWLEDGEMENT,
    NoticeKind.CONTACT_NOTE,
    NoticeKind.EXTENSION,
    NoticeKind.ESCALATION_RECEIPT,
}
"""What tells the resident that we are working on it."""
