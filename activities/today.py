"""The day at a landlord on which an activity runs: its files, its people, its working days, as they stand then."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Self

from temporalio import activity

from activities.ports import LandlordFiles
from domain.calendar.days import landlord_day
from domain.calendar.working_calendar import WorkingCalendar
from domain.policy.landlord import Landlord
from domain.policy.staff import StaffDirectory
from domain.rounds.reports import Reader


@dataclass(frozen=True)
class Today:
    """Now, at one landlord."""

    files: LandlordFiles
    landlord: Landlord
    now: datetime

    @classmethod
    def at(cls, landlord: str, files: LandlordFiles) -> Self:
        """The instant at which the activity that asks began; virtual on a development server (D6)."""
        return cls(files, files.landlord(landlord), activity.info().started_time)

    @property
    def day(self) -> date:
        """The landlord's day."""
        return landlord_day(self.now, self.landlord.time_zone)

    @cached_property
    def calendar(self) -> WorkingCalendar:
        """The working days of last year, this year and the next."""
        first, last = date(self.day.year - 1, 1, 1), date(self.day.year + 1, 12, 31)
        return self.files.calendar(self.landlord.key, first, last)

    @cached_property
    def directory(self) -> StaffDirectory:
        """Who works there."""
        return self.files.directory(self.landlord.key)

    def reader(self, person_id: str) -> Reader:
        """That member of staff, as a report's reader."""
        person = self.directory.person(person_id)
        return Reader(id=person.id, name=person.name, email=person.email)
