"""The record is only ever added to (D13), asked of the stand-in and of both databases alike."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine

from activities.ports import NoPageError
from tests.fakes import FakeRecordBook
from tests.register.registers import Book, Opened, RegisterBook, entry, page, standing


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


def test_the_last_state_is_kept_and_replaced_by_a_later_one(book: Book) -> None:
    book.write(page(entry(1)))
    book.keep("qualitas", "QH-1", '{"ended": 1}')
    book.keep("qualitas", "QH-1", '{"ended": 2}')
    book.write(page(entry(1)))
    book.write(page())

    assert book.kept_case("qualitas", "QH-1") == '{"ended": 2}'


def test_a_state_that_a_later_entry_has_overtaken_is_kept_no_longer(book: Book) -> None:
    book.write(page(entry(1)))
    book.keep("qualitas", "QH-1", '{"ended": 1}')

    book.write(page(entry(2)))

    assert book.kept_case("qualitas", "QH-1") is None


def test_a_state_without_any_page_is_refused(book: Book) -> None:
    with pytest.raises(NoPageError, match="qualitas's QH-1"):
        book.keep("qualitas", "QH-1", "{}")


def test_nothing_is_known_of_a_complaint_that_was_never_written(book: Book) -> None:
    assert (book.entries("qualitas", "QH-9"), book.standing("qualitas", "QH-9")) == ((), None)
    assert book.kept_case("qualitas", "QH-9") is None


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

    assert [sorted(new) for new in (first, again, book.write(page()))] == [[1, 2], [3], []]
