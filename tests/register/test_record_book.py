"""The record is only ever added to (D13), asked of the stand-in and of both databases alike."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from activities.ports import LostLifeError, Written
from tests.fakes import FakeRecordBook
from tests.register.registers import RECEIVED_AT, Book, Opened, RegisterBook, entry, page, standing


@pytest.fixture(params=["stand-in", "sqlite", "postgresql"])
def book(request: pytest.FixtureRequest, opened: Opened) -> Book:
    if request.param == "stand-in":
        return FakeRecordBook()
    return RegisterBook(opened(request.getfixturevalue(f"{request.param}_url")))


def test_what_is_written_is_read_back_in_order(book: Book) -> None:
    written = page(entry(2, "acknowledged"), entry(1, "received"))

    book.write(written)

    assert book.entries("qualitas", "QH-1") == (entry(1, "received"), entry(2, "acknowledged"))
    assert book.standing("qualitas", "QH-1") == written.standing


def test_an_entry_written_before_is_never_overwritten(book: Book) -> None:
    book.write(page(entry(1, "received"), entry(2, "acknowledged")))

    book.write(page(entry(2, "something else"), entry(3, "responded")))

    assert [line.text for line in book.entries("qualitas", "QH-1")] == ["received", "acknowledged", "responded"]


def test_an_older_page_does_not_set_the_standing_back(book: Book) -> None:
    book.write(page(entry(1), entry(2), shows=standing("acknowledged")))

    book.write(page(entry(1), shows=standing("received")))

    assert book.standing("qualitas", "QH-1") == standing("acknowledged")


@pytest.mark.parametrize("again", [(entry(2),), ()], ids=["the same last entry", "no entry"])
def test_of_pages_as_new_the_one_written_last_counts(book: Book, again: tuple[()]) -> None:
    book.write(page(entry(1), entry(2), shows=standing("acknowledged")))

    book.write(page(*again, shows=standing("overdue")))
    book.write(page(entry(1), shows=standing("received")))

    assert book.standing("qualitas", "QH-1") == standing("overdue")


def test_references_and_landlords_are_kept_apart(book: Book) -> None:
    book.write(page(entry(1, "ours")))
    book.write(page(entry(1, "another"), reference="QH-2"))
    book.write(page(entry(1, "theirs"), landlord="reliance"))

    texts = [
        book.entries(*whose)[0].text for whose in (("qualitas", "QH-1"), ("qualitas", "QH-2"), ("reliance", "QH-1"))
    ]
    assert texts == ["ours", "another", "theirs"]


def test_nothing_is_known_of_a_complaint_that_was_never_written(book: Book) -> None:
    assert (book.entries("qualitas", "QH-9"), book.standing("qualitas", "QH-9")) == ((), None)


def test_a_nul_in_somebodys_words_does_not_stop_the_record(engine: Engine) -> None:
    book = RegisterBook(engine)

    book.write(page(entry(1, "damp\x00mould")))

    assert book.entries("qualitas", "QH-1")[0].text == "damp\N{REPLACEMENT CHARACTER}mould"


def test_pages_written_at_once_all_stay(engine: Engine) -> None:
    book = RegisterBook(engine)

    with ThreadPoolExecutor(6) as writers:
        list(writers.map(lambda number: book.write(page(entry(1), entry(number), entry(9))), range(2, 8)))

    assert [line.number for line in book.entries("qualitas", "QH-1")] == [1, 2, 3, 4, 5, 6, 7, 9]


def test_writing_says_which_entries_are_new(book: Book) -> None:
    first = book.write(page(entry(1), entry(2)))
    again = book.write(page(entry(2), entry(3)))

    assert [sorted(written.new) for written in (first, again, book.write(page()))] == [[1, 2], [3], []]


OTHERWISE = RECEIVED_AT + timedelta(hours=1)


def numbers(book: Book) -> list[tuple[int, datetime]]:
    return [(each.number, each.at) for each in book.entries("qualitas", "QH-1")]


def test_the_later_life_is_the_record_and_what_the_former_had_otherwise_is_set_aside(book: Book) -> None:
    book.write(page(entry(1), entry(2), entry(3), entry(4), shows=standing("responded"), life="first"))

    written = book.write(page(entry(2), entry(3, at=OTHERWISE), shows=standing("acknowledged"), life="second"))

    assert (written.set_aside, sorted(written.new)) == ((3, 4), [3])
    assert numbers(book) == [(1, RECEIVED_AT), (2, RECEIVED_AT), (3, OTHERWISE)]
    assert book.standing("qualitas", "QH-1") == standing("acknowledged")


def test_a_later_life_that_knows_everything_sets_nothing_aside(book: Book) -> None:
    book.write(page(entry(1), entry(2), life="first"))

    assert book.write(page(shows=standing("reopened"), life="second", through=2)).set_aside == ()
    assert book.write(page(entry(3), life="second")).set_aside == ()
    assert [number for number, _ in numbers(book)] == [1, 2, 3]


def test_a_later_life_sets_aside_what_it_does_not_know_with_its_first_page(book: Book) -> None:
    book.write(page(entry(1), entry(2), entry(3), shows=standing("responded"), life="first"))

    assert book.write(page(shows=standing("acknowledged"), life="second", through=1)).set_aside == (2, 3)

    assert book.standing("qualitas", "QH-1") == standing("acknowledged")
    book.write(page(entry(2, at=OTHERWISE), shows=standing("allocated"), life="second"))
    assert book.standing("qualitas", "QH-1") == standing("allocated")


@pytest.mark.parametrize("life", ["second", "first"])
def test_a_page_that_meets_another_text_in_its_own_life_or_is_of_a_former_one_writes_nothing(
    book: Book, life: str
) -> None:
    book.write(page(entry(1), entry(2), life="first"))
    book.write(page(entry(2), entry(3), shows=standing("allocated"), life="second"))

    with pytest.raises(LostLifeError):
        book.write(page(entry(3, at=OTHERWISE), entry(4), shows=standing("otherwise"), life=life))

    assert [number for number, _ in numbers(book)] == [1, 2, 3]
    assert book.standing("qualitas", "QH-1") == standing("allocated")


def test_a_page_written_twice_is_of_no_other_life(book: Book) -> None:
    first = page(entry(1, "it's \x00 odd"), entry(2), life="first")
    book.write(first)
    book.write(page(entry(3), life="first"))

    assert book.write(first) == Written()


def test_what_was_set_aside_is_kept_with_its_life(opened: Opened, sqlite_url: str) -> None:
    book = RegisterBook(opened(sqlite_url))
    book.write(page(entry(1), entry(2, "of the first"), life="first"))
    book.write(page(entry(2, "of the second", at=OTHERWISE), life="second"))
    book.write(page(entry(2, "of the third", at=RECEIVED_AT + timedelta(hours=2)), life="third"))

    kept = book.queries.former_entries("qualitas", "QH-1")

    assert [(each.life, each.entry.text) for each in kept] == [("first", "of the first"), ("second", "of the second")]
