"""Many at once: what somebody has, or nobody yet, is given to somebody else; each is answered by itself."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from domain.policy.staff import StaffDirectory
from register.lines import NOBODY, Filters, Part, RegisteredComplaint
from web.parts import Parts, parts_of
from web.staff.marks import mark
from web.staff.order_form import ORDERS
from web.staff.ordering import Ordered
from web.staff.several import MOST, a_few_at_a_time, by_what_came, give_one
from web.staff.sheet import Sheet, sheet_of
from web.staff.signed_in import SignedIn, Staff

router = APIRouter(prefix="/staff")

_GIVES = frozenset({"allocate", "reassign"})


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
    meant = [(each, *each.split(" ", 1)) for each in ticked]
    results = await a_few_at_a_time(
        give_one(parts, staff, each, reference, _ordered(sheet, order)) for each, order, reference in meant
    )
    by = by_what_came(results)
    return parts.pages.show(request, "staff/given.html", results=by, sheet=sheet, to=sheet.one("to"))


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


def _ordered(sheet: Sheet, order: str) -> Ordered:
    reason = {"reason": words} if (words := sheet.one("reason").strip()) else {}
    return Ordered(ORDERS[order], {"handler": sheet.one("to"), **reason}, sheet.one("form"))
