"""The register's tables."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import (
    ColumnElement,
    DateTime,
    Dialect,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    Text,
    TypeDecorator,
    false,
    literal_column,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from domain.complaint.actor import ActorRef
from domain.complaint.exclusions import Refusal
from domain.complaint.record import EntryFacts
from domain.complaint.responses import Response
from domain.policy.rules import Rules
from domain.views.page import Waiting, WaitsFor

V = TypeVar("V")

_CANNOT_BE_KEPT = str.maketrans({"\x00": "\N{REPLACEMENT CHARACTER}"})


class Instant(TypeDecorator[datetime]):
    """An aware instant, kept in UTC; SQLite has no time zones of its own."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """In UTC, and on SQLite without saying so."""
        if value is None:
            return None
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """An aware instant again."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class Words(TypeDecorator[str]):
    """Text that people wrote. PostgreSQL keeps no NUL: one in a resident's message must not stop the record."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - as it is called
        """With a visible mark for what cannot be kept."""
        return value and value.translate(_CANNOT_BE_KEPT)


class Listed(TypeDecorator[tuple[str, ...]]):
    """Some short words in order, a line each."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str:  # noqa: ARG002 - as it is called
        """As lines."""
        return "\n".join(value or ())

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...]:  # noqa: ARG002 - as it is called
        """As words again."""
        return tuple((value or "").split("\n")) if value else ()


class Waits(TypeDecorator[tuple[Waiting, ...]]):
    """What is waited for and from whom, a line each: "approval department_manager slt".

    By when, and from whom not, stand behind a colon among them: "approval smt by:2026-11-16 not:victoria-lane".
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[Waiting, ...] | None, dialect: Dialect) -> str:  # noqa: ARG002 - as it is called
        """As lines."""
        return "\n".join(f"{each.what} {' '.join(_waited_for(each))}" for each in value or ())

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[Waiting, ...]:  # noqa: ARG002 - as it is called
        """As values again."""
        lines = (line.split() for line in (value or "").splitlines())
        return tuple(_waiting(what, rest) for what, *rest in lines)


_BY, _NOT = "by:", "not:"


def _waited_for(waiting: Waiting) -> Iterator[str]:
    yield from waiting.of
    if waiting.due_on:
        yield f"{_BY}{waiting.due_on}"
    yield from (f"{_NOT}{person}" for person in waiting.not_of)


def _waiting(what: str, rest: list[str]) -> Waiting:
    due_on = next((date.fromisoformat(each.removeprefix(_BY)) for each in rest if each.startswith(_BY)), None)
    return Waiting(
        what=WaitsFor(what),
        of=tuple(each for each in rest if not each.startswith((_BY, _NOT))),
        not_of=tuple(each.removeprefix(_NOT) for each in rest if each.startswith(_NOT)),
        due_on=due_on,
    )


class Instants(TypeDecorator[tuple[datetime, ...]]):
    """Some instants in order, a line each, in UTC."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[datetime, ...] | None, dialect: Dialect) -> str:  # noqa: ARG002 - as it is called
        """As lines."""
        return as_text(value or ())

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[datetime, ...]:  # noqa: ARG002 - as it is called
        """As instants again."""
        return tuple(datetime.fromisoformat(at) for at in (value or "").split())


class Kept(TypeDecorator[V]):
    """A value of ours, as JSON."""

    impl = Words
    cache_ok = True

    def __init__(self, kind: Any) -> None:  # noqa: ANN401 - a union of models is no type to mypy
        super().__init__()
        self._kept: TypeAdapter[V] = TypeAdapter(kind)

    def process_bind_param(self, value: V | None, dialect: Dialect) -> str:  # noqa: ARG002 - as it is called
        """As JSON."""
        return self._kept.dump_json(self._kept.validate_python(value)).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> V | None:  # noqa: ARG002 - as it is called
        """As a value again."""
        return self._kept.validate_json(value) if value else None


IS_WAITING: ColumnElement[bool] = literal_column("waits_for <> ''")
"""Said in these very words, or the index of what waits for something is not used."""
HAS_TAGS: ColumnElement[bool] = literal_column("tags <> ''")
"""As `IS_WAITING`, of what has tags."""


def _queue(name: str, *columns: str, only: str = "") -> Index:
    """An index of what is not settled, by which a queue is read; each database has its own word for the condition."""
    besides = f" AND {only}" if only else ""
    sqlite, postgresql = text(f"settled IS 0{besides}"), text(f"settled IS false{besides}")
    return Index(name, *columns, sqlite_where=sqlite, postgresql_where=postgresql)


BYTEWISE = Words().with_variant(Words(collation="C"), "postgresql")
"""Text in the order of its code points, in which the words that begin alike stand together."""


def as_text(instants: tuple[datetime, ...]) -> str:
    """As the register keeps some instants."""
    return "\n".join(at.astimezone(UTC).isoformat(timespec="seconds") for at in instants)


def _of_complaint() -> ForeignKeyConstraint:
    """Says of a row that its complaint has a line."""
    return ForeignKeyConstraint(["landlord", "reference"], ["complaints.landlord", "complaints.reference"])


class Table(DeclarativeBase):
    """What the migrations are compared with."""

    type_annotation_map = {datetime: Instant, str: Words, bytes: LargeBinary}  # noqa: RUF012 - SQLAlchemy's own


class ComplaintRow(Table):
    """How a complaint stands."""

    __tablename__ = "complaints"
    __table_args__ = (
        Index("complaints_by_key", "landlord", "key"),
        _queue("complaints_queue", "landlord", "next_due_at", "reference"),
        _queue("complaints_of_handler", "landlord", "handler", "next_due_at", "reference"),
        _queue("complaints_waiting", "landlord", "next_due_at", "reference", only=str(IS_WAITING)),
        _queue("complaints_tagged", "landlord", "next_due_at", "reference", only=str(HAS_TAGS)),
    )

    landlord: Mapped[str] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str]
    opened_with: Mapped[str] = mapped_column(server_default="")
    """A digest of what was said when it was opened; empty where it was opened before that was kept."""
    opened_at: Mapped[datetime | None]
    last_entry: Mapped[int]
    words: Mapped[str]
    name: Mapped[str] = mapped_column(server_default="")
    matter: Mapped[str] = mapped_column(server_default="")
    received_on: Mapped[date | None]
    classification: Mapped[str] = mapped_column()
    stage: Mapped[str | None]
    handler: Mapped[str]
    next_due_at: Mapped[datetime | None]
    next_due: Mapped[str]
    next_due_on: Mapped[date | None]
    promised: Mapped[str] = mapped_column(server_default="")
    overdue: Mapped[bool]
    """As of its last turn; never asked for: who reads a line reckons it against the present."""
    closed: Mapped[bool]
    settled: Mapped[bool] = mapped_column(server_default=false())
    tags: Mapped[tuple[str, ...]] = mapped_column(Listed, server_default="")
    waits_for: Mapped[tuple[Waiting, ...]] = mapped_column(Waits, server_default="")
    calendar: Mapped[str] = mapped_column()
    not_told: Mapped[tuple[str, ...]] = mapped_column(Listed)
    hidden_from: Mapped[tuple[str, ...]] = mapped_column(Listed, server_default="")
    acts_at: Mapped[tuple[datetime, ...]] = mapped_column(Instants)
    recorded_at: Mapped[datetime | None]
    """When its last entry was recorded."""
    kept_case: Mapped[str | None]
    """The last state of one that ended while workers kept it here; the others' are in `states`."""
    life: Mapped[str] = mapped_column(server_default="")
    """The life whose record this is; empty where it was written before lives were told apart."""
    former_lives: Mapped[tuple[str, ...]] = mapped_column(Listed, server_default="")
    """Those it followed, in their order."""


class FinderRow(Table):
    """A word by which a complaint is found, or what a hit shows; in tables of its own, so that it can be erased."""

    __tablename__ = "finders"
    __table_args__ = (
        _of_complaint(),
        Index("finders_of_complaint", "landlord", "reference"),
        {"sqlite_with_rowid": False},
    )

    landlord: Mapped[str] = mapped_column(BYTEWISE, primary_key=True)
    token: Mapped[str] = mapped_column(BYTEWISE, primary_key=True)
    reference: Mapped[str] = mapped_column(BYTEWISE, primary_key=True)
    kind: Mapped[str] = mapped_column(BYTEWISE, primary_key=True)


class _EntryColumns:
    """What is kept of an entry."""

    landlord: Mapped[str] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    facts: Mapped[EntryFacts] = mapped_column(Kept(EntryFacts))
    text: Mapped[str]
    """The facts in a sentence."""
    by: Mapped[str]
    actor: Mapped[ActorRef] = mapped_column(Kept(ActorRef))
    recorded_by: Mapped[str] = mapped_column(server_default="")
    clause: Mapped[str]
    stage: Mapped[str | None]


class EntryRow(_EntryColumns, Table):
    """One fact of the record, only ever added."""

    __tablename__ = "entries"
    __table_args__ = (ForeignKeyConstraint(["landlord", "reference"], ["complaints.landlord", "complaints.reference"]),)


class FormerEntryRow(_EntryColumns, Table):
    """An entry of a former life, which the record of the later one does not have."""

    __tablename__ = "former_entries"
    __table_args__ = (ForeignKeyConstraint(["landlord", "reference"], ["complaints.landlord", "complaints.reference"]),)

    life: Mapped[str] = mapped_column(primary_key=True, sort_order=1)


class TextRow(Table):
    """A long text of a complaint, which its workflow does not carry any more."""

    __tablename__ = "texts"
    __table_args__ = (_of_complaint(),)

    landlord: Mapped[str] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]


class StateRow(Table):
    """The state a complaint could go on from, sealed, with its rules (D13)."""

    __tablename__ = "states"
    __table_args__ = (_of_complaint(),)

    landlord: Mapped[str] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(primary_key=True)
    life: Mapped[str]
    """The life of which it is."""
    through: Mapped[int]
    """The last entry of the record that it knows."""
    has_ended: Mapped[bool]
    """Whether nothing is left to do in it."""
    rules: Mapped[str]
    """The mark of its rules."""
    sealed_with: Mapped[str]
    """The id of the key; empty where payloads are plain."""
    state: Mapped[bytes]


class RulesRow(Table):
    """Rules that complaints are judged by, once each; they hold nothing of a complaint."""

    __tablename__ = "rules"

    mark: Mapped[str] = mapped_column(primary_key=True)
    """A digest of them."""
    rules: Mapped[Rules] = mapped_column(Kept(Rules))


class ComplainantRow(Table):
    """Who complained, how to reach them, and what is done differently for them."""

    __tablename__ = "complainants"
    __table_args__ = (_of_complaint(),)

    landlord: Mapped[str] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str | None]
    mobile: Mapped[str | None]
    address: Mapped[tuple[str, ...]] = mapped_column(Kept(tuple[str, ...]))
    prefers: Mapped[str]
    wants_texts: Mapped[bool]
    unusable: Mapped[tuple[str, ...]] = mapped_column(Kept(tuple[str, ...]))
    not_safe: Mapped[tuple[str, ...]] = mapped_column(Kept(tuple[str, ...]))
    relation: Mapped[str | None]
    property_address: Mapped[str]
    managing_agent: Mapped[str]
    about_contractor: Mapped[str]
    needs: Mapped[str]
    adjustments: Mapped[tuple[str, ...]] = mapped_column(Kept(tuple[str, ...]))
    offered: Mapped[str]
    large_print: Mapped[bool]
    review_on: Mapped[date | None]
    death_recorded_at: Mapped[datetime | None]
    died_on: Mapped[date | None]


class ReceiptRow(Table):
    """How a complaint came, in what words, and with whom it is."""

    __tablename__ = "receipts"
    __table_args__ = (_of_complaint(),)

    landlord: Mapped[str] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(primary_key=True)
    received_at: Mapped[datetime]
    logged_at: Mapped[datetime]
    channel: Mapped[str]
    received_by: Mapped[str]
    summary: Mapped[str]
    classification: Mapped[str] = mapped_column()
    about_staff: Mapped[tuple[str, ...]] = mapped_column(Listed)
    dealt_with_before: Mapped[tuple[str, ...]] = mapped_column(Listed)
    handler: Mapped[str]
    closed_at: Mapped[datetime | None]
    closed_because: Mapped[str | None]


class IssueRow(Table):
    """What the resident is not happy with, an issue a row."""

    __tablename__ = "issues"
    __table_args__ = (_of_complaint(),)

    landlord: Mapped[str] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    words: Mapped[str]
    understood: Mapped[str]
    desired_outcome: Mapped[str]
    not_ours: Mapped[str]
    occurred_on: Mapped[date | None]
    known_on: Mapped[date | None]
    age_exception: Mapped[str | None]
    added_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    refusal: Mapped[Refusal | None] = mapped_column(Kept(Refusal | None))


class StageRow(Table):
    """How far a stage has come."""

    __tablename__ = "stages"
    __table_args__ = (_of_complaint(),)

    landlord: Mapped[str] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(primary_key=True)
    stage: Mapped[str] = mapped_column(primary_key=True)
    started_at: Mapped[datetime]
    owner: Mapped[str]
    involved: Mapped[tuple[str, ...]] = mapped_column(Listed)
    reasons: Mapped[str]
    understood: Mapped[str]
    desired_outcome: Mapped[str]
    acknowledged_at: Mapped[datetime | None]
    response_by: Mapped[date | None]
    contacted_at: Mapped[datetime | None]
    details_at: Mapped[datetime | None]
    investigated_at: Mapped[datetime | None]
    response: Mapped[Response | None] = mapped_column(Kept(Response | None))
    drafted_by: Mapped[str]
    responded_at: Mapped[datetime | None]
    response_received_on: Mapped[date | None]


class ActionRow(Table):
    """What was promised, by whom it is done and by when."""

    __tablename__ = "actions"
    __table_args__ = (_of_complaint(),)

    landlord: Mapped[str] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    stage: Mapped[str]
    what: Mapped[str]
    owner: Mapped[str]
    owner_name: Mapped[str]
    due_on: Mapped[date]
    same_as: Mapped[int | None]
    added_at: Mapped[datetime]
    completed_at: Mapped[datetime | None]
    satisfactory: Mapped[bool | None]
    answered_at: Mapped[datetime | None]
    reopened_at: Mapped[datetime | None]
    moved_at: Mapped[datetime | None]
    released_at: Mapped[datetime | None]


class DeadlineRow(Table):
    """What is or was owed, and by when."""

    __tablename__ = "deadlines"
    __table_args__ = (_of_complaint(),)

    landlord: Mapped[str] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    """In the order in which they are shown."""
    clock: Mapped[str]
    words: Mapped[str]
    stage: Mapped[str | None]
    due_on: Mapped[date]
    send_by: Mapped[date | None]
    clause: Mapped[str]
    done_on: Mapped[date | None]
    is_open: Mapped[bool]
    missed: Mapped[bool]


class SendRow(Table):
    """What the ledger knows of an errand."""

    __tablename__ = "sends"
    __table_args__ = (Index("sends_by_provider_id", "provider_id"),)

    key: Mapped[str] = mapped_column(primary_key=True)
    claimed_at: Mapped[datetime]
    unsettled: Mapped[int]
    """Tries that were neither confirmed nor released: nobody knows whether they were accepted."""
    provider_id: Mapped[str | None]
    accepted_at: Mapped[datetime | None]
    maybe_twice: Mapped[bool]
    tries: Mapped[int] = mapped_column(server_default="0")
    """How often it was tried, whatever came of it; 0 where an earlier release sent it."""
    facts: Mapped[str] = mapped_column(server_default="")
    """A digest of what it was to say; empty where it was claimed before that was kept."""


class LetterRow(Table):
    """A notice in the words in which it goes, kept before its first try."""

    __tablename__ = "letters"
    __table_args__ = (Index("letters_by_complaint", "landlord", "reference"),)

    key: Mapped[str] = mapped_column(primary_key=True)
    """The errand's key, as the ledger has it."""
    landlord: Mapped[str]
    reference: Mapped[str]
    kind: Mapped[str]
    channel: Mapped[str]
    recipient: Mapped[str]
    """The id of a member of staff, or "resident"."""
    address: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    html: Mapped[str]
    text: Mapped[str]
    kept_at: Mapped[datetime]
    facts: Mapped[str] = mapped_column(server_default="")
    """As `SendRow.facts`: for what is printed, which the ledger does not claim."""


class FolderRow(Table):
    """What a worker that runs has read of a landlord's folder."""

    __tablename__ = "folders"

    worker: Mapped[str] = mapped_column(primary_key=True)
    """As Temporal names whoever asks for work."""
    landlord: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str]
    is_used: Mapped[bool]
    faults: Mapped[tuple[str, ...]] = mapped_column(Listed)
    read_at: Mapped[datetime]
