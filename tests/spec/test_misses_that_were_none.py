"""What was taken for missed and was not, as is known later: each order takes back the miss it disproves (D2, D6)."""

import pytest

from domain.complaint.actor import staff
from domain.policy.channels import Channel
from domain.procedure.stages.respond import Respond
from tests.spec.cast import SAM, Landlord, posted, response

BY_POST = SAM.model_copy(update={"prefers": Channel.LETTER})


@pytest.fixture
def acknowledged(landlord: Landlord) -> Landlord:
    """A complaint of Mon 02 Nov 2026, acknowledged and discussed on Tue 03 Nov: the response is due Tue 17 Nov."""
    landlord.receives_complaint(on="Mon 02 Nov 2026", resident=BY_POST)
    landlord.allocates()
    landlord.acknowledges(on="Tue 03 Nov 2026", already_sent=posted("Tue 03 Nov 2026"))
    landlord.speaks_with_resident(on="Wed 04 Nov 2026")
    return landlord


def of_the_response(landlord: Landlord) -> list[str]:
    """The days on which the stage 1 response was missed."""
    return [missed for missed in landlord.missed if missed.startswith("stage_1.respond")]


def test_R_073_Q_056_an_extension_told_in_time_and_recorded_later_takes_the_miss_back(acknowledged: Landlord) -> None:
    acknowledged.waits(until="Thu 19 Nov 2026")

    acknowledged.extends(5, on="Tue 17 Nov 2026", at="16:00", already_sent=posted("Tue 17 Nov 2026", at="16:30"))

    assert not of_the_response(acknowledged)
    assert any(
        "stage 1 response was not missed: it was put off to Tuesday 24 November 2026 "
        "before Tuesday 17 November 2026 had passed, recorded later" in line
        for line in acknowledged.record
    )


def test_R_073_Q_056_an_extension_that_was_told_late_takes_nothing_back(acknowledged: Landlord) -> None:
    acknowledged.waits(until="Thu 19 Nov 2026")

    acknowledged.extends(5, on="Tue 17 Nov 2026", at="16:00", already_sent=posted("Wed 18 Nov 2026"))

    assert of_the_response(acknowledged) == ["stage_1.respond due Tue 17 Nov 2026"]
    assert any("told after the old date had passed" in line for line in acknowledged.record)


def test_R_073_Q_056_decided_in_time_but_not_yet_told_takes_nothing_back(acknowledged: Landlord) -> None:
    acknowledged.waits(until="Thu 19 Nov 2026")

    acknowledged.extends(5, on="Tue 17 Nov 2026", at="16:00")

    assert of_the_response(acknowledged) == ["stage_1.respond due Tue 17 Nov 2026"]


def test_F_030_the_investigation_was_put_off_with_it(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    reliance.acknowledges(on="Tue 03 Nov 2026")
    reliance.speaks_with_resident()
    reliance.waits(until="Thu 19 Nov 2026")

    reliance.extends(5, on="Mon 16 Nov 2026", already_sent=posted("Mon 16 Nov 2026"))

    assert reliance.missed == []


def test_D2_the_due_day_turns_out_to_be_a_holiday(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    due_on = landlord.duty("stage_1.acknowledge").due_on
    after = landlord.rules.calendar.nth_working_day(due_on, 1)
    landlord.waits(until=f"{after:%a %d %b %Y}")
    missed = landlord.missed

    landlord.hears_of_holiday(f"{due_on:%a %d %b %Y}")

    assert missed
    assert not landlord.missed
    assert any(
        "stage 1 acknowledgement was not missed: the working days have changed, and it is due by" in line
        for line in landlord.record
    )


def test_D2_what_was_done_a_day_late_was_in_time_where_that_day_is_a_holiday(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    reliance.acknowledges(on="Tue 10 Nov 2026")
    missed = reliance.missed

    reliance.hears_of_holiday("Mon 09 Nov 2026")

    assert "stage_1.acknowledge due Mon 09 Nov 2026" in missed
    assert not any("acknowledge" in each for each in reliance.missed)


def test_D2_what_was_done_in_time_stays_so_where_a_holiday_is_taken_back(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    before = reliance.rules.calendar
    reliance.hears_of_holiday("Wed 04 Nov 2026")
    reliance.allocates()
    reliance.acknowledges(on="Tue 10 Nov 2026")
    reliance.speaks_with_resident()

    reliance.takes_calendar(before.model_copy(update={"version": "corrected"}))
    reliance.waits(until="Wed 11 Nov 2026")

    assert reliance.missed == []


def test_D6_a_response_recorded_late_is_judged_as_if_it_had_been_recorded_at_once(landlord: Landlord) -> None:
    def answer(at_once: bool) -> list[str]:  # noqa: FBT001 - the two tellings of one story
        teller = Landlord(landlord.key)
        teller.receives_complaint(on="Mon 02 Nov 2026")
        teller.allocates()
        teller.acknowledges(on="Tue 03 Nov 2026")
        if teller.rules.edition.stage_1.approve:
            teller.drafts(on="Fri 06 Nov 2026")
            teller.approves()
        teller.waits(until="Fri 06 Nov 2026" if at_once else "Wed 18 Nov 2026", at="14:00")
        given = None if teller.complaint.progress.draft else response()
        sent = posted("Fri 06 Nov 2026", at="13:00")
        at = sent.at
        teller.obeys(Respond(at=at, by=staff(teller.owner), response=given, already_sent=sent))
        teller.waits(until="Wed 18 Nov 2026", at="15:00")
        return teller.missed

    assert answer(at_once=False) == answer(at_once=True)


def test_Q_101_D6_a_contact_recorded_late_takes_back_its_miss(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.acknowledges(on="Tue 03 Nov 2026")
    landlord.waits(until="Wed 11 Nov 2026")
    assert any("contact" in each for each in landlord.missed)

    landlord.speaks_with_resident(on="Wed 04 Nov 2026")

    assert not any("contact" in each for each in landlord.missed)


def test_D6_a_posting_recorded_late_takes_back_its_miss_though_it_was_put_off_since(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    reliance.acknowledges(on="Tue 03 Nov 2026")
    reliance.waits(until="Wed 18 Nov 2026")
    reliance.extends(5)
    missed = of_the_response(reliance)
    went = posted("Fri 13 Nov 2026")

    reliance.obeys(Respond(at=reliance.now, by=staff(reliance.owner), response=response(), already_sent=went))

    assert missed == ["stage_1.respond due Tue 17 Nov 2026"]
    assert not of_the_response(reliance)


def test_D6_an_action_done_in_time_and_recorded_late_takes_back_its_miss(acknowledged: Landlord) -> None:
    acknowledged.promises("Mon 09 Nov 2026")
    acknowledged.waits(until="Wed 11 Nov 2026")
    missed = acknowledged.missed

    acknowledged.completes_action(on="Mon 09 Nov 2026")

    assert "action.1 due Mon 09 Nov 2026" in missed
    assert not any("action" in each for each in acknowledged.missed)


def test_D6_a_withdrawal_recorded_late_takes_back_what_was_missed_since(acknowledged: Landlord) -> None:
    acknowledged.waits(until="Thu 19 Nov 2026")

    acknowledged.hears_withdrawal(on="Mon 16 Nov 2026")

    assert not of_the_response(acknowledged)
    assert any(
        "stage 1 response was not missed: the complaint was closed on Monday 16 November 2026, recorded later" in line
        for line in acknowledged.record
    )


def test_D6_what_was_missed_before_stays_missed(acknowledged: Landlord) -> None:
    acknowledged.waits(until="Thu 19 Nov 2026")

    acknowledged.hears_withdrawal(on="Wed 18 Nov 2026")

    assert of_the_response(acknowledged) == ["stage_1.respond due Tue 17 Nov 2026"]


def test_D6_an_order_that_has_nothing_to_do_with_it_takes_nothing_back(acknowledged: Landlord) -> None:
    acknowledged.waits(until="Thu 19 Nov 2026")
    acknowledged.extends(5)

    acknowledged.tries_to_reach_resident(on="Mon 16 Nov 2026")

    assert of_the_response(acknowledged) == ["stage_1.respond due Tue 17 Nov 2026"]
