"""Receiving a complaint, and giving a stage its owner."""

from datetime import datetime
from typing import ClassVar

from pydantic import Field

from domain.calendar.days import landlord_day
from domain.complaint.actor import on_staff
from domain.complaint.complainant import Particulars
from domain.complaint.complaint import Complaint
from domain.complaint.facts.front_door import Received
from domain.complaint.issues import Issue, NewIssue
from domain.complaint.long_texts import take_out
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.ombudsman import OmbudsmanReferral
from domain.complaint.resident import Resident
from domain.complaint.resident_facts import ReceiptFacts
from domain.complaint.separation_of_duties import check_not_about, check_not_by
from domain.complaint.sources import Source
from domain.complaint.stages import StageProgress
from domain.complaint.support import Support
from domain.complaint.triage import TriageAnswers
from domain.duties.fulfilment import duty_of
from domain.messages.message import Message
from domain.messages.timing import check_not_ahead, take_as_now_where_ahead
from domain.outbox.tell import tell_resident
from domain.policy.definition import Classification
from domain.policy.duty_kinds import DutyKind
from domain.policy.rules import Rules
from domain.policy.stages import Stage
from domain.procedure.exclusions.age_limit import check_days, review_ages
from domain.procedure.front_door.support import check_review, note_first_recorded
from domain.procedure.front_door.triage import Triage, check_triage, may_triage, triage
from domain.procedure.ombudsman.enquiry import check_first_heard, note_first_heard


class Receive(Message):
    """A complaint reaches the landlord: the date and time it reached any member of staff."""

    name: ClassVar[str] = "receive"

    landlord: str
    reference: str
    summary: str = Field(min_length=1)
    resident: Resident
    about_staff: tuple[str, ...] = ()
    issues: tuple[NewIssue, ...] = ()
    """The issues, one row each; without any, the summary is the one issue."""
    sorting: TriageAnswers | None = None
    """The triage answers; without them, it is a complaint (Code 1.3)."""
    particulars: Particulars = Particulars()
    support: Support = Support()
    ombudsman: OmbudsmanReferral | None = None


def receive(order: Receive, rules: Rules, now: datetime) -> Complaint:
    """Start a complaint: received when it first reached any member of staff, through any channel (Code 3.2).

    Raises:
        NotAllowedError: it would have been received in the future, a day in it cannot be right, or its triage is
            refused.
    """
    check_not_ahead(order, rules, now)
    order = take_as_now_where_ahead(order, now)
    check_review(order.support, order.at, rules)
    if order.ombudsman:
        check_first_heard(order.ombudsman, _kind(order), order.at, rules)
    for issue in order.issues:
        check_days(issue, order.at, rules)
    key = order.key
    order, texts = take_out(order)
    complaint = _noted(_as_it_came(order, now).changed(key=key, texts=texts), order, rules, now)
    complaint = _sorted_at_once(complaint, order, rules, now)
    if complaint.stages:
        complaint = _tell_receipt(complaint, order, rules, now)
    complaint = review_ages(complaint, complaint.issues, rules, at=order.at, now=now)
    complaint = note_first_recorded(complaint, order, rules, now)
    if order.ombudsman:
        complaint = note_first_heard(complaint, order.ombudsman, order, rules, now)
    return complaint.recorded_by(order.recorded_by, since=0)


def _as_it_came(order: Receive, now: datetime) -> Complaint:
    """The complaint as received; it is at stage 1 unless the triage answers say that it is not a complaint."""
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
    edition, facts = rules.edition, Received(classification=complaint.classification, channel=complaint.channel)
    if landlord_day(order.at, rules.zone) < edition.in_force_from:
        facts = facts.model_copy(update={"edition": edition.edition, "in_force_from": edition.in_force_from})
    clause = rules.edition.stage_1.acknowledge.clause if complaint.stages else rules.edition.front_door.clause
    return complaint.noting(facts, at=order.at, now=now, by=on_staff(order.recorded_by), clause=clause)


def _kind(order: Receive) -> Classification:
    return order.sorting.classification if order.sorting else Classification.COMPLAINT


def _is_complaint(order: Receive) -> bool:
    return _kind(order) is Classification.COMPLAINT


def _sorted_at_once(complaint: Complaint, order: Receive, rules: Rules, now: datetime) -> Complaint:
    """What was asked when it was taken down goes through triage like any other."""
    if order.sorting is None:
        return complaint
    asked = Triage(at=order.at, by=order.by, recorded_by=order.recorded_by, sorting=order.sorting)
    check_not_about(complaint, order.by.officer)
    check_not_by(complaint, order.recorded_by)
    may_triage(complaint, asked.by, asked.at, rules)
    check_triage(complaint, asked, rules)
    return triage(complaint, asked, rules, now)


def _tell_receipt(complaint: Complaint, order: Receive, rules: Rules, now: datetime) -> Complaint:
    clause = rules.edition.stage_1.acknowledge.clause
    facts = ReceiptFacts(
        summary=order.summary,
        issues=complaint.issues if order.issues else None,
        received_on=landlord_day(order.at, rules.zone),
        due_on=duty_of(complaint, rules, DutyKind.ACKNOWLEDGE.at(Stage.ONE)).due_on,
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
