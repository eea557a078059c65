"""The sum in words is true, for every date that anybody is told the reason of, in any story (D3, F-043)."""

import re
from datetime import date, datetime, timedelta

import pytest
from hypothesis import example, given

from domain.calendar.days import in_words
from domain.calendar.working_calendar import WorkingCalendar
from domain.views.deadlines import deadlines_shown
from tests.properties.stories import Move, alike, landlords, story, trodden_paths, unhurried, ways
from tests.spec.cast import Landlord, promise

_DAY = r"(\w+ \d{1,2} \w+ \d{4})"
_SUM = re.compile(rf"(\d+) (working|calendar) days? (after|before) {_DAY} \(day zero\) is {_DAY}")


def said_day(words: str) -> date:
    return datetime.strptime(words, "%A %d %B %Y").date()  # noqa: DTZ007 - a day has no zone


def counted(start: date, amount: int, unit: str, direction: str, calendar: WorkingCalendar) -> date:
    """The day of that sum, counted one day after the other."""
    step = timedelta(days=1 if direction == "after" else -1)
    day = start
    while amount:
        day += step
        if unit == "calendar" or not calendar.covers(day) or calendar.is_working_day(day):
            amount -= 1
    return day


def untrue(landlord: Landlord) -> list[str]:
    """What the explanations say that is not so."""
    wrong = []
    for shown in deadlines_shown(landlord.complaint, landlord.rules):
        for amount, unit, direction, start, end in _SUM.findall(shown.explanation):
            day = counted(said_day(start), int(amount), unit, direction, landlord.rules.calendar)
            if day != said_day(end):
                wrong.append(f"{shown.clock}: {shown.explanation} (it is {day})")
        if in_words(shown.due_on) not in shown.explanation:
            wrong.append(f"{shown.clock}: due {shown.due_on}, but: {shown.explanation}")
    return wrong


@landlords
@unhurried
@alike
@given(way=ways, path=trodden_paths)
@example(way=(False, False), path=[Move("allocate", 0, 0, 0), Move("wait", 0, 5, 0)])
def test_every_sum_that_is_shown_is_true_and_ends_on_the_day_that_is_shown(
    key: str, way: tuple[bool, bool], path: list[Move]
) -> None:
    landlord = story(key, way, path)

    assert untrue(landlord) == []


def why(landlord: Landlord, clock: str) -> str:
    return next(each.explanation for each in deadlines_shown(landlord.complaint, landlord.rules) if each.clock == clock)


@pytest.fixture(params=["reliance", "qualitas"])
def acknowledged(request: pytest.FixtureRequest) -> Landlord:
    """Acknowledged on Mon 07 Dec 2026."""
    landlord = Landlord(request.param)
    landlord.receives_complaint(on="Mon 07 Dec 2026")
    landlord.allocates()
    landlord.acknowledges()
    landlord.speaks_with_resident()
    return landlord


def test_an_extension_letter_is_no_sum_of_the_extension(acknowledged: Landlord) -> None:
    acknowledged.extends(5, on="Fri 11 Dec 2026")

    assert why(acknowledged, "stage_1.extension_letter") == (
        "told by Monday 21 December 2026, before the date that it puts off has passed or on the day it is given."
    )
    assert untrue(acknowledged) == []


def test_an_approval_that_is_asked_for_late_says_why_its_day_is_later(acknowledged: Landlord) -> None:
    if acknowledged.key == "reliance":
        return  # nobody approves there
    acknowledged.drafts(on="Mon 21 Dec 2026")

    assert why(acknowledged, "stage_1.approve").endswith(
        "is Thursday 17 December 2026; not counted: Saturday 19 December, Sunday 20 December. "
        "It is Monday 21 December 2026: the draft was put forward on that day."
    )


def test_an_action_to_be_done_again_is_counted_from_the_answer_and_promised_for_no_such_day(
    acknowledged: Landlord,
) -> None:
    acknowledged.responds(
        on="Mon 14 Dec 2026", promises=(promise("Tue 15 Dec 2026", owner=acknowledged.parts.handler),)
    )
    acknowledged.completes_action(on="Tue 15 Dec 2026")
    acknowledged.hears_of_action(on="Wed 16 Dec 2026", satisfactory=False)

    said = why(acknowledged, "action.1")

    assert said.startswith("5 working days after Wednesday 16 December 2026 (day zero) is Wednesday 23 December 2026;")


def test_what_is_late_is_told_the_next_working_day_and_then_by_the_day_the_resident_was_told() -> None:
    landlord = Landlord("qualitas")
    landlord.receives_complaint(on="Mon 07 Dec 2026")
    landlord.allocates()

    landlord.waits(until="Thu 10 Dec 2026", at="09:00")
    assert why(landlord, "late_letter") == (
        "1 working day after Wednesday 9 December 2026 (day zero) is Thursday 10 December 2026; "
        "every day between counts."
    )

    landlord.waits(until="Thu 10 Dec 2026", at="17:00")
    assert why(landlord, "late_letter") == (
        "the resident was told that they would hear again by Thursday 17 December 2026."
    )
