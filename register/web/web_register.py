"""The register of the pages in a browser: all that is kept of them, beside the complaints."""

from datetime import datetime

from sqlalchemy import Engine, literal, select

from activities.ports import Keeping, Swept
from domain.complaint.reference import ComplaintId
from register.engine import at_register
from register.web.absences import Absences
from register.web.drafts import Drafts
from register.web.sessions import Sessions
from register.web.sightings import Sightings
from register.web.sign_ins import SignIns
from register.web.tables import SessionRow


class WebRegister:
    """Its tables; instants are given, never taken from a clock.

    *reads* is an engine for reading alone, where there is one, so that no page waits for a writer.
    """

    def __init__(self, engine: Engine, reads: Engine | None = None, keeping: Keeping | None = None) -> None:
        self._engine = engine
        self._reads = reads = reads or engine
        keeping = keeping or Keeping()
        self.sessions = Sessions(engine, reads, keeping)
        self.drafts = Drafts(engine, reads, keeping)
        self.seen = Sightings(engine, reads, keeping)
        self.absences = Absences(engine, reads, keeping)
        self.sign_ins = SignIns(engine, keeping)

    def check(self) -> None:
        """Ask whether its tables can be read; raises RegisterAwayError."""
        with at_register(self._reads) as connection:
            connection.execute(select(literal(1)).select_from(SessionRow).limit(1))

    def erase(self, place: ComplaintId) -> None:
        """Forget all that is kept of a complaint here; raises RegisterAwayError."""
        self.drafts.erase(place)
        self.seen.erase(place)

    def sweep(self, now: datetime) -> Swept:
        """Forget all that has been kept for as long as it may be, and say how much; raises RegisterAwayError."""
        with at_register(self._engine) as connection:
            return Swept(
                sessions=self.sessions.sweep(connection, now),
                drafts=self.drafts.sweep(connection, now),
                seen=self.seen.sweep(connection, now),
                absences=self.absences.sweep(connection, now),
                sign_ins=self.sign_ins.sweep(connection, now),
            )
