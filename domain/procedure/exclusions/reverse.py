"""Reversing a refusal: the Ombudsman directs it, or the landlord thinks again (R-030, Code 2.4)."""

from datetime import datetime
from typing import ClassVar

from domain.calendar.days import in_words, landlord_day
from domain.complaint.actor import Actor
from domain.complaint.ages import issues_beyond
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.exclusions import LateAcceptance, Refusal
from domain.complaint.facts.exclusions import RefusalReversed
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.notice_rules import Event
from domain.complaint.resident_facts import RefusalReversedFacts
from domain.complaint.staff_facts import ToAllocateFacts
from domain.complaint.stages import StageProgress
from domain.duties.fulfilment import duty_of
from domain.messages.message import Message
from domain.outbox.tell import drop, tell_resident, tell_staff
from domain.policy.duty_kinds import DutyKind
from domain.policy.rules import Rules
from domain.policy.stages import Stage
from domain.procedure.gates import check_holds
from domain.procedure.step import Step, Whose
from domain.value import required


class ReverseRefusal(Message):
    """Reverse a refusal and accept the complaint, because the Ombudsman directs it or the landlord reconsiders."""

    name: ClassVar[str] = "reverse_refusal"

    because: str = ""
    """Why it is accepted after all."""
    ombudsman_reference: str = ""
    """The Ombudsman's own reference; printed in the letter."""


def may_reverse(complaint: Complaint, _by: Actor, _at: datetime, rules: Rules) -> None:
    """A refusal stands that could be reversed.

    Raises:
        NotAllowedError: none does.
    """
    if complaint.refused is None:
        raise NotAllowedError(f"{rules.edition.refusal.clause}: there is no refusal to reverse.")


def check_reverse(complaint: Complaint, order: ReverseRefusal, rules: Rules) -> None:
    """What stands can be reversed: by anybody on the staff where the Ombudsman directs it, else by who may refuse.

    Raises:
        NotAllowedError: nothing says why, the day cannot be right, or this officer may not decide it.
    """
    rule = rules.edition.refusal
    refusal = required(complaint.refused, "refusal")
    if order.at < refusal.decided_at:
        refused_on = in_words(landlord_day(refusal.decided_at, rules.zone))
        raise NotAllowedError(
            f"{rule.clause}: the reversal is dated before the refusal ({refused_on}); "
            "give the day on which the direction reached you."
        )
    if order.ombudsman_reference.strip():
        return
    if not order.because.strip():
        raise NotAllowedError(
            f"{rule.clause}: say why: give the Ombudsman's reference where they direct it (Code 2.4), "
            "or why the landlord has changed its mind."
        )
    does = "decides whether to reconsider; where the Ombudsman directs it, give their reference"
    check_holds(order.by, rule.decided_by, rules, rule.clause, does)


def reverse_refusal(complaint: Complaint, order: ReverseRefusal, rules: Rules, now: datetime) -> Complaint:
    """Reverse the refusal: stage 1 starts again, its clocks from the day the direction reached the landlord."""
    refusal = required(complaint.refused, "refusal")
    reversed_ = refusal.model_copy(
        update={
            "reversed_at": order.at,
            "reversed_because": order.because,
            "reversed_by_ombudsman": order.ombudsman_reference,
        }
    )
    begun = _begin_anew(complaint, order, now)
    begun = begun.changed(refusals=(*complaint.refusals[:-1], reversed_))
    received_on, begun_on = (landlord_day(at, rules.zone) for at in (complaint.received_at, order.at))
    facts = RefusalReversed(code=refusal.code, because=_why(order), begun_on=begun_on, received_on=received_on)
    begun = begun.noting(facts, at=order.at, now=now, by=order.by, clause=rules.edition.refusal.clause)
    if beyond := tuple(issue.number for issue in issues_beyond(begun, rules)):
        by = required(order.by.officer, "officer")
        decided = LateAcceptance(issues=beyond, by=by, at=order.at, reasons=_why(order))
        begun = begun.changed(late_acceptance=decided)
    begun = drop(begun, Event.REFUSAL_REVERSED, now)
    return _tell(begun, reversed_, order, rules, now)


def _begin_anew(complaint: Complaint, order: ReverseRefusal, now: datetime) -> Complaint:
    """Nothing of the refused stage 1 is owed or counted any more; who took part in it is remembered (D15)."""
    fresh = StageProgress(stage=Stage.ONE, started_at=order.at, known_at=now, involved=complaint.progress.involved)
    return complaint.without_stage(Stage.ONE).changed(closed=None, stages=(fresh,))


def _why(order: ReverseRefusal) -> str:
    directed = f"the Ombudsman directed it ({order.ombudsman_reference})" if order.ombudsman_reference.strip() else ""
    return ": ".join(words for words in (directed, order.because) if words)


def _tell(complaint: Complaint, refusal: Refusal, order: ReverseRefusal, rules: Rules, now: datetime) -> Complaint:
    clause = rules.edition.refusal.clause
    due_on, request = duty_of(complaint, rules, DutyKind.ACKNOWLEDGE.at(Stage.ONE)).due_on, complaint.request
    facts = RefusalReversedFacts(
        summary=complaint.summary,
        received_on=landlord_day(complaint.received_at, rules.zone),
        begun_on=landlord_day(order.at, rules.zone),
        due_on=due_on,
        refusal=refusal,
        passed_on_to=request.passed_on_to if request and request.answered_at == order.at else None,
    )
    roles = rules.edition.stage_1.owner.roles
    for_staff = ToAllocateFacts(
        summary=complaint.summary,
        received_on=facts.begun_on,
        why=f"the refusal was reversed: {_why(order)}",
        due_on=max(due_on, landlord_day(now, rules.zone)),
    )
    told = tell_staff(complaint, rules, NoticeKind.STAGE_1_TO_ALLOCATE, roles, for_staff, now, clause=clause)
    return tell_resident(told, rules, NoticeKind.REFUSAL_REVERSED, facts, now, clause=clause)


STEPS = (
    Step(
        ReverseRefusal,
        said="reverse-refusal",
        whose=Whose.DECIDER,
        may=may_reverse,
        check=check_reverse,
        does=reverse_refusal,
    ),
)
