"""The register's migrations, run at start-up by whoever starts first."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from register.engine import at_register, open_register

_MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 0x70757472  # "putr": any number will do, as long as every process takes the same


def upgrade(url: str) -> None:
    """Bring the register at *url* up to date; nothing happens when it is, and of two at once the second waits.

    Raises:
        RegisterAwayError: the register cannot be reached.
        BadRegisterUrlError: the URL is of no register.
    """
    engine = open_register(url)
    try:
        _use_write_ahead_log(engine)
        with at_register(engine) as connection:
            _let_tables_be_made_anew(connection)
            _wait_for_turn(connection)
            command.upgrade(config(connection), "head")
    finally:
        engine.dispose()


def lacks_migrations(engine: Engine) -> bool:
    """Whether the register has yet to be migrated to this version.

    Raises:
        RegisterAwayError: it cannot be reached.
    """
    with at_register(engine) as connection:
        done = set(MigrationContext.configure(connection).get_current_heads())
        return not set(ScriptDirectory.from_config(config(connection)).get_heads()) <= done


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
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
