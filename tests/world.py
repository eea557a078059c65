"""A whole world for a test: a real development server with virtual clocks, the worker, the simulator, a register."""

import asyncio
import socket
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

from pydantic import SecretStr
from sqlalchemy import Engine
from temporalio.client import Client, WorkflowHandle
from temporalio.converter import DataConverter
from temporalio.service import RPCError, RPCStatusCode
from temporalio.testing import TimeSkippingConfig, WorkflowEnvironment

from activities.ports import RegisterAwayError
from cli.development.plan import server_flags
from desk.register_reads import RegisterDesk
from domain.calendar.days import instant_on, landlord_day
from domain.complaint.actor import RESIDENT
from domain.complaint.complaint import Case, Complaint
from domain.complaint.resident import Resident
from domain.complaint.triage import TriageAnswers
from domain.messages.message import Answer, Message
from domain.policy.rules import Rules
from domain.procedure.front_door.receive import Receive, receive
from providers.key_ring import KeyRing, keys_in
from providers.rulebook import Rulebook, policies_folder
from providers.sealed_states import StateSeals
from providers.settings import Settings
from register.engine import open_register, open_to_read
from register.queries import Queries
from register.upgrade import upgrade
from simulator.running import RunningSimulator
from temporal.clocks import ahead, caught_up
from temporal.data_converter import data_converter
from temporal.search_attributes import TemporalNamespace, ensure_search_attributes
from workers.wiring import WORKFLOWS, recording, rounds, sending, workers
from workflows.attributes import attributes
from workflows.complaint import ComplaintWorkflow
from workflows.ids import complaint_workflow_id
from workflows.queues import COMPLAINTS_QUEUE

TEMPORAL = str(Path(sys.executable).parent / "temporal")
KEYS = "tests:dGhlIGtleSBvZiBhbGwgdGVzdHMsIDMyIGJ5dGVzIGU="
"""What payloads are encrypted with, always the same: saved histories can be read later."""
PLAIN = KeyRing({}, None)
RING = KeyRing(keys_in(KEYS), "tests")
CONVERTER = data_converter(RING, "default")
RULEBOOK = Rulebook(policies_folder())
SAM = Resident(name="Sam Sample", email="sam@example.com", mobile="+447700900123")

PATIENT = timedelta(minutes=1)
"""How long a timer that is due may wait for a turn on a busy machine."""

T = TypeVar("T")
Handle = WorkflowHandle[ComplaintWorkflow, None]


@dataclass
class World:
    """What a test can see and move."""

    env: WorkflowEnvironment
    simulator: RunningSimulator
    settings: Settings
    queries: Queries
    ui: str

    async def receives(
        self,
        landlord: str,
        *,
        resident: Resident = SAM,
        reference: str = "",
        rules: Rules | None = None,
        at: datetime | None = None,
        by: Client | None = None,
        task_timeout: timedelta | None = None,
        **more: object,
    ) -> Handle:
        """A complaint is received at *at*, ahead of the real now: without it, at ten on a Monday not far off.

        Whatever the hour at which the tests run, the story has working hours before it.
        """
        at = at or next_monday(datetime.now(UTC))
        rules = rules or RULEBOOK.rules(landlord, landlord_day(at, "Europe/London"))
        reference = reference or f"{rules.landlord.reference_prefix}-{uuid4().hex[:8].upper()}"
        taken_down: dict[str, object] = {
            "summary": "Damp in the bedroom.",
            "sorting": TriageAnswers(first_contact=False),
            "by": RESIDENT,
        }
        order = Receive(at=at, landlord=landlord, reference=reference, resident=resident, **taken_down | more)
        case = Case(complaint=receive(order, rules, at), rules=rules)
        begins_in = at - datetime.now(UTC)
        handle = await ahead(by or self.env.client, begins_in).start_workflow(
            ComplaintWorkflow.run,
            case,
            id=complaint_workflow_id(landlord, reference),
            task_queue=COMPLAINTS_QUEUE,
            search_attributes=attributes(case.complaint, rules, at),
            start_delay=begins_in,
            task_timeout=task_timeout,
        )
        await caught_up(handle, PATIENT)
        return handle

    async def finish(self, handle: Handle) -> Complaint:
        """Move the complaint's clock on to its end."""
        await caught_up(handle, PATIENT)
        try:
            await self.env.fast_forward(handle, None)
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:  # it may end by itself
                raise
        await handle.result()
        return await self.complaint(handle)

    async def now(self, handle: Handle) -> datetime:
        """The complaint's own instant."""
        return await self.env.get_current_time(handle)

    async def wait_until(self, handle: Handle, until: datetime) -> None:
        """Move the complaint's clock on; the server skips only so often at one asking, so ask until it is there."""
        await caught_up(handle, PATIENT)
        while (left := until - await self.now(handle)) > timedelta():
            await self.env.fast_forward(handle, left)
            await caught_up(handle, PATIENT)

    async def wait_until_day(self, handle: Handle, day: date, at: time) -> None:
        """Move the complaint's clock on to a London time."""
        await self.wait_until(handle, instant_on(day, at, "Europe/London"))

    async def does(self, handle: Handle, order: Message) -> Answer:
        """Send an order and have its answer."""
        answer: Answer = await handle.execute_update(order.name, order, result_type=Answer)
        return answer

    async def until(self, handle: Handle, there: Callable[[Complaint], T], seconds: float = 20) -> T:
        """Wait until the complaint shows what the test waits for: at most so many real seconds."""
        async with asyncio.timeout(seconds):
            while not (found := there(await self.complaint(handle))):
                await asyncio.sleep(0.05)
        return found

    def mails_to(self, address: str) -> int:
        """How many e-mails the simulator has taken for it."""
        return sum(address in mail["to"] for mail in self.simulator.inbox()["emails"])

    async def complaint(self, handle: Handle) -> Complaint:
        """The complaint as it stands, with its whole record."""
        return await with_record(self.queries, await handle.query(ComplaintWorkflow.complaint))


def register_desk(queries: Queries) -> RegisterDesk:
    """A desk's register, with the keys of the tests."""
    return RegisterDesk(queries, lambda: StateSeals(RING))


async def with_record(queries: Queries, complaint: Complaint) -> Complaint:
    """What a complaint carries, with what the register has of its record; nothing of that while it is away."""
    try:
        return await register_desk(queries).with_record(complaint)
    except RegisterAwayError:
        return complaint


def next_monday(now: datetime) -> datetime:
    """Ten in the morning, London time, on a Monday that is a working day, at least an hour ahead."""
    day = landlord_day(now, "Europe/London") + timedelta(days=1)
    calendar = RULEBOOK.calendar("reliance", day, day + timedelta(days=60))
    while day.weekday() or not calendar.is_working_day(day):
        day += timedelta(days=1)
    return instant_on(day, time(10), "Europe/London")


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@asynccontextmanager
async def development_server(
    folder: Path | None = None, converter: DataConverter = CONVERTER, **more: object
) -> AsyncIterator[WorkflowEnvironment]:
    """A real development server in which each workflow has its own clock."""
    async with await WorkflowEnvironment.start_time_skipping_v2(
        dev_server_existing_path=TEMPORAL,
        data_converter=converter,
        dev_server_log_level="error",
        dev_server_database_filename=str(folder / "temporal.db") if folder else None,
        ts_config=TimeSkippingConfig(enabled=False),
        dev_server_extra_args=server_flags("limit.historyCount.suggestContinueAsNew=400"),
        **more,
    ) as env:
        await ensure_search_attributes(TemporalNamespace(env.client))
        yield env


def settings_for(folder: Path, simulator: RunningSimulator) -> Settings:
    """Settings that point everything at *folder* and *simulator*."""
    return Settings(
        register_url=f"sqlite:///{folder / 'register.db'}",
        letters_dir=folder / "letters",
        sendgrid_key=SecretStr(simulator.settings.sendgrid_key),
        sendgrid_url=simulator.url,
        twilio_account=simulator.settings.twilio_account,
        twilio_token=SecretStr(simulator.settings.twilio_token),
        twilio_url=simulator.url,
        emails_per_second=1000,
        texts_per_second=1000,
        payload_keys=SecretStr(KEYS),
        policies=policies_folder(),
    )


@asynccontextmanager
async def world(folder: Path, converter: DataConverter = CONVERTER) -> AsyncIterator[World]:
    """Everything running, in this process."""
    async with AsyncExitStack() as running:
        simulator = running.enter_context(RunningSimulator())
        settings = settings_for(folder, simulator)
        upgrade(settings.register_url)
        ui_port = free_port()
        env = await running.enter_async_context(development_server(converter=converter, ui=True, ui_port=ui_port))
        register = await running.enter_async_context(working(env, settings))
        yield World(env, simulator, settings, Queries(register), f"http://127.0.0.1:{ui_port}")


@asynccontextmanager
async def working(
    env: WorkflowEnvironment, settings: Settings, workflows: tuple[type, ...] = WORKFLOWS
) -> AsyncIterator[Engine]:
    """The worker, in this process, on a register of its own."""
    register, reader = open_register(settings.register_url), open_to_read(settings.register_url)
    async with AsyncExitStack() as running:
        running.callback(register.dispose)
        running.callback(reader.dispose)
        by_schedule = rounds(settings, register, reader, env.client)
        sends, records = sending(settings, register), recording(settings, register)
        for worker in workers(env.client, sends, records, settings, by_schedule, workflows):
            await running.enter_async_context(worker)
        yield register
