"""Real processes: a development server, a simulator, and a worker that can be killed."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from providers.settings import Settings
from register.engine import open_register
from register.queries import Queries
from register.upgrade import upgrade
from simulator.running import RunningSimulator
from tests.world import World, development_server, settings_for


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
        }
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None

    async def start(self) -> float:
        """Start, wait until it is ready, and say how many seconds that took."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        said_before = self._log.read_text().count("worker.ready") if self._log.exists() else 0
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "intake", "worker"], env=self._environment, stdout=log, stderr=log
            )
        while self._log.read_text().count("worker.ready") == said_before:
            assert self._process.poll() is None, self._log.read_text()
            await asyncio.sleep(0.02)
        return loop.time() - began

    def kill(self) -> None:
        """Kill it as a crash would: no farewell."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Stop it in good order."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self._process:
            self._process.send_signal(how)
            self._process.wait(timeout=60)
            self._process = None


class CrashWorld(World):
    """A world whose worker can be killed."""

    worker: WorkerProcess


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def crash_world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[CrashWorld]:
    folder = tmp_path_factory.mktemp("crash")
    with RunningSimulator() as simulator:
        settings = settings_for(folder, simulator)
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
