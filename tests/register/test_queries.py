"""What the desk asks the register."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event

from domain.policy.definition import Classification
from domain.policy.stages import Stage
from domain.views.page import Waiting, WaitsFor
from domain.views.status import Tag
from register.lines import EVERYTHING, After, Counts, Filters, Load, Part, together
from register.queries import Queries
from register.record_book import RegisterRecordBook
from tests.register.registers import RECEIVED_AT, Opened, entry, page, standing

NOW = datetime(2026, 4, 7, 12, tzinfo=UTC)
BRITISH_SUMMER_TIME = timezone(timedelta(hours=1))


@pytest.fixture
def book(engine: Engine) -> RegisterRecordBook:
    return RegisterRecordBook(engine)


@pytest.fixture
def queries(engine: Engine) -> Queries:
    return Queries(engine)


def references(queries: Queries, part: Part = Part.DUE, landlord: str = "qualitas") -> list[str]:
    found = queries.page(landlord, EVERYTHING, NOW, part=part)
    return [line.reference for line in found.lines]


def write(book: RegisterRecordBook, reference: str, days: int | None = 1, **more: object) -> None:
    landlord = str(more.pop("landlord", "qualitas"))
    due = None if days is None else NOW + timedelta(days=days)
    book.write(page(entry(1), reference=reference, landlord=landlord, shows=standing(due=due).model_copy(update=more)))


def test_a_complaint_is_found_by_reference_and_by_the_key_that_opened_it(
    book: RegisterRecordBook, queries: Queries
) -> None:
    book.write(page(entry(1)).model_copy(update={"opened_with": "a digest"}))
    book.write(page(entry(2)))

    found = queries.complaint("qualitas", "QH-1")

    assert found
    assert found.opened_with == "a digest"
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


def test_what_is_due_next_comes_first_and_what_has_nothing_due_is_a_list_of_its_own(
    book: RegisterRecordBook, queries: Queries
) -> None:
    for reference, days in (("QH-1", 3), ("QH-2", None), ("QH-3", 1), ("QH-4", -2), ("QH-5", None)):
        write(book, reference, days)

    assert references(queries) == ["QH-4", "QH-3", "QH-1"]
    assert references(queries, Part.NOTHING_DUE) == ["QH-2", "QH-5"]


def test_a_queue_is_ordered_by_instants_not_by_how_they_are_written(book: RegisterRecordBook, queries: Queries) -> None:
    london = (RECEIVED_AT + timedelta(minutes=30)).astimezone(BRITISH_SUMMER_TIME)
    book.write(page(entry(1), reference="QH-1", shows=standing(due=london)))
    book.write(page(entry(1), reference="QH-2", shows=standing(due=RECEIVED_AT + timedelta(minutes=31))))

    first, _ = queries.page("qualitas", EVERYTHING, NOW).lines

    assert (first.reference, first.standing.next_due_at) == ("QH-1", london)
    assert first.standing.next_due_at is not None
    assert first.standing.next_due_at.utcoffset() == timedelta(0)


def test_what_is_closed_and_still_owes_something_is_in_the_queue_and_what_is_settled_is_not(
    book: RegisterRecordBook, queries: Queries
) -> None:
    write(book, "QH-1", closed=True)
    write(book, "QH-2", None, closed=True, waits_for=(Waiting(what=WaitsFor.POSTING, of=("priya",)),))
    write(book, "QH-3", None, closed=True, settled=True)
    write(book, "RE-1", landlord="reliance")

    assert references(queries) == ["QH-1"]
    assert references(queries, Part.NOTHING_DUE) == ["QH-2"]
    assert references(queries, Part.SETTLED) == ["QH-3"]
    assert references(queries, landlord="reliance") == ["RE-1"]


@pytest.mark.parametrize("part", [Part.DUE, Part.NOTHING_DUE, Part.SETTLED])
def test_page_after_page_shows_every_line_once_whatever_moves_meanwhile(
    book: RegisterRecordBook, queries: Queries, part: Part
) -> None:
    for number in range(7):  # several of one instant: their references decide
        write(book, f"QH-{number}", number // 3 if part is Part.DUE else None, settled=part is Part.SETTLED)
    seen, after = list[str](), None

    while True:
        found = queries.page("qualitas", EVERYTHING, NOW, part=part, after=after, limit=3)
        seen += [line.reference for line in found.lines]
        if found.next is None:
            break
        after = found.next
        write(book, "QH-0", 0 if part is Part.DUE else None, words="moved", settled=part is Part.SETTLED)

    assert seen == [f"QH-{number}" for number in range(7)]


LINES: dict[str, dict[str, object]] = {
    "QH-1": {"handler": "priya", "tags": ("late", "ombudsman"), "days": -1},
    "QH-2": {"handler": "", "waits_for": (Waiting(what=WaitsFor.ALLOCATION, of=("team_supervisor",)),)},
    "QH-3": {
        "handler": "tom",
        "stage": Stage.TWO,
        "waits_for": (Waiting(what=WaitsFor.APPROVAL, of=("slt", "coo")), Waiting(what=WaitsFor.REPLY)),
    },
    "QH-4": {"handler": "tom", "classification": Classification.CONCERN, "stage": None, "tags": ("late request",)},
    "QH-5": {"handler": "priya_x", "hidden_from": ("tom", "priya")},
}


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        pytest.param({}, "QH-1 QH-2 QH-3 QH-4 QH-5", id="none"),
        pytest.param({"handlers": ("tom",)}, "QH-3 QH-4", id="a handler"),
        pytest.param({"handlers": ("tom", "priya")}, "QH-1 QH-3 QH-4", id="a team"),
        pytest.param({"handlers": ("",)}, "QH-2", id="nobody yet"),
        pytest.param({"handlers": ()}, "", id="a team without people"),
        pytest.param({"stage": "stage_2"}, "QH-3", id="a stage"),
        pytest.param({"classification": "concern"}, "QH-4", id="a classification"),
        pytest.param({"overdue": True}, "QH-1", id="overdue"),
        pytest.param({"tag": "late"}, "QH-1", id="a tag that begins another"),
        pytest.param({"tag": "ombudsman"}, "QH-1", id="a tag"),
        pytest.param({"waits_for": "approval"}, "QH-3", id="what it waits for"),
        pytest.param({"waits_for": "reply"}, "QH-3", id="what it waits for too"),
        pytest.param({"reader": "priya"}, "QH-1 QH-2 QH-3 QH-4", id="what is not hidden from its reader"),
        pytest.param({"reader": "pri%"}, "QH-1 QH-2 QH-3 QH-4 QH-5", id="a reader of a strange name"),
        pytest.param({"handlers": ("tom",), "waits_for": "approval"}, "QH-3", id="two"),
    ],
)
def test_a_queue_is_narrowed(
    book: RegisterRecordBook, queries: Queries, filters: dict[str, object], found: str
) -> None:
    for number, (reference, more) in enumerate(LINES.items()):
        write(book, reference, **{"days": number} | more)  # type: ignore[arg-type]  # days are a number

    asked = Filters.model_validate(filters)
    lines = queries.page("qualitas", asked, NOW).lines

    assert [line.reference for line in lines] == found.split()
    assert queries.count("qualitas", asked, NOW) == len(found.split())


def test_a_line_says_what_it_waits_for_and_from_whom_as_it_was_written(
    book: RegisterRecordBook, queries: Queries
) -> None:
    written = standing(
        due=NOW + timedelta(days=1),
        name="Zoë Łuczak",
        matter="It leaks.",
        received_on=NOW.date(),
        tags=("late", "late request"),
        waits_for=(
            Waiting(what=WaitsFor.APPROVAL, of=("slt", "coo"), not_of=("ann", "bo"), due_on=NOW.date()),
            Waiting(what=WaitsFor.REPLY),
        ),
        hidden_from=("tom",),
    )
    book.write(page(entry(1), shows=written))

    (line,) = queries.page("qualitas", EVERYTHING, NOW).lines

    assert line.standing == written


def test_overdue_is_reckoned_against_the_present_not_as_it_was_written(
    book: RegisterRecordBook, queries: Queries
) -> None:
    write(book, "QH-1", 1, overdue=True)
    due_at = NOW + timedelta(days=1)

    def is_overdue(now: datetime) -> tuple[bool, int, int]:
        (line,) = queries.page("qualitas", EVERYTHING, now).lines
        counts = queries.counts("qualitas", EVERYTHING, now, now)
        return line.standing.overdue, counts.overdue, queries.count("qualitas", Filters(overdue=True), now)

    assert is_overdue(due_at - timedelta(seconds=1)) == (False, 0, 0)
    assert is_overdue(due_at) == (True, 1, 1)


def test_counts_say_how_urgent_it_is(book: RegisterRecordBook, queries: Queries) -> None:
    for number, days in enumerate((-2, -1, 1, 2, 9, None)):
        write(book, f"QH-{number}", days, handler="" if number == 1 else "priya", closed=number == 3)
    write(book, "QH-9", None, closed=True, settled=True)

    counts = queries.counts("qualitas", EVERYTHING, NOW, NOW + timedelta(days=2))
    hers = queries.counts("qualitas", Filters(handlers=("priya",)), NOW, NOW + timedelta(days=2))

    assert counts == Counts(unsettled=6, overdue=2, due=2, nothing_due=1, nobody_yet=1)
    assert hers == Counts(unsettled=5, overdue=1, due=2, nothing_due=1, nobody_yet=0)


def test_counts_stop_one_beyond_what_anybody_needs_to_see(
    book: RegisterRecordBook, queries: Queries, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("register.queries.COUNTED", 2)
    for number in range(5):
        write(book, f"QH-{number}", -1)

    counts = queries.counts("qualitas", EVERYTHING, NOW, NOW)

    assert (counts.unsettled, counts.overdue, queries.count("qualitas", EVERYTHING, NOW)) == (3, 3, 3)


def test_everybodys_load_is_counted_to_the_last(book: RegisterRecordBook, queries: Queries) -> None:
    for number, (handler, days) in enumerate((("priya", -1), ("priya", 1), ("priya", 9), ("", None), ("tom", -1))):
        write(book, f"QH-{number}", days, handler=handler)
    write(book, "QH-9", None, handler="tom", closed=True, settled=True)

    loads = queries.loads("qualitas", NOW, NOW + timedelta(days=2))

    assert loads == (
        Load(handler="", unsettled=1, overdue=0, due=0),
        Load(handler="priya", unsettled=3, overdue=1, due=1),
        Load(handler="tom", unsettled=1, overdue=1, due=0),
    )


def test_pages_of_several_landlords_make_one_page_in_one_order(book: RegisterRecordBook, queries: Queries) -> None:
    for number in range(6):
        write(book, f"QH-{number}", number, landlord=("qualitas", "reliance")[number % 2])
    seen, after = list[str](), None

    for _ in range(3):
        pages = (queries.page(each, EVERYTHING, NOW, after=after, limit=2) for each in ("qualitas", "reliance"))
        found = together(pages, limit=2)
        seen.append(" ".join(line.reference for line in found.lines))
        after = found.next

    assert (seen, after) == (["QH-0 QH-1", "QH-2 QH-3", "QH-4 QH-5"], None)


@pytest.mark.parametrize(
    ("filters", "part", "index"),
    [
        pytest.param(EVERYTHING, Part.DUE, "complaints_queue", id="due"),
        pytest.param(EVERYTHING, Part.NOTHING_DUE, "complaints_queue", id="nothing due"),
        pytest.param(Filters(handlers=("priya",)), Part.DUE, "complaints_of_handler", id="a handler's"),
        pytest.param(Filters(waits_for=WaitsFor.APPROVAL), Part.DUE, "complaints_waiting", id="waiting"),
        pytest.param(Filters(tag=Tag.OMBUDSMAN), Part.DUE, "complaints_tagged", id="tagged"),
    ],
)
def test_a_page_is_read_by_its_index(sqlite_url: str, opened: Opened, filters: Filters, part: Part, index: str) -> None:
    engine, plans = opened(sqlite_url), list[str]()

    def explain(connection: Connection, _: object, statement: str, given: tuple[Any, ...], *_more: object) -> None:
        if statement.startswith("SELECT"):
            cursor = connection.connection.cursor()
            plans.extend(str(row) for row in cursor.execute(f"EXPLAIN QUERY PLAN {statement}", given))

    event.listen(engine, "before_cursor_execute", explain)
    after = After(next_due_at=NOW if part is Part.DUE else None, reference="QH-1")
    Queries(engine).page("qualitas", filters, NOW, part=part, after=after)

    assert [index in plan for plan in plans] == [True]
    assert "TEMP B-TREE" not in plans[0]
