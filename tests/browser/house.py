"""The whole house as production runs it: worker and web in processes of their own, a real server, the simulator."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.request import urlopen

from playwright._impl._api_structures import SetCookieParam
from playwright.async_api import BrowserContext
from sqlalchemy import Engine
from temporalio.testing import WorkflowEnvironment

from cli.development.people import write_people
from desk.desk import Desk
from domain.complaint.reference import ComplaintId
from providers.settings import Settings
from register.engine import open_register
from register.queries import Queries
from register.upgrade import upgrade
from register.web.lines import Identity
from register.web.web_register import WebRegister
from simulator.running import RunningSimulator
from simulator.settings import Settings as Played
from temporal.complaints import TemporalComplaints
from tests.browser.seeds import seed
from tests.crash.conftest import WorkerProcess
from tests.world import RULEBOOK, development_server, free_port, register_desk, settings_for
from web.staff.signed_in import COOKIE

_STARTS_WITHIN = 120
_LOOK_EVERY = 0.05


class WebProcess:
    """The desk in a browser, as `complaints web` serves it, in a process of its own."""

    def __init__(self, environment: Mapping[str, str], port: int, log: Path) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.log = log
        self._environment, self._port = environment, port
        self._process: subprocess.Popen[bytes] | None = None

    async def start(self) -> None:
        """Start it, and wait until it answers."""
        command = [sys.executable, "-m", "cli", "web", "--host", "127.0.0.1", "--port", str(self._port)]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(command, env=dict(self._environment), stdout=log, stderr=log)
        async with asyncio.timeout(_STARTS_WITHIN):
            while not await asyncio.to_thread(self._answers):
                assert self._process.poll() is None, self.log.read_text()[-2000:]
                await asyncio.sleep(_LOOK_EVERY)

    def stop(self) -> None:
        """Stop it in good order."""
        if self._process:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(timeout=60)
            self._process = None

    def _answers(self) -> bool:
        try:
            with urlopen(f"{self.url}/healthz", timeout=5):
                return True
        except OSError:
            return False


@dataclass
class House:
    """What runs, and what a test may look at."""

    env: WorkflowEnvironment
    simulator: RunningSimulator
    settings: Settings
    desk: Desk
    register: WebRegister
    worker: WorkerProcess
    web: WebProcess
    seeds: Mapping[str, ComplaintId]

    @property
    def url(self) -> str:
        """Where browsers find it."""
        return self.web.url

    def reference(self, name: str) -> str:
        """The reference of a seed."""
        return self.seeds[name].reference

    async def sign_in(self, context: BrowserContext, person: str, landlord: str) -> None:
        """Have *person* signed in in a browser, by a row of the sessions as a sign-in writes it; or nobody."""
        await context.clear_cookies()
        if not person:
            return
        identity = Identity(issuer="https://tests.example.org", subject=person)
        token = self.register.sessions.begin(landlord, person, identity, datetime.now(UTC))
        # of https, or Chromium does not take a cookie with such a name from a test; loopback is as good to it
        there = self.url.replace("http:", "https:")
        cookie = SetCookieParam(name=COOKIE, value=token, url=there, secure=True, httpOnly=True, sameSite="Lax")
        await context.add_cookies([cookie])


@asynccontextmanager
async def house(folder: Path) -> AsyncIterator[House]:
    """Everything running, with complaints of both landlords in every state."""
    write_people(folder / "people.json")
    with RunningSimulator(Played(people_file=folder / "people.json")) as simulator:
        settings = settings_for(folder, simulator)
        upgrade(settings.register_url)
        async with development_server() as env:
            address = env.client.service_client.config.target_host
            worker = WorkerProcess(settings, address, folder / "worker.log")
            port = free_port()
            web = WebProcess(_environment(settings, address, port, simulator), port, folder / "web.log")
            engine = open_register(settings.register_url)
            try:
                await asyncio.gather(worker.start(), web.start())
                desk = _desk(env, engine)
                yield House(env, simulator, settings, desk, WebRegister(engine), worker, web, await seed(desk))
            finally:
                web.stop()
                worker.stop()
                engine.dispose()


def _desk(env: WorkflowEnvironment, engine: Engine) -> Desk:
    return Desk(TemporalComplaints(env.client), register_desk(Queries(engine)), RULEBOOK)


def _environment(settings: Settings, temporal: str, port: int, simulator: RunningSimulator) -> Mapping[str, str]:
    return os.environ | {
        "TEMPORAL_ADDRESS": temporal,
        "PUTRIGHT_REGISTER_URL": settings.register_url,
        "PUTRIGHT_PAYLOADS": settings.payloads,
        "PUTRIGHT_PAYLOAD_KEYS": settings.payload_keys.get_secret_value(),
        "PUTRIGHT_WEB_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "PUTRIGHT_WEB_ISSUER": f"{simulator.url}/sign-in",
        "PUTRIGHT_WEB_CLIENT_ID": simulator.settings.client_id,
        "PUTRIGHT_WEB_CLIENT_SECRET": simulator.settings.client_secret,
        "PUTRIGHT_WEB_COOKIE_KEY": "of-the-tests-" + "0" * 32,
    }
