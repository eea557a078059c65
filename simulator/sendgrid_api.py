"""Answers as SendGrid's v3 Mail Send does, and says what a key may do."""

import secrets
import time
from datetime import UTC, datetime
from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from simulator.faults import Faults, behave, phrase
from simulator.inbox import Inbox
from simulator.messages import Email
from simulator.sendgrid_mail import Address, Mail, Personalization
from simulator.sendgrid_rules import Problem, SendgridRefusedError, mail_of, problem
from simulator.switches import Service, Switches

_LARGEST = 30 * 2**20
_PER_MINUTE = 600


def sendgrid_routes(key: str, inbox: Inbox, switches: Switches) -> APIRouter:
    """The routes of SendGrid that send mail and say what a key may do, open to those who hold *key*."""
    routes = APIRouter()

    def authenticate(request: Request) -> None:
        if request.headers.get("authorization") != f"Bearer {key}":
            grant = "The provided authorization grant is invalid, expired, or revoked"
            raise SendgridRefusedError(HTTPStatus.UNAUTHORIZED, problem(grant))

    @routes.post("/v3/mail/send")
    async def send(request: Request) -> Response:
        body = await request.body()

        def take() -> Response:
            authenticate(request)
            if len(body) > _LARGEST:
                raise SendgridRefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, problem("Payload Too Large"))
            return _accepted(mail_of(body), inbox)

        return behave(switches.use(Service.SENDGRID, sends=True), Faults(_busy, _broken), take)

    @routes.get("/v3/scopes")
    async def scopes(request: Request) -> Response:
        def take() -> Response:
            authenticate(request)
            return JSONResponse({"scopes": ["mail.send"]})

        return behave(switches.use(Service.SENDGRID, sends=False), Faults(_busy, _broken), take)

    return routes


async def sendgrid_refusal(_: Request, error: Exception) -> Response:
    """The answer that says why SendGrid will not take a request."""
    if not isinstance(error, SendgridRefusedError):
        raise error
    return _refused(error.status, *error.problems)


def _accepted(mail: Mail, inbox: Inbox) -> Response:
    message_id = secrets.token_urlsafe(16)
    inbox.keep_emails([_email(mail, envelope, message_id) for envelope in mail.personalizations])
    return Response(status_code=HTTPStatus.ACCEPTED, headers={"X-Message-Id": message_id} | _rate_limit())


def _email(mail: Mail, envelope: Personalization, message_id: str) -> Email:
    return Email(
        id=message_id,
        at=datetime.now(UTC),
        from_=str(mail.from_),
        to=_joined(envelope.to),
        cc=_joined(envelope.cc),
        bcc=_joined(envelope.bcc),
        reply_to=str(mail.reply_to),
        subject=envelope.subject or mail.subject,
        text=_content(mail, "text/plain"),
        html=_content(mail, "text/html"),
        custom_args=mail.custom_args | envelope.custom_args,
        attachments=tuple(attachment.filename for attachment in mail.attachments),
    )


def _joined(addresses: tuple[Address, ...]) -> str:
    return ", ".join(address.email for address in addresses)


def _content(mail: Mail, media_type: str) -> str:
    return next((part.value for part in mail.content if part.type.startswith(media_type)), "")


def _busy(retry_after: int) -> Response:
    limits = _rate_limit(left=0, reset_in=retry_after)
    return _refused(HTTPStatus.TOO_MANY_REQUESTS, problem("too many requests"), headers=limits)


def _broken(status: int) -> Response:
    return _refused(status, problem(phrase(status)))


def _refused(status: int, *problems: Problem, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse({"errors": problems}, status, headers or _rate_limit())


def _rate_limit(left: int = _PER_MINUTE - 1, reset_in: int = 60) -> dict[str, str]:
    return {
        "X-RateLimit-Limit": str(_PER_MINUTE),
        "X-RateLimit-Remaining": str(left),
        "X-RateLimit-Reset": str(int(time.time()) + reset_in),
    }
