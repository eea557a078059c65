"""A worker without the key waits for it, and a message that was damaged is refused alone (D14)."""

import asyncio
import logging
import shlex
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NoReturn
from unittest.mock import MagicMock

import pytest
import pytest_asyncio
from pydantic import SecretStr
from temporalio.api.common.v1 import Payload, Payloads, WorkflowExecution
from temporalio.api.enums.v1 import EventType
from temporalio.api.workflowservice.v1 import SignalWorkflowExecutionRequest
from temporalio.client import (
    Client,
    WorkflowExecutionStatus,
    WorkflowHandle,
    WorkflowHistory,
    WorkflowUpdateFailedError,
)
from temporalio.common import RawValue
from temporalio.converter import WorkflowSerializationContext
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import (
    ContinueAsNewInput,
    Replayer,
    WorkflowInboundInterceptor,
    WorkflowInterceptorClassInput,
    WorkflowOutboundInterceptor,
)

from activities.ports import NoAnswerError, NoTurnError, UnreadableError
from cli.operations.checkup import Patient, UnwellError
from cli.operations.complaint_checks import stuck
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
from register.queries import Queries
from register.upgrade import upgrade
from simulator.running import RunningSimulator
from temporal.complaints import TemporalComplaints
from temporal.data_converter import data_converter
from temporal.payload_codec import SealingCodec
from tests.records import read
from tests.world import (
    CONVERTER,
    RING,
    RULEBOOK,
    SAM,
    TEMPORAL,
    Handle,
    World,
    development_server,
    settings_for,
    with_record,
    working,
)
from workers.workflow_runner import PlainlyEncoded
from workflows.complaint import ComplaintWorkflow
from workflows.ids import complaint_workflow_id
from workflows.messages import MessageGuard
from workflows.queues import COMPLAINTS_QUEUE

A, B = new_key("a"), new_key("b")
SOON = timedelta(seconds=1)
"""After this a task that failed is tried again; ten seconds otherwise."""


def ring_of(*keys: str) -> KeyRing:
    """The first seals, all open."""
    ring = keys_in(" ".join(keys))
    return KeyRing(ring, next(iter(ring), None))


class Office:
    """A server without a worker of its own, and whoever holds such and such keys."""

    def __init__(self, env: WorkflowEnvironment, settings: Settings) -> None:
        self._env = env
        self._settings = settings

    def client(self, *keys: str) -> Client:
        """Somebody who seals with the first of these keys, and opens with all; who has none seals nothing."""
        return Client(self._env.client.service_client, data_converter=data_converter(ring_of(*keys), "default"))

    async def leaves(self, handle: Handle, name: str, payload: Payload) -> None:
        """A signal, as somebody may send it who can write to the namespace and has no key."""
        await self._env.client.workflow_service.signal_workflow_execution(
            SignalWorkflowExecutionRequest(
                namespace="default",
                workflow_execution=WorkflowExecution(workflow_id=handle.id),
                signal_name=name,
                input=Payloads(payloads=[payload]),
            )
        )

    async def says_of_stuck(self, *keys: str) -> str:
        """What the doctor says of what is stuck, with that ring."""
        known = self._settings.model_copy(update={"payload_keys": SecretStr(" ".join(keys))})
        with pytest.raises(UnwellError) as unwell:
            await stuck(Patient(known, Client(self._env.client.service_client)))
        return str(unwell.value)

    async def types(self, command: str) -> None:
        """Give a command to Temporal as it was said."""
        address = self._env.client.service_client.config.target_host
        program, *rest = shlex.split(command)
        assert program == "temporal"
        running = await asyncio.create_subprocess_exec(TEMPORAL, *rest, "--address", address)
        assert await running.wait() == 0

    @asynccontextmanager
    async def worker(self, *keys: str) -> AsyncIterator[Queries]:
        """A worker with these keys, and what is in its register."""
        async with working(WorkflowEnvironment.from_client(self.client(*keys)), self._settings) as register:
            yield Queries(register)

    async def receives(self, reference: str, *keys: str) -> Handle:
        """A complaint, received by somebody with these keys."""
        now = datetime.now(UTC)
        rules = RULEBOOK.rules("reliance", now.date())
        order = Receive(at=now, by=RESIDENT, landlord="reliance", reference=reference, summary="Damp.", resident=SAM)
        handle: Handle = await self.client(*keys).start_workflow(
            ComplaintWorkflow.run,
            Case(complaint=receive(order, rules, now), rules=rules, takes_plain=False),
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
            'refused: no such signal: there is no such signal. What came: "Hello?"'
        ]


async def test_the_doctor_names_a_signal_under_a_key_that_is_not_there_and_what_it_says_frees_the_complaint(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    handle = await office.receives("REL-MADE-UP", A)
    monkeypatch.setattr(
        "cli.operations.complaint_checks._STUCK", f"WorkflowId = '{handle.id}'"
    )  # in a while Temporal marks it so

    async with office.worker(A):
        await handle.query(ComplaintWorkflow.complaint)
        await office.client(A).get_workflow_handle(handle.id).signal("no_such_signal", "I can be read.")
        await going_on(handle)
        await office.client(B).get_workflow_handle(handle.id).signal("close", closing())
        await until_it_waits(handle)
        says = await office.says_of_stuck(A)
        assert f"{handle.id} waits with the signal 'close', encrypted under the key b, which is not on the ring" in says
        assert "waits with" not in await office.says_of_stuck(A, B)

        await office.types(says.partition("only where nobody has it, `")[2].partition("`")[0])
        complaint = await going_on(office.client(A).get_workflow_handle_for(ComplaintWorkflow.run, handle.id))
    assert not complaint.closed


async def test_an_order_while_the_workers_lack_the_key_is_not_answered_as_if_there_were_none(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("temporal.complaints.PATIENCE", timedelta(seconds=1))
    await office.receives("REL-LACKS", A)
    order = Withdraw(at=datetime.now(UTC), by=RESIDENT, reason="Found it.")

    async with office.worker(B):
        with pytest.raises(NoTurnError, match="though one has asked for work; its turn may fail"):
            await TemporalComplaints(office.client(A)).update(
                ComplaintId(landlord="reliance", reference="REL-LACKS"), order
            )


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


def closing() -> Close:
    return Close(at=datetime.now(UTC), by=RESIDENT, reason=CloseReason.RESOLVED_SATISFIED)


async def in_clear(order: object) -> Payload:
    (payload,) = await data_converter(ring_of(), "default").encode([order])
    return payload


async def sealed_for(handle: Handle, order: object, *keys: str) -> Payload:
    converter = data_converter(ring_of(*keys), "default")
    (payload,) = await converter.with_context(WorkflowSerializationContext("default", handle.id)).encode([order])
    return payload


class Unsealed(SealingCodec):
    """Sends what it is given as it is, and opens what comes."""

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        return list(payloads)


async def why_refused(handle: Handle, payload: Payload) -> str:
    """What whoever sends that update is told; it is in no history."""
    codec = Unsealed(ring_of(A, B), "default")
    converter = replace(data_converter(ring_of(A, B), "default"), payload_codec=codec)
    sender = Client(handle._client.service_client, data_converter=converter).get_workflow_handle(handle.id)
    with pytest.raises(WorkflowUpdateFailedError) as refused:
        await sender.execute_update("withdraw", RawValue(payload), rpc_timeout=timedelta(seconds=10))
    assert isinstance(refused.value.cause, ApplicationError)
    return refused.value.cause.message


async def attacked(office: Office) -> Handle:
    """A complaint begun with key A, to which everybody writes: holders of A and of B, and somebody without a key."""
    handle, other = await office.receives("REL-HELD", A), await office.receives("REL-ELSE", A)
    order = Withdraw(at=datetime.now(UTC), by=RESIDENT, reason="Found it.")
    async with office.worker(A, B) as register:
        for payload in (await in_clear(closing()), await sealed_for(other, closing(), A)):
            await office.leaves(handle, "close", payload)
            await office.client(A).get_workflow_handle(handle.id).query(ComplaintWorkflow.complaint)
        await office.client(B, A).get_workflow_handle(handle.id).signal("hello", "from B")
        told = [
            await why_refused(handle, payload) for payload in (await in_clear(order), await sealed_for(other, order, A))
        ]
        there = await going_on(office.client(A, B).get_workflow_handle(handle.id))
        complaint = await with_record(register, there)
    assert told == [NOT_ENCRYPTED, ANOTHERS]
    assert [refused.partition(". What came: {")[0] for refused in refusals(complaint)] == [
        f"refused: close: {NOT_ENCRYPTED}",
        f"refused: close: {ANOTHERS}",
        'refused: hello: there is no such signal. What came: "from B"',
    ]
    assert not complaint.closed
    return handle


NOT_ENCRYPTED = "it was not encrypted, and this complaint takes only what is"
ANOTHERS = "it was encrypted for another complaint"


async def replayed(history: WorkflowHistory, ring: KeyRing) -> Exception | None:
    """What goes wrong when a worker with that ring goes through that history again."""
    replayer = Replayer(
        workflows=[ComplaintWorkflow],
        workflow_runner=PlainlyEncoded(),
        data_converter=data_converter(ring, "default"),
        interceptors=[MessageGuard(seals=ring.seals_with is not None)],
    )
    return (await replayer.replay_workflow(history, raise_on_replay_failure=False)).replay_failure


async def test_only_a_key_holder_is_heard_and_the_history_means_the_same_with_every_ring_that_opens_it(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    handle = await attacked(office)
    history = await office.client().get_workflow_handle(handle.id).fetch_history()
    opens = [ring_of(A, B), ring_of(B, A), replace(ring_of(A, B), seals_with=None)]

    assert [await replayed(history, ring) for ring in opens] == [None] * 3
    caplog.set_level(logging.CRITICAL)
    for ring in (ring_of(A), ring_of(B), ring_of(), ring_of(new_key("c"))):
        assert "CannotOpenError" in str(await replayed(history, ring))


async def test_an_update_under_a_key_that_is_not_there_is_refused_and_holds_nothing_up(office: Office) -> None:
    handle = await office.receives("REL-ASKS", A)
    order = Withdraw(at=datetime.now(UTC), by=RESIDENT, reason="Found it.")

    async with office.worker(A):
        told = await why_refused(handle, await sealed_for(handle, order, B))
        complaint = await going_on(office.client(A).get_workflow_handle(handle.id))

    assert told == "it is encrypted with a key that the worker does not have"
    assert (refusals(complaint), await failed_tasks(handle)) == ([], 0)


class Outbound(WorkflowOutboundInterceptor):
    """Hears with what a run continues."""

    def __init__(self) -> None:
        self.continued: list[object] = []

    def continue_as_new(self, input: ContinueAsNewInput) -> NoReturn:  # noqa: A002 - the SDK's name
        self.continued = [*input.args]
        raise RuntimeError("a run has ended")


@pytest.mark.parametrize("seals", [True, False])
def test_a_complaint_that_continues_takes_messages_as_its_worker_then_sends_them(*, seals: bool) -> None:
    outbound, inbound = Outbound(), MagicMock(spec=WorkflowInboundInterceptor)
    guard = MessageGuard(seals=seals).workflow_interceptor_class(
        WorkflowInterceptorClassInput(unsafe_extern_functions={})
    )
    guard(inbound).init(outbound)
    case: Case = Case.model_construct(complaint=MagicMock(), rules=MagicMock())
    (renewing,) = inbound.init.call_args.args

    with pytest.raises(RuntimeError, match="a run has ended"):
        renewing.continue_as_new(MagicMock(args=[case.model_copy(update={"takes_plain": seals})]))

    assert outbound.continued == [case.model_copy(update={"takes_plain": not seals})]
