"""Gaps of the register: which entries of a complaint it has, and filling in those that it lacks (D13).

A register that was restored from a backup lacks what was written since; the complaint itself carries it no more.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Connection, Engine, func, select, update

from domain.complaint.long_texts import as_texts, fill_in
from domain.value import Value
from domain.views.page import Page
from domain.views.written import WrittenEntry
from register.engine import at_register
from register.tables import ComplaintRow, EntryRow, TextRow
from register.upsert import insert


class Held(Value):
    """What the register has of a complaint."""

    landlord: str
    reference: str
    is_open: bool
    """Whether it owes something, or may be asked for something, as the register has it."""
    entries: int
    last_entry: int
    recorded_at: datetime | None = None
    """When the last of them was recorded."""

    @property
    def has_gaps(self) -> bool:
        """Whether a number is missing among its entries."""
        return self.entries < self.last_entry


class Gaps:
    """Finds and fills gaps; each method raises RegisterAwayError."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def held(self) -> tuple[Held, ...]:
        """Every complaint that the register has, with how many entries."""
        ours = (EntryRow.landlord == ComplaintRow.landlord, EntryRow.reference == ComplaintRow.reference)
        counted = select(func.count()).select_from(EntryRow).where(*ours).scalar_subquery()
        last = select(func.coalesce(func.max(EntryRow.number), 0)).where(*ours).scalar_subquery()
        line = (ComplaintRow.landlord, ComplaintRow.reference, ComplaintRow.settled, ComplaintRow.recorded_at)
        asked = select(*line, counted, last)
        with at_register(self._engine) as connection:
            return tuple(
                Held(
                    landlord=landlord,
                    reference=reference,
                    is_open=not settled,
                    entries=entries,
                    last_entry=through,
                    recorded_at=recorded_at,
                )
                for landlord, reference, settled, recorded_at, entries, through in connection.execute(asked)
            )

    def numbers(self, landlord: str, reference: str) -> frozenset[int]:
        """The numbers of the entries that the register has of that complaint."""
        asked = select(EntryRow.number).where(EntryRow.landlord == landlord, EntryRow.reference == reference)
        with at_register(self._engine) as connection:
            return frozenset(connection.execute(asked).scalars())

    def fill(self, landlord: str, reference: str, pages: Iterable[Page], through: int) -> tuple[int, ...]:
        """Add the entries of *pages* that the complaint's line lacks, up to *through*; of two the later page's counts.

        Returns the numbers that were added.
        """
        entries, texts = dict[int, WrittenEntry](), dict[str, str]()
        for page in pages:
            entries |= {each.number: each for each in page.entries if each.number <= through}
            texts |= as_texts(page.texts)
        with at_register(self._engine) as connection:
            added = _added(connection, {"landlord": landlord, "reference": reference}, entries, texts)
            _count_last(connection, landlord, reference)
        return added


def _added(
    connection: Connection, ours: Mapping[str, str], entries: Mapping[int, WrittenEntry], texts: Mapping[str, str]
) -> tuple[int, ...]:
    dialect = connection.dialect.name
    if texts:
        rows = [{**ours, "digest": digest, "text": text} for digest, text in texts.items()]
        connection.execute(insert(dialect, TextRow).on_conflict_do_nothing(), rows)
    if not entries:
        return ()
    rows = [{**ours, **fill_in(each, texts).model_dump()} for each in entries.values()]
    add = insert(dialect, EntryRow).on_conflict_do_nothing().returning(EntryRow.number)
    return tuple(sorted(connection.execute(add, rows).scalars()))


def _count_last(connection: Connection, landlord: str, reference: str) -> None:
    """Have the complaint's line say which entry is its last."""
    ours = (EntryRow.landlord == landlord, EntryRow.reference == reference)
    asked = select(func.max(EntryRow.number), func.min(EntryRow.recorded_at), func.max(EntryRow.recorded_at))
    last, opened_at, recorded_at = connection.execute(asked.where(*ours)).one()
    line = (ComplaintRow.landlord == landlord, ComplaintRow.reference == reference)
    values = {"last_entry": last or 0, "opened_at": opened_at, "recorded_at": recorded_at}
    connection.execute(update(ComplaintRow).where(*line).values(**values))
