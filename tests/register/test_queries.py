"""What the desk asks the register."""

from datetime import timedelta, timezone

import pytest
from sqlalchemy import Engine

from domain.policy.definition import Classification
from domain.views.page import Standing
from register.queries import Queries
from register.record_book import RegisterRecordBook
from tests.register.registers import RECEIVED_AT, entry, page, standing

BRITISH_SUMMER_TIME = timezone(timedelta(hours=1))


@pytest.fixture
def book(engine: Engine) -> RegisterRecordBook:
    return RegisterRecordBook(engine)


@pytest.fixture
def queries(engine: Engine) -> Queries:
    return Queries(engine)


def references(queries: Queries, landlord: str | None = None, *, open_only: bool = True) -> list[str]:
    return [complaint.reference for complaint in queries.queue(landlord, open_only=open_only)]


def test_a_complaint_is_found_by_reference_and_by_the_key_that_opened_it(
    book: RegisterRecordBook, queries: Queries
) -> None:
    book.write(page(entry(1)))

    found = queries.complaint("qualitas", "QH-1")

    assert found
    assert (found.reference, found.key, found.opened_at, found.standing) == ("QH-1", "web-1", RECEIVED_AT, standing())
    assert queries.by_key("qualitas", "web-1") == found
    assert queries.by_key("reliance", "web-1") is queries.by_key("qualitas", "web-2") is None
    assert queries.complaint("reliance", "QH-1") is None


def test_it_stays_opened_when_its_first_entry_was_recorded(book: RegisterRecordBook, queries: Queries) -> None:
    book.write(page(shows=standing()))
    book.write(page(entry(1)))
    book.write(page(entry(2, at=RECEIVED_AT + timedelta(days=1))))

    found = queries.complaint("qualitas", "QH-1")

    assert found
    assert found.opened_at == RECEIVED_AT


def test_the_queue_shows_only_what_is_recorded_as_asked(book: RegisterRecordBook, queries: Queries) -> None:
    request = Standing(words="service request", classification=Classification.SERVICE_REQUEST)
    book.write(page(entry(1), reference="QH-1"))
    book.write(page(entry(1), reference="QH-2", shows=request))

    asked = queries.queue("qualitas", Classification.SERVICE_REQUEST)

    assert [(known.reference, known.standing) for known in asked] == [("QH-2", request)]
    assert references(queries) == ["QH-1", "QH-2"]


def test_the_queue_shows_what_is_due_next_first(book: RegisterRecordBook, queries: Queries) -> None:
    for reference, days in (("QH-1", 3), ("QH-2", None), ("QH-3", 1), ("QH-4", 2)):
        due = None if days is None else RECEIVED_AT + timedelta(days=days)
        book.write(page(entry(1), reference=reference, shows=standing(due=due)))

    assert references(queries) == ["QH-3", "QH-4", "QH-1", "QH-2"]


def test_the_queue_is_ordered_by_instants_not_by_how_they_are_written(
    book: RegisterRecordBook, queries: Queries
) -> None:
    london = (RECEIVED_AT + timedelta(minutes=30)).astimezone(BRITISH_SUMMER_TIME)
    book.write(page(entry(1), reference="QH-1", shows=standing(due=london)))
    book.write(page(entry(1), reference="QH-2", shows=standing(due=RECEIVED_AT + timedelta(minutes=31))))

    first, _ = queries.queue()

    assert (first.reference, first.standing.next_due_at) == ("QH-1", london)
    assert first.standing.next_due_at is not None
    assert first.standing.next_due_at.utcoffset() == timedelta(0)


def test_the_queue_is_one_landlords_and_leaves_out_what_is_closed(book: RegisterRecordBook, queries: Queries) -> None:
    book.write(page(entry(1)))
    book.write(page(entry(1), reference="QH-2", shows=standing(closed=True)))
    book.write(page(entry(1), reference="RE-1", landlord="reliance"))

    assert references(queries, "qualitas") == ["QH-1"]
    assert references(queries) == ["QH-1", "RE-1"]
    assert references(queries, "qualitas", open_only=False) == ["QH-1", "QH-2"]
