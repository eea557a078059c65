"""The way to the database: how it is named, and what is said when it is away."""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from activities.ports import RegisterAwayError
from register.engine import at_register, open_register, open_to_read
from register.queries import Queries
from register.refusals import BadRegisterUrlError
from register.upgrade import upgrade
from tests.register.conftest import Server
from tests.register.registers import Opened, RegisterBook, entry, page

AWAY = "postgresql://putright:s3cret@127.0.0.1:1/putright"


@pytest.mark.parametrize(
    "call", [lambda: upgrade(AWAY), lambda: Queries(open_register(AWAY)).complaint("qualitas", "QH-1")]
)
def test_a_server_that_is_away_is_named_without_its_password(call: object) -> None:
    assert callable(call)

    with pytest.raises(RegisterAwayError) as away:
        call()

    assert str(away.value).startswith("the register putright at 127.0.0.1:1 does not answer: ")
    assert "s3cret" not in repr(away.value)
    assert "\n" not in str(away.value)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        (AWAY, "nothing listens there"),
        ("postgresql://putright:s3cret@nowhere.invalid/putright", "there is no such host"),
        ("postgresql://putright@/putright?host=/nowhere", "nothing listens there"),
    ],
)
def test_why_a_server_does_not_answer_is_said_in_our_words(url: str, why: str) -> None:
    with pytest.raises(RegisterAwayError, match=f"does not answer: {why}$"):
        Queries(open_register(url)).complaint("qualitas", "QH-1")


def test_a_database_or_a_user_that_is_not_there_is_said_in_our_words(server: Server, opened: Opened) -> None:
    user = server.database("upgraded").replace("postgres@", "nobody@")

    for url in {server.database("nowhere"), user}:
        with pytest.raises(RegisterAwayError, match=r"does not answer: there is no such database, or no such user$"):
            Queries(opened(url)).complaint("qualitas", "QH-1")


@pytest.mark.parametrize(
    "url", ["mysql://u:s3cret@h/n", "sqlite://", "sqlite:///:memory:", "var/register.db", "postgresql+asyncpg://h/n"]
)
def test_only_a_file_or_postgresql_holds_a_register(url: str) -> None:
    with pytest.raises(BadRegisterUrlError, match=r"use|cannot be read") as refused:
        open_register(url)

    assert "s3cret" not in str(refused.value)


def test_sqlite_keeps_what_it_has_confirmed_through_a_power_cut(tmp_path: Path, opened: Opened) -> None:
    url = f"sqlite:///{tmp_path}/register.db"
    upgrade(url)

    with at_register(opened(url)) as connection:
        asked = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }

    assert asked == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}


def test_sqlite_locked_for_long_is_away(tmp_path: Path, opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("register.engine.WAITS_FOR", 0.05)
    upgrade(f"sqlite:///{tmp_path}/register.db")
    hog = sqlite3.connect(tmp_path / "register.db")
    hog.execute("BEGIN IMMEDIATE")

    with pytest.raises(RegisterAwayError, match="database is locked"):
        RegisterBook(opened(f"sqlite:///{tmp_path}/register.db")).write(page(entry(1)))

    hog.close()


def test_postgresql_locked_for_long_is_away_for_a_writer_too(
    postgresql_url: str, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("register.engine._LOCKS", "-c lock_timeout=50ms")
    with opened(postgresql_url).begin() as hog:
        hog.execute(text("LOCK TABLE complaints"))

        with pytest.raises(RegisterAwayError, match="does not answer: somebody else's work"):
            RegisterBook(opened(postgresql_url)).write(page(entry(1)))


def test_what_the_url_asks_of_postgresql_is_asked_beside_what_we_ask(postgresql_url: str, opened: Opened) -> None:
    url = f"{postgresql_url}{'&' if '?' in postgresql_url else '?'}options=-c%20application_name=theirs"

    with at_register(opened(url)) as connection:
        asked = [connection.execute(text(f"SHOW {name}")).scalar() for name in ("application_name", "lock_timeout")]

    assert asked == ["theirs", "5s"]


def test_a_file_that_is_no_database_is_said_in_a_sentence(tmp_path: Path, opened: Opened) -> None:
    (tmp_path / "register.db").write_text("Dear diary, " * 100, encoding="utf-8")

    with pytest.raises(RegisterAwayError, match="not a database"):
        Queries(opened(f"sqlite:///{tmp_path}/register.db")).complaint("qualitas", "QH-1")


def test_a_folder_that_cannot_be_made_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file", encoding="utf-8")

    with pytest.raises(RegisterAwayError, match="cannot be made"):
        open_register(f"sqlite:///{tmp_path}/var/below/register.db")


def test_connections_that_a_restart_has_cut_are_replaced(postgresql_url: str, opened: Opened) -> None:
    queries = Queries(opened(postgresql_url))
    queries.complaint("qualitas", "QH-1")
    others = "pid <> pg_backend_pid() AND datname = current_database()"
    with opened(postgresql_url).begin() as connection:
        connection.execute(text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}"))

    assert queries.complaint("qualitas", "QH-1") is None


def test_a_fault_of_ours_is_not_taken_for_the_databases(engine: Engine) -> None:
    with pytest.raises(ValueError, match="ours"), at_register(engine):
        raise ValueError("ours")


def test_what_the_database_does_not_take_is_said_without_what_it_was(engine: Engine) -> None:
    """Whoever has sent a letter goes on: a register that fails in whatever way never has it sent again."""
    with (
        pytest.raises(RegisterAwayError, match="does not take what it was given") as refused,
        at_register(engine) as at,
    ):
        at.execute(text("INSERT INTO sends (key, claimed_at) VALUES ('Ann Example', NULL)"))

    assert "Ann" not in str(refused.value)


@pytest.fixture
def reader(url: str) -> Iterator[Engine]:
    engine = open_to_read(url)
    yield engine
    engine.dispose()


def test_a_reader_sees_what_was_written(reader: Engine, engine: Engine) -> None:
    RegisterBook(engine).write(page(entry(1)))

    assert Queries(reader).complaint("qualitas", "QH-1") is not None


def test_a_reader_writes_nothing(reader: Engine, engine: Engine) -> None:
    with pytest.raises(RegisterAwayError, match=r"readonly|read-only"):
        RegisterBook(reader).write(page(entry(1)))

    assert Queries(engine).complaint("qualitas", "QH-1") is None


def test_readers_wait_neither_for_a_writer_nor_for_one_another(reader: Engine, engine: Engine) -> None:
    RegisterBook(engine).write(page(entry(1)))
    asked = "SELECT reference FROM complaints"

    with ExitStack() as busy:
        writing = busy.enter_context(at_register(engine))
        writing.execute(text("UPDATE complaints SET words = 'half written'"))
        others = [busy.enter_context(at_register(reader)) for _ in range(7)]
        reading = [list(other.execute(text(asked)).scalars()) for other in others]

        found = Queries(reader).complaint("qualitas", "QH-1")

    assert reading == [["QH-1"]] * 7
    assert found is not None
    assert found.standing.words == "at stage 1"


def test_a_new_register_is_for_its_owner_only(tmp_path: Path, opened: Opened) -> None:
    opened(f"sqlite:///{tmp_path / 'var' / 'register.db'}")

    made = [tmp_path / "var", tmp_path / "var" / "register.db"]
    assert [each.stat().st_mode & 0o777 for each in made] == [0o700, 0o600]


def test_whoever_only_reads_makes_neither_a_file_nor_a_folder_of_a_mistyped_name(tmp_path: Path) -> None:
    engine = open_to_read(f"sqlite:///{tmp_path / 'vra' / 'register.db'}")

    with pytest.raises(RegisterAwayError, match="there is no such file"), at_register(engine):
        pass

    engine.dispose()
    assert not any(tmp_path.iterdir())
