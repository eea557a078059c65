"""Who is signed in: the one way in which a page learns it, and what becomes of whoever is not."""

from asyncio import to_thread
from contextlib import suppress
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, Request, Response
from fastapi.responses import RedirectResponse

from activities.ports import RegisterAwayError
from domain.access.viewing import Part, Viewer, may_see
from domain.calendar.days import landlord_day
from domain.policy.staff import Officer, UnknownPersonError
from domain.value import Names, Value
from providers.rulebook import RulebookError, UnknownLandlordError
from register.web.lines import Session
from web.parts import Parts, parts_of
from web.safe import error_page
from web.staff.access import part_of

COOKIE = "__Host-staff"
"""What a browser keeps of a session."""
DRAFT_COOKIE = "__Host-draft"
"""What a browser keeps of what was sent from it while nobody was known to be signed in."""
SIGN_IN = "/staff/sign-in"
FIRST_PAGE, REPORTS = "/staff/queue", "/staff/reports"
"""Where somebody is who has signed in and wanted nothing else; and where who sees no complaint is."""
_LOOKS = ("GET", "HEAD")
_NEVER_PUT_BY = frozenset({"/staff/keep", "/staff/stay", "/staff/sign-out"})
"""What a browser posts by itself, or to be signed out: it is not asked for again after signing in."""


class SignedIn(Value):
    """A member of staff who is signed in, as the directory has them today."""

    landlord: str
    person: Officer
    session: Session
    sees: frozenset[Part] = frozenset()
    """The parts of the desk that their roles see."""

    @property
    def roles(self) -> Names:
        """The roles they hold today: their own, and those of absent people they stand in for."""
        return self.person.roles


class NotForThemError(Exception):
    """Whoever is signed in does not see that part of the desk."""


class NotSignedInError(Exception):
    """Nobody is signed in who asks for a page, or sends something to one."""


async def signed_in(request: Request) -> SignedIn:
    """Whoever is signed in, on a page that is open to their roles.

    Raises:
        NotForThemError: it is not.
        as `known`
    """
    staff = await known(request)
    part = part_of(request.scope["route"].path)
    if part and part not in staff.sees:
        raise NotForThemError
    return staff


async def known(request: Request) -> SignedIn:
    """Whoever is signed in; templates find them as `staff`.

    Raises:
        NotSignedInError: nobody is: they are asked to sign in, and what they sent is kept.
        RegisterAwayError: nobody can say.
        RulebookError: their landlord's files do not hold together.
    """
    parts, now = parts_of(request), datetime.now(UTC)
    session = await to_thread(parts.register.sessions.find, request.cookies.get(COOKIE, ""), now)
    if session is None:
        raise NotSignedInError
    try:
        officer = await to_thread(_as_of_today, parts, session, now)
    except (UnknownPersonError, UnknownLandlordError) as left:
        await to_thread(parts.register.sessions.end_all_of, session.landlord, session.person)
        raise NotSignedInError from left
    session = await to_thread(parts.register.sessions.use, session, now)
    sees = _parts_seen(parts, session, officer)
    staff = SignedIn(landlord=session.landlord, person=officer, session=session, sees=sees)
    request.state.staff = staff
    return staff


async def recognise(request: Request) -> None:
    """Have a page that says what went wrong know whose it is, where that can be known."""
    with suppress(NotSignedInError, RegisterAwayError, RulebookError):
        await known(request)


Staff = Annotated[SignedIn, Depends(signed_in)]
"""Whoever is signed in, for a page that asks for them."""


async def show_what_is_theirs(request: Request, _: Exception) -> Response:
    """Answer as where there is no such page; whoever came to the first page is led to the one that is theirs."""
    staff: SignedIn = request.state.staff
    if request.url.path == FIRST_PAGE and Part.REPORTS in staff.sees:
        return RedirectResponse(REPORTS, HTTPStatus.SEE_OTHER)
    return await error_page(request, HTTPStatus.NOT_FOUND)


async def ask_to_sign_in(request: Request, _: Exception) -> Response:
    """Send whoever asks for a page to sign in; what was sent is kept, and found again after that."""
    if request.method in _LOOKS:
        address = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(_sign_in_for(address), HTTPStatus.SEE_OTHER)
    page, token = _page_of_form(request), ""
    is_kept = request.url.path not in _NEVER_PUT_BY
    if is_kept:
        token = await _put_by(request, page)
    answer = parts_of(request).pages.show(
        request, "staff/not_signed_in.html", HTTPStatus.UNAUTHORIZED, is_kept=is_kept, sign_in=_sign_in_for(page)
    )
    if token:
        set_cookie(answer, DRAFT_COOKIE, token)
    return answer


def set_cookie(answer: Response, name: str, value: str) -> None:
    """Have the browser keep *value*: for our own pages, out of any script's reach, until it is closed."""
    answer.set_cookie(name, value, httponly=True, secure=True, samesite="lax", path="/")


def take_cookie(answer: Response, name: str) -> None:
    """Have the browser keep nothing under that name."""
    answer.delete_cookie(name, httponly=True, secure=True, samesite="lax", path="/")


async def _put_by(request: Request, page: str) -> str:
    """Keep what was sent: for whoever's session has ended, else under what their browser is then to hold."""
    drafts, now = parts_of(request).register.drafts, datetime.now(UTC)
    async with request.form() as form:
        fields = tuple((name, value) for name, value in form.multi_items() if isinstance(value, str))
    reference = str(request.path_params.get("reference", ""))
    whose = await to_thread(parts_of(request).register.sessions.whose, request.cookies.get(COOKIE, ""))
    if whose:
        await to_thread(drafts.keep, *whose, page, fields, now, reference=reference)
        return ""
    return await to_thread(drafts.put_by, page, fields, now, reference=reference)


def _page_of_form(request: Request) -> str:
    """The path of the page on which the form stood, as the browser says; else that to which it was sent."""
    said, origin = request.headers.get("referer", ""), parts_of(request).settings.origin
    is_ours = said.startswith(f"{origin}/staff/")
    return said.removeprefix(origin).partition("?")[0].partition("#")[0] if is_ours else request.url.path


def _sign_in_for(page: str) -> str:
    return f"{SIGN_IN}?next={quote(page, safe='')}"


def _parts_seen(parts: Parts, session: Session, officer: Officer) -> frozenset[Part]:
    viewer = Viewer(landlord=session.landlord, person=officer.id, roles=officer.roles)
    access = parts.rulebook.access(session.landlord)
    return frozenset(part for part in Part if may_see(viewer, part, access))


def _as_of_today(parts: Parts, session: Session, now: datetime) -> Officer:
    today = landlord_day(now, parts.rulebook.landlord(session.landlord).time_zone)
    return parts.rulebook.directory(session.landlord).officer(session.person, today)
