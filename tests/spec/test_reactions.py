"""What the resident says of a response: who is satisfied, and who is offered stage 2 (R-068, R-069)."""

import pytest

from domain.complaint.entry_kinds import EntryKind
from domain.complaint.notice_kinds import NoticeKind
from domain.policy.stages import Stage
from tests.spec.cast import Landlord, promise
from tests.spec.letters import written


@pytest.fixture
def answered(landlord: Landlord) -> Landlord:
    """Answered on Thu 19 Nov 2026: the last day to ask for stage 2 is Thu 17 Dec."""
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.acknowledges(on="Thu 05 Nov 2026")
    landlord.speaks_with_resident()
    landlord.responds(on="Thu 19 Nov 2026")
    return landlord


def finally_answer(landlord: Landlord) -> None:
    landlord.is_asked_for_stage_2(on="Mon 23 Nov 2026")
    landlord.allocates(to=landlord.parts.reviewer)
    landlord.acknowledges(on="Tue 24 Nov 2026")
    landlord.speaks_with_resident()
    landlord.consults(landlord.parts.consulted_at_stage_2)
    landlord.responds(on="Tue 01 Dec 2026")


# -- on the record


def test_R_068_F_042_who_said_it_when_and_how_is_on_record(answered: Landlord) -> None:
    answered.hears_reaction(on="Fri 20 Nov 2026", satisfied=True, said="Thank you.")

    entry = next(entry for entry in answered.written if entry.kind is EntryKind.REACTION)
    assert entry.text == "the resident is satisfied with the stage 1 response, told by telephone: Thank you."
    assert entry.at.isoformat().startswith("2026-11-20")
    assert entry.by


def test_R_068_staff_say_how_it_was_told(answered: Landlord) -> None:
    assert "say how the resident told us" in answered.refuses(lambda: answered.hears_reaction(how=" "))


def test_R_068_there_is_a_response_first(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")

    assert "has not been answered yet" in landlord.refuses(landlord.hears_reaction)


def test_D6_it_follows_the_response(answered: Landlord) -> None:
    sentence = answered.refuses(lambda: answered.hears_reaction(on="Wed 18 Nov 2026"))

    assert sentence.endswith("dated before the response went; give the right date.")


# -- satisfied


def test_R_070_nobody_is_said_to_be_satisfied_who_has_not_said_so(answered: Landlord) -> None:
    sentence = answered.refuses(lambda: answered.closes(on="Fri 20 Nov 2026", heard=False))

    assert "nothing on record says that the resident is satisfied" in sentence
    assert answered.would_help == "record_reaction"


def test_R_070_whoever_is_satisfied_has_it_closed_and_the_letter_says_so(answered: Landlord) -> None:
    answered.hears_reaction(on="Fri 20 Nov 2026", satisfied=True)
    answered.closes()

    assert "You told us that you are satisfied with the outcome." in written(answered, NoticeKind.CLOSURE)


def test_R_070_not_whoever_has_said_the_contrary_since(answered: Landlord) -> None:
    answered.hears_reaction(on="Fri 20 Nov 2026", satisfied=True)
    answered.hears_reaction(on="Mon 23 Nov 2026", satisfied=False, said="It leaks.")

    assert "nothing on record" in answered.refuses(lambda: answered.closes(heard=False))


def test_R_053_closed_by_the_window_no_letter_says_that_nothing_was_heard(answered: Landlord) -> None:
    answered.hears_reaction(on="Fri 20 Nov 2026", satisfied=True)
    answered.waits(until="Fri 18 Dec 2026")

    words = written(answered, NoticeKind.CLOSURE)
    assert "The time to ask for a review has passed." in words
    assert "heard from you" not in words
    assert "satisfied" not in words.replace("not satisfied", "")


# -- not satisfied


def test_R_069_an_unsatisfied_answer_stops_the_closing(answered: Landlord) -> None:
    answered.hears_reaction(on="Fri 20 Nov 2026", said="It leaks.")

    answered.waits(until="Mon 01 Mar 2027")

    assert answered.complaint.closed is None
    assert not answered.told(NoticeKind.CLOSING_SOON)


def test_R_069_stage_2_is_offered_to_them_and_their_handler_told(answered: Landlord) -> None:
    answered.hears_reaction(on="Fri 20 Nov 2026", said="It leaks.")

    words = written(answered, NoticeKind.STAGE_2_OFFERED)
    assert "you told us that you are not satisfied" in words
    assert "Please ask by Thursday 17 December 2026." in words
    assert "We will ask you by Tuesday 24 November 2026 whether you want a review." in words
    assert "0300 111 3000" in words
    to_handler = written(answered, NoticeKind.UNSATISFIED)
    assert "It leaks." in to_handler
    assert "Offer them stage 2 and record what they say, by Tuesday 24 November 2026." in to_handler


def test_R_069_asking_them_is_owed_reminded_of_and_missed(answered: Landlord) -> None:
    answered.hears_reaction(on="Fri 20 Nov 2026", said="It leaks.")
    owed = answered.owes()

    answered.waits(until="Thu 26 Nov 2026")

    assert "stage_1.offer_stage_2 due Tue 24 Nov 2026" in owed
    assert "stage_1.offer_stage_2 due Tue 24 Nov 2026" in answered.missed
    assert any("whether they want stage 2" in line for line in answered.reminders())


def test_R_069_said_at_once_stage_2_begins_in_the_same_call(answered: Landlord) -> None:
    answered.hears_reaction(on="Fri 20 Nov 2026", said="It leaks.", wants_stage_2=True)

    assert answered.complaint.stage is Stage.TWO
    assert answered.complaint.progress.started_at.date().isoformat() == "2026-11-20"
    assert not answered.told(NoticeKind.STAGE_2_OFFERED)


def test_R_069_asked_for_later_nothing_of_the_offer_is_left(answered: Landlord) -> None:
    answered.hears_reaction(on="Fri 20 Nov 2026", said="It leaks.")

    answered.is_asked_for_stage_2(on="Mon 23 Nov 2026")

    assert not [line for line in answered.owes() if "offer_stage_2" in line]
    assert not [line for line in answered.missed if "offer_stage_2" in line]


def test_R_069_whoever_wants_no_review_has_the_window_as_before(answered: Landlord) -> None:
    answered.hears_reaction(on="Fri 20 Nov 2026", said="It leaks.")
    answered.hears_reaction(on="Mon 23 Nov 2026", said="Leave it.", wants_stage_2=False)

    answered.waits(until="Fri 18 Dec 2026")

    assert answered.complaint.closed is not None
    assert answered.complaint.closed.reason == "window_passed"
    assert any("whether they want stage 2 done in time" in line for line in answered.record)


def test_R_069_said_after_the_window_it_closes_from_then(answered: Landlord) -> None:
    answered.hears_reaction(on="Thu 17 Dec 2026", said="It leaks.")
    answered.hears_reaction(on="Mon 21 Dec 2026", said="Leave it.", wants_stage_2=False)

    assert answered.complaint.closed is not None
    assert answered.complaint.closed.at.date().isoformat() == "2026-12-21"


def test_D6_said_in_time_and_recorded_after_it_closed_by_itself_it_is_open_again(answered: Landlord) -> None:
    answered.waits(until="Mon 21 Dec 2026")
    before = answered.complaint.closed

    answered.hears_reaction(on="Thu 17 Dec 2026", said="It leaks.")

    assert before is not None
    assert answered.complaint.closed is None


def test_R_069_said_after_the_end_stage_2_is_offered_all_the_same(answered: Landlord) -> None:
    answered.waits(until="Mon 21 Dec 2026")

    answered.hears_reaction(on="Tue 22 Dec 2026", said="It leaks.")

    words = written(answered, NoticeKind.STAGE_2_OFFERED)
    assert "The time to ask has passed, but we will still look at your request." in words
    assert "Your complaint is closed at the moment." in words


def test_R_069_whoever_wants_stage_2_is_not_satisfied(answered: Landlord) -> None:
    sentence = answered.refuses(lambda: answered.hears_reaction(satisfied=True, wants_stage_2=True))

    assert "whoever wants stage 2 is not satisfied" in sentence


# -- at stage 2


def test_F_077_R_088_at_stage_2_the_letter_says_what_they_said(answered: Landlord) -> None:
    finally_answer(answered)
    answered.hears_reaction(on="Wed 02 Dec 2026", said="It leaks.")
    answered.closes(on="Thu 03 Dec 2026", reason="unable_to_agree")

    words = written(answered, NoticeKind.CLOSURE)
    assert "You told us that you are not satisfied with our final response." in words
    assert "They can go to the Housing Ombudsman." in written(answered, NoticeKind.UNSATISFIED)
    assert not answered.told(NoticeKind.STAGE_2_OFFERED)


def test_R_088_nothing_is_said_of_whoever_was_silent(answered: Landlord) -> None:
    finally_answer(answered)
    answered.closes(on="Thu 03 Dec 2026", reason="unable_to_agree")

    words = written(answered, NoticeKind.CLOSURE)
    assert "We have given you our final response and completed every step of our procedure." in words
    assert "not satisfied" not in words
    assert "could not agree" not in words


def test_R_088_whoever_is_satisfied_is_not_closed_as_unable_to_agree(answered: Landlord) -> None:
    finally_answer(answered)
    answered.hears_reaction(on="Wed 02 Dec 2026", satisfied=True)

    assert "the resident has said that they are satisfied" in answered.refuses(
        lambda: answered.closes(reason="unable_to_agree")
    )


def test_R_068_what_was_said_of_stage_1_says_nothing_of_stage_2(answered: Landlord) -> None:
    answered.hears_reaction(on="Fri 20 Nov 2026", satisfied=True)
    finally_answer(answered)

    assert "nothing on record" in answered.refuses(lambda: answered.closes(heard=False))


def test_F_045_a_promise_that_is_open_keeps_a_satisfied_complaint_open(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    reliance.acknowledges(on="Thu 05 Nov 2026")
    reliance.responds(on="Thu 19 Nov 2026", promises=(promise("Mon 15 Mar 2027"),))
    reliance.hears_reaction(on="Fri 20 Nov 2026", satisfied=True)

    assert "is still open" in reliance.refuses(lambda: reliance.closes(heard=False))
