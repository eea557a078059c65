"""The page of each order: made from its row, unless a template of its own shows the same fields better."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from http import HTTPStatus

from fastapi import APIRouter, HTTPException, Request, Response
from starlette.responses import RedirectResponse

from activities.ports import NoAnswerError, RegisterAwayError, TemporalAwayError
from desk.errors import NotKeptError
from domain.complaint.complaint import Case
from domain.complaint.reference import ComplaintId
from domain.procedure.step import Step
from intake.field_kinds import NUMBERED
from intake.order_forms import before, form_of, written
from register.web.lines import Draft
from web.parts import Parts, parts_of
from web.staff.addresses import complaint_page, reference_in
from web.staff.issues_first import confirmations, issues_each
from web.staff.order_fillings import filling
from web.staff.order_form import (
    FORM,
    ORDERS,
    PRESSED,
    OrderForm,
    asks_for_a_row,
    blank,
    filled_in,
    typed_in,
    with_another_row,
)
from web.staff.ordering import Done, Ordered, Overtaken, Refused, Told, Unanswered, give_all, preview
from web.staff.seen import open_complaint
from web.staff.signed_in import SignedIn, Staff

router = APIRouter(prefix="/staff")

_SEND, _CHANGE, _FORGET = "send", "change", "forget"
_OF_THEIR_OWN = frozenset(
    {
        *("record_contact", "acknowledge", "draft", "respond", "approve", "return_draft"),
        *("request_extension", "refuse"),
    }
)
"""Orders whose fields a template of their own shows better than the one for all."""
_BY_ADDRESS = NUMBERED | {"letter"}
"""Fields that a link to the page may fill in: nothing anybody wrote is in an address."""
_AWAY = (NoAnswerError, RegisterAwayError, TemporalAwayError, NotKeptError)


@router.get("/c/{reference}/order/{order}")
async def show_form(request: Request, staff: Staff, reference: str, order: str) -> Response:
    """The form of an order: with what was kept of it, else with what is known already."""
    parts, step = parts_of(request), _step(order)
    place = await open_complaint(parts, staff, reference, f"order/{order}")
    try:
        case, offered = await asyncio.gather(parts.desk.case(place), parts.desk.may(place, staff.person.id))
    except NotKeptError as lost:  # its page says so; an engineer starts it again
        raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE) from lost
    kept = await asyncio.to_thread(_kept, parts, staff, request)
    form = blank(step, place, case, parts.rulebook.directory(staff.landlord), {})
    form = filled_in(form, _posted(kept)) if kept else filled_in(form, _known(step, case, request))
    offer = next(each for each in offered if each.order == order)
    return _show(request, form, case, kept=kept, offer=offer)


@router.post("/c/{reference}/order/{order}")
async def take_form(request: Request, staff: Staff, reference: str, order: str) -> Response:
    """Take what was written: show what the resident would be told, or give the order."""
    parts, step = parts_of(request), _step(order)
    place = await open_complaint(parts, staff, reference, f"order/{order}")
    posted = typed_in(await request.form())
    pressed = next(iter(posted.get(PRESSED, ())), "")
    if pressed == _FORGET:
        await asyncio.to_thread(parts.register.drafts.drop, staff.landlord, staff.person.id, request.url.path)
        return RedirectResponse(request.url.path, HTTPStatus.SEE_OTHER)
    case = await _case(parts, place)
    form = filled_in(blank(step, place, case, parts.rulebook.directory(staff.landlord), posted), posted)
    if asks_for_a_row(pressed):
        return _show(request, with_another_row(form, pressed), case)
    if pressed == _CHANGE:
        return _show(request, form, case)
    if missing := form.missing():
        return _show(request, form.with_problems(*missing), case, HTTPStatus.UNPROCESSABLE_ENTITY)
    if case is None:  # nobody answers, and each more question would wait as long; what was pressed before may have gone
        await _keep(parts, staff, form.address, _fields_of(form))
        return _show(request, form, None, HTTPStatus.SERVICE_UNAVAILABLE, unanswered=Unanswered(may_have_gone=True))
    return await _take(request, staff, form, case, is_seen=pressed == _SEND)


@router.post("/keep")
async def keep(request: Request, staff: Staff) -> Response:
    """Keep what is being written on a page, in the place of what was kept of it."""
    parts, page = parts_of(request), request.headers.get("x-page", "")
    if not page.startswith("/staff/"):
        raise HTTPException(HTTPStatus.NOT_FOUND)
    fields = [(name, each) for name, typed in typed_in(await request.form()).items() for each in typed]
    await _keep(parts, staff, page, fields)
    return Response(status_code=HTTPStatus.NO_CONTENT)


async def _take(request: Request, staff: SignedIn, form: OrderForm, case: Case | None, *, is_seen: bool) -> Response:
    parts, place = parts_of(request), form.place
    first = confirmations(form)
    ordered = Ordered(form.step, form.values, form.name, None if first else form.expects, form.is_residents)
    if not is_seen:
        came = await preview(parts, staff, place, ordered, first)
        if isinstance(came, Told) and came.letters:
            facts = {**_facts(form, case), "letters": came.letters}
            return parts.pages.show(request, "staff/letter_first.html", HTTPStatus.OK, **facts)
        if isinstance(came, Refused | Overtaken | Unanswered):
            return await _shown_again(request, staff, form, came)
    return await _answered(request, staff, form, await give_all(parts, staff, place, (*first, ordered)))


async def _answered(
    request: Request, staff: SignedIn, form: OrderForm, came: Done | Refused | Overtaken | Unanswered
) -> Response:
    if not isinstance(came, Done):
        return await _shown_again(request, staff, form, came)
    parts = parts_of(request)
    await asyncio.to_thread(parts.register.drafts.drop, staff.landlord, staff.person.id, form.address)
    said = "already" if came.answer.repeated else form.step.name
    at = f"&entry={came.answer.entry}" if came.answer.entry else ""
    return RedirectResponse(f"{complaint_page(form.place)}?done={said}{at}", HTTPStatus.SEE_OTHER)


async def _shown_again(
    request: Request, staff: SignedIn, form: OrderForm, came: Refused | Overtaken | Unanswered
) -> Response:
    """The form as it was filled in, with why nothing was done, or that nobody knows."""
    parts = parts_of(request)
    case = await _case(parts, form.place)
    match came:
        case Refused():
            problem = form.problem(came.says, came.key, came.instead)
            return _show(request, form.renewed(problem), case, HTTPStatus.UNPROCESSABLE_ENTITY)
        case Overtaken():
            renewed = filled_in(form, {**form.posted, "expects": [str(_last_entry(case, form))], FORM: [form.name]})
            added = _added(case, came)
            return _show(request, renewed, case, HTTPStatus.CONFLICT, overtaken=came, added=added)
        case Unanswered():
            await _keep(parts, staff, form.address, _fields_of(form))
            return _show(request, form, case, HTTPStatus.SERVICE_UNAVAILABLE, unanswered=came)


def _show(
    request: Request, form: OrderForm, case: Case | None, status: HTTPStatus = HTTPStatus.OK, **more: object
) -> Response:
    facts = _facts(form, case)
    own = form.step.name in _OF_THEIR_OWN
    template = f"staff/orders/{form.step.name}.html" if own else "staff/order.html"
    return parts_of(request).pages.show(request, template, status, **facts, errors=form.problems, **more)


def _facts(form: OrderForm, case: Case | None) -> dict[str, object]:
    complaint = case.complaint if case else None
    each = issues_each(form.step, complaint) if complaint else ()
    return {"form": form, "place": form.place, "complaint": complaint, "case": case, "issues_each": each}


def _step(order: str) -> Step:
    """The row of the order of that name.

    Raises:
        HTTPException: there is none.
    """
    if order not in ORDERS:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return ORDERS[order]


async def _case(parts: Parts, place: ComplaintId) -> Case | None:
    """The complaint with its rules; None where nobody answers for it, and what was written is shown all the same."""
    try:
        return await parts.desk.case(place)
    except _AWAY:
        return None


def _known(step: Step, case: Case, request: Request) -> Mapping[str, Sequence[str]]:
    """What is filled in already: what the complaint knows, and what the link to the page names."""
    named = {name: [value] for name, value in request.query_params.items() if name in _BY_ADDRESS}
    fields = form_of(step.order)
    there = written(fields, filling(step.order, case, named))
    return {**there, **named, **before(fields, there)}


def _kept(parts: Parts, staff: SignedIn, request: Request) -> Draft | None:
    now = datetime.now(UTC)
    return parts.register.drafts.take(staff.landlord, staff.person.id, request.url.path, now)


def _posted(kept: Draft) -> Mapping[str, Sequence[str]]:
    posted: dict[str, list[str]] = {}
    for name, value in kept.fields:
        posted.setdefault(name, []).append(value)
    return posted


def _fields_of(form: OrderForm) -> list[tuple[str, str]]:
    kept = [*form.hidden, (FORM, form.name)]
    return [*kept, ("expects", str(form.expects))] if form.expects is not None else kept


async def _keep(parts: Parts, staff: SignedIn, page: str, fields: list[tuple[str, str]]) -> None:
    reference = reference_in(page)
    keep_it = parts.register.drafts.keep
    now = datetime.now(UTC)
    await asyncio.to_thread(keep_it, staff.landlord, staff.person.id, page, fields, now, reference=reference)


def _added(case: Case | None, came: Overtaken) -> list[dict[str, object]]:
    """What others have added, where it can be read: who, when, and what."""
    if case is None:
        return []
    complaint = case.complaint
    there = (entry for entry in complaint.record if entry.number in came.entries)
    return [{"who": complaint.who(each.by), "at": each.at, "says": complaint.sentence(each)} for each in there]


def _last_entry(case: Case | None, form: OrderForm) -> int:
    return case.complaint.record_summary.entries if case else form.expects or 0
