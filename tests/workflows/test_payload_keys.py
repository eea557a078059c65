"""A worker without the key waits for it, and a message that was damaged is refused alone (D14)."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from temporalio.api.common.v1 import Payload
from temporalio.api.enums.v1 import EventType
from temporalio.client import Client, WorkflowExecutionStatus, WorkflowHandle, WorkflowUpdateFailedError
from temporalio.service import RPCError
from temporalio.testing import WorkflowEnvironment

from activities.ports import NoAnswerError, UnreadableError
from domain.complaint.actor import RESIDENT
from domain.complaint.closing import CloseReason
from domain.complaint.complaint import Case, Complaint
from domain.complaint.entry_kinds import EntryKind
from domain.complaint.reference import ComplaintId
from domain.procedure.front_door.receive import Receive, receive
from domain.procedure.stages.close import Close
from domain.procedure.stages.withdraw import Withdraw
from providers.key_ring import KeyRing, keys_in, new_key
from providers.settings import Settings
from register.upgrade import upgrade
from simulator.running import RunningSimulator
from temporal.complaints import TemporalComplaints
from temporal.data_converter import data_converter
from temporal.payload_codec import SealingCodec
from tests.records import read
from tests.world import CONVERTER, RING, RULEBOOK, SAM, Handle, World, development_server, settings_for, working
from workflows.complaint import ComplaintWorkflow
from workflows.ids import complaint_workflow_id
from workflows.queues import COMPLAINTS_QUEUE

A, B = new_key("a"), new_key("b")
SOON = timedelta(seconds=1)
"""After this a task that failed is tried again; ten seconds otherwise."""


class Office:
    """A server without a worker of its own, and whoever holds such and such keys."""

    def __init__(self, env: WorkflowEnvironment, settings: Settings) -> None:
        self._env = env
        self._settings = settings

    def client(self, *keys: str) -> Client:
        """Somebody who seals with the first of these keys, and opens with all."""
        ring = keys_in(" ".join(keys))
        return Client(
            self._env.client.service_client, data_converter=data_converter(KeyRing(ring, next(iter(ring))), "default")
        )

    @asynccontextmanager
    async def worker(self, *keys: str) -> AsyncIterator[None]:
        """A worker with these keys."""
        async with working(WorkflowEnvironment.from_client(self.client(*keys)), self._settings):
            yield

    async def receives(self, reference: str, *keys: str) -> Handle:
        """A complaint, received by somebody with these keys."""
        now = datetime.now(UTC)
        rules = RULEBOOK.rules("reliance", now.date())
        order = Receive(at=now, by=RESIDENT, landlord="reliance", reference=reference, summary="Damp.", resident=SAM)
        handle: Handle = await self.client(*keys).start_workflow(
            ComplaintWorkflow.run,
            Case(complaint=receive(order, rules, now), rules=rules),
            id=complaint_workflow_id("reliance", reference),
            task_queue=COMPLAINTS_QUEUE,
            task_timeout=SOON,
        )
        return handle


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def office(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Office]:
    folder: Path = tmp_path_factory.mktemp("office")
    with RunningSimulator() as simulator:
        settings = settings_for(folder, simulator)
        upgrade(settings.register_url)
        async with development_server() as env:
            yield Office(env, settings)


async def failed_tasks(handle: WorkflowHandle[Any, Any]) -> int:
    history = await handle.fetch_history()
    return len([e for e in history.events if e.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED])


def refusals(complaint: Complaint) -> list[str]:
    return [entry.text for entry in read(complaint) if entry.kind is EntryKind.REJECTED]


async def until_it_waits(handle: WorkflowHandle[Any, Any]) -> None:
    async with asyncio.timeout(20):
        while not await failed_tasks(handle):
            await asyncio.sleep(0.05)
    assert (await handle.describe()).status is WorkflowExecutionStatus.RUNNING


async def going_on(handle: Handle) -> Complaint:
    """The complaint, as soon as a worker can take it up again."""
    async with asyncio.timeout(20):
        while True:
            with suppress(RPCError):
                return await handle.query(ComplaintWorkflow.complaint)
            await asyncio.sleep(0.05)


async def test_a_worker_without_the_key_waits_and_goes_on_when_it_has_it(office: Office) -> None:
    handle = await office.receives("REL-WAIT", A)

    async with office.worker(B):
        await until_it_waits(handle)
    async with office.worker(A, B):
        complaint = await going_on(handle)

    assert complaint.resident == SAM
    assert refusals(complaint) == []


async def test_a_message_under_a_key_that_is_not_there_yet_is_kept_until_it_is(office: Office) -> None:
    handle = await office.receives("REL-NEWS", A)
    elsewhere = office.client(B, A).get_workflow_handle(handle.id)

    async with office.worker(A):
        await handle.query(ComplaintWorkflow.complaint)
        await elsewhere.signal("no_such_signal", "Hello?")
        await until_it_waits(handle)
    async with office.worker(A, B):
        assert refusals(await going_on(handle)) == [
            'refused: no such signal: there is no such signal What came: "Hello?"'
        ]


async def test_who_asks_without_the_key_is_told_so(office: Office) -> None:
    await office.receives("REL-DESK", A)

    async with office.worker(A):
        with pytest.raises(UnreadableError, match="cannot be opened: a payload is sealed with the key a"):
            await TemporalComplaints(office.client(B)).case(ComplaintId(landlord="reliance", reference="REL-DESK"))


async def test_a_complaint_that_is_damaged_at_temporal_is_said_to_be(world: World) -> None:
    handle = await Damaging.client(world.env).start_workflow(
        "Complaint", "anything", id="complaint/reliance/REL-HURT", task_queue="nobody-works-on-it"
    )

    with pytest.raises(NoAnswerError, match="is damaged"):
        await TemporalComplaints(world.env.client).case(ComplaintId(landlord="reliance", reference="REL-HURT"))
    await handle.terminate()


class Damaging(SealingCodec):
    """Seals, and one bit is turned on the way."""

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        sealed = await super().encode(payloads)
        return [Payload(metadata=p.metadata, data=p.data[:-1] + bytes([p.data[-1] ^ 1])) for p in sealed]

    @classmethod
    def client(cls, env: WorkflowEnvironment) -> Client:
        """Somebody whose every message is damaged."""
        converter = replace(CONVERTER, payload_codec=cls(RING, "default"))
        return Client(env.client.service_client, data_converter=converter)


async def test_a_damaged_message_is_refused_alone(world: World) -> None:
    handle = await world.receives("reliance")
    damaging = Damaging.client(world.env).get_workflow_handle(handle.id)
    now = await world.now(handle)

    for name in ("close", "no_such_signal"):
        await damaging.signal(name, Close(at=now, by=RESIDENT, reason=CloseReason.RESOLVED_SATISFIED))
    with pytest.raises(WorkflowUpdateFailedError):
        await damaging.execute_update("withdraw", Withdraw(at=now, by=RESIDENT, reason="Found it."))

    assert refusals(await world.complaint(handle)) == [
        "refused: close: it was damaged on its way and cannot be decrypted",
        "refused: no such signal: there is no such signal",
    ]
    await world.does(handle, Withdraw(at=now, by=RESIDENT, reason="Found it."))
    assert (await world.finish(handle)).closed
    assert await failed_tasks(handle) == 0
