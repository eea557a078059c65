"""Who complained, of what, what was promised and when it is due, in tables of the register's own (D13).

Each is replaced where it has changed: they say how things are, the entries how they came about.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, select

from domain.complaint.actions import Action
from domain.complaint.complainant import Particulars
from domain.complaint.issues import Issue
from domain.complaint.resident import Resident
from domain.complaint.responses import Promise
from domain.complaint.support import Support
from domain.value import Value
from domain.views.tables import Complainant, DeadlineLine, Receipt, StageLine, Tables
from register.tables import ActionRow, ComplainantRow, DeadlineRow, IssueRow, ReceiptRow, StageRow, Table
from register.upsert import insert

Row = Mapping[str, Any]


class _Kind(NamedTuple):
    """One of the tables, and how what it holds becomes rows and back."""

    table: type[Any]
    rows: Callable[[Any], Iterable[Row]]
    """The rows of what it holds, without whose they are."""
    read: Callable[[list[Row]], Any]
    """What its rows hold, in their order."""


def replace_tables(connection: Connection, landlord: str, reference: str, changed: Tables) -> None:
    """Have what *changed* says in the place of what the tables of that complaint held."""
    for name, kind in _KINDS.items():
        if (held := getattr(changed, name)) is not None:
            _replace(connection, kind.table, {"landlord": landlord, "reference": reference}, kind.rows(held))


def read_tables(connection: Connection, landlord: str, reference: str) -> Tables | None:
    """What the tables hold of that complaint; None where it was never written into them."""
    held = {name: kind.read(_rows(connection, kind.table, landlord, reference)) for name, kind in _KINDS.items()}
    return Tables(**held) if held["complainant"] else None


def _replace(connection: Connection, table: type[Table], ours: dict[str, str], rows: Iterable[Row]) -> None:
    columns = table.__table__.c
    connection.execute(delete(table).where(*(columns[name] == it for name, it in ours.items())))
    if new := [{**ours, **row} for row in rows]:
        connection.execute(insert(connection.dialect.name, table), new)


def _rows(connection: Connection, table: type[Table], landlord: str, reference: str) -> list[Row]:
    columns = table.__table__.c
    ours = (columns.landlord == landlord, columns.reference == reference)
    asked = select(table.__table__).where(*ours).order_by(*table.__table__.primary_key)
    return [dict(row) for row in connection.execute(asked).mappings()]


def _of_complainant(held: Complainant) -> Iterable[Row]:
    parts = (held.resident, held.particulars, held.support)
    beside = {"death_recorded_at": held.death_recorded_at, "died_on": held.died_on}
    yield {name: it for part in parts for name, it in _plain(part).items()} | beside


def _complainant(rows: list[Row]) -> Complainant | None:
    if not rows:
        return None
    row = rows[0]
    return Complainant(
        resident=Resident.model_validate(row),
        particulars=Particulars.model_validate(row),
        support=Support.model_validate(row),
        death_recorded_at=row["death_recorded_at"],
        died_on=row["died_on"],
    )


def _of_actions(held: tuple[Action, ...]) -> Iterable[Row]:
    for action in held:
        yield {**_plain(action), **_plain(action.promise)}


def _actions(rows: list[Row]) -> tuple[Action, ...]:
    return tuple(Action.model_validate({**row, "promise": Promise.model_validate(row)}) for row in rows)


def _of_deadlines(held: tuple[DeadlineLine, ...]) -> Iterable[Row]:
    for place, line in enumerate(held, start=1):
        yield {"place": place, **_plain(line)}


def _each(held: tuple[Value, ...]) -> Iterable[Row]:
    return (_plain(each) for each in held)


def _read(model: type[Value]) -> Callable[[list[Row]], tuple[Value, ...]]:
    return lambda rows: tuple(model.model_validate(row) for row in rows)


def _receipt(rows: list[Row]) -> Receipt | None:
    return Receipt.model_validate(rows[0]) if rows else None


def _plain(value: Value) -> dict[str, Any]:
    """The fields of *value*, sets in order; what has columns of its own is left out by whoever asks."""
    fields = ((name, getattr(value, name)) for name in type(value).model_fields)
    return {name: tuple(sorted(it)) if isinstance(it, frozenset) else it for name, it in fields if name != "promise"}


_KINDS = {
    "complainant": _Kind(ComplainantRow, _of_complainant, _complainant),
    "receipt": _Kind(ReceiptRow, lambda held: [_plain(held)], _receipt),
    "issues": _Kind(IssueRow, _each, _read(Issue)),
    "stages": _Kind(StageRow, _each, _read(StageLine)),
    "actions": _Kind(ActionRow, _of_actions, _actions),
    "deadlines": _Kind(DeadlineRow, _of_deadlines, _read(DeadlineLine)),
}
