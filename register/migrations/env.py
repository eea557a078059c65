"""Alembic runs this: on the connection that `register.upgrade` gives it."""

from alembic import context

from register.tables import Table

context.configure(connection=context.config.attributes["connection"], target_metadata=Table.metadata)
context.run_migrations()
