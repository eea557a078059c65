"""Idle: what open complaints cost while nothing happens, and what it costs to start their worker again.

Held against floors that have had the messages, activities and timers that are fixed for a complaint that was received.
"""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import datetime, timedelta
from time import perf_counter

from temporalio.service import RPCError

from bench.figures import Figure, Measurement, load
from bench.floor_script import Turn, Woken, fixed_script
from bench.lives import in_room, new_reference, start_complaint, start_floor
from bench.stories import BY_EMAIL_ONLY, LANDLORD, ZONE, new_case, soon
from bench.worker import FLOOR, READY
from bench.world import Handle, Process, World, world
from domain.calendar.days import landlord_day
from domain.complaint.complaint import Complaint
from domain.procedure.time.tick import next_due, tick
from providers.rulebook import Rulebook, policies_folder
from providers.settings import Payloads

_KIB = 1024
_BEFORE_DUE = timedelta(seconds=4)
_LOOK_EVERY = 0.1
_MOST_FLOORS = 2_000
"""Floors are alike, and each costs what it costs among few: so many are enough, and fill a worker's cache."""
_MOST_TIMES = 10
"""So often is a complaint asked that does not answer."""
_MOST_ASKED = 4_000
"""So many complaints are asked for an answer after the start, more than the cache holds."""


async def measure(complaints: int, payloads: Payloads) -> AsyncIterator[Measurement]:
    """Open so many, let them be, and start the worker again."""
    busy = load()
    async with world(payloads) as running:
        worker = await running.complaint_worker()
        ours, handles = await _opened(running, worker, complaints)
        floors = min(complaints, _MOST_FLOORS)
        theirs = await _floors(running, floors)
        sides = zip(_COSTS, ours, theirs, strict=True)
        figures = tuple(Figure(name, mine, unit, "floor", floor) for (name, unit), mine, floor in sides)
        conditions = f"{complaints} open complaints and {floors} floors, a receipt sent for each, payloads {payloads}"
        yield Measurement("idle", conditions, busy, figures)
        again = await _restarted(running, worker, handles)
    yield Measurement("a worker's restart", f"{complaints} open complaints, payloads {payloads}", busy, tuple(again))


_COSTS = (
    ("server's disk", "KiB each"),
    ("server's memory", "KiB each"),
    ("worker's memory", "KiB each"),
    ("worker's memory in all", "MiB"),
    ("opened", "a second"),
)


async def _opened(running: World, worker: Process, count: int) -> tuple[tuple[float, ...], list[Handle]]:
    rules = Rulebook(policies_folder()).rules(LANDLORD, landlord_day(soon(), ZONE))
    cases = (new_case(rules, new_reference(), soon(), BY_EMAIL_ONLY) for _ in range(count))
    before = _sizes(running, worker)
    began = perf_counter()
    handles = await in_room(start_complaint(running, case) for case in cases)
    await in_room(running.quiet(handle) for handle in handles)
    return _costs(before, _sizes(running, worker), count, perf_counter() - began), handles


async def _floors(running: World, count: int) -> tuple[float, ...]:
    """As many floors, each with what is fixed for a complaint that was received, and waiting for its timer."""
    received = fixed_script("received")
    only_begun = received.model_copy(update={"turns": (*received.turns, Turn(by=Woken.TIMER))})
    worker = await running.work(FLOOR, "bench.worker", FLOOR, ready=READY)
    before = _sizes(running, worker)
    began = perf_counter()
    handles = await in_room(start_floor(running, only_begun) for _ in range(count))
    await in_room(running.quiet(handle) for handle in handles)
    costs = _costs(before, _sizes(running, worker), count, perf_counter() - began)
    await asyncio.to_thread(worker.stop)
    return costs


def _sizes(running: World, worker: Process) -> tuple[float, float, float]:
    return running.disk, running.temporal.memory, worker.memory


def _costs(
    before: tuple[float, float, float], after: tuple[float, float, float], count: int, seconds: float
) -> tuple[float, ...]:
    disk, server, worker = ((now - then) / count / _KIB for then, now in zip(before, after, strict=True))
    return disk, server, worker, after[2] / _KIB**2, count / seconds


async def _restarted(running: World, worker: Process, handles: list[Handle]) -> list[Figure]:
    """Kill the worker when a reminder is about to fall due; start it, and wait for the reminder, then for answers."""
    first, mails = handles[0], len(running.inbox()["emails"])
    await running.move(first, await _due(first) - _BEFORE_DUE)
    await asyncio.to_thread(worker.stop, signal.SIGKILL)
    await asyncio.sleep(2 * _BEFORE_DUE.total_seconds())
    said, began = worker.times_said("worker.ready"), perf_counter()
    worker.start()
    await worker.until_said("worker.ready", said + 1)
    ready = perf_counter() - began
    while len((await asyncio.to_thread(running.inbox))["emails"]) == mails:  # noqa: ASYNC110 - in another process
        await asyncio.sleep(_LOOK_EVERY)
    reminded = perf_counter() - began
    asked = perf_counter()
    some = handles[:_MOST_ASKED]
    again = sum(await in_room(_answered(handle) for handle in some))
    answered = perf_counter() - asked
    return [
        Figure("worker killed and started: until ready", ready, "s"),
        Figure("until a reminder that fell due meanwhile was sent", reminded, "s"),
        Figure("until they had answered a question", answered, f"s for {len(some)}, replayed; {again} asked again"),
    ]


async def _answered(handle: Handle) -> int:
    """How often it had to be asked again: a question may wait at the worker that is gone."""
    for times in range(_MOST_TIMES):
        with suppress(RPCError):
            await handle.query("complaint", result_type=Complaint)
            return times
    raise TimeoutError(f"{handle.id} does not answer")


async def _due(handle: Handle) -> datetime:
    complaint = await handle.query("complaint", result_type=Complaint)
    rules = Rulebook(policies_folder()).rules(LANDLORD, landlord_day(soon(), ZONE))
    due = next_due(tick(complaint, rules, soon()), rules, soon())
    if due is None:
        raise ValueError("an open complaint is due for something")
    return due.at
