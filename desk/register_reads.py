"""What the desk asks of the register, without holding anybody up while it is read."""

import asyncio
from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from activities.kept_states import opened_state
from activities.ports import Seals
from domain.complaint.complaint import Case, Complaint
from domain.complaint.long_texts import LongText, as_texts, fill_in, wanted, without_stubs
from domain.complaint.reference import ComplaintId
from domain.revival.revive import KnownSend
from domain.views.tables import Tables
from domain.views.written import WrittenEntry
from intake.finding import Wanted
from register.lines import After, Counts, Filters, FormerEntry, KeptLetter, Load, Part, QueuePage, RegisteredComplaint

if TYPE_CHECKING:
    from register.queries import Queries  # it loads SQLAlchemy

P = ParamSpec("P")
T = TypeVar("T")


class RegisterDesk:
    """Reads the register; each method raises RegisterAwayError."""

    def __init__(self, queries: "Queries", seals: Callable[[], Seals]) -> None:
        self._queries = queries
        self._seals = seals
        """Asked for when a state is opened: few questions need the keys."""

    async def by_key(self, landlord: str, key: str) -> RegisteredComplaint | None:
        """The complaint that was opened with that key."""
        return await _asked(self._queries.by_key, landlord, key)

    async def complaint(self, place: ComplaintId) -> RegisteredComplaint | None:
        """The complaint as the register knows it."""
        return await _asked(self._queries.complaint, place.landlord, place.reference)

    async def knows(self, place: ComplaintId) -> bool:
        """Whether there is, or was, such a complaint."""
        return await self.complaint(place) is not None

    async def uses_prefix(self, landlord: str, prefix: str) -> bool:
        """Whether a reference of the landlord's begins with that prefix."""
        return await _asked(self._queries.uses_prefix, landlord, prefix)

    async def kept_case(self, place: ComplaintId) -> Case | None:
        """The last state of a complaint that has ended, with its rules; None where it has not, as far as is known.

        Raises:
            UnreadableStateError: the key it is sealed with is missing.
        """
        kept = await _asked(self._queries.kept_state, place.landlord, place.reference)
        return opened_state(self._seals, place, kept) if kept and kept.has_ended else None

    async def last_case(self, place: ComplaintId) -> Case | None:
        """The state that a complaint could go on from, ended or not, with its rules; None where none is kept.

        Raises:
            UnreadableStateError: the key it is sealed with is missing.
        """
        kept = await _asked(self._queries.kept_state, place.landlord, place.reference)
        return opened_state(self._seals, place, kept) if kept else None

    async def tables(self, place: ComplaintId) -> Tables | None:
        """What the register's own tables hold of the complaint, which no key is needed for."""
        return await _asked(self._queries.tables, place.landlord, place.reference)

    async def entries(self, place: ComplaintId) -> tuple[WrittenEntry, ...]:
        """The complaint's record."""
        return await _asked(self._queries.entries, place.landlord, place.reference)

    async def former_entries(self, place: ComplaintId) -> tuple[FormerEntry, ...]:
        """What former lives of the complaint had otherwise than its record, with every long text in its place."""
        return await self.in_full(place, await _asked(self._queries.former_entries, place.landlord, place.reference))

    async def with_record(self, complaint: Complaint) -> Complaint:
        """*complaint* with its whole record, and with every long text in its place."""
        place = ComplaintId(landlord=complaint.landlord, reference=complaint.reference)
        written = await self.entries(place)
        before = (each.entry for each in written if each.number <= complaint.written_through)
        whole = complaint.changed(record=(*before, *complaint.record))
        return await self.in_full(place, whole, complaint.texts)

    async def in_full(self, place: ComplaintId, value: T, at_hand: tuple[LongText, ...] = ()) -> T:
        """*value* of a complaint with every long text in its place; the texts *at_hand* need not be read."""
        texts = as_texts(at_hand)
        missing = wanted(value) - texts.keys()
        if missing:
            texts |= await _asked(self._queries.texts, place.landlord, place.reference, missing)
        return without_stubs(fill_in(value, texts))

    async def letters(self, place: ComplaintId) -> tuple[KeptLetter, ...]:
        """The complaint's letters, e-mails and texts as they went."""
        return await _asked(self._queries.letters, place.landlord, place.reference)

    async def sends(self, place: ComplaintId) -> tuple[KnownSend, ...]:
        """What of the complaint went, or may have gone, as the ledger and the copies tell."""
        return await _asked(self._queries.sends, place.landlord, place.reference)

    async def page(
        self, landlord: str, filters: Filters, now: datetime, *, part: Part, after: After | None, limit: int
    ) -> QueuePage:
        """The next lines of one of a landlord's lists."""
        return await _asked(self._queries.page, landlord, filters, now, part=part, after=after, limit=limit)

    async def count(self, landlord: str, filters: Filters, now: datetime, *, part: Part) -> int:
        """How many lines a list has, as far as counts go."""
        return await _asked(self._queries.count, landlord, filters, now, part=part)

    async def counts(self, landlord: str, filters: Filters, now: datetime, due_by: datetime) -> Counts:
        """How many of a landlord's complaints there are, as far as counts go, and how urgent they are."""
        return await _asked(self._queries.counts, landlord, filters, now, due_by)

    async def loads(
        self, landlord: str, now: datetime, due_by: datetime, today: date | None = None, reader: str = ""
    ) -> tuple[Load, ...]:
        """What everybody at a landlord has, who has anything, save what is hidden from *reader*; *today* is its day."""
        return await _asked(self._queries.loads, landlord, now, due_by, today, reader)

    async def find(
        self, landlord: str, wanted: tuple[Wanted, ...], now: datetime, reader: str
    ) -> tuple[RegisteredComplaint, ...]:
        """The landlord's complaints that have every word, save what is hidden from *reader*."""
        return await _asked(self._queries.find, landlord, wanted, now, reader)


async def _asked(question: Callable[P, T], *args: P.args, **more: P.kwargs) -> T:
    return await asyncio.to_thread(question, *args, **more)
