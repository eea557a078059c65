"""The register's migrations, run at start-up by whoever starts first."""

import time
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from activities.ports import RegisterAwayError
from register.engine import at_register, is_locked, name_of, open_register

_MIGRATIONS = Path(__file__).parent / "migrations"
_WAITS_FOR_A_TABLE = 2
_TRIES, _PAUSE = 12, 5.0
"""How often a migration is tried, and how many seconds lie between: about a minute and a half in all."""
_LOCK = 0x70757472  # "putr": any number will do, as long as every process takes the same


def upgrade(url: str, *, tries: int = _TRIES, pause: float = _PAUSE) -> None:
    """Bring the register at *url* up to date; nothing happens when it is, and of two at once the second waits.

    Nor does anything where a later version has been here: it leaves this one able to work.

    A table that somebody reads for long, as a backup does, is not waited for: whoever came after would wait behind us.
    It is tried again after *pause* seconds, so many times, all of it or nothing.

    Raises:
        RegisterAwayError: the register cannot be reached, or is held by somebody else's work.
        BadRegisterUrlError: the URL is of no register.
    """
    engine = open_register(url)
    try:
        _use_write_ahead_log(engine)
        for left in reversed(range(tries)):
            if _is_upgraded(engine, is_last=not left):
                return
            time.sleep(pause)
    finally:
        engine.dispose()


def _is_upgraded(engine: Engine, *, is_last: bool) -> bool:
    """Try once; False where the tables are held by somebody else's work, and another try follows."""
    try:
        with at_register(engine) as connection:
            _let_tables_be_made_anew(connection)
            _wait_for_turn(connection)
            _wait_for_no_table(connection)
            if not _is_of_a_later_version(connection):
                command.upgrade(config(connection), "head")
    except RegisterAwayError as away:
        if not is_locked(away):
            raise
        if is_last:
            raise RegisterAwayError(
                f"{name_of(engine)} cannot be upgraded: something long, as a backup, holds its tables; "
                "nothing was changed, so run it again when that has ended"
            ) from away
        return False
    return True


def lacks_migrations(engine: Engine) -> bool:
    """Whether the register has yet to be migrated to this version; one of a later version has been.

    Raises:
        RegisterAwayError: it cannot be reached.
    """
    with at_register(engine) as connection:
        return not (_done(connection) >= set(_ours(connection).get_heads()) or _is_of_a_later_version(connection))


def _is_of_a_later_version(connection: Connection) -> bool:
    """Whether the register has a revision that this version has never heard of: migrations only ever go forward."""
    return not _done(connection) <= {each.revision for each in _ours(connection).walk_revisions()}


def _done(connection: Connection) -> set[str]:
    return set(MigrationContext.configure(connection).get_current_heads())


def _ours(connection: Connection) -> ScriptDirectory:
    return ScriptDirectory.from_config(config(connection))


def config(connection: Connection) -> Config:
    """Alembic's settings for this connection: it needs no file of its own."""
    settings = Config(attributes={"connection": connection})
    settings.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return settings


def _use_write_ahead_log(engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        with at_register(engine) as connection:
            connection.exec_driver_sql("PRAGMA journal_mode = WAL")


def _let_tables_be_made_anew(connection: Connection) -> None:
    """SQLite changes a table by making it again, which it refuses while others refer to it."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")  # on this connection, which is closed afterwards


def _wait_for_turn(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # waits for its busy timeout, as a write does
    else:
        connection.exec_driver_sql("SET LOCAL lock_timeout = 0")  # whoever upgrades may take its time
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")


def _wait_for_no_table(connection: Connection) -> None:
    """For as long as we wait for a table, everybody who only wants to read it waits behind us."""
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{_WAITS_FOR_A_TABLE}s'")
