"""Pages from templates, in which all their words stand; Python hands over facts."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime
from functools import cached_property
from http import HTTPStatus

from jinja2 import ChainableUndefined, ChoiceLoader, Environment, PackageLoader, PrefixLoader, pass_context
from jinja2.runtime import Context
from jinja2.utils import missing
from starlette.requests import Request
from starlette.responses import HTMLResponse

from domain.calendar.days import in_words, landlord_day, local_time, short
from domain.policy.landlord import Address, Landlord
from providers.rulebook import Rulebook, RulebookError
from web.brand import brand_address
from web.static_files import address_of

_NOON = 12
_LONDON = "Europe/London"


class Pages:
    """Fills templates; each page knows its landlord, who is signed in, and where the stylesheets are."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        self._templates = _environment()

    def show(self, request: Request, template: str, status: int = HTTPStatus.OK, **facts: object) -> HTMLResponse:
        """The page made of *template* and *facts*; `staff` is whoever is signed in, or None."""
        staff = getattr(request.state, "staff", None)
        landlord = getattr(staff, "landlord", "") or str(facts.get("of_landlord", ""))
        around = {
            "request": request,
            "staff": staff,
            "people": _People(self._rulebook, landlord),
            "landlord": self._landlord(landlord),
            "brand": self._brand_address(landlord),
            "contacts": tuple(self._contacts(landlord)),
        }
        return HTMLResponse(self._templates.get_template(template).render(around | facts), int(status))

    def _landlord(self, key: str) -> Landlord | None:
        return self._rulebook.landlord(key) if key else None

    def _brand_address(self, key: str) -> str:
        return brand_address(key, self._rulebook.brand(key)) if key else ""

    def _contacts(self, key: str) -> Iterator[Address]:
        """How to reach the landlord; every one of them, where nobody knows whose page it is."""
        for each in (key,) if key else self._rulebook.landlords():
            with suppress(RulebookError):  # one landlord's faulty file is no trouble of another's
                yield self._rulebook.landlord(each).contact


class _People:
    """The names of a landlord's people, read when the first is asked for."""

    def __init__(self, rulebook: Rulebook, landlord: str) -> None:
        self._rulebook, self._landlord = rulebook, landlord

    @cached_property
    def _names(self) -> Mapping[str, str]:
        if not self._landlord:
            return {}
        return {each.id: each.name for each in self._rulebook.directory(self._landlord).people}

    def name(self, person_id: str) -> str:
        return self._names.get(person_id, "somebody who has left") if person_id else "nobody yet"


class NotHandedOver(ChainableUndefined):
    """A fact that a page was not given: it may be asked whether it is there, and shown is a fault of ours.

    What a component of GOV.UK was not told is nothing.
    """

    def __str__(self) -> str:
        if self._undefined_name is not None and self._undefined_obj is missing:
            self._fail_with_undefined_error()
        return ""


def _environment() -> Environment:
    own = PackageLoader("web")
    components = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    made = Environment(
        loader=ChoiceLoader([own, components]),
        autoescape=True,
        undefined=NotHandedOver,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "day": day,
        "short_day": short_day,
        "moment": moment,
        "moment_in_full": moment_in_full,
        "person": _person,
    }
    made.globals["static"] = address_of
    return made


def day(at: date | datetime) -> str:
    """A day as people write it, an instant's by London's clocks: "Friday 4 December 2026"."""
    return in_words(_day(at))


def short_day(at: date | datetime) -> str:
    """A day as a list shows it: "Fri 04 Dec 2026"."""
    return short(_day(at))


def moment(at: datetime) -> str:
    """The time of an instant by London's clocks: "10:42am"."""
    shown = local_time(at, _LONDON)
    return f"{shown.hour % _NOON or _NOON}:{shown.minute:02}{'am' if shown.hour < _NOON else 'pm'}"


def moment_in_full(at: datetime) -> str:
    """An instant by London's clocks, with its day: "Friday 4 December 2026 at 10:42am"."""
    return f"{day(at)} at {moment(at)}"


def _day(at: date | datetime) -> date:
    return landlord_day(at, _LONDON) if isinstance(at, datetime) else at


@pass_context
def _person(context: Context, person_id: str) -> str:
    """The name of a member of staff; whoever has left the directory is said to have."""
    people = context["people"]
    return people.name(person_id) if isinstance(people, _People) else person_id
