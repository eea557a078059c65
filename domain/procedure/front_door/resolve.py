"""Resolving: what came of an early or quick resolution, or of a service request, and what follows when it fails.

A quick resolution that succeeds ends without a letter, is logged and counted apart from stage 1 (Q-045). One that fails
or lapses is put in stage 1, which is no escalation (A-13).
"""

from datetime import datetime
from typing import ClassVar

from domain.calendar.days import in_words, landlord_day
from domain.complaint.actor import PROCEDURE, Actor
from domain.complaint.closing import CloseReason
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.facts import front_door as entries
from domain.complaint.facts.front_door import QuickFailed, QuickResolved, RequestAnswered, not_resolved_by
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.notice_rules import Event
from domain.complaint.resident_facts import ClosureFacts
from domain.complaint.triage import Choice, QuickTry, ServiceRequest
from domain.duties.beside_the_stages import quick_ends
from domain.duties.fulfilment import duty_of, note_met
from domain.messages.message import Message
from domain.messages.timing import check_not_before
from domain.outbox.tell import drop, tell_resident
from domain.policy.duty_kinds import DutyKind
from domain.policy.rules import Rules
from domain.policy.staff import roles_in_words
from domain.procedure.exclusions.reverse import ReverseRefusal, reverse_refusal
from domain.procedure.front_door.other_matters import close_quietly
from domain.procedure.front_door.stage_1 import begin_stage_1, came_before_the_lapse, take_back_lapse
from domain.procedure.gates import check_open
from domain.procedure.step import Step, When, Whose
from domain.value import required


class Resolve(Message):
    """Record the outcome of an early or quick resolution, or of a service request."""

    name: ClassVar[str] = "resolve"

    outcome: str = ""
    """The outcome."""
    resident_happy: bool | None = None
    """Whether the resident is happy with it."""
    chose: Choice | None = None
    """What they chose when offered the choice to complain."""


def may_resolve(complaint: Complaint, by: Actor, at: datetime, rules: Rules) -> None:
    """An early or quick resolution, or a service request, has no outcome yet.

    Raises:
        NotAllowedError: neither is open, or they may not resolve it.
    """
    if complaint.contact_withdrawn:
        check_open(complaint)
    asked = complaint.request is not None and complaint.request.answered_at is None
    if _is_about_quick(complaint, at):
        rule = rules.edition.quick_resolution
        if by.officer and not by.officer.roles & set(rule.by):
            roles = roles_in_words(rule.by, rules)
            raise NotAllowedError(
                f"{rule.clause}: only the role {roles} can resolve it, and {by.officer.name} does not hold it."
            )
    elif not asked:
        raise NotAllowedError(_nothing_open(complaint, rules))


def check_resolve(complaint: Complaint, order: Resolve, rules: Rules) -> None:
    """What is open has its outcome; whoever is unhappy with it is offered stage 1.

    Raises:
        NotAllowedError: the outcome or the resident's view is missing, or they chose nothing.
    """
    quick, request = complaint.quick, complaint.request
    if quick and _is_about_quick(complaint, order.at):
        _check_quick(quick, order, rules)
    elif request:
        _check_answer(complaint, request, order, rules)


def resolve(complaint: Complaint, order: Resolve, rules: Rules, now: datetime) -> Complaint:
    """Record what came of it."""
    if not _is_about_quick(complaint, order.at):
        return _answer(complaint, order, rules, now)
    if complaint.stages:
        complaint = take_back_lapse(complaint, rules, order.at, now)
    complaint = drop(complaint, Event.RESOLVED, now)
    return _put_right(complaint, order, rules, now) if order.resident_happy else _fail(complaint, order, rules, now)


def lapses_at(complaint: Complaint, rules: Rules) -> datetime | None:
    """When an unresolved early or quick resolution becomes stage 1 by itself; None where none is open."""
    ends = quick_ends(complaint, rules)
    is_open = complaint.quick is not None and complaint.quick.is_open
    return ends.passes_at() if ends and is_open and complaint.closed is None else None


def lapse(complaint: Complaint, rules: Rules, at: datetime, now: datetime) -> Complaint:
    """Its time ended unresolved: stage 1 begins by itself, and nobody has to ask twice (A-13)."""
    rule, ends = rules.edition.quick_resolution, required(quick_ends(complaint, rules), "quick resolution")
    called = rule.name.lower()
    why = not_resolved_by(called, ends.on)
    quick = required(complaint.quick, "quick resolution")
    lapsed = complaint.changed(quick=quick.model_copy(update={"failed_at": at, "why_failed": why, "lapsed": True}))
    facts = QuickFailed(called=called, lapsed_on=ends.on)
    lapsed = lapsed.noting(facts, at=at, now=now, clause=rule.lapses_after.clause)
    return begin_stage_1(lapsed, rules, at, now, by=PROCEDURE, why=why, known_at=at)


def _is_about_quick(complaint: Complaint, at: datetime) -> bool:
    """Whether an outcome of *at* is about what was to be put right at once, rather than about a service request."""
    if complaint.quick is None or complaint.quick.is_open:
        return complaint.quick is not None
    asked = complaint.request is not None and complaint.request.answered_at is None
    return came_before_the_lapse(complaint, at) and not asked


def _nothing_open(complaint: Complaint, rules: Rules) -> str:
    rule, quick = rules.edition.quick_resolution, complaint.quick
    if quick and quick.failed_at and complaint.stages:
        on = in_words(landlord_day(quick.failed_at, rules.zone))
        return f"{rule.clause}: the {rule.name.lower()} ended on {on} and stage 1 has begun; answer the complaint."
    return f"{rule.clause}: no {rule.name.lower()} and no service request is open, so there is nothing to resolve."


def _check_quick(quick: QuickTry, order: Resolve, rules: Rules) -> None:
    rule = rules.edition.quick_resolution
    check_not_before(order, quick.agreed_at, f"the {rule.name.lower()} was agreed", rules)
    if not order.outcome.strip():
        raise NotAllowedError(
            f"{rule.clause}: say what was done, with any offer of compensation; the outcome is logged."
        )
    if order.resident_happy is None:
        raise NotAllowedError(f"{rule.clause}: ask the resident whether they are happy with it, and say so.")
    if not order.resident_happy and order.chose is Choice.QUICK_RESOLUTION:
        raise NotAllowedError(f"{rule.clause}: it has been tried once; they can go to stage 1 or leave it there.")


def _check_answer(complaint: Complaint, request: ServiceRequest, order: Resolve, rules: Rules) -> None:
    clause = rules.edition.front_door.clause
    check_not_before(order, request.passed_on_at, "the request was passed on", rules)
    if not order.outcome.strip():
        raise NotAllowedError(f"{clause}: say what the answer to the request was.")
    if order.resident_happy is not False or (complaint.stages and not complaint.refused):
        return
    if order.chose is None:
        raise NotAllowedError(
            f"{clause}: they are unhappy with the answer; offer the choice to complain, and record what they chose."
        )
    if order.chose is Choice.QUICK_RESOLUTION:
        quick = rules.edition.quick_resolution
        raise NotAllowedError(
            f"{quick.clause}: {quick.name.lower()} is only for matters not raised before; "
            "they can complain or leave it there."
        )


def _put_right(complaint: Complaint, order: Resolve, rules: Rules, now: datetime) -> Complaint:
    """The resident is happy: closed, with the date and who closed it, and without a letter (F-060, Q-045, A-52)."""
    rule, owed = rules.edition.quick_resolution, duty_of(complaint, rules, DutyKind.QUICK_RESOLUTION.key)
    quick = required(complaint.quick, "quick resolution")
    resolved = quick.model_copy(update={"resolved_at": order.at, "outcome": order.outcome})
    facts = QuickResolved(called=rule.name.lower(), outcome=order.outcome)
    done = complaint.changed(quick=resolved).noting(facts, at=order.at, now=now, by=order.by, clause=rule.clause)
    done = note_met(done, rules, owed, order.at, landlord_day(order.at, rules.zone), now)
    done = close_quietly(done, order, _closed(order, CloseReason.PUT_RIGHT), now, clause=rule.clause)
    return _correct_stage_1(done, rules, now)


def _correct_stage_1(complaint: Complaint, rules: Rules, now: datetime) -> Complaint:
    """Whoever was told that stage 1 has begun is told that it has not: nobody waits for a response that never comes."""
    if NoticeKind.STAGE_1_BEGUN not in complaint.record_summary.sent:
        return complaint
    facts = ClosureFacts(summary=complaint.summary, reason=CloseReason.PUT_RIGHT.words, actions_open=False)
    clause = rules.edition.quick_resolution.clause
    return tell_resident(complaint, rules, NoticeKind.CLOSURE, facts, now, clause=clause)


def _fail(complaint: Complaint, order: Resolve, rules: Rules, now: datetime) -> Complaint:
    """The resident is not happy: stage 1 begins, unless they want neither (R-050, Q-044)."""
    rule, quick = rules.edition.quick_resolution, required(complaint.quick, "quick resolution")
    why = "the resident is not happy with what was done to put it right"
    failed = quick.model_copy(update={"failed_at": order.at, "why_failed": why, "outcome": order.outcome})
    wants_neither = order.chose is Choice.NEITHER
    facts = QuickFailed(called=rule.name.lower(), outcome=order.outcome, chose_neither=wants_neither)
    done = complaint.changed(quick=failed).noting(facts, at=order.at, now=now, by=order.by, clause=rule.clause)
    if not wants_neither:
        return begin_stage_1(done, rules, order.at, now, by=order.by, why=why)
    closed = _closed(order, CloseReason.RECORDED, offered_stage_1=True)
    done = close_quietly(done, order, closed, now, clause=rule.clause)
    return _correct_stage_1(done, rules, now)


def _closed(order: Resolve, reason: CloseReason, *, offered_stage_1: bool = False) -> entries.MatterClosed:
    by = required(order.by.officer, "officer").id
    return entries.MatterClosed(reason=reason, by=by, offered_stage_1=offered_stage_1)


def _answer(complaint: Complaint, order: Resolve, rules: Rules, now: datetime) -> Complaint:
    """The service has answered: a complaint is raised where the resident is dissatisfied and chooses it (Q-031)."""
    clause, owed = rules.edition.front_door.clause, duty_of(complaint, rules, DutyKind.SERVICE_REQUEST.key)
    request = required(complaint.request, "service request")
    facts = RequestAnswered(
        service=request.passed_on_to,
        outcome=order.outcome,
        resident_happy=order.resident_happy,
        chose=order.chose,
    )
    answered = request.model_copy(update={"answered_at": order.at, "outcome": order.outcome})
    done = complaint.changed(request=answered).noting(facts, at=order.at, now=now, by=order.by, clause=clause)
    done = note_met(done, rules, owed, order.at, landlord_day(order.at, rules.zone), now)
    why, complains = "the resident is dissatisfied with the answer to the request", order.chose is Choice.COMPLAINT
    if complaint.refused and order.resident_happy is False and complains:
        # What was refused was the first enquiry: dissatisfaction with its answer is a complaint.
        return reverse_refusal(done, ReverseRefusal(at=order.at, by=order.by, because=why), rules, now)
    if complaint.stages or complaint.closed:
        return done
    if order.resident_happy is False and complains:
        return begin_stage_1(done, rules, order.at, now, by=order.by, why=why)
    return close_quietly(done, order, _closed(order, CloseReason.RECORDED), now, clause=clause)


STEPS = (
    Step(
        Resolve,
        said="resolve",
        whose=Whose.DECIDER,
        may=may_resolve,
        check=check_resolve,
        does=resolve,
        when=When.BEFORE_STAGE_1_TOO,
    ),
)
