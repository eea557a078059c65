"""Who is signed in: the one way in which a page learns it."""

from asyncio import to_thread
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, HTTPException, Request

from domain.calendar.days import landlord_day
from domain.policy.staff import Officer
from domain.value import Names, Value
from register.web.lines import Session
from web.parts import Parts, parts_of

COOKIE = "__Host-staff"
"""What a browser keeps of a session."""


class SignedIn(Value):
    """A member of staff who is signed in, as the directory has them today."""

    landlord: str
    person: Officer
    session: Session

    @property
    def roles(self) -> Names:
        """The roles they hold today: their own, and those of absent people they stand in for."""
        return self.person.roles


async def signed_in(request: Request) -> SignedIn:
    """Whoever is signed in; templates find them as `staff`.

    Raises:
        HTTPException: nobody is.
    """
    parts, now = parts_of(request), datetime.now(UTC)
    session = await to_thread(parts.register.sessions.find, request.cookies.get(COOKIE, ""), now)
    if session is None:
        raise HTTPException(HTTPStatus.UNAUTHORIZED)
    request.state.staff = _as_of_today(parts, session, now)
    return _as_of_today(parts, session, now)


Staff = Annotated[SignedIn, Depends(signed_in)]
"""Whoever is signed in, for a page that asks for them."""


def _as_of_today(parts: Parts, session: Session, now: datetime) -> SignedIn:
    today = landlord_day(now, parts.rulebook.landlord(session.landlord).time_zone)
    officer = parts.rulebook.directory(session.landlord).officer(session.person, today)
    return SignedIn(landlord=session.landlord, person=officer, session=session)
