"""The queue: what a page of it takes, with its counts, over a register of 100,000 open and 100,000 closed complaints.

Written straight into the register's tables, as the record book leaves them; read as the desk reads. One reader at a
time, and eight at once; beside a writer that writes a page of one complaint after the other all the while.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from time import perf_counter, thread_time
from typing import Any, NamedTuple

from sqlalchemy import Engine, Table, insert, text

from activities.ports import RegisterAwayError
from bench.figures import Figure, Measurement, load, say, spread
from domain.complaint.actor import ActorKind, ActorRef
from domain.complaint.entry_kinds import EntryKind
from domain.complaint.facts.front_door import Received
from domain.policy.definition import Classification
from domain.policy.stages import Stage
from domain.views.page import Page, Standing, Waiting, WaitsFor
from domain.views.status import Tag
from domain.views.written import WrittenEntry
from register.engine import at_register, open_register, open_to_read
from register.lines import After, Filters, Part
from register.queries import Queries
from register.record_book import RegisterRecordBook
from register.tables import ComplaintRow, EntryRow
from register.upgrade import upgrade

LANDLORDS = ("reliance", "qualitas")
_OURS = 0.7
"""The part of all that the first landlord has: as of the figures this is held against."""
_HAVE_DUE, _NOBODYS = 0.7, 0.01
"""Of those that are open: what part has something due, and what part nobody has yet."""
HANDLERS = 200
_TEAM = 20
_BATCH = 2_000
AT_ONCE = 8
_MS = 1000
_NOW = datetime.now(UTC).replace(microsecond=0)
_WEEK = _NOW + timedelta(days=7)
_NAMES = ("Tess Sample", "Arthur Mustermann", "Rosalind Pattern", "Zoë Łuczak", "Desmond Vorlage")


class _Asked(NamedTuple):
    """A kind of page: what it is called, and how one of them is read."""

    what: str
    read: Callable[[Queries, random.Random], object]


def _mine(queries: Queries, chance: random.Random) -> object:
    filters = Filters(handlers=(handler_id(chance.randrange(HANDLERS)),))
    return queries.page(LANDLORDS[0], filters, _NOW), queries.counts(LANDLORDS[0], filters, _NOW, _WEEK)


def _all(queries: Queries, chance: random.Random) -> object:
    after = After(next_due_at=_NOW + timedelta(minutes=chance.randrange(-20_000, 50_000)), reference="")
    filters = Filters()
    return queries.page(LANDLORDS[0], filters, _NOW, after=after), queries.counts(LANDLORDS[0], filters, _NOW, _WEEK)


def _a_team(queries: Queries, chance: random.Random) -> object:
    first = chance.randrange(HANDLERS - _TEAM)
    filters = Filters(handlers=tuple(handler_id(first + number) for number in range(_TEAM)))
    return queries.page(LANDLORDS[0], filters, _NOW), queries.counts(LANDLORDS[0], filters, _NOW, _WEEK)


def _nothing_due(queries: Queries, chance: random.Random) -> object:
    after = After(reference=_reference(chance.randrange(100_000)))
    return queries.page(LANDLORDS[0], Filters(), _NOW, part=Part.NOTHING_DUE, after=after)


def _waits(queries: Queries, _: random.Random) -> object:
    return queries.page(LANDLORDS[0], Filters(waits_for=WaitsFor.LATE_REQUEST), _NOW)


def _tagged(queries: Queries, _: random.Random) -> object:
    return queries.page(LANDLORDS[0], Filters(tag=Tag.OMBUDSMAN), _NOW)


def _loads(queries: Queries, _: random.Random) -> object:
    return queries.loads(LANDLORDS[0], _NOW, _WEEK)


_PAGES = (
    _Asked("one handler's page, with counts", _mine),
    _Asked("a page somewhere in the queue, with counts", _all),
)
"""What the aims are for."""
_MORE = (
    _Asked(f"a page of a team of {_TEAM}, with counts", _a_team),
    _Asked("a page of what has nothing due", _nothing_due),
    _Asked("what waits for a late request's decision (1 in 1,000)", _waits),
    _Asked("what the Ombudsman asked about (1 in 1,000)", _tagged),
    _Asked("what everybody has", _loads),
)


async def measure(lines: int, entries: int, pages: int) -> AsyncIterator[Measurement]:
    """Fill a register on each database, and read of it."""
    for name, opened in (("SQLite", on_sqlite), ("PostgreSQL", on_postgresql)):
        busy = load()
        with opened() as url:
            if not url:
                say(f"\nthe queue on {name}: there is none on this machine")
                continue
            figures = tuple(await asyncio.to_thread(_figures, url, lines, entries, pages))
        conditions = (
            f"{lines:,} open complaints and as many closed, {entries} entries each, {pages} of each kind of page"
        )
        yield Measurement(f"the queue on {name}", conditions, busy, figures)


@contextmanager
def on_sqlite() -> Iterator[str]:
    """A file that is thrown away."""
    with TemporaryDirectory(prefix="putright-") as folder:
        yield f"sqlite:///{Path(folder) / 'register.db'}"


@contextmanager
def on_postgresql() -> Iterator[str]:
    """A server of its own; nothing where the machine has none."""
    from _pytest.outcomes import Skipped  # noqa: PLC0415 - only developers have pytest

    from tests.register.postgres import postgres  # noqa: PLC0415

    with ExitStack() as running:
        try:
            url = running.enter_context(postgres()).url.format(database="postgres")
        except Skipped:
            url = ""
        yield url


def _figures(url: str, lines: int, entries: int, pages: int) -> list[Figure]:
    return list(_measured(url, lines, entries, pages))


def _measured(url: str, lines: int, entries: int, pages: int) -> Iterator[Figure]:
    upgrade(url)
    writer, reader = open_register(url), open_to_read(url)
    try:
        began = perf_counter()
        fill(writer, lines, entries)
        yield Figure("written", perf_counter() - began, "s for all of them")
        queries = Queries(reader)
        with _writing(writer, lines) as written:
            for asked in _PAGES:
                yield from _alone(asked, queries, pages, "p50 ≤ 10, p99 ≤ 50")
                yield from _together(asked, queries, pages)
            for asked in _MORE:
                yield from _alone(asked, queries, max(1, pages // 5), "")
        yield Figure("pages that were written meanwhile", len(written), "")
    finally:
        reader.dispose()
        writer.dispose()


def fill(engine: Engine, lines: int, entries: int) -> None:
    """Write so many open complaints and as many closed ones, in an order in which they might have come."""
    chance = random.Random(8)  # noqa: S311 - the same register each time
    for first in range(0, 2 * lines, _BATCH):
        rows = [_row(number, chance) for number in range(first, min(first + _BATCH, 2 * lines))]
        with at_register(engine) as connection:
            connection.execute(insert(_table(ComplaintRow)), rows)
            if entries:
                connection.execute(
                    insert(_table(EntryRow)), [entry for row in rows for entry in _entries(row, entries)]
                )
    if engine.dialect.name == "postgresql":  # as it does by itself before long; SQLite is never told
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE complaints"))


def _row(number: int, chance: random.Random) -> dict[str, Any]:
    """A complaint of those that stand open (every other one) or closed, as the record book writes it."""
    line = _line(number, chance)
    opened_at = _NOW - timedelta(days=chance.randrange(1, 300))
    return {
        "landlord": LANDLORDS[0] if chance.random() < _OURS else LANDLORDS[1],
        "reference": _reference(number),
        "key": f"key-{number}",
        "opened_at": opened_at,
        "last_entry": 8,
        "recorded_at": opened_at,
        "kept_case": None,
        **{name: getattr(line, name) for name in Standing.model_fields},
    }


def _line(number: int, chance: random.Random) -> Standing:
    is_open = number % 2 == 0
    has_due = is_open and chance.random() < _HAVE_DUE
    due_at = _NOW + timedelta(minutes=chance.randrange(-20_000, 60_000)) if has_due else None
    return Standing(
        words="stage 1 acknowledged; stage 1 response due Thu 24 Dec 2026" if is_open else "closed: resolved satisfied",
        name=chance.choice(_NAMES),
        matter="The bedroom has been damp since October, and the extractor fan does not work.",
        received_on=_NOW.date(),
        stage=Stage.ONE,
        handler="" if chance.random() < _NOBODYS else handler_id(chance.randrange(HANDLERS)),
        next_due_at=due_at,
        next_due="stage 1 response" if due_at else "",
        next_due_on=due_at.date() if due_at else None,
        closed=not is_open,
        settled=not is_open,
        tags=("late", "ombudsman") if number % 1000 == 0 else ("late",) if number % 10 == 0 else (),
        waits_for=_waits_for(number) if is_open else (),
        calendar="2025-01-01/2028-12-31/0123456789abcdef",
        acts_at=(due_at,) if due_at else (),
    )


def _waits_for(number: int) -> tuple[Waiting, ...]:
    if number % 1000 == 0:
        return (Waiting(what=WaitsFor.LATE_REQUEST, of=("department_manager",)),)
    return (Waiting(what=WaitsFor.POSTING, of=(handler_id(number % HANDLERS),)),) if number % 20 == 0 else ()


def _entries(row: dict[str, Any], count: int) -> Iterator[dict[str, Any]]:
    entry = _entry(1, row["opened_at"]).model_dump() | {name: row[name] for name in ("landlord", "reference")}
    return (entry | {"number": number} for number in range(1, count + 1))


def _entry(number: int, at: datetime) -> WrittenEntry:
    return WrittenEntry(
        number=number,
        kind=EntryKind.RECEIVED,
        at=at,
        recorded_at=at,
        facts=Received(classification=Classification.COMPLAINT, channel="telephone"),
        text="complaint received by telephone",
        actor=ActorRef(kind=ActorKind.STAFF, id="priya-nair", roles=frozenset({"complaints_handler"})),
        by="Priya Nair, Complaints Handler",
        clause="4.1",
        stage=Stage.ONE,
    )


@contextmanager
def _writing(engine: Engine, lines: int) -> Iterator[list[int]]:
    """Write a page of one complaint after the other, as a worker does, until the block ends; what was written."""
    stop, written = Event(), list[int]()
    book, chance = RegisterRecordBook(engine), random.Random(9)  # noqa: S311

    def write() -> None:
        while not stop.is_set():
            number = chance.randrange(lines) * 2
            page = Page(
                landlord=LANDLORDS[0],
                reference=f"NEW-{number}",
                key=f"new-{number}",
                entries=(_entry(1, _NOW),),
                standing=_line(number, chance),
            )
            book.write(page)
            written.append(number)
            stop.wait(0.02)

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write)
        try:
            yield written
        finally:
            stop.set()
            writing.result()


def _alone(asked: _Asked, queries: Queries, pages: int, wanted: str) -> Iterator[Figure]:
    chance = random.Random(1)  # noqa: S311
    asked.read(queries, chance)
    began = thread_time()
    took = [_timed(asked, queries, chance) for _ in range(pages)]
    worked = (thread_time() - began) * _MS / pages
    yield from spread(f"{asked.what}: one at a time", took, wanted)
    yield Figure("of that the reader's processor, on average", worked, "ms")


def _together(asked: _Asked, queries: Queries, pages: int) -> Iterator[Figure]:
    refused = list[str]()

    def reads(seed: int) -> list[float]:
        chance, took = random.Random(seed), list[float]()  # noqa: S311
        for _ in range(pages // AT_ONCE):
            try:
                took.append(_timed(asked, queries, chance))
            except RegisterAwayError as away:
                refused.append(str(away))
        return took

    began = perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        took = [each for some in pool.map(reads, range(AT_ONCE)) for each in some]
    yield from spread(f"{asked.what}: {AT_ONCE} at once", took, "p99 ≤ 200")
    yield Figure("refused", len(refused), f"; {len(took) / (perf_counter() - began):.0f} pages a second", wanted="0")


def _timed(asked: _Asked, queries: Queries, chance: random.Random) -> float:
    began = perf_counter()
    asked.read(queries, chance)
    return (perf_counter() - began) * _MS


def handler_id(number: int) -> str:
    """One of the people who have the complaints."""
    return f"handler-{number:03}"


def _reference(number: int) -> str:
    return f"REL-{number * 7919 % 1_000_003:07}"


def _table(of: type[ComplaintRow] | type[EntryRow]) -> Table:
    table = of.__table__
    assert isinstance(table, Table)
    return table
