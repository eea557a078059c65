"""Migrations: once, whoever starts first, and just what the code expects."""

import subprocess
import sys

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect

from activities.ports import RegisterAwayError
from register.engine import at_register
from register.queries import Queries
from register.tables import Table
from register.upgrade import upgrade
from tests.register.registers import Opened


def test_the_migrations_make_just_the_tables_the_code_expects(engine: Engine) -> None:
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Table.metadata) == []


def test_upgrading_again_changes_nothing(url: str, opened: Opened) -> None:
    upgrade(url)

    assert Queries(opened(url)).queue() == ()


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
