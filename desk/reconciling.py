"""Reconciling the register with Temporal: each line with its workflow, both ways, and filling what is missing (D13).

What a run had written stands in its history, sealed as all of it. So a register that was restored from a backup gets
back what was written since, as long as Temporal keeps those histories.
"""

import asyncio
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from activities.ports import LostLifeError, NoAnswerError, SealedState, Seals
from domain.complaint.complaint import Case
from domain.complaint.long_texts import LongText
from domain.complaint.reference import ComplaintId
from domain.procedure.time.tick import is_settled
from domain.value import Value
from domain.views.page import Handed, Page, next_page
from domain.views.standing import standing

if TYPE_CHECKING:
    from register.gaps import Gaps, Held
    from register.record_book import RegisterRecordBook
    from temporal.complaints import TemporalComplaints
    from temporal.histories import Histories

_AT_ONCE = 20


class Fault(StrEnum):
    """In what a line and its workflow differ."""

    NO_WORKFLOW = "no_workflow"
    """The register has it open, and Temporal has none of it."""
    ENDED = "ended"
    """The register has it open, and its last run has ended."""
    NO_LINE = "no_line"
    """Temporal has it, and the register does not."""
    LACKS = "lacks"
    """The register lacks entries."""
    AHEAD = "ahead"
    """The register has entries that the workflow does not know: the workflow was wound back."""
    UNKNOWN = "unknown"
    """The workflow gives no answer."""


class Difference(Value):
    """A line and its workflow that are not the same."""

    place: ComplaintId
    fault: Fault
    numbers: tuple[int, ...] = ()
    """The entries that are lacking, or that the workflow does not know."""
    why: str = ""
    """Where nobody answers: why not."""
    filled: tuple[int, ...] = ()
    """The entries that were written now."""
    is_filled: bool = False
    """Whether line and workflow agree now, but for entries that nobody has any more."""

    @property
    def can_be_filled(self) -> bool:
        """Whether the histories may have what is missing."""
        return self.fault in {Fault.ENDED, Fault.NO_LINE, Fault.LACKS}

    @property
    def is_settled(self) -> bool:
        """Whether nothing differs any more, as far as it was filled."""
        return self.is_filled and not set(self.numbers) - set(self.filled)


class Reconciling:
    """Compares the register with Temporal, and fills what it lacks."""

    def __init__(
        self,
        workflows: "TemporalComplaints",
        histories: "Histories",
        gaps: "Gaps",
        book: "RegisterRecordBook",
        seals: Seals,
    ) -> None:
        self._workflows = workflows
        self._histories = histories
        self._gaps = gaps
        self._book = book
        self._seals = seals

    async def compare(self) -> tuple[Difference, ...]:
        """Every complaint of which line and workflow differ.

        Raises:
            RegisterAwayError: the register cannot be read.
            TemporalAwayError: Temporal does not answer.
        """
        held = {(each.landlord, each.reference): each for each in await asyncio.to_thread(self._gaps.held)}
        known = {
            (each.place.landlord, each.place.reference): each.is_running for each in await self._histories.complaints()
        }
        free = asyncio.Semaphore(_AT_ONCE)

        async def one(whose: tuple[str, str]) -> Difference | None:
            async with free:
                place = ComplaintId(landlord=whose[0], reference=whose[1])
                return await self._compared(place, held.get(whose), is_running=known.get(whose))

        found = await asyncio.gather(*(one(whose) for whose in sorted(held.keys() | known.keys())))
        return tuple(each for each in found if each)

    async def fill(self, difference: Difference, now: datetime) -> Difference:
        """Write what the histories have of what is missing, and how the complaint stands.

        Raises:
            as `compare`
            UnreadableError: the histories are sealed with a key that is not on the ring.
        """
        place = difference.place
        pages = await self._histories.pages(place)
        case = await self._case(place)
        stands = _stands(case, now) if case else pages[-1].model_copy(update={"entries": ()}) if pages else None
        if stands is None:
            return difference
        stands = stands.model_copy(update={"texts": _texts(pages, stands)})
        try:
            await asyncio.to_thread(self._book.write, stands, self._sealed(place, stands))
        except LostLifeError:
            return difference
        through = case.complaint.written_through if case else stands.through
        added = await asyncio.to_thread(self._gaps.fill, place.landlord, place.reference, pages, through)
        is_filled = difference.fault is not Fault.ENDED or stands.standing.settled
        return difference.model_copy(update={"filled": added, "is_filled": is_filled})

    def _sealed(self, place: ComplaintId, page: Page) -> SealedState | None:
        return self._seals.seal(place, page.state.complaint) if page.state else None

    async def _compared(self, place: ComplaintId, line: "Held | None", *, is_running: bool | None) -> Difference | None:
        if line is None:
            return Difference(place=place, fault=Fault.NO_LINE)
        if not is_running:
            if line.is_open:
                return Difference(place=place, fault=Fault.NO_WORKFLOW if is_running is None else Fault.ENDED)
            return self._lacking(place, line, line.last_entry) if line.has_gaps else None
        try:
            complaint = await self._workflows.complaint(place)
        except NoAnswerError as silent:
            return Difference(place=place, fault=Fault.UNKNOWN, why=str(silent))
        ahead = range(complaint.record_summary.entries + 1, line.last_entry + 1)
        if ahead:
            return Difference(place=place, fault=Fault.AHEAD, numbers=tuple(ahead))
        is_whole = line.entries >= complaint.written_through
        return None if is_whole else self._lacking(place, line, complaint.written_through)

    def _lacking(self, place: ComplaintId, line: "Held", through: int) -> Difference:
        there = self._gaps.numbers(line.landlord, line.reference)
        lacks = tuple(number for number in range(1, through + 1) if number not in there)
        return Difference(place=place, fault=Fault.LACKS, numbers=lacks)

    async def _case(self, place: ComplaintId) -> Case | None:
        """The complaint as it runs; None where it does not."""
        try:
            return await self._workflows.case(place)
        except NoAnswerError:
            return None


def _stands(case: Case, now: datetime) -> Page:
    """A page that says how a complaint stands, and nothing of its record."""
    complaint = case.complaint.changed(record=())
    has_ended = is_settled(complaint, case.rules)
    return next_page(complaint, case.rules, standing(complaint, case.rules, now), Handed(), has_ended=has_ended)


def _texts(pages: tuple[Page, ...], stands: Page) -> tuple[LongText, ...]:
    """Every long text that any of the pages has, once each."""
    return tuple({each.digest: each for page in (*pages, stands) for each in page.texts}.values())
