"""The one way in which a page gets at one complaint: not there for whom it is not, and every opening is noted."""

from asyncio import to_thread
from datetime import UTC, datetime

from domain.complaint.reference import ComplaintId
from web.parts import Parts
from web.staff.signed_in import SignedIn


async def open_complaint(parts: Parts, staff: SignedIn, reference: str, page: str = "") -> ComplaintId:
    """Which complaint of their landlord is meant; that they opened it, and which *page* of it, is noted.

    Raises:
        BadReferenceError: it is no reference of their landlord's.
        UnknownComplaintError: there is no such complaint.
        HiddenError: it is not for them.
        TemporalAwayError, NoWorkerError, RegisterAwayError: nobody can say.
    """
    place = await parts.desk.place(f"{staff.landlord}/{reference}")
    await parts.desk.check_who_asks(place, staff.person.id)
    await to_thread(parts.register.seen.note, place, staff.person.id, page, datetime.now(UTC))
    return place
