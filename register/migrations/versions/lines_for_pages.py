"""Lines that a page can show: name, matter, receipt, tags, what is waited for, whom it is hidden from, whether settled.

What an older version wrote is filled in as far as the register knows it: a closed complaint with something due still
owes it, and the last state of an ended one says whose it was, when it came and what it was about. The rest is written
with the next page of each complaint. The new columns have defaults, as workers of an older version go on writing.
"""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_TEXTS = ("name", "matter", "tags", "waits_for", "hidden_from")
_IN_ORDER = ["landlord", "next_due_at", "reference"]
_QUEUES = (
    ("complaints_queue", _IN_ORDER, ""),
    ("complaints_of_handler", ["landlord", "handler", "next_due_at", "reference"], ""),
    ("complaints_waiting", _IN_ORDER, " AND waits_for <> ''"),
    ("complaints_tagged", _IN_ORDER, " AND tags <> ''"),
)
_LONGEST_MATTER = 80
_AT_ONCE = 100
_CANNOT_BE_KEPT = str.maketrans({"\x00": "\N{REPLACEMENT CHARACTER}"})

_complaints = sa.table(
    "complaints",
    *(
        sa.column(name, sa.Text)
        for name in ("landlord", "reference", "name", "matter", "not_told", "hidden_from", "kept_case")
    ),
    sa.column("received_on", sa.Date),
    sa.column("next_due_at", sa.DateTime(timezone=True)),
    sa.column("closed", sa.Boolean),
    sa.column("settled", sa.Boolean),
)


def upgrade() -> None:
    """Add the columns, fill in what is known, and put the queues' indexes in the place of the older one."""
    for name in _TEXTS:
        op.add_column("complaints", sa.Column(name, sa.Text, nullable=False, server_default=""))
    op.add_column("complaints", sa.Column("received_on", sa.Date))
    op.add_column("complaints", sa.Column("settled", sa.Boolean, nullable=False, server_default=sa.false()))
    # Until its next page one is hidden from all who are told nothing of it: those it is about are among them.
    op.execute(sa.update(_complaints).values(hidden_from=_complaints.c.not_told))
    _note_settled()
    _fill_in_ended()
    op.drop_index("complaints_by_next_due", "complaints")
    for name, columns, besides in _QUEUES:
        sqlite, postgresql = sa.text(f"settled IS 0{besides}"), sa.text(f"settled IS false{besides}")
        op.create_index(name, "complaints", columns, sqlite_where=sqlite, postgresql_where=postgresql)


def _note_settled() -> None:
    is_over = (_complaints.c.closed.is_(sa.true()), _complaints.c.next_due_at.is_(None))
    op.execute(sa.update(_complaints).where(*is_over).values(settled=sa.true()))


def _fill_in_ended() -> None:
    """From the last states that were kept, some at a time: each is the whole of a complaint."""
    connection, key = op.get_bind(), (_complaints.c.landlord, _complaints.c.reference)
    after = ("", "")
    while rows := list(connection.execute(_ended(after))):
        for row in rows:
            ours = (key[0] == row.landlord, key[1] == row.reference)
            if told := dict(_told(_read(row.kept_case))):
                connection.execute(sa.update(_complaints).where(*ours).values(**told))
        after = (rows[-1].landlord, rows[-1].reference)


def _ended(after: tuple[str, str]) -> sa.Select[tuple[str, str, str]]:
    key = (_complaints.c.landlord, _complaints.c.reference)
    beyond = sa.tuple_(*key) > sa.tuple_(*(sa.literal(part) for part in after))
    return (
        sa.select(*key, _complaints.c.kept_case)
        .where(_complaints.c.kept_case.is_not(None), beyond)
        .order_by(*key)
        .limit(_AT_ONCE)
    )


def _read(kept: str) -> object:
    """A last state; nothing where it cannot be read without a key."""
    try:
        return json.loads(kept)
    except ValueError:
        return None


def _told(case: Any) -> Iterator[tuple[str, str | date]]:  # noqa: ANN401 - JSON
    match case:
        case {
            "complaint": {"resident": {"name": str(name)}, "summary": str(summary), "received_at": str(received_at)},
            "rules": {"landlord": {"time_zone": str(zone)}},
        }:
            words = " ".join(summary.translate(_CANNOT_BE_KEPT).split())
            yield "hidden_from", "\n".join(_about(case["complaint"]))
            yield "name", name.translate(_CANNOT_BE_KEPT)
            yield "matter", words if len(words) <= _LONGEST_MATTER else f"{words[: _LONGEST_MATTER - 1].rstrip()}…"
            yield "received_on", datetime.fromisoformat(received_at).astimezone(UTC).astimezone(ZoneInfo(zone)).date()


def _about(complaint: dict[str, Any]) -> list[str]:
    """Ids of those whom it is about."""
    about = complaint.get("about_staff", [])
    return sorted(str(person) for person in about) if isinstance(about, list) else []
