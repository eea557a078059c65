"""What the desk asks the register: a queue page by page, its counts, a team's work, look-ups, the record (D13).

What is overdue is reckoned against the instant that the caller gives, never read from a column. A statement is made
once for each set of filters: to make one takes longer than to carry it out.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    Engine,
    Integer,
    Select,
    Text,
    and_,
    bindparam,
    case,
    func,
    literal,
    select,
    tuple_,
    type_coerce,
)

from activities.ports import KeptState
from domain.complaint.reference import ComplaintId
from domain.policy.channels import Channel
from domain.revival.revive import KnownSend
from domain.views.page import Standing
from domain.views.tables import Tables
from domain.views.written import WrittenEntry
from intake.finding import Wanted
from register.engine import at_register
from register.finding import has_every
from register.letters import kept_letter, known_send, letters_of, printed, sends_of
from register.lines import (
    COUNTED,
    MOST_HITS,
    NOBODY,
    After,
    Counts,
    Filters,
    FormerEntry,
    KeptLetter,
    Load,
    Part,
    QueuePage,
    RegisteredComplaint,
    after_line,
)
from register.plain_tables import read_tables
from register.states import kept_state
from register.tables import HAS_TAGS, IS_WAITING, ComplaintRow, EntryRow, FormerEntryRow, SendRow
from register.texts import RegisterTexts

_ESCAPE = "\\"
_C = ComplaintRow.__table__.c
_LINE = tuple(_C[name] for name in ("landlord", "reference", "key", "opened_with", "opened_at"))
_STANDING = tuple(_C[name] for name in Standing.model_fields if name != "overdue")


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
        asked = _page(part, _given(filters), is_first=after is None)
        rows = self._all(asked, _values(landlord, filters, now, after=after, most=limit + 1))
        lines = tuple(_complaint(row, now) for row in rows[:limit])
        return QueuePage(lines=lines, next=after_line(lines[-1]) if len(rows) > limit else None)

    def count(self, landlord: str, filters: Filters, now: datetime, *, part: Part = Part.DUE) -> int:
        """How many lines a list has, up to one beyond `COUNTED`."""
        asked = _count(part, _given(filters))
        found: int = self._all(asked, _values(landlord, filters, now, most=COUNTED + 1))[0]["lines"]
        return found

    def counts(self, landlord: str, filters: Filters, now: datetime, due_by: datetime) -> Counts:
        """How many complaints there are, are overdue, are due by *due_by*, have nothing due, belong to nobody yet."""
        values = _values(landlord, filters, now, due_by=due_by, most=COUNTED + 1)
        return Counts.model_validate(self._all(_counts(_given(filters)), values)[0])

    def loads(
        self, landlord: str, now: datetime, due_by: datetime, today: date | None = None, reader: str = ""
    ) -> tuple[Load, ...]:
        """What everybody at a landlord has, by their ids, who have anything; *today* is its day.

        What is hidden from *reader* is not counted.
        """
        hidden = Filters(reader=reader)
        values = _values(landlord, hidden, now) | {"due_by": due_by, "today": today}
        return tuple(Load.model_validate(row) for row in self._all(_loads(_given(hidden)), values))

    def find(
        self, landlord: str, wanted: Sequence[Wanted], now: datetime, reader: str = ""
    ) -> tuple[RegisteredComplaint, ...]:
        """Complaints that have every word, save what is hidden from *reader*; one more than the most that are shown."""
        hidden = Filters(reader=reader)
        theirs = (_C.landlord == bindparam("landlord"), has_every(landlord, wanted), *_narrowed(_given(hidden)))
        asked = select(*_LINE, *_STANDING).where(*theirs).order_by(_C.closed, _C.reference).limit(MOST_HITS + 1)
        rows = self._all(asked, _values(landlord, hidden, now))
        return tuple(_complaint(row, now) for row in rows)

    def unsettled(self) -> frozenset[ComplaintId]:
        """Every complaint that is open or still owes something, of all landlords."""
        asked = select(_C.landlord, _C.reference).where(_C.settled.is_(False))
        return frozenset(ComplaintId(**row) for row in self._all(asked))

    def uses_prefix(self, landlord: str, prefix: str) -> bool:
        """Whether a reference of the landlord's begins with that prefix."""
        asked = select(_C.reference).where(_C.landlord == landlord, _C.reference.startswith(f"{prefix}-"))
        return bool(self._all(asked.limit(1)))

    def of_other_prefixes(self, landlord: str, prefixes: Sequence[str]) -> tuple[int, str]:
        """How many of the landlord's references begin with none of those prefixes, and the first of them."""
        others = (~_C.reference.startswith(f"{prefix}-") for prefix in prefixes)
        asked = select(func.count().label("many"), func.min(_C.reference).label("first"))
        row = self._all(asked.where(_C.landlord == landlord, *others))[0]
        return row["many"], row["first"] or ""

    def entries(self, landlord: str, reference: str) -> tuple[WrittenEntry, ...]:
        """The complaint's record, in order."""
        ours = (EntryRow.landlord == landlord, EntryRow.reference == reference)
        asked = select(EntryRow.__table__).where(*ours).order_by(EntryRow.number)
        return tuple(WrittenEntry.model_validate(row) for row in self._all(asked))

    def former_entries(self, landlord: str, reference: str) -> tuple[FormerEntry, ...]:
        """What former lives of the complaint had otherwise, in order."""
        ours = (FormerEntryRow.landlord == landlord, FormerEntryRow.reference == reference)
        asked = (
            select(FormerEntryRow.__table__).where(*ours).order_by(FormerEntryRow.number, FormerEntryRow.recorded_at)
        )
        return tuple(FormerEntry(life=row["life"], entry=WrittenEntry.model_validate(row)) for row in self._all(asked))

    def texts(self, landlord: str, reference: str, digests: frozenset[str]) -> Mapping[str, str]:
        """The complaint's long texts of those hashes, as far as they are there."""
        return RegisterTexts(self._engine).read(landlord, reference, digests)

    def letters(self, landlord: str, reference: str) -> tuple[KeptLetter, ...]:
        """The complaint's letters, e-mails and texts as they went, the oldest first."""
        return tuple(kept_letter(row) for row in self._all(letters_of(landlord, reference)))

    def sends(self, landlord: str, reference: str) -> tuple[KnownSend, ...]:
        """All notices of the complaint, by channel, that went or may have gone, in the order of their first tries."""
        return tuple(self._sends(landlord, reference))

    def _sends(self, landlord: str, reference: str) -> Iterator[KnownSend]:
        copies = {row["key"]: kept_letter(row) for row in self._all(letters_of(landlord, reference))}
        for row in self._all(sends_of(landlord, reference)):
            copy = copies.pop(row["key"], None)
            if row["unsettled"] or row["provider_id"]:
                yield known_send(row, copy)
        yield from (printed(copy) for copy in copies.values() if copy.channel is Channel.LETTER)

    def key_sent_as(self, provider_id: str) -> str:
        """The key of the send that a provider knows by that id of its own; empty where the ledger has none."""
        asked = select(SendRow.key).where(SendRow.provider_id == provider_id).limit(1)
        rows = self._all(asked)
        return rows[0]["key"] if rows else ""

    def kept_state(self, landlord: str, reference: str) -> KeptState | None:
        """The state that the complaint could go on from, sealed, as of the last page that had one."""
        with at_register(self._engine) as connection:
            return kept_state(connection, landlord, reference)

    def tables(self, landlord: str, reference: str) -> Tables | None:
        """Who complained, of what, what was promised and when it is due, in clear; None where that is not known."""
        with at_register(self._engine) as connection:
            return read_tables(connection, landlord, reference)

    def _first(self, *which: ColumnElement[bool]) -> RegisteredComplaint | None:
        asked = select(*_LINE, *_STANDING).where(*which).order_by(ComplaintRow.opened_at).limit(1)
        rows = self._all(asked)
        return _complaint(rows[0], datetime.now(UTC)) if rows else None

    def _all(self, asked: Select[*tuple[Any, ...]], values: Mapping[str, object] | None = None) -> list[dict[str, Any]]:
        with at_register(self._engine) as connection:
            return [dict(row) for row in connection.execute(asked, values).mappings()]


def _given(filters: Filters) -> frozenset[str]:
    """Which filters are set: by them a statement is known."""
    return frozenset(name for name in Filters.model_fields if getattr(filters, name) not in {None, False, ""})


def _values(landlord: str, filters: Filters, now: datetime, **more: object) -> dict[str, object]:
    """What a statement is asked with."""
    after = more.pop("after", None)
    place = {"due_at": after.next_due_at, "reference": after.reference} if isinstance(after, After) else {}
    reader, tag, waits_for = f"\n{filters.reader}\n", f"\n{filters.tag}\n", f"\n{filters.waits_for} "
    lines = {"reader": _escaped(reader), "tag": _escaped(tag), "waits_for": _escaped(waits_for)}
    handlers = {"handlers": filters.handlers or ()}
    plain = {"stage": filters.stage, "classification": filters.classification}
    return {"landlord": landlord, "now": now, **handlers, **plain, **lines, **place, **more}


@cache
def _page(part: Part, given: frozenset[str], *, is_first: bool) -> Select[*tuple[Any, ...]]:
    order = (_C.next_due_at, _C.reference) if part is Part.DUE else (_C.reference,)
    asked = select(*_LINE, *_STANDING).where(*_in(part), *_narrowed(given)).order_by(*order).limit(_most())
    return asked if is_first else asked.where(_beyond(part))


@cache
def _count(part: Part, given: frozenset[str]) -> Select[*tuple[Any, ...]]:
    return select(_up_to_most(*_in(part), *_narrowed(given)).label("lines"))


@cache
def _counts(given: frozenset[str]) -> Select[*tuple[Any, ...]]:
    ours = (*_unsettled(), *_narrowed(given))
    return select(
        _up_to_most(*ours).label("unsettled"),
        _up_to_most(*ours, _is_overdue()).label("overdue"),
        _up_to_most(*ours, *_is_due()).label("due"),
        _up_to_most(*ours, _C.next_due_at.is_(None)).label("nothing_due"),
        _up_to_most(*ours, _C.handler == NOBODY).label("nobody_yet"),
    )


@cache
def _loads(given: frozenset[str]) -> Select[*tuple[Any, ...]]:
    counted = (
        func.count().label("unsettled"),
        func.count(case((_is_overdue(), 1))).label("overdue"),
        func.count(case((and_(*_is_due()), 1))).label("due"),
        func.count(case((and_(*_is_due(), _C.next_due_on == bindparam("today", type_=Date)), 1))).label("today"),
    )
    return (
        select(_C.handler, *counted).where(*_unsettled(), *_narrowed(given)).group_by(_C.handler).order_by(_C.handler)
    )


def _in(part: Part) -> tuple[ColumnElement[bool], ...]:
    match part:
        case Part.DUE:
            return *_unsettled(), _C.next_due_at.is_not(None)
        case Part.NOTHING_DUE:
            return *_unsettled(), _C.next_due_at.is_(None)
        case Part.SETTLED:
            return _C.landlord == bindparam("landlord"), _C.settled.is_(True)


def _unsettled() -> tuple[ColumnElement[bool], ...]:
    return _C.landlord == bindparam("landlord"), _C.settled.is_(False)


def _is_overdue() -> ColumnElement[bool]:
    return _C.next_due_at <= bindparam("now")


def _is_due() -> tuple[ColumnElement[bool], ...]:
    return _C.next_due_at > bindparam("now"), _C.next_due_at <= bindparam("due_by")


def _beyond(part: Part) -> ColumnElement[bool]:
    reference = bindparam("reference", type_=_C.reference.type)
    if part is not Part.DUE:
        return _C.reference > reference
    return tuple_(_C.next_due_at, _C.reference) > tuple_(bindparam("due_at", type_=_C.next_due_at.type), reference)


def _narrowed(given: frozenset[str]) -> Iterator[ColumnElement[bool]]:
    if "handlers" in given:
        yield _C.handler.in_(bindparam("handlers", expanding=True))
    if "stage" in given:
        yield _C.stage == bindparam("stage")
    if "classification" in given:
        yield _C.classification == bindparam("classification")
    if "overdue" in given:
        yield _is_overdue()
    if "tag" in given:
        yield from (HAS_TAGS, _has_line("tags", "tag"))
    if "waits_for" in given:
        yield from (IS_WAITING, _has_line("waits_for", "waits_for"))
    if "reader" in given:
        yield ~_has_line("hidden_from", "reader")


def _has_line(column: str, line: str) -> ColumnElement[bool]:
    """Whether a list that is kept as lines has the one of that name; each is asked for with the breaks around it."""
    kept = literal("\n") + type_coerce(_C[column], Text) + literal("\n")
    return kept.like(literal("%") + bindparam(line, type_=Text) + literal("%"), escape=_ESCAPE)


def _escaped(words: str) -> str:
    """*words* as a pattern that means just them."""
    for sign in (_ESCAPE, "%", "_"):
        words = words.replace(sign, f"{_ESCAPE}{sign}")
    return words


def _up_to_most(*which: ColumnElement[bool]) -> ColumnElement[int]:
    some = select(literal(1)).select_from(ComplaintRow.__table__).where(*which).limit(_most()).subquery()
    return select(func.count()).select_from(some).scalar_subquery()


def _most() -> BindParameter[int]:
    return bindparam("most", type_=Integer)


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
