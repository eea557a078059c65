"""Signing in and out: every way leads over the provider, and every way out ends a row of the sessions."""

import re
from asyncio import to_thread
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated

import structlog
from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from web.parts import Parts, parts_of
from web.staff.provider import NotBelievedError, Provider, ProviderAwayError
from web.staff.signed_in import COOKIE, DRAFT_COOKIE, FIRST_PAGE, set_cookie, take_cookie
from web.staff.who import whom

router = APIRouter(prefix="/staff")
hooks = APIRouter(prefix="/hooks/oidc")

_NEXT = "next"
_PAGE = re.compile(r"/staff/[!-~]{1,500}")
log = structlog.get_logger()


def provider_of(request: Request) -> Provider:
    """The provider of the app that was asked, made when it is first asked for."""
    state = request.app.state
    if not hasattr(state, "provider"):
        state.provider = Provider(parts_of(request).settings)
    provider: Provider = state.provider
    return provider


Signing = Annotated[Provider, Depends(provider_of)]


def safe_next(typed: str) -> str:
    """Where to go after signing in: *typed* where it is a page of ours, else the first page."""
    is_ours = _PAGE.fullmatch(typed) and not any(sign in typed for sign in ("//", "\\"))
    return typed if is_ours and not typed.startswith("/staff/sign") else FIRST_PAGE


@router.get("/sign-in")
async def sign_in(request: Request, provider: Signing, next: str = "") -> Response:  # noqa: A002 - as addresses say it
    """Send a browser to the provider; whoever is signed in goes straight on."""
    parts, now = parts_of(request), datetime.now(UTC)
    if await to_thread(parts.register.sessions.find, request.cookies.get(COOKIE, ""), now):
        return RedirectResponse(safe_next(next), HTTPStatus.SEE_OTHER)
    try:
        there = await provider.where_to(request)
    except ProviderAwayError as away:
        return _is_away(request, away)
    request.session[_NEXT] = safe_next(next)
    return RedirectResponse(there, HTTPStatus.SEE_OTHER)


@router.get("/signed-in")
async def signed_in(request: Request, provider: Signing) -> Response:
    """Take up whoever comes back from the provider, with a new session; the browser's old one ends."""
    parts, now = parts_of(request), datetime.now(UTC)
    try:
        claims = await provider.came_back(request)
        somebody = await whom(parts, provider.known_by(claims), claims, now)
        identity = provider.identity(claims)
    except ProviderAwayError as away:
        return _is_away(request, away)
    except NotBelievedError as no:
        log.warning("sign_in.refused", why=str(no))
        return parts.pages.show(request, "staff/sign_in_again.html", HTTPStatus.BAD_REQUEST)
    if somebody is None:
        log.warning("sign_in.stranger")
        return parts.pages.show(request, "staff/stranger.html", HTTPStatus.FORBIDDEN)
    landlord, person = somebody
    next_page = safe_next(str(request.session.pop(_NEXT, "")))
    old = request.cookies.get(COOKIE, "")
    token = await to_thread(parts.register.sessions.begin, landlord, person.id, identity, now, old)
    if put_by := request.cookies.get(DRAFT_COOKIE):
        await to_thread(parts.register.drafts.claim, put_by, landlord, person.id, now)
    answer = RedirectResponse(next_page, HTTPStatus.SEE_OTHER)
    set_cookie(answer, COOKIE, token)
    take_cookie(answer, DRAFT_COOKIE)
    return answer


@router.post("/sign-out")
async def sign_out(request: Request, provider: Signing) -> Response:
    """End the session, and offer to end the provider's: a form's answer may not lead there by itself."""
    parts = parts_of(request)
    await to_thread(parts.register.sessions.end, request.cookies.get(COOKIE, ""))
    answer = parts.pages.show(request, "staff/signed_out.html", at_provider=await provider.where_to_end())
    take_cookie(answer, COOKIE)
    return answer


@router.get("/signed-out")
async def signed_out(request: Request) -> Response:
    """Where the provider leads whoever has signed out there too."""
    return parts_of(request).pages.show(request, "staff/signed_out.html", at_provider="")


@hooks.post("/logout")
async def ended_at_provider(request: Request, provider: Signing, logout_token: Annotated[str, Form()] = "") -> Response:
    """Take the provider's word that somebody has signed out there: they have here too."""
    try:
        identity = await provider.signed_out(logout_token, datetime.now(UTC).timestamp())
    except NotBelievedError as no:
        log.warning("sign_out.refused", why=str(no))
        return Response(status_code=HTTPStatus.BAD_REQUEST)
    except ProviderAwayError:
        return Response(status_code=HTTPStatus.SERVICE_UNAVAILABLE)
    ended = await to_thread(parts_of(request).register.sessions.end_at_provider, identity)
    log.info("sign_out.at_provider", sessions=ended)
    return Response(status_code=HTTPStatus.OK)


def _is_away(request: Request, away: ProviderAwayError) -> Response:
    log.warning("sign_in.provider_away", why=str(away))
    parts: Parts = parts_of(request)
    return parts.pages.show(request, "staff/provider_away.html", HTTPStatus.SERVICE_UNAVAILABLE)
