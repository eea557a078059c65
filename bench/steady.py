"""Steady work: so many complaints a second, each with four orders, and how long one worker takes for an order.

Open loop: every order has its instant, and is timed from that, however long those before it took: what stands still
shows in all orders that fall into it, not only in one. The vendors are a stand-in that takes next to no
processor. When all orders are given, the worker goes on for ten minutes in all, and its memory is read.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from statistics import quantiles
from time import perf_counter
from typing import NamedTuple
from urllib.request import urlopen
from uuid import uuid4

from temporalio.client import WorkflowUpdateRPCTimeoutOrCancelledError
from temporalio.service import RPCError

from bench.figures import Figure, Measurement, load
from bench.lives import new_reference, start_complaint
from bench.stories import LANDLORD, ZONE, first_orders, new_case, soon
from bench.world import Handle, Process, World, world
from domain.calendar.days import landlord_day
from domain.messages.message import Answer, Message
from domain.policy.rules import Rules
from providers.rulebook import Rulebook, policies_folder
from providers.settings import Payloads
from workers.collector import EVERY, LONGEST_STOP, STOPPED

_ORDERS = 4
_BETWEEN_ORDERS = 5.0
"""Seconds from one order of a complaint to the next."""
_SHOWN_WITHIN = EVERY + 1
"""Seconds within which the worker's page shows what there is to show."""
_MOST_TIMES = 20
"""So often is the same answer asked for."""
_MIB = 1024**2


class Load(NamedTuple):
    """What is asked of the worker."""

    complaints: int
    per_second: float
    minutes: float
    """After so long in all its memory is read."""


class Timed(NamedTuple):
    """How long an order took from its instant, and how late the bench itself was with it, in seconds."""

    took: float
    late: float


class Spent(NamedTuple):
    """What each process has had of a processor, in seconds, at an instant."""

    worker: float
    server: float
    vendors: float
    at: float


async def measure(asked: Load, payloads: Payloads) -> AsyncIterator[Measurement]:
    """Give every order at its instant, and let the worker be afterwards."""
    busy, rulebook = load(), Rulebook(policies_folder())
    rules = rulebook.rules(LANDLORD, landlord_day(soon(), ZONE))
    orders = first_orders(rulebook, soon(), _ORDERS)
    async with world(payloads, quick_vendors=True) as running:
        worker = await running.complaint_worker(running.metrics_address)
        before = _spent(running, worker)
        instants = [before.at + number / asked.per_second for number in range(asked.complaints)]
        lives = await asyncio.gather(*(_live(running, rules, orders, instant) for instant in instants))
        after = _spent(running, worker)
        await asyncio.sleep(max(_SHOWN_WITHIN, before.at + asked.minutes * 60 - perf_counter()))
        page = await asyncio.to_thread(_metrics, running.metrics_address)
        figures = (*speed([each for life in lives for each in life]), *_load(before, after), *_memory(page, worker))
    conditions = (
        f"{asked.complaints} complaints, {asked.per_second:g} a second, {_ORDERS} orders each, {_BETWEEN_ORDERS:g} s "
        f"apart, memory after {asked.minutes:g} minutes, payloads {payloads}"
    )
    yield Measurement("steady", conditions, busy, figures)


async def _live(running: World, rules: Rules, orders: Sequence[Message], at: float) -> list[Timed]:
    """Open a complaint at its instant, and give it its orders at theirs; each follows on the answer to the last."""
    await _until(at)
    handle = await start_complaint(running, new_case(rules, new_reference(), soon()))
    instants = (at + place * _BETWEEN_ORDERS for place in range(1, len(orders) + 1))
    return [await _given(handle, order, instant) for order, instant in zip(orders, instants, strict=True)]


async def _given(handle: Handle, order: Message, at: float) -> Timed:
    early = at - perf_counter()
    await _until(at)
    late = perf_counter() - at
    await _answered(handle, order.model_copy(update={"at": soon()}))
    return Timed(perf_counter() - at, late if early > 0 else 0.0)


async def _answered(handle: Handle, order: Message) -> None:
    """Wait for the answer, asking for the same one again where the server puts a client off.

    Raises:
        TimeoutError: it has done so again and again.
    """
    same = str(uuid4())
    for _ in range(_MOST_TIMES):
        with suppress(WorkflowUpdateRPCTimeoutOrCancelledError, RPCError):
            await handle.execute_update(order.name, order, id=same, result_type=Answer)
            return
    raise TimeoutError(f"{handle.id} does not answer")


async def _until(instant: float) -> None:
    await asyncio.sleep(instant - perf_counter())


def _spent(running: World, worker: Process) -> Spent:
    vendors = running.parts["simulator"].cpu_seconds
    return Spent(worker.cpu_seconds, running.temporal.cpu_seconds, vendors, perf_counter())


def speed(timed: Sequence[Timed]) -> tuple[Figure, ...]:
    """What whoever gives an order waits for."""
    took = quantiles((each.took * 1e3 for each in timed), n=100)
    worst, late = max(each.took for each in timed), quantiles((each.late * 1e3 for each in timed), n=100)
    return (
        Figure("an order, p50", took[49], "ms", wanted="≤ 40"),
        Figure("an order, p99", took[98], "ms", wanted="≤ 300"),
        Figure("an order, the worst", worst * 1e3, f"ms of {len(timed)}"),
        Figure("of that late from the bench itself, p99", late[98], "ms"),
    )


def _load(before: Spent, after: Spent) -> tuple[Figure, ...]:
    seconds = after.at - before.at
    named = {"worker": "worker's", "server": "server's", "vendors": "vendors' stand-in's"}
    return tuple(
        Figure(f"{whose} processor", (getattr(after, name) - getattr(before, name)) / seconds * 100, "% of one")
        for name, whose in named.items()
    )


def _memory(page: str, worker: Process) -> tuple[Figure, ...]:
    stopped, longest = shown(page, f"{STOPPED}_total") / 1e3, shown(page, LONGEST_STOP)
    return (
        Figure("the collector's longest stop", longest, "s", wanted="≤ 0.1"),
        Figure("the collector's share", stopped / worker.cpu_seconds * 100, "% of the worker's processor"),
        Figure("worker's memory", worker.memory / _MIB, "MiB"),
    )


def _metrics(address: str) -> str:
    with urlopen(f"http://{address}/metrics", timeout=60) as page:
        text: str = page.read().decode()
    return text


def shown(page: str, name: str) -> float:
    """What a worker's page of metrics shows under *name*.

    Raises:
        LookupError: nothing.
    """
    found = re.search(rf"^{name}(?:{{[^}}]*}})? (\S+)$", page, re.MULTILINE)
    if found is None:
        raise LookupError(f"the worker's page does not show {name}")
    return float(found[1])
