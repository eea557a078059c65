"""What a resident hears when the landlord is late: a letter that goes by itself, and letters that say they are late."""

from datetime import date, timedelta

import pytest

from domain.calendar.days import in_words
from domain.complaint.entry_kinds import EntryKind
from domain.complaint.facts.duties import CalendarRenewed
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.resident import Resident
from domain.complaint.resident_facts import LateLetterFacts
from domain.policy.channels import Channel
from domain.policy.duty_kinds import DutyKind
from tests.spec.cast import SAM, Landlord, posted
from tests.spec.letters import written

LATE = NoticeKind.LATE_LETTER
SORRY = "It is late, and we are sorry."


@pytest.fixture
def acknowledged(landlord: Landlord) -> Landlord:
    """A complaint of Mon 02 Nov 2026, acknowledged and discussed on Tue 03 Nov: the response is due Tue 17 Nov."""
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.acknowledges(on="Tue 03 Nov 2026")
    landlord.speaks_with_resident(on="Tue 03 Nov 2026", at="15:00")
    return landlord


def investigated(landlord: Landlord) -> Landlord:
    """The same, where its investigation is on record."""
    if landlord.rules.edition.stage_1.investigate:
        landlord.investigates(on="Fri 13 Nov 2026")
    return landlord


def told_late(landlord: Landlord) -> list[str]:
    """When the resident was told so at length: "Wed 18 Nov 16:00"."""
    return [line[:16] for line in landlord.told(LATE) if line.endswith("email")]


def test_A_16_R_087_the_resident_hears_on_the_next_working_day_that_the_response_is_late(
    acknowledged: Landlord,
) -> None:
    late = investigated(acknowledged)

    late.waits(until="Wed 18 Nov 2026", at="18:00")

    assert late.told(LATE) == [
        "Wed 18 Nov 16:00 late_letter to resident by email",
        "Wed 18 Nov 16:00 late_letter to resident by text",
    ]
    body = written(late, LATE)
    assert "We are late, and we are sorry." in body
    assert "By Tuesday 17 November 2026 you should have had our full response to your complaint." in body
    assert "You will hear from us by Wednesday 25 November 2026." in body
    assert "Housing Ombudsman" in body
    assert late.record_of(EntryKind.TOLD_LATE) == [
        "the resident is told what is late (stage 1 response) and that they hear again by Wednesday 25 November 2026"
    ]


def test_A_16_it_is_owed_and_shown_until_it_goes(acknowledged: Landlord) -> None:
    late = investigated(acknowledged)

    late.waits(until="Wed 18 Nov 2026", at="08:00")

    assert "late_letter due Wed 18 Nov 2026" in late.owes()


def test_R_087_when_the_day_that_was_named_comes_they_hear_again(acknowledged: Landlord) -> None:
    late = investigated(acknowledged)

    late.waits(until="Thu 03 Dec 2026")

    assert told_late(late) == ["Wed 18 Nov 16:00", "Wed 25 Nov 16:00", "Wed 02 Dec 16:00"]
    assert "We told you before that we are late. We are sorry that we still are." in written(late, LATE)
    assert "late_letter due Wed 09 Dec 2026" in late.owes()


def test_A_16_what_was_done_before_it_goes_is_not_told_late(acknowledged: Landlord) -> None:
    late = investigated(acknowledged)
    late.waits(until="Wed 18 Nov 2026", at="09:30")
    late.responds(on="Wed 18 Nov 2026", at="15:59")

    late.waits(until="Fri 27 Nov 2026")

    assert not late.told(LATE)
    kind = NoticeKind.RESPONSE
    assert f"You should have had this letter by Tuesday 17 November 2026. {SORRY}" in written(late, kind)


def test_R_087_a_response_in_time_says_nothing_of_late(acknowledged: Landlord) -> None:
    acknowledged.responds(on="Tue 17 Nov 2026")

    assert SORRY not in written(acknowledged, NoticeKind.RESPONSE)


def test_F_030_the_resident_hears_when_the_investigation_takes_longer(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    reliance.acknowledges(on="Tue 03 Nov 2026")
    reliance.waits(until="Tue 17 Nov 2026", at="08:00")
    owed = reliance.owes()

    reliance.waits(until="Tue 17 Nov 2026", at="17:00")

    assert "late_letter due Tue 17 Nov 2026" in owed
    body = written(reliance, LATE)
    assert "By Monday 16 November 2026 we should have finished looking into your complaint." in body
    assert "We expect to give you our full response by Tuesday 17 November 2026." in body


def test_F_030_an_extension_that_was_told_takes_its_place(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    reliance.acknowledges(on="Tue 03 Nov 2026")
    reliance.extends(5, on="Tue 17 Nov 2026", at="10:00")

    reliance.waits(until="Wed 18 Nov 2026")

    assert not reliance.told(LATE)


def test_F_075_R_087_at_stage_2_too(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    reliance.acknowledges(on="Tue 03 Nov 2026")
    reliance.speaks_with_resident()
    reliance.responds(on="Mon 09 Nov 2026")
    reliance.is_asked_for_stage_2(on="Tue 10 Nov 2026")
    reliance.allocates(to=reliance.parts.reviewer)
    reliance.acknowledges(on="Wed 11 Nov 2026")
    review, response = reliance.due("stage_2.investigate"), reliance.due("stage_2.respond")

    reliance.waits(until="Fri 11 Dec 2026")

    assert (review, response) == ("Mon 07 Dec 2026", "Wed 09 Dec 2026")
    assert told_late(reliance) == ["Tue 08 Dec 16:00", "Thu 10 Dec 16:00"]


def test_A_16_an_acknowledgement_that_is_late_is_told_and_says_so_itself(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    due_on = landlord.duty("stage_1.acknowledge").due_on
    landlord.waits(until="Wed 11 Nov 2026", at="09:00")
    first = told_late(landlord)[0]

    landlord.acknowledges(on="Wed 11 Nov 2026", at="10:00")

    day_after = landlord.rules.calendar.nth_working_day(due_on, 1)
    assert first == f"{day_after:%a %d %b} 16:00"
    assert SORRY in written(landlord, NoticeKind.ACKNOWLEDGEMENT)
    assert not any("late_letter" in owed for owed in landlord.owes())


def test_A_16_a_promise_that_is_not_kept_is_told_and_its_letter_says_so(acknowledged: Landlord) -> None:
    acknowledged.promises("Mon 09 Nov 2026", what="Paint the wall")
    acknowledged.waits(until="Wed 11 Nov 2026")
    late = written(acknowledged, LATE)

    acknowledged.completes_action()

    assert "By Monday 9 November 2026 something we promised you should have been done: Paint the wall." in late
    done = written(acknowledged, NoticeKind.ACTION_COMPLETED)
    assert "We promised it by Monday 9 November 2026. It was late, and we are sorry." in done


def test_A_16_two_things_that_are_late_are_one_letter(acknowledged: Landlord) -> None:
    late = investigated(acknowledged)
    late.promises("Tue 17 Nov 2026", what="Paint the wall")

    late.waits(until="Thu 19 Nov 2026")

    assert told_late(late) == ["Wed 18 Nov 16:00"]
    assert len(late.facts(LateLetterFacts).late) == 2


def test_A_16_an_extension_told_in_time_and_recorded_later_leaves_nothing_late(acknowledged: Landlord) -> None:
    late = investigated(acknowledged)
    late.waits(until="Wed 18 Nov 2026", at="10:00")
    late.extends(5, on="Tue 17 Nov 2026", already_sent=posted("Tue 17 Nov 2026"))

    late.waits(until="Fri 20 Nov 2026")

    assert not late.told(LATE)


def test_R_073_an_extension_that_is_told_late_says_so(acknowledged: Landlord) -> None:
    acknowledged.extends(10, on="Wed 18 Nov 2026", at="10:00")

    words = "We should have told you before that day, and we did not. We are sorry for that too."
    assert words in written(acknowledged, NoticeKind.EXTENSION)


def test_A_16_after_a_withdrawal_nothing_is_late(acknowledged: Landlord) -> None:
    late = investigated(acknowledged)
    late.hears_withdrawal(on="Wed 18 Nov 2026", at="10:00")

    late.waits(until="Fri 27 Nov 2026")

    assert not late.told(LATE)


def test_A_16_where_the_landlord_learns_of_it_late_it_has_a_working_day_to_put_it_right(landlord: Landlord) -> None:
    order = landlord.receipt("Mon 02 Nov 2026")
    landlord.takes_receipt(order, on="Mon 23 Nov 2026")
    assert any("acknowledge" in missed for missed in landlord.missed)

    landlord.waits(until="Wed 25 Nov 2026")

    assert told_late(landlord) == ["Tue 24 Nov 16:00"]


def test_A_16_who_has_letters_gets_one_that_somebody_posts(landlord: Landlord) -> None:
    by_post = SAM.model_copy(update={"prefers": Channel.LETTER})
    landlord.receives_complaint(on="Mon 02 Nov 2026", resident=by_post)
    landlord.waits(until="Wed 11 Nov 2026")

    assert any(line.endswith("late_letter to resident by letter") for line in landlord.told(LATE))
    assert any(owed.startswith("stage_1.post") for owed in landlord.owes())


def test_A_16_what_was_overtaken_while_it_waited_does_not_go(acknowledged: Landlord) -> None:
    late = investigated(acknowledged)
    late.providers.away = {Channel.EMAIL}
    late.waits(until="Wed 18 Nov 2026", at="17:00")
    late.responds(on="Thu 19 Nov 2026", at="09:00")
    late.providers.away = set()

    late.waits(until="Thu 19 Nov 2026", at="12:00")

    assert not late.told(LATE)
    assert late.told(NoticeKind.RESPONSE)


def test_A_16_every_day_that_is_named_is_a_duty(acknowledged: Landlord) -> None:
    late = investigated(acknowledged)

    late.waits(until="Wed 18 Nov 2026", at="17:00")

    hear_by = late.facts(LateLetterFacts).hear_by
    assert late.duty("late_letter").due_on == hear_by == date(2026, 11, 25)
    assert late.duty("late_letter").deadline.started_on == hear_by - timedelta(days=7)


# -- late letters that are printed


BY_POST = SAM.model_copy(update={"prefers": Channel.LETTER, "wants_texts": False})


def late_by_post(landlord: Landlord) -> Landlord:
    """Nothing was done, and the letter that says so is printed and not posted."""
    landlord.receives_complaint(on="Mon 02 Nov 2026", resident=BY_POST)
    landlord.allocates()
    landlord.waits(until="Wed 11 Nov 2026")
    return landlord


def to_post(landlord: Landlord) -> list[str]:
    return [line for line in landlord.owes() if "post_late_letter" in line]


def test_D11_a_late_letter_that_was_not_posted_is_not_owed_once_what_was_late_has_gone(landlord: Landlord) -> None:
    late = late_by_post(landlord)
    before = to_post(late)

    late.acknowledges(on="Wed 11 Nov 2026", at="13:00")
    late.posts("acknowledgement", on="Wed 11 Nov 2026", at="15:00")

    assert before
    assert to_post(late) == []
    assert any("late letter not sent by letter: what it was about has been done" in line for line in late.record)


def test_D11_a_late_letter_about_a_promise_is_not_owed_once_it_is_kept(acknowledged: Landlord) -> None:
    acknowledged.promises("Fri 06 Nov 2026")
    acknowledged.waits(until="Mon 09 Nov 2026", at="17:00")
    acknowledged.bounces(LATE)
    before = to_post(acknowledged)

    acknowledged.completes_action()

    assert before
    assert to_post(acknowledged) == []


def test_D2_a_late_letter_is_not_owed_once_a_holiday_takes_the_miss_back(acknowledged: Landlord) -> None:
    late = investigated(acknowledged)
    late.waits(until="Wed 18 Nov 2026", at="17:00")
    late.bounces(LATE)
    before = to_post(late)

    late.hears_of_holiday("Tue 17 Nov 2026")

    assert before
    assert to_post(late) == []


def test_D2_the_first_late_letter_is_counted_so_a_holiday_moves_it(acknowledged: Landlord) -> None:
    late = investigated(acknowledged)
    late.waits(until="Wed 18 Nov 2026", at="09:00")

    late.hears_of_holiday("Wed 18 Nov 2026")

    entries = (entry.facts for entry in late.complaint.record)
    days = [moved.duty for facts in entries if isinstance(facts, CalendarRenewed) for moved in facts.moved]
    assert DutyKind.LATE_LETTER.key in days


def test_A_16_nobody_is_told_that_they_heard_before_where_the_letter_never_went(landlord: Landlord) -> None:
    late = late_by_post(landlord)

    late.waits(until="Wed 25 Nov 2026")

    assert len(late.told(LATE)) > 1
    assert "We told you before" not in written(late, LATE)


def test_A_16_they_are_told_that_they_heard_before_where_it_was_posted(landlord: Landlord) -> None:
    late = late_by_post(landlord)
    late.posts("late_letter")

    late.waits(until="Wed 18 Nov 2026")

    assert "We told you before that we are late." in written(late, LATE)


def test_D7_of_the_letters_about_a_response_that_is_late_for_months_only_the_last_is_kept(
    acknowledged: Landlord,
) -> None:
    late = investigated(acknowledged)

    late.waits(until="Wed 03 Mar 2027")

    assert len(told_late(late)) > 10
    kept = [notice for notice in late.complaint.gone if notice.kind is LATE]
    assert len(kept) == 1
    assert kept[0].created_at == max(sent.notice.created_at for sent in late.sent if sent.kind is LATE)


# -- every letter that goes late says so


REFUSED = {"reliance": "unreasonable", "qualitas": "other_appeal_route"}


def test_A_16_a_refusal_that_goes_when_the_acknowledgement_was_missed_says_that_it_is_late(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    due_on = landlord.duty("stage_1.acknowledge").due_on
    landlord.waits(until="Wed 11 Nov 2026")

    landlord.refuses_as(REFUSED[landlord.key])

    assert f"You should have had this letter by {in_words(due_on)}. {SORRY}" in written(landlord, NoticeKind.REFUSAL)


def test_A_16_a_refusal_that_is_posted_after_its_day_says_that_it_is_late(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", resident=BY_POST)
    landlord.allocates()
    landlord.refuses_as(REFUSED[landlord.key], on="Tue 03 Nov 2026")
    due_on = landlord.duty("stage_1.refusal_letter").due_on
    in_time = written(landlord, NoticeKind.REFUSAL)

    landlord.posts("refusal", on="Thu 12 Nov 2026")

    assert SORRY not in in_time
    assert f"You should have had this letter by {in_words(due_on)}. {SORRY}" in written(landlord, NoticeKind.REFUSAL)


def test_A_16_a_refusal_after_an_acknowledgement_is_not_late_for_that(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.waits(until="Wed 11 Nov 2026")
    landlord.acknowledges()

    landlord.refuses_as(REFUSED[landlord.key], on="Thu 12 Nov 2026")

    assert SORRY not in written(landlord, NoticeKind.REFUSAL)


def test_A_16_a_late_decision_on_a_late_request_says_that_it_is_late(acknowledged: Landlord) -> None:
    acknowledged.responds(on="Mon 09 Nov 2026")
    acknowledged.waits(until="Mon 11 Jan 2027")
    acknowledged.is_asked_for_stage_2(on="Mon 11 Jan 2027")
    due_on = acknowledged.duty("stage_1.decide_late_request").due_on

    acknowledged.decides_late_request(on="Mon 22 Feb 2027", accept=False)

    body = written(acknowledged, NoticeKind.ESCALATION_DECLINED)
    assert f"You should have had this letter by {in_words(due_on)}. {SORRY}" in body


def test_A_16_a_late_request_that_is_accepted_late_says_that_it_is_late(acknowledged: Landlord) -> None:
    acknowledged.responds(on="Mon 09 Nov 2026")
    acknowledged.waits(until="Mon 11 Jan 2027")
    acknowledged.is_asked_for_stage_2(on="Mon 11 Jan 2027")
    due_on = acknowledged.duty("stage_1.decide_late_request").due_on

    acknowledged.decides_late_request(on="Tue 16 Feb 2027", accept=True)

    body = written(acknowledged, NoticeKind.ESCALATION_RECEIPT)
    assert f"You should have heard that from us by {in_words(due_on)}. {SORRY}" in body


def test_R_073_an_extension_that_is_posted_after_the_old_day_says_that_it_should_have_come_before(
    landlord: Landlord,
) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", resident=BY_POST)
    landlord.allocates()
    landlord.acknowledges(on="Tue 03 Nov 2026")
    landlord.posts("acknowledgement")
    landlord.extends(5, on="Tue 17 Nov 2026")
    in_time = written(landlord, NoticeKind.EXTENSION)

    landlord.posts("extension", on="Thu 19 Nov 2026")

    words = "We should have told you before that day, and we did not."
    assert words not in in_time
    assert words in written(landlord, NoticeKind.EXTENSION)


def test_A_16_an_extension_that_goes_after_the_new_day_does_not_promise_that_day(acknowledged: Landlord) -> None:
    acknowledged.extends(5, on="Mon 16 Nov 2026")
    acknowledged.waits(until="Wed 25 Nov 2026")

    acknowledged.bounces(NoticeKind.EXTENSION)

    body = written(acknowledged, NoticeKind.EXTENSION)
    assert "You can now expect our full response by" not in body
    assert "The new date was Tuesday 24 November 2026. That day has passed too, and we are sorry." in body
    assert "Do you agree" not in body


def test_A_16_who_can_be_reached_by_text_alone_hears_by_text_that_we_are_late(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", resident=Resident(name="Tess Text", mobile="+447700900123"))
    landlord.allocates()

    landlord.waits(until="Fri 27 Nov 2026")

    texts = [sent for sent in landlord.sent if sent.kind is LATE]
    assert {sent.channel for sent in texts} == {Channel.TEXT}
    assert len(texts) > 1
    assert "we are late with REL-TEST, and we are sorry. You will hear from us by" in written(landlord, LATE, texts[0])
    assert "We have written to you" not in written(landlord, LATE, texts[0])
