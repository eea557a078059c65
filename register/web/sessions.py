"""Who is signed in (web.md 3.6): a row each, found by a digest of what the browser holds, and ended by deleting it."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, delete, or_, select, update

from activities.ports import Keeping
from register.engine import at_register
from register.upsert import insert
from register.web.digests import digest
from register.web.lines import Identity, Session
from register.web.tables import SessionRow

_CHANCE = 32
"""Bytes of it in what a browser holds."""
_NOTED_EVERY = timedelta(minutes=1)
"""That a session is used, is written down so often at most."""
_KNOWN_FOR = timedelta(days=1)
"""Whose a session was, is known so long after it has ended: what is sent then is kept for them and for nobody else."""


class Sessions:
    """Begins, finds and ends sessions; each method raises RegisterAwayError when the register cannot be reached."""

    def __init__(self, engine: Engine, reads: Engine, keeping: Keeping) -> None:
        self._engine = engine
        self._reads = reads
        self._keeping = keeping

    def begin(self, landlord: str, person: str, identity: Identity, now: datetime, old: str = "") -> str:
        """Begin a session, and return what the browser is to hold; the one of *old*, which it held before, ends."""
        token = secrets.token_urlsafe(_CHANCE)
        row = {"id": digest(token), "landlord": landlord, "person": person, "began_at": now, "used_at": now}
        row |= {"issuer": identity.issuer, "subject": identity.subject, "provider_session": identity.session}
        with at_register(self._engine) as connection:
            connection.execute(delete(SessionRow).where(SessionRow.id == digest(old)))
            connection.execute(insert(connection.dialect.name, SessionRow).values(**row, remembered={}))
        return token

    def find(self, token: str, now: datetime) -> Session | None:
        """The session of which a browser holds *token*; None where it has ended or there never was one."""
        idle, longest = now - self._keeping.idle, now - self._keeping.longest
        asked = select(SessionRow.__table__).where(
            SessionRow.id == digest(token), SessionRow.used_at > idle, SessionRow.began_at > longest
        )
        with at_register(self._reads) as connection:
            row = connection.execute(asked).mappings().one_or_none()
        if row is None:
            return None
        return Session.model_validate({**row, "ends_at": self._end(row["began_at"], row["used_at"])})

    def use(self, session: Session, now: datetime) -> Session:
        """Note that it is used, at most once a minute, and return it with its new end; one that ended stays ended."""
        if now - session.used_at < _NOTED_EVERY:
            return session
        noted = update(SessionRow).where(SessionRow.id == session.id, SessionRow.used_at < now).values(used_at=now)
        with at_register(self._engine) as connection:
            connection.execute(noted)
        return session.model_copy(update={"used_at": now, "ends_at": self._end(session.began_at, now)})

    def remember(self, session: Session, **what: str) -> None:
        """Keep *what* for as long as the session lasts, beside what is kept already."""
        ours = SessionRow.id == session.id
        with at_register(self._engine) as connection:
            there = connection.execute(select(SessionRow.remembered).where(ours).with_for_update()).scalar()
            if there is not None:
                connection.execute(update(SessionRow).where(ours).values(remembered=there | what))

    def whose(self, token: str) -> tuple[str, str] | None:
        """Whose session it is or was, as landlord and person; None where nobody knows any more."""
        asked = select(SessionRow.landlord, SessionRow.person).where(SessionRow.id == digest(token))
        with at_register(self._reads) as connection:
            row = connection.execute(asked).one_or_none()
        return (row.landlord, row.person) if row else None

    def identity(self, session: Session) -> Identity | None:
        """Who its person is to the provider; None where the session has ended."""
        asked = select(SessionRow.issuer, SessionRow.subject, SessionRow.provider_session.label("session"))
        with at_register(self._reads) as connection:
            row = connection.execute(asked.where(SessionRow.id == session.id)).mappings().one_or_none()
        return Identity.model_validate(row) if row else None

    def end(self, token: str) -> None:
        """End the session of which a browser holds *token*."""
        self._end_those(SessionRow.id == digest(token))

    def end_all_of(self, landlord: str, person: str) -> int:
        """End every session of somebody, as when they leave, and say how many there were."""
        return self._end_those(SessionRow.landlord == landlord, SessionRow.person == person)

    def end_at_provider(self, identity: Identity) -> int:
        """End what the provider says has ended: that session of its own, else every one of that subject.

        Returns how many there were.
        """
        if identity.session:
            which = SessionRow.provider_session == identity.session
        else:
            which = SessionRow.subject == identity.subject
        return self._end_those(SessionRow.issuer == identity.issuer, which)

    def sweep(self, connection: Connection, now: datetime) -> int:
        """Forget those that ended a day ago, and say how many."""
        idle, longest = now - self._keeping.idle - _KNOWN_FOR, now - self._keeping.longest - _KNOWN_FOR
        ended = or_(SessionRow.used_at <= idle, SessionRow.began_at <= longest)
        return connection.execute(delete(SessionRow).where(ended)).rowcount

    def _end(self, began_at: datetime, used_at: datetime) -> datetime:
        return min(used_at + self._keeping.idle, began_at + self._keeping.longest)

    def _end_those(self, *which: ColumnElement[Any]) -> int:
        with at_register(self._engine) as connection:
            return connection.execute(delete(SessionRow).where(*which)).rowcount
