"""Finding complaints by how their resident is called and reached, on both databases."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, event, select

from domain.views.finders import Finder, FinderKind
from domain.views.page import Page
from intake.finding import read_wanted
from register.engine import at_register
from register.lines import MOST_HITS
from register.queries import Queries
from register.record_book import RegisterRecordBook
from register.tables import FinderRow
from tests.register.registers import entry, page, standing

NOW = datetime(2026, 11, 2, 10, tzinfo=UTC)

ANN = {
    FinderKind.NAME: ["ann", "luczak"],
    FinderKind.EMAIL: ["ann@example.com"],
    FinderKind.NUMBER: ["+447700900123"],
    FinderKind.POSTCODE: ["b991aa"],
    FinderKind.STREET: ["3", "example"],
}


@pytest.fixture
def book(engine: Engine) -> RegisterRecordBook:
    return RegisterRecordBook(engine)


@pytest.fixture
def queries(engine: Engine) -> Queries:
    return Queries(engine)


def found_by(words: dict[FinderKind, list[str]], written: Page | None = None) -> Page:
    found = tuple(Finder(token=token, kind=kind) for kind, tokens in words.items() for token in tokens)
    return (written or page(entry(1))).model_copy(update={"finders": found})


def find(queries: Queries, typed: str, reader: str = "") -> list[str]:
    return [hit.reference for hit in queries.find("qualitas", read_wanted(typed), NOW, reader)]


def rows(engine: Engine) -> int:
    with at_register(engine) as connection:
        return len(connection.execute(select(FinderRow.token)).all())


@pytest.mark.parametrize(
    "typed",
    ["Ann", "łuc", "ann luczak", "ANN@example.com", "07700 900123", "B99 1AA", "b99", "3 Example Street", "Ann b991aa"],
)
def test_a_complaint_is_found_by_each_of_its_words_and_by_several(
    book: RegisterRecordBook, queries: Queries, typed: str
) -> None:
    book.write(found_by(ANN))

    assert find(queries, typed) == ["QH-1"]


@pytest.mark.parametrize("typed", ["An", "Ann Smith", "uczak", "4 Example Street", "07700 900124", "example.com", "Łu"])
def test_it_is_not_found_by_a_word_it_has_not(book: RegisterRecordBook, queries: Queries, typed: str) -> None:
    book.write(found_by(ANN))

    assert find(queries, typed) == []


def test_a_hit_says_how_the_complaint_stands(book: RegisterRecordBook, queries: Queries) -> None:
    book.write(found_by(ANN))

    (hit,) = queries.find("qualitas", read_wanted("Ann"), NOW)

    assert (hit.landlord, hit.reference, hit.standing) == ("qualitas", "QH-1", standing())


def test_each_landlord_finds_its_own(book: RegisterRecordBook, queries: Queries) -> None:
    book.write(found_by(ANN, page(entry(1), landlord="reliance")))

    assert find(queries, "Ann") == []


def test_D15_whoever_it_is_about_finds_nothing_of_it(book: RegisterRecordBook, queries: Queries) -> None:
    hidden = page(entry(1))
    hidden = hidden.model_copy(update={"standing": hidden.standing.model_copy(update={"hidden_from": ("priya-nair",)})})
    book.write(found_by(ANN, hidden))
    book.write(found_by(ANN, page(entry(1), reference="QH-2")))

    assert find(queries, "Ann", reader="priya-nair") == ["QH-2"]
    assert find(queries, "Ann", reader="leah-brooks") == ["QH-1", "QH-2"]
    assert find(queries, "priya nair") == find(queries, "priya-nair") == []


def test_a_page_with_other_words_replaces_them_and_one_without_leaves_them(
    book: RegisterRecordBook, queries: Queries, engine: Engine
) -> None:
    book.write(found_by(ANN))
    book.write(page(entry(2)))
    assert find(queries, "luczak") == ["QH-1"]

    book.write(found_by({FinderKind.NAME: ["ann", "smith"]}, page(entry(3))))

    assert (find(queries, "luczak"), find(queries, "ann smith"), rows(engine)) == ([], ["QH-1"], 2)


def test_an_older_page_does_not_bring_old_words_back(book: RegisterRecordBook, queries: Queries) -> None:
    book.write(found_by({FinderKind.NAME: ["smith"]}, page(entry(1), entry(2))))

    book.write(found_by(ANN, page(entry(1))))

    assert (find(queries, "ann"), find(queries, "smith")) == ([], ["QH-1"])


def test_words_that_are_there_already_are_not_written_again(book: RegisterRecordBook, engine: Engine) -> None:
    book.write(found_by(ANN))
    said: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *it: said.append(it[2]))

    book.write(found_by(ANN, page(entry(2))))
    book.write(page(entry(3)))

    touched = [words.split()[0] for words in said if "finders" in words]
    assert touched == ["SELECT"]


def test_open_ones_come_first_and_one_more_than_is_shown(book: RegisterRecordBook, queries: Queries) -> None:
    closed = standing("closed", closed=True)
    book.write(found_by(ANN, page(entry(1), reference="QH-000", shows=closed)))
    for number in range(1, MOST_HITS + 5):
        book.write(found_by(ANN, page(entry(1), reference=f"QH-{number:03}")))

    hits = find(queries, "Ann")

    assert (len(hits), hits[0]) == (MOST_HITS + 1, "QH-001")


def test_a_sign_beyond_the_basic_plane_begins_a_word_too(book: RegisterRecordBook, queries: Queries) -> None:
    book.write(found_by({FinderKind.NAME: ["abc\U00020000d"]}))

    assert find(queries, "abc") == find(queries, "abc\U00020000") == ["QH-1"]
