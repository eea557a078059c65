"""The activities of the calendar check: which open complaints count by an older calendar, and which would move.

The register says by which calendar each open complaint counts; only those that differ from today's are asked. The desk
does the same before it moves them (`complaints calendar apply`).
"""

import asyncio
from collections.abc import Callable
from datetime import date, datetime

from temporalio import activity

from activities.ports import LandlordFiles, NoAnswerError, OpenWork, RunningComplaints
from activities.reporting import Reporting
from activities.rounds import Readers, Telling, readers_of
from activities.today import Today
from domain.calendar.days import landlord_day
from domain.calendar.working_calendar import WorkingCalendar
from domain.complaint.complaint import NotAllowedError
from domain.complaint.reference import ComplaintId
from domain.rounds.calendar_check import CalendarMark, CalendarReport, Move, renewed_to, would_move
from domain.rounds.reports import Round
from domain.value import Value

_AT_ONCE = 10
"""Complaints asked at the same time: each answer may need its whole history to be read again."""


class Older(Value):
    """Calendars by which open complaints count that are not today's, and how many complaints count by them."""

    marks: tuple[str, ...] = ()
    complaints: int = 0


class Batch(Value):
    """Some complaints to be asked: the next *size* beyond the reference *after*."""

    landlord: str
    marks: tuple[str, ...]
    after: str = ""
    size: int


class Asked(Value):
    """What came of a batch."""

    last: str = ""
    """The last reference of the batch; empty when there was none left."""
    answered: int = 0
    same: int = 0
    """Of those: how many count by today's calendar, though their line in the register does not say so."""
    moves: tuple[Move, ...] = ()
    """Of those with a date that would move."""
    failed: tuple[str, ...] = ()
    """Each with why."""
    days: tuple[str, ...] = ()


class CalendarTelling(Telling):
    """One reader of a calendar report."""

    report: CalendarReport


class CalendarChecks:
    """Compares calendars; every activity may be repeated, and none changes anything."""

    def __init__(
        self,
        work: OpenWork,
        files: Callable[[], LandlordFiles],
        running: RunningComplaints,
        reporting: Reporting,
    ) -> None:
        self._work = work
        self._files = files
        self._running = running
        self._reporting = reporting

    @activity.defn
    def readers_of_calendar_report(self, of: Round) -> Readers:
        """Everybody whom the report goes to; nobody but on the week's day for it."""
        today = Today.at(of.landlord, self._files())
        rounds = today.landlord.rounds
        return readers_of(of, today, rounds.calendar_check if rounds else None)

    @activity.defn
    def find_older(self, of: Round) -> Older:
        """The calendars of the landlord's open complaints that are not today's."""
        return older(self._work, self._files(), of.landlord, activity.info().started_time)

    @activity.defn
    async def ask_how_dates_move(self, batch: Batch) -> Asked:
        """Ask some complaints what today's calendar would do to them; nothing is changed."""
        files, now = await asyncio.to_thread(self._files), activity.info().started_time
        references = await asyncio.to_thread(
            self._work.counting_by, batch.landlord, batch.marks, batch.after, batch.size
        )
        turn = asyncio.Semaphore(_AT_ONCE)

        async def ask(reference: str) -> Move | str | None:
            async with turn:
                return await self._asked(files, batch.landlord, reference, now)

        answers = await asyncio.gather(*(ask(reference) for reference in references))
        moves = tuple(answer for answer in answers if isinstance(answer, Move))
        failed = tuple(answer for answer in answers if isinstance(answer, str))
        return Asked(
            last=references[-1] if references else "",
            answered=len(answers) - len(failed),
            same=len(answers) - len(failed) - len(moves),
            moves=tuple(move.model_copy(update={"days": ()}) for move in moves if move.changes),
            failed=failed,
            days=tuple(sorted({day for move in moves for day in move.days})),
        )

    @activity.defn
    def send_calendar_report(self, telling: CalendarTelling) -> bool:
        """Send one reader what was found; False when they have had it today."""
        today = Today.at(telling.landlord, self._files())
        return self._reporting.send(telling.round, telling.report, today.reader(telling.reader), today)

    async def _asked(self, files: LandlordFiles, landlord: str, reference: str, now: datetime) -> Move | str | None:
        """What today's calendar would do to it, or why it cannot be said; None where it is the one it has."""
        try:
            case = await self._running.case(ComplaintId(landlord=landlord, reference=reference))
            calendar = renewed(files, landlord, case.rules.calendar, now)
            return None if calendar.mark == case.rules.calendar.mark else would_move(case, calendar, now)
        except (NoAnswerError, NotAllowedError) as why:
            return f"{reference}: {why}"


def older(work: OpenWork, files: LandlordFiles, landlord: str, now: datetime) -> Older:
    """The calendars of the landlord's open complaints that are not today's."""
    today = landlord_day(now, files.landlord(landlord).time_zone)
    found = {mark: count for mark, count in work.marks(landlord).items() if _differs(files, landlord, mark, today)}
    return Older(marks=tuple(sorted(found)), complaints=sum(found.values()))


def renewed(files: LandlordFiles, landlord: str, old: WorkingCalendar, now: datetime) -> WorkingCalendar:
    """Today's calendar in the place of *old*."""
    today = landlord_day(now, files.landlord(landlord).time_zone)
    return files.calendar(landlord, old.covers_from, renewed_to(old.covers_to, today))


def _differs(files: LandlordFiles, landlord: str, mark: str, today: date) -> bool:
    read = CalendarMark.read(mark)
    return read is None or files.calendar(landlord, read.covers_from, renewed_to(read.covers_to, today)).mark != mark
