"""The queue: what is to be done, what is due next first; of one person, their team, nobody yet, or everybody."""

from asyncio import gather, to_thread
from collections.abc import Awaitable, Iterator
from datetime import UTC, datetime
from enum import StrEnum
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from pydantic import AwareDatetime, BeforeValidator, ValidationError
from starlette.responses import RedirectResponse, Response

from domain.policy.definition import Classification
from domain.policy.staff import Person
from domain.policy.stages import Stage
from domain.value import Value
from domain.views.page import WaitsFor
from domain.views.status import Tag
from register.lines import COUNTED, NOBODY, After, Filters, Part, QueuePage
from web.parts import Parts, parts_of
from web.staff.marks import mark
from web.staff.signed_in import SignedIn, Staff

router = APIRouter(prefix="/staff")

PAGE = "/staff/queue"
LINES = 50
"""Lines of a page."""
_REMEMBERED = "queue"


class Whose(StrEnum):
    """The views of the queue."""

    MINE = "mine"
    TEAM = "team"
    NOBODY = "nobody"
    ALL = "all"


_OrNone = BeforeValidator(lambda given: given or None)
"""What an empty choice of a form sends is nothing."""


class Asked(Value):
    """What somebody asks to see; as it stands in the address, which holds nobody's name."""

    whose: Whose = Whose.MINE
    stage: Annotated[Stage | None, _OrNone] = None
    kind: Annotated[Classification | None, _OrNone] = None
    tag: Annotated[Tag | None, _OrNone] = None
    waits: Annotated[WaitsFor | None, _OrNone] = None
    person: str = ""
    """The mark of somebody who has it."""
    overdue: bool = False
    part: Part = Part.DUE
    due: Annotated[AwareDatetime | None, _OrNone] = None
    after: str = ""
    """The reference after which the page begins, with when that is due."""

    @property
    def beyond(self) -> After | None:
        """Where the page begins; None for the first."""
        return After(next_due_at=self.due, reference=self.after) if self.after else None

    @property
    def is_filtered(self) -> bool:
        """Whether anything is left out that the view has."""
        return bool(self.stage or self.kind or self.tag or self.waits or self.person or self.overdue)

    def address(self, **changes: object) -> str:
        """The address of this view with *changes*."""
        changed = Asked.model_validate(dict(self) | changes)
        asked = changed.model_dump(mode="json", exclude_defaults=True)
        given = {name: str(value).lower() if isinstance(value, bool) else value for name, value in asked.items()}
        return f"{PAGE}?{urlencode({'whose': self.whose, **given})}"

    def page_from(self, place: After, part: Part) -> str:
        """The address of the page that begins after *place*."""
        return self.address(part=part, due=place.next_due_at, after=place.reference)

    @property
    def view(self) -> str:
        """Its address from the first page on: what is remembered."""
        return self.address(part=Part.DUE, due=None, after="")


@router.get("/queue")
async def queue(request: Request, staff: Staff) -> Response:
    """A page of the queue; asked for by its bare address it is the view that was looked at last."""
    parts = parts_of(request)
    last = staff.session.remembered.get(_REMEMBERED, "")
    if not request.query_params and last.startswith(f"{PAGE}?"):
        return RedirectResponse(last, HTTPStatus.SEE_OTHER)
    try:
        asked = Asked.model_validate(dict(request.query_params))
    except ValidationError:  # an old bookmark: what it asked for is no more
        return RedirectResponse(Asked().view, HTTPStatus.SEE_OTHER)
    shown = await _shown(parts, staff, asked)
    if last != asked.view:
        await to_thread(parts.register.sessions.remember, staff.session, **{_REMEMBERED: asked.view})
    return parts.pages.show(request, "staff/queue.html", **shown)


async def _shown(parts: Parts, staff: SignedIn, asked: Asked) -> dict[str, Any]:
    people = parts.rulebook.directory(staff.landlord).people
    team = staff.person.department if asked.whose is Whose.TEAM else ""
    filters = _filters(staff, asked, people)
    counts, pages = await gather(
        parts.desk.counts(staff.landlord, filters, team=team), gather(*_pages(parts, staff, asked, filters, team))
    )
    lines = tuple(line for page in pages for line in page.lines)
    return {
        "asked": asked,
        "team": staff.person.department,
        "pages": list(zip(_parts(asked), pages, strict=True)),
        "days": {line.reference: said for line, said in zip(lines, parts.desk.today_of(lines), strict=True)},
        "counts": counts,
        "counted": COUNTED,
        "everybody": [(mark(each.id), each.name) for each in sorted(people, key=lambda each: each.name)],
        "stages": tuple(Stage),
        "kinds": tuple(Classification),
        "tags": tuple(Tag),
        "waiting": tuple(WaitsFor),
        "now": datetime.now(UTC),
    }


def _pages(parts: Parts, staff: SignedIn, asked: Asked, filters: Filters, team: str) -> Iterator[Awaitable[QueuePage]]:
    for part in _parts(asked):
        after = asked.beyond if part is asked.part else None
        yield parts.desk.page(staff.landlord, filters, team=team, part=part, after=after, limit=LINES)


def _parts(asked: Asked) -> tuple[Part, ...]:
    """The lists of a page: what has nothing due stands under the first page of what has."""
    is_first = asked.part is Part.DUE and not asked.after and not asked.overdue
    return (Part.DUE, Part.NOTHING_DUE) if is_first else (asked.part,)


def _filters(staff: SignedIn, asked: Asked, people: tuple[Person, ...]) -> Filters:
    return Filters(
        handlers=_handlers(staff, asked, people),
        stage=asked.stage,
        classification=asked.kind,
        overdue=asked.overdue,
        tag=asked.tag,
        waits_for=asked.waits,
        reader=staff.person.id,
    )


def _handlers(staff: SignedIn, asked: Asked, people: tuple[Person, ...]) -> tuple[str, ...] | None:
    if asked.whose is Whose.MINE or (asked.whose is Whose.TEAM and not staff.person.department):
        return (staff.person.id,)
    if asked.whose is Whose.NOBODY:
        return (NOBODY,)
    if asked.person:
        return tuple(each.id for each in people if mark(each.id) == asked.person)
    return None
