"""Complaints that wait for somebody, and those that are overdue: lines of the register, with what is said of them."""

from collections.abc import Iterator
from datetime import UTC, datetime

from desk.desk import Desk
from domain.value import Value
from domain.views.page import Waiting, WaitsFor
from register.lines import Filters, Part, QueuePage, RegisteredComplaint
from web.staff.signed_in import SignedIn

_PARTS = (Part.DUE, Part.NOTHING_DUE)
_LINES = 200
"""Lines that are read at once: few of all that waits is for one person."""
_MOST_READ = 2000
"""Lines that are read at most for one page."""


class WaitingLine(Value):
    """A complaint, and what of it waits for somebody."""

    line: RegisteredComplaint
    waiting: Waiting


class WaitingLines(Value):
    """What waits for somebody, what is due first coming first."""

    lines: tuple[WaitingLine, ...]
    more: bool
    """Whether there may be more than are shown."""


async def waiting_for(desk: Desk, staff: SignedIn, what: WaitsFor, most: int = 50) -> WaitingLines:
    """What waits for whoever is signed in, and is not their own, nor where they took part.

    Raises:
        RegisterAwayError: the register cannot be read.
    """
    found: list[WaitingLine] = []
    filters = Filters(waits_for=what, reader=staff.person.id)
    for part in _PARTS:
        page, read = QueuePage(), 0
        while read == 0 or (page.next and read < _MOST_READ and len(found) < most):
            page = await desk.page(staff.landlord, filters, part=part, after=page.next, limit=_LINES)
            read += _LINES
            found.extend(_of(page, staff, what))
        if page.next or len(found) > most:
            return WaitingLines(lines=tuple(found[:most]), more=True)
    return WaitingLines(lines=tuple(found), more=False)


def _of(page: QueuePage, staff: SignedIn, what: WaitsFor) -> Iterator[WaitingLine]:
    for line in page.lines:
        for waiting in line.standing.waits_for:
            if waiting.what is what and may_answer(line, waiting, staff):
                yield WaitingLine(line=line, waiting=waiting)


def may_answer(line: RegisteredComplaint, waiting: Waiting, staff: SignedIn) -> bool:
    """Whether it waits for them: they are asked, it is not their own, and they took no part in what it is about."""
    asked = staff.person.id in waiting.of or bool(staff.roles & set(waiting.of))
    return asked and staff.person.id not in {*waiting.not_of, *line.standing.not_told, *line.standing.hidden_from}


def looked_at() -> datetime:
    """When a page that says that there is nothing was made."""
    return datetime.now(UTC)
