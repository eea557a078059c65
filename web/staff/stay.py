"""Staying signed in: asked for by whoever reads or writes for longer than a session waits."""

from http import HTTPStatus

from fastapi import APIRouter, Response

from web.pages import moment
from web.staff.signed_in import Staff

router = APIRouter(prefix="/staff")


@router.post("/stay")
async def stay(staff: Staff) -> Response:
    """Have the session go on, and say until when."""
    until = staff.session.ends_at
    said = {"X-Ends-At": until.isoformat(), "X-Ends-At-In-Words": moment(until)}
    return Response(status_code=HTTPStatus.NO_CONTENT, headers=said)
