"""From one complaint to the next in one's queue, without going by the queue."""

from http import HTTPStatus

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from domain.complaint.reference import ComplaintId
from register.lines import Filters
from web.parts import parts_of
from web.staff.addresses import complaint_page
from web.staff.signed_in import Staff

router = APIRouter(prefix="/staff")


@router.get("/next")
async def next_in_queue(request: Request, staff: Staff, after: str = "") -> Response:
    """What is due next of whoever is signed in, but for *after*, the complaint they come from; else their queue."""
    me = staff.person.id
    page = await parts_of(request).desk.page(staff.landlord, Filters(handlers=(me,), reader=me), limit=2)
    there = (line.reference for line in page.lines if line.reference != after)
    first = next(there, None)
    to = complaint_page(ComplaintId(landlord=staff.landlord, reference=first)) if first else "/staff/queue"
    return RedirectResponse(to, HTTPStatus.SEE_OTHER)
