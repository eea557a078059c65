"""The working calendar: which days count.

Working days are Monday to Friday without the nation's bank holidays and the landlord's own closures. The calendar is
data: it is made once, outside the workflow, and travels in the workflow's input (D2).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from typing import Self

from pydantic import model_validator

from domain.calendar.days import in_words, weekday
from domain.value import Value

_DAY = timedelta(days=1)
_MOST_YEARS = 100
_MOST_CLOSED = 10_000
_HALF = 6


class CalendarShortError(Exception):
    """A count of days ran past the dates the calendar covers."""


class Nation(StrEnum):
    """The nations whose bank holidays differ."""

    ENGLAND = "england"
    WALES = "wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern-ireland"


class ClosedDay(Value):
    """A day that does not count, and why."""

    on: date
    why: str


class WorkingCalendar(Value):
    """The days that count for one landlord, from *covers_from* to *covers_to*, both included."""

    nation: Nation
    version: str
    covers_from: date
    covers_to: date
    working_week: tuple[int, ...] = (0, 1, 2, 3, 4)
    closed: tuple[ClosedDay, ...] = ()

    @model_validator(mode="after")
    def _is_bounded(self) -> Self:
        """All its days are counted at a look: more of them than anybody lives would stop whoever has it."""
        if self.covers_to.year - self.covers_from.year > _MOST_YEARS:
            raise ValueError(f"the calendar covers more than {_MOST_YEARS} years")
        if len(self.closed) > _MOST_CLOSED:
            raise ValueError(f"the calendar has more than {_MOST_CLOSED} days that are closed")
        return self

    @model_validator(mode="after")
    def _has_a_working_day(self) -> Self:
        if not any(self.is_working_day(day) for day in self._days()):
            raise ValueError("the calendar has no working day: no deadline could ever fall due")
        return self

    def is_working_day(self, day: date) -> bool:
        """Whether *day* counts."""
        return day.weekday() in self.working_week and day not in self._why_closed

    def covers(self, day: date) -> bool:
        """Whether the calendar knows *day*."""
        return self.covers_from <= day <= self.covers_to

    def why_closed(self, day: date) -> str | None:
        """Why *day* does not count: the holiday's or closure's name, else the weekday's; None on a working day."""
        if day in self._why_closed:
            return self._why_closed[day]
        return None if day.weekday() in self.working_week else weekday(day)

    def nth_working_day(self, day: date, n: int) -> date:
        """The *n*-th working day after *day*, or before it when *n* is negative. *day* is day zero and never counts.

        Raises:
            CalendarShortError: the count leaves the dates the calendar covers.
            ValueError: *n* is zero.
        """
        if n == 0:
            raise ValueError("there is no 0th working day: count at least one day after or before")
        self._check_covered(day)
        days = self._working_days
        place = bisect_right(days, day) - 1 + n if n > 0 else bisect_left(days, day) + n
        if not 0 <= place < len(days):
            direction = "after" if n > 0 else "before"
            raise CalendarShortError(f"{self._span}; working day {abs(n)} {direction} {in_words(day)} lies outside it")
        return days[place]

    def reaching(self, first: date, last: date) -> Self:
        """This calendar stretched to *first* and *last*: beyond its own dates the working week alone counts."""
        return self._from_to(min(first, self.covers_from), max(last, self.covers_to))

    def stretched(self, first: date, last: date) -> Self:
        """As `reaching`, but without the years between: of days wholly beyond its own dates only those are counted."""
        beyond = first > self.covers_to or last < self.covers_from
        return self._from_to(first, last) if beyond else self.reaching(first, last)

    def _from_to(self, first: date, last: date) -> Self:
        return type(self)(
            nation=self.nation,
            version=self.version,
            covers_from=first,
            covers_to=last,
            working_week=self.working_week,
            closed=self.closed,
        )

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days lie after *start* up to and including *end*; negative when *end* comes first."""
        if end < start:
            return -self.working_days_between(end, start)
        if self.covers(start) and self.covers(end):
            return bisect_right(self._working_days, end) - bisect_right(self._working_days, start)
        return sum(self.is_working_day(start + _DAY * n) for n in range(1, (end - start).days + 1))

    def skipped_between(self, start: date, end: date) -> tuple[ClosedDay, ...]:
        """The days strictly between *start* and *end* that do not count, with the reason for each."""
        first, last = sorted((start, end))
        days = (first + _DAY * n for n in range(1, (last - first).days))
        return tuple(ClosedDay(on=day, why=why) for day in days if (why := self.why_closed(day)))

    def sparse_year(self, fewest: int) -> int | None:
        """A covered year of whose days not even *fewest* in a hundred count; None where there is none."""
        return next((year for year in self._years if self._in_a_hundred(year) < fewest), None)

    @property
    def _years(self) -> range:
        """The years of which the calendar covers the most."""
        first, last = self.covers_from, self.covers_to
        return range(first.year + (first.month > _HALF), last.year + (last.month > _HALF))

    def _in_a_hundred(self, year: int) -> int:
        first, last = max(date(year, 1, 1), self.covers_from), min(date(year, 12, 31), self.covers_to)
        working = bisect_right(self._working_days, last) - bisect_left(self._working_days, first)
        return 100 * working // ((last - first).days + 1)

    @cached_property
    def mark(self) -> str:
        """By which it is known again without its days: "2025-01-01/2028-12-31/" and a digest of the days that count.

        Two calendars have the same mark when they cover the same dates and count the same days among them, whatever
        their holidays are called and whichever version they came with.
        """
        days = (day.on.isoformat() for day in self.closed)
        counted = "\n".join((self.nation, str(sorted(self.working_week)), *sorted(days)))
        return f"{self.covers_from}/{self.covers_to}/{sha256(counted.encode()).hexdigest()[:16]}"

    @cached_property
    def _why_closed(self) -> dict[date, str]:
        return {day.on: day.why for day in self.closed}

    @cached_property
    def _working_days(self) -> tuple[date, ...]:
        return tuple(day for day in self._days() if self.is_working_day(day))

    @property
    def _span(self) -> str:
        return f"the calendar covers {in_words(self.covers_from)} to {in_words(self.covers_to)}"

    def _days(self) -> Iterator[date]:
        return (self.covers_from + _DAY * n for n in range((self.covers_to - self.covers_from).days + 1))

    def _check_covered(self, day: date) -> None:
        if not self.covers(day):
            raise CalendarShortError(f"{self._span}; {in_words(day)} lies outside it")
