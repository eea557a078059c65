"""Many at once: what somebody has, or nobody yet, is given to somebody else; each is answered by itself."""

import asyncio
from collections.abc import Iterator
from enum import StrEnum
from http import HTTPStatus
from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from activities.ports import RegisterAwayError
from desk.errors import DeskError
from domain.complaint.reference import ComplaintId
from domain.policy.staff import StaffDirectory
from domain.value import Value
from register.lines import NOBODY, Filters, Part, RegisteredComplaint
from web.parts import Parts, parts_of
from web.staff.marks import mark
from web.staff.order_form import ORDERS
from web.staff.ordering import Done, Ordered, Overtaken, Refused, Unanswered, give
from web.staff.sheet import Sheet, sheet_of
from web.staff.signed_in import SignedIn, Staff

router = APIRouter(prefix="/staff")

MOST = 50
"""Complaints that are given at once."""
AT_ONCE = 8
"""Orders that wait for their answers at the same time."""
_GIVES = frozenset({"allocate", "reassign"})


class CameOf(StrEnum):
    """What came of giving one complaint."""

    DONE = "done"
    REFUSED = "refused"
    AGAIN = "again"
    """Nobody knows: the same key is tried again."""


class Result(Value):
    """What came of one complaint."""

    ticked: str
    """As it was ticked: the order and the reference."""
    reference: str
    came_of_it: CameOf
    said: str
    """The record's sentence, or the refusal's."""


@router.get("/give")
async def choose(request: Request, staff: Staff, of: Annotated[str, Query(alias="from")] = "") -> Response:
    """What somebody has, to be ticked; *from* is their mark, empty for what nobody has yet."""
    parts = parts_of(request)
    return await _choose(request, parts, staff, Sheet().put(form=uuid4().hex, whose=of))


@router.post("/give")
async def given(request: Request, staff: Staff) -> Response:
    """Give what was ticked, and show what came of each."""
    parts, sheet = parts_of(request), sheet_of((await request.form()).multi_items())
    ticked = tuple(each for each in dict.fromkeys(sheet.all("complaint")) if _is_meant(each))
    people = {person.id for person in parts.rulebook.directory(staff.landlord).people}
    wrong = tuple(_wrong(sheet, len(ticked), people))
    if wrong:
        return await _choose(request, parts, staff, sheet, wrong=wrong)
    results = await _give_all(parts, staff, sheet, ticked)
    by = {kind: [each for each in results if each.came_of_it is kind] for kind in CameOf}
    return parts.pages.show(
        request,
        "staff/given.html",
        sheet=sheet,
        to=sheet.one("to"),
        done=by[CameOf.DONE],
        refused=by[CameOf.REFUSED],
        again=by[CameOf.AGAIN],
    )


def _wrong(sheet: Sheet, ticked: int, people: set[str]) -> Iterator[str]:
    """The fields with which something is wrong."""
    if not 0 < ticked <= MOST:
        yield "complaint"
    if sheet.one("to") not in people:
        yield "to"


def _is_meant(ticked: str) -> bool:
    order, _, reference = ticked.partition(" ")
    return order in _GIVES and bool(reference)


async def _choose(
    request: Request, parts: Parts, staff: SignedIn, sheet: Sheet, *, wrong: tuple[str, ...] = ()
) -> Response:
    directory = parts.rulebook.directory(staff.landlord)
    handler = _whose(sheet.one("whose"), directory)
    lines, more = await _lines_of(parts, staff, handler)
    return parts.pages.show(
        request,
        "staff/give.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        sheet=sheet,
        errors=wrong,
        handler=handler,
        lines=lines,
        more=more,
        most=MOST,
        colleagues=sorted(directory.people, key=lambda person: person.name),
        whose=[(mark(person.id), person.name) for person in directory.people],
    )


async def _lines_of(parts: Parts, staff: SignedIn, handler: str) -> tuple[tuple[RegisteredComplaint, ...], bool]:
    """What somebody has, what is due first, up to as many as are given at once; and whether there is more."""
    filters = Filters(handlers=(handler,), reader=staff.person.id)
    due = await parts.desk.page(staff.landlord, filters, part=Part.DUE, limit=MOST)
    if due.next:
        return due.lines, True
    rest = await parts.desk.page(staff.landlord, filters, part=Part.NOTHING_DUE, limit=MOST)
    lines = [line for line in (*due.lines, *rest.lines) if not line.standing.closed]
    return tuple(lines[:MOST]), rest.next is not None or len(lines) > MOST


def _whose(marked: str, directory: StaffDirectory) -> str:
    """The id of whoever has that mark; nobody where none has."""
    return next((person.id for person in directory.people if mark(person.id) == marked), NOBODY)


async def _give_all(parts: Parts, staff: SignedIn, sheet: Sheet, ticked: tuple[str, ...]) -> list[Result]:
    """Give each, a few at a time."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(each: str) -> Result:
        async with gate:
            return await _give(parts, staff, sheet, each)

    return list(await asyncio.gather(*(one(each) for each in ticked)))


async def _give(parts: Parts, staff: SignedIn, sheet: Sheet, ticked: str) -> Result:
    order, _, reference = ticked.partition(" ")
    place = ComplaintId(landlord=staff.landlord, reference=reference)
    reason = {"reason": words} if (words := sheet.one("reason").strip()) else {}
    ordered = Ordered(ORDERS[order], {"handler": sheet.one("to"), **reason}, sheet.one("form"))
    try:
        await parts.desk.check_may_open(place, staff.person.id)
        came = await give(parts, staff, place, ordered)
    except RegisterAwayError:
        came = Unanswered(may_have_gone=False)
    except DeskError:
        came = Refused("")
    return Result(ticked=ticked, reference=reference, came_of_it=_KINDS[type(came)], said=_said(came))


def _said(came: Done | Refused | Overtaken | Unanswered) -> str:
    match came:
        case Done(answer=answer):
            return answer.said
        case Refused(says=says) | Overtaken(says=says):
            return says
        case Unanswered():
            return ""


_KINDS = {Done: CameOf.DONE, Refused: CameOf.REFUSED, Overtaken: CameOf.REFUSED, Unanswered: CameOf.AGAIN}
