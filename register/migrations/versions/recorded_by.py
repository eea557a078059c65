"""Who recorded each entry."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Add it; of entries that are there already nobody knows it."""
    for table in ("entries", "former_entries"):
        op.add_column(table, sa.Column("recorded_by", sa.Text, nullable=False, server_default=""))
