"""Receiving a complaint, and giving a stage its owner."""

from datetime import datetime

from domain.complaint import Complaint, NotAllowedError, StageProgress
from domain.dating import check_not_ahead, taken
from domain.days import landlord_day
from domain.duties import respond_duty
from domain.meeting import duty_of
from domain.notices import Facts, NoticeKind
from domain.orders import Allocate, Reassign, Receive
from domain.policy import Rules, Stage
from domain.record import EntryKind
from domain.separation import check_may_own, involving, kept_from
from domain.telling import tell_resident, tell_staff


def receive(order: Receive, rules: Rules, now: datetime) -> Complaint:
    """Start a complaint: received when it first reached any member of staff, through any channel (Code 3.2).

    Raises:
        NotAllowedError: it would have been received in the future.
    """
    check_not_ahead(order, rules, now)
    order = taken(order, now)
    complaint = Complaint(
        reference=order.reference,
        landlord=order.landlord,
        key=order.key,
        received_at=order.at,
        logged_at=now,
        channel=order.channel,
        received_by=order.recorded_by,
        summary=order.summary,
        resident=order.resident,
        about_staff=frozenset(order.about_staff),
        stages=(StageProgress(stage=Stage.ONE, started_at=order.at, known_at=now),),
    )
    by = f" by {order.channel}" if order.channel else ""
    clause = rules.edition.stage_1.acknowledge.clause
    complaint = complaint.noting(
        EntryKind.RECEIVED, f"complaint received{by}", at=order.at, now=now, by=order.recorded_by, clause=clause
    )
    facts = Facts(
        stage=Stage.ONE,
        summary=order.summary,
        received_on=landlord_day(order.at, rules.zone),
        due_on=duty_of(complaint, rules, "stage_1.acknowledge").due_on,
    )
    return tell_resident(complaint, rules, NoticeKind.RECEIPT, facts, now, clause=clause)


def check_allocate(complaint: Complaint, order: Allocate, rules: Rules) -> None:
    """A stage is allocated once; afterwards it is reassigned.

    Raises:
        NotAllowedError: the stage has an owner, or this officer may not own it.
    """
    check_open(complaint)
    if owner := complaint.progress.owner:
        raise NotAllowedError(
            f"{_clause(complaint, rules)}: {owner.name} already has {complaint.progress.stage.words}; "
            "reassign it instead."
        )
    check_may_own(complaint, order.handler, rules)


def allocate(complaint: Complaint, order: Allocate, rules: Rules, now: datetime) -> Complaint:
    """Give the stage its owner (R-064, Q-051)."""
    return _give(complaint, order, rules, now, EntryKind.ALLOCATED, f"allocated to {order.handler.signature}")


def check_reassign(complaint: Complaint, order: Reassign, rules: Rules) -> None:
    """The new owner must be allowed what the former was.

    Raises:
        NotAllowedError: nobody has the stage yet, or this officer may not own it.
    """
    check_open(complaint)
    if complaint.progress.owner is None:
        raise NotAllowedError(f"{_clause(complaint, rules)}: nobody has the complaint yet; allocate it first.")
    check_may_own(complaint, order.handler, rules)


def reassign(complaint: Complaint, order: Reassign, rules: Rules, now: datetime) -> Complaint:
    """Give the stage another owner; what the former may not do later stays forbidden to them (D15)."""
    why = f": {order.reason}" if order.reason else ""
    return _give(complaint, order, rules, now, EntryKind.REASSIGNED, f"reassigned to {order.handler.signature}{why}")


def check_open(complaint: Complaint) -> None:
    """Nothing is done to a closed complaint but keeping its promises.

    Raises:
        NotAllowedError: it is closed.
    """
    if complaint.closed:
        raise NotAllowedError(
            f"The complaint was closed ({complaint.closed.reason.replace('_', ' ')}). "
            "It comes back only when the resident asks for stage 2."
        )


def check_unanswered(complaint: Complaint, clause: str) -> None:
    """What belongs before a stage's response is not done after it.

    Raises:
        NotAllowedError: the stage is answered, or the complaint is closed.
    """
    check_open(complaint)
    if complaint.progress.responded:
        raise NotAllowedError(f"{clause}: {complaint.progress.stage.words} has been answered already.")


def _give(
    complaint: Complaint, order: Allocate | Reassign, rules: Rules, now: datetime, kind: EntryKind, text: str
) -> Complaint:
    progress = complaint.progress
    clause = _clause(complaint, rules)
    given = complaint.with_progress(progress, owner=order.handler, involved=involving(progress, order.handler))
    given = given.noting(kind, text, at=order.at, now=now, by=order.who, clause=clause)
    due_on = respond_duty(given, rules).due_on
    facts = Facts(
        stage=progress.stage,
        summary=given.summary,
        due_on=due_on,
        handler=order.handler,
        received_on=landlord_day(given.received_at, rules.zone),
    )
    not_to = kept_from(given, progress.stage, rules)
    return tell_staff(
        given, rules, NoticeKind.ASSIGNMENT, (order.handler.id,), facts, now, not_to=not_to, clause=clause
    )


def _clause(complaint: Complaint, rules: Rules) -> str:
    return rules.edition.stage(complaint.progress.stage).owner.clause
