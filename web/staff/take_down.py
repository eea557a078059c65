"""Taking down what somebody says, on the telephone or at the counter: one page, and the receipt before it goes."""

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from activities.ports import LetterError, RegisterAwayError, TemporalAwayError
from desk.errors import KeyUsedError, NotOpenedError
from desk.letters import LetterShown
from domain.calendar.days import landlord_day
from domain.complaint.complainant import Relation
from domain.complaint.complaint import NotAllowedError
from domain.policy.staff import UnknownPersonError
from domain.value import Value
from intake.errors import BadInputError, FutureDateError
from register.lines import RegisteredComplaint
from web.parts import Parts, parts_of
from web.staff.addresses import complaint_page
from web.staff.kept import forget, sheet_for
from web.staff.new_contact import (
    MissingError,
    check_there,
    field_of,
    issues_on,
    values_on,
    with_another,
    without,
)
from web.staff.sheet import ACTION, Sheet, sheet_of
from web.staff.signed_in import SignedIn, Staff

router = APIRouter(prefix="/staff")

_MOST_CALLERS = 10
_WAYS = ("telephone", "visit", "e-mail", "letter", "web form", "text message", "social media")

OfApp = Annotated[Parts, Depends(parts_of)]


class Error(Value):
    """What is wrong, and with which field of the form."""

    field: str
    """Empty where it is with no field in particular."""
    why: str
    """Empty where the field is only missing: the page says what to write."""


class Said(Value):
    """What the form says beside its questions."""

    errors: tuple[Error, ...] = ()
    looked: bool = False
    """Whether the caller's complaints were looked for."""
    is_away: bool = False
    """Whether nobody answered."""
    is_sure: bool = True
    """Whether it is certain that nothing was taken down."""
    taken_down: str = ""
    """The complaint that came of the same form, in other words."""
    kept_at: datetime | None = None
    """When what stands in the form was kept."""


_NOTHING = Said()


@router.get("/take-down")
async def blank(request: Request, parts: OfApp, staff: Staff) -> Response:
    """An empty form, or what was written of one and not sent."""
    sheet, kept_at = await sheet_for(request, parts, staff, channel=_WAYS[0])
    return await _form(request, parts, staff, sheet, Said(kept_at=kept_at))


@router.post("/take-down")
async def sent(request: Request, parts: OfApp, staff: Staff) -> Response:
    """The form as somebody sent it, for what its button says."""
    sheet = sheet_of((await request.form()).multi_items())
    match sheet.one(ACTION).split(" "):
        case ["another"]:
            return await _form(request, parts, staff, with_another(sheet))
        case ["without", number] if number.isdecimal():
            return await _form(request, parts, staff, without(sheet, int(number)))
        case ["look" | "change"]:
            return await _form(request, parts, staff, sheet, Said(looked=True))
        case ["forget"]:
            await forget(request, parts, staff)
            return RedirectResponse(request.url.path, HTTPStatus.SEE_OTHER)
        case ["separate"]:
            return await _form(request, parts, staff, sheet.put(form=uuid4().hex))
    return await _taken_down(request, parts, staff, sheet)


async def _taken_down(request: Request, parts: Parts, staff: SignedIn, sheet: Sheet) -> Response:
    """What came of the form; where nothing did, the form with all that was written, and why."""
    try:
        return await _opened_or_shown(request, parts, staff, sheet)
    except (BadInputError, FutureDateError, NotAllowedError, UnknownPersonError, LetterError) as refusal:
        status, said = HTTPStatus.UNPROCESSABLE_ENTITY, Said(errors=errors_of(refusal), looked=True)
    except KeyUsedError as used:
        status, said = HTTPStatus.CONFLICT, Said(taken_down=used.reference)
    except NotOpenedError as away:
        status, said = HTTPStatus.SERVICE_UNAVAILABLE, Said(is_away=True, is_sure=away.is_sure)
    except (RegisterAwayError, TemporalAwayError):
        status, said = HTTPStatus.SERVICE_UNAVAILABLE, Said(is_away=True)
    return await _form(request, parts, staff, sheet, said, status)


async def _opened_or_shown(request: Request, parts: Parts, staff: SignedIn, sheet: Sheet) -> Response:
    """The complaint opened, where that was pressed; else what would be taken down, and the receipt.

    Raises:
        BadInputError, FutureDateError, NotAllowedError, UnknownPersonError: something on the form is wrong.
        KeyUsedError: the form was sent before, with other words.
        NotOpenedError, RegisterAwayError, TemporalAwayError: nobody answers.
        LetterError: the receipt cannot be put into words.
    """
    check_there(sheet)
    new = parts.desk.new_complaint(values_on(sheet, staff.landlord, staff.person.id))
    if sheet.one(ACTION) == "open":
        opened = await parts.desk.open(new)
        await forget(request, parts, staff)
        return RedirectResponse(f"{complaint_page(opened.place)}?done=taken_down", HTTPStatus.SEE_OTHER)
    _, letters = await parts.letters.preview_opening(new)
    mine = tuple(letter for letter in letters if letter.is_for_resident)
    return _shown(request, parts, staff, sheet, mine, await callers(parts, staff, sheet))


def errors_of(refusal: Exception) -> tuple[Error, ...]:
    """What is wrong with the form, as the page shows it."""
    match refusal:
        case MissingError(fields=fields):
            return tuple(Error(field=field, why="") for field in fields)
        case BadInputError(key=key, why=why):
            field = field_of(key)
            return (Error(field=field, why=why if field and why else str(refusal)),)
        case FutureDateError():
            return (Error(field="at", why=str(refusal)),)
    return (Error(field="", why=str(refusal)),)


async def callers(parts: Parts, staff: SignedIn, sheet: Sheet) -> tuple[RegisteredComplaint, ...]:
    """Complaints of whoever is called, or reached, as the form says: open ones first, and none that is hidden.

    Each detail is looked for by itself: a name may be spelt otherwise, and a number is shared.
    """
    found: dict[str, RegisteredComplaint] = {}
    for name in ("email", "mobile", "name"):
        if not (typed := sheet.one(name).strip()):
            continue
        try:
            hits = (await parts.desk.find(typed, staff.landlord, staff.person.id)).hits
        except (BadInputError, RegisterAwayError):
            continue  # the form itself says what is wrong with it, and nothing is lost by not looking
        found |= {hit.reference: hit for hit in hits if hit.reference not in found}
    in_order = sorted(found.values(), key=lambda hit: hit.standing.closed)
    return tuple(in_order[:_MOST_CALLERS])


async def _form(
    request: Request,
    parts: Parts,
    staff: SignedIn,
    sheet: Sheet,
    said: Said = _NOTHING,
    status: HTTPStatus = HTTPStatus.OK,
) -> Response:
    """The form with what was written in it."""
    return parts.pages.show(
        request,
        "staff/take_down.html",
        status,
        sheet=sheet,
        said=said,
        errors=said.errors,
        wrong={error.field: error for error in said.errors},
        callers=await callers(parts, staff, sheet) if said.looked else (),
        issues=issues_on(sheet),
        ways=_WAYS,
        **_of_landlord(parts, staff),
    )


def _shown(
    request: Request,
    parts: Parts,
    staff: SignedIn,
    sheet: Sheet,
    letters: tuple[LetterShown, ...],
    known: tuple[RegisteredComplaint, ...],
) -> Response:
    return parts.pages.show(
        request,
        "staff/take_down_check.html",
        HTTPStatus.OK,
        sheet=sheet,
        letters=letters,
        callers=known,
        issues=issues_on(sheet),
        **_of_landlord(parts, staff),
    )


def _of_landlord(parts: Parts, staff: SignedIn) -> dict[str, object]:
    """What the questions need to know of the landlord: its people, and what its policy asks."""
    directory, now = parts.rulebook.directory(staff.landlord), datetime.now(UTC)
    zone = parts.rulebook.landlord(staff.landlord).time_zone
    edition = parts.rulebook.rules(staff.landlord, landlord_day(now, zone)).edition
    return {
        "colleagues": sorted(directory.people, key=lambda person: person.name),
        "quick": edition.quick_resolution,
        "services": edition.front_door.passed_on_to,
        "relations": tuple(Relation),
        "age_exceptions": edition.eligibility.exceptions,
        "may_agree": bool(staff.roles & set(edition.quick_resolution.by)),
    }
