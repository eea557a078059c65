"""Real processes: a development server, a simulator, and a worker that can be killed."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
import pytest_asyncio

from providers.settings import Settings
from register.engine import open_register
from register.queries import Queries
from register.upgrade import upgrade
from simulator.running import RunningSimulator
from tests.world import World, development_server, free_port, settings_for


class WorkerProcess:
    """A worker as it runs in production, in a process of its own."""

    def __init__(self, settings: Settings, address: str, log: Path) -> None:
        self._environment = os.environ | {
            "TEMPORAL_ADDRESS": address,
            "PUTRIGHT_REGISTER_URL": settings.register_url,
            "PUTRIGHT_LETTERS_DIR": str(settings.letters_dir),
            "PUTRIGHT_SENDGRID_KEY": settings.sendgrid_key.get_secret_value(),
            "PUTRIGHT_SENDGRID_URL": settings.sendgrid_url,
            "PUTRIGHT_TWILIO_ACCOUNT": settings.twilio_account,
            "PUTRIGHT_TWILIO_TOKEN": settings.twilio_token.get_secret_value(),
            "PUTRIGHT_TWILIO_URL": settings.twilio_url,
            "PUTRIGHT_PAYLOADS": settings.payloads,
            "PUTRIGHT_PAYLOAD_KEYS": settings.payload_keys.get_secret_value(),
            "PUTRIGHT_METRICS_ADDRESS": settings.metrics_address,
        }
        self.log = log
        self.metrics_address = settings.metrics_address
        self._process: subprocess.Popen[bytes] | None = None

    async def start(self) -> float:
        """Start, wait until it is ready, and say how many seconds that took."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        said_before = len(self.said("worker.ready"))
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "cli", "worker"], env=self._environment, stdout=log, stderr=log
            )
        while len(self.said("worker.ready")) == said_before:
            assert self._process.poll() is None, self.log.read_text()
            await asyncio.sleep(0.02)
        return loop.time() - began

    def said(self, event: str = "") -> list[dict[str, Any]]:
        """What it has logged, or what it has logged of one event."""
        lines = self.log.read_text().splitlines(keepends=True) if self.log.exists() else []
        facts = [json.loads(line) for line in lines if line.endswith("\n")]
        return [fact for fact in facts if event in {"", fact["event"]}]

    def answers(self, path: str) -> tuple[int, str]:
        """What it answers to a question about its health."""
        try:
            with urlopen(f"http://{self.said('worker.ready')[-1]['health']}{path}", timeout=30) as answer:
                return answer.status, answer.read().decode().strip()
        except HTTPError as refusal:
            with refusal:
                return refusal.code, refusal.read().decode().strip()

    def metrics(self) -> str:
        """Its page for Prometheus."""
        with urlopen(f"http://{self.metrics_address}/metrics", timeout=30) as page:
            text: str = page.read().decode()
            return text

    def kill(self) -> None:
        """Kill it as a crash would: no farewell."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Stop it in good order."""
        self._end(signal.SIGTERM)

    def tell_to_stop(self) -> None:
        """Ask it to stop, and wait for nothing."""
        assert self._process
        self._process.terminate()

    def ended(self) -> int:
        """Its exit code, once it has ended."""
        assert self._process
        code = self._process.wait(timeout=60)
        self._process = None
        return code

    def _end(self, how: signal.Signals) -> None:
        if self._process:
            self._process.send_signal(how)
            self.ended()


class CrashWorld(World):
    """A world whose worker can be killed."""

    worker: WorkerProcess


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def crash_world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[CrashWorld]:
    folder = tmp_path_factory.mktemp("crash")
    with RunningSimulator() as simulator:
        addresses = {"metrics_address": f"127.0.0.1:{free_port()}"}
        settings = settings_for(folder, simulator).model_copy(update=addresses)
        upgrade(settings.register_url)
        async with development_server() as env:
            register = open_register(settings.register_url)
            world = CrashWorld(env, simulator, settings, Queries(register), "")
            address = env.client.service_client.config.target_host
            world.worker = WorkerProcess(settings, address, folder / "worker.log")
            await world.worker.start()
            try:
                yield world
            finally:
                world.worker.kill()
                register.dispose()
