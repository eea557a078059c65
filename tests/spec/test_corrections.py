"""What was recorded wrongly is corrected: old and new are kept, dates are worked out again, none told comes earlier."""

import pytest

from domain.complaint.entry_kinds import EntryKind
from domain.complaint.issues import NewIssue
from domain.complaint.notice_kinds import NoticeKind
from tests.spec.cast import Landlord
from tests.spec.days import day
from tests.spec.letters import written


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
    assert "We told you that we received REL-TEST on Thursday 5 November 2026. That was our mistake" in letter
    assert "We received it on Monday 2 November 2026." in letter
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
