"""Migrations: once, whoever starts first, and just what the code expects."""

import subprocess
import sys

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect

from activities.ports import RegisterAwayError
from domain.policy.definition import Classification
from domain.policy.stages import Stage
from register.engine import at_register
from register.queries import Queries
from register.tables import Table
from register.upgrade import config, upgrade
from tests.register.registers import Opened


def test_the_migrations_make_just_the_tables_the_code_expects(engine: Engine) -> None:
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Table.metadata) == []


def test_upgrading_again_changes_nothing(url: str, opened: Opened) -> None:
    upgrade(url)

    assert Queries(opened(url)).queue() == ()


def test_a_register_of_before_keeps_what_it_holds(empty_url: str, opened: Opened) -> None:
    engine = opened(empty_url)
    with at_register(engine) as connection:
        command.upgrade(config(connection), "0001")
    _write_as_before(engine)

    upgrade(empty_url)

    queries = Queries(engine)
    known = queries.complaint("reliance", "REL-1")
    assert known
    assert (known.standing.classification, known.standing.stage) == (Classification.COMPLAINT, Stage.ONE)
    assert [entry.text for entry in queries.entries("reliance", "REL-1")] == ["complaint received"]


def test_a_worker_of_the_version_before_can_still_write(url: str, opened: Opened) -> None:
    engine = opened(url)

    _write_as_before(engine)

    known = Queries(engine).complaint("reliance", "REL-1")
    assert known
    assert known.standing.classification is Classification.COMPLAINT


def _write_as_before(engine: Engine) -> None:
    """A row and an entry with the columns of the first version."""
    with at_register(engine) as connection:
        connection.exec_driver_sql(
            "INSERT INTO complaints (landlord, reference, key, last_entry, words, stage, handler, next_due, overdue, "
            "closed) VALUES ('reliance', 'REL-1', 'k', 1, 'received', 'stage_1', '', '', false, false)"
        )
        connection.exec_driver_sql(
            'INSERT INTO entries (landlord, reference, number, kind, at, recorded_at, text, "by", clause, "to", '
            "first_line, notice) VALUES ('reliance', 'REL-1', 1, 'received', '2026-04-01 09:30:15', "
            "'2026-04-01 09:30:15', 'complaint received', '', '', '', '', '')"
        )


def test_two_processes_that_start_at_once_upgrade_once(empty_url: str, opened: Opened) -> None:
    words = [sys.executable, "-W", "error", "-c", f"from register.upgrade import upgrade; upgrade({empty_url!r})"]
    started = [subprocess.Popen(words, stderr=subprocess.PIPE) for _ in range(2)]

    ended = [(process.communicate(timeout=60)[1].decode(), process.returncode) for process in started]

    assert ended == [("", 0)] * 2
    with at_register(opened(empty_url)) as connection:
        tables = inspect(connection).get_table_names()
    assert sorted(tables) == ["alembic_version", "complaints", "entries", "sends"]


def test_before_the_upgrade_the_register_says_what_is_missing(empty_url: str, opened: Opened) -> None:
    with pytest.raises(RegisterAwayError, match="has not been upgraded"):
        Queries(opened(empty_url)).queue()
