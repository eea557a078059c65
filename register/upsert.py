"""The insert that gives way to what is there, in each database's own dialect."""

from sqlalchemy.dialects import postgresql, sqlite

from register.tables import Table

Insert = sqlite.Insert | postgresql.Insert


def insert(dialect: str, table: type[Table]) -> Insert:
    """An insert into *table* that can say `on_conflict_do_…`."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
