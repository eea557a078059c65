"""A holiday proclaimed later reaches an open complaint as a message (D2)."""

from datetime import date, datetime
from typing import NamedTuple

from domain.calendar.days import in_words
from domain.calendar.working_calendar import WorkingCalendar
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.facts.duties import CalendarRenewed, MovedDate
from domain.complaint.marks import Floor
from domain.complaint.notice_facts import Due
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.notice_rules import Event
from domain.complaint.resident_facts import DateMovedFacts
from domain.complaint.staff_facts import DatesMovedFacts
from domain.duties.fulfilment import take_back_misses_by_calendar
from domain.duties.owed import duties, escalation_window, open_duties
from domain.duties.told import highest, was_told
from domain.outbox.tell import drop_one, drop_owed, tell_handler, tell_resident
from domain.policy.channels import Channel
from domain.policy.duty_kinds import WINDOW, DutyKey
from domain.policy.rules import Rules, shared
from domain.policy.stages import Stage

_FEWEST_IN_A_HUNDRED = 20
"""Working days: with fewer of them a deadline could lie beyond what the calendar covers."""


class _Date(NamedTuple):
    """A date somebody was given: what it is of, and the clause."""

    on: date
    words: str
    clause: str


def change_calendar(
    complaint: Complaint, rules: Rules, calendar: WorkingCalendar, now: datetime
) -> tuple[Complaint, Rules]:
    """Count every open deadline again by *calendar*; a date given out never moves earlier, and who was told is told.

    Raises:
        NotAllowedError: the calendar is another nation's, does not cover what the one that the complaint has covers, or
            has a year in which hardly a day counts.
    """
    if calendar == rules.calendar:
        return complaint, rules
    if calendar.nation is not rules.calendar.nation:
        raise NotAllowedError(
            f"the calendar is for {calendar.nation}; this complaint uses the one for {rules.calendar.nation}."
        )
    if calendar.covers_to < rules.calendar.covers_to:
        ends, had = in_words(calendar.covers_to), in_words(rules.calendar.covers_to)
        raise NotAllowedError(f"the calendar ends on {ends}, earlier than the one the complaint has ({had}).")
    if calendar.covers_from > rules.calendar.covers_from:
        begins, had = in_words(calendar.covers_from), in_words(rules.calendar.covers_from)
        raise NotAllowedError(f"the calendar begins on {begins}, later than the one the complaint has ({had}).")
    if year := calendar.sparse_year(_FEWEST_IN_A_HUNDRED):
        raise NotAllowedError(f"hardly a day of {year} is a working day in the calendar: no deadline can be counted.")
    before, counted = _dates(complaint, rules), complaint
    new_rules = shared(rules.model_copy(update={"calendar": calendar}))
    complaint = complaint.changed(floors=highest((*complaint.floors, *_kept(complaint, rules, new_rules))))
    after = _dates(complaint, new_rules)
    moved = {duty: was.on for duty, was in before.items() if duty in after and after[duty].on > was.on}
    dates = tuple(
        MovedDate(duty=duty, called=after[duty].words, was=was, on=after[duty].on) for duty, was in moved.items()
    )
    complaint = complaint.noting(CalendarRenewed(version=calendar.version, moved=dates), at=now, now=now)
    complaint = take_back_misses_by_calendar(counted, complaint, rules, new_rules, now)
    if not moved:
        return complaint, new_rules
    lines = tuple(Due(what=after[duty].words, due_on=after[duty].on, clause=after[duty].clause) for duty in moved)
    for_staff = DatesMovedFacts(summary=complaint.summary, duties=lines)
    complaint = tell_handler(complaint, new_rules, NoticeKind.DATES_MOVED, for_staff, now)
    for duty, was in moved.items():
        if was_told(complaint, duty):
            untold = _untold(complaint, duty.row.residents_hear)
            reasons = (*(facts.reason for facts in untold), _why(rules.calendar, calendar, after[duty].on))
            facts = DateMovedFacts(
                stage=complaint.stage,
                classification=None if complaint.stages else complaint.classification,
                what=duty.row.residents_hear,
                previous_due_on=untold[0].previous_due_on if untold else was,
                due_on=after[duty].on,
                reason="; ".join(filter(None, reasons)) or None,
            )
            complaint = _without_former_day(complaint, facts.what, now)
            complaint = tell_resident(complaint, new_rules, NoticeKind.DATE_MOVED, facts, now)
    return complaint, new_rules


def _untold(complaint: Complaint, what: str) -> tuple[DateMovedFacts, ...]:
    """What letters say that have not gone of how this date moved before: the resident knows the first day of them."""
    waiting = (
        notice
        for notice in (*complaint.gone, *complaint.outbox)
        if notice.channel is not Channel.TEXT and (complaint.notice(notice.key) or complaint.owed_letter(notice.key))
    )
    in_order = sorted(waiting, key=lambda notice: notice.created_at)
    said = (notice.facts for notice in in_order)
    return tuple(facts for facts in said if isinstance(facts, DateMovedFacts) and facts.what == what)


def _without_former_day(complaint: Complaint, what: str, now: datetime) -> Complaint:
    """A letter that still waits to say that this date has moved is not sent: it has moved again."""
    for notice in (*complaint.outbox, *complaint.gone):
        if not isinstance(notice.facts, DateMovedFacts) or notice.facts.what != what:
            continue
        owed = complaint.owed_letter(notice.key)
        if complaint.notice(notice.key):
            complaint = drop_one(complaint, notice, Event.LATER_DATE, now)
        elif owed:
            complaint = drop_owed(complaint, owed, Event.LATER_DATE, now)
    return complaint


def _kept(complaint: Complaint, old: Rules, new: Rules) -> tuple[Floor, ...]:
    """The days that would move earlier, and stay: what was done by one of them was in time, and remains so."""
    before, after = _counted(complaint, old), _counted(complaint, new)
    return tuple(
        Floor(duty=duty, on=was.on) for duty, was in before.items() if duty in after and after[duty].on < was.on
    )


def _why(old: WorkingCalendar, new: WorkingCalendar, through: date) -> str | None:
    """The days that do not count any more, with their names."""
    days = [day for day in new.closed if day not in old.closed and old.covers(day.on) and day.on <= through]
    return "; ".join(f"{in_words(day.on)} is not a working day ({day.why})" for day in days) or None


def _dates(complaint: Complaint, rules: Rules) -> dict[DutyKey, _Date]:
    """The dates still to come."""
    still_owed = {duty.key for duty in open_duties(complaint, rules)}
    return {duty: date for duty, date in _counted(complaint, rules).items() if duty in {WINDOW, *still_owed}}


def _counted(complaint: Complaint, rules: Rules) -> dict[DutyKey, _Date]:
    """The dates that are counted; one that somebody named, as a promise's, is fixed, and no calendar moves it."""
    counted = (duty for duty in duties(complaint, rules) if not duty.key.row.is_named)
    dates = {duty.key: _Date(duty.due_on, duty.words, duty.clause) for duty in counted}
    last_day = escalation_window(complaint, rules)
    if last_day and not complaint.closed and not complaint.at_stage(Stage.TWO):
        dates[WINDOW] = _Date(last_day.on, WINDOW.words, last_day.limit.clause)
    return dates
