"""What is written in forms and not sent (web.md 3.7): one a person and page, and one a browser nobody is known in."""

import secrets
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Engine, delete, select

from activities.ports import Keeping
from domain.complaint.reference import ComplaintId
from register.engine import at_register
from register.upsert import insert
from register.web.digests import digest
from register.web.lines import Draft
from register.web.tables import DraftRow

_CHANCE = 32
"""Bytes of it in what a browser holds."""


class Drafts:
    """Keeps drafts; each method raises RegisterAwayError when the register cannot be reached."""

    def __init__(self, engine: Engine, reads: Engine, keeping: Keeping) -> None:
        self._engine = engine
        self._reads = reads
        self._keeping = keeping

    def keep(
        self, landlord: str, person: str, page: str, fields: Iterable[tuple[str, str]], now: datetime, *, reference: str
    ) -> None:
        """Keep what somebody has written on a page (its path), in the place of what was kept there.

        *reference* is the complaint with which it is erased; empty where there is none yet.
        """
        draft = Draft(page=page, reference=reference, fields=tuple(fields), kept_at=now)
        with at_register(self._engine) as connection:
            _write(connection, _id(landlord, person, page), landlord, person, draft)

    def put_by(self, page: str, fields: Iterable[tuple[str, str]], now: datetime, *, reference: str) -> str:
        """Keep what came from a browser in which nobody is known to be signed in, and return what it is to hold."""
        token = secrets.token_urlsafe(_CHANCE)
        draft = Draft(page=page, reference=reference, fields=tuple(fields), kept_at=now)
        with at_register(self._engine) as connection:
            _write(connection, digest(token), "", "", draft)
        return token

    def claim(self, token: str, landlord: str, person: str, now: datetime) -> Draft | None:
        """Have what was put by under *token* be that person's, who has signed in in the same browser, and return it."""
        gone = delete(DraftRow).where(DraftRow.id == digest(token), DraftRow.person == "", self._is_kept(now))
        with at_register(self._engine) as connection:
            row = connection.execute(gone.returning(*DraftRow.__table__.c)).mappings().one_or_none()
            if row is None:
                return None
            draft = Draft.model_validate(row)
            _write(connection, _id(landlord, person, draft.page), landlord, person, draft)
        return draft

    def take(self, landlord: str, person: str, page: str, now: datetime) -> Draft | None:
        """What somebody has written on a page; it stays until it is dropped."""
        asked = select(DraftRow.__table__).where(DraftRow.id == _id(landlord, person, page), self._is_kept(now))
        with at_register(self._reads) as connection:
            row = connection.execute(asked).mappings().one_or_none()
        return Draft.model_validate(row) if row else None

    def drop(self, landlord: str, person: str, page: str) -> None:
        """Forget what somebody has written on a page: it is sent, or they do not want it."""
        with at_register(self._engine) as connection:
            connection.execute(delete(DraftRow).where(DraftRow.id == _id(landlord, person, page)))

    def erase(self, place: ComplaintId) -> None:
        """Forget what anybody has written of a complaint."""
        ours = DraftRow.landlord == place.landlord, DraftRow.reference == place.reference
        with at_register(self._engine) as connection:
            connection.execute(delete(DraftRow).where(*ours))

    def sweep(self, connection: Connection, now: datetime) -> int:
        """Forget what has been kept for as long as it may be, and say how many there were."""
        return connection.execute(delete(DraftRow).where(~self._is_kept(now))).rowcount

    def _is_kept(self, now: datetime) -> ColumnElement[bool]:
        return DraftRow.kept_at > now - self._keeping.drafts


def _write(connection: Connection, draft_id: str, landlord: str, person: str, draft: Draft) -> None:
    row = {**draft.model_dump(), "id": draft_id, "landlord": landlord, "person": person}
    written = insert(connection.dialect.name, DraftRow).values(row)
    connection.execute(written.on_conflict_do_update(index_elements=["id"], set_=row))


def _id(landlord: str, person: str, page: str) -> str:
    return digest(f"{landlord}\n{person}\n{page}")
