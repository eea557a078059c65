"""Answers as Twilio's Messages and Accounts resources do (API version 2010-04-01)."""

import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse
from fastapi.security import HTTPBasic, HTTPBasicCredentials

from simulator.faults import Faults, behave, phrase
from simulator.inbox import Inbox
from simulator.messages import Text
from simulator.segments import segments
from simulator.settings import Settings
from simulator.switches import Service, Switches
from simulator.twilio_messages import find, page, resource, sent_at
from simulator.twilio_rules import Order, TwilioRefusedError, order_of

_Credentials = Annotated[HTTPBasicCredentials | None, Depends(HTTPBasic(auto_error=False))]


class TwilioDesk:
    """Takes and lists the texts of one account, and says how it stands."""

    def __init__(self, settings: Settings, inbox: Inbox, switches: Switches) -> None:
        self._settings = settings
        self._inbox = inbox
        self._switches = switches
        self._queued = timedelta(seconds=settings.twilio_queued)

    def routes(self) -> APIRouter:
        """The routes of the Messages resource, and of the account itself."""
        routes = APIRouter(prefix="/2010-04-01/Accounts/{account}")
        routes.add_api_route(".json", self._account, methods=["GET"])
        routes.add_api_route("/Messages.json", self._create, methods=["POST"])
        routes.add_api_route("/Messages.json", self._list, methods=["GET"])
        routes.add_api_route("/Messages/{sid}.json", self._fetch, methods=["GET"])
        return routes

    async def _account(self, account: str, credentials: _Credentials) -> Response:
        def take() -> Response:
            self._authenticate(account, credentials)
            return JSONResponse({"sid": account, "status": "active", "type": "Full"})

        return self._behave(take, sends=False)

    async def _create(self, account: str, request: Request, credentials: _Credentials) -> Response:
        form = {name: value for name, value in (await request.form()).items() if isinstance(value, str)}

        def take() -> Response:
            self._authenticate(account, credentials)
            text = _text(order_of(form, lambda number: number in self._inbox.opted_out))
            self._inbox.keep_text(text)
            return JSONResponse(resource(text, account, sent=None), HTTPStatus.CREATED)

        return self._behave(take, sends=True)

    async def _list(self, account: str, request: Request, credentials: _Credentials) -> Response:
        def take() -> Response:
            self._authenticate(account, credentials)
            shown_until = datetime.now(UTC) - timedelta(seconds=self._settings.twilio_list_lags)
            texts = [text for text in self._inbox.texts if text.at <= shown_until]
            return JSONResponse(page(texts, account, request.query_params, self._queued))

        return self._behave(take, sends=False)

    async def _fetch(self, account: str, sid: str, credentials: _Credentials) -> Response:
        def take() -> Response:
            self._authenticate(account, credentials)
            text = find(self._inbox.texts, sid)
            return JSONResponse(resource(text, account, sent_at(text, self._queued)))

        return self._behave(take, sends=False)

    def _behave(self, take: Callable[[], Response], *, sends: bool) -> Response:
        return behave(self._switches.use(Service.TWILIO, sends=sends), Faults(_busy, _broken), take)

    def _authenticate(self, account: str, credentials: HTTPBasicCredentials | None) -> None:
        known = HTTPBasicCredentials(username=self._settings.twilio_account, password=self._settings.twilio_token)
        if credentials != known or account != known.username:
            raise TwilioRefusedError(20003, HTTPStatus.UNAUTHORIZED)


async def twilio_refusal(_: Request, error: Exception) -> Response:
    """The answer that says why Twilio will not take a request."""
    if not isinstance(error, TwilioRefusedError):
        raise error
    return _refused(error.status, error.code, error.message)


def _text(order: Order) -> Text:
    return Text(
        sid="SM" + secrets.token_hex(16),
        at=datetime.now(UTC),
        from_=order.from_,
        to=order.to,
        body=order.body,
        segments=segments(order.body),
        messaging_service_sid=order.messaging_service_sid,
        validity_period=order.validity_period,
    )


def _busy(retry_after: int) -> Response:
    too_many = TwilioRefusedError(20429, HTTPStatus.TOO_MANY_REQUESTS)
    headers = {"Retry-After": str(retry_after), "Twilio-Concurrent-Requests": "1"}
    return _refused(too_many.status, too_many.code, too_many.message, headers)


def _broken(status: int) -> Response:
    return _refused(status, 20000 + status, phrase(status))


def _refused(status: int, code: int, message: str, headers: dict[str, str] | None = None) -> Response:
    more_info = f"https://www.twilio.com/docs/errors/{code}"
    body = {"code": code, "message": message, "more_info": more_info, "status": status}
    if status == HTTPStatus.UNAUTHORIZED:
        headers = {"WWW-Authenticate": 'Basic realm="Twilio API"'}
    return JSONResponse(body, status, headers)
