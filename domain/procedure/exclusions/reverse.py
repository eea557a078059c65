"""Reversing a refusal: the Ombudsman directs it, or the landlord thinks again (R-030, Code 2.4)."""

from datetime import datetime
from typing import ClassVar

from pydantic import PositiveInt

from domain.calendar.days import in_words, landlord_day
from domain.complaint.actor import Actor
from domain.complaint.ages import issues_beyond
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.exclusions import LateAcceptance, Refusal
from domain.complaint.facts.exclusions import RefusalReversed
from domain.complaint.issues import list_issues
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.notice_rules import Event
from domain.complaint.notices import Notice
from domain.complaint.resident_facts import IssueRefusedFacts, RefusalReversedFacts
from domain.complaint.staff_facts import ToAllocateFacts
from domain.complaint.stages import StageProgress
from domain.duties.fulfilment import duty_of
from domain.duties.of_a_stage import respond_duty
from domain.messages.message import Message
from domain.outbox.tell import drop, drop_where, tell_resident, tell_staff
from domain.policy.duty_kinds import DutyKind
from domain.policy.rules import Rules
from domain.policy.stages import Stage
from domain.procedure.exclusions.refuse_issue import tell_untold
from domain.procedure.gates import check_holds
from domain.procedure.step import Step, Whose
from domain.value import required


class ReverseRefusal(Message):
    """Reverse a refusal and accept the complaint, because the Ombudsman directs it or the landlord reconsiders."""

    name: ClassVar[str] = "reverse_refusal"

    issue: PositiveInt | None = None
    """The one issue that was refused, where it was not the whole complaint."""
    because: str = ""
    """Why it is accepted after all."""
    ombudsman_reference: str = ""
    """The Ombudsman's own reference; printed in the letter."""


def may_reverse(complaint: Complaint, _by: Actor, _at: datetime, rules: Rules) -> None:
    """A refusal stands that could be reversed.

    Raises:
        NotAllowedError: none does.
    """
    if complaint.refused is None and len(complaint.taken) == len(complaint.issues):
        raise NotAllowedError(f"{rules.edition.refusal.clause}: there is no refusal to reverse.")


def check_reverse(complaint: Complaint, order: ReverseRefusal, rules: Rules) -> None:
    """What stands can be reversed: by anybody on the staff where the Ombudsman directs it, else by who may refuse.

    Raises:
        NotAllowedError: nothing says why, the day cannot be right, or this officer may not decide it.
    """
    rule = rules.edition.refusal
    refusal = _refusal_meant(complaint, order, rules)
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
    """Reverse the refusal: stage 1 starts again, its clocks from the day the direction reached the landlord.

    Of one issue: it is a part of the complaint again, whose clocks go on.
    """
    refusal = _refusal_meant(complaint, order, rules)
    reversed_ = refusal.model_copy(
        update={
            "reversed_at": order.at,
            "reversed_because": order.because,
            "reversed_by_ombudsman": order.ombudsman_reference,
        }
    )
    if order.issue:
        return _take_issue(complaint, order, order.issue, reversed_, rules, now)
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
    return tell_untold(_tell(begun, reversed_, order, rules, now), rules, now)


def _begin_anew(complaint: Complaint, order: ReverseRefusal, now: datetime) -> Complaint:
    """Nothing of the refused stage 1 is owed or counted any more; who took part in it is remembered (D15)."""
    fresh = StageProgress(stage=Stage.ONE, started_at=order.at, known_at=now, involved=complaint.progress.involved)
    return complaint.without_stage(Stage.ONE).changed(closed=None, stages=(fresh,))


def _refusal_meant(complaint: Complaint, order: ReverseRefusal, rules: Rules) -> Refusal:
    """The refusal of the whole complaint, or of the one issue that the order names.

    Raises:
        NotAllowedError: that was not refused, or stage 1 is answered and cannot take the issue any more.
    """
    clause = rules.edition.refusal.clause
    if order.issue is None:
        if complaint.refused is None:
            refused = list_issues(tuple(issue for issue in complaint.issues if not issue.is_taken))
            raise NotAllowedError(f"{clause}: the complaint was not refused, but {refused} was: say which issue.")
        return complaint.refused
    issue = complaint.issue(order.issue)
    if issue is None or issue.refusal is None or issue.is_taken:
        raise NotAllowedError(f"{clause}: there is no refusal of an issue {order.issue} to reverse.")
    if complaint.stage is not Stage.ONE or complaint.progress.responded or complaint.closed:
        raise NotAllowedError(
            "Code 6.8: the complaint goes on no more at stage 1, so what was refused is another complaint; "
            f"open {issue.shown} as one, received on the day on which the direction reached you."
        )
    return issue.refusal


def _take_issue(
    complaint: Complaint, order: ReverseRefusal, number: int, reversed_: Refusal, rules: Rules, now: datetime
) -> Complaint:
    """The issue is a part of the complaint again, however old it is, and the resident is told."""
    issue = required(complaint.issue(number), "issue").model_copy(update={"refusal": reversed_})
    clause, received_on = rules.edition.refusal.clause, landlord_day(issue.added_at, rules.zone)
    begun_on = landlord_day(order.at, rules.zone)
    facts = RefusalReversed(
        code=reversed_.code, because=_why(order), begun_on=begun_on, received_on=received_on, issue=number
    )
    done = complaint.with_issue(issue).noting(facts, at=order.at, now=now, by=order.by, clause=clause)
    if issue in issues_beyond(done, rules):
        before = done.late_acceptance.issues if done.late_acceptance else ()
        by = required(order.by.officer, "officer")
        decided = LateAcceptance(issues=(*before, number), by=by, at=order.at, reasons=_why(order))
        done = done.changed(late_acceptance=decided)
    done = drop_where(done, lambda notice: _refuses(notice, number), Event.REFUSAL_REVERSED, now)
    told = RefusalReversedFacts(
        summary=complaint.summary,
        received_on=received_on,
        begun_on=begun_on,
        due_on=respond_duty(done, rules).due_on,
        refusal=reversed_,
        issue=issue,
    )
    return tell_resident(done, rules, NoticeKind.REFUSAL_REVERSED, told, now, clause=clause)


def _refuses(notice: Notice, number: int) -> bool:
    return isinstance(notice.facts, IssueRefusedFacts) and notice.facts.issue.number == number


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
