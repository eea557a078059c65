"""The tables of the pages in a browser: who is signed in, what they write, what they open, when they are away."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

_AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables; nothing that was there before has to do with them."""
    op.create_table(
        "web_sessions",
        sa.Column("id", sa.Text, primary_key=True),
        *(_text(name) for name in ("landlord", "person", "issuer", "subject", "provider_session", "remembered")),
        sa.Column("began_at", _AT, nullable=False),
        sa.Column("used_at", _AT, nullable=False),
    )
    op.create_index("web_sessions_of_person", "web_sessions", ["landlord", "person"])
    op.create_index("web_sessions_by_subject", "web_sessions", ["issuer", "subject"])
    op.create_index("web_sessions_by_use", "web_sessions", ["used_at"])
    op.create_table(
        "web_drafts",
        sa.Column("id", sa.Text, primary_key=True),
        *(_text(name) for name in ("landlord", "person", "page", "reference", "fields")),
        sa.Column("kept_at", _AT, nullable=False),
    )
    op.create_index("web_drafts_of_complaint", "web_drafts", ["landlord", "reference"])
    op.create_index("web_drafts_by_time", "web_drafts", ["kept_at"])
    op.create_table(
        "web_seen",
        sa.Column("landlord", sa.Text, primary_key=True),
        sa.Column("reference", sa.Text, primary_key=True),
        sa.Column("at", _AT, primary_key=True),
        sa.Column("person", sa.Text, primary_key=True),
        sa.Column("page", sa.Text, primary_key=True),
    )
    op.create_index("web_seen_by_time", "web_seen", ["at"])
    op.create_table(
        "web_sign_ins",
        sa.Column("issuer", sa.Text, primary_key=True),
        sa.Column("subject", sa.Text, primary_key=True),
        *(_text(name) for name in ("landlord", "person")),
        sa.Column("used_at", _AT, nullable=False),
    )
    op.create_index("web_sign_ins_of_person", "web_sign_ins", ["landlord", "person"], unique=True)
    op.create_table(
        "web_absences",
        sa.Column("landlord", sa.Text, primary_key=True),
        sa.Column("person", sa.Text, primary_key=True),
        *(_text(name) for name in ("absences", "deputy", "entered_by")),
        sa.Column("entered_at", _AT, nullable=False),
        sa.Column("last", sa.Date, nullable=False),
    )


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)
