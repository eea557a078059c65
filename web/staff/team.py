"""The team: a line a person, with what they have, until when they are away and who stands in for them."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from desk.team import Member, teams
from register.lines import NOBODY
from web.parts import parts_of
from web.staff.lines import looked_at
from web.staff.marks import mark
from web.staff.signed_in import Staff

router = APIRouter(prefix="/staff")


@router.get("/team")
async def team(request: Request, staff: Staff, of: str = "") -> Response:
    """Everybody of the landlord's, or of one department; what nobody has yet comes first."""
    parts = parts_of(request)
    there = teams((parts.rulebook.directory(staff.landlord),))
    chosen = of if of in there else ""
    everybody = await parts.desk.team(staff.landlord, reader=staff.person.id)
    nobody = next((each for each in everybody if each.id == NOBODY), _NOBODY)
    shown = [each for each in everybody if each.id != NOBODY and (not chosen or each.team == chosen)]
    return parts.pages.show(
        request,
        "staff/team.html",
        nobody=nobody,
        members=shown,
        teams=there,
        chosen=chosen,
        looked_at=looked_at(),
        mark=mark,
    )


_NOBODY = Member(id=NOBODY, name="", unsettled=0, overdue=0, due=0)
"""What is shown where everything has somebody."""
