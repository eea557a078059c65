"""When people are away and who stands in, as they say themselves: it holds in the place of the directory's file."""

import logging
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, delete, select

from activities.ports import Keeping, RegisterAwayError
from domain.policy.staff import Absence, SaidAway
from register.engine import at_register
from register.upsert import insert
from register.web.lines import OwnAbsences
from register.web.tables import AbsenceRow

_log = logging.getLogger(__name__)


_HEARD_FOR, _LEFT_ALONE_FOR = 1.0, 10.0
"""Seconds for which what was heard is not asked for again, and for which a register that does not answer is not."""


class LastSaid:
    """What people said of their absences, by landlord: as it was heard last, where the register cannot be read now.

    No order waits and no reminder fails for it: before it was heard once, the directory's file alone holds.
    """

    def __init__(
        self, of: Callable[[str], Mapping[str, SaidAway]], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._of = of
        self._clock = clock
        self._heard: dict[str, Mapping[str, SaidAway]] = {}
        self._asks_again_at: dict[str, float] = {}

    def __call__(self, landlord: str) -> Mapping[str, SaidAway]:
        """What they said, by their ids."""
        if self._clock() >= self._asks_again_at.get(landlord, 0.0):
            self._ask(landlord)
        return self._heard.get(landlord, {})

    def _ask(self, landlord: str) -> None:
        try:
            self._heard[landlord], again = self._of(landlord), _HEARD_FOR
        except RegisterAwayError as away:
            _log.info("absences as they were heard last: %s", away)
            again = _LEFT_ALONE_FOR
        self._asks_again_at[landlord] = self._clock() + again


class Absences:
    """Keeps them by person; each method raises RegisterAwayError when the register cannot be reached."""

    def __init__(self, engine: Engine, reads: Engine, keeping: Keeping) -> None:
        self._engine = engine
        self._reads = reads
        self._keeping = keeping

    def enter(
        self, landlord: str, person: str, absences: tuple[Absence, ...], now: datetime, *, deputy: str, by: str
    ) -> None:
        """Have this be all there is of somebody's absences and deputy (empty for nobody), whatever the file says."""
        last = max([now.astimezone(UTC).date(), *(absence.last for absence in absences)])
        said = OwnAbsences(absences=absences, deputy=deputy, entered_by=by, entered_at=now)
        row = {**dict(said), "landlord": landlord, "person": person, "last": last}
        with at_register(self._engine) as connection:
            entered = insert(connection.dialect.name, AbsenceRow).values(row)
            connection.execute(entered.on_conflict_do_update(index_elements=["landlord", "person"], set_=row))

    def of(self, landlord: str) -> dict[str, OwnAbsences]:
        """Who at a landlord has said themselves when they are away, by their id."""
        asked = select(AbsenceRow.__table__).where(AbsenceRow.landlord == landlord).order_by(AbsenceRow.person)
        with at_register(self._reads) as connection:
            rows = connection.execute(asked).mappings().all()
        return {row["person"]: OwnAbsences.model_validate(row) for row in rows}

    def sweep(self, connection: Connection, now: datetime) -> int:
        """Forget what was said of people whose last absence is long over, and say of how many."""
        day = (now - self._keeping.absences).astimezone(UTC).date()
        return connection.execute(delete(AbsenceRow).where(AbsenceRow.last <= day)).rowcount
