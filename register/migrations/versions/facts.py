"""Who did what an entry tells of, as an id and roles beside the words."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

NOBODY = '{"kind":"procedure"}'
"""What a worker of the version before writes says nothing of it."""


def upgrade() -> None:
    """Add the column."""
    with op.batch_alter_table("entries") as entries:
        entries.add_column(sa.Column("actor", sa.Text, nullable=False, server_default=NOBODY))
