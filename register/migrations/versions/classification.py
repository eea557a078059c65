"""What each record is taken for; one that is no complaint is at no stage.

The rows of before are complaints, every one. So is what a worker of the version before still writes: hence the default.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the column, and let a record be at no stage."""
    with op.batch_alter_table("complaints") as complaints:
        complaints.add_column(sa.Column("classification", sa.Text, nullable=False, server_default="complaint"))
        complaints.alter_column("stage", existing_type=sa.Text, nullable=True)
