"""A register and its stand-in behind one face, and pages to write in them."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol

from sqlalchemy import Engine

from activities.ports import SealedState, Written
from domain.complaint.actor import ActorKind, ActorRef
from domain.complaint.entry_kinds import EntryKind
from domain.complaint.facts.front_door import Received
from domain.policy.definition import Classification
from domain.policy.stages import Stage
from domain.views.page import Page, Standing
from domain.views.written import WrittenEntry
from register.queries import Queries
from register.record_book import RegisterRecordBook

RECEIVED_AT = datetime(2026, 4, 1, 9, 30, 15, 123456, tzinfo=UTC)


Opened = Callable[[str], Engine]
"""Opens a register for as long as the test lasts."""


class Book(Protocol):
    """A record book that can be read, as the stand-in's can."""

    def write(self, page: Page, state: SealedState | None = None) -> Written: ...
    def entries(self, landlord: str, reference: str) -> tuple[WrittenEntry, ...]: ...
    def standing(self, landlord: str, reference: str) -> Standing | None: ...


class RegisterBook(RegisterRecordBook):
    """The real one, read as the desk reads it."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self.queries = Queries(engine)

    def entries(self, landlord: str, reference: str) -> tuple[WrittenEntry, ...]:
        return self.queries.entries(landlord, reference)

    def standing(self, landlord: str, reference: str) -> Standing | None:
        complaint = self.queries.complaint(landlord, reference)
        return complaint.standing if complaint else None


def entry(number: int, text: str = "received", at: datetime = RECEIVED_AT) -> WrittenEntry:
    return WrittenEntry(
        number=number,
        kind=EntryKind.RECEIVED,
        at=at,
        recorded_at=at,
        facts=Received(classification=Classification.COMPLAINT, channel="telephone"),
        text=text,
        actor=ActorRef(kind=ActorKind.STAFF, id="priya", roles=frozenset({"complaints_handler"})),
        by="priya",
        stage=Stage.ONE,
    )


def standing(words: str = "at stage 1", due: datetime | None = None, **more: object) -> Standing:
    stands = Standing(words=words, stage=Stage.ONE, handler="priya", next_due_at=due)
    return stands.model_copy(update=more)


def page(
    *entries: WrittenEntry,
    shows: Standing | None = None,
    reference: str = "QH-1",
    landlord: str = "qualitas",
    key: str = "web-1",
    life: str = "",
    through: int = 0,
) -> Page:
    last = max((each.number for each in entries), default=0)
    return Page(
        landlord=landlord,
        reference=reference,
        key=key,
        entries=entries,
        standing=shows or standing(),
        life=life,
        through=max(through, last),
    )
