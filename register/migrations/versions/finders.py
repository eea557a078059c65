"""The words by which complaints are found."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_BYTEWISE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the table; a complaint that is there already is written into it with its next run's first page."""
    op.create_table(
        "finders",
        sa.Column("landlord", _BYTEWISE, primary_key=True),
        sa.Column("token", _BYTEWISE, primary_key=True),
        sa.Column("reference", _BYTEWISE, primary_key=True),
        sa.Column("kind", _BYTEWISE, primary_key=True),
        sa.ForeignKeyConstraint(["landlord", "reference"], ["complaints.landlord", "complaints.reference"]),
        sqlite_with_rowid=False,
    )
    op.create_index("finders_of_complaint", "finders", ["landlord", "reference"])
