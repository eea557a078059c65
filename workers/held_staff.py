"""Who works for each landlord, as the worker has read it: what an order says of somebody's roles is compared to it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

import structlog

from domain.calendar.days import landlord_day
from domain.policy.staff import Officer, StaffDirectory, UnknownPersonError
from providers.rulebook import Rulebook, RulebookError
from workflows.staff_check import roles_in_words

log = structlog.get_logger()

_EVERY = 30.0
"""Seconds after which the landlords' files are read again: somebody who is new is known soon, and so is a leaver."""


class HeldStaff:
    """The staff directories of all landlords whose files can be read; of one that cannot, the last that could."""

    def __init__(self, policies: Path) -> None:
        self._policies = policies
        self._held: dict[str, tuple[StaffDirectory, str]] = {}

    def read(self) -> None:
        """Read the landlords' files."""
        files = Rulebook(self._policies)
        for key in files.landlords():
            try:
                self._held[key] = (files.directory(key), files.landlord(key).time_zone)
            except RulebookError as fault:
                log.warning("staff.unread", landlord=key, why=str(fault))

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
    """Read the files again and again, beside the work."""

    async def read() -> None:
        while True:
            await asyncio.sleep(_EVERY)
            await asyncio.to_thread(staff.read)

    reading = asyncio.create_task(read())
    try:
        yield
    finally:
        reading.cancel()
