"""What the desk asks the register: queue, look-ups, the record (D13)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Engine, Select, select

from domain.policy.definition import Classification
from domain.value import Value
from domain.views.page import Standing
from domain.views.written import WrittenEntry
from register.engine import at_register
from register.tables import ComplaintRow, EntryRow
from register.texts import RegisterTexts


class RegisteredComplaint(Value):
    """A complaint as the register knows it."""

    landlord: str
    reference: str
    key: str
    """The key of the message that opened it."""
    opened_at: datetime | None
    """When its first entry was recorded."""
    standing: Standing


class Queries:
    """Reads the register; each method raises RegisterAwayError when it cannot be reached."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def complaint(self, landlord: str, reference: str) -> RegisteredComplaint | None:
        """The complaint of that reference, if there is one."""
        return self._first(ComplaintRow.landlord == landlord, ComplaintRow.reference == reference)

    def by_key(self, landlord: str, key: str) -> RegisteredComplaint | None:
        """The complaint that a message with that key opened, if there is one."""
        return self._first(ComplaintRow.landlord == landlord, ComplaintRow.key == key)

    def queue(
        self, landlord: str | None = None, classification: Classification | None = None, *, open_only: bool = True
    ) -> tuple[RegisteredComplaint, ...]:
        """Complaints and all else that came in, what is due next first; those with nothing due last."""
        asked = select(ComplaintRow.__table__).order_by(
            ComplaintRow.next_due_at.nulls_last(), ComplaintRow.landlord, ComplaintRow.reference
        )
        if landlord is not None:
            asked = asked.where(ComplaintRow.landlord == landlord)
        if classification is not None:
            asked = asked.where(ComplaintRow.classification == classification)
        if open_only:
            asked = asked.where(ComplaintRow.closed.is_(False))
        return tuple(_complaint(row) for row in self._all(asked))

    def entries(self, landlord: str, reference: str) -> tuple[WrittenEntry, ...]:
        """The complaint's record, in order."""
        ours = (EntryRow.landlord == landlord, EntryRow.reference == reference)
        asked = select(EntryRow.__table__).where(*ours).order_by(EntryRow.number)
        return tuple(WrittenEntry.model_validate(row) for row in self._all(asked))

    def texts(self, landlord: str, reference: str, digests: frozenset[str]) -> Mapping[str, str]:
        """The complaint's long texts of those hashes, as far as they are there."""
        return RegisterTexts(self._engine).read(landlord, reference, digests)

    def kept_case(self, landlord: str, reference: str) -> str | None:
        """The last state of an ended complaint (JSON), if it was kept."""
        ours = (ComplaintRow.landlord == landlord, ComplaintRow.reference == reference)
        rows = self._all(select(ComplaintRow.kept_case).where(*ours))
        return rows[0]["kept_case"] if rows else None

    def _first(self, *which: ColumnElement[bool]) -> RegisteredComplaint | None:
        rows = self._all(select(ComplaintRow.__table__).where(*which).order_by(ComplaintRow.opened_at).limit(1))
        return _complaint(rows[0]) if rows else None

    def _all(self, asked: Select[*tuple[Any, ...]]) -> list[dict[str, Any]]:
        with at_register(self._engine) as connection:
            return [dict(row) for row in connection.execute(asked).mappings()]


def _complaint(row: dict[str, Any]) -> RegisteredComplaint:
    return RegisteredComplaint(
        landlord=row["landlord"],
        reference=row["reference"],
        key=row["key"],
        opened_at=row["opened_at"],
        standing=Standing.model_validate(row),
    )
