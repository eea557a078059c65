"""The activities of the digest and of the overdue report: who is told today, and the telling of one of them."""

from collections.abc import Callable
from datetime import timedelta

from temporalio import activity

from activities.ports import LandlordFiles, OpenWork
from activities.reporting import Reporting
from activities.today import Today
from domain.calendar.days import MIDNIGHT, in_words, instant_on
from domain.policy.landlord import WeeklyRound
from domain.rounds.reports import Digest, Round, digests, everybody_of, is_report_day, overdue_report, shown_through
from domain.value import Value

_DAY = timedelta(days=1)


class Telling(Value):
    """One reader of a round."""

    round: Round
    reader: str
    """Their staff id."""
    handlers: tuple[str, ...] = ()
    """Whose work is on their list; an empty id for what nobody has."""

    @property
    def landlord(self) -> str:
        """Whose round it is."""
        return self.round.landlord


class Readers(Value):
    """Who is told today; when nobody is, why."""

    each: tuple[Telling, ...] = ()
    why_none: str = ""


class StaffRounds:
    """Tells staff what is open; every activity may be repeated."""

    def __init__(self, work: OpenWork, files: Callable[[], LandlordFiles], reporting: Reporting) -> None:
        self._work = work
        self._files = files
        self._reporting = reporting

    @activity.defn
    def readers_of_digest(self, of: Round) -> Readers:
        """Who has something to do; nobody on a day the landlord does not work."""
        today = Today.at(of.landlord, self._files())
        if why := today.calendar.why_closed(today.day):
            return Readers(why_none=f"{in_words(today.day)} is not a working day: {why}")
        made = self._digests(today)
        each = tuple(Telling(round=of, reader=reader, handlers=digest.of) for reader, digest in sorted(made.items()))
        return Readers(each=each, why_none="" if each else "nobody has anything to do in these days")

    @activity.defn
    def send_digest(self, telling: Telling) -> bool:
        """Send one reader's digest; False when they have had it today, or have nothing to do any more."""
        today = Today.at(telling.landlord, self._files())
        digest = self._digests(today, telling.handlers).get(telling.reader)
        if digest is None:
            return False
        return self._reporting.send(telling.round, digest, today.reader(telling.reader), today)

    @activity.defn
    def readers_of_overdue_report(self, of: Round) -> Readers:
        """Everybody whom the report goes to; nobody but on the week's day for it."""
        today = Today.at(of.landlord, self._files())
        rounds = today.landlord.rounds
        return readers_of(of, today, rounds.overdue_report if rounds else None)

    @activity.defn
    def send_overdue_report(self, telling: Telling) -> bool:
        """Send one reader the report; False when they have had it today."""
        today = Today.at(telling.landlord, self._files())
        end_of_day = instant_on(today.day + _DAY, MIDNIGHT, today.landlord.time_zone)
        late, reader = self._work.due(telling.landlord, end_of_day), today.reader(telling.reader)
        in_all = sum(self._work.marks(telling.landlord).values())
        report = overdue_report(late, in_all, today.directory, today.calendar, today.day, reader.id)
        return self._reporting.send(telling.round, report, reader, today)

    def _digests(self, today: Today, handlers: tuple[str, ...] | None = None) -> dict[str, Digest]:
        landlord = today.landlord
        if landlord.rounds is None:
            return {}
        through = shown_through(landlord.rounds.digest, today.day, today.calendar)
        by = instant_on(through + _DAY, MIDNIGHT, landlord.time_zone)
        work = self._work.due(landlord.key, by, handlers)
        return digests(work, landlord, today.directory, today.calendar, today.day)


def readers_of(of: Round, today: Today, weekly: WeeklyRound | None) -> Readers:
    """Whom a weekly report goes to today."""
    if weekly is None:
        return Readers(why_none="the landlord's file has no [rounds]")
    if not is_report_day(weekly.day, today.day, today.calendar):
        return Readers(why_none=f"{in_words(today.day)} is not this week's day for it")
    told = everybody_of(weekly.to, today.directory, today.day)
    return Readers(each=tuple(Telling(round=of, reader=reader) for reader in told))
