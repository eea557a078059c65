"""How often each errand was tried."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add it; a worker of before goes on without counting."""
    op.add_column("sends", sa.Column("tries", sa.Integer, nullable=False, server_default="0"))
