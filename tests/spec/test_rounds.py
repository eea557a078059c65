"""The rounds: who is told what of all that is open, over Christmas too; and what counts as stuck (D10, D13)."""

from datetime import date, datetime, timedelta

import pytest

from domain.calendar.working_calendar import ClosedDay, WorkingCalendar
from domain.policy.staff import Absence, StaffDirectory
from domain.policy.stages import Stage
from domain.rounds.reports import Lines, Work, digests, everybody_of, is_report_day, overdue_report
from domain.rounds.sweep import sleeping
from domain.views.page import Standing, Waiting, WaitsFor
from domain.views.standing import standing
from tests.spec.cast import Landlord
from tests.spec.days import RULEBOOK, day, short_instant

RELIANCE = RULEBOOK.landlord("reliance")
STAFF = RULEBOOK.directory("reliance")
CALENDAR = RULEBOOK.calendar("reliance", day("Wed 01 Jan 2025"), day("Fri 31 Dec 2027"))
CHRISTMAS_EVE = "Thu 24 Dec 2026"


def owed(reference: str, due: str, *, handler: str = "priya-nair", **more: object) -> Work:
    """Something whose response is due on a day."""
    passes_at = short_instant(due, "00:00") + timedelta(days=1)
    stands = Standing(
        words="",
        stage=Stage.ONE,
        handler=handler,
        next_due_at=passes_at,
        next_due="stage 1 response",
        next_due_on=day(due),
    )
    return Work(reference=reference, recorded_at=None, standing=stands.model_copy(update=more))


def told(*work: Work, on: str = CHRISTMAS_EVE, staff: StaffDirectory = STAFF) -> dict[str, list[str]]:
    """Each reader's digest, in lines."""
    made = digests(work, RELIANCE, staff, CALENDAR, day(on))
    return {
        reader: [*lines("late", digest.overdue), *lines("today", digest.due_today), *lines("coming", digest.coming)]
        for reader, digest in made.items()
    }


def lines(heading: str, of: Lines) -> list[str]:
    return [
        f"{heading}: {line.reference} {line.what} {line.due_on:%d %b} +{line.overdue_by} {line.handler}".strip()
        for line in of.shown
    ]


def away(person: str, on: str) -> StaffDirectory:
    days = (Absence(first=day(on), last=day(on)),)
    people = (each.model_copy(update={"absences": days}) if each.id == person else each for each in STAFF.people)
    return StaffDirectory(people=tuple(people))


def test_a_handler_reads_what_is_overdue_then_today_then_the_coming_five_working_days() -> None:
    digest = told(
        owed("REL-5", "Tue 05 Jan 2027"),
        owed("REL-6", "Wed 06 Jan 2027"),
        owed("REL-1", "Mon 21 Dec 2026"),
        owed("REL-3", CHRISTMAS_EVE),
        owed("REL-4", "Tue 29 Dec 2026"),
    )

    assert digest == {
        "priya-nair": [
            "late: REL-1 stage 1 response 21 Dec +3",
            "today: REL-3 stage 1 response 24 Dec +0",
            "coming: REL-4 stage 1 response 29 Dec +0",
            "coming: REL-5 stage 1 response 05 Jan +0",  # 29, 30, 31 December, 4 and 5 January
        ]
    }


def test_Q_052_what_waits_for_approval_is_on_the_list_of_whoever_is_asked_and_never_of_who_wrote_it() -> None:
    waits = Waiting(
        what=WaitsFor.APPROVAL, of=("department_manager",), not_of=("amara-okafor",), due_on=day("Tue 29 Dec 2026")
    )
    work = owed("REL-1", "Thu 31 Dec 2026")
    work = work.model_copy(update={"standing": work.standing.model_copy(update={"waits_for": (waits,)})})

    assert told(work)["simon-wright"] == ["coming: REL-1 approval 29 Dec +0"]
    assert "amara-okafor" not in told(work)


def test_after_christmas_the_days_nobody_worked_are_not_counted() -> None:
    digest = told(owed("REL-1", CHRISTMAS_EVE), on="Tue 29 Dec 2026")

    assert digest == {"priya-nair": ["late: REL-1 stage 1 response 24 Dec +1"]}


def test_who_has_nothing_to_do_in_these_days_is_told_nothing() -> None:
    assert told(owed("REL-1", "Wed 20 Jan 2027")) == {}


def test_an_absent_handlers_work_is_on_the_deputys_one_list_with_whose_it_is() -> None:
    work = (owed("REL-1", CHRISTMAS_EVE), owed("REL-2", CHRISTMAS_EVE, handler="tom-hughes"))

    digest = told(*work, staff=away("priya-nair", CHRISTMAS_EVE))

    assert digest == {
        "tom-hughes": [
            "today: REL-1 stage 1 response 24 Dec +0 Priya Nair",
            "today: REL-2 stage 1 response 24 Dec +0",
        ]
    }


@pytest.mark.parametrize(("handler", "whose"), [("", "nobody yet"), ("left-last-year", "left-last-year")])
def test_what_nobody_has_is_on_the_supervisors_list(handler: str, whose: str) -> None:
    digest = told(owed("REL-1", CHRISTMAS_EVE, handler=handler))

    assert digest == {"daniel-osei": [f"today: REL-1 stage 1 response 24 Dec +0 {whose}"]}


def test_nobody_is_told_of_what_they_are_kept_from() -> None:
    work = owed("REL-1", CHRISTMAS_EVE, not_told=("tom-hughes",))

    digest = told(work, staff=away("priya-nair", CHRISTMAS_EVE))

    assert list(digest) == ["daniel-osei"]


def test_managers_see_what_is_overdue_the_longest_first_by_stage_and_handler() -> None:
    work = (
        owed("REL-2", "Wed 23 Dec 2026", handler="tom-hughes"),
        owed("REL-1", "Mon 21 Dec 2026"),
        owed("REL-3", CHRISTMAS_EVE),
        owed("REL-4", "Mon 21 Dec 2026", not_told=("amara-okafor",)),
    )

    report = overdue_report(work, 23, STAFF, CALENDAR, day(CHRISTMAS_EVE), "amara-okafor")

    assert report.open == 23
    assert [(tally.of, tally.count) for tally in report.by_stage] == [("stage 1", 2)]
    assert [(tally.of, tally.count) for tally in report.by_handler] == [("Priya Nair", 1), ("Tom Hughes", 1)]
    assert [(line.reference, line.overdue_by) for line in report.overdue.shown] == [("REL-1", 3), ("REL-2", 1)]


def test_the_report_says_what_is_due_today_of_whom_who_stands_in_and_what_it_waits_for() -> None:
    asked = Waiting(what=WaitsFor.APPROVAL, of=("department_manager", "slt"))
    waits = owed("REL-1", CHRISTMAS_EVE, waits_for=(asked,))
    closed = owed("REL-2", "Wed 23 Dec 2026", handler="mo-left", closed=True)

    staff = away("priya-nair", CHRISTMAS_EVE)
    report = overdue_report((waits, closed), 2, staff, CALENDAR, day(CHRISTMAS_EVE), "daniel-osei")

    (today,), (late,) = report.due_today.shown, report.overdue.shown
    assert (today.handler, today.away) == ("Priya Nair", "away until Thu 24 Dec 2026; Tom Hughes stands in")
    assert today.waits == "approval (department manager or slt)"
    assert (late.handler, late.away, late.stage) == ("mo-left", "has left", "closed, and still owes something")


@pytest.mark.parametrize("key", RULEBOOK.landlords())
def test_the_weekly_report_reaches_those_who_give_the_work_out(key: str) -> None:
    rounds = RULEBOOK.landlord(key).rounds

    assert rounds
    assert set(rounds.digest.nobody_yet) <= set(rounds.overdue_report.to)


def test_a_report_goes_to_everybody_of_its_roles_once_and_to_the_deputy_of_who_is_away() -> None:
    readers = everybody_of(("department_manager",), away("simon-wright", CHRISTMAS_EVE), day(CHRISTMAS_EVE))

    assert readers == ("amara-okafor",)


@pytest.mark.parametrize(
    ("weekday", "on", "due"),
    [
        pytest.param(0, "Mon 21 Dec 2026", True, id="its own day"),
        pytest.param(0, "Tue 22 Dec 2026", False, id="told the day before"),
        pytest.param(0, "Mon 28 Dec 2026", False, id="a bank holiday"),
        pytest.param(0, "Tue 29 Dec 2026", True, id="the working day after it"),
        pytest.param(0, "Wed 30 Dec 2026", False, id="told the day before, after a bank holiday"),
        pytest.param(4, "Tue 29 Dec 2026", True, id="from Friday, Christmas Day, over the weekend"),
    ],
)
def test_a_weekly_report_goes_on_the_first_working_day_from_its_weekday_on(weekday: int, on: str, *, due: bool) -> None:
    assert is_report_day(weekday, day(on), CALENDAR) is due


def slept(landlord: Landlord, at: datetime) -> bool:
    """Whether the sweep finds the complaint at an instant, by what the register would hold of it now."""
    stands = standing(landlord.complaint, landlord.rules, landlord.now)
    recorded_at = landlord.written[-1].recorded_at
    work = Work(reference=landlord.complaint.reference, recorded_at=recorded_at, standing=stands)
    return sleeping(work, at, timedelta(minutes=30)) is not None


def test_a_complaint_is_stuck_when_its_reminder_did_not_go(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 14 Dec 2026")  # to be acknowledged by Mon 21 Dec; first reminder Thu 17 Dec

    assert not slept(reliance, short_instant("Thu 17 Dec 2026", "09:30"))
    assert slept(reliance, short_instant("Thu 17 Dec 2026", "09:51"))  # 20 minutes of spread, 30 of patience


def test_a_complaint_that_reminds_and_notes_what_is_missed_is_never_stuck(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 14 Dec 2026")

    for on in ("Thu 17 Dec 2026", "Mon 21 Dec 2026", "Tue 22 Dec 2026", CHRISTMAS_EVE, "Tue 05 Jan 2027"):
        reliance.waits(until=on, at="09:40")
        assert not slept(reliance, short_instant(on, "11:00"))


def test_a_complaint_that_is_overdue_for_months_is_still_watched(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 14 Dec 2026")
    for on in ("Mon 15 Feb 2027", "Tue 30 Mar 2027", "Tue 29 Jun 2027"):
        reliance.waits(until=on, at="09:40")
        assert not slept(reliance, short_instant(on, "11:00"))

    last = reliance.written[-1].recorded_at

    assert reliance.now - last < timedelta(days=7)
    assert not slept(reliance, last + timedelta(days=21))
    assert slept(reliance, last + timedelta(days=21, minutes=30))


def test_a_closure_at_christmas_is_no_sleep() -> None:
    dark = [ClosedDay(on=date(2026, 12, on), why="Christmas closure") for on in (29, 30, 31)]
    closed = sorted((*CALENDAR.closed, *dark), key=lambda closed_day: closed_day.on)
    calendar = WorkingCalendar.model_validate(CALENDAR.model_dump() | {"closed": closed})
    weekly = tuple(short_instant(on, "09:13") for on in ("Thu 10 Dec 2026", "Thu 17 Dec 2026"))
    stands = Standing(words="", stage=Stage.ONE, handler="priya-nair", acts_at=weekly)
    work = Work(reference="REL-LATE", recorded_at=short_instant(CHRISTMAS_EVE, "09:13"), standing=stands)

    reminds_on = calendar.nth_working_day(day(CHRISTMAS_EVE), 5)

    assert reminds_on == day("Fri 08 Jan 2027")
    assert sleeping(work, short_instant("Fri 08 Jan 2027", "09:43"), timedelta(minutes=30)) is None
    assert sleeping(work, short_instant("Thu 14 Jan 2027", "09:43"), timedelta(minutes=30)) is not None


def test_the_midnight_that_misses_a_deadline_is_expected_too(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 14 Dec 2026")
    reliance.waits(until="Mon 21 Dec 2026", at="09:40")

    assert not slept(reliance, short_instant("Tue 22 Dec 2026", "00:29"))
    assert slept(reliance, short_instant("Tue 22 Dec 2026", "00:30"))


def test_over_christmas_nothing_is_expected_of_a_complaint(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 14 Dec 2026")
    reliance.waits(until=CHRISTMAS_EVE, at="09:40")

    expected = standing(reliance.complaint, reliance.rules, reliance.now).acts_at

    first, last = short_instant(CHRISTMAS_EVE, "12:00"), short_instant("Tue 29 Dec 2026", "00:00")
    assert not [at for at in expected if first < at < last]
    assert not slept(reliance, short_instant("Mon 28 Dec 2026", "12:00"))
