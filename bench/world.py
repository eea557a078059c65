"""Everything a run needs, each part in a process of its own as in production, in a folder that is thrown away.

Temporal's development server on a file, the simulator, and the workers that are measured. Nothing stays behind.
"""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any, NamedTuple
from urllib.request import urlopen

from temporalio.client import Client, WorkflowHandle
from temporalio.testing import TimeSkipper, TimeSkippingConfig

from cli.development.plan import CODEC, HOST, INBOX, Plan, plan
from cli.errors import RefusedError
from providers.key_ring import KeyRing, make_key_file
from providers.settings import Payloads, Settings
from register.upgrade import upgrade
from temporal.clocks import now_of
from temporal.data_converter import data_converter
from temporal.search_attributes import TemporalNamespace, ensure_search_attributes

_PORTS = range(9500, 12000, 50)
_STARTS_WITHIN = 180.0
_LOOK_EVERY = 0.05
_FIRST_LOOK, _LAST_LOOK = 0.025, 0.05
_A_MINUTE = timedelta(minutes=1)
_MOST_SKIPS = 100_000
_TICKS = os.sysconf("SC_CLK_TCK")
_NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"
_PAGE = os.sysconf("SC_PAGE_SIZE")

Handle = WorkflowHandle[Any, Any]


class Process:
    """A part in a process of its own."""

    def __init__(self, name: str, command: Sequence[str], environment: Mapping[str, str], log: Path) -> None:
        self.name = name
        self._command, self._environment, self._log = command, environment, log
        self._running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it."""
        with self._log.open("ab") as log:
            self._running = subprocess.Popen(  # noqa: S603 - our own command
                self._command, env=dict(self._environment), stdout=log, stderr=log
            )

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Stop it, and wait until it has ended."""
        if self._running is None:
            return
        self._running.send_signal(how)
        try:
            self._running.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self._running.kill()
            self._running.wait()
        self._running = None

    def signal(self, how: signal.Signals) -> None:
        """Send it a signal, and wait for nothing."""
        if self._running is not None:
            self._running.send_signal(how)

    def times_said(self, words: str) -> int:
        """How many times its log has *words*."""
        return self._log.read_text(encoding="utf-8").count(words) if self._log.exists() else 0

    async def until_said(self, words: str, times: int = 1) -> None:
        """Wait until its log has *words*.

        Raises:
            RuntimeError: it has ended instead.
        """
        while self.times_said(words) < times:
            if self._running is None or self._running.poll() is not None:
                raise RuntimeError(f"{self.name} ended: {self._log.read_text(encoding='utf-8')[-2000:]}")
            await asyncio.sleep(_LOOK_EVERY)

    @property
    def cpu_seconds(self) -> float:
        """How long it has had a processor, over all its threads."""
        fields = self._proc("stat").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    @property
    def memory(self) -> float:
        """Its resident memory, in bytes."""
        return int(self._proc("statm").split()[1]) * _PAGE

    @property
    def pid(self) -> int:
        """Its process id, for a profiler."""
        return self._running.pid if self._running else 0

    def _proc(self, page: str) -> str:
        return Path(f"/proc/{self.pid}/{page}").read_text(encoding="utf-8")


class World(NamedTuple):
    """What runs."""

    where: Plan
    ring: KeyRing
    client: Client
    skipper: TimeSkipper
    parts: dict[str, Process]
    more: Mapping[str, str] = MappingProxyType({})
    """What its parts are told beside what every run tells them."""

    @property
    def temporal(self) -> Process:
        """Temporal's server."""
        return self.parts["temporal"]

    @property
    def register_file(self) -> Path:
        """The register's file."""
        return self.where.folder / "register.db"

    @property
    def disk(self) -> int:
        """Bytes that Temporal's server has on its disk."""
        return sum(file.stat().st_size for file in self.where.folder.glob("temporal.db*"))

    @property
    def environment(self) -> dict[str, str]:
        """What a command at the desk is told."""
        return {**_environment(self.where, self.ring), **self.more}

    def settings(self) -> Settings:
        """The settings the workers run by."""
        names = {name: value for name, value in self.environment.items() if "PUTRIGHT" in name}
        return Settings.model_validate({name.removeprefix("PUTRIGHT_").lower(): value for name, value in names.items()})

    @property
    def metrics_address(self) -> str:
        """Where a worker may serve its metrics: no codec server runs here, and its port is free."""
        return f"{HOST}:{self.where.ports[CODEC]}"

    async def work(self, name: str, *arguments: str, ready: str, metrics_address: str = "") -> Process:
        """Start a worker, and wait until it says that it is ready."""
        command = [sys.executable, "-m", *arguments]
        environment = self.environment | {"PUTRIGHT_METRICS_ADDRESS": metrics_address}
        process = Process(name, command, environment, self.where.logs / f"{name}.log")
        self.parts[name] = process
        process.start()
        async with asyncio.timeout(_STARTS_WITHIN):
            await process.until_said(ready)
        return process

    async def complaint_worker(self, metrics_address: str = "") -> Process:
        """The worker as production runs it."""
        return await self.work(
            "complaint-worker", "cli", "worker", ready="worker.ready", metrics_address=metrics_address
        )

    async def quiet(self, handle: Handle) -> None:
        """Wait until nothing of the workflow is under way; less and less often asked, as each asking is work too."""
        pause = _FIRST_LOOK
        while True:
            now = (await handle.describe()).raw_description
            if not (now.pending_activities or now.HasField("pending_workflow_task")):
                return
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LAST_LOOK)

    async def now(self, handle: Handle) -> datetime:
        """The workflow's own instant."""
        return await now_of(handle)

    async def rest(self, handle: Handle) -> None:
        """Let a minute pass for the workflow, once nothing is under way: the server waits for that by itself."""
        await self.skipper.fast_forward(handle, _A_MINUTE)

    async def move(self, handle: Handle, to: datetime) -> None:
        """Move the workflow's clock on to *to*, once nothing is under way: its timers fire on the way."""
        left = to - await self.now(handle)
        if left > timedelta():
            await self.skipper.fast_forward(handle, left)

    def inbox(self) -> dict[str, list[dict[str, Any]]]:
        """What the simulator accepted, newest first."""
        with urlopen(f"{self.where.inbox}/inbox.json", timeout=60) as page:  # noqa: S310 - our own http address
            shown: dict[str, list[dict[str, Any]]] = json.load(page)
        return shown


@asynccontextmanager
async def world(
    payloads: Payloads, *, quick_vendors: bool = False, more: Mapping[str, str] = MappingProxyType({})
) -> AsyncIterator[World]:
    """Temporal and the simulator, or the quick stand-in for it, running, and a register with its tables."""
    with TemporaryDirectory(prefix="putright-bench-") as folder:
        where = _plan(Path(folder))
        make_key_file(where.keys, "bench")
        ring = Settings(payload_keys_file=where.keys, payloads=payloads).key_ring()
        parts = {
            name: _process(name, command, where, ring)
            for name, command in _commands(where, quick_vendors=quick_vendors).items()
        }
        try:
            for part in parts.values():
                part.start()
            await asyncio.to_thread(upgrade, {**where.environment, **more}["PUTRIGHT_REGISTER_URL"])
            client = await _connected(where, ring)
            await ensure_search_attributes(TemporalNamespace(client))
            skips = TimeSkippingConfig(enabled=False, max_session_skip_count=_MOST_SKIPS)
            yield World(where, ring, client, TimeSkipper(client, config=skips), parts, more)
        finally:
            for part in reversed(list(parts.values())):
                await asyncio.to_thread(part.stop)


def _plan(folder: Path) -> Plan:
    for first in _PORTS:
        with suppress(RefusedError):
            return plan(folder, first)
    raise RefusedError(f"No free ports from {_PORTS.start} to {_PORTS.stop}.")


def _commands(where: Plan, *, quick_vendors: bool) -> dict[str, list[str]]:
    """The server as `complaints dev` runs it; the simulator without its file, which it would write anew each time."""
    simulator = where.simulator_command()
    without_file = simulator[: simulator.index("--state")]
    stand_in = [sys.executable, "-m", "bench.vendors", str(where.ports[INBOX])]
    return {"temporal": where.temporal_command(), "simulator": stand_in if quick_vendors else without_file}


def _process(name: str, command: Sequence[str], where: Plan, ring: KeyRing) -> Process:
    return Process(name, command, _environment(where, ring), where.logs / f"{name}.log")


def _environment(where: Plan, ring: KeyRing) -> dict[str, str]:
    """As `complaints dev` has it, but for what is not measured: schedules, and the vendors' limits."""
    environment = {name: value for name, value in where.environment.items() if name != _NO_BYTECODE}
    return environment | {
        # As an installed worker has it: what a sandbox loads anew is not compiled anew.
        "PYTHONPYCACHEPREFIX": str(where.folder / "bytecode"),
        "PUTRIGHT_LOG_FORMAT": "json",
        "PUTRIGHT_SCHEDULES_AT_START": "false",
        "PUTRIGHT_PAYLOADS": Payloads.PLAIN if ring.seals_with is None else Payloads.ENCRYPTED,
        "PUTRIGHT_EMAILS_PER_SECOND": "1000",
        "PUTRIGHT_TEXTS_PER_SECOND": "1000",
    }


async def _connected(where: Plan, ring: KeyRing) -> Client:
    async with asyncio.timeout(_STARTS_WITHIN):
        while True:
            with suppress(RuntimeError):
                return await Client.connect(where.temporal, data_converter=data_converter(ring, "default"))
            await asyncio.sleep(_LOOK_EVERY)
