"""Which open complaints a renewed calendar would move, and how: a dry run of the very change (D2)."""

from datetime import date, datetime, timedelta
from typing import ClassVar, NamedTuple, Self

from domain.calendar.days import in_words
from domain.calendar.working_calendar import WorkingCalendar
from domain.complaint.complaint import Case
from domain.complaint.facts.duties import CalendarRenewed
from domain.complaint.notices import Notice
from domain.procedure.time.calendar_changed import change_calendar
from domain.value import Value

_SOON = timedelta(days=365)
"""A calendar that ends within a year is renewed though no day of it changes: a complaint could outlive it."""
_YEARS_AHEAD = 2
"""As far as a new complaint's calendar goes: two whole years after this one (D2)."""


class CalendarMark(NamedTuple):
    """A calendar's mark, read."""

    covers_from: date
    covers_to: date
    digest: str

    @classmethod
    def read(cls, mark: str) -> Self | None:
        """What *mark* says; None where it is none."""
        covers_from, _, rest = mark.partition("/")
        covers_to, _, digest = rest.partition("/")
        try:
            return cls(date.fromisoformat(covers_from), date.fromisoformat(covers_to), digest)
        except ValueError:
            return None


class Move(Value):
    """What a renewed calendar does to one complaint."""

    reference: str
    changes: str
    """"stage 1 response moves from Tuesday 29 December 2026 to …"; empty where no date moves."""
    told: tuple[str, ...] = ()
    """Who is told what."""
    days: tuple[str, ...] = ()
    """The days that do not count any more, or count again."""


class CalendarReport(Value):
    """What a calendar check found at a landlord, for its complaints officer."""

    template: ClassVar[str] = "calendar_report"

    differ: int
    """Open complaints that count by an older calendar."""
    asked: int
    moving: int
    """Of those asked: with a date that would move."""
    moves: tuple[Move, ...]
    days: tuple[str, ...]

    @property
    def not_asked(self) -> int:
        """How many were not asked, or did not answer."""
        return self.differ - self.asked

    @property
    def not_shown(self) -> int:
        """How many would move that are not in the list."""
        return self.moving - len(self.moves)


def renewed_to(covers_to: date, today: date) -> date:
    """How far the calendar of a complaint goes when it is renewed: as far as it does, further where that is soon."""
    return covers_to if covers_to >= today + _SOON else max(covers_to, date(today.year + _YEARS_AHEAD, 12, 31))


def would_move(case: Case, calendar: WorkingCalendar, now: datetime) -> Move:
    """What *calendar* would do to the complaint.

    Raises:
        NotAllowedError: the complaint would refuse it: it ends earlier than the one it has, or is another nation's.
    """
    before = case.complaint
    # A complaint's own clock may be ahead, on a development server.
    at = max(now, before.record_summary.last_at or now)
    after, _ = change_calendar(before, case.rules, calendar, at)
    new = after.outbox[len(before.outbox) :]
    changed = after.record[len(before.record)].facts
    changes = changed.changes if isinstance(changed, CalendarRenewed) else ""
    return Move(
        reference=before.reference,
        changes=changes if new else "",
        told=tuple(_told(notice) for notice in new),
        days=changed_days(case.rules.calendar, calendar),
    )


def changed_days(old: WorkingCalendar, new: WorkingCalendar) -> tuple[str, ...]:
    """The days on which two calendars differ, as far as both go: "Mon 04 May 2026 does not count: a royal wedding"."""
    was = {day.on: day.why for day in old.closed if new.covers(day.on)}
    now = {day.on: day.why for day in new.closed if old.covers(day.on)}
    closed = {on: f"{in_words(on)} does not count: {now[on]}" for on in now.keys() - was.keys()}
    opened = {on: f"{in_words(on)} counts again: {was[on]} is no longer a holiday" for on in was.keys() - now.keys()}
    return tuple(words for _, words in sorted((closed | opened).items()))


def _told(notice: Notice) -> str:
    return f"{notice.to.words}: {notice.words} by {notice.channel}"
