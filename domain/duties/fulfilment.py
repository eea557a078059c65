"""How duties are met, missed, corrected and re-opened.

A duty that a letter fulfils is met when the letter's provider takes it, or when somebody records that it was posted or
handed over; the order's own time is only when it was decided (D11).
"""

from datetime import date, datetime

from domain.calendar.days import landlord_day, short
from domain.complaint.closing import Closed
from domain.complaint.complaint import Complaint
from domain.complaint.marks import Missed
from domain.complaint.record import EntryKind
from domain.duties.duty import Duty
from domain.duties.owed import duties, open_duties
from domain.policy.duty_kinds import DutyKey
from domain.policy.rules import Rules
from domain.value import known


def duty_of(complaint: Complaint, rules: Rules, key: DutyKey) -> Duty:
    """The duty of that key.

    Raises:
        LookupError: the complaint has none.
    """
    return known(next((duty for duty in duties(complaint, rules) if duty.key == key), None), key.name)


def note_met(complaint: Complaint, rules: Rules, duty: Duty, at: datetime, done_on: date, now: datetime) -> Complaint:
    """Record that *duty*, as it was owed, is met, and whether in time; a miss noted too early is corrected (D6)."""
    late = done_on > duty.due_on
    if late:
        days = rules.calendar.working_days_between(duty.due_on, done_on)
        how = f"{days} working day{'s' if days != 1 else ''} late" if days else "late"
    else:
        how = "in time"
    complaint = complaint.noting(
        EntryKind.DUTY_MET,
        f"{duty.words} done {how} (due {short(duty.due_on)})",
        at=at,
        now=now,
        clause=duty.clause,
        stage=duty.stage,
    )
    missed = Missed(duty=duty.key, due_on=duty.due_on)
    if late or missed not in complaint.missed:
        return complaint
    return uncount(complaint, missed).noting(
        EntryKind.MISSED_CORRECTED,
        f"{duty.words} was not missed: it was done on {short(done_on)} and recorded later",
        at=at,
        now=now,
        clause=duty.clause,
        stage=duty.stage,
    )


def replaced(complaint: Complaint, rules: Rules, key: DutyKey, at: datetime, now: datetime, why: str) -> Complaint:
    """The day of the duty *key* gives way to another; where it had not passed *at* that time it was not missed (D6)."""
    duty = next((duty for duty in open_duties(complaint, rules) if duty.key == key), None)
    if duty is None or duty.deadline.is_late(at):
        return complaint
    missed = Missed(duty=key, due_on=duty.due_on)
    if missed not in complaint.missed:
        return complaint
    text = f"{duty.words} was not missed: {why} before {short(duty.due_on)} had passed, recorded later"
    return uncount(complaint, missed).noting(
        EntryKind.MISSED_CORRECTED, text, at=at, now=now, clause=duty.clause, stage=duty.stage
    )


def uncount(complaint: Complaint, missed: Missed) -> Complaint:
    """This complaint without a miss that turns out to be none."""
    return complaint.changed(missed=tuple(old for old in complaint.missed if old != missed))


def nothing_missed_since(complaint: Complaint, closed: Closed, rules: Rules, now: datetime) -> Complaint:
    """An end that is recorded late corrects what was taken for missed after it (D6)."""
    closed_on = landlord_day(closed.at, rules.zone)
    for duty in duties(complaint, rules):
        missed = Missed(duty=duty.key, due_on=duty.due_on)
        if duty.lapsed and missed in complaint.missed and duty.due_on >= closed_on:
            text = f"{duty.words} was not missed: the complaint was closed on {short(closed_on)}, recorded later"
            complaint = uncount(complaint, missed).noting(
                EntryKind.MISSED_CORRECTED, text, at=closed.at, now=now, clause=duty.clause, stage=duty.stage
            )
    return complaint
