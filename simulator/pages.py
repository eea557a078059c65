"""The inbox: as a page for people, as JSON for programs."""

from http import HTTPStatus
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader
from pydantic import BaseModel

from simulator.inbox import Inbox
from simulator.letters import Letter, Letters
from simulator.messages import Email, Text

_TEMPLATES = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True)
# Nothing that was sent may run, or fetch anything, when it is read.
_SAFE_PAGE = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:"}
_SAFE_LETTER = {"Content-Security-Policy": f"sandbox; {_SAFE_PAGE['Content-Security-Policy']}"}

Seconds = Annotated[int, Query(ge=0, le=3600)]
Count = Annotated[int, Query(ge=1)]


class Everything(BaseModel):
    """All that was sent, each kind newest first."""

    emails: tuple[Email, ...]
    texts: tuple[Text, ...]
    letters: tuple[Letter, ...]


def inbox_routes(inbox: Inbox, letters: Letters) -> APIRouter:
    """The routes of the inbox."""
    routes = APIRouter()

    @routes.get("/")
    async def page(refresh: Seconds = 0, newest: Count = 100) -> HTMLResponse:
        messages: list[Email | Text | Letter] = [*inbox.emails, *inbox.texts, *letters.all()]
        messages.sort(key=lambda message: message.at, reverse=True)
        template = _TEMPLATES.get_template("inbox.html")
        shown = template.render(
            messages=[(type(message).__name__, message) for message in messages[:newest]],
            total=len(messages),
            newest=newest,
            refresh=refresh,
        )
        return HTMLResponse(shown, headers=_SAFE_PAGE)

    @routes.get("/inbox.json")
    async def everything() -> Everything:
        return Everything(emails=inbox.emails, texts=inbox.texts, letters=letters.all())

    @routes.delete("/inbox", status_code=HTTPStatus.NO_CONTENT)
    async def empty() -> None:
        inbox.empty()

    @routes.get("/letters/{name:path}")
    async def letter(name: str) -> Response:
        for found in letters.all():
            if found.id == name:
                return HTMLResponse(found.html, headers=_SAFE_LETTER)
        raise HTTPException(HTTPStatus.NOT_FOUND, "There is no such letter.")

    @routes.get("/healthz")
    async def health() -> dict[str, str]:
        return {"status": "ok"}

    return routes
