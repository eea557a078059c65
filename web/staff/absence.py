"""Absences and deputies, entered by the people themselves, and for the team by whoever supervises it."""

from asyncio import to_thread
from datetime import UTC, date, datetime
from http import HTTPStatus

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from domain.access.standing_in import why_not_for_another
from domain.access.viewing import Part, Viewer, may_see
from domain.calendar.days import landlord_day
from domain.policy.staff import Absence, Person, StaffDirectory
from domain.value import Value
from intake.days import Nearest, day
from intake.errors import BadInputError
from register.web.lines import OwnAbsences
from web.parts import Parts, parts_of
from web.staff.marks import mark
from web.staff.sheet import ACTION, Sheet, sheet_of
from web.staff.signed_in import SignedIn, Staff

router = APIRouter(prefix="/staff")

PAGE = "/staff/absence"


class Of(Value):
    """Whose absences are shown, as they hold now."""

    person: Person
    is_own: bool
    said: OwnAbsences | None
    """What was entered here; None where the directory's file holds."""

    @property
    def absences(self) -> tuple[Absence, ...]:
        """All that holds, the earliest first."""
        return tuple(sorted(self.said.absences if self.said else self.person.absences, key=lambda each: each.first))

    @property
    def deputy(self) -> str:
        """The id of whoever stands in; empty for nobody."""
        return self.said.deputy if self.said else self.person.deputy or ""


class WrongFieldError(Exception):
    """A field cannot be meant; without a sentence the page says why."""

    def __init__(self, field: str, why: str = "") -> None:
        super().__init__(why)
        self.field = field
        self.why = why


@router.get("/absence")
async def show(request: Request, staff: Staff, of: str = "", done: str = "") -> Response:
    """One's own absences and deputy; *of* is the mark of somebody on the team, for whoever supervises."""
    parts = parts_of(request)
    whose = await _whose(parts, staff, of)
    return _page(request, parts, staff, whose, Sheet().put(deputy=whose.deputy), done=bool(done))


@router.post("/absence")
async def enter(request: Request, staff: Staff) -> Response:
    """Add an absence, take one out, or name who stands in: it holds from now on, whatever the file says."""
    parts, sheet = parts_of(request), sheet_of((await request.form()).multi_items())
    whose = await _whose(parts, staff, sheet.one("of"))
    try:
        absences, deputy = _as_entered(parts, staff, whose, sheet)
        _check_for_another(parts, staff, whose, sheet, deputy)
    except WrongFieldError as wrong:
        return _page(request, parts, staff, whose, sheet, wrong=wrong)
    enters, now = parts.register.absences.enter, datetime.now(UTC)
    person, by = whose.person.id, staff.person.id
    await to_thread(enters, staff.landlord, person, absences, now, deputy=deputy, by=by)
    back = f"of={sheet.one('of')}&" if sheet.one("of") else ""
    return RedirectResponse(f"{PAGE}?{back}done=yes", HTTPStatus.SEE_OTHER)


async def _whose(parts: Parts, staff: SignedIn, marked: str) -> Of:
    """Whose absences are meant.

    Raises:
        HTTPException: somebody else's, and whoever is signed in does not supervise them, or there is nobody such.
        RegisterAwayError: what was entered cannot be read.
    """
    directory = parts.rulebook.directory(staff.landlord)
    person = _marked(directory, marked) if marked else directory.person(staff.person.id)
    if person is None or (person.id != staff.person.id and not supervises(parts, staff)):
        raise HTTPException(HTTPStatus.NOT_FOUND)
    said = (await to_thread(parts.register.absences.of, staff.landlord)).get(person.id)
    return Of(person=person, is_own=person.id == staff.person.id, said=said)


def _marked(directory: StaffDirectory, marked: str) -> Person | None:
    return next((person for person in directory.people if mark(person.id) == marked), None)


def supervises(parts: Parts, staff: SignedIn) -> bool:
    """Whether whoever is signed in sees, and enters, when others are away."""
    viewer = Viewer(landlord=staff.landlord, person=staff.person.id, roles=staff.roles)
    return may_see(viewer, Part.TEAM, parts.rulebook.access(staff.landlord))


def _as_entered(parts: Parts, staff: SignedIn, whose: Of, sheet: Sheet) -> tuple[tuple[Absence, ...], str]:
    """All absences and the deputy as they are to hold.

    Raises:
        WrongFieldError: a day or the deputy cannot be meant.
    """
    match sheet.one(ACTION).split(" "):
        case ["remove", first, last]:
            left = (each for each in whose.absences if (str(each.first), str(each.last)) != (first, last))
            return tuple(left), whose.deputy
        case ["deputy"]:
            return whose.absences, _deputy(parts, staff, whose, sheet)
    return (*whose.absences, _absence(sheet, _today(parts, staff))), whose.deputy


def _check_for_another(parts: Parts, staff: SignedIn, whose: Of, sheet: Sheet, deputy: str) -> None:
    """See that nobody comes by a role in this way; to take an absence out gives nobody one.

    Raises:
        WrongFieldError: whoever is signed in would, or would give it to somebody.
    """
    if sheet.one(ACTION).startswith("remove"):
        return
    person = whose.person.model_copy(update={"deputy": whose.deputy or None})
    if why := why_not_for_another(staff.person.id, person, deputy, parts.rulebook.directory(staff.landlord)):
        raise WrongFieldError("deputy", why)


def _deputy(parts: Parts, staff: SignedIn, whose: Of, sheet: Sheet) -> str:
    deputy = sheet.one("deputy")
    others = {person.id for person in parts.rulebook.directory(staff.landlord).people} - {whose.person.id}
    if deputy and deputy not in others:
        raise WrongFieldError("deputy")
    return deputy


def _absence(sheet: Sheet, today: date) -> Absence:
    first = _day(sheet, "first", today)
    last = _day(sheet, "last", first) if sheet.one("last").strip() else first
    if last < first:
        raise WrongFieldError("last")
    if last < today:
        raise WrongFieldError("first")
    return Absence(first=first, last=last)


def _day(sheet: Sheet, field: str, today: date) -> date:
    try:
        return day(sheet.one(field), today, Nearest.COMING)
    except BadInputError as refusal:
        raise WrongFieldError(field, str(refusal)) from refusal


def _page(
    request: Request,
    parts: Parts,
    staff: SignedIn,
    whose: Of,
    sheet: Sheet,
    *,
    wrong: WrongFieldError | None = None,
    done: bool = False,
) -> Response:
    directory, today = parts.rulebook.directory(staff.landlord), _today(parts, staff)
    team = directory.people if supervises(parts, staff) else ()
    return parts.pages.show(
        request,
        "staff/absence.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        whose=whose,
        of="" if whose.is_own else mark(whose.person.id),
        to_come=[each for each in whose.absences if each.last >= today],
        today=today,
        colleagues=[person for person in _by_name(directory) if person.id != whose.person.id],
        team=[(mark(person.id), person.name) for person in _by_name(directory)] if team else [],
        sheet=sheet,
        errors=wrong,
        done=done,
    )


def _by_name(directory: StaffDirectory) -> list[Person]:
    return sorted(directory.people, key=lambda person: person.name)


def _today(parts: Parts, staff: SignedIn) -> date:
    return landlord_day(datetime.now(UTC), parts.rulebook.landlord(staff.landlord).time_zone)
