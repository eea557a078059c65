"""What the rounds look for: the calendar a complaint counts by, who is told nothing of it, when it acts by itself.

A worker of the version before writes none of it; hence the defaults. Such a line is looked at as one that is not known.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the columns; when the last entry was recorded is read off the entries."""
    with op.batch_alter_table("complaints") as complaints:
        for name in ("calendar", "not_told", "acts_at"):
            complaints.add_column(sa.Column(name, sa.Text, nullable=False, server_default=""))
        complaints.add_column(sa.Column("recorded_at", sa.DateTime(timezone=True)))
    op.execute(
        "UPDATE complaints SET recorded_at = (SELECT MAX(entries.recorded_at) FROM entries"
        " WHERE entries.landlord = complaints.landlord AND entries.reference = complaints.reference)"
    )
