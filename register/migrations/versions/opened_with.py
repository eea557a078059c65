"""What a complaint was opened with: the same key with other words is refused."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the digest; a complaint that is there already has none."""
    op.add_column("complaints", sa.Column("opened_with", sa.Text, nullable=False, server_default=""))
