"""Sealing the kept states again under the ring's first key, so that a former key can be taken off the ring (D14)."""

from collections.abc import Iterator

from sqlalchemy import Engine, select, tuple_, update

from activities.ports import SealedState, Seals, UnreadableStateError
from domain.complaint.reference import ComplaintId
from domain.value import Value
from register.engine import at_register
from register.tables import StateRow

_AT_ONCE = 100


class Resealed(Value):
    """What came of it."""

    resealed: int = 0
    unopened: tuple[ComplaintId, ...] = ()
    """Whose state could not be opened: its key is not on the ring, or it is damaged."""


def reseal(engine: Engine, seals: Seals, key: str) -> Resealed:
    """Seal every state again that is not sealed with *key*, the one with which *seals* does.

    Raises:
        RegisterAwayError: the register cannot be reached.
    """
    resealed, unopened = 0, list[ComplaintId]()
    for place, kept in _others(engine, key):
        try:
            resealed += _replaced(engine, place, kept, seals.seal(place, seals.open(place, kept)))
        except UnreadableStateError:
            unopened.append(place)
    return Resealed(resealed=resealed, unopened=tuple(unopened))


def _others(engine: Engine, key: str) -> Iterator[tuple[ComplaintId, SealedState]]:
    """Every state that is sealed with another key, some at a time."""
    place = tuple_(StateRow.landlord, StateRow.reference)
    asked = select(StateRow.landlord, StateRow.reference, StateRow.sealed_with, StateRow.state)
    asked, after = asked.where(StateRow.sealed_with != key).order_by(StateRow.landlord, StateRow.reference), ("", "")
    while True:
        with at_register(engine) as connection:
            rows = list(connection.execute(asked.where(place > after).limit(_AT_ONCE)))
        if not rows:
            return
        for row in rows:
            found = ComplaintId(landlord=row.landlord, reference=row.reference)
            yield found, SealedState(sealed_with=row.sealed_with, state=row.state)
        after = (rows[-1].landlord, rows[-1].reference)


def _replaced(engine: Engine, place: ComplaintId, old: SealedState, new: SealedState) -> int:
    """Put *new* in the place of *old*, unless a page has brought another meanwhile; 1 where it was put there."""
    ours = (StateRow.landlord == place.landlord, StateRow.reference == place.reference, StateRow.state == old.state)
    with at_register(engine) as connection:
        return connection.execute(update(StateRow).where(*ours).values(**new.model_dump())).rowcount
