"""All steps of a complaint are one trace, and no span names a person."""

import asyncio
import builtins
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from temporalio.client import Client, Interceptor
from temporalio.contrib.pydantic import pydantic_data_converter

from providers.settings import BadSettingsError
from register.engine import open_register
from register.queries import Queries
from register.upgrade import upgrade
from simulator.running import RunningSimulator
from tests.collector import collecting_traces
from tests.world import SAM, World, development_server, settings_for
from workers.tracing import end_tracing, tracing
from workers.wiring import recording, rounds, sending, workers


async def test_the_steps_of_a_complaint_are_one_trace(tmp_path: Path) -> None:
    with collecting_traces() as collector:
        workflow_id = await received(tmp_path, tracing(collector.url))
        end_tracing(collector.url)

    names = {span.name for span in collector.spans}
    assert {"StartWorkflow:Complaint", "RunActivity:send_email", "RunActivity:write_record"} <= names
    assert len({span.trace_id for span in collector.spans}) == 1
    assert workflow_id in collector.text
    assert [secret for secret in (SAM.name, SAM.email, SAM.mobile, "Damp") if str(secret) in collector.text] == []


async def received(folder: Path, interceptors: Sequence[Interceptor]) -> str:
    """The workflow of a complaint whose receipt has gone, by workers that have finished what they began."""
    async with AsyncExitStack() as running:
        simulator = running.enter_context(RunningSimulator())
        settings = settings_for(folder, simulator)
        upgrade(settings.register_url)
        env = await running.enter_async_context(development_server())
        register = open_register(settings.register_url)
        running.callback(register.dispose)
        target = env.client.service_client.config.target_host
        client = await Client.connect(target, data_converter=pydantic_data_converter, interceptors=interceptors)
        by_schedule = rounds(settings, register, client)
        for worker in workers(client, sending(settings, register), recording(register), settings, by_schedule):
            await running.enter_async_context(worker)
        handle = await World(env, simulator, settings, Queries(register), "").receives("reliance", by=client)
        async with asyncio.timeout(20):
            while not simulator.inbox()["emails"]:
                await asyncio.sleep(0.02)
        return handle.id


def test_nothing_is_traced_unless_it_is_asked_for() -> None:
    assert list(tracing("")) == []
    end_tracing("")


def test_without_the_extra_the_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *args: object, **more: object) -> object:
        if name.startswith("temporalio.contrib.opentelemetry"):
            raise ImportError(name)
        return real(name, *args, **more)  # type: ignore[arg-type] # passed on as they came

    monkeypatch.setattr(builtins, "__import__", without)

    with pytest.raises(BadSettingsError, match=r"pip install 'putright\[tracing\]'"):
        tracing("http://127.0.0.1:1/v1/traces")
