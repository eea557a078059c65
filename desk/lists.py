"""The lists the desk shows: a queue page by page, how much there is, and who has it; over one landlord or all of them.

A team is a department of the landlord's directory: whose it is today, is looked up when somebody asks, so that what a
person has goes with them where they go.
"""

import asyncio
from datetime import UTC, date, datetime, timedelta

from desk.readers import landlords_of, veiled
from desk.register_reads import RegisterDesk
from desk.team import Member, members, members_of, teams
from domain.calendar.days import MIDNIGHT, instant_on, landlord_day
from domain.policy.staff import Person, StaffDirectory
from intake.errors import BadInputError
from providers.rulebook import Rulebook, RulebookError
from register.lines import COUNTED, After, Counts, Filters, Part, QueuePage, RegisteredComplaint, together

_DAYS_A_WEEK = 7


class Lists:
    """Reads lists from the register and, where needed, landlords' files; each method raises RegisterAwayError."""

    def __init__(self, register: RegisterDesk, rulebook: Rulebook) -> None:
        self._register = register
        self._rulebook = rulebook

    async def page(
        self, landlord: str | None, filters: Filters, team: str, *, part: Part, after: After | None, limit: int
    ) -> QueuePage:
        """The next lines of a list: one landlord's, else of all of them in one order."""
        now = datetime.now(UTC)
        asked = self._asked(landlord, filters, team)
        reading = (self._register.page(each, of, now, part=part, after=after, limit=limit) for each, of in asked)
        page = together(await asyncio.gather(*reading), limit)
        return page.model_copy(update={"lines": tuple(veiled(line, filters.reader) for line in page.lines)})

    async def count(self, landlord: str | None, filters: Filters, team: str, *, part: Part) -> int:
        """How many lines a list has, up to one beyond what is counted."""
        now = datetime.now(UTC)
        asked = self._asked(landlord, filters, team)
        found = await asyncio.gather(*(self._register.count(each, of, now, part=part) for each, of in asked))
        return min(sum(found), COUNTED + 1)

    async def counts(self, landlord: str, filters: Filters, team: str) -> Counts:
        """How many complaints a landlord has, and how urgent they are."""
        now = datetime.now(UTC)
        ((_, narrowed),) = self._asked(landlord, filters, team)
        return await self._register.counts(landlord, narrowed, now, self._end_of_week(landlord, now))

    async def team(self, landlord: str, team: str, reader: str = "") -> tuple[Member, ...]:
        """Who of a landlord's has how much; of one team where one is named."""
        now = datetime.now(UTC)
        landlords_of(reader, landlord, self._rulebook)
        directory, zone = self._rulebook.directory(landlord), self._rulebook.landlord(landlord).time_zone
        ids = self._members(landlord, team) if team else None
        today = landlord_day(now, zone)
        loads = await self._register.loads(landlord, now, self._end_of_week(landlord, now), today, reader)
        everybody = members(loads, directory, today)
        return tuple(each for each in everybody if ids is None or each.id in ids)

    def _asked(self, landlord: str | None, filters: Filters, team: str) -> list[tuple[str, Filters]]:
        """Of which landlords is asked, and for what of each."""
        landlords = landlords_of(filters.reader, landlord, self._rulebook)
        if not team:
            return [(each, filters) for each in landlords]
        known = {each: self._directory(each, is_asked_for=bool(landlord)) for each in landlords}
        of = {each: members_of(team, directory) for each, directory in known.items()}
        if not any(of.values()):
            raise _no_team(team, teams(known.values()))
        return [(each, _only(filters, ids)) for each, ids in of.items() if ids]

    def today_of(self, lines: tuple[RegisteredComplaint, ...]) -> tuple[tuple[date | None, str], ...]:
        """Of each line the day at its landlord, and how long its handler is away; nothing where files are faulty."""
        now, known = datetime.now(UTC), dict[str, tuple[date | None, StaffDirectory]]()
        for key in {line.landlord for line in lines}:
            known[key] = self._day(key, now), self._directory(key, is_asked_for=False)
        return tuple(_said(line, *known[line.landlord]) for line in lines)

    def people_of(self, landlord: str, *, is_asked_for: bool) -> tuple[Person, ...]:
        """Who works there; nobody where its files are faulty, unless it is that landlord who is asked for.

        Raises:
            RulebookError: they are.
        """
        return self._directory(landlord, is_asked_for=is_asked_for).people

    def _day(self, landlord: str, now: datetime) -> date | None:
        try:
            return landlord_day(now, self._rulebook.landlord(landlord).time_zone)
        except RulebookError:  # the doctor names it
            return None

    def _directory(self, landlord: str, *, is_asked_for: bool) -> StaffDirectory:
        try:
            return self._rulebook.directory(landlord)
        except RulebookError:
            if is_asked_for:
                raise
            return StaffDirectory(people=())  # the doctor names it

    def _members(self, landlord: str, team: str) -> tuple[str, ...]:
        directory = self._rulebook.directory(landlord)
        if ids := members_of(team, directory):
            return ids
        raise _no_team(team, teams((directory,)))

    def _end_of_week(self, landlord: str, now: datetime) -> datetime:
        """The midnight that ends the landlord's Sunday."""
        zone = self._rulebook.landlord(landlord).time_zone
        today = landlord_day(now, zone)
        return instant_on(today + timedelta(days=_DAYS_A_WEEK - today.weekday()), MIDNIGHT, zone)


def _said(line: RegisteredComplaint, today: date | None, directory: StaffDirectory) -> tuple[date | None, str]:
    return today, directory.absence(line.standing.handler, today) if today and directory.people else ""


def _only(filters: Filters, ids: tuple[str, ...]) -> Filters:
    """Those of *ids* whom the filters mean too."""
    both = ids if filters.handlers is None else tuple(each for each in ids if each in filters.handlers)
    return filters.model_copy(update={"handlers": both})


def _no_team(team: str, there: tuple[str, ...]) -> BadInputError:
    return BadInputError(f"there is no team {team!r}; there are: {', '.join(there) or 'none'}")
