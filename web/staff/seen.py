"""The one way in which a page gets at a complaint: whoever may not see it learns nothing, whoever does is noted."""

from asyncio import to_thread
from datetime import UTC, datetime
from http import HTTPStatus

from fastapi import HTTPException

from domain.complaint.reference import ComplaintId
from web.parts import Parts
from web.staff.signed_in import SignedIn


async def open_complaint(parts: Parts, staff: SignedIn, reference: str, page: str = "overview") -> ComplaintId:
    """Which complaint *reference* is, for a page of that name; that *staff* opened it is noted.

    Raises:
        HTTPException: it is another landlord's: answered as if there were none.
        BadReferenceError, UnknownComplaintError: there is none.
        HiddenError: it is hidden from them.
        RegisterAwayError: nobody can say, or it cannot be noted.
    """
    place = await parts.desk.place(f"{staff.landlord}/{reference}")
    if place.landlord != staff.landlord:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    await parts.desk.check_may_open(place, staff.person.id)
    await to_thread(parts.register.seen.note, place, staff.person.id, page, datetime.now(UTC))
    return place
