"""The worker process: connects, works until it is told to stop, finishes what is in flight."""

import asyncio
import signal
from contextlib import AsyncExitStack

import structlog

from providers.folders import Folders
from providers.logs import set_up_logs
from providers.rulebook import RulebookError
from providers.settings import Settings
from register.engine import open_register, open_to_read
from register.folders import RegisterFolders
from temporal.connection import connect_to_work
from temporal.schedules import apply_schedules, wanted
from temporal.search_attributes import TemporalNamespace, ensure_search_attributes
from temporal.tracing import end_tracing
from workers import collector
from workers.folders import kept_up
from workers.health import answering
from workers.held_staff import staff_kept_up
from workers.readiness import asking_register, asking_temporal, watched
from workers.telemetry import telemetry
from workers.wiring import held_staff, recording, rounds, said_away, sending, workers

log = structlog.get_logger()


async def run_worker(settings: Settings) -> None:
    """Work until SIGTERM or SIGINT.

    All queues drain at once: what has begun in any of them has the same time to finish, and none takes work meanwhile.

    Raises:
        BadSettingsError: a credential or the key for payloads is missing, or an address cannot be used.
        RulebookError: no landlord's folder can be used.
        SearchAttributesError: Temporal lacks what a complaint shows of itself, and we cannot add it.
        TemporalAwayError: Temporal does not answer.
    """
    set_up_logs(settings.log_format)
    ring = settings.key_ring()
    stop = _told_to_stop()
    runtime = telemetry(settings.metrics_address)
    register, reader = open_register(settings.register_url), open_to_read(settings.register_url)
    said_of_absences = said_away(settings, reader)
    folders = Folders(settings.policies, said_of_absences)
    sends, records = sending(settings, register, folders), recording(settings, register)
    _check_some_can_be_used(folders)
    client = await connect_to_work(ring, runtime, settings.traces_url)
    await ensure_search_attributes(TemporalNamespace(client))

    async def apply_rounds() -> None:
        if settings.schedules_at_start:
            await apply_schedules(client, wanted(settings))

    await apply_rounds()
    parts = {"temporal": asking_temporal(client), "register": asking_register(register)}
    async with AsyncExitStack() as running:
        running.callback(register.dispose)
        running.callback(reader.dispose)
        running.callback(end_tracing, settings.traces_url)
        readiness = await running.enter_async_context(watched(parts, runtime.metric_meter))
        health = running.enter_context(answering(readiness, settings.health_address))
        staff = held_staff(settings, said_of_absences)
        by_schedule = rounds(settings, register, reader, client, folders, said_of_absences)
        made = workers(client, sends, records, settings, by_schedule, staff=staff)
        collector.settle()
        await running.enter_async_context(collector.shown(runtime.metric_meter))
        await running.enter_async_context(staff_kept_up(staff))
        for worker in made:
            await running.enter_async_context(worker)
        said = RegisterFolders(register)
        await running.enter_async_context(kept_up(folders, said, client.identity, runtime.metric_meter, apply_rounds))
        readiness.start()
        log.info("worker.ready", health=health, metrics=settings.metrics_address, release=settings.release)
        await stop.wait()
        readiness.drain()
        log.info("worker.draining")
        await asyncio.gather(*(worker.shutdown() for worker in made))
    log.info("worker.stopped")


def _check_some_can_be_used(folders: Folders) -> None:
    """Read every landlord's folder: one that is faulty is left out, and a worker without any would do nothing."""
    readings = folders.look()
    if not any(reading.is_used for reading in readings):
        faults = [fault for reading in readings for fault in reading.faults]
        raise RulebookError("\n".join(faults) or f"there is no landlord's folder in {folders.place}")


def _told_to_stop() -> asyncio.Event:
    """Set on SIGTERM and SIGINT."""
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    return stop
