"""Give a stage its owner, or another one."""

from datetime import datetime
from typing import ClassVar

from domain.calendar.days import landlord_day
from domain.complaint.actor import Actor
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.facts.stages import Allocated, Reassigned
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.separation_of_duties import check_may_own, kept_from
from domain.complaint.staff_facts import AssignmentFacts
from domain.duties.fulfilment import duty_of
from domain.duties.of_a_stage import respond_duty
from domain.messages.message import Message
from domain.outbox.tell import tell_staff
from domain.policy.duty_kinds import DutyKind
from domain.policy.rules import Rules
from domain.policy.staff import Officer
from domain.policy.work import Work
from domain.procedure.gates import check_open
from domain.procedure.step import Step


class Allocate(Message):
    """Allocate the complaint to its handler at this stage."""

    name: ClassVar[str] = "allocate"
    names_as_part: ClassVar[str] = "handler"

    handler: Officer
    """The staff id of the person who will handle it."""


class Reassign(Message):
    """Reassign the complaint to another handler."""

    name: ClassVar[str] = "reassign"
    names_as_part: ClassVar[str] = "handler"

    handler: Officer
    """The staff id of the person who will handle it."""
    reason: str = ""
    """Why it passes to somebody else."""


def may_allocate(complaint: Complaint, _by: Actor, _at: datetime, rules: Rules) -> None:
    """A stage is allocated once; afterwards it is reassigned.

    Raises:
        NotAllowedError: the stage has an owner.
    """
    check_open(complaint)
    if owner := complaint.progress.owner:
        raise NotAllowedError(
            f"{_clause(complaint, rules)}: {owner.name} already has {complaint.progress.stage.words}; "
            "reassign it instead.",
            instead="reassign",
        )


def check_allocate(complaint: Complaint, order: Allocate, rules: Rules) -> None:
    """The owner is somebody whom the policy lets own the stage.

    Raises:
        NotAllowedError: this officer may not own it.
    """
    check_may_own(complaint, order.handler, rules)


def allocate(complaint: Complaint, order: Allocate, rules: Rules, now: datetime) -> Complaint:
    """Give the stage its owner (R-064, Q-051)."""
    return _give(complaint, order, rules, now, Allocated(to=order.handler.id))


def may_reassign(complaint: Complaint, _by: Actor, _at: datetime, rules: Rules) -> None:
    """Somebody has the stage.

    Raises:
        NotAllowedError: nobody has it yet.
    """
    check_open(complaint)
    if complaint.progress.owner is None:
        raise NotAllowedError(
            f"{_clause(complaint, rules)}: nobody has the complaint yet; allocate it first.", instead="allocate"
        )


def check_reassign(complaint: Complaint, order: Reassign, rules: Rules) -> None:
    """The new owner must be allowed what the former was.

    Raises:
        NotAllowedError: this officer may not own it.
    """
    check_may_own(complaint, order.handler, rules)


def reassign(complaint: Complaint, order: Reassign, rules: Rules, now: datetime) -> Complaint:
    """Give the stage another owner; what the former may not do later stays forbidden to them (D15)."""
    return _give(complaint, order, rules, now, Reassigned(to=order.handler.id, reason=order.reason))


def _give(
    complaint: Complaint, order: Allocate | Reassign, rules: Rules, now: datetime, entry: Allocated | Reassigned
) -> Complaint:
    progress = complaint.progress
    clause = _clause(complaint, rules)
    given = complaint.with_progress(progress, owner=order.handler)
    given = given.noting(entry, at=order.at, now=now, by=order.by, clause=clause, naming=order.handler)
    acknowledge = duty_of(given, rules, DutyKind.ACKNOWLEDGE.at(progress.stage))
    due_on = respond_duty(given, rules).due_on
    facts = AssignmentFacts(
        stage=progress.stage,
        summary=given.summary,
        acknowledge_by=acknowledge.due_on if acknowledge.is_open else None,
        issues=given.taken if len(given.taken) > 1 else None,
        due_on=due_on,
        handler=order.handler,
        received_on=landlord_day(given.received_at, rules.zone),
        adjustments=given.support.done_differently or None,
    )
    not_to = kept_from(given, progress.stage, rules)
    return tell_staff(
        given, rules, NoticeKind.ASSIGNMENT, (order.handler.id,), facts, now, not_to=not_to, clause=clause
    )


def _clause(complaint: Complaint, rules: Rules) -> str:
    return rules.edition.stage(complaint.progress.stage).owner.clause


STEPS = (
    Step(
        Allocate,
        said="allocate",
        whose=Work.ALLOCATE,
        may=may_allocate,
        check=check_allocate,
        does=allocate,
        undoes=("allocate", "reassign"),
    ),
    Step(
        Reassign,
        said="reassign",
        whose=Work.ALLOCATE,
        may=may_reassign,
        check=check_reassign,
        does=reassign,
        undoes=("allocate", "reassign"),
    ),
)
