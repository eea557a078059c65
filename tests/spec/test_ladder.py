"""The ladder: who is reminded, when, and to whom a missed deadline goes (D10). Its rungs are ours: landlord.toml."""

from datetime import timedelta
from itertools import islice

import pytest

from domain.calendar.days import instant_on
from domain.complaint.notice_kinds import NoticeKind
from domain.duties.ladder import rung_time, rungs
from domain.duties.owed import open_duties
from domain.policy.channels import Channel
from domain.procedure.time.tick import Next, next_due
from tests.spec.cast import NOON, RULEBOOK, Landlord
from tests.spec.days import day, short_instant


def lines(landlord: Landlord, what: str) -> list[str]:
    """The reminders of one duty."""
    return [line.split(":")[0] for line in landlord.reminders() if what in line]


def test_D10_long_limits_two_and_one_day_before_the_day_and_one_and_three_after(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()

    reliance.waits(until="Tue 01 Dec 2026")

    assert lines(reliance, "acknowledgement") == [
        "Thu 05 Nov reminder to priya-nair",
        "Fri 06 Nov reminder to priya-nair",
        "Mon 09 Nov reminder to priya-nair",
        "Tue 10 Nov overdue to daniel-osei",
        "Thu 12 Nov overdue to amara-okafor",
        "Thu 19 Nov overdue to amara-okafor",
        "Thu 26 Nov overdue to amara-okafor",
    ]


def test_D10_short_limits_one_day_before_the_day_and_one_and_three_after(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026")
    qualitas.allocates()

    qualitas.waits(until="Mon 09 Nov 2026")

    assert lines(qualitas, "acknowledgement") == [
        "Tue 03 Nov reminder to nadia-karim",
        "Wed 04 Nov reminder to nadia-karim",
        "Thu 05 Nov overdue to victoria-lane",
        "Mon 09 Nov overdue to victoria-lane",
    ]


def test_D10_leaving_out_the_reminders_of_before_leaves_out_none_to_come(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()

    for duty in open_duties(landlord.complaint, landlord.rules):
        all_of_them = list(islice(rungs(duty, landlord.rules), 60))
        for through in (duty.started_at.date() + timedelta(days=n) for n in range(150)):
            to_come = [on for on in all_of_them if on > through][:3]
            assert list(islice((on for on in rungs(duty, landlord.rules, through) if on > through), 3)) == to_come


def test_D10_never_on_a_closed_day(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Thu 24 Dec 2026")
    reliance.allocates()

    reliance.waits(until="Fri 08 Jan 2027")

    assert lines(reliance, "acknowledgement") == [
        "Thu 31 Dec reminder to priya-nair",
        "Mon 04 Jan reminder to priya-nair",
        "Tue 05 Jan reminder to priya-nair",
        "Wed 06 Jan overdue to daniel-osei",
        "Fri 08 Jan overdue to amara-okafor",
    ]


def test_D10_several_duties_of_one_reader_go_in_one_reminder(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()

    reliance.waits(until="Thu 05 Nov 2026")

    assert reliance.reminders() == [
        (
            "Thu 05 Nov reminder to priya-nair: stage 1 acknowledgement + stage 1 contact with the resident + "
            "stage 1 details on record (still missing: what the resident is unhappy with; the outcome they want; "
            "that they were told the timescale)"
        )
    ]


def test_F_025_a_reminder_says_what_the_details_still_lack(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026", sorting=None)
    reliance.allocates()
    reliance.acknowledges(on="Tue 03 Nov 2026", understood="The bedroom is damp.", desired_outcome="A dry bedroom.")

    reliance.waits(until="Thu 12 Nov 2026")

    last = next(line for line in reversed(reliance.reminders()) if "details" in line)
    assert "details on record (still missing: whether this is the first time they contact us about it)" in last


@pytest.mark.parametrize(
    ("on", "utc"),
    [
        pytest.param("Fri 23 Oct 2026", 8, id="in summer time"),
        pytest.param("Mon 26 Oct 2026", 9, id="after the clocks went back"),
        pytest.param("Thu 25 Mar 2027", 9, id="before they go forward"),
        pytest.param("Tue 30 Mar 2027", 8, id="and after"),
    ],
)
def test_D10_in_the_minutes_after_nine_by_the_landlords_clock(reliance: Landlord, on: str, utc: int) -> None:
    reliance.receives_complaint(on="Mon 05 Oct 2026")

    at = instant_on(day(on), rung_time(reliance.complaint.reference, reliance.rules), "Europe/London")

    assert (at.hour, at.minute) == (utc, 13)


def test_D10_complaints_are_spread_over_those_minutes() -> None:
    rules = RULEBOOK.rules("reliance", day("Mon 02 Nov 2026"))

    minutes = {rung_time(f"REL-{number}", rules).minute for number in range(500)}

    assert minutes == set(range(21))


def test_D10_within_each_minute_they_are_spread_too() -> None:
    rules = RULEBOOK.rules("reliance", day("Mon 02 Nov 2026"))

    in_one_minute = [at.second for number in range(9000) if (at := rung_time(f"REL-{number}", rules)).minute == 7]

    assert set(in_one_minute) == set(range(60))
    assert max(map(in_one_minute.count, range(60))) < len(in_one_minute) / 20


@pytest.mark.parametrize(
    ("as_it_was", "goes_at"),
    [
        pytest.param({"spread_to_the_second": False}, "09:13:00", id="on the minute, by the rules it was opened with"),
        pytest.param({"spread_minutes": 0}, "09:00:00", id="all at once where nothing is spread"),
    ],
)
def test_D10_the_landlord_says_how_far_they_are_spread(
    reliance: Landlord, as_it_was: dict[str, object], goes_at: str
) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    landlord = reliance.rules.landlord
    ladder = landlord.ladder.model_copy(update=as_it_was)
    rules = reliance.rules.model_copy(update={"landlord": landlord.model_copy(update={"ladder": ladder})})

    assert rung_time(reliance.complaint.reference, reliance.rules).isoformat() == "09:13:53"
    assert rung_time(reliance.complaint.reference, rules).isoformat() == goes_at


def test_D10_a_rung_before_its_clocks_start_is_skipped(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026")
    qualitas.allocates()
    qualitas.acknowledges(on="Tue 03 Nov 2026")

    qualitas.extends(1, on="Tue 17 Nov 2026", at="17:30")  # to Wed 18 Nov: both earlier rungs are past
    qualitas.waits(until="Wed 18 Nov 2026")

    assert lines(qualitas, "response")[-2:] == [
        "Tue 17 Nov reminder to nadia-karim",
        "Wed 18 Nov reminder to nadia-karim",
    ]
    assert not any("could not be sent on the day" in line for line in qualitas.record)


def test_D10_nothing_goes_once_it_is_done(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    reliance.waits(until="Thu 05 Nov 2026")

    reliance.acknowledges(on="Thu 05 Nov 2026", at="14:00")
    reliance.speaks_with_resident()
    reliance.waits(until="Thu 12 Nov 2026")

    assert lines(reliance, "acknowledgement") == ["Thu 05 Nov reminder to priya-nair"]


def test_D10_a_reminder_still_waiting_when_it_is_done_is_taken_back(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    reliance.providers.away = {Channel.EMAIL}
    reliance.waits(until="Thu 05 Nov 2026")
    resident = reliance.complaint.resident

    reliance.hears_withdrawal()

    assert resident == reliance.complaint.resident
    assert any("reminder not sent by email: what it was about has been done" in line for line in reliance.record)
    assert not [notice for notice in reliance.complaint.outbox if notice.kind is NoticeKind.REMINDER]


def test_D10_after_an_outage_one_correct_message_and_one_entry_for_those_swallowed(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    reliance.acknowledges(on="Wed 04 Nov 2026")
    reliance.speaks_with_resident()
    reliance.investigates()

    reliance.sleeps(until="Thu 19 Nov 2026", at="11:00")  # the response was due on Wed 18 Nov

    assert reliance.reminders() == ["Thu 19 Nov overdue to daniel-osei: stage 1 response"]
    assert "Thu 19 Nov: 3 earlier reminders could not be sent on the day" in reliance.record
    assert "Thu 19 Nov: stage 1 response missed: due Wednesday 18 November 2026 (4.1.1)" in reliance.record


def test_D10_one_swallowed_reminder_is_one(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026")
    qualitas.allocates()

    qualitas.sleeps(until="Wed 04 Nov 2026")

    assert "Wed 04 Nov: 1 earlier reminder could not be sent on the day" in qualitas.record


def test_D10_out_of_hours_it_waits_for_the_morning(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()

    reliance.sleeps(until="Fri 06 Nov 2026", at="18:30")
    due = next_due(reliance.complaint, reliance.rules, reliance.now)

    assert reliance.reminders() == []
    assert due is not None
    assert due.at == short_instant("Mon 09 Nov 2026", "09:13:53")


def test_D10_an_absent_handlers_deputy_is_told(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 07 Dec 2026")
    reliance.allocates(to="tom-hughes")  # away 14 to 18 December; Priya Nair stands in
    reliance.acknowledges(on="Mon 07 Dec 2026", at="14:00")
    reliance.speaks_with_resident()
    reliance.investigates()

    reliance.waits(until="Mon 21 Dec 2026")

    assert lines(reliance, "response") == [
        "Thu 17 Dec reminder to priya-nair",
        "Fri 18 Dec reminder to priya-nair",
        "Mon 21 Dec reminder to tom-hughes",
    ]


def test_D10_without_a_handler_the_supervisor_is_told(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")

    reliance.waits(until="Thu 05 Nov 2026")

    assert lines(reliance, "acknowledgement") == ["Thu 05 Nov reminder to daniel-osei"]


def test_C_11_stage_2_is_raised_to_slt_and_then_to_the_chief_operating_officer(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    reliance.acknowledges()
    reliance.responds()
    reliance.is_asked_for_stage_2()
    reliance.allocates(to="simon-wright")
    reliance.acknowledges()
    reliance.speaks_with_resident()
    reliance.investigates()

    reliance.waits(until="Thu 03 Dec 2026")

    assert lines(reliance, "final response")[-2:] == [
        "Tue 01 Dec overdue to helen-marsh",
        "Thu 03 Dec overdue to martin-cole",
    ]


def test_D10_overdue_escalates_nothing_by_itself(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")

    landlord.waits(until="Fri 26 Mar 2027")

    assert landlord.complaint.progress.stage == "stage_1"
    assert landlord.complaint.closed is None
    assert next_due(landlord.complaint, landlord.rules, landlord.now) is not None


def test_D5_a_miss_is_recorded_once_on_its_day_however_late_it_is_noticed(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")

    landlord.sleeps(until="Fri 18 Dec 2026")
    landlord.sleeps(until="Fri 18 Dec 2026", at="16:00")

    missed = [line for line in landlord.record if "stage 1 response missed" in line]
    assert (
        missed
        == {
            "reliance": ["Tue 24 Nov: stage 1 response missed: due Monday 23 November 2026 (4.1.1)"],
            "qualitas": ["Thu 19 Nov: stage 1 response missed: due Wednesday 18 November 2026 (8.2)"],
        }[landlord.key]
    )


def test_D5_the_timer_says_what_is_next_in_words(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")

    due = next_due(reliance.complaint, reliance.rules, reliance.now)

    assert due is not None
    assert due.words("Europe/London") == (
        "Thu 05 Nov 09:13 reminder to handler: stage 1 acknowledgement due Mon 09 Nov 2026"
    )
    assert Next(instant_on(day("Tue 30 Jun 2026"), NOON, "Europe/London"), "-").words("Europe/London") == (
        "Tue 30 Jun 12:00 -"
    )


def test_D5_after_the_due_day_it_says_that_it_is_raised(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.waits(until="Tue 10 Nov 2026", at="00:00")

    due = next_due(reliance.complaint, reliance.rules, reliance.now)

    assert due is not None
    assert due.what == "overdue, raised: stage 1 acknowledgement due Mon 09 Nov 2026"


def test_Code_5_8_nobody_who_took_part_in_stage_1_is_reminded_of_a_late_request(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026")
    qualitas.allocates()
    qualitas.acknowledges(on="Tue 03 Nov 2026")
    qualitas.speaks_with_resident()
    qualitas.responds(on="Mon 09 Nov 2026")  # victoria-lane approves it
    qualitas.is_asked_for_stage_2(on="Wed 20 Jan 2027")
    until_now = len(qualitas.sent)

    qualitas.waits(until="Mon 25 Jan 2027")

    reminded = {sent.to for sent in qualitas.sent[until_now:] if not sent.notice.is_for_resident}
    assert reminded
    assert not reminded & qualitas.complaint.stages[0].involved
