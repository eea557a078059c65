"""Python's garbage collector in a worker: nothing moves while it looks, so it is given little to look at.

As Python sets it up, a worker with a full cache is gone through from end to end again and again, 0.6 to 0.8 s at a
time. What is loaded at the start stays for good: it is left out for good. Of the rest each object costs a microsecond
or more, so it looks less often.

What complaints make is nearly all given back without the collector. But a complaint that leaves the cache is a knot of
some 400 objects that only a look at everything unties: so that few of them wait for one, it comes soon enough.
"""

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from time import perf_counter

from temporalio.common import MetricMeter

from domain.value import build_models

STOPPED, LONGEST_STOP = "putright_collector_stopped_milliseconds", "putright_collector_longest_stop_seconds"

_THRESHOLDS = (20_000, 5, 2)
"""New objects, less those given back, until new ones are looked at; so many such looks are passed over until those left
over are looked at, and so many of these until all are: after 360,000, or some nine hundred complaints that left the
cache."""
EVERY = 5.0
"""Seconds from one report to the next."""


class Stops:
    """How long the collector has held everything up: told by Python at the beginning and the end of each look."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.longest = 0.0
        self._began = 0.0

    def __call__(self, phase: str, _: dict[str, int]) -> None:
        """Take the time."""
        if phase == "start":
            self._began = perf_counter()
            return
        took = perf_counter() - self._began
        self.seconds += took
        self.longest = max(self.longest, took)


def settle() -> None:
    """Leave all that is loaded to itself, and have the collector look as often as the thresholds say."""
    build_models()
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)


@asynccontextmanager
async def shown(meter: MetricMeter, every: float = EVERY) -> AsyncIterator[Stops]:
    """Show on the metrics page how long the collector holds the worker up, for as long as the worker runs."""
    stops = Stops()
    gc.callbacks.append(stops)
    showing = asyncio.create_task(_show(stops, meter, every))
    try:
        yield stops
    finally:
        gc.callbacks.remove(stops)
        showing.cancel()
        with suppress(asyncio.CancelledError):
            await showing


async def _show(stops: Stops, meter: MetricMeter, every: float) -> None:
    """Report every few seconds: never in the middle of a look, which may come upon the meter itself at work."""
    stopped = meter.create_counter(STOPPED, "How long the garbage collector has held the worker up, in all")
    longest = meter.create_gauge_float(LONGEST_STOP, "The longest time for which it has, since the worker's start")
    reported = 0
    while True:
        milliseconds = int(stops.seconds * 1000)
        stopped.add(milliseconds - reported)
        longest.set(stops.longest)
        reported = milliseconds
        await asyncio.sleep(every)
