"""Finding a complaint by its resident or its reference: what is typed is posted, so that it stands in no address."""

import json
import secrets
from asyncio import to_thread
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from desk.finding import Found
from intake.errors import BadInputError
from intake.references import BadReferenceError, read_reference
from web.parts import Parts, parts_of
from web.staff.addresses import complaint_page
from web.staff.signed_in import SignedIn, Staff

router = APIRouter(prefix="/staff")

_REMEMBERED = "finds"
_MOST_REMEMBERED = 20
_CHANCE = 6
"""Bytes of it in a search's id: it finds nothing in another session."""


@router.get("/find")
async def find(request: Request, _: Staff) -> Response:
    """Where somebody types whom to find."""
    return parts_of(request).pages.show(request, "staff/find.html", typed="", errors=[])


@router.post("/find")
async def look_for(request: Request, staff: Staff, typed: Annotated[str, Form()] = "") -> Response:
    """To the complaint of a whole reference, else to what was found; the words are kept with the session."""
    parts = parts_of(request)
    try:
        found = await parts.desk.find(typed, staff.landlord, staff.person.id)
    except BadInputError as refusal:
        errors = [{"text": str(refusal), "href": "#typed"}]
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return parts.pages.show(request, "staff/find.html", status, typed=typed, errors=errors)
    if page := _whole(parts, staff, typed, found):
        return RedirectResponse(page, HTTPStatus.SEE_OTHER)
    search = await to_thread(_remembered, parts, staff, typed)
    return RedirectResponse(f"/staff/find/{search}", HTTPStatus.SEE_OTHER)


@router.get("/find/{search}")
async def found(request: Request, staff: Staff, search: str) -> Response:
    """What was found by the words of an earlier search."""
    parts = parts_of(request)
    typed = dict(_searches(staff)).get(search)
    if typed is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    what = await parts.desk.find(typed, staff.landlord, staff.person.id)
    days = zip(what.hits, parts.desk.today_of(what.hits), strict=True)
    by_line = {line.reference: said for line, said in days}
    return parts.pages.show(request, "staff/found.html", typed=typed, found=what, days=by_line)


def _whole(parts: Parts, staff: SignedIn, typed: str, found: Found) -> str:
    """The page of the complaint whose whole reference was typed; empty where none was, or there is none."""
    try:
        meant = read_reference(typed, {staff.landlord: parts.rulebook.prefixes()[staff.landlord]})
    except BadReferenceError:
        return ""
    there = {hit.reference for hit in found.hits}
    return next((complaint_page(place) for place in meant if place.reference in there), "")


def _remembered(parts: Parts, staff: SignedIn, typed: str) -> str:
    """The id under which the words of a search are kept with the session."""
    search = secrets.token_urlsafe(_CHANCE)
    kept = [*_searches(staff), (search, typed)][-_MOST_REMEMBERED:]
    parts.register.sessions.remember(staff.session, **{_REMEMBERED: json.dumps(kept)})
    return search


def _searches(staff: SignedIn) -> list[tuple[str, str]]:
    """The searches of the session, each by its id with its words, the latest last."""
    return [(search, typed) for search, typed in json.loads(staff.session.remembered.get(_REMEMBERED, "[]"))]
