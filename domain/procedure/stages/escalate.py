"""Stage 2: asked for by the resident, at once through the handler or later; a late request is decided, never lost."""

from datetime import date, datetime
from typing import ClassVar

from domain.calendar.days import landlord_day, short
from domain.complaint.actor import Actor
from domain.complaint.complaint import Complaint, LateRequest, NotAllowedError
from domain.complaint.facts.front_door import Reopened
from domain.complaint.facts.stages import Escalated, LateRequestDeclined, LateRequestMade
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.notice_rules import Event
from domain.complaint.resident_facts import EscalationDeclinedFacts, EscalationReceiptFacts
from domain.complaint.separation_of_duties import check_took_no_part_in_stage_1, kept_from
from domain.complaint.staff_facts import EscalatedFacts, LateRequestFacts
from domain.complaint.stages import StageProgress
from domain.duties.duty import day_it_missed
from domain.duties.fulfilment import duty_of, note_met
from domain.duties.letters import how_it_goes
from domain.duties.owed import escalation_window
from domain.messages.message import Message
from domain.outbox.tell import drop, drop_one, tell_resident, tell_staff
from domain.policy.duty_kinds import DutyKind
from domain.policy.edition import EscalationWindow
from domain.policy.rules import Rules
from domain.policy.stages import Stage
from domain.procedure.exclusions.grounds import check_reasons
from domain.procedure.gates import check_holds, check_open
from domain.procedure.step import STAFF_OR_RESIDENT, Step, When, Whose
from domain.value import required


class RequestEscalation(Message):
    """Escalate the complaint to stage 2. Reasons are never required (Code 6.12)."""

    name: ClassVar[str] = "request_escalation"

    reasons: str = ""
    """Why the resident is still unhappy; reasons are never required."""
    desired_outcome: str = ""
    """The outcome the resident wants of the review; printed in the letter."""


class DecideEscalation(Message):
    """Decide on a request for stage 2 that came after the window."""

    name: ClassVar[str] = "decide_escalation"

    accept: bool
    """Whether the complaint goes to stage 2."""
    reasons: str = ""
    """The reasons, specific to this case; printed in the letter that declines."""


def may_escalate(complaint: Complaint, _by: Actor, _at: datetime, rules: Rules) -> None:
    """Stage 2 reviews the outcome of stage 1, so that must have been given (R-053, Q-070).

    Raises:
        NotAllowedError: stage 1 is unanswered, or stage 2 has been asked for and was not withdrawn.
    """
    rule = _rule(rules)
    if complaint.at_stage(Stage.TWO) and not complaint.review_withdrawn:
        raise NotAllowedError(f"{rule.clause}: the complaint is already at stage 2.")
    if complaint.waiting_request:
        raise NotAllowedError(f"{rule.clause}: stage 2 has already been asked for; a manager is deciding on it.")
    if complaint.refused:
        raise NotAllowedError(
            f"{complaint.refused.clause}: the complaint was refused, so there is no stage 1 outcome to review; "
            "the resident can go to the Housing Ombudsman now, and the refusal can be reversed.",
            instead="reverse_refusal",
        )
    if complaint.to_review is None:
        check_open(complaint)
        raise NotAllowedError(
            f"{rule.clause}: stage 2 reviews the outcome of stage 1, which has not been given yet. "
            "Ask again once the response has come; the Housing Ombudsman can advise the resident at any time.",
            instead="respond",
        )


def check_escalation(complaint: Complaint, order: RequestEscalation, rules: Rules) -> None:
    """The request follows the response it is about, and the withdrawal of an earlier request.

    Raises:
        NotAllowedError: it is dated before one of them.
    """
    if order.at < required(required(complaint.to_review, "stage 1").responded, "response").decided_at:
        raise NotAllowedError(
            f"{_rule(rules).clause}: the request is dated before the stage 1 response; give the right date."
        )
    withdrawn_on = _withdrawn_on(complaint, rules)
    if withdrawn_on and order.at < required(complaint.closed, "withdrawal").at:
        raise NotAllowedError(
            f"{_rule(rules).clause}: the request is dated before the earlier one was withdrawn "
            f"({short(withdrawn_on)}); give the right date."
        )


def request_escalation(complaint: Complaint, order: RequestEscalation, rules: Rules, now: datetime) -> Complaint:
    """Begin stage 2; after the window, ask a manager to decide (A-06). No reasons are needed (Code 6.12).

    A review that was withdrawn begins again, by the same window, which runs from the stage 1 response (P-47).
    """
    last_day = escalation_window(complaint, rules)
    if last_day is not None and last_day.is_late(order.at):
        return _ask_manager(complaint, order, rules, now, last_day=last_day.on)
    request = LateRequest(at=order.at, by=order.by, reasons=order.reasons, desired_outcome=order.desired_outcome)
    return begin_stage_2(complaint, request, rules, now)


def may_decide(complaint: Complaint, by: Actor, _at: datetime, rules: Rules) -> None:
    """A late request is decided once, by a manager (A-06).

    Raises:
        NotAllowedError: nothing waits for a decision, or this officer may not decide or took part in stage 1.
    """
    rule = _rule(rules)
    if complaint.waiting_request is None:
        raise NotAllowedError(f"{rule.clause}: no request for stage 2 is waiting for a decision.")
    does = "decides on a late request"
    check_holds(by, rule.late_deciders, rules, rule.clause, does)
    check_took_no_part_in_stage_1(complaint, by.officer, rule.clause, does)


def check_decision(complaint: Complaint, order: DecideEscalation, rules: Rules) -> None:
    """A decision follows the request; one to decline has reasons of this case, as a refusal has (Code 5.11).

    Raises:
        NotAllowedError: the reasons say too little, or the day cannot be right.
    """
    rule, request = _rule(rules), required(complaint.late_request, "late request")
    if order.at < request.at:
        raise NotAllowedError(f"{rule.clause}: the decision is dated before the request; give the right date.")
    if not order.accept:
        check_reasons(order.reasons, "", rules, rule.clause, "Code 5.11")


def decide_escalation(complaint: Complaint, order: DecideEscalation, rules: Rules, now: datetime) -> Complaint:
    """Begin stage 2, its clocks counted from the request, or decline with reasons and the Ombudsman's details."""
    duty = duty_of(complaint, rules, DutyKind.DECIDE_LATE_REQUEST.at(Stage.ONE))
    request = required(complaint.late_request, "late request")
    decided_on = landlord_day(order.at, rules.zone)
    if order.accept:
        told_on, _, _ = how_it_goes(complaint, None, rules, now)
        late = day_it_missed(duty, told_on)
        undecided = complaint.changed(late_request=None)
        begun = begin_stage_2(undecided, request, rules, now, accepted_by=order.by, was_due_on=late)
        return note_met(begun, rules, duty, order.at, decided_on, now)
    decided = complaint.changed(late_request=request.model_copy(update={"declined_at": order.at})).noting(
        LateRequestDeclined(reasons=order.reasons),
        at=order.at,
        now=now,
        by=order.by,
        clause=duty.clause,
    )
    decided = note_met(decided, rules, duty, order.at, decided_on, now)
    goes_on, _, _ = how_it_goes(complaint, None, rules, now)
    facts = EscalationDeclinedFacts(
        summary=complaint.summary,
        reason=order.reasons,
        handler=order.by.officer,
        received_on=landlord_day(request.at, rules.zone),
        last_day=required(escalation_window(complaint, rules), "escalation window").on,
        was_due_on=day_it_missed(duty, goes_on),
    )
    return tell_resident(decided, rules, NoticeKind.ESCALATION_DECLINED, facts, now, clause=duty.clause)


def begin_stage_2(
    complaint: Complaint,
    request: LateRequest,
    rules: Rules,
    now: datetime,
    *,
    accepted_by: Actor | None = None,
    was_due_on: date | None = None,
    directed: str = "",
) -> Complaint:
    """Stage 2 begins when it was asked for, whoever decided on it and when; a closed complaint opens again.

    *was_due_on* is the day by which a late request was to be decided on, where that was late; *directed* is the
    Ombudsman's reference where they directed it.
    """
    clause, withdrawn_on = _rule(rules).clause, _withdrawn_on(complaint, rules)
    progress = StageProgress(
        stage=Stage.TWO,
        started_at=request.at,
        known_at=now,
        reasons=request.reasons,
        desired_outcome=request.desired_outcome,
    )
    before = _without_withdrawn_review(complaint, now)
    stages = (_reviewed(before), progress)
    begun = before.changed(stages=stages, answered_before=None, closed=None, waits_to_close=False)
    begun = drop(begun, Event.STAGE_2_BEGINS, now)
    accepted = accepted_by.officer if accepted_by else None
    facts_begun = Escalated(
        accepted_by=accepted.id if accepted else "",
        again=withdrawn_on is not None,
        directed=directed,
        reasons="" if accepted or directed else request.reasons,
        desired_outcome="" if accepted or directed else request.desired_outcome,
    )
    begun = begun.noting(facts_begun, at=request.at, now=now, by=request.by, clause=clause, naming=accepted)
    if complaint.closed:
        begun = begun.noting(Reopened(for_stage_2=True), at=request.at, now=now, clause=clause)
        begun = drop(begun, Event.REOPENED, now)
    begun = _tell_reviewers(complaint, begun, request, rules, now, directed=directed)
    due_on = duty_of(begun, rules, DutyKind.ACKNOWLEDGE.at(Stage.TWO)).due_on
    asked_by = escalation_window(complaint, rules) if accepted_by else None
    facts = EscalationReceiptFacts(
        summary=complaint.summary,
        handler=complaint.stages[0].owner,
        due_on=due_on,
        received_on=landlord_day(request.at, rules.zone),
        last_day=asked_by.on if asked_by else None,
        late=False,
        was_due_on=was_due_on,
        withdrawn_on=withdrawn_on,
        directed=directed or None,
    )
    return tell_resident(begun, rules, NoticeKind.ESCALATION_RECEIPT, facts, now, clause=clause)


def _tell_reviewers(
    before: Complaint, begun: Complaint, request: LateRequest, rules: Rules, now: datetime, *, directed: str
) -> Complaint:
    """Tell those who may review it that stage 2 has begun and needs one of them."""
    due_on = duty_of(begun, rules, DutyKind.ACKNOWLEDGE.at(Stage.TWO)).due_on
    withdrawn, taken = before.at_stage(Stage.TWO), before.taken
    facts = EscalatedFacts(
        summary=before.summary,
        issues=taken if len(taken) > 1 else None,
        handler=begun.stages[0].owner,
        due_on=max(due_on, landlord_day(now, rules.zone)),
        received_on=landlord_day(request.at, rules.zone),
        reason=request.reasons or None,
        desired_outcome=request.desired_outcome or None,
        withdrawn_on=_withdrawn_on(before, rules),
        reviewed_before=withdrawn.owner if withdrawn else None,
        directed=directed or None,
    )
    roles, not_to = rules.edition.stage_2.owner.roles, kept_from(begun, Stage.TWO, rules)
    clause = _rule(rules).clause
    return tell_staff(begun, rules, NoticeKind.ESCALATED, roles, facts, now, not_to=not_to, clause=clause)


def _reviewed(complaint: Complaint) -> StageProgress:
    """Stage 1 as it was answered; of one taken up again, whoever took part since did so too (D15)."""
    answered = required(complaint.to_review, "stage 1")
    return answered.model_copy(update={"involved": answered.involved | complaint.stages[0].involved})


def _without_withdrawn_review(complaint: Complaint, now: datetime) -> Complaint:
    """Nothing of the withdrawn review is owed, counted or sent any more; its record stays, and so do its promises."""
    if not complaint.review_withdrawn:
        return complaint
    for notice in complaint.outbox:
        if notice.fulfils and notice.fulfils.stage is Stage.TWO:
            complaint = drop_one(complaint, notice, Event.WITHDRAWN, now)
    return complaint.without_stage(Stage.TWO)


def _withdrawn_on(complaint: Complaint, rules: Rules) -> date | None:
    """The day an earlier request for stage 2 was withdrawn; None where stage 2 was not asked for before."""
    closed = complaint.closed
    return landlord_day(closed.at, rules.zone) if closed and complaint.review_withdrawn else None


def _ask_manager(
    complaint: Complaint, order: RequestEscalation, rules: Rules, now: datetime, *, last_day: date
) -> Complaint:
    rule = _rule(rules)
    request = LateRequest(at=order.at, by=order.by, reasons=order.reasons, desired_outcome=order.desired_outcome)
    asked = complaint.changed(late_request=request).noting(
        LateRequestMade(last_day=last_day, reasons=order.reasons, desired_outcome=order.desired_outcome),
        at=order.at,
        now=now,
        by=order.by,
        clause=rule.clause,
    )
    due_on = duty_of(asked, rules, DutyKind.DECIDE_LATE_REQUEST.at(Stage.ONE)).due_on
    received_on = landlord_day(order.at, rules.zone)
    for_staff = LateRequestFacts(
        summary=complaint.summary,
        why=order.reasons or None,
        due_on=due_on,
        received_on=received_on,
        last_day=last_day,
        withdrawn_on=_withdrawn_on(complaint, rules),
    )
    deciders, not_to = rule.late_deciders, complaint.stages[0].involved
    asked = tell_staff(
        asked, rules, NoticeKind.LATE_REQUEST, deciders, for_staff, now, not_to=not_to, clause=rule.clause
    )
    facts = EscalationReceiptFacts(
        summary=complaint.summary, due_on=due_on, received_on=received_on, last_day=last_day, late=True
    )
    return tell_resident(asked, rules, NoticeKind.ESCALATION_RECEIPT, facts, now, clause=rule.clause)


def _rule(rules: Rules) -> EscalationWindow:
    return required(rules.edition.stage_1.escalation_window, "escalation window")


STEPS = (
    Step(
        RequestEscalation,
        said="escalate",
        whose=Whose.ANYBODY,
        may=may_escalate,
        check=check_escalation,
        does=request_escalation,
        when=When.OF_ANY_STAGE,
        givers=STAFF_OR_RESIDENT,
        is_signal=True,
        undoes=("decide_escalation", "withdraw"),
    ),
    Step(
        DecideEscalation,
        said="decide-escalation",
        whose=Whose.ADMISSION,
        may=may_decide,
        check=check_decision,
        does=decide_escalation,
        when=When.OF_ANY_STAGE,
        undoes=("request_escalation",),
    ),
)
