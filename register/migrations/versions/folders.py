"""What each worker that runs has read of the landlords' folders."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Make its table."""
    op.create_table(
        "folders",
        sa.Column("worker", sa.Text, primary_key=True),
        sa.Column("landlord", sa.Text, primary_key=True),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("is_used", sa.Boolean, nullable=False),
        sa.Column("faults", sa.Text, nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
    )
