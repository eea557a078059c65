"""The durable record in the register (D13).

Its statements are made once for each database: to make one takes longer than to carry it out.
"""

from functools import cache

from sqlalchemy import Connection, Engine, and_, case, func, null, or_
from sqlalchemy.sql.dml import ReturningInsert

from activities.ports import KeptState, SealedState, Written
from domain.complaint.long_texts import fill_in, wanted
from domain.views.page import Page, Standing
from register.engine import at_register
from register.finding import replace_finders
from register.lives import check_written, take_over
from register.plain_tables import replace_tables
from register.states import keep_state, kept_state
from register.tables import ComplaintRow, EntryRow, TextRow
from register.texts import texts_at
from register.upsert import Insert, insert

_NO_ENTRY = 0
"""A page without entries: theirs are numbered from one."""


class RegisterRecordBook:
    """Fulfils `RecordBook`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def write(self, page: Page, state: SealedState | None = None) -> Written:
        """Write a page and its sealed state in one transaction; an entry written before is left as it is.

        Raises:
            LostLifeError: the record has gone on otherwise; nothing is written.
            RegisterAwayError: the register cannot be reached.
        """
        standing = _standing(page)
        with at_register(self._engine) as connection:
            write_standing = _standing_written(connection.dialect.name)
            written = connection.execute(write_standing, standing).first()
            aside = () if written else take_over(connection, page)
            written = written or connection.execute(write_standing, standing).first()
            if page.texts:
                connection.execute(_texts_added(connection.dialect.name), _texts(page))
            page = _in_full(page, connection)
            if written:
                _replace(page, connection)
                keep_state(connection, page, state)
            return Written(new=_write_entries(connection, page), set_aside=aside)

    def kept_state(self, landlord: str, reference: str) -> KeptState | None:
        """The last state that is kept of a complaint.

        Raises:
            RegisterAwayError: the register cannot be reached.
        """
        with at_register(self._engine) as connection:
            return kept_state(connection, landlord, reference)


def _replace(page: Page, connection: Connection) -> None:
    """Have the words by which the complaint is found, and its tables, as *page* has them."""
    if page.finders is not None:
        replace_finders(connection, page.landlord, page.reference, page.finders)
    if page.tables is not None:
        replace_tables(connection, page.landlord, page.reference, page.tables)


def _write_entries(connection: Connection, page: Page) -> frozenset[int]:
    """Write the page's entries, and return the numbers of those that were not there."""
    if not page.entries:
        return frozenset()
    new = frozenset(connection.execute(_entries_added(connection.dialect.name), _entries(page)).scalars())
    check_written(connection, page, new)
    return new


def _standing(page: Page) -> dict[str, object]:
    row = {
        "landlord": page.landlord,
        "reference": page.reference,
        "key": page.key,
        "opened_with": page.opened_with,
        "life": page.life,
        "opened_at": min((entry.recorded_at for entry in page.entries), default=None),
        "last_entry": max((entry.number for entry in page.entries), default=_NO_ENTRY),
        "recorded_at": max((entry.recorded_at for entry in page.entries), default=None),
    }
    return row | {column: getattr(page.standing, column) for column in Standing.model_fields}


def _texts(page: Page) -> list[dict[str, object]]:
    ours = {"landlord": page.landlord, "reference": page.reference}
    return [{**ours, "digest": each.digest, "text": each.text} for each in page.texts]


def _in_full(page: Page, connection: Connection) -> Page:
    """*page* with the long texts of its entries and tables in their places."""
    named = wanted(page.entries) | wanted(page.tables)
    if not named:
        return page
    texts = texts_at(connection, page.landlord, page.reference, named)
    return page.model_copy(update={"entries": fill_in(page.entries, texts), "tables": fill_in(page.tables, texts)})


def _entries(page: Page) -> list[dict[str, object]]:
    return [{"landlord": page.landlord, "reference": page.reference, **entry.model_dump()} for entry in page.entries]


@cache
def _standing_written(dialect: str) -> ReturningInsert[str]:
    """The standing after the last entry wins; a page without entries says how things stand now.

    A new entry makes a last state that was kept stale: were the complaint stopped now, it must not come back from it.
    An older page writes nothing, and returns nothing; nor does a page of another life than the record is of.
    """
    first = insert(dialect, ComplaintRow)
    new = first.excluded
    return first.on_conflict_do_update(
        index_elements=[ComplaintRow.landlord, ComplaintRow.reference],
        set_={column: new[column] for column in Standing.model_fields}
        | {
            "last_entry": func.coalesce(func.nullif(new.last_entry, _NO_ENTRY), ComplaintRow.last_entry),
            "recorded_at": func.coalesce(new.recorded_at, ComplaintRow.recorded_at),
            "opened_at": func.coalesce(ComplaintRow.opened_at, new.opened_at),
            "kept_case": case((ComplaintRow.last_entry < new.last_entry, null()), else_=ComplaintRow.kept_case),
        },
        where=and_(
            or_(new.last_entry == _NO_ENTRY, ComplaintRow.last_entry <= new.last_entry),
            or_(new.life == "", ComplaintRow.life == new.life),
        ),
    ).returning(ComplaintRow.reference)


@cache
def _texts_added(dialect: str) -> Insert:
    return insert(dialect, TextRow).on_conflict_do_nothing()


@cache
def _entries_added(dialect: str) -> ReturningInsert[int]:
    return insert(dialect, EntryRow).on_conflict_do_nothing().returning(EntryRow.number)
