"""Migrations: once, whoever starts first, and just what the code expects."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Event

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, insert, inspect, text

from activities.ports import RegisterAwayError
from domain.complaint.complaint import Case
from register.engine import at_register
from register.ledger import RegisterLedger
from register.lines import EVERYTHING, Part
from register.queries import Queries
from register.record_book import RegisterRecordBook
from register.tables import SendRow, Table
from register.upgrade import config, lacks_migrations, upgrade
from tests.fakes import FakeClock
from tests.register.conftest import Server
from tests.register.registers import Opened, entry, page, standing
from tests.spec.cast import Landlord

NOW = datetime(2026, 11, 28, tzinfo=UTC)


def test_the_migrations_make_just_the_tables_the_code_expects(engine: Engine) -> None:
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Table.metadata) == []


def test_upgrading_again_changes_nothing(url: str, opened: Opened) -> None:
    upgrade(url)

    assert Queries(opened(url)).complaint("qualitas", "QH-1") is None


def test_two_processes_that_start_at_once_upgrade_once(empty_url: str, opened: Opened) -> None:
    words = [sys.executable, "-W", "error", "-c", f"from register.upgrade import upgrade; upgrade({empty_url!r})"]
    started = [subprocess.Popen(words, stderr=subprocess.PIPE) for _ in range(2)]

    ended = [(process.communicate(timeout=60)[1].decode(), process.returncode) for process in started]

    assert ended == [("", 0)] * 2
    with at_register(opened(empty_url)) as connection:
        tables = inspect(connection).get_table_names()
    assert sorted(tables) == sorted(["alembic_version", *Table.metadata.tables])


def test_a_register_of_the_first_tables_gets_that_of_letters_and_keeps_what_it_holds(
    empty_url: str, opened: Opened
) -> None:
    engine = opened(empty_url)
    with engine.begin() as connection:
        command.upgrade(config(connection), "0001")
    with engine.begin() as connection:
        connection.execute(insert(SendRow).values(key="k", claimed_at=FakeClock().now, unsettled=1, maybe_twice=False))

    upgrade(empty_url)

    assert RegisterLedger(engine, FakeClock()).claim("k").is_new is False
    assert Queries(engine).letters("reliance", "REL-1") == ()


def test_beside_a_backup_a_migration_gives_up_soon_changes_nothing_and_keeps_no_reader_waiting(
    server: Server, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("register.upgrade._WAITS_FOR_A_TABLE", 0.2)
    url = server.new("empty")
    with at_register(opened(url)) as connection:
        command.upgrade(config(connection), "0001")

    with opened(url).begin() as backup:
        backup.execute(text("SELECT count(*) FROM complaints"))  # as pg_dump does: it keeps its lock until it ends
        with ThreadPoolExecutor(1) as aside:
            migrating = aside.submit(upgrade, url, tries=2, pause=0.1)
            with at_register(opened(url)) as reading:
                reading.execute(text("SET LOCAL lock_timeout = '5s'"))
                seen = [reading.execute(text("SELECT count(*) FROM complaints")).scalar() for _ in range(3)]
            with pytest.raises(RegisterAwayError, match="something long, as a backup, holds its tables"):
                migrating.result(30)
        version = backup.execute(text("SELECT version_num FROM alembic_version")).scalar()

    assert (seen, version) == ([0, 0, 0], "0001")


def test_a_migration_is_tried_again_until_the_backup_has_ended(
    server: Server, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("register.upgrade._WAITS_FOR_A_TABLE", 0.1)
    url = server.new("empty")
    with at_register(opened(url)) as connection:
        command.upgrade(config(connection), "0001")
    tried = Event()
    monkeypatch.setattr("register.upgrade.time.sleep", lambda _: tried.set())

    with ThreadPoolExecutor(1) as aside:
        with opened(url).begin() as backup:
            backup.execute(text("SELECT count(*) FROM complaints"))
            migrating = aside.submit(upgrade, url, tries=100)
            assert tried.wait(30)
        migrating.result(30)

    assert Queries(opened(url)).complaint("qualitas", "QH-1") is None


def test_before_the_upgrade_the_register_says_what_is_missing(empty_url: str, opened: Opened) -> None:
    with pytest.raises(RegisterAwayError, match="has not been upgraded"):
        Queries(opened(empty_url)).complaint("qualitas", "QH-1")


def test_a_register_of_a_later_version_is_left_alone_and_lacks_nothing(empty_url: str, opened: Opened) -> None:
    """Old workers go on beside a new schema, and a version is rolled back by starting the one before."""
    upgrade(empty_url)
    engine = opened(empty_url)
    with at_register(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    upgrade(empty_url)

    assert not lacks_migrations(engine)
    with at_register(engine) as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == "9999"


BEFORE_LINES = text("""
    INSERT INTO complaints (landlord, reference, "key", opened_at, last_entry, words, classification, stage, handler,
        next_due_at, next_due, next_due_on, overdue, closed, calendar, not_told, acts_at, recorded_at, kept_case)
    VALUES ('reliance', :reference, :reference, '2026-11-02 12:00:00', 1, 'at stage 1', 'complaint', 'stage_1',
        'priya-nair', :due, '', NULL, :overdue, :closed, 'a mark', 'tom-hughes', '', '2026-11-02 12:00:00', :kept)
    """)
"""A line as revision 0001 keeps it."""


def lines_of_revision_1() -> list[dict[str, object]]:
    """Open, closed with a promise, and ended: what a register of that revision holds."""
    landlord = Landlord("reliance", "REL-3")
    landlord.receives_complaint(on="Mon 02 Nov 2026", at="23:59")
    landlord.complaint = landlord.complaint.changed(summary=f"A\x00 {'word ' * 40}")
    kept = Case(complaint=landlord.complaint, rules=landlord.rules).model_dump_json()
    due = "2026-11-28 00:00:00"
    return [
        {"reference": "REL-1", "due": due, "overdue": False, "closed": False, "kept": None},
        {"reference": "REL-2", "due": due, "overdue": False, "closed": True, "kept": None},
        {"reference": "REL-3", "due": None, "overdue": False, "closed": True, "kept": kept},
        {"reference": "REL-4", "due": None, "overdue": False, "closed": False, "kept": "not to be read without a key"},
    ]


@pytest.fixture
def migrated(empty_url: str, opened: Opened) -> Engine:
    """A register that was filled at revision 0001, and is up to date now."""
    engine = opened(empty_url)
    with at_register(engine) as connection:
        command.upgrade(config(connection), "0001")
        connection.execute(BEFORE_LINES, lines_of_revision_1())
    upgrade(empty_url)
    return engine


def test_what_an_older_version_wrote_is_in_the_lists_where_it_belongs(migrated: Engine) -> None:
    queries = Queries(migrated)

    found = {part: queries.page("reliance", EVERYTHING, NOW, part=part).lines for part in Part}

    assert {part: [line.reference for line in lines] for part, lines in found.items()} == {
        Part.DUE: ["REL-1", "REL-2"],
        Part.NOTHING_DUE: ["REL-4"],
        Part.SETTLED: ["REL-3"],
    }
    first = found[Part.DUE][0].standing
    assert (first.not_told, first.handler, first.overdue) == (("tom-hughes",), "priya-nair", True)
    assert (first.name, first.tags, first.waits_for, first.hidden_from) == ("", (), (), first.not_told)


def test_an_ended_complaints_last_state_says_whose_it_was_when_it_came_and_what_it_was_about(migrated: Engine) -> None:
    known = Queries(migrated).complaint("reliance", "REL-3")

    assert known is not None
    assert (known.standing.name, known.standing.received_on) == ("Sam Sample", date(2026, 11, 2))
    assert known.standing.matter.startswith("A\N{REPLACEMENT CHARACTER} word")
    assert len(known.standing.matter) == 80


def test_the_next_page_of_a_migrated_complaint_writes_the_whole_line(migrated: Engine) -> None:
    shows = standing(name="Sam Sample", matter="It leaks.", tags=("late",))

    RegisterRecordBook(migrated).write(page(entry(2), landlord="reliance", reference="REL-1", shows=shows))

    known = Queries(migrated).complaint("reliance", "REL-1")
    assert known is not None
    assert known.standing == shows


def test_a_worker_of_an_older_version_still_writes_its_lines(engine: Engine) -> None:
    with at_register(engine) as connection:
        connection.execute(BEFORE_LINES, lines_of_revision_1())

    assert len(Queries(engine).page("reliance", EVERYTHING, NOW).lines) == 2
