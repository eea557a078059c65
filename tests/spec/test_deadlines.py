"""The deadlines of both policies, as the catalogue works them out (requirements, section 8)."""

from datetime import UTC, date, datetime

import pytest

from domain.calendar.deadlines import deadline_after, explain, extend_deadline, last_day, working_day
from domain.calendar.limits import Anchor, TimeLimit, Unit
from domain.calendar.working_calendar import Nation
from domain.policy.clocks import CLOCKS, NoLimitError, UnknownClockError, limit_of
from providers.calendars import national_calendar
from tests.spec.days import RULEBOOK, day, deadline, due

ENGLAND = national_calendar(Nation.ENGLAND, date(2021, 1, 1), date(2028, 12, 31))
SCOTLAND = national_calendar(Nation.SCOTLAND, date(2021, 1, 1), date(2028, 12, 31))


def limit(amount: int, unit: Unit = Unit.WORKING_DAYS, *, before: bool = False) -> TimeLimit:
    return TimeLimit(amount=amount, unit=unit, starts_from=Anchor.RECEIVED, before=before, clause="-")


@pytest.mark.parametrize("clock", ["acknowledge", "contact", "details"])
def test_R_061_R_062_F_021_five_working_days_from_receipt(clock: str) -> None:
    assert due("reliance", f"stage_1.{clock}", "Mon 02 Nov 2026") == "Mon 09 Nov 2026"


def test_R_060_the_day_one_reading_is_an_internal_target_one_working_day_earlier() -> None:
    acknowledge = RULEBOOK.edition("reliance").stage_1.acknowledge

    target = ENGLAND.nth_working_day(day("Mon 09 Nov 2026"), -acknowledge.internal_target_earlier)

    assert target == day("Fri 06 Nov 2026")


def test_F_030_the_investigation_ends_one_working_day_before_the_response() -> None:
    assert due("reliance", "stage_1.investigate", "Thu 05 Nov 2026") == "Wed 18 Nov 2026"


def test_R_072_the_response_is_due_ten_working_days_from_the_acknowledgement() -> None:
    assert due("reliance", "stage_1.respond", "Thu 05 Nov 2026") == "Thu 19 Nov 2026"


def test_R_073_the_extension_counts_from_the_current_due_date() -> None:
    assert due("reliance", "stage_1.extension", "Thu 19 Nov 2026") == "Thu 03 Dec 2026"


def test_R_053_the_window_is_twenty_working_days_the_most_generous_reading() -> None:
    assert due("reliance", "stage_1.escalation_window", "Thu 19 Nov 2026") == "Thu 17 Dec 2026"


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        pytest.param(limit(10, Unit.CALENDAR_DAYS), "Mon 30 Nov 2026", id="10 calendar days, rolled from Sun 29 Nov"),
        pytest.param(limit(10), "Thu 03 Dec 2026", id="10 working days"),
        pytest.param(limit(20, Unit.CALENDAR_DAYS), "Wed 09 Dec 2026", id="20 calendar days"),
        pytest.param(limit(20), "Thu 17 Dec 2026", id="20 working days"),
    ],
)
def test_R_053_every_reading_of_the_window_can_be_written_down(reading: TimeLimit, expected: str) -> None:
    assert last_day(day("Thu 19 Nov 2026"), reading, ENGLAND) == day(expected)


def test_R_081_stage_2_is_acknowledged_within_five_working_days_of_the_request() -> None:
    assert due("reliance", "stage_2.acknowledge", "Mon 30 Nov 2026") == "Mon 07 Dec 2026"


def test_F_071_stage_2_contact_within_five_working_days_of_the_request() -> None:
    assert due("reliance", "stage_2.contact", "Mon 30 Nov 2026") == "Mon 07 Dec 2026"


def test_F_071_five_calendar_days_would_roll_from_saturday_to_monday() -> None:
    assert last_day(day("Mon 30 Nov 2026"), limit(5, Unit.CALENDAR_DAYS), ENGLAND) == day("Mon 07 Dec 2026")


def test_R_085_the_final_response_is_due_twenty_working_days_from_the_stage_2_acknowledgement() -> None:
    assert due("reliance", "stage_2.respond", "Wed 02 Dec 2026") == "Mon 04 Jan 2027"


def test_F_077_counted_from_the_escalation_it_is_an_earlier_internal_target() -> None:
    respond = RULEBOOK.edition("reliance").stage_2.respond

    assert respond.internal_target_from is Anchor.ESCALATION_REQUESTED
    assert last_day(day("Mon 30 Nov 2026"), respond, ENGLAND) == day("Wed 30 Dec 2026")


def test_R_087_the_stage_2_extension_is_twenty_working_days() -> None:
    assert due("reliance", "stage_2.extension", "Mon 04 Jan 2027") == "Mon 01 Feb 2027"


def test_Q_053_two_working_days_across_christmas() -> None:
    assert due("qualitas", "stage_1.acknowledge", "Wed 23 Dec 2026") == "Tue 29 Dec 2026"


def test_Q_043_quick_resolution_within_three_working_days() -> None:
    assert due("qualitas", "quick_resolution", "Wed 23 Dec 2026") == "Wed 30 Dec 2026"


def test_Q_054_contact_within_three_working_days_of_the_acknowledgement() -> None:
    assert due("qualitas", "stage_1.contact", "Thu 24 Dec 2026") == "Thu 31 Dec 2026"


def test_Q_055_the_response_across_christmas_and_new_year() -> None:
    assert due("qualitas", "stage_1.respond", "Thu 24 Dec 2026") == "Tue 12 Jan 2027"


def test_Q_056_a_further_ten_days_are_working_days() -> None:
    assert due("qualitas", "stage_1.extension", "Tue 12 Jan 2027") == "Tue 26 Jan 2027"
    assert last_day(day("Tue 12 Jan 2027"), limit(10, Unit.CALENDAR_DAYS), ENGLAND) == day("Fri 22 Jan 2027")


def test_Q_052_the_approval_is_due_two_working_days_before_the_response() -> None:
    assert due("qualitas", "stage_1.approve", "Tue 12 Jan 2027") == "Fri 08 Jan 2027"


def test_Q_070_the_window_is_twenty_working_days_from_receipt_of_the_response() -> None:
    assert due("qualitas", "stage_1.escalation_window", "Tue 12 Jan 2027") == "Tue 09 Feb 2027"
    assert last_day(day("Tue 12 Jan 2027"), limit(20, Unit.CALENDAR_DAYS), ENGLAND) == day("Mon 01 Feb 2027")


@pytest.mark.parametrize(
    ("clock", "started", "expected"),
    [
        pytest.param("stage_2.acknowledge", "Mon 25 Jan 2027", "Wed 27 Jan 2027", id="Q-071"),
        pytest.param("stage_2.understanding", "Mon 25 Jan 2027", "Mon 08 Feb 2027", id="Q-074"),
        pytest.param("stage_2.respond", "Tue 26 Jan 2027", "Tue 09 Feb 2027", id="Q-077"),
    ],
)
def test_Q_071_Q_074_Q_077_stage_2(clock: str, started: str, expected: str) -> None:
    assert due("qualitas", clock, started) == expected


def test_Q_075_the_resident_confirms_within_ten_working_days_of_the_letter() -> None:
    confirm = RULEBOOK.edition("qualitas").stage_2.confirm_understanding

    assert confirm is not None
    assert last_day(day("Mon 08 Feb 2027"), confirm, ENGLAND) == day("Mon 22 Feb 2027")


def test_Q_077_the_code_gives_twenty_working_days() -> None:
    assert last_day(day("Tue 26 Jan 2027"), RULEBOOK.code().stage_2.respond, ENGLAND) == day("Tue 23 Feb 2027")


@pytest.mark.parametrize(
    ("landlord", "received", "expected"),
    [
        pytest.param("reliance", "Sat 21 Nov 2026", "Fri 27 Nov 2026", id="a Saturday is day zero"),
        pytest.param("qualitas", "Sat 21 Nov 2026", "Tue 24 Nov 2026", id="for Qualitas too"),
        pytest.param("qualitas", "Thu 25 Mar 2027", "Wed 31 Mar 2027", id="Maundy Thursday"),
        pytest.param("reliance", "Thu 25 Mar 2027", "Mon 05 Apr 2027", id="across Easter"),
        pytest.param("reliance", "Thu 24 Dec 2026", "Tue 05 Jan 2027", id="Christmas Eve"),
        pytest.param("qualitas", "Fri 05 May 2023", "Wed 10 May 2023", id="the Coronation"),
        pytest.param("qualitas", "Wed 01 Jun 2022", "Tue 07 Jun 2022", id="the Jubilee"),
        pytest.param("qualitas", "Fri 16 Sep 2022", "Wed 21 Sep 2022", id="the State Funeral"),
        pytest.param("reliance", "Tue 30 Jun 2026", "Tue 07 Jul 2026", id="in summer time"),
    ],
)
def test_R_061_Q_053_acknowledgement_across_closed_days(landlord: str, received: str, expected: str) -> None:
    assert due(landlord, "stage_1.acknowledge", received) == expected


@pytest.mark.parametrize(
    ("received", "amount", "expected"),
    [
        pytest.param("Thu 25 Mar 2027", 2, "Tue 30 Mar 2027", id="Easter Monday is worked"),
        pytest.param("Thu 25 Mar 2027", 5, "Fri 02 Apr 2027", id="and five days end on Friday"),
        pytest.param("Thu 24 Dec 2026", 5, "Wed 06 Jan 2027", id="2 January has its substitute on Monday 4"),
    ],
)
def test_E9_scotland_counts_its_own_days(received: str, amount: int, expected: str) -> None:
    assert last_day(day(received), limit(amount), SCOTLAND) == day(expected)


def test_E4_a_due_day_is_inclusive_and_late_begins_at_the_midnight_that_ends_it() -> None:
    response = deadline("reliance", "stage_1.respond", "Mon 15 Jun 2026")

    assert response.on == day("Mon 29 Jun 2026")
    assert response.passes_at() == datetime(2026, 6, 29, 23, 0, tzinfo=UTC)
    assert not response.is_late(datetime(2026, 6, 29, 22, 59, 59, tzinfo=UTC))
    assert response.is_late(datetime(2026, 6, 29, 23, 0, tzinfo=UTC))


def test_E11_an_extension_counts_from_the_due_date_and_keeps_where_it_came_from() -> None:
    response = deadline("reliance", "stage_1.respond", "Thu 05 Nov 2026")

    longer = extend_deadline(response, limit(10), ENGLAND)

    assert longer.on == day("Thu 03 Dec 2026")
    assert longer.previous == response
    assert longer.started_on == response.started_on


def test_D2_a_count_past_the_calendar_is_provisional_and_never_raises() -> None:
    short = national_calendar(Nation.ENGLAND, date(2026, 1, 1), date(2026, 12, 24))

    response = deadline_after(day("Wed 23 Dec 2026"), limit(10), short, "Europe/London")

    assert response.provisional
    assert response.on == day("Wed 06 Jan 2027")  # weekdays alone: Christmas and New Year are not known yet
    assert "The calendar ends on Thursday 24 December 2026" in explain(response, short).explanation


def test_D2_an_extension_past_the_calendar_is_provisional_too() -> None:
    short = national_calendar(Nation.ENGLAND, date(2026, 1, 1), date(2026, 11, 20))
    response = deadline_after(day("Thu 05 Nov 2026"), limit(10), short, "Europe/London")

    longer = extend_deadline(response, limit(10), short)

    assert (response.provisional, longer.provisional) == (False, True)


def test_the_sum_in_words_names_every_day_left_out() -> None:
    acknowledge = deadline("qualitas", "stage_1.acknowledge", "Wed 23 Dec 2026")

    words = explain(acknowledge, ENGLAND)

    assert words.explanation == (
        "2 working days after Wednesday 23 December 2026 (day zero) is Tuesday 29 December 2026; not counted: "
        "Friday 25 December (Christmas Day), Saturday 26 December, Sunday 27 December, "
        "Monday 28 December (Boxing Day (substitute day))."
    )
    assert [str(closed.on) for closed in words.skipped] == ["2026-12-25", "2026-12-26", "2026-12-27", "2026-12-28"]


def test_the_sum_in_words_of_an_extension_has_both_counts() -> None:
    longer = extend_deadline(deadline("reliance", "stage_1.respond", "Mon 02 Nov 2026"), limit(1), ENGLAND)

    words = explain(longer, ENGLAND)

    assert words.explanation.endswith(
        "Extended: 1 working day after Monday 16 November 2026 (day zero) is Tuesday 17 November 2026; "
        "every day between counts."
    )


@pytest.mark.parametrize(
    ("started", "amount", "expected"),
    [
        pytest.param("Mon 02 Nov 2026", 2, "is Wednesday 4 November 2026.", id="on a working day"),
        pytest.param(
            "Mon 02 Nov 2026",
            5,
            "is Saturday 7 November 2026, so it moves to Monday 9 November 2026; "
            "not counted: Saturday 7 November, Sunday 8 November.",
            id="rolled over a weekend",
        ),
    ],
)
def test_the_sum_in_words_of_calendar_days_counts_closed_days(started: str, amount: int, expected: str) -> None:
    on = day(started)
    calendar_days = deadline_after(on, limit(amount, Unit.CALENDAR_DAYS), ENGLAND, "Europe/London")

    assert explain(calendar_days, ENGLAND).explanation.endswith(expected)


def test_a_count_back_skips_closed_days_too() -> None:
    back = deadline_after(day("Tue 29 Dec 2026"), limit(2, before=True), ENGLAND, "Europe/London")

    assert back.on == day("Wed 23 Dec 2026")
    assert "2 working days before Tuesday 29 December 2026" in explain(back, ENGLAND).explanation


def test_calendar_days_back_from_a_closed_day_roll_to_the_working_day_before() -> None:
    back = limit(2, Unit.CALENDAR_DAYS, before=True)

    assert last_day(day("Tue 29 Dec 2026"), back, ENGLAND) == day("Thu 24 Dec 2026")


def test_a_clock_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(UnknownClockError, match=r"no clock 'stage_3\.respond'; choose from: quick_resolution, stage_1"):
        limit_of(RULEBOOK.edition("reliance"), "stage_3.respond")


@pytest.mark.parametrize(
    ("landlord", "unset"),
    [
        pytest.param("reliance", {"quick_resolution", "stage_1.approve", "stage_2.understanding"}, id="reliance"),
        pytest.param("qualitas", {"stage_1.details", "stage_1.investigate", "stage_2.investigate"}, id="qualitas"),
    ],
)
def test_a_clock_the_policy_does_not_set_is_refused(landlord: str, unset: set[str]) -> None:
    refused = {clock for clock in CLOCKS if not _has_limit(landlord, clock)}

    assert refused == unset


def _has_limit(landlord: str, clock: str) -> bool:
    try:
        return limit_of(RULEBOOK.edition(landlord), clock).amount > 0
    except NoLimitError:
        return False


def test_a_day_decades_ahead_is_counted_from_the_days_around_it_and_not_from_all_the_years_between() -> None:
    decades = ENGLAND.reaching(date(2090, 1, 1), date(2110, 1, 1))

    for n in (-20, -1, 1, 20):
        assert working_day(date(2099, 12, 24), n, ENGLAND) == decades.nth_working_day(date(2099, 12, 24), n)
    around = ENGLAND.stretched(date(2099, 12, 1), date(2099, 12, 31))
    assert around.covers_from == date(2099, 12, 1)
    assert ENGLAND.stretched(date(2028, 12, 1), date(2029, 1, 31)).covers_from == ENGLAND.covers_from
