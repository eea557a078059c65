"""Which complaints a renewed calendar would move: a dry run of the very change, which changes nothing (D2)."""

import pytest

from domain.calendar.working_calendar import ClosedDay, WorkingCalendar
from domain.complaint.complaint import Case, NotAllowedError
from domain.rounds.calendar_check import CalendarMark, changed_days, renewed_to, would_move
from tests.spec.cast import Landlord
from tests.spec.days import RULEBOOK, day

TODAY = day("Thu 24 Dec 2026")


def calendar(*closed: str, name: str = "A day of mourning", to: str = "Sun 31 Dec 2028") -> WorkingCalendar:
    """Reliance's calendar with more days closed."""
    usual = RULEBOOK.calendar("reliance", day("Wed 01 Jan 2025"), day(to))
    more = tuple(ClosedDay(on=day(each), why=name) for each in closed)
    return WorkingCalendar.model_validate(usual.model_dump() | {"closed": (*usual.closed, *more)})


def test_a_mark_tells_days_apart_not_names_or_versions() -> None:
    other_version = WorkingCalendar.model_validate(calendar().model_dump() | {"version": "holidays 99"})

    assert calendar().mark == other_version.mark
    assert calendar("Tue 29 Dec 2026").mark == calendar("Tue 29 Dec 2026", name="A coronation").mark
    assert calendar().mark != calendar("Tue 29 Dec 2026").mark
    assert calendar().mark != calendar(to="Mon 31 Dec 2029").mark


def test_a_mark_says_which_dates_the_calendar_covers() -> None:
    read = CalendarMark.read(calendar().mark)

    assert read
    assert (read.covers_from, read.covers_to) == (day("Wed 01 Jan 2025"), day("Sun 31 Dec 2028"))
    assert CalendarMark.read("") is None


@pytest.mark.parametrize(
    ("ends", "renewed"),
    [
        pytest.param("Sun 31 Dec 2028", "Sun 31 Dec 2028", id="far enough"),
        pytest.param("Fri 31 Dec 2027", "Fri 31 Dec 2027", id="a year ahead"),
        pytest.param("Thu 31 Dec 2026", "Sun 31 Dec 2028", id="it ends soon"),
    ],
)
def test_a_calendar_goes_further_only_where_it_ends_soon(ends: str, renewed: str) -> None:
    assert renewed_to(day(ends), TODAY) == day(renewed)


def test_a_dry_run_says_what_moves_and_who_is_told_and_changes_nothing(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    reliance.acknowledges(on="Tue 03 Nov 2026")
    case = Case(complaint=reliance.complaint, rules=reliance.rules)

    move = would_move(case, calendar("Mon 16 Nov 2026"), reliance.now)

    assert "stage 1 response moves from Tuesday 17 November 2026 to Wednesday 18 November 2026" in move.changes
    assert move.told[0] == f"{reliance.parts.handler}: dates moved by email"
    assert "the resident: date moved by email" in move.told
    assert move.days == ("Monday 16 November 2026 does not count: A day of mourning",)
    assert case.complaint is reliance.complaint


def test_a_day_after_every_open_date_moves_nothing_and_nobody_is_told(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    case = Case(complaint=reliance.complaint, rules=reliance.rules)

    move = would_move(case, calendar("Tue 04 May 2027"), reliance.now)

    assert (move.changes, move.told) == ("", ())


def test_a_calendar_that_ends_earlier_is_refused(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    case = Case(complaint=reliance.complaint, rules=reliance.rules)

    with pytest.raises(NotAllowedError, match="the calendar ends on Friday 31 December 2027, earlier than the one"):
        would_move(case, calendar(to="Fri 31 Dec 2027"), reliance.now)


def test_a_day_that_counts_again_is_named_too() -> None:
    assert changed_days(calendar("Tue 29 Dec 2026"), calendar()) == (
        "Tuesday 29 December 2026 counts again: A day of mourning is no longer a holiday",
    )
