"""What a complaint carries: what the procedure needs, whatever was recorded and written before (D5)."""

from datetime import timedelta

from hypothesis import given, settings

from domain.complaint.actor import staff
from domain.complaint.complaint import Complaint
from domain.complaint.facts.messages import MessageRejected
from domain.complaint.record_summary import RecordSummary
from domain.complaint.stages import ContactOutcome
from domain.messages.room import size
from domain.procedure.news.delivery import note_bounced, note_delivered
from domain.procedure.news.rejected_messages import reject
from domain.procedure.stages.contact import RecordContact
from domain.procedure.stages.investigate import RecordInvestigation
from domain.views.page import Handed, next_page
from domain.views.standing import standing
from tests.properties.stories import (
    Move,
    alike,
    begin,
    landlords,
    play,
    steps,
    story,
    trodden_paths,
    unhurried,
    ways,
)
from tests.spec.cast import Landlord

fewer = settings(unhurried, max_examples=25)


def lets_go(complaint: Complaint) -> Complaint:
    """The complaint once the register has all that there is to write."""
    return complaint.written(complaint.record_summary.entries, frozenset(each.digest for each in complaint.texts))


def but_the_record(complaint: Complaint) -> Complaint:
    return complaint.changed(record=(), texts=())


@landlords
@fewer
@alike
@given(way=ways, path=trodden_paths)
def test_a_complaint_that_lets_go_of_its_record_goes_on_just_the_same(
    key: str, way: tuple[bool, bool], path: list[Move]
) -> None:
    light = story(key, way, [])
    for move, step in zip(path, steps(key, way, path), strict=True):
        light.complaint = lets_go(light.complaint)

        play(light, move)

        assert but_the_record(light.complaint) == but_the_record(step.after)
        tail = light.complaint.record
        assert tail == step.after.record[len(step.after.record) - len(tail) :]


@landlords
@fewer
@alike
@given(way=ways, path=trodden_paths)
def test_the_summary_is_that_of_the_record(key: str, way: tuple[bool, bool], path: list[Move]) -> None:
    landlord = story(key, way, path)

    summed_up = RecordSummary()
    for entry in landlord.complaint.record:
        summed_up = summed_up.with_entry(entry)

    assert summed_up == landlord.complaint.record_summary


def worked_on(landlord: Landlord, times: int) -> Complaint:
    """A complaint of which so much was recorded, each time another way, and written."""
    for number in range(times):
        landlord._pass(landlord.now + timedelta(hours=6))
        by, at = staff(landlord.owner), landlord.now
        words = f"Attempt {number}: nobody answered. "
        calls = RecordContact(at=at, by=by, outcome=ContactOutcome.NO_ANSWER, note=words * 9, key=f"{number}")
        landlord.obeys(calls)
        looks = RecordInvestigation(at=at, by=by, found=f"Read page {number} of the file. " * 9)
        landlord.obeys(looks)
        here, now = landlord.complaint, landlord.now
        here = note_delivered(here, f"{here.landlord}/{here.reference}/{number}-x", now, landlord.rules, now)
        landlord.complaint = lets_go(reject(here, "close", words, "it has no reason", landlord.rules, now))
        landlord._look()
    return lets_go(landlord.complaint)


def test_a_complaint_of_a_thousand_entries_carries_no_more_than_one_of_seven_hundred() -> None:
    few, many = begin("reliance"), begin("reliance")
    for landlord in (few, many):
        landlord.allocates()
        landlord.acknowledges(on="Mon 07 Dec 2026")

    little, much = worked_on(few, 150), worked_on(many, 250)

    assert much.record_summary.entries >= 1_000
    assert len(much.seen) <= 37 * 4 + 5  # thirty days of orders with a key, and a week of those without
    assert size(much.changed(seen=())) <= size(little.changed(seen=())) + 3_000


@landlords
def test_of_notices_the_news_of_the_last_hundred_is_known_again(key: str) -> None:
    landlord = begin(key)
    complaint, rules, now = landlord.complaint, landlord.rules, landlord.now
    ours = f"{complaint.landlord}/{complaint.reference}"
    for number in range(300):
        complaint = note_bounced(complaint, f"{ours}/{number}-x", None, "no mailbox", now, rules, now)

    again = note_bounced(lets_go(complaint), f"{ours}/299-x", None, "no mailbox", now, rules, now)

    assert len(complaint.record_summary.notices) == 100
    assert again.record == ()


def test_a_page_has_what_fits_and_long_texts_before_what_names_them() -> None:
    reliance = Landlord("reliance")
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    for number in range(30):
        rejected = MessageRejected(asked="close", why="why " * 120, came=f"{number}" * 100)
        reliance.complaint = reliance.complaint.noting(rejected, at=reliance.now, now=reliance.now)
    words = [f"{number} " + "The lift stands still. " * 2000 for number in range(15)]
    reliance.allocates()
    for note in words:
        reliance.speaks_with_resident(note=note)

    pages, left, handed = [], reliance.complaint, Handed()
    while left.record or left.texts:
        page = next_page(left, reliance.rules, standing(left, reliance.rules, reliance.now), handed)
        handed = handed.with_page(page, left)
        assert len(page.model_dump_json()) < 900_000
        assert not (page.entries and len(page.texts) < len(left.texts))
        pages.append(page)
        through = page.entries[-1].number if page.entries else left.written_through
        left = left.written(through, frozenset(each.digest for each in page.texts))

    assert [entry.number for page in pages for entry in page.entries] == [
        entry.number for entry in reliance.complaint.record
    ]
    assert sorted(each.text for page in pages for each in page.texts) == sorted(words)
    assert len(pages) > 1
