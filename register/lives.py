"""Two lives of one complaint in the register: both are kept, and the later is the record (D13).

A page says in which life it was written. One of a life that the register does not know yet is the later: what the
record had otherwise is set aside, and marked. A page that meets another text in its own life, or comes from a life that
was followed by another, was written by a complaint that was wound back without knowing it: nothing of it is written,
and whoever wrote it begins a new life.
"""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, delete, insert, literal, select, update

from activities.ports import LostLifeError
from domain.views.page import Page
from domain.views.written import WrittenEntry
from register.tables import ComplaintRow, EntryRow, FormerEntryRow

_KEPT = tuple(EntryRow.__table__.columns)


def take_over(connection: Connection, page: Page) -> tuple[int, ...]:
    """Let the life of *page* follow the one the register has, and return the numbers of the entries set aside.

    Nothing happens where it is the same life, and the page an older one.

    Raises:
        LostLifeError: that life has been followed by another.
    """
    asked = select(ComplaintRow.life, ComplaintRow.former_lives).where(*_ours(ComplaintRow, page)).with_for_update()
    life, former = connection.execute(asked).one()
    if page.life in {"", life}:
        return ()
    if page.life in former:
        raise LostLifeError(f"{page.reference} has gone on in another life")
    aside = _set_aside(connection, page, life)
    before = page.entries[0].number - 1 if page.entries else page.through
    lives = {"life": page.life, "former_lives": (*former, *([life] if life else []))}
    connection.execute(update(ComplaintRow).where(*_ours(ComplaintRow, page)).values(**lives, last_entry=before))
    return aside


def check_written(connection: Connection, page: Page, new: frozenset[int]) -> None:
    """See that the entries that were there before say the same.

    Raises:
        LostLifeError: one says something else.
    """
    before = [entry for entry in page.entries if entry.number not in new]
    if before and any(_others(connection, page, before)):
        raise LostLifeError(f"the record of {page.reference} has other entries under the same numbers")


def _set_aside(connection: Connection, page: Page, life: str) -> tuple[int, ...]:
    """Set aside every entry from the first on that the complaint does not know, or has otherwise."""
    first = min((*_others(connection, page, page.entries), page.through + 1))
    after = (*_ours(EntryRow, page), EntryRow.number >= first)
    moved = select(*_KEPT, literal(life)).where(*after)
    connection.execute(insert(FormerEntryRow).from_select([*(each.name for each in _KEPT), "life"], moved))
    gone = connection.execute(delete(EntryRow).where(*after).returning(EntryRow.number))
    return tuple(sorted(gone.scalars()))


def _others(connection: Connection, page: Page, entries: Iterable[WrittenEntry]) -> list[int]:
    """The numbers of those *entries* for which the register has something else, however it is put into words."""
    written = {entry.number: entry.entry for entry in entries}
    asked = select(*_KEPT).where(*_ours(EntryRow, page), EntryRow.number.in_(written))
    known = (WrittenEntry.model_validate(row).entry for row in connection.execute(asked).mappings())
    return [entry.number for entry in known if entry != written[entry.number]]


def _ours(table: type[ComplaintRow | EntryRow], page: Page) -> tuple[ColumnElement[bool], ...]:
    return table.landlord == page.landlord, table.reference == page.reference
