"""The first tables: complaints, entries, sends."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "complaints",
        sa.Column("landlord", sa.Text, primary_key=True),
        sa.Column("reference", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("opened_at", _INSTANT),
        sa.Column("last_entry", sa.Integer, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("classification", sa.Text, nullable=False),
        sa.Column("stage", sa.Text),
        sa.Column("handler", sa.Text, nullable=False),
        sa.Column("next_due_at", _INSTANT),
        sa.Column("next_due", sa.Text, nullable=False),
        sa.Column("next_due_on", sa.Date),
        sa.Column("overdue", sa.Boolean, nullable=False),
        sa.Column("closed", sa.Boolean, nullable=False),
        sa.Column("calendar", sa.Text, nullable=False),
        sa.Column("not_told", sa.Text, nullable=False),
        sa.Column("acts_at", sa.Text, nullable=False),
        sa.Column("recorded_at", _INSTANT),
        sa.Column("kept_case", sa.Text),
    )
    op.create_index("complaints_by_key", "complaints", ["landlord", "key"])
    op.create_index("complaints_by_next_due", "complaints", ["closed", "next_due_at"])
    op.create_table(
        "entries",
        sa.Column("landlord", sa.Text, primary_key=True),
        sa.Column("reference", sa.Text, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("recorded_at", _INSTANT, nullable=False),
        sa.Column("facts", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("clause", sa.Text, nullable=False),
        sa.Column("stage", sa.Text),
        sa.ForeignKeyConstraint(["landlord", "reference"], ["complaints.landlord", "complaints.reference"]),
    )
    op.create_table(
        "sends",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("claimed_at", _INSTANT, nullable=False),
        sa.Column("unsettled", sa.Integer, nullable=False),
        sa.Column("provider_id", sa.Text),
        sa.Column("accepted_at", _INSTANT),
        sa.Column("maybe_twice", sa.Boolean, nullable=False),
    )
