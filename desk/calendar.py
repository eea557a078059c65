"""Moves open complaints to a renewed calendar (D2), and says before what that would do: one after the other, once each.

The register says which open complaints count by an older calendar. Each is asked as the weekly check asks it; then, if
it is to be done, told. A complaint that has been told is not told again, so an apply that was broken off goes on where
it stopped when it is given again.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime

from activities.calendar_checks import Older, older, renewed
from activities.ports import NoAnswerError, OpenWork, RunningComplaints
from domain.complaint.complaint import NotAllowedError
from domain.complaint.reference import ComplaintId
from domain.rounds.calendar_check import Move, would_move
from domain.value import Value
from providers.rulebook import Rulebook

_BATCH = 100
_AT_ONCE = 10


class Applied(Value):
    """What came of one complaint: how its dates move, or why not."""

    reference: str
    move: Move | None = None
    """None where it counts by today's calendar already, or could not be asked or told."""
    told: bool = False
    """Whether the complaint was told now."""
    why_not: str = ""


class CalendarDesk:
    """Compares calendars, and moves complaints to today's."""

    def __init__(self, work: OpenWork, files: Rulebook, running: RunningComplaints) -> None:
        self._work = work
        self._files = files
        self._running = running

    async def older(self, landlord: str) -> Older:
        """The calendars of the landlord's open complaints that are not today's.

        Raises:
            UnknownLandlordError: there is no such landlord.
            RegisterAwayError: the register cannot be reached.
        """
        return await asyncio.to_thread(older, self._work, self._files, landlord, datetime.now(UTC))

    async def apply(self, landlord: str, found: Older, *, really: bool) -> AsyncIterator[Applied]:
        """What today's calendar does to each complaint of *found*; it is told only where that is *really* meant.

        Raises:
            RegisterAwayError: the register cannot be reached.
            TemporalAwayError: Temporal does not answer.
        """
        after = ""
        while references := await asyncio.to_thread(self._work.counting_by, landlord, found.marks, after, _BATCH):
            for few in _by(_AT_ONCE, references):
                for applied in await asyncio.gather(*(self._one(landlord, each, really=really) for each in few)):
                    yield applied
            after = references[-1]

    async def _one(self, landlord: str, reference: str, *, really: bool) -> Applied:
        place, now = ComplaintId(landlord=landlord, reference=reference), datetime.now(UTC)
        try:
            case = await self._running.case(place)
            calendar = renewed(self._files, landlord, case.rules.calendar, now)
            if calendar.mark == case.rules.calendar.mark:
                return Applied(reference=reference)
            move = would_move(case, calendar, now)
            if really:
                await self._running.change_calendar(place, calendar)
        except (NoAnswerError, NotAllowedError) as why:
            return Applied(reference=reference, why_not=str(why))
        return Applied(reference=reference, move=move, told=really)


def _by(size: int, references: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    return (references[first : first + size] for first in range(0, len(references), size))
