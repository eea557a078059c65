"""The send ledger in the register (D12).

The statements of every send are made once: to make one takes longer than to carry it out.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import Connection, Engine, and_, bindparam, case, or_, select, update
from sqlalchemy.sql.dml import ReturningInsert

from activities.ports import Claim, Copy, Known, LostLifeError, Rendered
from register.engine import at_register
from register.letters import copy_of, copy_replaced, keep_once, kept_facts, kept_words, words_in
from register.tables import LetterRow, SendRow
from register.upsert import insert

_CONFIRMED = update(SendRow).where(SendRow.key == bindparam("errand"), SendRow.provider_id.is_(None))
"""Says of the errand what its columns are then given."""
_KNOWN = (
    select(
        SendRow.__table__,
        LetterRow.recipient,
        *(LetterRow.__table__.c[name] for name in Rendered.model_fields),
    )
    .outerjoin(LetterRow, LetterRow.key == SendRow.key)
    .where(SendRow.key == bindparam("errand"))
)
"""What is known of an errand, with the words that were kept."""
_ANY_NUMBER = 1_000_000


class RegisterLedger:
    """Fulfils `Ledger`. Its clock is real time, as the providers' are."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def claim(self, key: str, copy: Copy | None = None, *, most: int | None = None) -> Claim:
        """Count a try, and keep a copy unless an earlier try may have gone; of two tries at once only one is new.

        Raises:
            LostLifeError: the key may have gone with other facts.
            RegisterAwayError: the register cannot be reached.
        """
        now = self._clock()
        with at_register(self._engine) as connection:
            facts = copy.facts if copy else ""
            tried = {"key": key, "claimed_at": now, "unsettled": 1, "tries": 1, "maybe_twice": False, "facts": facts}
            bound = {"most": _ANY_NUMBER if most is None else most}
            claimed = connection.execute(_claimed(connection.dialect.name), tried | bound).one_or_none()
            if claimed is None:
                return _not_claimed(connection, key, facts)
            earlier, since = claimed.unsettled - 1, claimed.claimed_at
            words = _words_of_earlier(connection, key, copy, now) if earlier else None
            if copy and not earlier:
                copy_replaced(connection, copy, now)
            return Claim(claimed_at=since, is_new=not earlier, tries=claimed.tries, unsettled=earlier, words=words)

    def known(self, key: str) -> Known | None:
        """What became of an errand, a printed letter among them; None where it was never tried.

        Raises:
            RegisterAwayError: the register cannot be reached.
        """
        with at_register(self._engine) as connection:
            found = connection.execute(_KNOWN, {"errand": key}).mappings().one_or_none()
            if found is None:
                printed = copy_of(connection, key)
                return Known(tries=1, unsettled=1, **printed) if printed else None
            since = found["claimed_at"] if found["unsettled"] else None
            unsettled_for = max(self._clock() - since, timedelta(0)) if since else timedelta(0)
            return Known.model_validate(
                {
                    **found,
                    "provider_id": found["provider_id"] or "",
                    "recipient": found["recipient"] or "",
                    "unsettled_for": unsettled_for,
                    "words": words_in(found),
                }
            )

    def ids_beside(self, copy: Copy) -> frozenset[str]:
        """The provider's ids of the other errands of the same complaint.

        Raises:
            RegisterAwayError: the register cannot be reached.
        """
        theirs = SendRow.key.startswith(f"{copy.landlord}/{copy.reference}/", autoescape=True)
        accepted = select(SendRow.provider_id).where(theirs, SendRow.key != copy.key, SendRow.provider_id.is_not(None))
        with at_register(self._engine) as connection:
            return frozenset(connection.scalars(accepted))

    def keep_copy(self, copy: Copy) -> Rendered:
        """Keep a copy unless its key has one, and return the words that are kept.

        Raises:
            LostLifeError: it has one with other facts.
            RegisterAwayError: the register cannot be reached.
        """
        with at_register(self._engine) as connection:
            if kept_facts(connection, copy.key) not in {"", copy.facts}:
                raise LostLifeError(f"{copy.key} was printed with other facts")
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


def _not_claimed(connection: Connection, key: str, facts: str) -> Claim:
    """An errand that is confirmed, or whose tries are spent."""
    known = connection.execute(_KNOWN, {"errand": key}).mappings().one()
    if facts and known["facts"] not in {"", facts}:
        raise LostLifeError(f"the ledger has {key} with other facts")
    of_it = {"is_new": False, "provider_id": known["provider_id"] or "", "is_spent": not known["provider_id"]}
    return Claim.model_validate({**known, **of_it, "words": words_in(known)})


def _words_of_earlier(connection: Connection, key: str, copy: Copy | None, now: datetime) -> Rendered | None:
    """What an earlier try said that may have gone; what is said now, where no copy of that was kept."""
    return keep_once(connection, copy, now) if copy else kept_words(connection, key)


@cache
def _claimed(dialect: str) -> ReturningInsert[datetime, int, int]:
    """One more try at an errand that is not confirmed, not spent, and cannot have gone with other facts."""
    first = insert(dialect, SendRow)
    new = first.excluded.facts
    same = or_(SendRow.facts == new, SendRow.facts == "", new == "", SendRow.unsettled == 0)
    again = first.on_conflict_do_update(
        index_elements=[SendRow.key],
        set_={
            "unsettled": SendRow.unsettled + 1,
            "tries": SendRow.tries + 1,
            "claimed_at": case((SendRow.unsettled == 0, first.excluded.claimed_at), else_=SendRow.claimed_at),
            "facts": case((new == "", SendRow.facts), else_=new),
        },
        where=and_(SendRow.provider_id.is_(None), SendRow.unsettled < bindparam("most"), same),
    )
    return again.returning(SendRow.claimed_at, SendRow.unsettled, SendRow.tries)
