"""What a notice was to say, beside its key: the same key with other facts is of a lost life."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add the digests; what is there already has none."""
    for table in ("sends", "letters"):
        op.add_column(table, sa.Column("facts", sa.Text, nullable=False, server_default=""))
