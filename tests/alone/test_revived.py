"""Temporal's database is thrown away: complaints go on from the register, on real processes.

Two complaints are lost while their responses wait for a provider that is away. One is revived from its kept state, one
from the register's tables by a ring that opens nothing of before.
"""

import asyncio
import base64
import os
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from pydantic import SecretStr
from temporalio.client import Client
from temporalio.testing import WorkflowEnvironment

from desk.desk import Desk
from desk.register_reads import RegisterDesk
from desk.reviving import Revival
from domain.complaint.reference import ComplaintId
from domain.complaint.resident import Resident
from domain.value import required
from providers.key_ring import KeyRing, keys_in
from providers.sealed_states import StateSeals
from providers.settings import Settings
from register.engine import open_to_read
from register.queries import Queries
from register.upgrade import upgrade
from simulator.running import RunningSimulator
from temporal.complaints import TemporalComplaints
from temporal.data_converter import data_converter
from tests.crash.conftest import WorkerProcess
from tests.desk.desks import RESPONSE, everything_sent, everything_written, gives, opened
from tests.world import KEYS, RULEBOOK, development_server, settings_for

STELLA = Resident(name="Stella State", email="stella@example.com")
TABITHA = Resident(name="Tabitha Tables", email="tabitha@example.com")
HANDLER = "priya-nair@"
ANOTHER_RING = f"later:{base64.b64encode(bytes(range(32))).decode()}"


class Machine:
    """A machine with the worker's settings: its worker, a desk, a command, and what the providers were given."""

    def __init__(self, folder: Path, settings: Settings, simulator: RunningSimulator) -> None:
        self.settings = settings
        self._folder = folder
        self._simulator = simulator
        self._register = open_to_read(settings.register_url)
        self._client: Client | None = None
        self._worker: WorkerProcess | None = None

    async def works(self, env: WorkflowEnvironment, keys: str) -> None:
        """Start a worker with that ring on that server."""
        self._client = env.client
        self.has(keys)
        self._worker = WorkerProcess(
            self.settings,
            self._address,
            self._folder / f"{env.client.service_client.config.target_host.rpartition(':')[2]}.log",
        )
        await self._worker.start()

    def has(self, keys: str) -> None:
        """Have that ring, but for the worker that runs."""
        ring = keys_in(keys)
        converter = data_converter(KeyRing(ring, next(iter(ring))), "default")
        self._client = Client(self.client.service_client, data_converter=converter)
        self.settings = self.settings.model_copy(update={"payload_keys": SecretStr(keys)})

    @property
    def client(self) -> Client:
        return required(self._client, "client")

    @property
    def _address(self) -> str:
        return self.client.service_client.config.target_host

    @property
    def desk(self) -> Desk:
        """A desk on that machine."""
        register = RegisterDesk(Queries(self._register), lambda: StateSeals(self.settings.key_ring()))
        return Desk(TemporalComplaints(self.client), register, RULEBOOK)

    def stops(self) -> None:
        """Kill the worker."""
        if self._worker:
            self._worker.kill()

    def closes(self) -> None:
        """Leave nothing behind."""
        self.stops()
        self._register.dispose()

    def sends(self, mode: str) -> None:
        """Have SendGrid behave like that."""
        self._simulator.turn("sendgrid", mode)

    async def says(self, *command: str) -> str:
        """What a command of `complaints` prints."""
        environment = os.environ | {
            "TEMPORAL_ADDRESS": self._address,
            "PUTRIGHT_REGISTER_URL": self.settings.register_url,
            "PUTRIGHT_PAYLOAD_KEYS": self.settings.payload_keys.get_secret_value(),
        }
        running = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "cli", *command),
            env=environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        return (await running.communicate())[0].decode()

    def told(self, resident: Resident) -> tuple[str, ...]:
        """The subjects of the e-mails to them, the first one first."""
        return tuple(self._subjects(resident.email or "", ""))

    def staff_told(self) -> tuple[str, ...]:
        """The subjects of the e-mails to the handler that say that a complaint is back."""
        return tuple(self._subjects(HANDLER, "is back"))

    def _subjects(self, address: str, words: str) -> Iterator[str]:
        for mail in reversed(self._simulator.inbox()["emails"]):
            if address in str(mail["to"]) and words in mail["subject"]:
                yield mail["subject"]

    async def until(self, so: Callable[[], bool]) -> None:
        """Wait until it is so: a minute at most."""
        async with asyncio.timeout(60):
            while not await asyncio.to_thread(so):
                await asyncio.sleep(0.05)


@dataclass
class Drill:
    """What was to be seen of the two complaints at each step."""

    stella: ComplaintId
    tabitha: ComplaintId
    shown: str = ""
    planned: str = ""
    revived: Revival | None = None
    again: Revival | None = None
    stella_held: tuple[str, ...] = ()
    stella_told: tuple[str, ...] = ()
    refused: Revival | None = None
    rebuilt: str = ""
    tabitha_held: tuple[str, ...] = ()
    tabitha_told: tuple[str, ...] = ()
    staff_told: tuple[str, ...] = ()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def drill(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Drill]:
    folder = tmp_path_factory.mktemp("revived")
    with RunningSimulator() as simulator:
        settings = settings_for(folder, simulator)
        upgrade(settings.register_url)
        machine = Machine(folder, settings, simulator)
        try:
            async with development_server() as env:
                await machine.works(env, KEYS)
                seen = Drill(*await half_answered(machine))
                machine.stops()
            async with development_server() as env:
                await machine.works(env, f"{ANOTHER_RING} {KEYS}")
                await from_the_state(machine, seen)
                machine.has(ANOTHER_RING)
                await from_the_tables(machine, seen)
            yield seen
        finally:
            machine.closes()


async def half_answered(machine: Machine) -> tuple[ComplaintId, ComplaintId]:
    """Both, with a response that is decided on and waits, as SendGrid is away."""
    desk = machine.desk
    places = await opened(desk, resident=STELLA), await opened(desk, resident=TABITHA)
    for place in places:
        await gives(desk, place, "allocate", by="daniel-osei", handler="priya-nair")
        await gives(desk, place, "acknowledge", by="priya-nair", understood="It leaks.", desired_outcome="Dry.")
        await everything_sent(desk, place)
    machine.sends("error")
    for place in places:
        await gives(desk, place, "respond", by="priya-nair", response=RESPONSE)
        await everything_written(desk, place)
    return places


async def from_the_state(machine: Machine, seen: Drill) -> None:
    """The first is revived by the ring that opens its state."""
    machine.sends("ok")
    seen.shown = await machine.says("show", seen.stella.reference)
    seen.planned = await machine.says("revive", "--all")
    seen.revived = await machine.desk.reviving.revive(seen.stella)
    await machine.until(lambda: bool(machine.staff_told()))
    seen.stella_held = machine.told(STELLA)
    await gives(machine.desk, seen.stella, "release-notices", by="priya-nair")
    await machine.until(lambda: len(machine.told(STELLA)) > len(seen.stella_held))
    seen.again = await machine.desk.reviving.revive(seen.stella)
    seen.stella_told = machine.told(STELLA)


async def from_the_tables(machine: Machine, seen: Drill) -> None:
    """The second, by a ring that opens nothing of before."""
    seen.refused = await machine.desk.reviving.plan(seen.tabitha)
    seen.rebuilt = await machine.says("revive", seen.tabitha.reference, "--from-record", "--yes")
    await machine.until(lambda: len(machine.staff_told()) > 1)
    await gives(machine.desk, seen.tabitha, "respond", by="priya-nair", response=RESPONSE)
    seen.tabitha_held = machine.told(TABITHA)
    await gives(machine.desk, seen.tabitha, "release-notices", by="priya-nair")
    await machine.until(lambda: len(machine.told(TABITHA)) > len(seen.tabitha_held))
    seen.tabitha_told, seen.staff_told = machine.told(TABITHA), machine.staff_told()


def test_what_is_lost_is_shown_from_the_register_with_what_starts_it(drill: Drill) -> None:
    reference = drill.stella.reference
    why = f"From the register alone: Temporal has lost {reference}, which is open in the register; `complaints revive"

    assert drill.shown.startswith(why)
    assert "stage 1 response: upheld" in drill.shown


def test_what_would_happen_is_shown_first(drill: Drill) -> None:
    assert f"{drill.stella.reference}: would go on from the state kept with entry" in drill.planned
    assert "  waits to go to the resident: response by email\n" in drill.planned
    assert "2 would be revived; waiting to go to residents: 2 response.\n" in drill.planned
    assert "Nothing was done." in drill.planned


def test_a_revived_complaint_holds_its_response_until_it_is_released_and_then_sends_it_once(drill: Drill) -> None:
    assert drill.revived
    assert [each.words for each in drill.revived.held] == ["response by email"]
    assert not any("response" in subject.lower() for subject in drill.stella_held)
    assert sum("response" in subject.lower() for subject in drill.stella_told) == 1


def test_nothing_that_had_gone_before_goes_again(drill: Drill) -> None:
    assert len(set(drill.stella_told)) == len(drill.stella_told)
    assert len(set(drill.tabitha_told)) == len(drill.tabitha_told)


def test_the_handler_of_each_is_told_at_once(drill: Drill) -> None:
    first, second = drill.staff_told

    assert drill.stella.reference in first
    assert drill.tabitha.reference in second


def test_what_is_running_is_not_revived(drill: Drill) -> None:
    assert drill.again
    assert drill.again.why_not.startswith("Temporal has it running, as run ")


def test_without_the_ring_it_is_built_from_the_tables_and_the_procedure_goes_on(drill: Drill) -> None:
    assert drill.refused
    assert "which is not on the ring" in drill.refused.why_not
    assert f"{drill.tabitha.reference}: revived from the record kept with entry" in drill.rebuilt
    assert len(drill.tabitha_told) == len(drill.tabitha_held) + 1
    assert "response" in drill.tabitha_told[-1].lower()
