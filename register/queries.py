"""What the desk asks the register: a queue page by page, its counts, a team's work, look-ups, the record (D13).

What is overdue is reckoned against the instant that the caller gives, never read from a column.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from pydantic import Field
from sqlalchemy import ColumnElement, Engine, Select, Text, case, func, literal, select, tuple_, type_coerce

from domain.policy.definition import Classification
from domain.policy.stages import Stage
from domain.value import Value
from domain.views.page import Standing, WaitsFor
from domain.views.status import Tag
from domain.views.written import WrittenEntry
from intake.finding import Wanted
from register.engine import at_register
from register.finding import has_every
from register.letters import KeptLetter, kept_letter, letters_of
from register.tables import ComplaintRow, EntryRow
from register.texts import RegisterTexts

COUNTED = 1000
"""Counts stop one beyond this: "1,000 and more" is all that anybody needs to see."""
MOST_HITS = 50
"""Complaints that a search shows."""
NOBODY = ""
"""As whose a complaint is kept that nobody has yet."""

_LINE = tuple(ComplaintRow.__table__.c[name] for name in ("landlord", "reference", "key", "opened_with", "opened_at"))
_STANDING = tuple(ComplaintRow.__table__.c[name] for name in Standing.model_fields if name != "overdue")


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


class Queries:
    """Reads the register; each method raises RegisterAwayError when it cannot be reached."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def complaint(self, landlord: str, reference: str) -> RegisteredComplaint | None:
        """The complaint of that reference, if there is one."""
        return self._first(ComplaintRow.landlord == landlord, ComplaintRow.reference == reference)

    def by_key(self, landlord: str, key: str) -> RegisteredComplaint | None:
        """The complaint that a message with that key opened, if there is one."""
        return self._first(ComplaintRow.landlord == landlord, ComplaintRow.key == key)

    def page(
        self,
        landlord: str,
        filters: Filters,
        now: datetime,
        *,
        part: Part = Part.DUE,
        after: After | None = None,
        limit: int = 50,
    ) -> QueuePage:
        """The next lines of one of a landlord's lists."""
        order = (ComplaintRow.next_due_at, ComplaintRow.reference) if part is Part.DUE else (ComplaintRow.reference,)
        asked = select(*_LINE, *_STANDING).where(*_in(part, landlord), *_narrowed(filters, now))
        if after is not None:
            asked = asked.where(_beyond(after, part))
        rows = self._all(asked.order_by(*order).limit(limit + 1))
        lines = tuple(_complaint(row, now) for row in rows[:limit])
        return QueuePage(lines=lines, next=after_line(lines[-1]) if len(rows) > limit else None)

    def count(self, landlord: str, filters: Filters, now: datetime, *, part: Part = Part.DUE) -> int:
        """How many lines a list has, up to one beyond `COUNTED`."""
        asked = select(_up_to_most(*_in(part, landlord), *_narrowed(filters, now)).label("lines"))
        found: int = self._all(asked)[0]["lines"]
        return found

    def counts(self, landlord: str, filters: Filters, now: datetime, due_by: datetime) -> Counts:
        """How many complaints there are, are overdue, are due by *due_by*, have nothing due, belong to nobody yet."""
        ours = (*_unsettled_at(landlord), *_narrowed(filters, now))
        asked = select(
            _up_to_most(*ours).label("unsettled"),
            _up_to_most(*ours, ComplaintRow.next_due_at <= now).label("overdue"),
            _up_to_most(*ours, ComplaintRow.next_due_at > now, ComplaintRow.next_due_at <= due_by).label("due"),
            _up_to_most(*ours, ComplaintRow.next_due_at.is_(None)).label("nothing_due"),
            _up_to_most(*ours, ComplaintRow.handler == NOBODY).label("nobody_yet"),
        )
        return Counts.model_validate(self._all(asked)[0])

    def loads(self, landlord: str, now: datetime, due_by: datetime) -> tuple[Load, ...]:
        """What everybody at a landlord has, by their ids, who have anything."""
        asked = (
            select(
                ComplaintRow.handler,
                func.count().label("unsettled"),
                _how_many(ComplaintRow.next_due_at <= now).label("overdue"),
                _how_many(ComplaintRow.next_due_at > now, ComplaintRow.next_due_at <= due_by).label("due"),
            )
            .where(*_unsettled_at(landlord))
            .group_by(ComplaintRow.handler)
            .order_by(ComplaintRow.handler)
        )
        return tuple(Load.model_validate(row) for row in self._all(asked))

    def find(
        self, landlord: str, wanted: Sequence[Wanted], now: datetime, reader: str = ""
    ) -> tuple[RegisteredComplaint, ...]:
        """Complaints that have every word, save what is hidden from *reader*; one more than the most that are shown."""
        asked = select(*_LINE, *_STANDING).where(ComplaintRow.landlord == landlord, has_every(landlord, wanted))
        asked = asked.where(*_narrowed(Filters(reader=reader), now))
        rows = self._all(asked.order_by(ComplaintRow.closed, ComplaintRow.reference).limit(MOST_HITS + 1))
        return tuple(_complaint(row, now) for row in rows)

    def entries(self, landlord: str, reference: str) -> tuple[WrittenEntry, ...]:
        """The complaint's record, in order."""
        ours = (EntryRow.landlord == landlord, EntryRow.reference == reference)
        asked = select(EntryRow.__table__).where(*ours).order_by(EntryRow.number)
        return tuple(WrittenEntry.model_validate(row) for row in self._all(asked))

    def texts(self, landlord: str, reference: str, digests: frozenset[str]) -> Mapping[str, str]:
        """The complaint's long texts of those hashes, as far as they are there."""
        return RegisterTexts(self._engine).read(landlord, reference, digests)

    def letters(self, landlord: str, reference: str) -> tuple[KeptLetter, ...]:
        """The complaint's letters, e-mails and texts as they went, the oldest first."""
        return tuple(kept_letter(row) for row in self._all(letters_of(landlord, reference)))

    def kept_case(self, landlord: str, reference: str) -> str | None:
        """The last state of an ended complaint (JSON), if it was kept."""
        ours = (ComplaintRow.landlord == landlord, ComplaintRow.reference == reference)
        rows = self._all(select(ComplaintRow.kept_case).where(*ours))
        return rows[0]["kept_case"] if rows else None

    def _first(self, *which: ColumnElement[bool]) -> RegisteredComplaint | None:
        asked = select(*_LINE, *_STANDING).where(*which).order_by(ComplaintRow.opened_at).limit(1)
        rows = self._all(asked)
        return _complaint(rows[0], datetime.now(UTC)) if rows else None

    def _all(self, asked: Select[*tuple[Any, ...]]) -> list[dict[str, Any]]:
        with at_register(self._engine) as connection:
            return [dict(row) for row in connection.execute(asked).mappings()]


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


def _in(part: Part, landlord: str) -> tuple[ColumnElement[bool], ...]:
    match part:
        case Part.DUE:
            return *_unsettled_at(landlord), ComplaintRow.next_due_at.is_not(None)
        case Part.NOTHING_DUE:
            return *_unsettled_at(landlord), ComplaintRow.next_due_at.is_(None)
        case Part.SETTLED:
            return ComplaintRow.landlord == landlord, ComplaintRow.settled.is_(True)


def _unsettled_at(landlord: str) -> tuple[ColumnElement[bool], ...]:
    return ComplaintRow.landlord == landlord, ComplaintRow.settled.is_(False)


def _beyond(after: After, part: Part) -> ColumnElement[bool]:
    reference = literal(after.reference, ComplaintRow.reference.type)
    if part is not Part.DUE:
        return ComplaintRow.reference > reference
    here = (literal(after.next_due_at, ComplaintRow.next_due_at.type), reference)
    return tuple_(ComplaintRow.next_due_at, ComplaintRow.reference) > tuple_(*here)


def _narrowed(filters: Filters, now: datetime) -> Iterable[ColumnElement[bool]]:
    if filters.handlers is not None:
        yield ComplaintRow.handler.in_(filters.handlers)
    if filters.stage is not None:
        yield ComplaintRow.stage == filters.stage
    if filters.classification is not None:
        yield ComplaintRow.classification == filters.classification
    if filters.overdue:
        yield ComplaintRow.next_due_at <= now
    if filters.tag is not None:
        yield _has_line(ComplaintRow.tags, f"{filters.tag}\n")
    if filters.waits_for is not None:
        yield _has_line(ComplaintRow.waits_for, f"{filters.waits_for} ")
    if filters.reader:
        yield ~_has_line(ComplaintRow.hidden_from, f"{filters.reader}\n")


def _has_line(column: Any, begins: str) -> ColumnElement[bool]:  # noqa: ANN401 - a column of any list of ours
    """Whether one of the lines kept in *column* begins so; a line ends with its break."""
    return (literal("\n") + type_coerce(column, Text) + literal("\n")).contains(f"\n{begins}", autoescape=True)


def _up_to_most(*which: ColumnElement[bool]) -> ColumnElement[int]:
    some = select(literal(1)).select_from(ComplaintRow).where(*which).limit(COUNTED + 1).subquery()
    return select(func.count()).select_from(some).scalar_subquery()


def _how_many(*which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((which[0] if len(which) == 1 else which[0] & which[1], 1)))


def _complaint(row: dict[str, Any], now: datetime) -> RegisteredComplaint:
    due_at = row["next_due_at"]
    return RegisteredComplaint(
        landlord=row["landlord"],
        reference=row["reference"],
        key=row["key"],
        opened_with=row["opened_with"],
        opened_at=row["opened_at"],
        standing=Standing.model_validate(row | {"overdue": due_at is not None and due_at <= now}),
    )
