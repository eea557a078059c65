"""The index by which news from a vendor finds what it is about."""

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the index."""
    op.create_index("sends_by_provider_id", "sends", ["provider_id"])
