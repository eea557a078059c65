"""The post: the letters that are printed and wait to be posted, as pages to print, and to be ticked once posted."""

import re
from datetime import UTC, date, datetime
from http import HTTPStatus
from uuid import uuid4

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import HTMLResponse, Response

from activities.ports import RegisterAwayError
from desk.errors import DeskError
from desk.letters import LetterShown
from desk.looking import Registered, Standing, look
from domain.calendar.days import landlord_day
from domain.complaint.reference import ComplaintId
from domain.messages.message import How
from domain.policy.channels import Channel
from domain.value import Value
from domain.views.overview import LetterNeeds, LetterToDo, in_order, letters_to_do
from domain.views.page import WaitsFor
from register.lines import Filters, Part, RegisteredComplaint
from web.parts import Parts, parts_of
from web.printing import one_after_another, policy_for
from web.staff.addresses import complaint_page, order_page
from web.staff.order_form import ORDERS
from web.staff.ordering import Ordered
from web.staff.seen import open_complaint
from web.staff.several import MOST, a_few_at_a_time, by_what_came, give_one
from web.staff.sheet import Sheet, sheet_of
from web.staff.signed_in import SignedIn, Staff

router = APIRouter(prefix="/staff/post")

_PATIENCE = 2.0
_TICKED = re.compile(r"([A-Z0-9-]+)/(\d+)", re.ASCII)


class Printed(Value):
    """A printed letter that waits."""

    place: ComplaintId
    name: str
    letter: LetterToDo
    due_on: date
    """By when it goes: the day for which it is printed, else the last on which that is in time."""
    is_today: bool = False
    is_late: bool = False
    is_later: bool = False
    """Whether it is printed for a day to come."""
    number: int = 0
    """Its place among the complaint's letters, of which the page is one; 0 where no copy is kept."""
    page: str = ""

    @property
    def ticked(self) -> str:
        """As it is ticked."""
        return f"{self.place.reference}/{self.letter.number}"

    @property
    def is_past(self) -> bool:
        """Whether it was printed for a day that is past: it is printed again first."""
        return self.letter.needs is LetterNeeds.PRINTING_AGAIN

    @property
    def may_go(self) -> bool:
        """Whether it may be posted today as it is."""
        return not self.is_past and not self.is_later


@router.get("")
async def post(request: Request, staff: Staff) -> Response:
    """What waits to be posted, what goes today first."""
    return await _shown(request, staff, Sheet().put(form=uuid4().hex))


@router.post("")
async def posted(request: Request, staff: Staff) -> Response:
    """Record those that were ticked as posted, and show what came of each."""
    parts, sheet = parts_of(request), sheet_of((await request.form()).multi_items())
    ticked = tuple(each for each in dict.fromkeys(sheet.all("letter")) if _TICKED.fullmatch(each))
    if not ticked:
        return await _shown(request, staff, sheet, errors=("letter",))
    meant = [(each, *each.split("/")) for each in ticked]
    results = await a_few_at_a_time(
        give_one(parts, staff, each, reference, _posted(sheet, letter)) for each, reference, letter in meant
    )
    by = by_what_came(results)
    return parts.pages.show(request, "staff/posted.html", results=by, form=sheet.one("form"), how=_how(sheet))


@router.get("/print")
async def print_all(request: Request, staff: Staff) -> Response:
    """Every letter that goes as it is, today or later, one after another, each on pages of its own."""
    parts = parts_of(request)
    letters, _, _ = await _waiting(parts, staff)
    going = [each for each in letters if each.page and not each.is_past]
    if not going:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    for reference in dict.fromkeys(each.place.reference for each in going):
        await open_complaint(parts, staff, reference, "letter to print")
    whole, styles = one_after_another([each.page for each in going], f"Letters to post ({len(going)})")
    return HTMLResponse(whole, headers={"Content-Security-Policy": policy_for(styles)})


async def _shown(request: Request, staff: SignedIn, sheet: Sheet, *, errors: tuple[str, ...] = ()) -> Response:
    parts = parts_of(request)
    letters, silent, more = await _waiting(parts, staff)
    return parts.pages.show(
        request,
        "staff/post.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK,
        letters=letters,
        silent=silent,
        more=more,
        sheet=sheet,
        wrong=errors,
        errors=errors,
        how=_how(sheet),
        now=datetime.now(UTC),
        order_page=order_page,
        complaint_page=complaint_page,
    )


def _how(sheet: Sheet) -> How:
    return How.BY_HAND if sheet.one("how") == How.BY_HAND else How.POST


async def _waiting(parts: Parts, staff: SignedIn) -> tuple[list[Printed], list[RegisteredComplaint], bool]:
    """The letters, what goes first coming first; complaints that do not answer; whether there are more."""
    lines, more = await _lines(parts, staff)
    asked = await a_few_at_a_time(_printed(parts, staff, line) for line in lines)
    found = [letter for letters in asked for letter in letters or ()]
    silent = [line for line, letters in zip(lines, asked, strict=True) if letters is None]
    return sorted(found, key=lambda each: (not each.may_go, each.due_on, each.ticked)), silent, more


async def _lines(parts: Parts, staff: SignedIn) -> tuple[tuple[RegisteredComplaint, ...], bool]:
    """Complaints of which a letter waits to be posted."""
    filters = Filters(waits_for=WaitsFor.POSTING, reader=staff.person.id)
    pages = [
        await parts.desk.page(staff.landlord, filters, part=part, limit=MOST) for part in (Part.DUE, Part.NOTHING_DUE)
    ]
    lines = tuple(line for page in pages for line in page.lines)
    return lines[:MOST], len(lines) > MOST or any(page.next for page in pages)


async def _printed(parts: Parts, staff: SignedIn, line: RegisteredComplaint) -> list[Printed] | None:
    """The printed letters of a complaint; None where it does not answer."""
    place = ComplaintId(landlord=line.landlord, reference=line.reference)
    try:
        seen = await look(parts.desk, place, staff.person.id, seconds=_PATIENCE)
        if isinstance(seen, Registered):
            return None
        kept = {letter.notice: (number, letter.page) for number, letter in await _kept(parts, place)}
    except (DeskError, RegisterAwayError):
        return None
    today = landlord_day(seen.now, parts.rulebook.landlord(place.landlord).time_zone)
    to_post = _to_post(seen, today)
    return [_as_printed(place, seen, today, letter, kept.get(letter.notice, (0, ""))) for letter in to_post]


async def _kept(parts: Parts, place: ComplaintId) -> list[tuple[int, LetterShown]]:
    """The copies for print, each with its place among the complaint's letters."""
    shown = await parts.letters.gone(place, "")
    return [(number, each) for number, each in enumerate(shown.letters, start=1) if each.channel is Channel.LETTER]


def _to_post(seen: Standing, today: date) -> list[LetterToDo]:
    complaint = seen.complaint
    owed = {each.clock for each in in_order(seen.deadlines, complaint).owed}
    wanted = {LetterNeeds.POSTING, LetterNeeds.PRINTING_AGAIN}
    return [letter for letter in letters_to_do(complaint, owed, today) if letter.needs in wanted]


def _as_printed(place: ComplaintId, seen: Standing, today: date, letter: LetterToDo, copy: tuple[int, str]) -> Printed:
    duty = next(each for each in seen.deadlines if each.clock == letter.duty and each.is_open)
    due_on = letter.post_on or duty.send_by or duty.due_on
    return Printed(
        place=place,
        name=seen.complaint.resident.name,
        letter=letter,
        due_on=due_on,
        is_today=due_on == today,
        is_late=due_on < today,
        is_later=letter.post_on is not None and letter.post_on > today,
        number=copy[0],
        page=copy[1],
    )


def _posted(sheet: Sheet, letter: str) -> Ordered:
    return Ordered(ORDERS["record_posted"], {"letter": letter, "how": _how(sheet).value}, sheet.one("form"))
