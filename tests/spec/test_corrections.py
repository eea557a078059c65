"""What was recorded wrongly is corrected: old and new are kept, dates are worked out again, none told comes earlier."""

from datetime import date
from typing import Any

import pytest

from domain.calendar.days import in_words, short
from domain.complaint.entry_kinds import EntryKind
from domain.complaint.issues import NewIssue
from domain.complaint.notice_kinds import NoticeKind
from domain.duties.owed import escalation_window, window_if_sent
from domain.policy.channels import Channel
from tests.spec.cast import SAM, Landlord
from tests.spec.days import day
from tests.spec.letters import written

BY_POST = SAM.model_copy(update={"prefers": Channel.LETTER, "mobile": None})


@pytest.fixture
def received(landlord: Landlord) -> Landlord:
    """Received on a Thursday, says the record, which was made on the Monday after."""
    order = landlord.receipt("Thu 05 Nov 2026", "10:00")
    landlord.takes_receipt(order, on="Mon 09 Nov 2026")
    return landlord


def test_F_022_the_day_of_receipt_is_corrected_with_old_and_new_on_record(received: Landlord) -> None:
    received.corrects_receipt("Fri 06 Nov 2026", why="She rang on the Friday.")

    (said,) = received.record_of(EntryKind.RECEIPT_CORRECTED)
    assert said.startswith(
        "correction: received on Friday 6 November 2026, not Thursday 5 November 2026; She rang on the Friday; "
        "stage 1 acknowledgement moves from "
    )
    assert "complaint received by telephone" in received.record[0]
    assert (
        received.due("stage_1.acknowledge")
        == {"reliance": "Fri 13 Nov 2026", "qualitas": "Tue 10 Nov 2026"}[received.key]
    )


def test_F_022_a_date_that_the_resident_was_told_does_not_come_earlier(received: Landlord) -> None:
    before = received.due("stage_1.acknowledge")

    received.corrects_receipt("Mon 02 Nov 2026")

    assert received.due("stage_1.acknowledge") == before


def test_F_022_the_day_of_a_response_that_was_told_does_not_come_earlier_either(received: Landlord) -> None:
    received.allocates()
    received.acknowledges()
    before = received.due("stage_1.respond")

    received.corrects_receipt("Mon 02 Nov 2026")

    assert received.due("stage_1.respond") == before
    letter = written(received, NoticeKind.RECEIPT_CORRECTED)
    assert (
        "We told you that you contacted us about REL-TEST on Thursday 5 November 2026. That was our mistake" in letter
    )
    assert "You contacted us on Monday 2 November 2026." in letter
    assert "You can still expect our full response by" in letter


def test_F_022_misses_that_the_right_day_shows_are_recorded(received: Landlord) -> None:
    received.allocates()
    received.acknowledges()
    due = received.due("stage_1.contact")

    received.corrects_receipt("Mon 02 Nov 2026")
    received.waits("Mon 09 Nov 2026", "18:00")
    moved = received.due("stage_1.contact")
    received.waits("Fri 20 Nov 2026")

    assert day(moved) <= day(due)
    assert f"stage_1.contact due {moved}" in received.missed


def test_F_022_misses_that_the_right_day_disproves_are_taken_back(landlord: Landlord) -> None:
    order = landlord.receipt("Mon 02 Nov 2026", "10:00")
    landlord.takes_receipt(order, on="Thu 12 Nov 2026")
    assert landlord.missed

    landlord.corrects_receipt("Thu 12 Nov 2026")

    assert not landlord.missed
    assert "stage 1 acknowledgement was not missed: the day of receipt was corrected, and it is due by " in "\n".join(
        landlord.record
    )


@pytest.mark.parametrize(
    ("right_day", "why", "says"),
    [
        ("Thu 05 Nov 2026", "It was so.", "recorded as received on Thursday 5 November 2026 already"),
        ("Fri 06 Nov 2026", " ", "Say why the day was wrong"),
        ("Tue 10 Nov 2026", "It was so.", "cannot have been received after it was recorded"),
    ],
)
def test_F_022_a_day_that_cannot_be_right_is_refused(received: Landlord, right_day: str, why: str, says: str) -> None:
    received.waits("Wed 11 Nov 2026")

    assert says in received.refuses(lambda: received.corrects_receipt(right_day, why=why))


def test_F_022_nothing_was_done_about_it_before_it_was_received(landlord: Landlord) -> None:
    order = landlord.receipt("Mon 02 Nov 2026", "10:00")
    landlord.takes_receipt(order)
    landlord.allocates()
    landlord.speaks_with_resident("Mon 02 Nov 2026", "12:30")
    landlord.waits("Thu 05 Nov 2026")

    said = landlord.refuses(lambda: landlord.corrects_receipt("Tue 03 Nov 2026"))

    assert "after it was recorded" in said


def test_F_022_an_issue_cannot_have_happened_after_it_was_reported(landlord: Landlord) -> None:
    issue = NewIssue(words="The ceiling fell.", occurred_on=day("Wed 04 Nov 2026"))
    landlord.receives_complaint("Thu 05 Nov 2026", issues=(issue,))

    said = landlord.refuses(lambda: landlord.corrects_receipt("Mon 02 Nov 2026"))

    assert "cannot have been reported on Monday 2 November 2026" in said


def test_D15_who_has_it_or_a_supervisor_corrects_it_and_nobody_else(received: Landlord) -> None:
    received.allocates()

    said = received.refuses(lambda: received.corrects_receipt("Fri 06 Nov 2026", by=received.parts.colleague))
    received.corrects_receipt("Fri 06 Nov 2026", by=received.parts.handler)

    assert "may do this" in said


@pytest.fixture
def by_post(landlord: Landlord) -> Landlord:
    """Acknowledged by a letter that is recorded as posted on Tuesday."""
    landlord.receives_complaint("Mon 02 Nov 2026", "10:00", resident=BY_POST)
    landlord.allocates()
    landlord.acknowledges()
    landlord.posts("acknowledgement", on="Tue 03 Nov 2026")
    return landlord


def test_R_063_a_posting_is_corrected_with_old_and_new_on_record(by_post: Landlord) -> None:
    by_post.corrects_posting("acknowledgement", "Wed 04 Nov 2026", on="Thu 05 Nov 2026")

    assert by_post.record_of(EntryKind.POSTING_CORRECTED) == [
        (
            "correction: the acknowledgement letter was posted on Wednesday 4 November 2026, "
            "not Tuesday 3 November 2026; The van left later"
        )
    ]
    assert by_post.duty("stage_1.acknowledge").done_on == day("Wed 04 Nov 2026")


def test_R_063_a_miss_that_the_right_day_of_posting_shows_is_recorded(by_post: Landlord) -> None:
    assert not by_post.missed

    by_post.corrects_posting("acknowledgement", "Tue 10 Nov 2026", on="Wed 11 Nov 2026")
    by_post.waits("Wed 11 Nov 2026", "18:00")

    assert f"stage_1.acknowledge due {by_post.due('stage_1.acknowledge')}" in by_post.missed


def test_R_063_a_miss_that_the_right_day_of_posting_disproves_is_taken_back(landlord: Landlord) -> None:
    landlord.receives_complaint("Mon 02 Nov 2026", "10:00", resident=BY_POST)
    landlord.allocates()
    landlord.acknowledges()
    landlord.posts("acknowledgement", on="Wed 11 Nov 2026")
    missed = f"stage_1.acknowledge due {landlord.due('stage_1.acknowledge')}"
    assert missed in landlord.missed

    landlord.corrects_posting("acknowledgement", "Tue 03 Nov 2026")

    assert missed not in landlord.missed
    assert "stage 1 acknowledgement was not missed: the day of posting was corrected" in "\n".join(landlord.record)


def test_R_063_what_was_not_posted_is_owed_again(by_post: Landlord) -> None:
    by_post.corrects_posting("acknowledgement", on="Thu 05 Nov 2026", why="It lay in the tray.")

    assert by_post.duty("stage_1.acknowledge").is_open
    assert "the acknowledgement letter has not been posted; It lay in the tray" in "\n".join(by_post.record)
    by_post.posts("acknowledgement", on="Fri 06 Nov 2026")
    assert not by_post.duty("stage_1.acknowledge").is_open


def test_R_080_a_response_that_went_later_gives_longer_to_ask_for_stage_2_and_a_letter_says_so(
    by_post: Landlord,
) -> None:
    by_post.responds(on="Mon 09 Nov 2026")
    by_post.posts("response", on="Mon 09 Nov 2026", at="15:00")
    told = by_post.complaint.stages[0].responded
    assert told
    assert told.told

    by_post.corrects_posting("response", "Fri 13 Nov 2026", on="Fri 13 Nov 2026")

    last_day = escalation_window(by_post.complaint, by_post.rules)
    assert last_day
    assert last_day.on > told.told
    letter = written(by_post, NoticeKind.LETTER_CORRECTED)
    assert f"you can ask for a review until {in_words(told.told)}. You have longer than that." in letter
    assert f"You can ask until {in_words(last_day.on)}." in letter


def test_R_080_a_response_that_went_earlier_leaves_the_last_day_that_was_told(by_post: Landlord) -> None:
    by_post.responds(on="Mon 09 Nov 2026")
    by_post.posts("response", on="Wed 11 Nov 2026")
    before = escalation_window(by_post.complaint, by_post.rules)

    by_post.corrects_posting("response", "Mon 09 Nov 2026", on="Thu 12 Nov 2026")

    after = escalation_window(by_post.complaint, by_post.rules)
    assert before
    assert after
    assert after.on == before.on


@pytest.mark.parametrize(
    ("letter", "right_day", "why", "says"),
    [
        ("response", "Wed 04 Nov 2026", "So.", "No response letter is recorded as posted"),
        ("acknowledgement", "Tue 03 Nov 2026", "So.", "recorded as posted on Tuesday 3 November 2026 already"),
        ("acknowledgement", "Fri 06 Nov 2026", "So.", "is still to come"),
        ("acknowledgement", "Sun 01 Nov 2026", "So.", "was decided on later than that"),
        ("acknowledgement", "Wed 04 Nov 2026", "", "Say why the record was wrong"),
    ],
)
def test_D11_a_posting_that_cannot_be_right_is_refused(
    by_post: Landlord, letter: str, right_day: str, why: str, says: str
) -> None:
    by_post.waits("Thu 05 Nov 2026")

    assert says in by_post.refuses(lambda: by_post.corrects_posting(letter, right_day, why=why))


@pytest.fixture
def acknowledged(landlord: Landlord) -> Landlord:
    """Acknowledged by e-mail."""
    landlord.receives_complaint("Mon 02 Nov 2026", "10:00")
    landlord.allocates()
    landlord.acknowledges()
    return landlord


def test_D11_a_letter_that_was_wrong_is_followed_by_one_that_says_so(acknowledged: Landlord) -> None:
    acknowledged.corrects_letter("acknowledgement", wrong="We wrote that the hall is damp.", right="The bedroom is.")

    letter = written(acknowledged, NoticeKind.LETTER_WRONG)
    assert "On Monday 2 November 2026 we sent you a letter about REL-TEST. It was wrong, and we are sorry." in letter
    assert "What was wrong\nWe wrote that the hall is damp." in letter
    assert "What is right\nThe bedroom is." in letter
    assert "Everything else in that letter still stands." in letter
    assert acknowledged.record_of(EntryKind.LETTER_CORRECTED) == [
        (
            "correction: the acknowledgement letter of Monday 2 November 2026 was wrong: "
            "We wrote that the hall is damp; right is: The bedroom is; Two files were mixed up"
        )
    ]
    assert not acknowledged.duty("stage_1.acknowledge").is_open


def test_R_100_what_went_to_somebody_else_is_owed_again_and_goes_to_the_resident(acknowledged: Landlord) -> None:
    said = acknowledged.refuses(lambda: acknowledged.corrects_letter("acknowledgement", wrong_person=True))
    acknowledged.changes_contact(email="samuel@example.com", safe=False)

    acknowledged.corrects_letter("acknowledgement", wrong_person=True)

    assert "It would go to the same place again" in said
    assert "stage 1 acknowledgement is owed again: it went to the wrong person" in "\n".join(acknowledged.record)
    again = [sent for sent in acknowledged.sent if sent.kind is NoticeKind.ACKNOWLEDGEMENT and sent.channel == "email"]
    assert [sent.resident.email for sent in again] == ["sam@example.com", "samuel@example.com"]
    assert not acknowledged.duty("stage_1.acknowledge").is_open
    letter = written(acknowledged, NoticeKind.LETTER_WRONG)
    assert "we sent a letter about REL-TEST to somebody else. It was meant for you alone." in letter
    assert "still stands" not in letter


def test_R_053_a_response_that_went_to_somebody_else_names_a_last_day_that_is_still_to_come(
    acknowledged: Landlord,
) -> None:
    acknowledged.speaks_with_resident(on="Tue 03 Nov 2026")
    acknowledged.responds(on="Mon 09 Nov 2026")
    acknowledged.changes_contact(email="samuel@example.com", safe=False)
    last_day = in_words(deadline_of_window(acknowledged, "Mon 14 Dec 2026"))

    acknowledged.corrects_letter("response", wrong_person=True, on="Mon 14 Dec 2026")

    letter = written(acknowledged, NoticeKind.RESPONSE)
    assert "You should have had this letter by " in letter
    assert "It is late, and we are sorry." in letter
    assert f"by {last_day}. That is 20 working days" in letter
    acknowledged.waits(until=short(deadline_of_window(acknowledged, "Mon 14 Dec 2026")))
    assert acknowledged.complaint.closed is None


def deadline_of_window(landlord: Landlord, sent_on: str) -> date:
    """The last day to ask for stage 2 after a response that goes by e-mail on a day."""
    return window_if_sent(day(sent_on), day(sent_on), landlord.rules).on


def test_A_16_what_goes_again_on_the_day_that_its_loss_was_noticed_is_not_said_to_be_still_to_come(
    acknowledged: Landlord,
) -> None:
    acknowledged.speaks_with_resident(on="Tue 03 Nov 2026")
    acknowledged.responds(on="Mon 09 Nov 2026")
    acknowledged.changes_contact(email="samuel@example.com", safe=False)

    acknowledged.corrects_letter("response", wrong_person=True, on="Mon 14 Dec 2026")
    acknowledged.waits(until="Wed 16 Dec 2026")

    assert not acknowledged.told(NoticeKind.LATE_LETTER)


@pytest.mark.parametrize(
    ("letter", "more", "says"),
    [
        ("response", {"wrong": "This.", "right": "That."}, "No response letter has gone"),
        ("acknowledgement", {"wrong": "This."}, "Say what was wrong in the letter and what is right"),
        ("acknowledgement", {"wrong": "This.", "right": "That.", "why": " "}, "Say how it came about"),
    ],
)
def test_D11_a_correction_of_a_letter_says_all_there_is_to_say(
    acknowledged: Landlord, letter: str, more: dict[str, str], says: str
) -> None:
    assert says in acknowledged.refuses(lambda: acknowledged.corrects_letter(letter, **more))


@pytest.fixture
def spoken(acknowledged: Landlord) -> tuple[Landlord, int]:
    """Somebody spoke with the resident, says the record; and the number of that entry."""
    acknowledged.speaks_with_resident("Tue 03 Nov 2026", "14:00")
    assert acknowledged.answer
    return acknowledged, acknowledged.answer.entry


def test_A_37_contact_that_was_never_made_is_owed_again(spoken: tuple[Landlord, int]) -> None:
    landlord, entry = spoken

    landlord.corrects_contact(entry, on="Wed 04 Nov 2026", never_made=True)

    assert landlord.duty("stage_1.contact").is_open
    assert landlord.record_of(EntryKind.CONTACT_CORRECTED) == [
        f"correction of entry {entry}: contact not made (spoke on Tuesday 3 November 2026); It was another resident"
    ]


def test_A_37_the_right_outcome_counts_and_not_the_one_that_was_recorded(spoken: tuple[Landlord, int]) -> None:
    landlord, entry = spoken

    landlord.corrects_contact(entry, on="Wed 04 Nov 2026", right_outcome="no_answer", why="Nobody answered.")

    assert landlord.duty("stage_1.contact").is_open
    assert landlord.complaint.progress.attempts.tries == 1
    assert "no answer on Tuesday 3 November 2026, not spoke on Tuesday 3 November 2026" in "\n".join(landlord.record)


def test_A_37_the_right_day_of_contact_shows_a_miss_or_takes_one_back(acknowledged: Landlord) -> None:
    due = acknowledged.due("stage_1.contact")
    acknowledged.waits("Mon 16 Nov 2026")
    acknowledged.speaks_with_resident("Mon 16 Nov 2026", "14:00")
    assert acknowledged.answer
    entry, missed = acknowledged.answer.entry, f"stage_1.contact due {due}"
    was_missed = missed in acknowledged.missed

    acknowledged.corrects_contact(entry, on="Tue 17 Nov 2026", right_day="Wed 04 Nov 2026")
    after = missed in acknowledged.missed
    acknowledged.corrects_contact(entry, on="Wed 18 Nov 2026", right_day="Fri 13 Nov 2026")
    acknowledged.waits("Wed 18 Nov 2026", "18:00")

    assert (was_missed, after, missed in acknowledged.missed) == (True, False, True)


@pytest.mark.parametrize(
    ("right", "says"),
    [
        ({"entry": 1, "never_made": True}, "Entry 1 records no attempt to speak"),
        ({"right_outcome": "spoke"}, "what the record says already"),
        ({"right_day": "Tue 10 Nov 2026"}, "is still to come"),
        ({"right_day": "Sun 01 Nov 2026"}, "had not begun by then"),
        ({"never_made": True, "why": " "}, "Say why the record was wrong"),
    ],
)
def test_A_37_a_contact_that_cannot_be_right_is_refused(
    spoken: tuple[Landlord, int], right: dict[str, Any], says: str
) -> None:
    landlord, entry = spoken

    assert says in landlord.refuses(lambda: landlord.corrects_contact(**{"entry": entry} | right))
