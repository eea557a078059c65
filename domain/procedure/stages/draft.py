"""Put a response forward; what its approver answers (A-29)."""

from datetime import date, datetime
from typing import ClassVar

from domain.calendar.days import landlord_day
from domain.complaint.actor import Actor
from domain.complaint.complaint import Complaint
from domain.complaint.facts.stages import DraftApproved, DraftChanged, Drafted, DraftReturned
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.notice_rules import Event
from domain.complaint.responses import Response
from domain.complaint.separation_of_duties import kept_from
from domain.complaint.staff_facts import ApprovalRequestedFacts, DraftApprovedFacts, DraftReturnedFacts
from domain.complaint.stages import Draft
from domain.duties.fulfilment import duty_of, note_met
from domain.duties.of_a_stage import respond_duty
from domain.messages.message import Message
from domain.outbox.tell import drop, tell_staff, tell_who_asked
from domain.policy.duty_kinds import DutyKind
from domain.policy.rules import Rules
from domain.policy.staff import Officer
from domain.policy.work import Work
from domain.procedure.gates import check_unanswered
from domain.procedure.remedies.actions import check_said_again
from domain.procedure.stages.findings import settle_outcome
from domain.procedure.stages.investigate import note_investigated
from domain.procedure.stages.respond import _check_complete, _check_promises, response_clause, with_names
from domain.procedure.step import Step
from domain.value import required


class PutDraft(Message):
    """Draft a response, for approval where the policy asks for it."""

    name: ClassVar[str] = "draft"

    response: Response
    """The response."""


def may_draft(complaint: Complaint, _by: Actor, _at: datetime, rules: Rules) -> None:
    """A response is drafted until the stage is answered.

    Raises:
        NotAllowedError: it is answered.
    """
    check_unanswered(complaint, response_clause(complaint, rules))


def check_draft(complaint: Complaint, order: PutDraft, rules: Rules) -> None:
    """A draft is complete.

    Raises:
        NotAllowedError: something is missing.
    """
    check_words(complaint, order.response, landlord_day(order.at, rules.zone), rules)


def check_words(complaint: Complaint, response: Response, on: date, rules: Rules) -> None:
    """What is put forward *on* that day says everything a response must.

    Raises:
        NotAllowedError: something is missing.
    """
    clause = response_clause(complaint, rules)
    _check_complete(complaint, settle_outcome(response), clause)
    _check_promises(complaint, response, on, clause)
    check_said_again(complaint, response.promises, clause)


def draft(complaint: Complaint, order: PutDraft, rules: Rules, now: datetime) -> Complaint:
    """Put a response forward; where the policy asks for approval, tell whoever approves (Q-052)."""
    return put_forward(complaint, order, order.response, Drafted(), rules, now)


def put_forward(
    complaint: Complaint, order: Message, response: Response, entry: Drafted | DraftChanged, rules: Rules, now: datetime
) -> Complaint:
    """*response* waits for approval, where the policy asks for that, by somebody who wrote none of its drafts."""
    progress = complaint.progress
    author, response = required(order.by.officer, "officer"), settle_outcome(response)
    put = complaint.with_progress(
        progress,
        draft=Draft(
            author=author,
            response=response,
            submitted_at=order.at,
            authors=order.by_whose_hand | (progress.draft.written_by if progress.draft else frozenset()),
        ),
    ).noting(
        entry.model_copy(update={"response": by_ids(response)}),
        at=order.at,
        now=now,
        by=order.by,
        clause=response_clause(complaint, rules),
    )
    put = note_investigated(drop(put, Event.DRAFT_SETTLED, now), rules, order.at, now)
    return ask_approval(put, rules, author, now) if rules.edition.stage(progress.stage).approve else put


def by_ids(response: Response) -> Response:
    """*response* as the record keeps it: whoever a promise is for by their id, as names stand beside the record."""
    return response.model_copy(
        update={"promises": tuple(each.model_copy(update={"owner_name": ""}) for each in response.promises)}
    )


def ask_approval(complaint: Complaint, rules: Rules, author: Officer, now: datetime) -> Complaint:
    """Ask whoever approves, and wrote none of it."""
    progress = complaint.progress
    rule, waiting = required(rules.edition.stage(progress.stage).approve, "approval"), draft_of(complaint)
    facts = ApprovalRequestedFacts(
        stage=progress.stage,
        summary=complaint.summary,
        handler=author,
        response=with_names(waiting.response),
        issues=complaint.taken,
        due_on=duty_of(complaint, rules, DutyKind.APPROVE.at(progress.stage)).due_on,
    )
    not_to = kept_from(complaint, progress.stage, rules) | waiting.written_by
    kind, clause = NoticeKind.APPROVAL_REQUESTED, rule.clause
    return tell_staff(complaint, rules, kind, (rule.role,), facts, now, not_to=not_to, clause=clause)


def return_draft(complaint: Complaint, order: Message, comments: str, rules: Rules, now: datetime) -> Complaint:
    """Send the draft back to its author: that is no approval, and the duty to approve is not met by it."""
    progress, waiting = complaint.progress, draft_of(complaint)
    duty = duty_of(complaint, rules, DutyKind.APPROVE.at(progress.stage))
    returned = complaint.with_progress(
        progress,
        draft=waiting.model_copy(update={"comments": comments}),
    ).noting(
        DraftReturned(author=waiting.author.id, comments=comments),
        at=order.at,
        now=now,
        by=order.by,
        clause=duty.clause,
        naming=waiting.author,
    )
    returned = drop(returned, Event.DRAFT_SETTLED, now)
    due_on = respond_duty(returned, rules).due_on
    facts = DraftReturnedFacts(stage=progress.stage, comments=comments, handler=order.by.officer, due_on=due_on)
    return tell_who_asked(returned, rules, NoticeKind.DRAFT_RETURNED, waiting.author.id, facts, now)


def approve_draft(complaint: Complaint, order: Message, rules: Rules, now: datetime) -> Complaint:
    """Approve the draft: it may now go."""
    progress, waiting = complaint.progress, draft_of(complaint)
    duty = duty_of(complaint, rules, DutyKind.APPROVE.at(progress.stage))
    approver = required(order.by.officer, "officer")
    approved = complaint.with_progress(
        progress,
        draft=waiting.model_copy(update={"approved_by": approver, "approved_at": order.at}),
    ).noting(DraftApproved(), at=order.at, now=now, by=order.by, clause=duty.clause)
    approved = note_met(approved, rules, duty, order.at, landlord_day(order.at, rules.zone), now)
    approved = drop(approved, Event.DRAFT_SETTLED, now)
    facts = DraftApprovedFacts(stage=progress.stage, handler=approver, due_on=respond_duty(approved, rules).due_on)
    return tell_who_asked(approved, rules, NoticeKind.DRAFT_APPROVED, waiting.author.id, facts, now)


def draft_of(complaint: Complaint) -> Draft:
    """The draft that is there.

    Raises:
        LookupError: there is none.
    """
    return required(complaint.progress.draft, "draft")


STEPS = (
    Step(
        PutDraft,
        said="draft",
        whose=Work.RESPOND,
        may=may_draft,
        check=check_draft,
        does=draft,
        undoes=("draft", "change_draft", "return_draft", "approve"),
    ),
)
