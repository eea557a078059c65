"""Where reports will stand: for a board member, who sees no complaint, the one page there is."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from web.parts import parts_of
from web.staff.signed_in import Staff

router = APIRouter(prefix="/staff")


@router.get("/reports")
async def reports(request: Request, staff: Staff) -> Response:  # noqa: ARG001 - only for who may see it
    """Say what will be here."""
    return parts_of(request).pages.show(request, "staff/reports.html")
