"""Long texts of complaints, each once under its hash."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "texts",
        sa.Column("landlord", sa.Text, primary_key=True),
        sa.Column("reference", sa.Text, primary_key=True),
        sa.Column("digest", sa.Text, primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["landlord", "reference"], ["complaints.landlord", "complaints.reference"]),
    )
