"""What waits for approval: the drafts and longer extensions of others, each with the letter beside the complaint."""

import asyncio
from datetime import datetime
from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from activities.ports import LetterError, NoAnswerError, RegisterAwayError, TemporalAwayError
from desk.errors import DeskError
from desk.letters import LetterShown
from domain.complaint.actor import staff as by_staff
from domain.complaint.approvals import Approvable, awaiting
from domain.complaint.approvals import Request as Asked
from domain.complaint.complaint import Case, Complaint, NotAllowedError
from domain.complaint.reference import ComplaintId
from domain.messages.message import Message
from domain.procedure.stages.approve import Approve
from domain.procedure.stages.respond import Respond
from domain.value import Value
from domain.views.page import WaitsFor
from web.parts import Parts, parts_of
from web.staff.kept import forget, sheet_for
from web.staff.lines import WaitingLine, looked_at, waiting_for
from web.staff.order_form import ORDERS
from web.staff.ordering import Done, Ordered, Overtaken, Refused, Unanswered, give
from web.staff.seen import open_complaint
from web.staff.sheet import ACTION, Sheet, sheet_of
from web.staff.signed_in import SignedIn, Staff

router = APIRouter(prefix="/staff")

_AT_ONCE = 8
_ORDERS = {"approve": "approve", "return": "return_draft"}
"""By what the buttons say."""


class Waits(Value):
    """A complaint of which something waits, and what, as far as that is known now."""

    line: WaitingLine
    asked: tuple[Asked, ...] = ()
    """Empty where nobody could say."""
    case: Case | None = None
    """None where nobody could say."""

    @property
    def complaint(self) -> Complaint | None:
        """The complaint as it stands."""
        return self.case.complaint if self.case else None


class ToApprove(Value):
    """One thing that somebody may approve, as it would go."""

    asked: Asked
    letters: tuple[LetterShown, ...] = ()
    why_not: str = ""
    """Why it could not go as it is."""


class Said(Value):
    """What the page says beside what waits."""

    why_not: str = ""
    """The sentence that refuses what was pressed."""
    overtaken: bool = False
    """Whether somebody has added to the record since the page was looked at."""
    newer: bool = False
    """Whether that was another draft."""
    is_away: bool = False
    may_have_gone: bool = False
    """Whether nobody knows if it was recorded."""
    lacks_comments: bool = False
    kept_at: datetime | None = None
    """When what stands in the form was kept."""

    @property
    def is_wrong(self) -> bool:
        """Whether anything is to be put right."""
        return bool(self.why_not or self.is_away or self.lacks_comments)


@router.get("/approvals")
async def approvals(request: Request, staff: Staff, done: str = "") -> Response:
    """What waits for whoever is signed in."""
    parts = parts_of(request)
    waiting = await waiting_for(parts.desk, staff, WaitsFor.APPROVAL)
    return parts.pages.show(
        request,
        "staff/approvals.html",
        waits=await still_to_approve(parts, staff, waiting.lines),
        more=waiting.more,
        done=done if done in _ORDERS.values() else "",
        looked_at=looked_at(),
    )


@router.get("/approvals/{reference}")
async def approval(request: Request, staff: Staff, reference: str) -> Response:
    """One complaint of which something waits: the letter beside the complaint."""
    parts = parts_of(request)
    place = await open_complaint(parts, staff, reference, "approval")
    sheet, kept_at = await sheet_for(request, parts, staff)
    return await _page(request, parts, staff, place, sheet, Said(kept_at=kept_at))


@router.post("/approvals/{reference}")
async def answered(request: Request, staff: Staff, reference: str) -> Response:
    """Approve it, or return it with comments."""
    parts, sheet = parts_of(request), sheet_of((await request.form()).multi_items())
    place = await open_complaint(parts, staff, reference, "approval")
    order = _ORDERS.get(sheet.one(ACTION), "return_draft")
    comments = sheet.one("comments").strip()
    if order == "return_draft" and not comments:
        return await _page(request, parts, staff, place, sheet, Said(lacks_comments=True))
    values = {"what": sheet.one("what"), **({"comments": comments} if order == "return_draft" else {})}
    ordered = Ordered(ORDERS[order], values, sheet.one("form"), number_in(sheet.one("expects")))
    match await give(parts, staff, place, ordered):
        case Done():
            await forget(request, parts, staff)
            return RedirectResponse(f"/staff/approvals?done={order}", HTTPStatus.SEE_OTHER)
        case Refused(says=says):
            said = Said(why_not=says)
        case Overtaken(says=says):
            said = Said(why_not=says, overtaken=True, newer=await _is_newer(parts, place, sheet))
        case Unanswered(may_have_gone=may_have_gone):
            said = Said(is_away=True, may_have_gone=may_have_gone)
    return await _page(request, parts, staff, place, sheet, said)


def number_in(typed: str) -> int | None:
    """The number that a field sends; None where it is none."""
    return int(typed) if typed.isascii() and typed.isdecimal() else None


async def _is_newer(parts: Parts, place: ComplaintId, sheet: Sheet) -> bool:
    """Whether what waits now was put forward after the page was looked at."""
    case = await _case(parts, place)
    if case is None:
        return False
    waits = {str(each.what): each.asked_at for each in awaiting(case.complaint, case.rules)}
    now_asked = waits.get(sheet.one("what"))
    return now_asked is not None and now_asked.isoformat() != sheet.one("asked_at")


async def _page(
    request: Request, parts: Parts, staff: SignedIn, place: ComplaintId, sheet: Sheet, said: Said
) -> Response:
    """What waits of a complaint, beside the complaint; what was written in the comments stands there."""
    case = await _case(parts, place)
    mine: tuple[ToApprove, ...] = ()
    others: tuple[Asked, ...] = ()
    if case:
        asked = awaiting(case.complaint, case.rules)
        theirs = [each for each in asked if _may_answer(each, staff)]
        mine = tuple([await _as_it_goes(parts, staff, case, each) for each in theirs])
        others = tuple(each for each in asked if each not in theirs)
    return parts.pages.show(
        request,
        "staff/approval.html",
        _status(said, is_there=case is not None),
        reference=place.reference,
        complaint=case.complaint if case else None,
        draft=case.complaint.progress.draft if case and case.complaint.stages else None,
        extension=case.complaint.progress.extension_asked if case and case.complaint.stages else None,
        roles=case.rules.landlord.roles if case else {},
        expects=case.complaint.record_summary.entries if case else 0,
        mine=mine,
        others=others,
        sheet=sheet,
        said=said,
        errors=said.is_wrong,
    )


def _status(said: Said, *, is_there: bool) -> HTTPStatus:
    if said.is_away or not is_there:
        return HTTPStatus.SERVICE_UNAVAILABLE
    if said.overtaken:
        return HTTPStatus.CONFLICT
    return HTTPStatus.UNPROCESSABLE_ENTITY if said.is_wrong else HTTPStatus.OK


def _may_answer(asked: Asked, staff: SignedIn) -> bool:
    is_asked = staff.person.id == asked.named or bool(staff.roles & set(asked.roles))
    return is_asked and staff.person.id not in asked.words_of


async def _as_it_goes(parts: Parts, staff: SignedIn, case: Case, asked: Asked) -> ToApprove:
    """What would go once it is approved: the response as whoever deals with it would send it; more time, at once."""
    place = ComplaintId(landlord=case.complaint.landlord, reference=case.complaint.reference)
    now, owner = await parts.desk.now(place), case.complaint.progress.owner
    order: Message = Approve(at=now, by=by_staff(staff.person), recorded_by=staff.person.id, what=asked.what)
    first: tuple[Message, ...] = ()
    if asked.what is Approvable.RESPONSE and owner:
        first, order = (order,), Respond(at=now, by=by_staff(owner), recorded_by=staff.person.id)
    try:
        letters = await parts.letters.preview(place, order, before=first)
    except (NotAllowedError, LetterError) as refusal:
        return ToApprove(asked=asked, why_not=str(refusal))
    return ToApprove(asked=asked, letters=tuple(each for each in letters if each.is_for_resident))


async def _case(parts: Parts, place: ComplaintId) -> Case | None:
    """The complaint as it stands; None while nobody answers."""
    try:
        return await parts.desk.case(place)
    except (NoAnswerError, TemporalAwayError, RegisterAwayError):
        return None


async def still_to_approve(parts: Parts, staff: SignedIn, lines: tuple[WaitingLine, ...]) -> list[Waits]:
    """Those of which something waits for whoever is signed in: the lines may be a moment older than an answer."""
    known = await looked_up(parts, lines)
    return [each for each in known if each.case is None or any(_may_answer(it, staff) for it in each.asked)]


async def looked_up(parts: Parts, lines: tuple[WaitingLine, ...]) -> list[Waits]:
    """Each line with what waits of it, a few asked at a time."""
    gate = asyncio.Semaphore(_AT_ONCE)

    async def one(each: WaitingLine) -> Waits:
        place = ComplaintId(landlord=each.line.landlord, reference=each.line.reference)
        async with gate:
            try:
                case = await _case(parts, place)
            except DeskError:
                case = None
        if case is None:
            return Waits(line=each)
        return Waits(line=each, asked=awaiting(case.complaint, case.rules), case=case)

    return list(await asyncio.gather(*(one(each) for each in lines)))
