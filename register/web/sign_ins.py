"""Whom a provider's unchanging subject means, where that was learned at a first sign-in (web.md 3.5)."""

from datetime import datetime

from sqlalchemy import Connection, Engine, delete, update

from activities.ports import Keeping
from register.engine import at_register
from register.upsert import insert
from register.web.lines import Identity
from register.web.tables import SignInRow


class SignIns:
    """Keeps who is who; each method raises RegisterAwayError when the register cannot be reached."""

    def __init__(self, engine: Engine, keeping: Keeping) -> None:
        self._engine = engine
        self._keeping = keeping

    def bind(self, identity: Identity, landlord: str, person: str, now: datetime) -> bool:
        """Have the subject mean that person from now on; False where it or they mean somebody else already."""
        row = {"issuer": identity.issuer, "subject": identity.subject, "landlord": landlord, "person": person}
        with at_register(self._engine) as connection:
            bound = insert(connection.dialect.name, SignInRow).values(**row, used_at=now).on_conflict_do_nothing()
            return connection.execute(bound.returning(SignInRow.person)).one_or_none() is not None

    def of(self, identity: Identity, now: datetime) -> tuple[str, str] | None:
        """Whom the subject means, as landlord and person, which counts as a use; None where it means nobody."""
        used = (
            update(SignInRow)
            .where(SignInRow.issuer == identity.issuer, SignInRow.subject == identity.subject)
            .where(SignInRow.used_at > now - self._keeping.sign_ins)
            .values(used_at=now)
            .returning(SignInRow.landlord, SignInRow.person)
        )
        with at_register(self._engine) as connection:
            row = connection.execute(used).one_or_none()
        return (row.landlord, row.person) if row else None

    def forget(self, landlord: str, person: str) -> bool:
        """Forget by which subject somebody was known; False where there was none."""
        theirs = SignInRow.landlord == landlord, SignInRow.person == person
        with at_register(self._engine) as connection:
            return connection.execute(delete(SignInRow).where(*theirs)).rowcount > 0

    def sweep(self, connection: Connection, now: datetime) -> int:
        """Forget those that nobody has used for long, and say how many."""
        return connection.execute(delete(SignInRow).where(SignInRow.used_at <= now - self._keeping.sign_ins)).rowcount
