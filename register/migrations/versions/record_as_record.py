"""The state each complaint could go on from, and tables of who complained, of what, and what was promised.

A complaint that is there already is written into them with its next run's first page.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

Column = sa.Column[Any]
Kind = type[sa.types.TypeEngine[Any]] | sa.types.TypeEngine[Any]
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    op.create_table("rules", _key("mark"), _text("rules"))
    _of_complaint(
        "states",
        *(_text("life"), _number("through"), _yes_or_no("has_ended"), _text("rules"), _text("sealed_with")),
        sa.Column("state", sa.LargeBinary, nullable=False),
    )
    _of_complaint(
        "complainants",
        *(_text("name"), _maybe("email"), _maybe("mobile"), _text("address"), _text("prefers")),
        *(_yes_or_no("wants_texts"), _text("unusable"), _text("not_safe"), _maybe("relation")),
        *(_text("property_address"), _text("managing_agent"), _text("about_contractor"), _text("needs")),
        *(_text("adjustments"), _text("offered"), _yes_or_no("large_print"), _maybe("review_on", sa.Date)),
        *(_maybe("death_recorded_at", _INSTANT), _maybe("died_on", sa.Date)),
    )
    _of_complaint(
        "receipts",
        *(_instant("received_at"), _instant("logged_at"), _text("channel"), _text("received_by"), _text("summary")),
        *(_text("classification"), _text("about_staff"), _text("dealt_with_before"), _text("handler")),
        *(_maybe("closed_at", _INSTANT), _maybe("closed_because")),
    )
    _of_complaint(
        "issues",
        *(_number_key("number"), _text("words"), _text("understood"), _text("desired_outcome"), _text("not_ours")),
        *(_maybe("occurred_on", sa.Date), _maybe("known_on", sa.Date), _maybe("age_exception")),
        *(_instant("added_at"), _maybe("confirmed_at", _INSTANT), _maybe("refusal")),
    )
    _of_complaint(
        "stages",
        *(_key("stage"), _instant("started_at"), _text("owner"), _text("involved"), _text("reasons")),
        *(_text("understood"), _text("desired_outcome"), _maybe("acknowledged_at", _INSTANT)),
        *(_maybe("response_by", sa.Date), _maybe("contacted_at", _INSTANT), _maybe("details_at", _INSTANT)),
        *(_maybe("investigated_at", _INSTANT), _maybe("response"), _text("drafted_by")),
        *(_maybe("responded_at", _INSTANT), _maybe("response_received_on", sa.Date)),
    )
    _of_complaint(
        "actions",
        *(_number_key("number"), _text("stage"), _text("what"), _text("owner"), _text("owner_name")),
        *(sa.Column("due_on", sa.Date, nullable=False), _maybe("same_as", sa.Integer), _instant("added_at")),
        *(_maybe("completed_at", _INSTANT), _maybe("satisfactory", sa.Boolean), _maybe("answered_at", _INSTANT)),
        *(_maybe("reopened_at", _INSTANT), _maybe("moved_at", _INSTANT), _maybe("released_at", _INSTANT)),
    )
    _of_complaint(
        "deadlines",
        *(_number_key("place"), _text("clock"), _text("words"), _maybe("stage")),
        *(sa.Column("due_on", sa.Date, nullable=False), _maybe("send_by", sa.Date), _text("clause")),
        *(_maybe("done_on", sa.Date), _yes_or_no("is_open"), _yes_or_no("missed")),
    )


def _of_complaint(name: str, *columns: Column) -> None:
    of = sa.ForeignKeyConstraint(["landlord", "reference"], ["complaints.landlord", "complaints.reference"])
    op.create_table(name, _key("landlord"), _key("reference"), *columns, of)


def _key(name: str) -> Column:
    return sa.Column(name, sa.Text, primary_key=True)


def _number_key(name: str) -> Column:
    return sa.Column(name, sa.Integer, primary_key=True)


def _text(name: str) -> Column:
    return sa.Column(name, sa.Text, nullable=False)


def _number(name: str) -> Column:
    return sa.Column(name, sa.Integer, nullable=False)


def _yes_or_no(name: str) -> Column:
    return sa.Column(name, sa.Boolean, nullable=False)


def _instant(name: str) -> Column:
    return sa.Column(name, _INSTANT, nullable=False)


def _maybe(name: str, kind: Kind = sa.Text) -> Column:
    return sa.Column(name, kind)
