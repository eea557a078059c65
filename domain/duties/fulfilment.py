"""How duties are met, missed, corrected and re-opened.

A duty that a letter fulfils is met when the letter's provider takes it, or when somebody records that it was posted or
handed over; the order's own time is only when it was decided (D11).
"""

from datetime import date, datetime

from domain.calendar.days import landlord_day
from domain.complaint.closing import Closed
from domain.complaint.complaint import Complaint
from domain.complaint.facts.duties import DutyMet, MissCorrected
from domain.complaint.marks import Missed
from domain.duties.duty import Duty
from domain.duties.owed import duties, open_duties
from domain.policy.duty_kinds import DutyKey
from domain.policy.rules import Rules
from domain.value import required


def duty_of(complaint: Complaint, rules: Rules, key: DutyKey) -> Duty:
    """The duty of that key.

    Raises:
        LookupError: the complaint has none.
    """
    return required(next((duty for duty in duties(complaint, rules) if duty.key == key), None), key.name)


def note_met(complaint: Complaint, rules: Rules, duty: Duty, at: datetime, done_on: date, now: datetime) -> Complaint:
    """Record that *duty*, as it was owed, is met, and whether in time; a miss noted too early is corrected (D6)."""
    late = done_on > duty.due_on
    met = DutyMet(
        duty=duty.key,
        called=duty.words,
        due_on=duty.due_on,
        done_on=done_on,
        working_days_late=rules.calendar.working_days_between(duty.due_on, done_on) if late else 0,
    )
    complaint = complaint.noting(met, at=at, now=now, clause=duty.clause, stage=duty.stage)
    missed = Missed(duty=duty.key, due_on=duty.due_on)
    if late or missed not in complaint.missed:
        return complaint
    return correct(complaint, missed, MissCorrected(duty=duty.key, called=duty.words, done_on=done_on), duty, at, now)


def correct(
    complaint: Complaint, missed: Missed, facts: MissCorrected, duty: Duty, at: datetime, now: datetime
) -> Complaint:
    """This complaint without a miss that turns out to be none, and an entry that says why."""
    left = complaint.changed(missed=tuple(old for old in complaint.missed if old != missed))
    return left.noting(facts, at=at, now=now, clause=duty.clause, stage=duty.stage)


def replace_day(complaint: Complaint, rules: Rules, key: DutyKey, at: datetime, now: datetime, why: str) -> Complaint:
    """The day of the duty *key* gives way to another; where it had not passed *at* that time it was not missed (D6)."""
    duty = next((duty for duty in open_duties(complaint, rules) if duty.key == key), None)
    return take_back_miss(complaint, duty, at, now, why) if duty else complaint


def take_back_miss(complaint: Complaint, duty: Duty, at: datetime, now: datetime, why: str) -> Complaint:
    """*duty* was overtaken *at* that time: recorded later, it was not missed where its day had not passed (D6)."""
    missed = Missed(duty=duty.key, due_on=duty.due_on)
    if duty.deadline.is_late(at) or missed not in complaint.missed:
        return complaint
    facts = MissCorrected(duty=duty.key, called=duty.words, because=why, before=duty.due_on)
    return correct(complaint, missed, facts, duty, at, now)


def nothing_missed_since(complaint: Complaint, closed: Closed, rules: Rules, now: datetime) -> Complaint:
    """Correct the deadlines recorded as missed after an end that was recorded late (D6)."""
    closed_on = landlord_day(closed.at, rules.zone)
    for duty in duties(complaint, rules):
        missed = Missed(duty=duty.key, due_on=duty.due_on)
        if duty.lapsed and missed in complaint.missed and duty.due_on >= closed_on:
            facts = MissCorrected(duty=duty.key, called=duty.words, closed_on=closed_on)
            complaint = correct(complaint, missed, facts, duty, closed.at, now)
    return complaint
