"""How duties are met, missed, corrected and re-opened.

A duty that a letter fulfils is met when the letter's provider takes it, or when somebody records that it was posted or
handed over; the order's own time is only when it was decided (D11).
"""

from datetime import date, datetime

from domain.calendar.days import landlord_day
from domain.complaint.complaint import Complaint
from domain.complaint.facts.duties import DutyMet, MissCorrected
from domain.complaint.marks import Missed
from domain.duties.duty import Duty
from domain.duties.owed import duties
from domain.policy.duty_kinds import DutyKey
from domain.policy.rules import Rules
from domain.value import required

_OTHER_DAYS = "the working days have changed"


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
    for missed in complaint.missed:
        if missed.duty == duty.key and done_on <= missed.due_on:
            facts = MissCorrected(duty=duty.key, called=duty.words, done_on=done_on)
            complaint = correct(complaint, missed, facts, duty, at, now)
    return complaint


def correct(
    complaint: Complaint, missed: Missed, facts: MissCorrected, duty: Duty, at: datetime, now: datetime
) -> Complaint:
    """This complaint without a miss that turns out to be none, and an entry that says why."""
    left = complaint.changed(missed=tuple(old for old in complaint.missed if old != missed))
    return left.noting(facts, at=at, now=now, clause=duty.clause, stage=duty.stage)


def take_back_misses(before: Complaint, after: Complaint, rules: Rules, at: datetime, now: datetime) -> Complaint:
    """*after* without the misses that are none, as is known since what happened at *at* was recorded (D6).

    Such a duty was not owed any more when its day ended, or was owed for another day.
    """
    took_effect_on = landlord_day(_takes_effect_at(before, after, at, now), rules.zone)
    for missed, duty in _disproved(before, after, rules, rules):
        if took_effect_on <= missed.due_on:
            after = correct(after, missed, _why_none(before, after, duty, rules), duty, at, now)
    return after


def take_back_misses_by_calendar(
    before: Complaint, after: Complaint, old: Rules, new: Rules, now: datetime
) -> Complaint:
    """*after* without the misses of days that are no working days, as is known since the calendar changed (D2)."""
    for missed, duty in _disproved(before, after, old, new):
        due_on = duty_of(after, new, duty.key).due_on
        facts = MissCorrected(duty=duty.key, called=duty.words, moved_to=due_on, because=_OTHER_DAYS)
        after = correct(after, missed, facts, duty, now, now)
    return after


def take_back_misses_by_correction(
    before: Complaint, after: Complaint, rules: Rules, because: str, at: datetime, now: datetime
) -> Complaint:
    """*after* without the misses that are none, as is known since what had been recorded wrongly was corrected."""
    for missed, duty in _disproved(before, after, rules, rules):
        owed = next((each for each in duties(after, rules) if each.key == duty.key), duty)
        moved_to = owed.due_on if owed.due_on != duty.due_on else None
        facts = MissCorrected(duty=duty.key, called=duty.words, because=because, moved_to=moved_to)
        after = correct(after, missed, facts, duty, at, now)
    return after


def _takes_effect_at(before: Complaint, after: Complaint, at: datetime, now: datetime) -> datetime:
    """When what happened at *at* changed what is owed: an extension does when the resident is told of it (R-073)."""
    had, has = (each.stages[-1].extensions if each.stages else () for each in (before, after))
    return (has[-1].letter.met_at or now) if len(has) > len(had) else at


def _disproved(before: Complaint, after: Complaint, old: Rules, new: Rules) -> list[tuple[Missed, Duty]]:
    """What was taken for missed and would not be any more, as it was owed *before*."""
    held = _would_be_missed(before, old) if after.missed else {}
    still_held = _would_be_missed(after, new) if held else {}
    return [(missed, held[missed]) for missed in after.missed if missed in held and missed not in still_held]


def _would_be_missed(complaint: Complaint, rules: Rules) -> dict[Missed, Duty]:
    """What is, or would be, taken for missed once its day has passed, as things stand."""
    unmarked = complaint.changed(missed=())
    return {
        Missed(duty=duty.key, due_on=duty.due_on): duty
        for duty in duties(unmarked, rules)
        if duty.counts and (duty.is_open or duty.is_late)
    }


def _why_none(before: Complaint, after: Complaint, duty: Duty, rules: Rules) -> MissCorrected:
    facts = MissCorrected(duty=duty.key, called=duty.words, before=duty.due_on)
    if after.closed and before.closed is None:
        closed_on = landlord_day(after.closed.at, rules.zone)
        return facts.model_copy(update={"before": None, "closed_on": closed_on})
    owed = next((each for each in duties(after, rules) if each.key == duty.key), duty)
    return facts.model_copy(update={"moved_to": owed.due_on}) if owed.due_on != duty.due_on else facts
