"""The insert that gives way to what is there, in each database's own dialect."""

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from register.tables import Table

Insert = sqlite.Insert | postgresql.Insert


def insert(connection: Connection, table: type[Table]) -> Insert:
    """An insert into *table* that can say `on_conflict_do_…`."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)
