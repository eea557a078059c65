"""The durable record in the register (D13)."""

from sqlalchemy import Connection, Engine, case, func, null, true, update

from activities.ports import NoPageError
from domain.record import Page
from register.engine import at_register
from register.tables import ComplaintRow, EntryRow
from register.upsert import insert


class RegisterRecordBook:
    """Fulfils `RecordBook`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def write(self, page: Page) -> frozenset[int]:
        """Write entries and standing in one transaction, and return the numbers of the new entries.

        An entry written before is left as it is.

        Raises:
            RegisterAwayError: the register cannot be reached.
        """
        with at_register(self._engine) as connection:
            _write_standing(connection, page)
            return _write_entries(connection, page)

    def keep(self, landlord: str, reference: str, case: str) -> None:
        """Keep an ending complaint's last state.

        Raises:
            RegisterAwayError: the register cannot be reached.
            NoPageError: no page of that complaint has been written yet.
        """
        ours = (ComplaintRow.landlord == landlord, ComplaintRow.reference == reference)
        with at_register(self._engine) as connection:
            if not connection.execute(update(ComplaintRow).where(*ours).values(kept_case=case)).rowcount:
                raise NoPageError(f"the register has no page of {landlord}'s {reference} yet")


def _write_standing(connection: Connection, page: Page) -> None:
    """The standing after the last entry wins; a page without entries says how things stand now.

    A new entry makes a last state that was kept stale: were the complaint stopped now, it must not come back from it.
    """
    last_entry = max((entry.number for entry in page.entries), default=None)
    opened_at = min((entry.recorded_at for entry in page.entries), default=None)
    recorded_at = max((entry.recorded_at for entry in page.entries), default=None)
    standing = page.standing.model_dump()
    first = insert(connection, ComplaintRow).values(
        landlord=page.landlord,
        reference=page.reference,
        key=page.key,
        opened_at=opened_at,
        last_entry=last_entry or 0,
        recorded_at=recorded_at,
        **standing,
    )
    newer = true() if last_entry is None else ComplaintRow.last_entry <= first.excluded.last_entry
    connection.execute(
        first.on_conflict_do_update(
            index_elements=[ComplaintRow.landlord, ComplaintRow.reference],
            set_={column: first.excluded[column] for column in standing}
            | {
                "last_entry": func.coalesce(last_entry, ComplaintRow.last_entry),
                "recorded_at": func.coalesce(first.excluded.recorded_at, ComplaintRow.recorded_at),
                "opened_at": func.coalesce(ComplaintRow.opened_at, first.excluded.opened_at),
                "kept_case": case(
                    (ComplaintRow.last_entry < first.excluded.last_entry, null()), else_=ComplaintRow.kept_case
                ),
            },
            where=newer,
        )
    )


def _write_entries(connection: Connection, page: Page) -> frozenset[int]:
    rows = [{"landlord": page.landlord, "reference": page.reference, **entry.model_dump()} for entry in page.entries]
    if not rows:
        return frozenset()
    added = insert(connection, EntryRow).on_conflict_do_nothing().returning(EntryRow.number)
    return frozenset(connection.execute(added, rows).scalars())
