"""Who recorded each entry."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add it; of entries that are there already nobody knows it."""
    op.add_column("entries", sa.Column("recorded_by", sa.Text, nullable=False, server_default=""))
