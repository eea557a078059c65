"""Give a stage its owner, or another one."""

from datetime import datetime, timedelta
from typing import ClassVar

from domain.calendar.days import landlord_day
from domain.complaint.actor import Actor
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.facts.stages import Allocated, Reassigned
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.notice_rules import Event
from domain.complaint.resident_facts import HandlerChangedFacts
from domain.complaint.separation_of_duties import check_may_own, kept_from
from domain.complaint.staff_facts import AssignmentFacts
from domain.duties.fulfilment import duty_of
from domain.duties.of_a_stage import respond_duty
from domain.messages.message import Message
from domain.outbox.tell import drop, tell_resident, tell_staff, waiting_of
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
    """The person who will handle it."""
    reason: str = ""
    """Why it goes to them, where the policy would have others deal with it first."""


class Reassign(Message):
    """Reassign the complaint to another handler."""

    name: ClassVar[str] = "reassign"
    names_as_part: ClassVar[str] = "handler"

    handler: Officer
    """The person who will handle it."""
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
    check_may_own(complaint, order.handler, rules, given_by=order.by.officer, why=order.reason)


def allocate(complaint: Complaint, order: Allocate, rules: Rules, now: datetime) -> Complaint:
    """Give the stage its owner (R-064, Q-051)."""
    return _give(complaint, order, rules, now, Allocated(to=order.handler.id, reason=order.reason))


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
    """The new owner is somebody else, and must be allowed what the former was.

    Raises:
        NotAllowedError: this officer has it already, or may not own it.
    """
    if complaint.progress.owner and complaint.progress.owner.id == order.handler.id:
        raise NotAllowedError(
            f"{_clause(complaint, rules)}: {order.handler.name} already has {complaint.progress.stage.words}; "
            "name somebody else, or leave it as it is."
        )
    check_may_own(complaint, order.handler, rules, given_by=order.by.officer, why=order.reason)


def reassign(complaint: Complaint, order: Reassign, rules: Rules, now: datetime) -> Complaint:
    """Give the stage another owner; what the former may not do later stays forbidden to them (D15)."""
    return _give(complaint, order, rules, now, Reassigned(to=order.handler.id, reason=order.reason))


def _give(
    complaint: Complaint, order: Allocate | Reassign, rules: Rules, now: datetime, entry: Allocated | Reassigned
) -> Complaint:
    progress = complaint.progress
    clause = _clause(complaint, rules)
    is_new = order.handler.id not in _everybody_in(complaint)
    given = complaint.with_progress(progress, owner=order.handler, owner_is_new=is_new)
    given = given.noting(entry, at=order.at, now=now, by=order.by, clause=clause, naming=order.handler)
    acknowledge = duty_of(given, rules, DutyKind.ACKNOWLEDGE.at(progress.stage))
    due_on, today = respond_duty(given, rules).due_on, landlord_day(now, rules.zone)
    facts = AssignmentFacts(
        stage=progress.stage,
        summary=given.summary,
        acknowledge_by=acknowledge.due_on if acknowledge.is_open else None,
        must_acknowledge_now=(acknowledge.is_open and acknowledge.due_on < today) or None,
        is_overdue=due_on < today or None,
        issues=given.taken if len(given.taken) > 1 else None,
        due_on=due_on,
        handler=order.handler,
        received_on=landlord_day(given.received_at, rules.zone),
        adjustments=given.support.done_differently or None,
    )
    not_to = kept_from(given, progress.stage, rules)
    given = tell_staff(
        given, rules, NoticeKind.ASSIGNMENT, (order.handler.id,), facts, now, not_to=not_to, clause=clause
    )
    return _tell_who_deals_with_it(given, order.handler, rules, now)


def _tell_who_deals_with_it(complaint: Complaint, handler: Officer, rules: Rules, now: datetime) -> Complaint:
    """The resident is told, once the acknowledgement has told them of somebody else (4.1.1).

    It goes a little later: not where a letter that names the handler goes by then, or somebody else is given it.
    """
    told = _who_was_told(complaint, now)
    complaint = drop(complaint, Event.HANDLER_CHANGED, now)
    progress = complaint.progress
    if progress.acknowledgement is None or told == handler.id:
        return complaint.with_progress(progress, handler_told=told)
    due_on = respond_duty(complaint, rules).due_on
    is_to_come = progress.responded is None and due_on >= landlord_day(now, rules.zone)
    facts = HandlerChangedFacts(
        stage=progress.stage,
        summary=complaint.summary,
        handler=handler,
        told_before=told or None,
        due_on=due_on if is_to_come else None,
    )
    kind, clause = NoticeKind.HANDLER_CHANGED, _clause(complaint, rules)
    goes_at = now + timedelta(minutes=rules.landlord.tells_of_handler_after)
    return tell_resident(complaint, rules, kind, facts, now, clause=clause, not_before=goes_at)


def _who_was_told(complaint: Complaint, now: datetime) -> str:
    """Whom the resident knows to deal with the stage, by their id: what waits to go, or to be posted, told nobody."""
    waiting = (*waiting_of(complaint, NoticeKind.HANDLER_CHANGED, now), *complaint.outbox)
    facts = next((notice.facts for notice in waiting if notice.kind is NoticeKind.HANDLER_CHANGED), None)
    return facts.told_before or "" if isinstance(facts, HandlerChangedFacts) else complaint.progress.handler_told


def _everybody_in(complaint: Complaint) -> frozenset[str]:
    """Ids of everybody whom the record names, who took it in, and who was to do what was promised."""
    owners = (action.promise.owner for action in complaint.actions)
    return frozenset((complaint.received_by, *owners, *(person.id for person in complaint.people)))


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
