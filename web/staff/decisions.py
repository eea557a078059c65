"""What waits for a decision: late requests, issues beyond the age limit, more time than the policy allows, refusals."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from activities.ports import NoAnswerError, RegisterAwayError, TemporalAwayError
from desk.letters import LetterShown
from domain.complaint.ages import issues_to_decide
from domain.complaint.approvals import Approvable
from domain.complaint.complaint import Case, LateRequest
from domain.complaint.issues import Issue
from domain.complaint.reference import ComplaintId
from domain.duties.owed import escalation_window
from domain.policy.stages import Stage
from domain.value import Value
from domain.views.page import WaitsFor
from web.parts import Parts, parts_of
from web.staff.addresses import order_page
from web.staff.approvals import Waits, looked_up, number_in, still_to_approve
from web.staff.kept import forget, sheet_for
from web.staff.lines import looked_at, waiting_for
from web.staff.order_form import ORDERS
from web.staff.ordering import Ordered, Overtaken, Refused, Told, Unanswered, give, preview
from web.staff.seen import open_complaint
from web.staff.sheet import ACTION, Sheet, sheet_of
from web.staff.signed_in import SignedIn, Staff

router = APIRouter(prefix="/staff")

_ANSWERS: Mapping[str, bool] = {"yes": True, "no": False}


class Decides(StrEnum):
    """What is decided on such a page, with the order that does it."""

    LATE_REQUEST = "decide_escalation"
    AGE = "accept_late"


class Said(Value):
    """What the page says beside what waits."""

    why_not: str = ""
    """The sentence that refuses what was pressed."""
    overtaken: bool = False
    """Whether somebody has added to the record since the page was looked at."""
    is_away: bool = False
    may_have_gone: bool = False
    """Whether nobody knows if it was recorded."""
    missing: str = ""
    """The field that was left empty."""
    letters: tuple[LetterShown, ...] = ()
    """What would go, where that was asked for."""
    looked: bool = False
    """Whether the letter was asked for."""
    kept_at: datetime | None = None
    """When what stands in the form was kept."""

    @property
    def is_wrong(self) -> bool:
        """Whether anything is to be put right."""
        return bool(self.why_not or self.is_away or self.missing)


class ToDecide(Value):
    """What of a complaint waits for a decision."""

    what: Decides
    request: LateRequest | None = None
    last_day: date | None = None
    """The last day on which stage 2 could be asked for."""
    issues: tuple[Issue, ...] = ()
    """Those beyond the age limit."""
    months: int = 0
    """The limit."""


@router.get("/decisions")
async def decisions(request: Request, staff: Staff, done: str = "") -> Response:
    """What waits for a decision of whoever is signed in."""
    parts = parts_of(request)
    late = await _still(parts, staff, WaitsFor.LATE_REQUEST, Decides.LATE_REQUEST)
    ages = await _still(parts, staff, WaitsFor.AGE_DECISION, Decides.AGE)
    asked = await still_to_approve(parts, staff, (await waiting_for(parts.desk, staff, WaitsFor.APPROVAL)).lines)
    longer = [each for each in asked if any(it.what is Approvable.EXTENSION for it in each.asked)]
    rules = parts.rulebook.edition(staff.landlord)
    return parts.pages.show(
        request,
        "staff/decisions.html",
        late=late,
        ages=ages,
        longer=longer,
        may_refuse=bool(staff.roles & set(rules.refusal.decided_by)),
        done=bool(done),
        looked_at=looked_at(),
    )


@router.get("/decisions/{reference}")
async def decision(request: Request, staff: Staff, reference: str) -> Response:
    """What waits for a decision on one complaint, with what it is about."""
    parts = parts_of(request)
    place = await open_complaint(parts, staff, reference, "decision")
    sheet, kept_at = await sheet_for(request, parts, staff)
    return await _page(request, parts, staff, place, sheet, Said(kept_at=kept_at))


@router.post("/decisions/{reference}")
async def decided(request: Request, staff: Staff, reference: str) -> Response:
    """Decide, or see the letter first."""
    parts, sheet = parts_of(request), sheet_of((await request.form()).multi_items())
    place = await open_complaint(parts, staff, reference, "decision")
    what = Decides.AGE if sheet.one("what") == Decides.AGE else Decides.LATE_REQUEST
    if what is Decides.LATE_REQUEST and sheet.one("accept") not in _ANSWERS:
        return await _page(request, parts, staff, place, sheet, Said(missing="accept"))
    ordered = Ordered(ORDERS[what], _values(what, sheet), sheet.one("form"), number_in(sheet.one("expects")))
    ask = preview if sheet.one(ACTION) == "check" else give
    match await ask(parts, staff, place, ordered):
        case Told(letters=letters):
            said = Said(letters=letters, looked=True)
        case Refused(says=says):
            said = Said(why_not=says)
        case Overtaken(says=says):
            said = Said(why_not=says, overtaken=True)
        case Unanswered(may_have_gone=may_have_gone):
            said = Said(is_away=True, may_have_gone=may_have_gone)
        case _:
            await forget(request, parts, staff)
            return RedirectResponse("/staff/decisions?done=yes", HTTPStatus.SEE_OTHER)
    return await _page(request, parts, staff, place, sheet, said)


def _values(what: Decides, sheet: Sheet) -> dict[str, object]:
    reasons = {"reasons": words} if (words := sheet.one("reasons").strip()) else {}
    if what is Decides.LATE_REQUEST:
        return {**reasons, "accept": _ANSWERS[sheet.one("accept")]}
    issue = number_in(sheet.one("issue"))
    return {**reasons, **({"issue": issue} if issue else {})}


async def _page(
    request: Request, parts: Parts, staff: SignedIn, place: ComplaintId, sheet: Sheet, said: Said
) -> Response:
    case = await _case(parts, place)
    return parts.pages.show(
        request,
        "staff/decision.html",
        _status(said, is_there=case is not None),
        reference=place.reference,
        complaint=case.complaint if case else None,
        waits=_waits(case) if case else (),
        why_not=await _why_not(parts, staff, place) if case else {},
        expects=case.complaint.record_summary.entries if case else 0,
        refuse=order_page(place, "refuse"),
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


async def _still(parts: Parts, staff: SignedIn, waits_for: WaitsFor, what: Decides) -> list[Waits]:
    """Those that still wait: the lines of the register may be a moment older than a decision."""
    known = await looked_up(parts, (await waiting_for(parts.desk, staff, waits_for)).lines)
    return [each for each in known if each.case is None or any(it.what is what for it in _waits(each.case))]


def _waits(case: Case) -> tuple[ToDecide, ...]:
    """What of the complaint waits for a decision."""
    complaint, rules = case.complaint, case.rules
    found: list[ToDecide] = []
    if complaint.waiting_request:
        last_day = escalation_window(complaint, rules)
        request = complaint.late_request
        found.append(ToDecide(what=Decides.LATE_REQUEST, request=request, last_day=last_day.on if last_day else None))
    is_open = complaint.closed is None and complaint.stage is Stage.ONE and not complaint.progress.responded
    if is_open and (issues := issues_to_decide(complaint, rules)):
        found.append(ToDecide(what=Decides.AGE, issues=issues, months=rules.edition.eligibility.age_limit_months))
    return tuple(found)


async def _why_not(parts: Parts, staff: SignedIn, place: ComplaintId) -> dict[str, str]:
    """Why whoever is signed in may not decide it; empty for what they may."""
    try:
        offers = await parts.desk.may(place, staff.person.id)
    except (NoAnswerError, TemporalAwayError, RegisterAwayError):
        return {}
    return {offer.order: offer.why_not for offer in offers}


async def _case(parts: Parts, place: ComplaintId) -> Case | None:
    try:
        return await parts.desk.case(place)
    except (NoAnswerError, TemporalAwayError, RegisterAwayError):
        return None
