"""What each kind of notice to the resident may say."""

from datetime import date

from domain.complaint.exclusions import Refusal
from domain.complaint.issues import Issue
from domain.complaint.late import LateThing
from domain.complaint.notice_facts import Facts, SoonFacts, StageFacts
from domain.complaint.responses import Promise, Response
from domain.policy.definition import Classification
from domain.policy.staff import Officer
from domain.policy.stages import Stage


class ReceiptFacts(SoonFacts):
    """Of a receipt: the complaint has arrived."""

    received_on: date
    summary: str
    issues: tuple[Issue, ...] | None = None
    """Where they were taken down apart."""
    from_ombudsman: bool | None = None
    """There where it reached the landlord through the Ombudsman (R-055)."""


class RedirectFacts(Facts):
    """Of a redirect: what came in is no complaint, and who deals with it."""

    received_on: date
    summary: str
    classification: Classification
    was: Classification | None = None
    """What it was taken for before, where the resident was told that."""
    chose_no_complaint: bool | None = None
    """There where they were offered the choice to complain, and did not choose it."""
    passed_on_to: str | None = None
    """The service that deals with a request or an enquiry."""
    covered_by: str | None = None
    """The policy that covers the matter there."""
    what: str | None = None
    """The policy on which they gave feedback."""
    next_review: str | None = None
    """When that policy is looked at next, as its control block prints it; there where that is still to come."""


class QuickAgreedFacts(SoonFacts):
    """Of what was agreed to put a concern right at once; the day is the one by which that is done."""

    received_on: date
    summary: str
    what: str
    """What will be done."""
    handler: Officer | None = None
    """Who agreed to it."""


class Stage1BegunFacts(SoonFacts):
    """Of the beginning of stage 1 for what was no complaint before."""

    received_on: date
    """From when its dates count."""
    summary: str
    was: Classification
    passed_on_to: str | None = None
    """The service whose work on a request goes on beside the complaint."""


class RefusalFacts(Facts):
    """Of a refusal: why it is not taken as a complaint."""

    received_on: date
    refusal: Refusal
    excludes: str
    """What is not taken as a complaint, in the policy's words."""
    handler: Officer
    """Who decided."""
    passed_on_to: str | None = None
    """The service that deals with it instead."""
    covered_by: str | None = None
    """The policy that covers the matter there."""
    was_due_on: date | None = None
    """The day it was due, there where it is late."""


class IssueRefusedFacts(RefusalFacts):
    """Of the refusal of one issue: why it is not taken, while the others are; it was received when it was told of."""

    issue: Issue


class RefusalReversedFacts(SoonFacts):
    """Of a refusal that was reversed: it is taken after all."""

    received_on: date
    """When they first came."""
    begun_on: date
    """From when it counts."""
    summary: str
    refusal: Refusal
    passed_on_to: str | None = None
    """The service whose answer they are not happy with."""
    issue: Issue | None = None
    """The one issue that had been refused; the day is then the one of the full response."""


class AcknowledgementFacts(StageFacts):
    """Of an acknowledgement: who deals with it, what was understood, when to expect the response."""

    handler: Officer
    received_on: date
    due_on: date
    """The day of the full response."""
    issues: tuple[Issue, ...]
    understood: str
    """What was understood of the request for stage 2; blank at stage 1, where each issue says it."""
    begun_on: date | None = None
    """The day from which stage 1 counts, where that is not the day of receipt."""
    desired_outcome: str | None = None
    """What they would like to come of stage 2."""
    is_past: bool | None = None
    """There where the day of the response passed before this went."""
    is_new_to_it: bool | None = None
    """There where nothing on record was done or said by whoever deals with it before they were given the stage."""
    was_due_on: date | None = None
    """The day it was due, there where it is late."""


class HandlerChangedFacts(Facts):
    """Of a change of who deals with the complaint."""

    stage: Stage
    summary: str
    handler: Officer
    """Who deals with it now, and signs."""
    told_before: str | None = None
    """The id of whoever the resident had been told before; never printed."""
    due_on: date | None = None
    """The day of the full response, there while it is still to come."""


class ContactNoteFacts(StageFacts, SoonFacts):
    """Of a note that we tried to reach them; the day is the one of the full response."""


class ExtensionFacts(StageFacts):
    """Of an extension: the response is put off."""

    due_on: date
    previous_due_on: date
    reason: str
    exceptional: bool
    """Whether it is longer than the policy normally allows."""
    asks_agreement: bool
    """Whether the resident is asked to agree to the new day."""
    why: str | None = None
    """The exceptional reason, where it is one apart."""
    resident_agrees: bool | None = None
    """What they have said already of the new day."""
    is_past: bool | None = None
    """There where the earlier day had passed before this was told."""
    is_over: bool | None = None
    """There where the new day has passed as well before this goes."""


class OmbudsmanDetailsFacts(StageFacts, SoonFacts):
    """Of the Ombudsman's details, for whoever does not agree to an extension; the day is the response's."""


class AnswerFacts(Facts):
    """Of a response, at either stage."""

    received_on: date
    """When the stage began."""
    summary: str
    handler: Officer
    """Who owns the stage, and signs."""
    response: Response
    issues: tuple[Issue, ...]
    still_to_do: tuple[Promise, ...] | None = None
    """What was promised before and is not done yet, beside what the response promises itself."""
    was_due_on: date | None = None
    """The day it was due, there where it is late."""


class ResponseFacts(AnswerFacts):
    """Of the stage 1 response."""

    last_day: date
    """The last day on which to ask for stage 2."""
    window: str
    """How long that is, in words."""


class FinalResponseFacts(AnswerFacts):
    """Of the stage 2 response."""


class EscalationReceiptFacts(SoonFacts):
    """Of the receipt of a request for stage 2."""

    received_on: date
    summary: str
    late: bool
    """Whether it came after the window, and a manager decides on it."""
    last_day: date | None = None
    """The last day to ask, where the request came after it."""
    was_due_on: date | None = None
    """The day by which the decision on a late request was due, there where it is late."""
    handler: Officer | None = None
    """Who owned stage 1, and signs."""
    withdrawn_on: date | None = None
    """The day they withdrew an earlier request, where the review begins again."""
    directed: str | None = None
    """The Ombudsman's reference, where they directed it."""


class ReopenedFacts(SoonFacts):
    """Of a complaint that is open again."""

    received_on: date
    """When it was asked for: its dates count from then."""
    closed_on: date
    summary: str
    by_mistake: bool
    """Whether we had closed it by mistake: its dates go on as they were."""
    actions_open: bool
    """Whether promised actions are still to be done."""
    was_answered: bool | None = None
    """There where stage 1 was answered before: they can ask for stage 2 all the same."""
    stage: Stage | None = None
    """The stage that starts again; missing where it is no complaint."""
    classification: Classification | None = None
    """What it is, where it is no complaint."""
    directed: str | None = None
    """The Ombudsman's reference, where they directed it."""


class EscalationDeclinedFacts(Facts):
    """Of a late request for stage 2 that was declined."""

    received_on: date
    summary: str
    reason: str
    last_day: date
    """The last day to ask."""
    handler: Officer | None = None
    """Who decided."""
    was_due_on: date | None = None
    """The day it was due, there where it is late."""


class Stage2OfferedFacts(SoonFacts):
    """Of the offer of stage 2 to whoever is not satisfied with stage 1; the day is the one by which we ask them."""

    received_on: date
    """When they told us."""
    summary: str
    is_closed: bool
    """Whether the complaint is closed."""
    last_day: date | None = None
    """The last day to ask, where it is still to come."""


class RequestWithdrawnFacts(Facts):
    """Of a late request for stage 2 that the resident took back before it was decided on."""

    received_on: date
    summary: str
    withdrawn_on: date
    is_closed: bool
    """Whether the complaint is closed."""


class ActionCompletedFacts(Facts):
    """Of a promised action that has been done."""

    what: str
    completed_on: date
    asks_if_satisfactory: bool
    stage: Stage | None = None
    """The stage at which it was promised."""
    due_on: date | None = None
    """The day to answer by, where an answer is asked for."""
    was_due_on: date | None = None
    """The day it was due, there where it is late."""
    again: bool | None = None
    """There where it was done before, and the resident was not satisfied with it."""


class ActionChangedFacts(Facts):
    """Of a promised action that will be done by another day, or by somebody else."""

    what: str
    reason: str
    due_on: date
    """The day by which it will be done now."""
    owner: str
    """Who will do it now."""
    previous_due_on: date | None = None
    """The day told before, where that has changed."""
    previous_owner: str | None = None
    """Who was to do it before, where that has changed."""
    is_later: bool | None = None
    """There where the new day is later than the one told before."""
    number: int | None = None
    """The number of the action."""
    stage: Stage | None = None
    """The stage at which it was promised."""
    handler: Officer | None = None
    """Who deals with the complaint, and signs."""


class ActionReleasedFacts(Facts):
    """Of a promised action that will not be done after all."""

    what: str
    reason: str
    previous_due_on: date
    """The day by which it was to be done."""
    stage: Stage | None = None
    """The stage at which it was promised."""
    handler: Officer | None = None
    """Who deals with the complaint, and signs."""


class DateMovedFacts(Facts):
    """Of a date that moved because the working days have changed."""

    what: str
    """What the resident was told to expect by then."""
    due_on: date
    previous_due_on: date
    reason: str | None = None
    """Why the days between do not count, where the calendar says it."""
    stage: Stage | None = None
    """Missing while it is at none."""
    classification: Classification | None = None
    """What it is while it is at no stage."""


class LetterCorrectedFacts(Facts):
    """Of a response that went later than the date on it: there is longer to ask for stage 2 than it says."""

    dated: date
    """The date on the letter."""
    went_on: date
    """The day on which it went."""
    last_day: date
    """The last day on which to ask for stage 2."""
    previous_last_day: date
    """The one that the letter names."""
    handler: Officer | None = None
    """Who owns the stage, and signs."""


class LateLetterFacts(Facts):
    """Of a letter that says that something is late."""

    summary: str
    late: tuple[LateThing, ...]
    hear_by: date
    """The day by which they hear again."""
    respond_by: date | None = None
    """The day of the full response, where that is still to come."""
    again: bool | None = None
    """There where they were told of it before."""
    handler: Officer | None = None
    """Who deals with it, and signs."""
    stage: Stage | None = None
    """Missing while it is at none."""
    classification: Classification | None = None
    """What it is while it is at no stage."""


class ClosureFacts(Facts):
    """Of a closure."""

    summary: str
    reason: str
    actions_open: bool
    """Whether promised actions are still to be done."""
    stage: Stage | None = None
    """The stage at which it was closed; missing where it came to none."""
    classification: Classification | None = None
    """What it is, where it is no complaint."""
    still_to_do: tuple[Promise, ...] | None = None
    """The promised actions that are still to be done."""
    released: tuple[Promise, ...] | None = None
    """The promised actions that the resident, who withdrew it, does not want any more."""


class DetailsChangedFacts(Facts):
    """Of details of the resident that were changed, told by the new way."""

    changed_on: date
    changed: tuple[str, ...]
    """What was changed, never from what to what: "your e-mail address"."""


class SomethingChangedFacts(Facts):
    """Of a change, told by the old way: nothing of what was changed."""


class ReceiptCorrectedFacts(Facts):
    """Of a day of receipt that was wrong."""

    received_on: date
    """The right day."""
    previous_received_on: date
    """The day they were told."""
    due_on: date | None = None
    """The day of the full response, where they were told one that is to come."""
    previous_due_on: date | None = None
    """The day they were told of that, where it has moved."""


class LetterWrongFacts(Facts):
    """Of a letter that was wrong, or went to the wrong person."""

    sent_on: date
    """The day of that letter."""
    wrong_person: bool
    """Whether it went to somebody else."""
    wrong: str | None = None
    """What was wrong in it."""
    right: str | None = None
    """What is right."""
