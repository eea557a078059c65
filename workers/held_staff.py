"""Who works for each landlord, as the worker has read it: what an order says of somebody's roles is compared to it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

import structlog

from domain.calendar.days import landlord_day
from domain.policy.staff import Officer, StaffDirectory, UnknownPersonError
from providers.rulebook import Rulebook, RulebookError, Said
from workflows.staff_check import roles_in_words

log = structlog.get_logger()

_EVERY = 30.0
"""Seconds after which the landlords' files are read again: somebody who is new is known soon, and so is a leaver."""
_HEARD_EVERY = 2.0
"""Seconds after which what people say themselves is asked for again: a deputy does not wait to stand in."""


class HeldStaff:
    """The staff directories of all landlords whose files can be read; of one that cannot, the last that could."""

    def __init__(self, policies: Path, said: Said | None = None) -> None:
        self._policies = policies
        self._said = said
        self._files: dict[str, StaffDirectory] = {}
        self._held: dict[str, tuple[StaffDirectory, str]] = {}

    def read(self) -> None:
        """Read the landlords' files."""
        files = Rulebook(self._policies)
        for key in files.landlords():
            try:
                self._files[key], zone = files.directory(key), files.landlord(key).time_zone
                self._held[key] = (self._as_they_say(key), zone)
            except RulebookError as fault:
                log.warning("staff.unread", landlord=key, why=str(fault))

    def hear(self) -> None:
        """Ask what people say themselves of when they are away."""
        for key, (_, zone) in tuple(self._held.items()):
            self._held[key] = (self._as_they_say(key), zone)

    def _as_they_say(self, key: str) -> StaffDirectory:
        return self._files[key].as_they_say(self._said(key)) if self._said else self._files[key]

    def why_not(self, landlord: str, officer: Officer, given_at: datetime, now: datetime) -> str:
        """Why *officer* is not who the directory says, on the day of the order or today; empty where it is.

        Of a landlord that this worker has not read nothing can be said.
        """
        if landlord not in self._held:
            return ""
        directory, zone = self._held[landlord]
        try:
            on = {landlord_day(instant, zone) for instant in (given_at, now)}
            known = [directory.officer(officer.id, day).roles for day in sorted(on)]
        except UnknownPersonError:
            return f"{officer.id} is not in the staff directory that the worker holds"
        if officer.roles in known:
            return ""
        return (
            f"the order names {officer.id} as {roles_in_words(officer.roles)}, and the staff directory that the worker "
            f"holds says {roles_in_words(known[-1])}; see that desk and worker have the same files"
        )


@asynccontextmanager
async def staff_kept_up(staff: HeldStaff) -> AsyncIterator[None]:
    """Read the files, and what people say themselves, again and again, beside the work."""

    async def again(read: Callable[[], None], every: float) -> None:
        while True:
            await asyncio.sleep(every)
            await asyncio.to_thread(read)

    reading = [asyncio.create_task(again(*each)) for each in ((staff.read, _EVERY), (staff.hear, _HEARD_EVERY))]
    try:
        yield
    finally:
        for each in reading:
            each.cancel()
