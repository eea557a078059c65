"""One complaint, as whoever deals with it reads it: an overview, its record, its letters, its promises."""

from dataclasses import dataclass
from datetime import date, datetime
from http import HTTPStatus
from itertools import islice
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import Response

from activities.ports import LetterError
from desk.letters import LettersShown
from desk.looking import Registered, Standing, look
from domain.calendar.days import landlord_day
from domain.complaint.complaint import Complaint
from domain.complaint.reference import ComplaintId
from domain.complaint.sources import say_how_it_came
from domain.policy.duty_kinds import DutyKind
from domain.procedure.apply import Offer
from domain.value import Value
from domain.views.deadlines import DeadlineShown
from domain.views.overview import (
    InOrder,
    LetterNews,
    age_to_decide,
    draft_put_forward,
    entries_missing,
    findings_on,
    in_order,
    letter_news,
    letters_to_do,
    unanswered,
)
from domain.views.written import WrittenEntry, record_in_words
from register.lines import Filters
from web.parts import Parts, parts_of
from web.printing import as_printed
from web.staff.addresses import complaint_page, link_to_give
from web.staff.officers import may_see_who_opened
from web.staff.seen import open_complaint
from web.staff.signed_in import SignedIn, Staff

router = APIRouter(prefix="/staff/c/{reference}")

PATIENCE = 2.0
"""Seconds after which a page shows what the register has (web.md 6, 15)."""
_LATEST = 3
"""Entries that the overview shows."""


class Bar(Value):
    """What stands at the top of every page of a complaint."""

    reference: str
    name: str
    stands: str
    """Where it stands: "stage 1", "enquiry"."""
    closed: str = ""
    """Why it was closed."""
    next_due: str = ""
    next_due_on: date | None = None
    why: str = ""
    is_overdue: bool = False
    handler: str = ""
    """Whoever has it, by name and title; empty for nobody."""
    handler_id: str = ""
    """Where no more than the id is known."""
    support: tuple[str, ...] = ()
    """What is done differently for them."""
    unsafe: tuple[str, ...] = ()
    """Addresses and numbers at which they must not be reached."""
    has_died: bool = False
    tags: tuple[str, ...] = ()
    as_of: datetime | None = None
    """When the register heard of it last, where nobody answered for the complaint."""


@dataclass(frozen=True)
class Opened:
    """A complaint that somebody opened, and how it was found."""

    place: ComplaintId
    parts: Parts
    staff: SignedIn
    seen: Standing | Registered

    @property
    def today(self) -> date:
        """The landlord's day by the complaint's own clock."""
        return landlord_day(self.standing.now, self.zone)

    @property
    def zone(self) -> str:
        """The landlord's time zone."""
        return self.parts.rulebook.landlord(self.place.landlord).time_zone

    @property
    def standing(self) -> Standing:
        """The complaint as it stands.

        Raises:
            HTTPException: nobody answers for it.
        """
        if isinstance(self.seen, Registered):
            raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE)
        return self.seen

    def show(self, request: Request, template: str, **facts: object) -> Response:
        """One of its pages."""
        around: dict[str, Any] = {"place": self.place, "bar": bar_of(self)}
        around |= {"order_page": link_to_give, "complaint_page": complaint_page}
        return self.parts.pages.show(request, template, **around | facts)


async def opened(request: Request, staff: SignedIn, reference: str, page: str, *, with_offers: bool = False) -> Opened:
    """The complaint of that reference, for one of its pages.

    Raises:
        as `open_complaint` and `look`
    """
    parts = parts_of(request)
    place, person = await open_complaint(parts, staff, reference, page), staff.person.id
    seen = await look(parts.desk, place, person, offers_to=person if with_offers else "", seconds=PATIENCE)
    return Opened(place, parts, staff, seen)


@router.get("")
async def overview(request: Request, staff: Staff, reference: str) -> Response:
    """What is owed next and why, what may be done, what they say, who has what."""
    here = await opened(request, staff, reference, "overview", with_offers=True)
    if isinstance(here.seen, Registered):
        return here.show(request, "staff/complaint/register_only.html", seen=here.seen, entries=here.seen.entries[::-1])
    facts = _overview(here, here.seen) | await _done(request, here, here.seen)
    return here.show(request, "staff/complaint/overview.html", seen=here.seen, **facts)


@router.get("/record")
async def record(request: Request, staff: Staff, reference: str) -> Response:
    """Everything that happened, the latest first, with what former lives had otherwise."""
    here = await opened(request, staff, reference, "record")
    entries = here.seen.entries if isinstance(here.seen, Registered) else record_in_words(here.seen.complaint)
    unknown = () if isinstance(here.seen, Registered) else here.seen.unknown_to_it
    missing = 0 if isinstance(here.seen, Registered) else entries_missing(here.seen.complaint)
    facts = {"entries": entries[::-1], "unknown": unknown[::-1], "former": here.seen.former[::-1], "missing": missing}
    return here.show(request, "staff/complaint/record.html", **facts)


@router.get("/letters")
async def letters(request: Request, staff: Staff, reference: str) -> Response:
    """What went, how that went, and what waits to go."""
    here = await opened(request, staff, reference, "letters")
    shown, why_not = await _letters(here)
    news = _news(here, shown)
    return here.show(request, "staff/complaint/letters.html", shown=shown, why_not=why_not, news=news)


@router.get("/letters/{number}")
async def letter(request: Request, staff: Staff, reference: str, number: int) -> Response:
    """One of them, in the words in which it went or would go."""
    here = await opened(request, staff, reference, "letter")
    shown, _ = await _letters(here)
    if not 1 <= number <= len(shown.letters):
        raise HTTPException(HTTPStatus.NOT_FOUND)
    facts = {"letter": shown.letters[number - 1], "number": number, "news": _news(here, shown)[number - 1]}
    return here.show(request, "staff/complaint/letter.html", **facts)


@router.get("/letters/{number}/page")
async def letter_page(request: Request, staff: Staff, reference: str, number: int) -> Response:
    """One that is kept for print, as the page that is printed."""
    here = await opened(request, staff, reference, "letter page")
    shown, _ = await _letters(here)
    pages = [each.page for each in shown.letters]
    if not (1 <= number <= len(pages) and pages[number - 1]):
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return as_printed(pages[number - 1])


@router.get("/promises")
async def promises(request: Request, staff: Staff, reference: str) -> Response:
    """What was promised, who does it by when, and what became of it."""
    here = await opened(request, staff, reference, "promises", with_offers=True)
    if isinstance(here.seen, Registered):
        return here.show(request, "staff/complaint/promises.html", actions=(), directions=(), offers={})
    complaint = here.seen.complaint
    facts = {"actions": complaint.actions, "directions": complaint.directions, "today": here.today}
    return here.show(request, "staff/complaint/promises.html", offers=_by_order(here.seen.offers), **facts)


def bar_of(here: Opened) -> Bar:
    """What stands at the top of its pages."""
    return _bar_registered(here.seen) if isinstance(here.seen, Registered) else _bar(here.seen, here.today)


def _bar(seen: Standing, today: date) -> Bar:
    complaint = seen.complaint
    owed = in_order(seen.deadlines, complaint).owed
    first = owed[0] if owed else None
    resident, closed = complaint.resident, complaint.closed
    return Bar(
        reference=complaint.reference,
        name=resident.name,
        stands=complaint.stage.words if complaint.stage else complaint.classification.words,
        closed=closed.reason.replace("_", " ") if closed else "",
        handler=complaint.handler.signature if complaint.handler else "",
        support=complaint.support.done_differently,
        unsafe=tuple(sorted(resident.not_safe)),
        has_died=complaint.death is not None,
        tags=seen.known.standing.tags if seen.known else (),
        **_due(first, today),
    )


def _due(first: DeadlineShown | None, today: date) -> dict[str, object]:
    if first is None:
        return {}
    late = first.is_overdue(today)
    return {"next_due": first.words, "next_due_on": first.due_on, "why": first.explanation, "is_overdue": late}


def _bar_registered(seen: Registered) -> Bar:
    line = seen.known.standing
    return Bar(
        reference=seen.known.reference,
        name=line.name,
        stands=line.stage.words if line.stage else line.classification.words,
        closed="closed" if line.closed else "",
        next_due=line.next_due,
        next_due_on=line.next_due_on,
        is_overdue=line.overdue,
        handler_id=line.handler,
        tags=line.tags,
        as_of=max((entry.recorded_at for entry in seen.entries), default=seen.known.opened_at),
    )


def _overview(here: Opened, seen: Standing) -> dict[str, object]:
    complaint, shown = seen.complaint, in_order(seen.deadlines, seen.complaint)
    return {
        "complaint": complaint,
        "deadlines": shown,
        "today": here.today,
        "letters_to_do": tuple(letters_to_do(complaint, {each.clock for each in shown.owed}, here.today)),
        "waiting": seen.known.standing.waits_for if seen.known else (),
        "unanswered": unanswered(complaint),
        "draft": draft_put_forward(complaint),
        "issues": _issues(complaint, here.zone),
        "offers": _by_order(seen.offers),
        "may": tuple(offer.order for offer in seen.offers if offer.is_open),
        "how_it_came": say_how_it_came(complaint.channel),
        "leads": _leads(shown, seen.offers, has_draft=draft_put_forward(complaint) is not None),
        "missing": entries_missing(complaint),
        "latest": _by_people(complaint),
        "is_officer": may_see_who_opened(here.staff),
    }


_LEADS = {
    DutyKind.QUICK_RESOLUTION: ("resolve",),
    DutyKind.SERVICE_REQUEST: ("resolve",),
    DutyKind.ACKNOWLEDGE: ("acknowledge",),
    DutyKind.CONTACT: ("record_contact",),
    DutyKind.DETAILS: ("record_details",),
    DutyKind.UNDERSTANDING: ("confirm_issue",),
    DutyKind.CONFIRM_UNDERSTANDING: ("confirm_issue",),
    DutyKind.INVESTIGATE: ("record_investigation",),
    DutyKind.APPROVE: ("approve", "return_draft"),
    DutyKind.APPROVE_EXTENSION: ("approve", "return_draft"),
    DutyKind.RESPOND: ("respond", "draft", "change_draft"),
    DutyKind.DECIDE_LATE_REQUEST: ("decide_escalation",),
    DutyKind.CLOSE: ("close",),
    DutyKind.ACTION: ("complete_action",),
    DutyKind.ACTION_ANSWER: ("answer_action",),
    DutyKind.OMBUDSMAN: ("answer_ombudsman",),
    DutyKind.DIRECTION: ("complete_direction",),
    DutyKind.POST: ("record_posted",),
}
"""By which orders what is owed is done, where one does it."""


async def _done(request: Request, here: Opened, seen: Standing) -> dict[str, object]:
    """What whoever comes from giving an order has just done, and what is next in their queue."""
    done, entry = request.query_params.get("done", ""), request.query_params.get("entry", "")
    if not done:
        return {"done": ""}
    written = (each for each in record_in_words(seen.complaint) if str(each.number) == entry)
    mine = Filters(handlers=(here.staff.person.id,), reader=here.staff.person.id)
    lines = (await here.parts.desk.page(here.place.landlord, mine, limit=2)).lines
    following = next((line for line in lines if line.reference != here.place.reference), None)
    return {"done": done, "written": next(written, None), "following": following}


def _leads(shown: InOrder, offers: tuple[Offer, ...], *, has_draft: bool) -> tuple[str, ...]:
    """The orders that do what is owed next, as far as they may be given now; allocation first of all."""
    may = {offer.order for offer in offers if offer.is_open} - ({"draft"} if has_draft else set())
    wanted = ["allocate", "triage", *(order for each in shown.owed[:_LATEST] for order in _doing(each))]
    return tuple(dict.fromkeys(order for order in wanted if order in may))


def _doing(deadline: DeadlineShown) -> tuple[str, ...]:
    """The orders that do it."""
    return _LEADS.get(deadline.kind, ()) if deadline.kind else ()


def _by_order(offers: tuple[Offer, ...]) -> dict[str, Offer]:
    return {offer.order: offer for offer in offers}


def _issues(complaint: Complaint, zone: str) -> list[dict[str, object]]:
    """Each issue with what was found of it, and who must decide on its age."""
    return [
        {"issue": each, "found": tuple(findings_on(each, complaint)), "age": age_to_decide(each, complaint, zone)}
        for each in complaint.issues
    ]


def _by_people(complaint: Complaint) -> tuple[WrittenEntry, ...]:
    """What people did last."""
    done = (each for each in reversed(record_in_words(complaint)) if each.actor.kind.is_person)
    return tuple(islice(done, _LATEST))


async def _letters(here: Opened) -> tuple[LettersShown, str]:
    """The letters, and why what waits cannot be shown, where it cannot."""
    if isinstance(here.seen, Registered):
        shown = await here.parts.letters.gone(here.place, str(here.seen.why))
        return shown, shown.why_unknown
    try:
        return await here.parts.letters.letters_of(here.seen.complaint), ""
    except LetterError as why:
        shown = await here.parts.letters.gone(here.place, str(why))
        return shown, shown.why_unknown


def _news(here: Opened, shown: LettersShown) -> list[LetterNews]:
    """Of each letter what is known after it went."""
    if isinstance(here.seen, Registered):
        return [LetterNews() for _ in shown.letters]
    complaint = here.seen.complaint
    return [letter_news(complaint, each.notice) for each in shown.letters]
