"""What helps the resident to complain: recorded, told to whoever deals with them, honoured in their letters."""

import re

import pytest

from domain.complaint.entry_kinds import EntryKind
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.resident import Resident
from domain.complaint.support import Support
from domain.duties.owed import open_duties
from domain.policy.channels import Channel
from tests.spec.cast import SAM, Landlord, Sent, errand
from tests.spec.days import day
from tests.spec.letters import WRITER

NEEDS = "I am partially sighted and lose the thread on the telephone."
HELP = Support(
    needs=NEEDS,
    adjustments=("Speak slowly", "Write down what was said after each call"),
    offered="A colleague fills in the form with them.",
    large_print=True,
    review_on=day("Mon 03 May 2027"),
)
DIFFERENTLY = (*HELP.adjustments, "Letters in large print")
CLAUSE = {"reliance": "3.3", "qualitas": "13.1"}


@pytest.fixture
def helped(landlord: Landlord) -> Landlord:
    """A complaint of somebody who is helped to complain."""
    landlord.receives_complaint(on="Mon 02 Nov 2026", support=HELP)
    landlord.allocates()
    return landlord


def as_told(landlord: Landlord, sent: Sent) -> tuple[str, str]:
    """A notice as its reader has it: as text, and as a page."""
    reader = None if sent.notice.is_for_resident else landlord.staff.person(sent.to)
    words = WRITER.render(errand(landlord, sent), reader)
    return words.body + words.text, words.html


def size(html: str) -> str:
    """The size of the letters on the page: the last that is set for its body."""
    sizes: list[str] = re.findall(r"^body \{[^}]*?(\d+pt)", html, re.MULTILINE)
    return sizes[-1]


def told_to(landlord: Landlord, *, resident: bool) -> list[tuple[str, str]]:
    return [as_told(landlord, sent) for sent in landlord.sent if sent.notice.is_for_resident is resident]


def test_R_041_what_the_resident_needs_is_kept_on_the_record_in_their_words(helped: Landlord) -> None:
    entry = next(entry for entry in helped.written if entry.kind is EntryKind.SUPPORT)

    assert entry.text == (
        f"support recorded: needs: {NEEDS[:-1]}. done differently: Speak slowly; Write down what was said after each "
        "call; Letters in large print. offered: A colleague fills in the form with them. "
        "to be reviewed on: Monday 3 May 2027"
    )
    assert entry.clause == CLAUSE[helped.key]


def test_R_041_nothing_is_said_where_nobody_needs_help(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()

    assert all(entry.kind is not EntryKind.SUPPORT for entry in landlord.written)
    assert all("differently" not in body for body, _ in told_to(landlord, resident=False))
    assert {size(html) for _, html in told_to(landlord, resident=True)} == {"12pt"}


def test_R_041_it_is_recorded_later_too_and_takes_the_place_of_what_was_recorded_before(helped: Landlord) -> None:
    helped.records_support(adjustments=("Ring after ten o'clock",))

    assert helped.complaint.support == Support(adjustments=("Ring after ten o'clock",))
    kinds = [entry.kind for entry in helped.written]
    assert kinds.count(EntryKind.SUPPORT) == 2


@pytest.mark.parametrize("kind", [NoticeKind.ASSIGNMENT, NoticeKind.REMINDER, NoticeKind.OVERDUE])
def test_R_041_whoever_deals_with_them_is_told_what_to_do_differently_and_never_why(
    helped: Landlord, kind: NoticeKind
) -> None:
    helped.waits(until="Fri 13 Nov 2026")

    told = [as_told(helped, sent)[0] for sent in helped.sent if sent.kind is kind]
    assert told
    for body in told:
        assert "What we do differently for this resident" in body
        assert all(f"- {adjustment}" in body for adjustment in DIFFERENTLY)
        assert "sighted" not in body


def test_R_041_no_letter_to_the_resident_speaks_of_what_they_need(helped: Landlord) -> None:
    helped.acknowledges()
    helped.extends(5)
    helped.responds(on="Tue 10 Nov 2026")
    helped.is_asked_for_stage_2(on="Wed 11 Nov 2026")

    letters = told_to(helped, resident=True)
    assert len(letters) > 4
    for body, html in letters:
        for words in ("sighted", "lose the thread", "Speak slowly"):
            assert words not in body + html


@pytest.mark.parametrize("prefers", [Channel.EMAIL, Channel.LETTER])
def test_R_041_their_letters_are_set_in_large_print_by_email_and_on_paper(landlord: Landlord, prefers: Channel) -> None:
    resident = SAM.model_copy(update={"prefers": prefers})
    landlord.receives_complaint(on="Mon 02 Nov 2026", support=Support(large_print=True), resident=resident)
    landlord.allocates()
    landlord.acknowledges()

    acknowledgement = next(sent for sent in landlord.sent if sent.kind is NoticeKind.ACKNOWLEDGEMENT)
    assert acknowledgement.channel is prefers
    _, html = as_told(landlord, acknowledgement)
    assert size(html) == "16pt"
    assert re.findall(r"^h2 \{ font-size: (\d+)pt", html, re.MULTILINE) == ["13", "18"]


def test_R_041_large_print_from_the_day_it_is_recorded_and_for_nobody_else(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    assert size(as_told(landlord, landlord.sent[0])[1]) == "12pt"

    landlord.records_support(large_print=True)
    landlord.allocates()
    landlord.acknowledges()

    assert {size(html) for _, html in told_to(landlord, resident=True)} == {"16pt"}
    assert {size(html) for _, html in told_to(landlord, resident=False)} == {"12pt"}


def test_R_041_a_record_of_nothing_is_refused(helped: Landlord) -> None:
    assert helped.refuses(helped.records_support) == (
        f"{CLAUSE[helped.key]}: say what the resident needs, what is done differently for them, "
        "or what they were offered."
    )


def test_R_041_a_review_lies_ahead(helped: Landlord) -> None:
    past = day("Fri 30 Oct 2026")

    again = helped.refuses(lambda: helped.records_support(needs="Time.", review_on=past))
    assert again.endswith("the support is to be reviewed on Friday 30 October 2026, which is past; give a day to come.")
    new = Landlord(helped.key)
    assert "Friday 30 October 2026, which is past" in new.refuses(
        lambda: new.receives_complaint(on="Mon 02 Nov 2026", support=Support(needs="Time.", review_on=past))
    )


def test_R_041_whoever_can_be_reached_by_telephone_only_is_a_resident_like_any_other(landlord: Landlord) -> None:
    resident = Resident(name="Sam Sample")
    landlord.receives_complaint(on="Mon 02 Nov 2026", resident=resident, support=Support(adjustments=("Ring first",)))

    assert {notice.channel for notice in landlord.complaint.outbox if notice.is_for_resident} == {Channel.LETTER}


def test_R_041_the_handler_is_reminded_to_ask_whether_it_still_helps(helped: Landlord) -> None:
    handler = helped.owner.id
    helped.records_support(adjustments=("Speak slowly",), review_on=day("Fri 11 Dec 2026"))
    helped.waits(until="Sat 12 Dec 2026")

    assert [line for line in helped.reminders() if "what helps" in line] == [
        f"Wed 09 Dec reminder to {handler}: review of what helps the resident",
        f"Thu 10 Dec reminder to {handler}: review of what helps the resident",
        f"Fri 11 Dec reminder to {handler}: review of what helps the resident",
    ]
    assert any(line.startswith("Sat 12 Dec: review of what helps the resident missed") for line in helped.record)


def test_R_041_recorded_anew_it_is_reviewed_even_where_that_is_known_later(helped: Landlord) -> None:
    helped.records_support(needs="Time.", review_on=day("Fri 11 Dec 2026"))
    helped.waits(until="Mon 14 Dec 2026")
    helped.records_support(on="Thu 10 Dec 2026", needs="Nothing any more.")

    assert not any(missed.duty.name == "support_review" for missed in helped.complaint.missed)
    assert any("it was no longer owed before Friday 11 December 2026 had passed" in line for line in helped.record)
    assert "support_review" not in {duty.key.name for duty in open_duties(helped.complaint, helped.rules)}


def test_R_041_nobody_reviews_what_helps_with_a_complaint_that_is_closed(helped: Landlord) -> None:
    helped.hears_withdrawal()

    assert "support_review" not in {duty.key.name for duty in open_duties(helped.complaint, helped.rules)}
