"""Triage: how a contact is classified, and what the resident chose (A-01, A-02).

Nobody is kept from complaining by any answer: what was answered before is asked, never required (R-011). Whoever is
dissatisfied is offered the choice, and what they chose is recorded in whatever words they used (Q-032).
"""

from datetime import datetime
from typing import ClassVar

from domain.complaint.actor import Actor, on_staff
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.facts.front_door import Triaged
from domain.complaint.triage import Choice, TriageAnswers
from domain.messages.message import Message
from domain.policy.definition import Classification, FrontDoor
from domain.policy.rules import Rules
from domain.procedure.front_door.early_resolution import check_nothing_open, check_quick, check_triggers
from domain.procedure.front_door.other_matters import check_kept, check_service, take_as
from domain.procedure.front_door.stage_1 import begin_stage_1, may_end
from domain.procedure.gates import check_open
from domain.procedure.step import Step, When, Whose


class Triage(Message):
    """Record what a contact is: a complaint, a concern to be put right at once, or something else."""

    name: ClassVar[str] = "triage"

    sorting: TriageAnswers
    """The triage answers, which tell a complaint from other contacts."""


def may_triage(complaint: Complaint, _by: Actor, _at: datetime, rules: Rules) -> None:
    """What came in is sorted until stage 1 is under way.

    Raises:
        NotAllowedError: it is closed, or stage 1 is under way.
    """
    rule = rules.edition.front_door
    if complaint.stages or complaint.withdrawn:
        check_open(complaint)
    if complaint.closed:
        raise NotAllowedError(
            f"{rule.clause}: it was closed ({complaint.closed.reason.replace('_', ' ')}); "
            "if they want to complain now, convert it to a complaint.",
            instead="convert",
        )
    if not may_end(complaint):
        raise NotAllowedError(f"{rule.clause}: stage 1 is under way, so it is a complaint and stays one.")


def check_triage(complaint: Complaint, order: Triage, rules: Rules) -> None:
    """Triage answers: a complaint needs none at all; any other contact needs the choice, and what its kind asks for.

    Raises:
        NotAllowedError: the choice is missing, or the policy forces stage 1.
    """
    sorting, rule = order.sorting, rules.edition.front_door
    if sorting.classification is Classification.COMPLAINT:
        return
    check_kept(sorting.classification, rule)
    check_nothing_open(complaint, rules)
    if sorting.classification is Classification.CONCERN:
        check_triggers(sorting, rules.edition.quick_resolution)
    _check_choice(sorting, rule)
    if sorting.classification is Classification.CONCERN:
        check_quick(complaint, sorting, order, rules)
    check_service(sorting.classification, sorting.passed_on_to, rules)


def triage(complaint: Complaint, order: Triage, rules: Rules, now: datetime) -> Complaint:
    """Record what they came with, what was asked and what they chose; a complaint keeps its stage and its clock."""
    sorting, clause = order.sorting, rules.edition.front_door.clause
    was_sorted = complaint.changed(sorting=sorting, holder=order.by.officer or complaint.holder)
    by = order.by if order.by.officer or not order.recorded_by else on_staff(order.recorded_by)
    was_sorted = was_sorted.noting(Triaged(sorting=sorting), at=order.at, now=now, by=by, clause=clause)
    if sorting.classification is not Classification.COMPLAINT:
        return take_as(was_sorted, sorting, order, rules, now)
    if was_sorted.stages:
        return was_sorted
    why = sorting.why or _because(sorting) or "it was recorded as a complaint"
    return begin_stage_1(was_sorted, rules, order.at, now, by=order.by, why=why)


def _check_choice(sorting: TriageAnswers, rule: FrontDoor) -> None:
    """Whoever is dissatisfied chooses (A-02)."""
    clause, what = rule.clause, sorting.classification
    if sorting.dissatisfied is None:
        raise NotAllowedError(
            f"{clause}: say whether they are dissatisfied, in whatever words; nothing else tells {what.one} "
            "from a complaint."
        )
    if sorting.chose is Choice.COMPLAINT:
        raise NotAllowedError(f"{clause}: they chose to complain, so it is a complaint; record it as one.")
    if sorting.dissatisfied and sorting.chose is None:
        raise NotAllowedError(
            f"{clause}: they are dissatisfied; offer the choice to complain, and record what they chose (A-02)."
        )
    if sorting.chose is Choice.QUICK_RESOLUTION and what is not Classification.CONCERN:
        raise NotAllowedError(
            f"{clause}: they chose to have it put right at once; record it as a concern with what was agreed, "
            "or as a complaint."
        )


def _because(sorting: TriageAnswers) -> str:
    return " and ".join(trigger.words for trigger in sorting.triggers)


STEPS = (
    Step(
        Triage,
        said="triage",
        whose=Whose.ANYBODY,
        may=may_triage,
        check=check_triage,
        does=triage,
        when=When.BEFORE_STAGE_1_TOO,
        undoes=("triage", "convert", "resolve"),
    ),
)
