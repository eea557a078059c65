"""Printed letters: each is somebody's task, and is recorded as posted by its number or its kind."""

from datetime import date

import pytest

from cli.complaint_page import page
from domain.calendar.days import in_words
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.resident import Resident
from domain.complaint.resident_facts import LetterCorrectedFacts, ResponseFacts
from domain.complaint.staff_facts import LetterToPostFacts
from domain.duties.owed import escalation_window
from domain.outbox.errands import Errand
from domain.policy.channels import Channel
from domain.procedure.time.tick import next_due
from domain.views.deadlines import deadlines_shown
from domain.views.page import WaitsFor
from domain.views.standing import standing
from tests.spec.cast import RULEBOOK, SAM, Landlord
from tests.spec.days import day
from tests.spec.letters import WRITER, written

BY_POST = SAM.model_copy(update={"prefers": Channel.LETTER, "wants_texts": False})


def shown(landlord: Landlord) -> list[str]:
    deadlines = deadlines_shown(landlord.complaint, landlord.rules)
    of = RULEBOOK.landlord(landlord.key)
    return page(landlord.complaint, deadlines, of, landlord.staff, landlord.now).splitlines()


def waits_for_posting(landlord: Landlord) -> bool:
    line = standing(landlord.complaint, landlord.rules, landlord.now)
    return any(each.what is WaitsFor.POSTING for each in line.waits_for)


def begun(landlord: Landlord, resident: Resident = BY_POST) -> Landlord:
    landlord.receives_complaint(on="Mon 02 Nov 2026", resident=resident)
    landlord.allocates()
    return landlord


# -- every printed letter is somebody's task


def test_D11_a_printed_letter_without_a_duty_of_a_stage_is_told_shown_and_listed_until_it_is_posted(
    landlord: Landlord,
) -> None:
    begun(landlord)
    number = landlord.facts(LetterToPostFacts).letter

    assert landlord.facts(LetterToPostFacts).notice is NoticeKind.RECEIPT
    posted = f"complaints posted REL-TEST --letter {number}"
    printed = "the receipt letter is printed for Mon 02 Nov 2026: post it that day, then"
    assert f"{printed} {posted}" in " ".join(" ".join(shown(landlord)).split())
    assert waits_for_posting(landlord)

    landlord.posts(number)

    assert not any("is printed" in line for line in shown(landlord))
    assert not waits_for_posting(landlord)
    assert "receipt letter posted" in [entry.text for entry in landlord.written]


def test_D11_a_letter_is_named_by_its_number_where_several_of_its_kind_wait(landlord: Landlord) -> None:
    begun(landlord)
    landlord.acknowledges()
    landlord.posts("acknowledgement")
    landlord.promises(due_on="Fri 06 Nov 2026", what="Paint the wall")
    landlord.promises(due_on="Fri 06 Nov 2026", what="Mend the door")
    landlord.completes_action(1)
    first = landlord.facts(LetterToPostFacts).letter
    landlord.completes_action(2)

    landlord.posts(first)

    assert [line for line in landlord.owes() if "post_action_completed_letter" in line] == [
        "stage_1.post_action_completed_letter.2 due Tue 03 Nov 2026"
    ]


def test_D11_what_does_not_wait_is_refused_with_what_does(landlord: Landlord) -> None:
    begun(landlord)
    number = landlord.facts(LetterToPostFacts).letter

    assert landlord.refuses(lambda: landlord.posts("closure")) == (
        f"No closure letter is waiting to be posted. Waiting: {number} (receipt)."
    )
    assert landlord.refuses(lambda: landlord.posts("99")).startswith("No letter 99 is waiting to be posted.")


# -- no address


def waits_for_an_address(landlord: Landlord) -> bool:
    line = standing(landlord.complaint, landlord.rules, landlord.now)
    return any(each.what is WaitsFor.ADDRESS for each in line.waits_for)


def test_D11_a_letter_without_an_address_is_not_printed_and_somebody_is_asked_for_one(landlord: Landlord) -> None:
    begun(landlord, Resident(name="Sam Sample"))
    landlord.acknowledges(on="Tue 03 Nov 2026")
    landlord.waits(until="Wed 04 Nov 2026")

    asked = [sent for sent in landlord.sent if sent.kind is NoticeKind.ADDRESS_NEEDED]
    assert [sent.notice.facts.model_dump()["notice"] for sent in asked] == ["receipt", "acknowledgement"]
    assert landlord.told(NoticeKind.LETTER_TO_POST) == []
    assert landlord.told(NoticeKind.ACKNOWLEDGEMENT) == []
    assert waits_for_an_address(landlord)
    assert not waits_for_posting(landlord)
    lines = " ".join(" ".join(shown(landlord)).split())
    assert "the acknowledgement letter cannot go: ask for an address" in lines
    assert "is printed" not in lines


def test_D11_once_the_address_is_known_the_letter_is_printed_with_the_day_it_can_go_then(landlord: Landlord) -> None:
    begun(landlord, Resident(name="Sam Sample"))
    landlord.acknowledges(on="Tue 03 Nov 2026")

    landlord.changes_contact(on="Thu 05 Nov 2026", address=("3 Example Street", "B99 1AA"))
    landlord.waits(until="Thu 05 Nov 2026", at="12:05")

    assert not waits_for_an_address(landlord)
    assert landlord.letter(NoticeKind.ACKNOWLEDGEMENT).post_on == day("Thu 05 Nov 2026")
    landlord.posts_as_it_is("acknowledgement", on="Thu 05 Nov 2026", at="15:00")
    assert not landlord.duty("stage_1.acknowledge").is_open


def test_D11_a_letter_without_a_duty_that_lacks_an_address_is_owed_and_says_so(landlord: Landlord) -> None:
    begun(landlord, Resident(name="Sam Sample"))
    owed = landlord.duty("stage_1.post_receipt_letter")

    landlord.waits(until="Wed 30 Dec 2026")

    assert "no address is known: ask for it" in owed.words
    assert landlord.told(NoticeKind.RECEIPT) == []


# -- a letter is made for the day it is posted


def words_of(landlord: Landlord, kind: NoticeKind) -> str:
    """The last letter of that kind as it is printed, its date with it."""
    notice = landlord.letter(kind)
    errand = Errand(landlord=landlord.key, reference="REL-TEST", notice=notice, resident=BY_POST)
    return WRITER.render(errand, None).html


def answered(landlord: Landlord, on: str = "Tue 10 Nov 2026", at: str = "") -> Landlord:
    """Answered by a letter that is printed that day, and not posted yet."""
    begun(landlord)
    landlord.acknowledges(on="Tue 03 Nov 2026")
    landlord.posts("acknowledgement")
    landlord.speaks_with_resident()
    landlord.responds(on=on, at=at)
    return landlord


def last_day(landlord: Landlord) -> date:
    window = escalation_window(landlord.complaint, landlord.rules)
    assert window is not None, "nothing has gone"
    return window.on


@pytest.mark.parametrize(
    ("on", "at", "made_for"),
    [
        pytest.param("Tue 10 Nov 2026", "16:00", "Tue 10 Nov 2026", id="before the last post"),
        pytest.param("Tue 10 Nov 2026", "16:01", "Wed 11 Nov 2026", id="after the last post"),
        pytest.param("Fri 13 Nov 2026", "17:00", "Mon 16 Nov 2026", id="over the weekend"),
        pytest.param("Sat 14 Nov 2026", "10:00", "Mon 16 Nov 2026", id="on a Saturday"),
    ],
)
def test_A_33_letter_text_and_record_name_the_next_day_of_posting(
    landlord: Landlord, on: str, at: str, made_for: str
) -> None:
    answered(landlord, on, at)

    named = landlord.facts(ResponseFacts).last_day
    assert landlord.letter(NoticeKind.RESPONSE).post_on == day(made_for)
    assert landlord.facts(LetterToPostFacts).post_on == day(made_for)
    assert in_words(day(made_for)) in words_of(landlord, NoticeKind.RESPONSE)
    assert in_words(named) in words_of(landlord, NoticeKind.RESPONSE)

    landlord.posts_as_it_is("response", on=made_for, at="17:30")

    assert last_day(landlord) == named


def test_A_33_recorded_as_posted_on_another_day_is_refused_and_printed_again_for_that_day(landlord: Landlord) -> None:
    answered(landlord)
    first = landlord.facts(LetterToPostFacts).letter
    landlord.waits(until="Thu 12 Nov 2026", at="09:00")

    sentence = landlord.refuses(lambda: landlord.posts_as_it_is("response"))
    assert "was printed to go on Tuesday 10 November 2026" in sentence
    assert "print it again" in sentence
    assert landlord.would_help == "print_again"

    landlord.prints_again("response", on="Thu 12 Nov 2026", at="10:00")

    assert landlord.facts(LetterToPostFacts).letter != first
    assert in_words(day("Thu 12 Nov 2026")) in words_of(landlord, NoticeKind.RESPONSE)
    assert in_words(day("Tue 10 Nov 2026")) not in words_of(landlord, NoticeKind.RESPONSE)
    landlord.posts_as_it_is("response", on="Thu 12 Nov 2026", at="16:00")
    assert last_day(landlord) == landlord.facts(ResponseFacts).last_day
    assert landlord.told(NoticeKind.LETTER_CORRECTED) == []
    assert "response letter printed again, to go on Thursday 12 November 2026" in [e.text for e in landlord.written]


def test_A_06_what_had_gone_on_a_later_day_gives_longer_and_the_resident_is_told(landlord: Landlord) -> None:
    answered(landlord)
    named = landlord.facts(ResponseFacts).last_day

    landlord.posts_as_it_is("response", on="Thu 12 Nov 2026", went_anyway=True)

    corrected = landlord.facts(LetterCorrectedFacts)
    assert last_day(landlord) == corrected.last_day > named
    assert corrected.previous_last_day == named
    assert (corrected.dated, corrected.went_on) == (day("Tue 10 Nov 2026"), day("Thu 12 Nov 2026"))
    assert landlord.told(NoticeKind.LETTER_CORRECTED, to="resident")
    assert any("post_letter_corrected_letter" in line for line in landlord.owes())
    posted = "response letter posted, though it was printed for Tuesday 10 November 2026"
    assert posted in [entry.text for entry in landlord.written]


def test_A_33_the_text_about_what_had_gone_on_a_later_day_names_the_day_that_counts(landlord: Landlord) -> None:
    begun(landlord, SAM.model_copy(update={"prefers": Channel.LETTER}))
    landlord.acknowledges(on="Tue 03 Nov 2026")
    landlord.posts("acknowledgement")
    landlord.responds(on="Tue 10 Nov 2026")

    landlord.posts_as_it_is("response", on="Thu 12 Nov 2026", went_anyway=True)

    about = [sent for sent in landlord.sent if sent.kind is NoticeKind.RESPONSE and sent.channel is Channel.TEXT]
    assert in_words(last_day(landlord)) in written(landlord, NoticeKind.RESPONSE, about[-1])


def test_A_33_a_letter_goes_on_no_day_that_is_past_and_is_not_printed_again_before_it_was_printed(
    landlord: Landlord,
) -> None:
    answered(landlord)

    past = landlord.refuses(lambda: landlord.prints_again("response", on="Thu 12 Nov 2026", for_="Tue 10 Nov 2026"))
    assert past == "Tuesday 10 November 2026 is past; print it for the day on which it will go."
    landlord.posts("response")
    assert landlord.refuses(lambda: landlord.prints_again("response")).startswith("No printed letter is waiting")


def test_A_33_what_could_not_be_printed_in_time_for_its_day_is_made_for_the_next(landlord: Landlord) -> None:
    begun(landlord)
    landlord.providers.away = {Channel.LETTER}
    landlord.acknowledges(on="Tue 03 Nov 2026")
    landlord.waits(until="Thu 05 Nov 2026", at="11:00")
    landlord.providers.away = set()
    landlord.waits(until="Thu 05 Nov 2026", at="11:01")

    assert landlord.letter(NoticeKind.ACKNOWLEDGEMENT).post_on == day("Thu 05 Nov 2026")
    assert in_words(day("Thu 05 Nov 2026")) in words_of(landlord, NoticeKind.ACKNOWLEDGEMENT)
    landlord.posts_as_it_is("acknowledgement", on="Thu 05 Nov 2026", at="15:00")
    assert not landlord.duty("stage_1.acknowledge").is_open


def test_A_33_what_bounces_as_an_email_names_the_days_that_follow_from_its_posting(landlord: Landlord) -> None:
    begun(landlord, SAM)
    landlord.acknowledges(on="Tue 03 Nov 2026")
    landlord.speaks_with_resident()
    landlord.responds(on="Tue 10 Nov 2026")
    by_email = landlord.facts(ResponseFacts).last_day
    landlord.waits(until="Thu 12 Nov 2026", at="10:00")
    landlord.bounces(NoticeKind.RESPONSE)

    by_post = landlord.facts(ResponseFacts).last_day
    landlord.posts_as_it_is("response", on="Thu 12 Nov 2026", at="15:00")

    assert by_post > by_email
    assert last_day(landlord) == by_post


# -- an e-mail says what is true on the day it goes


def by_email(landlord: Landlord, resident: Resident = SAM) -> Landlord:
    """Acknowledged and discussed on Tue 03 Nov 2026: the response is due Tue 17 Nov."""
    begun(landlord, resident)
    landlord.acknowledges(on="Tue 03 Nov 2026")
    landlord.speaks_with_resident()
    return landlord


def test_A_16_an_email_that_an_outage_held_over_its_due_day_says_that_it_is_late(landlord: Landlord) -> None:
    by_email(landlord)
    landlord.providers.away = {Channel.EMAIL, Channel.TEXT}
    landlord.responds(on="Tue 17 Nov 2026")
    landlord.waits(until="Thu 19 Nov 2026")
    landlord.providers.away = set()

    landlord.waits(until="Thu 19 Nov 2026", at="12:30")

    kind = NoticeKind.RESPONSE
    words = "You should have had this letter by Tuesday 17 November 2026. It is late, and we are sorry."
    assert words in written(landlord, kind)
    assert [line[:16] for line in landlord.told(kind) if line.endswith("email")] == ["Thu 19 Nov 12:30"]


def test_A_33_an_email_that_an_outage_held_names_the_last_day_that_counts(landlord: Landlord) -> None:
    by_email(landlord)
    landlord.providers.away = {Channel.EMAIL, Channel.TEXT}
    landlord.responds(on="Tue 10 Nov 2026")
    first = landlord.facts(ResponseFacts).last_day
    landlord.waits(until="Thu 12 Nov 2026")
    landlord.providers.away = set()

    landlord.waits(until="Thu 12 Nov 2026", at="12:30")

    assert first < last_day(landlord)
    assert in_words(last_day(landlord)) in written(landlord, NoticeKind.RESPONSE)
    text = next(sent for sent in reversed(landlord.sent) if sent.channel is Channel.TEXT)
    assert in_words(last_day(landlord)) in written(landlord, NoticeKind.RESPONSE, text)


def test_A_33_an_email_that_waits_is_written_for_the_next_day_when_that_begins(landlord: Landlord) -> None:
    by_email(landlord)
    landlord.providers.away = {Channel.EMAIL, Channel.TEXT}
    landlord.responds(on="Tue 10 Nov 2026", at="23:59")

    due = next_due(landlord.complaint, landlord.rules, landlord.now)

    assert due is not None
    assert due.words("Europe/London") == "Wed 11 Nov 00:00 response is written for another day"


def test_A_16_a_letter_that_waited_for_an_address_and_goes_by_email_says_that_it_is_late(landlord: Landlord) -> None:
    by_email(landlord, Resident(name="Sam Sample", mobile="+447700900123"))
    landlord.responds(on="Thu 12 Nov 2026")
    landlord.waits(until="Mon 23 Nov 2026", at="09:00")

    landlord.changes_contact(on="Mon 23 Nov 2026", email="sam@example.com", safe=True)

    body = written(landlord, NoticeKind.RESPONSE)
    assert "It is late, and we are sorry." in body
    assert in_words(last_day(landlord)) in body


# -- what has been settled since is not posted


def test_D11_a_note_that_we_tried_to_reach_them_is_not_posted_once_we_have_spoken(landlord: Landlord) -> None:
    begun(landlord)
    landlord.acknowledges(on="Tue 03 Nov 2026")
    landlord.posts("acknowledgement")
    landlord.leaves_a_written_note(on="Wed 04 Nov 2026")
    before = [line for line in landlord.owes() if "post_contact_note" in line]

    landlord.speaks_with_resident(on="Thu 05 Nov 2026")

    assert before
    assert not any("post_contact_note" in line for line in landlord.owes())


def test_A_06_a_longer_time_to_ask_is_not_told_once_they_have_asked(landlord: Landlord) -> None:
    answered(landlord)
    landlord.posts_as_it_is("response", on="Thu 12 Nov 2026", went_anyway=True)

    landlord.is_asked_for_stage_2(on="Fri 13 Nov 2026")

    assert not any("post_letter_corrected" in line for line in landlord.owes())


def test_D2_a_date_that_moves_twice_before_its_letter_goes_is_told_from_the_day_they_know(landlord: Landlord) -> None:
    begun(landlord)
    landlord.acknowledges(on="Tue 03 Nov 2026")
    landlord.posts("acknowledgement")
    landlord.hears_of_holiday("Fri 13 Nov 2026", "a day of mourning")

    landlord.hears_of_holiday("Thu 12 Nov 2026", "a day of thanks")

    assert len([line for line in landlord.owes() if "post_date_moved" in line]) == 1
    body = written(landlord, NoticeKind.DATE_MOVED)
    assert "We told you to expect our full response by Tuesday 17 November 2026." in body
    assert "The new date is Thursday 19 November 2026." in body
    assert "Friday 13 November 2026 is not a working day (a day of mourning)" in body
    assert "Thursday 12 November 2026 is not a working day (a day of thanks)" in body


def test_D11_whoever_gives_an_order_hears_that_its_letter_is_to_be_posted(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", resident=BY_POST)
    landlord.allocates()

    landlord.acknowledges(on="Tue 03 Nov 2026")

    assert landlord.answer
    assert landlord.answer.said.endswith("; the acknowledgement letter is to be printed and posted")
