"""Overhead: whole complaints against a bare workflow that does what is fixed as the least, on one server, in turns.

Each round plays so many complaints side by side from receipt to closure, then as many floors; the next round the other
way round. All clocks are moved on as the story wants it, so timers fire on both sides, and are replaced on both sides.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from statistics import median
from time import perf_counter
from typing import NamedTuple

from bench.figures import Figure, Measurement, load
from bench.floor import FloorWorkflow
from bench.floor_script import Script, fixed_script
from bench.histories import Cost, cost, usual
from bench.lives import in_room, new_reference, start_complaint, start_floor
from bench.stories import Step, Story, soon, through_stage_1, through_stage_2
from bench.worker import FLOOR, IDLE_COMPLAINTS, IDLE_FLOOR, READY
from bench.world import Handle, Process, World, world
from domain.messages.message import Answer
from providers.rulebook import Rulebook, policies_folder
from providers.settings import Payloads

_HISTORIES = 11
"""So many histories of a round are read for what they cost."""
_WARMS_UP = 6


class Batch(NamedTuple):
    """What a batch of workflows took."""

    rate: float
    """Whole workflows a second."""
    worker: float
    """Seconds of processor that one took in its worker."""
    server: float
    """And in Temporal's server."""
    handles: tuple[Handle, ...]


class Side(NamedTuple):
    """Complaints, or floors."""

    start: Callable[[Story], Awaitable[Handle]]
    tell: Callable[[Handle, Step], Awaitable[object]]
    worker: Process


class Kinds(NamedTuple):
    """Which workers: production's own where none is named for the complaints."""

    effects: str
    complaints: str
    floor: str


_REAL = Kinds("real effects", "", FLOOR)
_NO_EFFECTS = Kinds("no effects", IDLE_COMPLAINTS, IDLE_FLOOR)


class Pair(NamedTuple):
    """A round: complaints and floors."""

    ours: Batch
    floor: Batch


async def measure(complaints: int, rounds: int, payloads: Payloads) -> AsyncIterator[Measurement]:
    """Both stories, with real effects and with none."""
    async with world(payloads) as running:
        for kinds in (_REAL, _NO_EFFECTS):
            async with _workers(running, kinds) as (ours, floor):
                for story in _stories():
                    busy = load()
                    pairs = await _rounds(running, story, ours, floor, complaints, rounds)
                    figures = (*_speed(pairs), *await _costs(pairs[-1]))
                    sealed = "plain" if running.ring.seals_with is None else "encrypted"
                    conditions = f"{complaints} complaints a round, {rounds} rounds, payloads {sealed}"
                    yield Measurement(f"overhead, {story.name}, {kinds.effects}", conditions, busy, figures)


def _stories() -> tuple[Story, ...]:
    rulebook = Rulebook(policies_folder())
    return through_stage_1(rulebook, soon()), through_stage_2(rulebook, soon())


@asynccontextmanager
async def _workers(running: World, kinds: Kinds) -> AsyncIterator[tuple[Process, Process]]:
    if kinds.complaints:
        ours = await running.work(kinds.complaints, "bench.worker", kinds.complaints, ready=READY)
    else:
        ours = await running.complaint_worker()
    floor = await running.work(kinds.floor, "bench.worker", kinds.floor, ready=READY)
    try:
        yield ours, floor
    finally:
        for process in (ours, floor):
            await asyncio.to_thread(process.stop)


async def _rounds(
    running: World, story: Story, ours: Process, floor: Process, complaints: int, rounds: int
) -> list[Pair]:
    complaint = _complaints(running, ours)
    floors = _floors(running, floor, fixed_script(story.name))
    await _batch(running, story, complaint, max(_WARMS_UP, complaints // 2))
    await _batch(running, story, floors, _WARMS_UP)
    return [await _pair(running, story, complaint, floors, complaints, first=number % 2) for number in range(rounds)]


async def _pair(running: World, story: Story, ours: Side, floor: Side, count: int, first: int) -> Pair:
    if first:
        theirs = await _batch(running, story, floor, count)
        return Pair(await _batch(running, story, ours, count), theirs)
    mine = await _batch(running, story, ours, count)
    return Pair(mine, await _batch(running, story, floor, count))


async def _batch(running: World, story: Story, side: Side, count: int) -> Batch:
    """So many lives side by side: a step is taken by all before any takes the next."""
    before, began = (side.worker.cpu_seconds, running.temporal.cpu_seconds), perf_counter()
    handles = await in_room(side.start(story) for _ in range(count))
    for step in story.steps:
        await in_room(_take(running, side, handle, step) for handle in handles)
    await in_room(handle.result() for handle in handles)
    seconds = perf_counter() - began
    worker, server = side.worker.cpu_seconds - before[0], running.temporal.cpu_seconds - before[1]
    return Batch(count / seconds, worker / count, server / count, tuple(handles))


async def _take(running: World, side: Side, handle: Handle, step: Step) -> None:
    if step.moves_on:
        await running.move(handle, step.order.at)
    else:
        await running.rest(handle)
    await side.tell(handle, step)


def _complaints(running: World, worker: Process) -> Side:
    async def start(story: Story) -> Handle:
        return await start_complaint(running, story.case(new_reference()), story.received_at - soon())

    async def tell(handle: Handle, step: Step) -> object:
        return await handle.execute_update(step.order.name, step.order, result_type=Answer)

    return Side(start, tell, worker)


def _floors(running: World, worker: Process, written: Script) -> Side:
    async def start(story: Story) -> Handle:
        return await start_floor(running, written, story.received_at - soon())

    async def tell(handle: Handle, step: Step) -> object:
        return await handle.execute_update(FloorWorkflow.message, step.order.model_dump(mode="json"))

    return Side(start, tell, worker)


def _speed(pairs: list[Pair]) -> list[Figure]:
    ratios = [pair.ours.rate / pair.floor.rate for pair in pairs]
    rates = [Figure("whole ones", _middle(pairs, "rate", 0), "a second", "floor", _middle(pairs, "rate", 1), "≥ 1.0")]
    spread = f"{min(ratios):.2f} to {max(ratios):.2f} by round"
    return [
        *rates,
        Figure("ratio of the rounds, median", median(ratios), spread, wanted="≥ 1.0"),
        Figure(
            "worker's processor",
            _middle(pairs, "worker", 0) * 1e3,
            "ms each",
            "floor",
            _middle(pairs, "worker", 1) * 1e3,
        ),
        Figure(
            "server's processor",
            _middle(pairs, "server", 0) * 1e3,
            "ms each",
            "floor",
            _middle(pairs, "server", 1) * 1e3,
        ),
    ]


def _middle(pairs: list[Pair], what: str, side: int) -> float:
    return median(float(getattr(pair[side], what)) for pair in pairs)


async def _costs(pair: Pair) -> list[Figure]:
    ours, floor = await _usual(pair.ours), await _usual(pair.floor)
    wanted = {"events": "≤ 0.85", "actions": "≤ 0.85", "size": "≤ 0.5"}
    units = {"size": "bytes", "actions": "billed"}
    return [
        Figure(
            f"history: {name}",
            getattr(ours, name),
            units.get(name, ""),
            "floor",
            getattr(floor, name),
            wanted.get(name, ""),
        )
        for name in Cost._fields
    ]


async def _usual(batch: Batch) -> Cost:
    return usual([cost(await handle.fetch_history()) for handle in batch.handles[:_HISTORIES]])
