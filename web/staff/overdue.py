"""What is overdue: by how many working days, who was told when, and what the record says last."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import AwareDatetime, BeforeValidator

from domain.calendar.days import landlord_day
from domain.complaint.actor import ActorKind
from domain.complaint.entry_kinds import EntryKind
from domain.complaint.facts.notices import NoticeSent
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.recipients import Audience
from domain.complaint.reference import ComplaintId
from domain.value import Value
from domain.views.written import WrittenEntry
from register.lines import After, Filters, RegisteredComplaint
from web.parts import Parts, parts_of
from web.staff.addresses import order_page
from web.staff.lines import looked_at
from web.staff.signed_in import SignedIn, Staff

router = APIRouter(prefix="/staff")

PAGE = "/staff/overdue"
LINES = 25
"""Complaints on a page: of each the record is read."""
_REMINDS = {NoticeKind.OVERDUE, NoticeKind.REMINDER}
_OrNone = BeforeValidator(lambda given: given or None)
"""What an empty field of an address sends is nothing."""


class ToldStaff(Value):
    """Somebody on the staff was told that it is owed, or overdue."""

    person: str
    at: datetime
    is_overdue: bool
    """Whether it was overdue by then."""


class OverdueLine(Value):
    """A complaint that is overdue, and what its record says of that."""

    line: RegisteredComplaint
    working_days: int
    told: tuple[ToldStaff, ...]
    """Who was told last, of each person the last time, in the order of time."""
    missed: WrittenEntry | None
    """The entry that says that the day passed."""
    last: WrittenEntry | None
    """What a person did last."""
    give: str
    """The page on which it is given to somebody else."""
    note: str
    """The page on which it is recorded what was looked into."""


@router.get("/overdue")
async def overdue(
    request: Request, staff: Staff, due: Annotated[AwareDatetime | None, _OrNone, Query()] = None, after: str = ""
) -> Response:
    """What is overdue, what is overdue longest first; from the place on that the address names."""
    parts = parts_of(request)
    beyond = After(next_due_at=due, reference=after) if due and after else None
    filters = Filters(overdue=True, reader=staff.person.id)
    page = await parts.desk.page(staff.landlord, filters, after=beyond, limit=LINES)
    following = page.next
    at = {"due": following.next_due_at, "after": following.reference} if following and following.next_due_at else {}
    return parts.pages.show(
        request,
        "staff/overdue.html",
        lines=await asyncio.gather(*(_said_of(parts, staff, line) for line in page.lines)),
        is_first=beyond is None,
        next_page=f"{PAGE}?{urlencode(at)}" if at else "",
        looked_at=looked_at(),
    )


async def _said_of(parts: Parts, staff: SignedIn, line: RegisteredComplaint) -> OverdueLine:
    place = ComplaintId(landlord=line.landlord, reference=line.reference)
    _, entries = await parts.desk.registered(place)
    due_on, today = line.standing.next_due_on, _today(parts, staff)
    missed = [entry for entry in entries if entry.kind is EntryKind.DUTY_MISSED]
    by_people = [entry for entry in entries if entry.actor.kind is not ActorKind.PROCEDURE]
    return OverdueLine(
        line=line,
        working_days=_working_days(parts, staff, due_on, today) if due_on else 0,
        told=told_of(entries, line.standing.next_due_at),
        missed=missed[-1] if missed else None,
        last=by_people[-1] if by_people else None,
        give=order_page(place, "reassign" if line.standing.handler else "allocate"),
        note=order_page(place, "record_investigation"),
    )


def told_of(entries: tuple[WrittenEntry, ...], due_at: datetime | None) -> tuple[ToldStaff, ...]:
    """Who on the staff was reminded in the week before it was due, or since: of each the last time."""
    since = due_at - timedelta(days=7) if due_at else None
    found: dict[str, ToldStaff] = {}
    for entry in entries:
        match entry.facts:
            case NoticeSent(notice=notice, to=person) if notice in _REMINDS and person != Audience.RESIDENT:
                if since and entry.at >= since:
                    found[person] = ToldStaff(person=person, at=entry.at, is_overdue=notice is NoticeKind.OVERDUE)
            case _:
                pass
    return tuple(sorted(found.values(), key=lambda each: each.at))


def _working_days(parts: Parts, staff: SignedIn, due_on: date, today: date) -> int:
    calendar = parts.rulebook.calendar(staff.landlord, date(due_on.year, 1, 1), date(today.year, 12, 31))
    return calendar.working_days_between(due_on, today)


def _today(parts: Parts, staff: SignedIn) -> date:
    return landlord_day(datetime.now(UTC), parts.rulebook.landlord(staff.landlord).time_zone)
