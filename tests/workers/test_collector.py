"""The worker's garbage collector: what is loaded is left to itself, and how long it stops the worker is shown."""

import asyncio
import gc
from collections.abc import Iterator
from unittest.mock import Mock

import pytest

from domain.complaint.complaint import Complaint
from workers.collector import LONGEST_STOP, STOPPED, Stops, settle, shown

KNOT = 400
"""Objects of a complaint that has been received, when it leaves the cache."""


@pytest.fixture(autouse=True)
def _collector_as_it_was() -> Iterator[None]:
    thresholds, callbacks = gc.get_threshold(), gc.callbacks[:]
    yield
    gc.unfreeze()
    gc.set_threshold(*thresholds)
    gc.callbacks[:] = callbacks


def until_everything(thresholds: tuple[int, int, int]) -> int:
    """New objects, less those given back, until all are looked at."""
    new, left_over, everything = thresholds
    return new * (left_over + 1) * (everything + 1)


def test_what_is_loaded_is_looked_at_no_more_and_the_rest_less_often() -> None:
    usual = gc.get_threshold()

    settle()

    assert gc.get_freeze_count() > 10_000
    assert len(gc.get_objects()) < 10_000
    assert until_everything(gc.get_threshold()) > 3 * until_everything(usual)


def test_everything_is_looked_at_before_the_knots_of_a_thousand_complaints_that_left_the_cache_pile_up() -> None:
    settle()

    assert until_everything(gc.get_threshold()) <= 1000 * KNOT


def test_every_model_is_built_before_it_is_needed() -> None:
    settle()

    assert Complaint.__pydantic_complete__


def test_each_look_is_timed() -> None:
    stops = Stops()
    gc.callbacks.append(stops)

    gc.collect()
    first = stops.longest
    gc.collect()

    assert 0 < first <= stops.longest < stops.seconds


async def test_it_is_shown_on_the_metrics_page_as_long_as_the_worker_runs() -> None:
    meter = Mock()
    counted, longest = meter.create_counter.return_value.add, meter.create_gauge_float.return_value.set

    async with asyncio.timeout(30), shown(meter, every=0.001) as stops:
        stops.seconds, stops.longest = 1.25, 0.75
        while not (longest.called and longest.call_args.args == (0.75,)):
            await asyncio.sleep(0.001)

    assert meter.create_counter.call_args.args[0] == STOPPED
    assert meter.create_gauge_float.call_args.args[0] == LONGEST_STOP
    assert sum(call.args[0] for call in counted.call_args_list) == 1250
    assert stops not in gc.callbacks
