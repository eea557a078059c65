"""What each worker that runs has read of the landlords' folders, so that the doctor can compare."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import Engine, delete, or_, select

from activities.ports import FolderReading
from register.engine import at_register
from register.tables import FolderRow
from register.upsert import insert

_KEPT = timedelta(days=30)
"""Then what a worker said that ended without a word is forgotten."""


class RegisterFolders:
    """Keeps readings by worker; each method raises RegisterAwayError when the register cannot be reached."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def note(self, worker: str, readings: Iterable[FolderReading], at: datetime) -> None:
        """Keep what a worker has read; of each landlord the last reading stays."""
        with at_register(self._engine) as connection:
            for reading in readings:
                row = reading.model_dump() | {"worker": worker, "read_at": at}
                said = insert(connection.dialect.name, FolderRow).values(row)
                connection.execute(said.on_conflict_do_update(index_elements=["worker", "landlord"], set_=row))

    def forget(self, worker: str, at: datetime) -> None:
        """Forget what a worker said that ends now, and what others said long ago."""
        gone = or_(FolderRow.worker == worker, FolderRow.read_at < at - _KEPT)
        with at_register(self._engine) as connection:
            connection.execute(delete(FolderRow).where(gone))

    def of(self, workers: Collection[str]) -> Mapping[str, tuple[FolderReading, ...]]:
        """What those workers have read, by worker; one that has said nothing is left out."""
        asked = select(FolderRow.__table__).where(FolderRow.worker.in_(workers)).order_by(FolderRow.landlord)
        found: dict[str, tuple[FolderReading, ...]] = {}
        with at_register(self._engine) as connection:
            for row in connection.execute(asked).mappings():
                reading = FolderReading.model_validate({name: row[name] for name in FolderReading.model_fields})
                found[row["worker"]] = (*found.get(row["worker"], ()), reading)
        return found
