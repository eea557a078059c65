"""What the complaints officer sees of a complaint: its form on paper, and who opened it."""

from asyncio import to_thread

from fastapi import APIRouter, Request
from starlette.responses import Response

from desk.forms import filled_form
from domain.access.viewing import Part
from web.parts import parts_of
from web.staff.addresses import complaint_page
from web.staff.seen import open_complaint
from web.staff.signed_in import SignedIn, Staff

router = APIRouter(prefix="/staff/c/{reference}")


def may_see_who_opened(staff: SignedIn) -> bool:
    """Whether they may see who opened a complaint."""
    return Part.OVERSIGHT in staff.sees


@router.get("/form")
async def form(request: Request, staff: Staff, reference: str) -> Response:
    """The landlord's own record form, as far as it can be filled in."""
    parts = parts_of(request)
    place = await open_complaint(parts, staff, reference, "form")
    filled = await filled_form(parts.desk, place, staff.person.id)
    return parts.pages.show(request, "staff/complaint/form.html", form=filled, back=complaint_page(place))


@router.get("/seen")
async def seen(request: Request, staff: Staff, reference: str) -> Response:
    """Who opened which of its pages, and when."""
    parts = parts_of(request)
    place = await open_complaint(parts, staff, reference, "seen")
    opened = await to_thread(parts.register.seen.of, place)
    back = complaint_page(place)
    return parts.pages.show(request, "staff/complaint/seen.html", opened=opened, back=back, reference=place.reference)
