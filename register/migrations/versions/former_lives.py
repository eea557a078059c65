"""Two lives of one complaint: which of them the record is, and what another had otherwise."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Make the table and the columns; what is there already has no life yet."""
    for column in ("life", "former_lives"):
        op.add_column("complaints", sa.Column(column, sa.Text, nullable=False, server_default=""))
    op.create_table(
        "former_entries",
        sa.Column("landlord", sa.Text, primary_key=True),
        sa.Column("reference", sa.Text, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("facts", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("clause", sa.Text, nullable=False),
        sa.Column("stage", sa.Text),
        sa.Column("life", sa.Text, primary_key=True),
        sa.ForeignKeyConstraint(["landlord", "reference"], ["complaints.landlord", "complaints.reference"]),
    )
