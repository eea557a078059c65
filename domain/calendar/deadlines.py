"""Deadlines: the last day of a limit, and the sum in words.

The day a clock starts is day zero, even a Sunday; the next working day is day one. A due date is inclusive: late begins
at the midnight, in the landlord's time zone, that ends it (D3).
"""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from domain.calendar.days import MIDNIGHT, in_words, in_words_in_year, instant_on, weekday
from domain.calendar.limits import TimeLimit, Unit
from domain.calendar.working_calendar import CalendarShortError, ClosedDay, WorkingCalendar
from domain.value import Value


class Deadline(NamedTuple):
    """A day by which something must be done, and what it was counted from."""

    on: date
    limit: TimeLimit
    started_on: date
    zone: str
    extension: TimeLimit | None = None
    previous: "Deadline | None" = None
    """What it was before it was extended."""
    counted_on: date | None = None
    """Where the count ends before the day: the day of the count (D2)."""
    kept_because: str = ""
    """Why it is not the day of the count; empty where a date that was given out is kept."""
    provisional: bool = False
    """True when the count ran past the calendar: weekdays only, until `calendar_changed` brings more dates (D2)."""

    def passes_at(self) -> datetime:
        """The midnight that ends the due day: from then on it is late."""
        return instant_on(self.on + timedelta(days=1), MIDNIGHT, self.zone)

    def is_late(self, done_at: datetime) -> bool:
        """Whether *done_at* falls after the due day."""
        return done_at >= self.passes_at()


class Sum(Value):
    """How a due date came about: the days left out with their reasons, and the whole in words."""

    skipped: tuple[ClosedDay, ...]
    explanation: str


def last_day(started_on: date, limit: TimeLimit, calendar: WorkingCalendar) -> date:
    """The last day of *limit*, counted from *started_on* as day zero.

    Calendar days that end on a closed day roll to the next working day, or to the one before in a count back (A-08).

    Raises:
        CalendarShortError: the count leaves the calendar.
    """
    direction = -1 if limit.before else 1
    if limit.unit is Unit.WORKING_DAYS:
        return calendar.nth_working_day(started_on, direction * limit.amount)
    end = started_on + direction * timedelta(days=limit.amount)
    return calendar.nth_working_day(end - direction * timedelta(days=1), direction)


def deadline_after(started_on: date, limit: TimeLimit, calendar: WorkingCalendar, zone: str) -> Deadline:
    """The deadline of *limit* from *started_on*; provisional, and never raising, where the calendar runs short."""
    on, provisional = _last_day_or_guess(started_on, limit, calendar)
    return Deadline(on=on, limit=limit, started_on=started_on, zone=zone, provisional=provisional)


def extend_deadline(deadline: Deadline, by: TimeLimit, calendar: WorkingCalendar) -> Deadline:
    """*deadline* moved on by *by*, counted from its own last day (A-43)."""
    on, provisional = _last_day_or_guess(deadline.on, by, calendar)
    return deadline._replace(
        on=on,
        extension=by,
        previous=deadline,
        counted_on=None,
        kept_because="",
        provisional=provisional or deadline.provisional,
    )


def keep_given_out(deadline: Deadline, *days: date | None, because: str = "") -> Deadline:
    """*deadline*, or the latest of *days* where it now ends earlier: a date given out never moves earlier (D2).

    *because* says why it is that day, where the day was not given out before.
    """
    latest = max((day for day in days if day), default=deadline.on)
    if latest <= deadline.on:
        return deadline
    return deadline._replace(on=latest, counted_on=deadline.counted_on or deadline.on, kept_because=because)


def working_day(day: date, n: int, calendar: WorkingCalendar) -> date:
    """The *n*-th working day after *day*; past the calendar's end the working week alone counts, and nothing raises."""
    try:
        return calendar.nth_working_day(day, n)
    except CalendarShortError:
        reach = timedelta(days=abs(n) * 7 + 14)
        return calendar.stretched(day - reach, day + reach).nth_working_day(day, n)


def explain(deadline: Deadline, calendar: WorkingCalendar) -> Sum:
    """Every step of the count, in words."""
    counted_on = deadline.counted_on or deadline.on
    if deadline.extension and deadline.previous:
        before = explain(deadline.previous._replace(provisional=False), calendar)
        more = _count(deadline.previous.on, counted_on, deadline.extension, calendar)
        skipped, words = before.skipped + more.skipped, f"{before.explanation} Extended: {more.explanation}"
    else:
        count = _count(deadline.started_on, counted_on, deadline.limit, calendar)
        skipped, words = count.skipped, count.explanation
    if counted_on < deadline.on:
        is_later = f"It stays {in_words(deadline.on)}: a date never moves earlier."
        words += (
            f" It is {in_words(deadline.on)}: {deadline.kept_because}." if deadline.kept_because else f" {is_later}"
        )
    if deadline.provisional:
        words += f" The calendar ends on {in_words(calendar.covers_to)}: later days are counted Monday to Friday."
    return Sum(skipped=skipped, explanation=words)


def _last_day_or_guess(started_on: date, limit: TimeLimit, calendar: WorkingCalendar) -> tuple[date, bool]:
    try:
        return last_day(started_on, limit, calendar), False
    except CalendarShortError:
        return _last_weekday(started_on, limit, calendar), True


def _last_weekday(started_on: date, limit: TimeLimit, calendar: WorkingCalendar) -> date:
    """The count with the weekends of the working week alone: never later than the real one."""
    reach = timedelta(days=limit.amount * 7 + 14)
    return last_day(started_on, limit, calendar.reaching(started_on - reach, started_on + reach))


def _count(started_on: date, on: date, limit: TimeLimit, calendar: WorkingCalendar) -> Sum:
    direction = "before" if limit.before else "after"
    words = f"{limit.words} {direction} {in_words(started_on)} (day zero)"
    if limit.unit is Unit.WORKING_DAYS:
        skipped = calendar.skipped_between(started_on, on)
        why = f"not counted: {_in_list(skipped)}" if skipped else "every day between counts"
        return Sum(skipped=skipped, explanation=f"{words} is {in_words(on)}; {why}.")
    step = timedelta(days=-1 if limit.before else 1)
    end = started_on + limit.amount * step
    skipped = calendar.skipped_between(end - step, on)
    why = f", so it moves to {in_words(on)}; not counted: {_in_list(skipped)}" if skipped else ""
    return Sum(skipped=skipped, explanation=f"{words} is {in_words(end)}{why}.")


def _in_list(days: tuple[ClosedDay, ...]) -> str:
    return ", ".join(_with_reason(day) for day in days)


def _with_reason(day: ClosedDay) -> str:
    named = in_words_in_year(day.on)
    return named if day.why == weekday(day.on) else f"{named} ({day.why})"
