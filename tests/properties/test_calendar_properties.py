"""What holds for every calendar and every count of days."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.calendar.deadlines import deadline_after, explain, extend_deadline, last_day
from domain.calendar.limits import Anchor, TimeLimit, Unit
from domain.calendar.working_calendar import Nation, WorkingCalendar
from providers.calendars import national_calendar

FIRST, LAST = date(2012, 1, 1), date(2035, 12, 31)
CALENDARS = {nation: national_calendar(nation, FIRST, LAST) for nation in Nation}
ZONE = "Europe/London"

calendars = st.sampled_from([*CALENDARS.values()])
days = st.dates(date(2013, 1, 1), date(2034, 12, 31))
counts = st.integers(1, 120)
limits = st.builds(
    lambda amount, unit: TimeLimit(amount=amount, unit=unit, starts_from=Anchor.RECEIVED, clause="-"),
    st.integers(1, 60),
    st.sampled_from(Unit),
)


@given(calendars, days, counts)
def test_a_counted_day_is_never_a_closed_day(calendar: WorkingCalendar, day: date, n: int) -> None:
    assert calendar.is_working_day(calendar.nth_working_day(day, n))
    assert calendar.is_working_day(calendar.nth_working_day(day, -n))


@given(calendars, days, counts)
def test_one_more_is_later(calendar: WorkingCalendar, day: date, n: int) -> None:
    assert calendar.nth_working_day(day, n) < calendar.nth_working_day(day, n + 1)
    assert calendar.nth_working_day(day, -n) > calendar.nth_working_day(day, -n - 1)


@given(calendars, days, days, counts)
def test_a_later_start_never_falls_due_earlier(calendar: WorkingCalendar, one: date, other: date, n: int) -> None:
    first, second = sorted((one, other))

    assert calendar.nth_working_day(first, n) <= calendar.nth_working_day(second, n)


@given(calendars, days, counts)
def test_before_and_after_are_inverse_on_working_days(calendar: WorkingCalendar, day: date, n: int) -> None:
    working = calendar.nth_working_day(day, 1)

    assert calendar.nth_working_day(calendar.nth_working_day(working, n), -n) == working
    assert calendar.nth_working_day(calendar.nth_working_day(working, -n), n) == working


@given(calendars, days, counts)
def test_counting_between_gives_the_count_back(calendar: WorkingCalendar, day: date, n: int) -> None:
    assert calendar.working_days_between(day, calendar.nth_working_day(day, n)) == n


@given(calendars, days, counts)
def test_every_day_between_is_counted_or_skipped_with_a_reason(calendar: WorkingCalendar, day: date, n: int) -> None:
    end = calendar.nth_working_day(day, n)

    skipped = calendar.skipped_between(day, end)

    assert len(skipped) + n == (end - day).days
    assert all(closed.why for closed in skipped)


@given(calendars, days, limits, limits)
def test_an_extension_never_shortens(calendar: WorkingCalendar, day: date, limit: TimeLimit, more: TimeLimit) -> None:
    deadline = deadline_after(day, limit, calendar, ZONE)

    longer = extend_deadline(deadline, more, calendar)

    assert longer.on > deadline.on
    assert longer.passes_at() > deadline.passes_at()


@given(calendars, days, limits)
def test_a_deadline_is_a_working_day_and_its_sum_names_it(
    calendar: WorkingCalendar, day: date, limit: TimeLimit
) -> None:
    deadline = deadline_after(day, limit, calendar, ZONE)

    assert calendar.is_working_day(deadline.on)
    assert deadline.on >= day + timedelta(days=limit.amount)
    assert f"{deadline.on.day} {deadline.on:%B %Y}" in explain(deadline, calendar).explanation


@given(calendars, days, limits, st.integers(0, 90))
def test_a_shorter_calendar_never_gives_a_later_day(
    calendar: WorkingCalendar, day: date, limit: TimeLimit, known: int
) -> None:
    short = national_calendar(calendar.nation, day - timedelta(days=7), day + timedelta(days=known))

    guessed = deadline_after(day, limit, short, ZONE)

    assert guessed.on <= last_day(day, limit, calendar)
    assert guessed.provisional or guessed.on == last_day(day, limit, calendar)
