"""All steps of a complaint are one trace, and no span names a person."""

import asyncio
import builtins
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from temporalio.client import Client, Interceptor, WorkflowUpdateFailedError
from temporalio.contrib.pydantic import pydantic_data_converter

from domain.complaint.actor import staff
from domain.procedure.stages.allocate import Allocate
from providers.settings import BadSettingsError
from register.engine import open_register
from register.queries import Queries
from register.upgrade import upgrade
from simulator.running import RunningSimulator
from temporal.tracing import end_tracing, tracing
from tests.collector import collecting_traces
from tests.workflows.test_complaint import officer
from tests.world import SAM, Handle, World, development_server, settings_for
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


async def test_no_span_says_what_an_error_said(tmp_path: Path) -> None:
    with collecting_traces() as collector:
        await received(tmp_path, tracing(collector.url), then=refused_by_name)
        end_tracing(collector.url)

    said = [each for span in collector.spans for event in span.events for each in event.attributes]
    assert {each.key for each in said} == {"exception.type"}
    assert {each.value.string_value for each in said} == {"temporalio.exceptions.ApplicationError"}
    assert [span.status.message for span in collector.spans if span.status.message] == []
    assert "Priya" not in collector.text


async def nothing(_: World, __: Handle) -> None:
    """Ask no more of it."""


async def refused_by_name(world: World, handle: Handle) -> None:
    """Priya Nair, whom the complaint is about, is refused in a sentence that names her."""
    now = await world.now(handle)
    priya = officer("priya-nair", now)
    with pytest.raises(WorkflowUpdateFailedError) as refused:
        await handle.execute_update("allocate", Allocate(at=now, by=staff(priya), handler=priya))
    assert "about Priya Nair" in str(refused.value.cause)


async def received(
    folder: Path,
    interceptors: Sequence[Interceptor],
    then: Callable[[World, Handle], Awaitable[None]] = nothing,
) -> str:
    """The workflow of a complaint about Priya Nair whose receipt has gone, by workers that finished what they began."""
    async with AsyncExitStack() as running:
        simulator = running.enter_context(RunningSimulator())
        settings = settings_for(folder, simulator)
        upgrade(settings.register_url)
        env = await running.enter_async_context(development_server())
        register = open_register(settings.register_url)
        running.callback(register.dispose)
        target = env.client.service_client.config.target_host
        client = await Client.connect(target, data_converter=pydantic_data_converter, interceptors=interceptors)
        by_schedule = rounds(settings, register, register, client)
        for worker in workers(
            client, sending(settings, register), recording(settings, register), settings, by_schedule
        ):
            await running.enter_async_context(worker)
        world = World(env, simulator, settings, Queries(register), "")
        handle = await world.receives("reliance", by=client, about_staff=("priya-nair",))
        async with asyncio.timeout(20):
            while not simulator.inbox()["emails"]:
                await asyncio.sleep(0.02)
        await then(world, handle)
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
