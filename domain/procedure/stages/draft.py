"""Put a response forward, send it back, approve it (A-29)."""

from datetime import datetime
from typing import ClassVar

from domain.calendar.days import landlord_day
from domain.complaint.actor import Actor
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.facts.stages import DraftApproved, Drafted, DraftReturned
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.responses import Response
from domain.complaint.separation_of_duties import add_involved
from domain.complaint.staff_facts import ApprovalRequestedFacts, DraftApprovedFacts, DraftReturnedFacts
from domain.complaint.stages import Draft
from domain.duties.fulfilment import duty_of, note_met, take_back_miss
from domain.duties.of_a_stage import respond_duty
from domain.messages.message import Message
from domain.outbox.tell import tell_staff
from domain.policy.duty_kinds import DutyKind
from domain.policy.edition import Approval
from domain.policy.rules import Rules
from domain.policy.work import Work
from domain.procedure.gates import check_unanswered
from domain.procedure.stages.findings import check_findings, settle_outcome
from domain.procedure.stages.investigate import note_investigated
from domain.procedure.stages.respond import _check_complete, _check_promises, _clause, check_author
from domain.procedure.step import Step, Whose
from domain.value import required


class PutDraft(Message):
    """Draft a response, for approval where the policy asks for it."""

    name: ClassVar[str] = "draft"

    response: Response
    """The response."""


class ReturnDraft(Message):
    """Return a draft response to its author with comments."""

    name: ClassVar[str] = "return_draft"

    comments: str = ""
    """What the author should change."""


class Approve(Message):
    """Approve the draft response."""

    name: ClassVar[str] = "approve"


def may_draft(complaint: Complaint, by: Actor, _at: datetime, rules: Rules) -> None:
    """A response is drafted until the stage is answered, by somebody who may write it.

    Raises:
        NotAllowedError: the stage is answered, or the author took part in stage 1.
    """
    check_unanswered(complaint, _clause(complaint, rules))
    check_author(complaint, by, rules)


def check_draft(complaint: Complaint, order: PutDraft, rules: Rules) -> None:
    """A draft is complete.

    Raises:
        NotAllowedError: something is missing.
    """
    clause = _clause(complaint, rules)
    _check_complete(complaint, settle_outcome(order.response), clause)
    _check_promises(order.response, landlord_day(order.at, rules.zone), clause)


def draft(complaint: Complaint, order: PutDraft, rules: Rules, now: datetime) -> Complaint:
    """Put a response forward; where the policy asks for approval, tell whoever approves (Q-052)."""
    progress = complaint.progress
    author = required(order.by.officer, "officer")
    put = complaint.with_progress(
        progress,
        draft=Draft(
            author=author,
            response=settle_outcome(order.response),
            submitted_at=order.at,
            authors=_written_by(progress.draft),
        ),
        involved=add_involved(progress, author),
    ).noting(Drafted(), at=order.at, now=now, by=order.by, clause=_clause(complaint, rules))
    put = note_investigated(put, rules, order.at, now)
    rule = rules.edition.stage(progress.stage).approve
    if rule is None:
        return put
    due_on = duty_of(put, rules, DutyKind.APPROVE.at(progress.stage)).due_on
    facts = ApprovalRequestedFacts(
        stage=progress.stage,
        summary=put.summary,
        handler=author,
        response=settle_outcome(order.response),
        issues=put.issues,
        due_on=due_on,
    )
    return tell_staff(
        put,
        rules,
        NoticeKind.APPROVAL_REQUESTED,
        (rule.role,),
        facts,
        now,
        not_to=required(put.progress.draft, "draft").written_by,
        clause=rule.clause,
    )


def check_return(complaint: Complaint, order: ReturnDraft, rules: Rules) -> None:
    """A draft is sent back with comments.

    Raises:
        NotAllowedError: no comments, or the day cannot be right.
    """
    rule = _check_day(complaint, order, rules)
    if not order.comments.strip():
        raise NotAllowedError(f"{rule.clause}: say what the author should change.")


def return_draft(complaint: Complaint, order: ReturnDraft, rules: Rules, now: datetime) -> Complaint:
    """Send the draft back to its author: that is no approval, and the duty to approve is not met by it."""
    progress, waiting = complaint.progress, _draft(complaint)
    duty = duty_of(complaint, rules, DutyKind.APPROVE.at(progress.stage))
    returned = complaint.with_progress(
        progress,
        draft=waiting.model_copy(update={"comments": order.comments}),
        involved=add_involved(progress, order.by.officer),
    ).noting(
        DraftReturned(author=waiting.author.id, comments=order.comments),
        at=order.at,
        now=now,
        by=order.by,
        clause=duty.clause,
        naming=waiting.author,
    )
    returned = take_back_miss(returned, duty, order.at, now, "the draft was returned")
    due_on = respond_duty(returned, rules).due_on
    facts = DraftReturnedFacts(stage=progress.stage, comments=order.comments, handler=order.by.officer, due_on=due_on)
    return tell_staff(returned, rules, NoticeKind.DRAFT_RETURNED, (waiting.author.id,), facts, now)


def check_approve(complaint: Complaint, order: Approve, rules: Rules) -> None:
    """A draft is approved after it was written.

    Raises:
        NotAllowedError: the day cannot be right.
    """
    _check_day(complaint, order, rules)


def approve(complaint: Complaint, order: Approve, rules: Rules, now: datetime) -> Complaint:
    """Approve the draft: it may now go."""
    progress, waiting = complaint.progress, _draft(complaint)
    duty = duty_of(complaint, rules, DutyKind.APPROVE.at(progress.stage))
    approver = required(order.by.officer, "officer")
    approved = complaint.with_progress(
        progress,
        draft=waiting.model_copy(update={"approved_by": approver, "approved_at": order.at}),
        involved=add_involved(progress, approver),
    ).noting(DraftApproved(), at=order.at, now=now, by=order.by, clause=duty.clause)
    approved = note_met(approved, rules, duty, order.at, landlord_day(order.at, rules.zone), now)
    facts = DraftApprovedFacts(stage=progress.stage, handler=approver, due_on=respond_duty(approved, rules).due_on)
    return tell_staff(approved, rules, NoticeKind.DRAFT_APPROVED, (waiting.author.id,), facts, now)


def may_approve(complaint: Complaint, by: Actor, at: datetime, rules: Rules) -> None:
    """What is approved finds on every issue there is by now (Q-052).

    Raises:
        NotAllowedError: as for a draft that is sent back, or an issue that was added since the draft was written has no
            finding in it.
    """
    may_return(complaint, by, at, rules)
    rule = required(rules.edition.stage(complaint.progress.stage).approve, "approval")
    check_findings(complaint, _draft(complaint).response, rule.clause, instead="return_draft")


def may_return(complaint: Complaint, by: Actor, _at: datetime, rules: Rules) -> None:
    """Senior management approves or sends back, and nobody words that they put forward themselves (Q-052).

    Raises:
        NotAllowedError: the policy asks no approval, no draft waits, or this officer may not approve.
    """
    progress, officer = complaint.progress, by.officer
    rule = rules.edition.stage(progress.stage).approve
    if rule is None:
        raise NotAllowedError(f"The policy does not ask for approval at {progress.stage.words}.")
    check_unanswered(complaint, rule.clause)
    if progress.draft is None or not progress.draft.awaits_approval:
        raise NotAllowedError(f"{rule.clause}: no draft is waiting for approval.", instead="draft")
    role = rules.landlord.roles[rule.role]
    if officer is None or rule.role not in officer.roles:
        name = officer.name if officer else "the resident"
        raise NotAllowedError(
            f"{rule.clause}: only the role {role} can approve responses, and {name} does not hold it."
        )
    if officer.id in progress.draft.written_by:
        raise NotAllowedError(
            f"{rule.clause}: {officer.name} wrote the draft, or one before it; "
            f"somebody else in the role {role} must approve it."
        )


def _check_day(complaint: Complaint, order: Approve | ReturnDraft, rules: Rules) -> Approval:
    rule = required(rules.edition.stage(complaint.progress.stage).approve, "approval")
    if order.at < _draft(complaint).submitted_at:
        raise NotAllowedError(f"{rule.clause}: this is dated before the draft was put forward; give the right date.")
    return rule


def _written_by(former: Draft | None) -> frozenset[str]:
    """Whoever may find their own words in what follows a draft."""
    return former.written_by if former else frozenset()


def _draft(complaint: Complaint) -> Draft:
    return required(complaint.progress.draft, "draft")


STEPS = (
    Step(
        PutDraft,
        said="draft",
        whose=Work.RESPOND,
        may=may_draft,
        check=check_draft,
        does=draft,
        undoes=("draft", "return_draft", "approve"),
    ),
    Step(
        ReturnDraft,
        said="return",
        whose=Whose.DECIDER,
        may=may_return,
        check=check_return,
        does=return_draft,
        undoes=("draft",),
    ),
    Step(Approve, said="approve", whose=Whose.DECIDER, may=may_approve, check=check_approve, does=approve),
)
