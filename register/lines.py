"""What the register tells of complaints, as plain values: lines, lists page by page, counts, letters.

Nothing here needs a database: the desk and every face read these values without loading one.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum

from pydantic import Field

from activities.ports import Rendered
from domain.complaint.notice_kinds import NoticeKind
from domain.policy.channels import Channel
from domain.policy.definition import Classification
from domain.policy.stages import Stage
from domain.value import Value
from domain.views.page import Standing, WaitsFor
from domain.views.status import Tag
from domain.views.written import WrittenEntry

COUNTED = 1000
"""Counts stop one beyond this: "1,000 and more" is all that anybody needs to see."""
MOST_HITS = 50
"""Complaints that a search shows."""
NOBODY = ""
"""As whose a complaint is kept that nobody has yet."""


class RegisteredComplaint(Value):
    """A complaint as the register knows it."""

    landlord: str
    reference: str
    key: str
    """The key of the message that opened it."""
    opened_with: str = Field(exclude=True)
    """A digest of what that message said; empty where it was opened before that was kept."""
    opened_at: datetime | None
    """When its first entry was recorded."""
    standing: Standing


class Part(StrEnum):
    """The lists a queue has, each in an order of its own."""

    DUE = "due"
    """What has something due: what is due next first."""
    NOTHING_DUE = "nothing_due"
    """What is open, or still owes something, and has nothing due now."""
    SETTLED = "settled"
    """What is closed and owes nothing more."""


class Filters(Value):
    """Which complaints are meant; what is left out does not matter."""

    handlers: tuple[str, ...] | None = None
    """Theirs alone, by staff ids; an empty id for what nobody has yet. A team is its members."""
    stage: Stage | None = None
    classification: Classification | None = None
    overdue: bool = False
    """Only what is overdue."""
    tag: Tag | None = None
    waits_for: WaitsFor | None = None
    reader: str = ""
    """The staff id of whoever reads: what is about them is left out."""


EVERYTHING = Filters()
"""No filter at all."""


class After(Value):
    """Where a page ended: the next begins beyond it, wherever lines have moved meanwhile."""

    next_due_at: datetime | None = None
    reference: str


class QueuePage(Value):
    """Some lines of a queue."""

    lines: tuple[RegisteredComplaint, ...] = ()
    next: After | None = None
    """Beyond which the next page begins; None where this is the last."""


class Counts(Value):
    """How many complaints there are in a queue, each number up to one beyond `COUNTED`."""

    unsettled: int
    overdue: int
    due: int
    """Due by the instant that was asked for, and not overdue."""
    nothing_due: int
    nobody_yet: int


class Load(Value):
    """What somebody has."""

    handler: str
    """A staff id; empty for what nobody has yet."""
    unsettled: int
    overdue: int
    due: int
    """Due by the instant that was asked for, and not overdue."""
    today: int = 0
    """Of those, due on the day that was asked for."""


class FormerEntry(Value):
    """An entry of a former life of a complaint, which its record does not have."""

    life: str
    entry: WrittenEntry


class KeptLetter(Value):
    """A notice as it went, or was tried, by one channel."""

    key: str
    kind: NoticeKind
    channel: Channel
    recipient: str
    """The id of a member of staff, or "resident"."""
    address: str
    words: Rendered
    kept_at: datetime
    """When the try began whose words these are, in real time."""
    accepted_at: datetime | None
    """When its provider took it, by the complaint's own clock; None where nobody confirmed it, or it is for print."""
    maybe_twice: bool
    unsettled: int
    """Tries of which nobody knows whether they were accepted."""


def after_line(line: RegisteredComplaint) -> After:
    """The place just beyond *line*."""
    return After(next_due_at=line.standing.next_due_at, reference=line.reference)


def together(pages: Iterable[QueuePage], limit: int) -> QueuePage:
    """The first lines of several landlords' pages, each of *limit* lines and of the same list, as one page."""
    given = tuple(pages)
    lines = sorted((line for page in given for line in page.lines), key=_place)
    is_more = len(lines) > limit or any(page.next for page in given)
    return QueuePage(lines=tuple(lines[:limit]), next=after_line(lines[limit - 1]) if is_more else None)


def _place(line: RegisteredComplaint) -> tuple[datetime, str]:
    due_at = line.standing.next_due_at
    return (due_at or datetime.max.replace(tzinfo=UTC), line.reference)
