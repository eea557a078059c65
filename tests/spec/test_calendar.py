"""Which days count: bank holidays of the four nations against the official lists, and the landlord's own days."""

import json
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files

import pytest
from pydantic import ValidationError

from domain.calendar.days import in_words, instant_on, landlord_day, moment_in_full, short
from domain.calendar.working_calendar import CalendarShortError, ClosedDay, Nation, WorkingCalendar
from domain.policy.landlord import Closure
from providers.calendars import CHECKED_FROM, CHECKED_TO, bank_holidays, national_calendar, working_calendar
from tests.spec.days import RULEBOOK, day

ZONE = "Europe/London"
DIVISIONS = {
    Nation.ENGLAND: "england-and-wales",
    Nation.WALES: "england-and-wales",
    Nation.SCOTLAND: "scotland",
    Nation.NORTHERN_IRELAND: "northern-ireland",
}
# Proclaimed in February 2026, after the bundled list was made; `holidays` has it.
PROCLAIMED_LATER = {Nation.SCOTLAND: {date(2026, 6, 15)}}
ENGLAND = national_calendar(Nation.ENGLAND, date(2025, 1, 1), date(2028, 12, 31))
A_WEEK = {"covers_from": date(2026, 11, 2), "covers_to": date(2026, 11, 8)}


def official(nation: Nation) -> set[date]:
    text = files("govuk_bank_holidays").joinpath("bank-holidays.json").read_text(encoding="utf-8")
    return {date.fromisoformat(event["date"]) for event in json.loads(text)[DIVISIONS[nation]]["events"]}


@pytest.mark.parametrize("nation", Nation)
def test_E9_bank_holidays_are_the_official_ones_from_2012_to_2028(nation: Nation) -> None:
    calendar = national_calendar(nation, date(2012, 1, 1), date(2028, 12, 31))

    expected = official(nation) | PROCLAIMED_LATER.get(nation, set())
    assert len(expected) >= 8 * 17
    assert {closed.on for closed in calendar.closed} == {on for on in expected if on.weekday() < 5}


@pytest.mark.parametrize(("nation", "least"), [*zip(Nation, (8, 8, 9, 10), strict=True)])
def test_E7_every_year_that_is_checked_has_its_bank_holidays(nation: Nation, least: int) -> None:
    calendar = national_calendar(nation, CHECKED_FROM, CHECKED_TO)

    years = [closed.on.year for closed in calendar.closed]
    assert all(years.count(year) >= least for year in range(2012, 2036))
    assert all(closed.on.weekday() < 5 for closed in calendar.closed)


@pytest.mark.parametrize(
    ("nation", "on", "why"),
    [
        pytest.param(Nation.ENGLAND, "Fri 25 Dec 2026", "Christmas Day", id="Christmas Day"),
        pytest.param(Nation.ENGLAND, "Mon 28 Dec 2026", "Boxing Day (substitute day)", id="a substitute"),
        pytest.param(Nation.ENGLAND, "Mon 29 Mar 2027", "Easter Monday", id="Easter Monday"),
        pytest.param(Nation.SCOTLAND, "Mon 29 Mar 2027", None, id="no Easter Monday in Scotland"),
        pytest.param(Nation.SCOTLAND, "Mon 30 Nov 2026", "Saint Andrew's Day", id="St Andrew"),
        pytest.param(Nation.NORTHERN_IRELAND, "Tue 17 Mar 2026", "Saint Patrick's Day", id="St Patrick"),
        pytest.param(Nation.ENGLAND, "Sat 07 Nov 2026", "Saturday", id="a weekend"),
        pytest.param(Nation.ENGLAND, "Fri 06 Nov 2026", None, id="a working day"),
    ],
)
def test_a_closed_day_says_why_in_readable_words(nation: Nation, on: str, why: str | None) -> None:
    calendar = national_calendar(nation, date(2026, 1, 1), date(2027, 12, 31))

    assert calendar.why_closed(day(on)) == why
    assert calendar.is_working_day(day(on)) is (why is None)


def test_D2_the_calendar_says_which_tables_it_came_from() -> None:
    assert ENGLAND.version.startswith("holidays 0.")


def test_a_landlord_closes_and_works_on_days_of_its_own() -> None:
    landlord = RULEBOOK.landlord("reliance").model_copy(
        update={
            "closures": (Closure(first=date(2026, 12, 29), last=date(2026, 12, 31), why="Christmas closure"),),
            "extra_holidays": (Closure(first=date(2026, 11, 30), last=date(2026, 11, 30), why="A royal wedding"),),
            "ignored_holidays": (date(2026, 12, 28),),
        },
    )

    calendar = working_calendar(landlord, date(2026, 1, 1), date(2026, 12, 31))

    assert calendar.why_closed(day("Mon 30 Nov 2026")) == "A royal wedding"
    assert calendar.is_working_day(day("Mon 28 Dec 2026"))
    assert [calendar.why_closed(date(2026, 12, n)) for n in (29, 30, 31)] == ["Christmas closure"] * 3


def test_a_landlord_that_works_on_saturdays_is_closed_on_a_saturday_holiday() -> None:
    landlord = RULEBOOK.landlord("reliance").model_copy(update={"working_week": (0, 1, 2, 3, 4, 5)})

    calendar = working_calendar(landlord, date(2026, 1, 1), date(2026, 12, 31))

    assert calendar.is_working_day(day("Sat 19 Dec 2026"))
    assert calendar.why_closed(day("Sat 26 Dec 2026")) == "Boxing Day"


def test_bank_holidays_include_the_weekend_originals_by_name() -> None:
    names = bank_holidays(Nation.ENGLAND, date(2026, 12, 20), date(2026, 12, 31))

    assert names == {
        date(2026, 12, 25): "Christmas Day",
        date(2026, 12, 26): "Boxing Day",
        date(2026, 12, 28): "Boxing Day (substitute day)",
    }


def test_E34_a_calendar_without_a_working_day_is_refused() -> None:
    closed = tuple(ClosedDay(on=date(2026, 11, n), why="closed") for n in range(2, 7))

    with pytest.raises(ValidationError, match="no working day"):
        WorkingCalendar(nation=Nation.ENGLAND, version="-", closed=closed, **A_WEEK)
    with pytest.raises(ValidationError, match="no working day"):
        WorkingCalendar(nation=Nation.ENGLAND, version="-", working_week=(), **A_WEEK)


def test_a_count_that_leaves_the_calendar_is_refused_with_its_bounds() -> None:
    calendar = WorkingCalendar(nation=Nation.ENGLAND, version="-", **A_WEEK)

    with pytest.raises(CalendarShortError, match="to Sunday 8 November 2026; working day 1 after Friday 6 November"):
        calendar.nth_working_day(date(2026, 11, 6), 1)
    with pytest.raises(CalendarShortError, match="Sunday 1 November 2026 lies outside it"):
        calendar.nth_working_day(date(2026, 11, 1), 1)


def test_the_0_th_working_day_is_no_day() -> None:
    with pytest.raises(ValueError, match="0th working day"):
        ENGLAND.nth_working_day(date(2026, 11, 2), 0)


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        pytest.param("Thu 24 Dec 2026", "Tue 29 Dec 2026", 1, id="across Christmas"),
        pytest.param("Tue 29 Dec 2026", "Thu 24 Dec 2026", -1, id="backwards"),
        pytest.param("Fri 06 Nov 2026", "Fri 06 Nov 2026", 0, id="the same day"),
    ],
)
def test_F_043_working_days_between_two_days(start: str, end: str, count: int) -> None:
    assert ENGLAND.working_days_between(day(start), day(end)) == count


def test_the_days_left_out_lie_strictly_between() -> None:
    saturday, sunday = day("Sat 07 Nov 2026"), day("Sun 08 Nov 2026")

    assert [closed.on for closed in ENGLAND.skipped_between(day("Fri 06 Nov 2026"), sunday)] == [saturday]
    assert [closed.on for closed in ENGLAND.skipped_between(day("Mon 09 Nov 2026"), saturday)] == [sunday]


def test_E5_a_message_at_half_past_eleven_utc_in_summer_is_received_the_next_day() -> None:
    assert landlord_day(datetime(2026, 6, 30, 23, 30, tzinfo=UTC), ZONE) == day("Wed 01 Jul 2026")
    assert landlord_day(datetime(2026, 12, 31, 23, 30, tzinfo=UTC), ZONE) == day("Thu 31 Dec 2026")


@pytest.mark.parametrize(
    ("on", "hour_utc"),
    [
        pytest.param("Sat 28 Mar 2026", 17, id="the day before summer time"),
        pytest.param("Sun 29 Mar 2026", 16, id="the day summer time begins"),
        pytest.param("Sat 24 Oct 2026", 16, id="the day before it ends"),
        pytest.param("Sun 25 Oct 2026", 17, id="the day it ends"),
    ],
)
def test_E5_five_in_the_afternoon_is_another_instant_after_the_clocks_change(on: str, hour_utc: int) -> None:
    assert instant_on(day(on), time(17), ZONE) == datetime.combine(day(on), time(hour_utc), UTC)


@pytest.mark.parametrize(
    ("on", "hours"),
    [pytest.param("Sun 29 Mar 2026", 23, id="spring"), pytest.param("Sun 25 Oct 2026", 25, id="autumn")],
)
def test_E5_a_day_of_23_or_25_hours_ends_at_its_own_midnight(on: str, hours: int) -> None:
    start = instant_on(day(on), time(), ZONE)
    end = instant_on(day(on) + timedelta(days=1), time(), ZONE)

    assert end - start == timedelta(hours=hours)


def test_days_in_words() -> None:
    assert in_words(date(2026, 12, 1)) == "Tuesday 1 December 2026"
    assert short(date(2026, 12, 1)) == "Tue 01 Dec 2026"


def test_an_instant_is_written_by_the_landlords_clocks_whatever_the_machine_speaks() -> None:
    assert moment_in_full(datetime(2026, 11, 2, 9, 5, tzinfo=UTC), ZONE) == "Mon 02 Nov 2026 09:05"
    assert moment_in_full(datetime(2026, 6, 30, 23, 30, tzinfo=UTC), ZONE) == "Wed 01 Jul 2026 00:30"
