"""Reviving complaints that Temporal has lost, from what the register kept (D13).

Temporal must have answered that it has none running. What is done is planned first, and shown to whoever asked.
"""

import secrets
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from activities.ports import NoAnswerError, UnreadableError
from desk.register_reads import RegisterDesk
from domain.calendar.days import landlord_day, short
from domain.complaint.complaint import Case
from domain.complaint.facts.revival import NoticeOnHold, Revived
from domain.complaint.reference import ComplaintId
from domain.complaint.staff_facts import RevivedFacts
from domain.policy.staff import Officer, UnknownPersonError
from domain.revival.rebuild import Lost, WhoIs, rebuild
from domain.revival.revive import revive
from domain.value import Value
from providers.rulebook import Rulebook
from register.lines import EVERYTHING, After, Filters, Part, RegisteredComplaint
from temporal.runs import Run

if TYPE_CHECKING:
    from temporal.complaints import TemporalComplaints  # it loads Temporal's SDK

_PAGE = 200
_LIFE_BYTES = 4
_FROM_RECORD = "give the ring that opens it, or add --from-record to build it from the tables"
_END_OLDER = "--end-older ends it first, where it knows less than the register or no key opens it"
_OPEN = (Part.DUE, Part.NOTHING_DUE)


class Revival(Value):
    """What would come of reviving a complaint, or why it is not revived."""

    place: ComplaintId
    why_not: str = ""
    """Empty where it can be revived."""
    is_running: bool = False
    """Whether that is because Temporal has it running."""
    ends: str = ""
    """The run that is ended first; empty where there is none."""
    through: int = 0
    """The last entry of the record that it goes on from."""
    from_record: bool = False
    due: tuple[str, ...] = ()
    """What is owed and not late, in words."""
    late: tuple[str, ...] = ()
    """What was missed, in words."""
    held: tuple[NoticeOnHold, ...] = ()
    """What waits to go to the resident, until somebody releases it."""
    went: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    not_rebuilt: tuple[str, ...] = ()

    @property
    def is_possible(self) -> bool:
        """Whether it can be revived."""
        return not self.why_not


class How(Value):
    """How complaints are revived."""

    from_record: bool = False
    """From the register's tables, not from the kept state."""
    end_run: str = ""
    """The id of an older run that is ended first, where Temporal has it still."""
    end_older: bool = False
    """Whether any older run is ended first."""

    def may_end(self, run: Run) -> bool:
        """Whether somebody has asked for that run to be ended."""
        return self.end_older or run.run_id == self.end_run


USUAL = How()
"""From the kept state, and only where Temporal has no run."""


class _NotLostError(Exception):
    """It is not revived; the sentence says why, and what helps."""


class _RunningError(_NotLostError):
    """Temporal has it running."""


class Reviving:
    """Plans revivals, and carries them out."""

    def __init__(self, workflows: "TemporalComplaints", register: RegisterDesk, rulebook: Rulebook) -> None:
        self._workflows = workflows
        self._register = register
        self._rulebook = rulebook

    async def open_complaints(
        self, landlord: str | None = None, filters: Filters = EVERYTHING
    ) -> AsyncIterator[ComplaintId]:
        """Every such complaint that the register has as open, or as owing something still.

        Raises:
            RegisterAwayError: the register cannot be read.
        """
        for key in (landlord,) if landlord else self._rulebook.landlords():
            for part in _OPEN:
                async for place in self._listed(key, filters, part):
                    yield place

    async def plan(self, place: ComplaintId, how: How = USUAL) -> Revival:
        """What would come of reviving it now.

        Raises:
            TemporalAwayError: Temporal does not answer, so nobody can say whether it is lost.
            RegisterAwayError: the register cannot be read.
        """
        revival, _ = await self._prepared(place, how)
        return revival

    async def revive(self, place: ComplaintId, how: How = USUAL) -> Revival:
        """Revive it, and say what came of it.

        Raises:
            as `plan`
        """
        revival, case = await self._prepared(place, how)
        if case is None:
            return revival
        if revival.ends:
            await self._workflows.end_run(place, revival.ends, "a revived complaint takes its place")
        if not await self._workflows.start_revived(place, case):
            return Revival(place=place, why_not="somebody else has started it meanwhile")
        return revival

    async def _prepared(self, place: ComplaintId, how: How) -> tuple[Revival, Case | None]:
        try:
            return await self._lost(place, how)
        except _NotLostError as why_not:
            return Revival(place=place, why_not=str(why_not), is_running=isinstance(why_not, _RunningError)), None

    async def _lost(self, place: ComplaintId, how: How) -> tuple[Revival, Case]:
        run = await self._workflows.last_run(place)
        if run and run.is_running and not how.may_end(run):
            raise _RunningError(f"{_is_there(run)}; {_END_OLDER}")
        known = await self._register.complaint(place)
        if known is None:
            raise _NotLostError("the register has no such complaint")
        if known.standing.settled:
            raise _NotLostError("it has ended and owes nothing: an order brings it back by itself")
        kept, not_rebuilt = await (self._rebuilt(known, place) if how.from_record else self._kept(place))
        if run and run.is_running:
            await self._check_older(place, run, kept.complaint.record_summary.entries, how)
        sends, now = await self._register.sends(place), await self._workflows.now(place)
        life = secrets.token_hex(_LIFE_BYTES)
        case = revive(kept, sends, now, life=life, from_record=how.from_record, not_rebuilt=not_rebuilt)
        return _told(place, case, run, from_record=how.from_record), case

    async def _check_older(self, place: ComplaintId, run: Run, entries: int, how: How) -> None:
        """A run that knows as much as the register is not lost, and is never ended."""
        try:
            there = (await self._workflows.case(place)).complaint.record_summary.entries
        except UnreadableError:  # no key on the ring opens it
            return
        except NoAnswerError as why:
            if how.end_run == run.run_id:  # somebody has looked at it, and names it
                return
            raise _NotLostError(f"{_is_there(run)}, and nobody can say how far it has come: {why}") from why
        if there >= entries:
            raise _RunningError(f"Temporal has it running, as run {run.run_id}, and it knows all that the register has")

    async def _kept(self, place: ComplaintId) -> tuple[Case, tuple[str, ...]]:
        """The complaint as it was kept with its last page."""
        try:
            case = await self._register.last_case(place)
        except UnreadableError as error:
            raise _NotLostError(f"{error}; {_FROM_RECORD}") from error
        if case is None:
            raise _NotLostError(f"the register kept no state of it; {_FROM_RECORD}")
        return case, ()

    async def _rebuilt(self, known: RegisteredComplaint, place: ComplaintId) -> tuple[Case, tuple[str, ...]]:
        """The complaint as its tables and its record have it, by the rules in force on the day it was received."""
        tables = await self._register.tables(place)
        if tables is None or tables.complainant is None or tables.receipt is None:
            raise _NotLostError("the register has no tables of it: a release that kept none has written it")
        lost = Lost(
            place=place,
            key=known.key,
            opened_with=known.opened_with,
            complainant=tables.complainant,
            receipt=tables.receipt,
            tables=tables,
            record=await self._register.entries(place),
        )
        zone = self._rulebook.landlord(place.landlord).time_zone
        rules = self._rulebook.rules(place.landlord, landlord_day(tables.receipt.received_at, zone))
        return rebuild(lost, rules, self._who(place.landlord, landlord_day(datetime.now(UTC), zone)))

    def _who(self, landlord: str, on: date) -> WhoIs:
        directory = self._rulebook.directory(landlord)

        def who(person: str) -> Officer:
            try:
                return directory.officer(person, on)
            except UnknownPersonError:  # they have left: no more than the id is known
                return Officer(id=person, name=person, job_title="no longer here")

        return who

    async def _listed(self, landlord: str, filters: Filters, part: Part) -> AsyncIterator[ComplaintId]:
        after: After | None = None
        while True:
            now = datetime.now(UTC)
            page = await self._register.page(landlord, filters, now, part=part, after=after, limit=_PAGE)
            for line in page.lines:
                yield ComplaintId(landlord=line.landlord, reference=line.reference)
            if page.next is None:
                return
            after = page.next


def _is_there(run: Run) -> str:
    return f"Temporal has it running, as run {run.run_id} since {run.started_at:%d %b %Y %H:%M} UTC"


def _told(place: ComplaintId, case: Case, run: Run | None, *, from_record: bool) -> Revival:
    complaint = case.complaint
    revived = next(each.facts for each in reversed(complaint.record) if isinstance(each.facts, Revived))
    told = next(each.facts for each in reversed(complaint.outbox) if isinstance(each.facts, RevivedFacts))
    return Revival(
        place=place,
        ends=run.run_id if run and run.is_running else "",
        through=revived.through,
        from_record=from_record,
        due=tuple(f"{line.what} due {short(line.due_on)}" for line in told.duties if not line.overdue_by),
        late=tuple(f"{line.what} was due {short(line.due_on)}" for line in told.duties if line.overdue_by),
        held=revived.held,
        went=revived.went,
        unsure=revived.unsure,
        not_rebuilt=revived.not_rebuilt,
    )
