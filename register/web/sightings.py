"""Who opened which complaint, and when: data protection asks, and the complaints officer shows it."""

from datetime import datetime

from sqlalchemy import Connection, Engine, delete, select

from activities.ports import Keeping
from domain.complaint.reference import ComplaintId
from register.engine import at_register
from register.upsert import insert
from register.web.lines import Seen
from register.web.tables import SeenRow


class Sightings:
    """Keeps who opened what; each method raises RegisterAwayError when the register cannot be reached."""

    def __init__(self, engine: Engine, reads: Engine, keeping: Keeping) -> None:
        self._engine = engine
        self._reads = reads
        self._keeping = keeping

    def note(self, place: ComplaintId, person: str, page: str, now: datetime) -> None:
        """Note that somebody opened a complaint, and which of its pages, by name."""
        row = {"landlord": place.landlord, "reference": place.reference, "person": person, "page": page, "at": now}
        with at_register(self._engine) as connection:
            connection.execute(insert(connection.dialect.name, SeenRow).values(row).on_conflict_do_nothing())

    def of(self, place: ComplaintId) -> tuple[Seen, ...]:
        """Who opened a complaint, the latest first."""
        asked = (
            select(SeenRow.person, SeenRow.page, SeenRow.at)
            .where(SeenRow.landlord == place.landlord, SeenRow.reference == place.reference)
            .order_by(SeenRow.at.desc(), SeenRow.person)
        )
        with at_register(self._reads) as connection:
            return tuple(Seen.model_validate(row) for row in connection.execute(asked).mappings())

    def erase(self, place: ComplaintId) -> None:
        """Forget who opened a complaint."""
        ours = SeenRow.landlord == place.landlord, SeenRow.reference == place.reference
        with at_register(self._engine) as connection:
            connection.execute(delete(SeenRow).where(*ours))

    def sweep(self, connection: Connection, now: datetime) -> int:
        """Forget what has been kept for as long as it may be, and say how many there were."""
        return connection.execute(delete(SeenRow).where(SeenRow.at <= now - self._keeping.seen)).rowcount
