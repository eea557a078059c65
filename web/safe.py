"""What holds of every page: its headers, who may post to it, and how it says what went wrong.

All of it stands around the app and around each of its routes alike, so that no page can leave it out.
"""

from http import HTTPMethod, HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send, StatelessLifespan

from activities.ports import NoAnswerError, RegisterAwayError, TemporalAwayError
from desk.errors import UnknownComplaintError
from desk.readers import HiddenError, WhoAsksError
from intake.references import BadReferenceError
from providers.rulebook import RulebookError
from web.parts import parts_of
from web.requests_seen import Noted, Seen, page_of

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
}
"""Of every answer that does not say otherwise."""

_LOOKS = {HTTPMethod.GET, HTTPMethod.HEAD, HTTPMethod.OPTIONS}
_TAKES_NO_COOKIE = ("/hooks/", "/api/")
"""Addresses that other systems post to: a browser's cookie does nothing there."""
_NOT_THERE = (UnknownComplaintError, HiddenError, WhoAsksError, BadReferenceError)
_AWAY = (RegisterAwayError, TemporalAwayError, NoAnswerError, RulebookError)
_OF_A_PAGE = (HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.TOO_MANY_REQUESTS)
"""What may go wrong before a page has asked who is signed in, though somebody may be."""


class SafeApp(FastAPI):
    """An app of which all this holds; what the framework itself refuses, before any page is asked, among it."""

    def __init__(self, lifespan: StatelessLifespan[FastAPI] | None = None, **more: Any) -> None:  # noqa: ANN401 - FastAPI's
        super().__init__(openapi_url=None, lifespan=lifespan, **more)
        self.state.seen = Seen()
        self.add_middleware(InsteadOfFaults)
        self.add_exception_handler(HTTPException, _refused)
        self.add_exception_handler(RequestValidationError, _unreadable)
        for hidden in _NOT_THERE:
            self.add_exception_handler(hidden, _not_there)
        for away in _AWAY:
            self.add_exception_handler(away, _away)

    def build_middleware_stack(self) -> ASGIApp:
        """The layers around every route, the outermost first."""
        within = super().build_middleware_stack()
        return Noted(WithHeaders(FromOurPagesOnly(TooLarge(within))), self.state.seen)


class WithHeaders:
    """Adds the headers to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the headers."""

        async def headed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, headed)


class FromOurPagesOnly:
    """Refuses what a page of another site sends, before anything is read of it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what one of our pages sends."""
        if scope["type"] == "http" and _may_change_something(scope):
            own = parts_of(Request(scope)).settings.origin
            if is_cross_site(Headers(scope=scope), own):
                answer = await error_page(Request(scope), HTTPStatus.FORBIDDEN)
                await answer(scope, receive, send)
                return
        await self._app(scope, receive, send)


class TooLarge:
    """Puts a page in the place of the framework's answer to what is too large."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, with a page of ours where it is too large."""
        swapped = False

        async def own(message: Message) -> None:
            nonlocal swapped
            if message["type"] == "http.response.start" and message["status"] == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
                swapped = True
            elif not swapped:
                await send(message)

        await self._app(scope, receive, own)
        if swapped:
            answer = await error_page(Request(scope), HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            await answer(scope, receive, send)


class InsteadOfFaults:
    """Says that we are at fault, and logs where; while the app is debugged the fault goes on to whoever debugs."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, with a page of ours where we are at fault."""
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception:
            if scope["type"] != "http" or scope["app"].debug:
                raise
            structlog.get_logger().exception("web.fault", page=page_of(scope))
            if not begun:
                answer = await error_page(Request(scope), HTTPStatus.INTERNAL_SERVER_ERROR)
                await answer(scope, receive, send)


def _may_change_something(scope: Scope) -> bool:
    return scope["method"] not in _LOOKS and not scope["path"].startswith(_TAKES_NO_COOKIE)


def is_cross_site(headers: Headers, own: str) -> bool:
    """Whether another site's page sends this; *own* is the origin of our pages."""
    if (site := headers.get("sec-fetch-site")) is not None:
        return site not in {"same-origin", "none"}
    if (origin := headers.get("origin")) is not None:
        return origin != own  # plain http sends no Sec-Fetch-Site
    return "cookie" in headers  # neither: a tool without a session may pass


async def error_page(request: Request, status: HTTPStatus, **facts: object) -> Response:
    """The page that says what went wrong and what to do, with a telephone number; never a reason for a machine."""
    if status in _OF_A_PAGE and getattr(request.state, "staff", None) is None:
        await request.app.state.recognise(request)
    try:
        return parts_of(request).pages.show(request, "error.html", status, kind=int(status), **facts)
    except Exception:  # noqa: BLE001 - the last place that can say anything to a person
        structlog.get_logger().exception("web.fault", page="error.html")
        return HTMLResponse("<!DOCTYPE html><title>Sorry</title><h1>Sorry, we cannot do that just now</h1>", status)


async def _refused(request: Request, refusal: Exception) -> Response:
    """The framework's refusals, and ours: an address that is not there, a method it does not take."""
    known = refusal if isinstance(refusal, HTTPException) else HTTPException(HTTPStatus.INTERNAL_SERVER_ERROR)
    answer = await error_page(request, HTTPStatus(known.status_code))
    answer.headers.update(known.headers or {})
    return answer


async def _unreadable(request: Request, _: Exception) -> Response:
    return await error_page(request, HTTPStatus.UNPROCESSABLE_ENTITY)


async def _not_there(request: Request, _: Exception) -> Response:
    """The same words whether there is no such complaint or it is not for whoever asks."""
    return await error_page(request, HTTPStatus.NOT_FOUND)


async def _away(request: Request, _: Exception) -> Response:
    return await error_page(request, HTTPStatus.SERVICE_UNAVAILABLE)
