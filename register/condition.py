"""Whether the register answers, and whether its tables are this version's."""

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, literal, select

from register.engine import at_register
from register.tables import ComplaintRow
from register.upgrade import config


def check_tables(engine: Engine) -> None:
    """Look into the register.

    Raises:
        RegisterAwayError: it cannot be reached, or has no tables.
    """
    with at_register(engine) as connection:
        connection.execute(select(literal(1)).select_from(ComplaintRow).limit(1))


def lacks_migrations(engine: Engine) -> bool:
    """Whether the register has yet to be migrated to this version.

    Raises:
        RegisterAwayError: it cannot be reached.
    """
    with at_register(engine) as connection:
        done = set(MigrationContext.configure(connection).get_current_heads())
        return not set(ScriptDirectory.from_config(config(connection)).get_heads()) <= done
