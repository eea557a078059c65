"""Printed letters that are not to be posted any more are named, so that somebody takes them out of the tray (D11)."""

import pytest

from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.staff_facts import LettersTakenBackFacts
from domain.outbox.errands import Accepted, Ended
from domain.policy.channels import Channel
from domain.procedure.news import delivery as news
from tests.spec.cast import SAM, Landlord

BY_POST = SAM.model_copy(update={"prefers": Channel.LETTER, "mobile": None})


@pytest.fixture
def printed(landlord: Landlord) -> Landlord:
    """A resident who is reached by post, acknowledged on Tue 03 Nov 2026: receipt posted, acknowledgement printed."""
    landlord.receives_complaint(on="Mon 02 Nov 2026", at="10:00", resident=BY_POST)
    landlord.allocates()
    landlord.posts("receipt")
    landlord.acknowledges(on="Tue 03 Nov 2026")
    return landlord


def named(landlord: Landlord) -> list[str]:
    """What somebody was told to take out of the tray."""
    told = (sent.notice.facts for sent in landlord.sent if sent.kind is NoticeKind.LETTERS_TAKEN_BACK)
    return [letter for facts in told if isinstance(facts, LettersTakenBackFacts) for letter in facts.letters]


def test_D11_a_letter_that_lapses_with_the_withdrawal_is_named_once(printed: Landlord) -> None:
    printed.hears_withdrawal(on="Wed 04 Nov 2026")
    printed.waits(until="Mon 09 Nov 2026")

    (letter,) = named(printed)
    assert letter.endswith("(acknowledgement)")


def test_D11_a_posted_letter_is_not_named(printed: Landlord) -> None:
    printed.posts("acknowledgement")

    printed.hears_withdrawal(on="Wed 04 Nov 2026")

    assert named(printed) == []
    assert not [page for page in printed.complaint.pages if page.kind is NoticeKind.ACKNOWLEDGEMENT]


def test_D11_one_that_was_never_posted_lies_in_the_tray_again_and_is_named_when_it_is_taken_back(
    printed: Landlord,
) -> None:
    before = printed.complaint.pages
    printed.posts("acknowledgement")
    printed.corrects_posting("acknowledgement", on="Wed 04 Nov 2026")

    assert printed.complaint.pages == before
    assert named(printed) == []
    printed.hears_withdrawal(on="Wed 04 Nov 2026")
    printed.waits(until="Mon 09 Nov 2026")
    assert [letter.partition(" ")[2] for letter in named(printed)] == ["(acknowledgement)"]


def test_D11_one_that_was_posted_on_another_day_lies_in_no_tray(printed: Landlord) -> None:
    printed.posts("acknowledgement", on="Thu 05 Nov 2026")
    printed.corrects_posting("acknowledgement", right_day="Wed 04 Nov 2026", on="Thu 05 Nov 2026")

    assert printed.complaint.pages == ()


def test_D11_a_letter_that_goes_by_e_mail_instead_is_named(printed: Landlord) -> None:
    printed.changes_contact(on="Wed 04 Nov 2026", prefers=Channel.EMAIL, safe=True)

    assert [letter.partition(" ")[2] for letter in named(printed)] == ["(acknowledgement)"]


def test_D11_what_a_death_releases_is_named(printed: Landlord) -> None:
    printed.hears_of_death(on="Wed 04 Nov 2026")

    assert [letter.partition(" ")[2] for letter in named(printed)] == ["(acknowledgement)"]


def test_D11_one_that_is_printed_again_is_named_in_the_new_task_alone(printed: Landlord) -> None:
    printed.prints_again("acknowledgement", on="Wed 04 Nov 2026")

    assert named(printed) == []
    assert len(printed.complaint.pages) == 1


@pytest.mark.parametrize("knows", [True, False])
def test_D11_one_that_was_taken_back_in_the_middle_of_its_printing_is_named(landlord: Landlord, *, knows: bool) -> None:
    landlord.providers.away = {Channel.LETTER}
    landlord.receives_complaint(on="Mon 02 Nov 2026", at="10:00", resident=BY_POST)
    landlord.allocates()
    (receipt,) = [each for each in landlord.complaint.outbox if each.kind is NoticeKind.RECEIPT]
    landlord.providers.away = set()
    landlord.complaint = landlord.complaint.without(receipt.key)
    went = Accepted(
        key=receipt.key, channel=Channel.LETTER, at=landlord.now, to="resident", provider_id="1", first_line="Dear Sam"
    )
    ended = Ended(accepted=went, tries=1) if knows else Ended(tries=1, unknown=1, tried_at=landlord.now)

    landlord.complaint = news.note_end_of_taken_back(landlord.complaint, receipt, ended, landlord.rules, landlord.now)
    landlord.waits(until="Mon 02 Nov 2026", at="11:00")

    assert [letter.partition(" ")[2] for letter in named(landlord)] == ["(receipt)"]
