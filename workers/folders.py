"""The landlords' folders in a worker: read when it starts and again every few seconds, each by itself.

A folder that is faulty is named and left out, while all others go on; one that is new, changed or mended is taken up
without a restart. What was read is kept in the register, where the doctor compares it with the files.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime

import structlog
from temporalio.common import MetricMeter
from temporalio.service import RPCError

from activities.ports import FolderReading, RegisterAwayError
from providers.folders import Folders
from register.folders import RegisterFolders

log = structlog.get_logger()

IN_USE = "putright_landlord_in_use"

EVERY = 10.0
"""Seconds from one look to the next."""

Then = Callable[[], Awaitable[None]]
"""What else is to be done where a folder has changed."""


@asynccontextmanager
async def kept_up(
    folders: Folders, said: RegisterFolders, worker: str, meter: MetricMeter, then: Then, every: float = EVERY
) -> AsyncIterator[None]:
    """Keep up with the folders for as long as the worker runs, and say in the register what was read.

    *then* is done at each change.
    """
    looking = asyncio.create_task(_keep_up(_Kept(folders, said, worker, meter), then, every))
    try:
        yield
    finally:
        looking.cancel()
        with suppress(asyncio.CancelledError):
            await looking
        with suppress(RegisterAwayError):  # the doctor asks of workers that ask for work alone
            await asyncio.to_thread(said.forget, worker, datetime.now(UTC))


class _Kept:
    """What was read, as far as the register has it."""

    def __init__(self, folders: Folders, said: RegisterFolders, worker: str, meter: MetricMeter) -> None:
        self._folders = folders
        self._said = said
        self._worker = worker
        self._noted: tuple[FolderReading, ...] = ()
        self._logged: tuple[FolderReading, ...] = ()
        self._in_use = meter.create_gauge(IN_USE, "1 where a landlord's folder is used as it is, else 0")

    def look(self) -> bool:
        """Look again; whether a folder has changed since the last look.

        Raises:
            RegisterAwayError: what was read could not be kept; the next look tries again.
        """
        readings = self._folders.look()
        changed = tuple(each for each in readings if each not in self._logged)
        for reading in changed:
            self._tell(reading)
        self._logged = readings
        if readings != self._noted:
            self._said.note(self._worker, readings, datetime.now(UTC))
            self._noted = readings
        return bool(changed)

    def _tell(self, reading: FolderReading) -> None:
        self._in_use.set(int(reading.is_used), {"landlord": reading.landlord})
        if reading.faults:
            log.error("landlord.faulty", landlord=reading.landlord, used=reading.is_used, faults=reading.faults)
        else:
            log.info("landlord.read", landlord=reading.landlord)


async def _keep_up(kept: _Kept, then: Then, every: float) -> None:
    to_do = False
    while True:
        try:
            to_do = await asyncio.to_thread(kept.look) or to_do
            if to_do:
                await then()
                to_do = False
        except (RegisterAwayError, RPCError, OSError) as why:  # a file that is just being written, too
            log.warning("landlord.not_kept_up", why=str(why))
        await asyncio.sleep(every)
