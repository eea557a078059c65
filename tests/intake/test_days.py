"""Dates as people type them: the day first, with their year or without."""

from datetime import date

import pytest

from domain.messages.message import Message
from domain.procedure.remedies.actions import AddAction
from domain.procedure.stages.respond import Respond
from domain.value import Order
from intake.days import Nearest, day, with_days
from intake.errors import BadInputError, NotMeantError
from intake.moments import has_year, moment
from tests.spec.days import day as spec_day

TODAY = spec_day("Sat 28 Nov 2026")


@pytest.mark.parametrize(
    "written",
    [
        "24/12/2026",
        " 24/12/2026 ",
        "24 December 2026",
        "24 december 2026",
        "24 Dec 2026",
        "24th Dec. 2026",
        "Thu 24 December 2026",
        "Thursday, 24/12/2026",
        "2026-12-24",
        "Thu 2026-12-24",
    ],
)
def test_a_date_is_read_with_the_day_first(written: str) -> None:
    assert day(written) == date(2026, 12, 24)


@pytest.mark.parametrize(
    ("written", "past", "coming"),
    [
        pytest.param("24 December", date(2025, 12, 24), date(2026, 12, 24), id="later this year"),
        pytest.param("24 Dec", date(2025, 12, 24), date(2026, 12, 24), id="in short"),
        pytest.param("24/12", date(2025, 12, 24), date(2026, 12, 24), id="in figures"),
        pytest.param("5 June", date(2026, 6, 5), date(2027, 6, 5), id="earlier this year"),
        pytest.param("28 November", TODAY, TODAY, id="today"),
        pytest.param("29 February", date(2024, 2, 29), date(2028, 2, 29), id="of a leap year"),
    ],
)
def test_without_a_year_it_is_the_last_such_day_or_the_next(written: str, past: date, coming: date) -> None:
    assert day(written, TODAY, Nearest.PAST) == past
    assert day(written, TODAY, Nearest.COMING) == coming


def test_29_february_is_found_beyond_a_century_without_one() -> None:
    assert day("29 February", date(2103, 1, 1), Nearest.PAST) == date(2096, 2, 29)
    assert day("29 February", date(2097, 1, 1), Nearest.COMING) == date(2104, 2, 29)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        pytest.param("24 December", "'24 December' has no year; write it as 24/12/2026", id="no year"),
        pytest.param("29/02/2027", "'29/02/2027' is not a date: there is no such day", id="29 February"),
        pytest.param("31 November 2026", "'31 November 2026' is not a date: there is no such day", id="31 November"),
        pytest.param("2026-11-31", "'2026-11-31' is not a date: there is no such day", id="31 November by figures"),
        pytest.param("12/24/2026", "'12/24/2026' is not a date: there is no such day", id="the month first"),
        pytest.param("0/12/2026", "'0/12/2026' is not a date: there is no such day", id="no day"),
        pytest.param("tomorrow", "'tomorrow' is not a date; write it as 24/12/2026", id="words"),
        pytest.param("24/12/26", "'24/12/26' is not a date; write it as 24/12/2026", id="two figures"),
        pytest.param("Fri 24/12/2026", "'Fri 24/12/2026' is a Thursday, not a Fri", id="another weekday"),
        pytest.param("1/1/0001", "'1/1/0001' cannot be meant; check its year", id="long ago"),
        pytest.param("", "'' is not a date; write it as 24/12/2026", id="nothing"),
    ],
)
def test_what_is_not_a_date_is_refused_in_a_sentence(written: str, why: str) -> None:
    with pytest.raises(BadInputError) as refusal:
        day(written)

    assert str(refusal.value).startswith(why)


def test_a_day_that_no_year_has_is_refused_without_its_year_too() -> None:
    with pytest.raises(BadInputError, match=r"^.31 November. is not a date"):
        day("31 November", TODAY, Nearest.PAST)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        pytest.param("24/12/2025 10:15", "2025-12-24T10:15", id="in figures"),
        pytest.param("24 December 2025 at 9:05", "2025-12-24T09:05", id="in words"),
        pytest.param("24 December 10:15", "2025-12-24T10:15", id="without its year it was the last"),
        pytest.param("Wed 24 Dec 2025 10:15", "2025-12-24T10:15", id="with its weekday"),
        pytest.param("2025-12-24T10:15", "2025-12-24T10:15", id="as machines write it"),
    ],
)
def test_a_date_with_a_time_of_day_is_read_so_too(written: str, shown: str) -> None:
    assert f"{moment(written, 'Europe/London', TODAY):%Y-%m-%dT%H:%M}" == shown


@pytest.mark.parametrize(
    ("written", "why"),
    [
        pytest.param("24 December 10:15", "'24 December 10:15' has no year", id="no year"),
        pytest.param("24/12/2026 25:00", "the time of day does not exist", id="no such time"),
        pytest.param("28/03/2027 01:30", "the clocks go forward over it", id="skipped"),
        pytest.param("29 February 2027 10:00", "there is no such day", id="29 February"),
        pytest.param("24/12/2026", "has no time of day; write it as 24/12/2026 10:15", id="no time"),
    ],
)
def test_what_is_not_a_date_with_a_time_is_refused_in_a_sentence(written: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        moment(written, "Europe/London")


def test_only_a_date_without_its_year_needs_to_know_today() -> None:
    assert [has_year(written) for written in ("24 December 10:15", "24/12/2026 10:15", "soon", 7)] == [
        False,
        True,
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("order", "given", "read"),
    [
        pytest.param(
            AddAction,
            {"promise": {"what": "Paint it.", "owner": "Ann", "due_on": "24 December"}},
            {"promise": {"what": "Paint it.", "owner": "Ann", "due_on": date(2026, 12, 24)}},
            id="promised: the next",
        ),
        pytest.param(
            Respond,
            {"response": {"remedy": "24/12/2026", "promises": [{"due_on": "24/12/2026"}]}},
            {"response": {"remedy": "24/12/2026", "promises": [{"due_on": date(2026, 12, 24)}]}},
            id="words stay words",
        ),
    ],
)
def test_the_dates_of_an_order_are_read_at_any_depth(order: type[Message], given: object, read: object) -> None:
    assert isinstance(given, dict)
    assert with_days(order, given, TODAY, ()) == read


def test_a_date_of_an_order_that_is_none_is_refused_by_its_name() -> None:
    given = {"response": {"promises": [{"due_on": "31 November"}]}}

    with pytest.raises(NotMeantError) as refusal:
        with_days(Respond, given, TODAY, ())

    assert refusal.value.sentence.startswith("response, promises.1.due_on: '31 November' is not a date")


class _WithADate(Order):
    """An order with a date of which nothing says whether it is past or to come."""

    seen_on: date


def test_a_date_that_may_be_past_or_to_come_needs_its_year() -> None:
    with pytest.raises(NotMeantError, match="'24 December' has no year"):
        with_days(_WithADate, {"seen_on": "24 December"}, TODAY, ())

    assert with_days(_WithADate, {"seen_on": "24 December 2026"}, TODAY, ()) == {"seen_on": date(2026, 12, 24)}


@pytest.mark.parametrize(
    ("written", "nearest"),
    [("29 November", Nearest.PAST), ("27 November", Nearest.COMING)],
    ids=["tomorrow, for what has happened", "yesterday, for what is due"],
)
def test_a_day_just_on_the_wrong_side_of_today_needs_its_year(written: str, nearest: Nearest) -> None:
    with pytest.raises(BadInputError, match="give the year"):
        day(written, date(2026, 11, 28), nearest)


@pytest.mark.parametrize("said", ["Thu", "Thur", "Thurs", "thursday"])
def test_weekdays_may_be_short(said: str) -> None:
    assert day(f"{said} 24 December 2026") == date(2026, 12, 24)
