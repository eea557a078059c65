"""Receiving a complaint, and giving a stage its owner."""

from datetime import datetime

from domain.ages import check_days, review_ages
from domain.channels import Source, came_as_typed
from domain.complaint import Complaint, NotAllowedError, StageProgress
from domain.dating import check_not_ahead, taken
from domain.days import landlord_day
from domain.front_door import Classification
from domain.issues import Issue
from domain.meeting import duty_of
from domain.notices import Facts, NoticeKind
from domain.ombudsman_asking import check_first_heard, first_heard
from domain.orders import Allocate, Reassign, Receive, Triage
from domain.policy import Rules, Stage
from domain.record import EntryKind
from domain.separation import check_may_own, check_not_about, involving, kept_from
from domain.stage_duties import respond_duty
from domain.supporting import check_review, first_recorded
from domain.telling import tell_resident, tell_staff
from domain.triaging import check_triage, triage


def receive(order: Receive, rules: Rules, now: datetime) -> Complaint:
    """Start a complaint: received when it first reached any member of staff, through any channel (Code 3.2).

    Raises:
        NotAllowedError: it would have been received in the future, a day in it cannot be right, or its triage is
            refused.
    """
    check_not_ahead(order, rules, now)
    order = taken(order, now)
    check_review(order.support, order.at, rules)
    check_first_heard(order, rules)
    for issue in order.issues:
        check_days(issue, order.at, rules)
    complaint = _noted(_as_it_came(order, now), order, rules, now)
    complaint = _sorted_at_once(complaint, order, rules, now)
    if complaint.stages:
        complaint = _tell_receipt(complaint, order, rules, now)
    complaint = review_ages(complaint, complaint.issues, rules, at=order.at, now=now)
    return first_heard(first_recorded(complaint, order, rules, now), order, rules, now)


def _as_it_came(order: Receive, now: datetime) -> Complaint:
    """What was taken down; it is at stage 1 unless whoever took it down says that it is no complaint."""
    return Complaint(
        reference=order.reference,
        landlord=order.landlord,
        key=order.key,
        received_at=order.at,
        logged_at=now,
        channel=order.channel or (Source.OMBUDSMAN if order.ombudsman else ""),
        received_by=order.recorded_by,
        summary=order.summary,
        resident=order.resident,
        about_staff=frozenset(order.about_staff),
        particulars=order.particulars,
        support=order.support,
        classification=_kind(order),
        issues=_numbered(order),
        stages=(StageProgress(stage=Stage.ONE, started_at=order.at, known_at=now),) if _is_complaint(order) else (),
    )


def _noted(complaint: Complaint, order: Receive, rules: Rules, now: datetime) -> Complaint:
    text = f"{complaint.classification.words} received {came_as_typed(complaint.channel)}".strip()
    clause = rules.edition.stage_1.acknowledge.clause if complaint.stages else rules.edition.front_door.clause
    return complaint.noting(EntryKind.RECEIVED, text, at=order.at, now=now, by=order.recorded_by, clause=clause)


def _kind(order: Receive) -> Classification:
    return order.sorting.classification if order.sorting else Classification.COMPLAINT


def _is_complaint(order: Receive) -> bool:
    return _kind(order) is Classification.COMPLAINT


def _sorted_at_once(complaint: Complaint, order: Receive, rules: Rules, now: datetime) -> Complaint:
    """What was asked when it was taken down goes through triage like any other."""
    if order.sorting is None:
        return complaint
    asked = Triage(at=order.at, by=order.by, recorded_by=order.recorded_by, sorting=order.sorting)
    check_not_about(complaint, order.by)
    check_triage(complaint, asked, rules)
    return triage(complaint, asked, rules, now)


def _tell_receipt(complaint: Complaint, order: Receive, rules: Rules, now: datetime) -> Complaint:
    clause = rules.edition.stage_1.acknowledge.clause
    facts = Facts(
        stage=Stage.ONE,
        summary=order.summary,
        issues=complaint.issues if order.issues else None,
        received_on=landlord_day(order.at, rules.zone),
        due_on=duty_of(complaint, rules, "stage_1.acknowledge").due_on,
        from_ombudsman=order.ombudsman is not None or None,
    )
    return tell_resident(complaint, rules, NoticeKind.RECEIPT, facts, now, clause=clause)


def _numbered(order: Receive) -> tuple[Issue, ...]:
    """The issues as they were taken down; what was taken down in one piece is one issue."""
    if not order.issues:
        return (Issue(number=1, words=order.summary, added_at=order.at),)
    return tuple(
        Issue(number=number, added_at=order.at, **dict(issue)) for number, issue in enumerate(order.issues, start=1)
    )


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
    if refusal := complaint.refused:
        raise NotAllowedError(
            f"{refusal.clause}: the complaint was refused ({refusal.code}). "
            "It comes back only when the refusal is reversed: reverse-refusal."
        )
    if complaint.closed and complaint.stage is None:
        raise NotAllowedError(
            f"It was closed ({complaint.closed.reason.replace('_', ' ')}). "
            "It comes back as a complaint whenever the resident wants that: convert it."
        )
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
    acknowledge = duty_of(given, rules, f"{progress.stage}.acknowledge")
    due_on = respond_duty(given, rules).due_on
    facts = Facts(
        stage=progress.stage,
        summary=given.summary,
        acknowledge_by=acknowledge.due_on if acknowledge.is_open else None,
        issues=given.issues if len(given.issues) > 1 else None,
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
