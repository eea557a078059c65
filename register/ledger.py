"""The send ledger in the register (D12)."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine, case, select, update

from activities.ports import Claim
from register.engine import at_register
from register.tables import SendRow
from register.upsert import insert


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
            first = insert(connection, SendRow).values(key=key, claimed_at=now, unsettled=1, maybe_twice=False)
            again = first.on_conflict_do_update(
                index_elements=[SendRow.key],
                set_={
                    "unsettled": SendRow.unsettled + 1,
                    "claimed_at": case((SendRow.unsettled == 0, now), else_=SendRow.claimed_at),
                },
                where=SendRow.provider_id.is_(None),
            )
            claimed = connection.execute(again.returning(SendRow.claimed_at, SendRow.unsettled)).one_or_none()
            if claimed:
                return Claim(claimed_at=claimed.claimed_at, is_new=claimed.unsettled == 1)
            confirmed = connection.execute(select(SendRow.__table__).where(SendRow.key == key)).mappings().one()
            return Claim.model_validate({**confirmed, "is_new": False})

    def confirm(self, key: str, provider_id: str, accepted_at: datetime, *, maybe_twice: bool) -> None:
        """Note that the provider accepted it; a second id for the same key says that it went twice.

        Raises:
            RegisterAwayError: the register cannot be reached.
        """
        ours = SendRow.key == key
        accepted = {"provider_id": provider_id, "accepted_at": accepted_at, "maybe_twice": maybe_twice}
        with at_register(self._engine) as connection:
            first = connection.execute(update(SendRow).where(ours, SendRow.provider_id.is_(None)).values(accepted))
            if not first.rowcount:
                another = SendRow.provider_id != provider_id
                connection.execute(update(SendRow).where(ours, another).values(maybe_twice=True))

    def release(self, key: str) -> None:
        """Take back a try that was certainly not accepted.

        Raises:
            RegisterAwayError: the register cannot be reached.
        """
        open_try = (SendRow.key == key, SendRow.provider_id.is_(None), SendRow.unsettled > 0)
        with at_register(self._engine) as connection:
            connection.execute(update(SendRow).where(*open_try).values(unsettled=SendRow.unsettled - 1))
