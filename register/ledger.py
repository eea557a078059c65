"""The send ledger in the register (D12).

The statements of every send are made once: to make one takes longer than to carry it out.
"""

from collections.abc import Callable
from datetime import datetime
from functools import cache

from sqlalchemy import Connection, Engine, bindparam, case, select, update
from sqlalchemy.sql.dml import ReturningInsert

from activities.ports import Claim, Copy, Rendered
from register.engine import at_register
from register.letters import copy_replaced, keep_once, kept_words, words_in
from register.tables import LetterRow, SendRow
from register.upsert import insert

_CONFIRMED = update(SendRow).where(SendRow.key == bindparam("errand"), SendRow.provider_id.is_(None))
"""Says of the errand what its columns are then given."""
_KNOWN = (
    select(SendRow.__table__, *(LetterRow.__table__.c[name] for name in Rendered.model_fields))
    .outerjoin(LetterRow, LetterRow.key == SendRow.key)
    .where(SendRow.key == bindparam("errand"))
)
"""What is known of an errand, with the words that were kept."""


class RegisterLedger:
    """Fulfils `Ledger`. Its clock is real time, as the providers' are."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def claim(self, key: str, copy: Copy | None = None) -> Claim:
        """Count a try, and keep a copy unless an earlier try may have gone; of two tries at once only one is new.

        Raises:
            RegisterAwayError: the register cannot be reached.
        """
        now = self._clock()
        with at_register(self._engine) as connection:
            tried = {"key": key, "claimed_at": now, "unsettled": 1, "maybe_twice": False}
            claimed = connection.execute(_claimed(connection.dialect.name), tried).one_or_none()
            if claimed is None:
                return _confirmed(connection, key)
            if claimed.unsettled > 1:
                words = _words_of_earlier(connection, key, copy, now)
                return Claim(claimed_at=claimed.claimed_at, is_new=False, words=words)
            if copy:
                copy_replaced(connection, copy, now)
            return Claim(claimed_at=claimed.claimed_at, is_new=True)

    def keep_copy(self, copy: Copy) -> Rendered:
        """Keep a copy unless its key has one, and return the words that are kept.

        Raises:
            RegisterAwayError: the register cannot be reached.
        """
        with at_register(self._engine) as connection:
            return keep_once(connection, copy, self._clock())

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


def _confirmed(connection: Connection, key: str) -> Claim:
    known = connection.execute(_KNOWN, {"errand": key}).mappings().one()
    return Claim.model_validate({**known, "is_new": False, "words": words_in(known)})


def _words_of_earlier(connection: Connection, key: str, copy: Copy | None, now: datetime) -> Rendered | None:
    """What an earlier try said that may have gone; what is said now, where no copy of that was kept."""
    return keep_once(connection, copy, now) if copy else kept_words(connection, key)


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
