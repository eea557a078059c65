"""The send ledger in the register (D12).

The statements of every send are made once: to make one takes longer than to carry it out.
"""

from collections.abc import Callable
from datetime import datetime
from functools import cache

from sqlalchemy import Engine, bindparam, case, select, update
from sqlalchemy.sql.dml import ReturningInsert

from activities.ports import Claim
from register.engine import at_register
from register.tables import SendRow
from register.upsert import insert

_CONFIRMED = update(SendRow).where(SendRow.key == bindparam("errand"), SendRow.provider_id.is_(None))
"""Says of the errand what its columns are then given."""


class RegisterLedger:
    """Fulfils `Ledger`. Its clock is real time, as the providers' are."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def claim(self, key: str) -> Claim:
        """Count a try; of two at once only one is new.

        Raises:
            RegisterAwayError: the register cannot be reached.
        """
        now = self._clock()
        with at_register(self._engine) as connection:
            tried = {"key": key, "claimed_at": now, "unsettled": 1, "maybe_twice": False}
            claimed = connection.execute(_claimed(connection.dialect.name), tried).one_or_none()
            if claimed:
                return Claim(claimed_at=claimed.claimed_at, is_new=claimed.unsettled == 1)
            confirmed = connection.execute(select(SendRow.__table__).where(SendRow.key == key)).mappings().one()
            return Claim.model_validate({**confirmed, "is_new": False})

    def confirm(self, key: str, provider_id: str, accepted_at: datetime, *, maybe_twice: bool) -> None:
        """Note that the provider accepted it; a second id for the same key says that it went twice.

        Raises:
            RegisterAwayError: the register cannot be reached.
        """
        accepted = {"provider_id": provider_id, "accepted_at": accepted_at, "maybe_twice": maybe_twice}
        with at_register(self._engine) as connection:
            if not connection.execute(_CONFIRMED, {"errand": key, **accepted}).rowcount:
                another = (SendRow.key == key, SendRow.provider_id != provider_id)
                connection.execute(update(SendRow).where(*another).values(maybe_twice=True))

    def release(self, key: str) -> None:
        """Take back a try that was certainly not accepted.

        Raises:
            RegisterAwayError: the register cannot be reached.
        """
        open_try = (SendRow.key == key, SendRow.provider_id.is_(None), SendRow.unsettled > 0)
        with at_register(self._engine) as connection:
            connection.execute(update(SendRow).where(*open_try).values(unsettled=SendRow.unsettled - 1))


@cache
def _claimed(dialect: str) -> ReturningInsert[datetime, int]:
    """One more try at an errand that is not confirmed."""
    first = insert(dialect, SendRow)
    again = first.on_conflict_do_update(
        index_elements=[SendRow.key],
        set_={
            "unsettled": SendRow.unsettled + 1,
            "claimed_at": case((SendRow.unsettled == 0, first.excluded.claimed_at), else_=SendRow.claimed_at),
        },
        where=SendRow.provider_id.is_(None),
    )
    return again.returning(SendRow.claimed_at, SendRow.unsettled)
