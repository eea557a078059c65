"""After a change of handler the resident is told who deals with it now (4.1.1)."""

import pytest

from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.resident_facts import HandlerChangedFacts
from domain.policy.channels import Channel
from tests.spec.cast import SAM, Landlord, errand
from tests.spec.letters import WRITER, written

CHANGED = NoticeKind.HANDLER_CHANGED


@pytest.fixture
def acknowledged(landlord: Landlord) -> Landlord:
    """A complaint of Mon 02 Nov 2026, acknowledged on Tue 03 Nov by its handler."""
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.acknowledges(on="Tue 03 Nov 2026")
    return landlord


def test_R_064_the_resident_is_told_who_deals_with_it_now(acknowledged: Landlord) -> None:
    acknowledged.reassigns(acknowledged.parts.colleague, on="Wed 04 Nov 2026")

    acknowledged.waits(until="Wed 04 Nov 2026", at="12:30")

    handler, sent = acknowledged.owner, next(sent for sent in acknowledged.sent if sent.kind is CHANGED)
    letter = WRITER.render(errand(acknowledged, sent), None).body
    assert f"{handler.name}, {handler.job_title}, now deals with your complaint" in letter
    assert "You can still expect our full response by Tuesday 17 November 2026." in letter
    assert f"\n{handler.name}\n{handler.job_title}\n" in letter


def test_R_064_before_the_acknowledgement_nobody_was_told_of_anybody(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.reassigns(landlord.parts.colleague)

    landlord.waits(until="Tue 03 Nov 2026")

    assert not landlord.told(CHANGED)


def test_R_064_a_letter_that_names_the_new_handler_at_the_same_time_is_enough(acknowledged: Landlord) -> None:
    acknowledged.reassigns(acknowledged.parts.colleague, on="Wed 04 Nov 2026")
    acknowledged.extends(5)

    acknowledged.waits(until="Thu 05 Nov 2026")

    assert acknowledged.told(NoticeKind.EXTENSION)
    assert not acknowledged.told(CHANGED)


def test_R_064_a_change_that_is_taken_back_at_once_is_not_told(acknowledged: Landlord) -> None:
    acknowledged.reassigns(acknowledged.parts.colleague, on="Wed 04 Nov 2026")
    acknowledged.reassigns(acknowledged.parts.handler)

    acknowledged.waits(until="Thu 05 Nov 2026")

    assert not acknowledged.told(CHANGED)


def test_R_064_a_change_back_that_comes_later_is_told_too(acknowledged: Landlord) -> None:
    acknowledged.reassigns(acknowledged.parts.colleague, on="Wed 04 Nov 2026")
    acknowledged.reassigns(acknowledged.parts.handler, on="Fri 06 Nov 2026")

    acknowledged.waits(until="Mon 09 Nov 2026")

    days = [line[:10] for line in acknowledged.told(CHANGED) if line.endswith("by email")]
    assert days == ["Wed 04 Nov", "Fri 06 Nov"]
    assert acknowledged.facts(HandlerChangedFacts).handler.id == acknowledged.parts.handler


def test_R_101_after_the_handler_was_removed_and_another_named_the_resident_is_told(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates(to=landlord.parts.colleague)
    landlord.acknowledges(on="Tue 03 Nov 2026")
    landlord.confirms_issue(1, on="Wed 04 Nov 2026", understood="He shouted at her.", about=landlord.owner)
    landlord.allocates(to=landlord.parts.handler)

    landlord.waits(until="Thu 05 Nov 2026")

    assert landlord.told(CHANGED)
    assert landlord.facts(HandlerChangedFacts).handler.id == landlord.parts.handler


def test_R_064_once_it_is_answered_the_letter_names_no_day(acknowledged: Landlord) -> None:
    acknowledged.responds(on="Tue 10 Nov 2026")
    acknowledged.reassigns(acknowledged.parts.colleague, on="Wed 11 Nov 2026")

    acknowledged.waits(until="Thu 12 Nov 2026")

    assert acknowledged.facts(HandlerChangedFacts).due_on is None


def test_R_064_nobody_posts_who_deals_with_it_where_the_resident_never_heard_of_somebody_else(
    landlord: Landlord,
) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", resident=SAM.model_copy(update={"prefers": Channel.LETTER}))
    landlord.allocates()
    landlord.acknowledges(on="Tue 03 Nov 2026")
    landlord.posts("acknowledgement")
    landlord.reassigns(landlord.parts.colleague, on="Wed 04 Nov 2026")
    landlord.waits(until="Wed 04 Nov 2026", at="17:00")
    printed = [owed for owed in landlord.owes() if "post_handler_changed" in owed]

    landlord.reassigns(landlord.parts.handler, on="Thu 05 Nov 2026")
    landlord.waits(until="Thu 05 Nov 2026", at="17:00")

    assert len(printed) == 1
    assert not any("post_handler_changed" in owed for owed in landlord.owes())


def test_R_064_a_complaint_is_not_reassigned_to_whoever_has_it(acknowledged: Landlord) -> None:
    before = acknowledged.told(NoticeKind.ASSIGNMENT)

    said = acknowledged.refuses(lambda: acknowledged.reassigns(acknowledged.parts.handler, on="Wed 04 Nov 2026"))

    assert "already has stage 1; name somebody else" in said
    assert acknowledged.told(NoticeKind.ASSIGNMENT) == before


def test_R_064_whoever_is_given_an_overdue_complaint_reads_that_it_is(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    in_time = written(landlord, NoticeKind.ASSIGNMENT)
    landlord.waits(until="Mon 30 Nov 2026")

    landlord.reassigns(landlord.parts.colleague)

    late = written(landlord, NoticeKind.ASSIGNMENT)
    assert "overdue" not in in_time
    assert "and that is overdue: please do it today." in late
    assert "The full response was due on" in late
