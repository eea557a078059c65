"""A holiday proclaimed later, and a calendar that runs short (D2)."""

from datetime import date, timedelta

from domain.calendar.deadlines import explain
from domain.calendar.working_calendar import Nation
from domain.complaint.complaint import Case
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.resident_facts import DateMovedFacts
from domain.duties.owed import escalation_window
from domain.procedure.time.tick import next_due
from providers.calendars import national_calendar
from tests.spec.cast import RULEBOOK, Landlord
from tests.spec.days import day


def test_E6_a_holiday_moves_open_dates_on_and_is_recorded_before_and_after(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()

    reliance.hears_of_holiday("Fri 06 Nov 2026")

    assert reliance.due("stage_1.acknowledge") == "Tue 10 Nov 2026"
    line = next(line for line in reliance.record if ": calendar" in line)
    assert "stage 1 acknowledgement moves from Monday 9 November 2026 to Tuesday 10 November 2026" in line


def test_D2_the_handler_and_whoever_was_told_the_old_date_are_told(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.acknowledges(on="Tue 03 Nov 2026", at="10:00")

    landlord.hears_of_holiday("Mon 16 Nov 2026")

    handler = landlord.parts.handler
    assert landlord.told(NoticeKind.DATES_MOVED) == [f"Tue 03 Nov 10:00 dates_moved to {handler} by email"]
    facts = landlord.facts(DateMovedFacts)
    assert (facts.previous_due_on, facts.due_on) == (date(2026, 11, 17), date(2026, 11, 18))
    assert facts.what == "our full response"
    assert facts.reason == "Monday 16 November 2026 is not a working day (a day of mourning)"


def test_D2_the_receipt_told_when_to_expect_the_acknowledgement(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()

    reliance.hears_of_holiday("Fri 06 Nov 2026")

    moved = [sent.notice.facts for sent in reliance.sent if isinstance(sent.notice.facts, DateMovedFacts)]
    assert [facts.what for facts in moved] == [
        "our acknowledgement",
        "our acknowledgement",
    ]  # the letter and its text; no response was told yet


def test_D2_the_last_day_to_ask_moves_with_it(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.acknowledges(on="Tue 03 Nov 2026")
    landlord.speaks_with_resident()
    landlord.responds(on="Thu 05 Nov 2026")

    landlord.hears_of_holiday("Mon 16 Nov 2026")

    last = escalation_window(landlord.complaint, landlord.rules)
    assert last is not None
    assert last.on == date(2026, 12, 4)
    assert landlord.facts(DateMovedFacts).what == "the time to ask for a review to end"


def test_D2_an_extended_date_moves_once(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    reliance.acknowledges(on="Tue 03 Nov 2026")
    reliance.extends(10, on="Thu 05 Nov 2026")

    reliance.hears_of_holiday("Mon 16 Nov 2026")

    assert reliance.due("stage_1.respond") == "Wed 02 Dec 2026"


def test_D2_a_date_given_out_never_moves_earlier(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    reliance.acknowledges(on="Tue 03 Nov 2026")
    reliance.extends(10, on="Thu 05 Nov 2026")
    before = reliance.rules.calendar
    reliance.hears_of_holiday("Mon 16 Nov 2026")

    reliance.takes_calendar(before)

    deadline = reliance.duty("stage_1.respond").deadline
    assert reliance.due("stage_1.respond") == "Wed 02 Dec 2026"
    assert explain(deadline, reliance.rules.calendar).explanation.endswith(
        "It stays Wednesday 2 December 2026: a date never moves earlier."
    )
    assert reliance.record[-1].endswith("no open date moves")


def test_D2_a_calendar_that_ends_earlier_is_refused(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    shorter = reliance.rules.calendar.model_copy(update={"covers_to": date(2027, 6, 30)})

    sentence = reliance.refuses(lambda: reliance.takes_calendar(shorter))

    assert (
        sentence == "the calendar ends on Wednesday 30 June 2027, "
        "earlier than the one the complaint has (Sunday 31 December 2028)."
    )


def test_D2_nor_a_decision_on_a_late_request(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    reliance.acknowledges(on="Tue 03 Nov 2026")
    reliance.responds(on="Thu 05 Nov 2026")
    reliance.is_asked_for_stage_2(on="Mon 21 Dec 2026")
    before = reliance.rules.calendar
    reliance.hears_of_holiday("Tue 22 Dec 2026")

    reliance.takes_calendar(before)

    assert reliance.due("stage_1.decide_late_request") == "Thu 24 Dec 2026"


def test_D2_a_promised_day_is_a_day(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.promises("Mon 16 Nov 2026")

    reliance.hears_of_holiday("Mon 16 Nov 2026")

    assert reliance.due("action.1") == "Mon 16 Nov 2026"


def test_E9_another_nations_calendar_is_refused(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    scotland = national_calendar(Nation.SCOTLAND, date(2025, 1, 1), date(2028, 12, 31))

    sentence = landlord.refuses(lambda: landlord.takes_calendar(scotland))

    assert sentence == "the calendar is for scotland; this complaint uses the one for england."


def short_calendar(covers_to: str) -> Landlord:
    """A complaint of Wed 02 Dec 2026 whose calendar ends on a day."""
    rules = RULEBOOK.rules("reliance", day("Wed 02 Dec 2026"))
    calendar = national_calendar(Nation.ENGLAND, date(2025, 1, 1), day(covers_to))
    landlord = Landlord("reliance", rules=rules.model_copy(update={"calendar": calendar}))
    landlord.receives_complaint(on="Wed 02 Dec 2026")
    return landlord


def test_E7_a_short_calendar_alarms_once_and_never_raises() -> None:
    landlord = short_calendar("Mon 14 Dec 2026")

    landlord.waits(until="Mon 01 Feb 2027")

    alarms = [line for line in landlord.record if "the calendar ends on" in line]
    assert alarms == [
        "Wed 02 Dec: the calendar ends on Monday 14 December 2026: later dates are provisional until it is renewed"
    ]
    assert next_due(landlord.complaint, landlord.rules, landlord.now) is not None


def test_E7_every_step_can_be_taken_past_its_end() -> None:
    landlord = short_calendar("Mon 07 Dec 2026")
    landlord.allocates()
    landlord.acknowledges()
    landlord.extends(10)
    landlord.responds(on="Tue 15 Dec 2026")

    landlord.is_asked_for_stage_2(on="Wed 16 Dec 2026")

    assert landlord.due("stage_2.acknowledge") == "Wed 23 Dec 2026"


def test_E7_renewed_the_dates_are_counted_properly() -> None:
    landlord = short_calendar("Mon 07 Dec 2026")
    before = landlord.due("stage_1.respond")

    landlord.takes_calendar(RULEBOOK.calendar("reliance", date(2025, 1, 1), date(2028, 12, 31)))

    assert (before, landlord.due("stage_1.respond")) == ("Wed 23 Dec 2026", "Wed 23 Dec 2026")
    assert not landlord.complaint.calendar_is_short


def test_E7_the_calendar_a_complaint_starts_with_reaches_two_years_ahead(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")

    assert landlord.rules.calendar.covers_to >= day("Mon 02 Nov 2026") + timedelta(days=731)


def test_D1_complaints_judged_by_equal_rules_hold_them_once(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    first, second = (_as_it_travels(landlord) for _ in range(2))

    landlord.hears_of_holiday("Fri 06 Nov 2026")
    moved, also_moved = (_as_it_travels(landlord) for _ in range(2))

    assert first.rules is second.rules
    assert moved.rules is also_moved.rules
    assert moved.rules.calendar.why_closed(date(2026, 11, 6)) == "a day of mourning"
    assert first.rules.calendar.why_closed(date(2026, 11, 6)) is None


def _as_it_travels(landlord: Landlord) -> Case:
    return Case.model_validate_json(Case(complaint=landlord.complaint, rules=landlord.rules).model_dump_json())
