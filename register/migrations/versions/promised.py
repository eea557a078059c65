"""What was promised, where a promise is what is owed next."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add it; a complaint that is there already says it from its next turn on."""
    op.add_column("complaints", sa.Column("promised", sa.Text, nullable=False, server_default=""))
