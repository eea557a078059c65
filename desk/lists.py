"""The lists the desk shows: a queue page by page, how much there is, and who has it; over one landlord or all of them.

A team is a department of the landlord's directory: whose it is today, is looked up when somebody asks, so that what a
person has goes with them where they go.
"""

import asyncio
from datetime import UTC, datetime, timedelta

from desk.readers import landlords_of, veiled
from desk.register_reads import RegisterDesk
from desk.team import Member, members, members_of, teams
from domain.calendar.days import MIDNIGHT, instant_on, landlord_day
from intake.errors import BadInputError
from providers.rulebook import Rulebook
from register.lines import COUNTED, After, Counts, Filters, Part, QueuePage, together

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

    async def team(self, landlord: str, team: str) -> tuple[Member, ...]:
        """Who of a landlord's has how much; of one team where one is named."""
        now = datetime.now(UTC)
        directory, zone = self._rulebook.directory(landlord), self._rulebook.landlord(landlord).time_zone
        ids = self._members(landlord, team) if team else None
        loads = await self._register.loads(landlord, now, self._end_of_week(landlord, now))
        everybody = members(loads, directory, landlord_day(now, zone))
        return tuple(each for each in everybody if ids is None or each.id in ids)

    def _asked(self, landlord: str | None, filters: Filters, team: str) -> list[tuple[str, Filters]]:
        """Of which landlords is asked, and for what of each."""
        landlords = landlords_of(filters.reader, landlord, self._rulebook)
        if not team:
            return [(each, filters) for each in landlords]
        of = {each: members_of(team, self._rulebook.directory(each)) for each in landlords}
        if not any(of.values()):
            raise _no_team(team, teams(self._rulebook.directory(each) for each in landlords))
        return [(each, _only(filters, ids)) for each, ids in of.items() if ids]

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


def _only(filters: Filters, ids: tuple[str, ...]) -> Filters:
    """Those of *ids* whom the filters mean too."""
    both = ids if filters.handlers is None else tuple(each for each in ids if each in filters.handlers)
    return filters.model_copy(update={"handlers": both})


def _no_team(team: str, there: tuple[str, ...]) -> BadInputError:
    return BadInputError(f"there is no team {team!r}; there are: {', '.join(there) or 'none'}")
