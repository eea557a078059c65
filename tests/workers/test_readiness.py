"""A worker is ready when it polls, does not drain, and reaches Temporal and the register."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from temporalio.common import MetricMeter
from temporalio.testing import WorkflowEnvironment

from providers.settings import BadSettingsError
from register.engine import open_register
from register.upgrade import upgrade
from tests.world import TEMPORAL
from workers.health import answering
from workers.readiness import Readiness, asking_register, asking_temporal, watched
from workers.telemetry import telemetry


async def fine() -> None:
    """A part that answers."""


def reading(readiness: Readiness) -> Callable[[], tuple[str, ...]]:
    """What `/readyz` goes by; asked for anew each time."""
    return lambda: readiness.why_not


async def until(so: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not so():
            await asyncio.sleep(0.01)


async def test_it_is_not_ready_before_it_polls_and_before_each_part_has_answered() -> None:
    never = asyncio.Event()

    async def silent() -> None:
        await never.wait()

    async with watched({"temporal": fine, "register": silent}, MetricMeter.noop, 0.01) as readiness:
        why_not = reading(readiness)
        await until(lambda: len(why_not()) == 2)
        assert why_not() == ("the worker is starting", "not asked yet: register")
        readiness.start()
        assert why_not() == ("not asked yet: register",)


async def test_it_is_not_ready_while_temporal_is_away() -> None:
    async with await WorkflowEnvironment.start_local(dev_server_existing_path=TEMPORAL) as env:
        ask = asking_temporal(env.client)
        async with watched({"temporal": ask}, MetricMeter.noop, 0.01) as readiness:
            why_not = reading(readiness)
            readiness.start()
            await until(lambda: not why_not())

            await env.shutdown()

            await until(lambda: bool(why_not()))
            assert why_not()[0].startswith("Temporal does not answer")


async def test_it_is_not_ready_until_the_register_has_its_tables(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'register.db'}"
    register = open_register(url)
    async with watched({"register": asking_register(register)}, MetricMeter.noop, 0.01) as readiness:
        why_not = reading(readiness)
        readiness.start()
        await until(lambda: "lacks tables or columns" in "".join(why_not()))

        upgrade(url)

        await until(lambda: not why_not())
    register.dispose()


async def test_it_is_not_ready_while_it_drains_and_says_no_more() -> None:
    async with watched({"temporal": fine}, MetricMeter.noop) as readiness:
        readiness.start()
        readiness.drain()

        assert readiness.why_not == ("the worker is draining",)


def test_an_answer_of_long_ago_is_none() -> None:
    now = 100.0
    readiness = Readiness(("temporal",), clock=lambda: now)
    readiness.start()
    readiness.see("temporal", "")
    why_not = reading(readiness)
    assert not why_not()

    now += 31

    assert why_not() == ("no answer for 30 s: temporal",)


async def test_a_fault_of_ours_is_not_taken_for_a_part_that_is_away() -> None:
    async def broken() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        async with watched({"temporal": broken}, MetricMeter.noop):
            await asyncio.sleep(0)


def test_the_page_says_why_it_is_not_ready() -> None:
    readiness = Readiness(("temporal",))
    readiness.see("temporal", "Temporal does not answer: UNAVAILABLE")

    with answering(readiness, "127.0.0.1:0") as address, pytest.raises(HTTPError) as refused:
        urlopen(f"http://{address}/readyz", timeout=30)

    assert refused.value.code == 503
    assert refused.value.read() == b"the worker is starting\nTemporal does not answer: UNAVAILABLE\n"
    refused.value.close()


def test_an_address_that_is_taken_is_named_with_its_setting() -> None:
    readiness = Readiness(())
    with answering(readiness, "127.0.0.1:0") as address:
        with pytest.raises(BadSettingsError, match="PUTRIGHT_HEALTH_ADDRESS: nothing can be served at 127"):
            answering(readiness, address).__enter__()
        with pytest.raises(BadSettingsError, match="PUTRIGHT_METRICS_ADDRESS: metrics cannot be served at 127"):
            telemetry(address)
