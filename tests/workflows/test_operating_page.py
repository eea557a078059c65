"""Every command of `docs/operating.md` runs, against a server with a complaint on it, and its views find what they say.

Words in capitals are replaced as the page says: LANDLORD and REFERENCE by those of the complaint. Instants are reckoned
by the shell, as they are on the page.
"""

import asyncio
import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from functools import reduce
from pathlib import Path

import pytest
import pytest_asyncio

from cli.development.readiness import until_answers
from docs.screenshots.take import OPERATING, views
from providers.folders import Folders
from register.engine import open_register
from register.folders import RegisterFolders
from temporal.schedules import apply_schedules, wanted
from tests.world import KEYS, World, free_port
from tests.world import world as running_world

COMMAND = re.compile(r"^    ((?:temporal|complaints) [a-z].*)$|`((?:temporal|complaints) [a-z][^`]*)`", re.MULTILINE)
COMMANDS = [block or inline for block, inline in COMMAND.findall(OPERATING.read_text(encoding="utf-8"))]
BIN = Path(sys.executable).parent
ROOM = asyncio.Semaphore(2)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """One of its own: the page's commands set rounds off, which write to everybody."""
    async with running_world(tmp_path_factory.mktemp("operating")) as running:
        await apply_schedules(running.env.client, wanted(running.settings))
        register = open_register(running.settings.register_url)
        read = Folders(running.settings.policies).look()
        RegisterFolders(register).note(running.env.client.identity, read, datetime.now(UTC))
        register.dispose()
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def machine(world: World) -> AsyncIterator[dict[str, str]]:
    """The environment of a machine with the worker's settings, as the page asks for, and the codec server."""
    settings, port = world.settings, free_port()
    environment = {
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "HOME": os.environ.get("HOME", ""),
        "TEMPORAL_ADDRESS": world.env.client.service_client.config.target_host,
        "TEMPORAL_NAMESPACE": "default",
        "TEMPORAL_CODEC_ENDPOINT": f"http://127.0.0.1:{port}",
        "PUTRIGHT_REGISTER_URL": settings.register_url,
        "PUTRIGHT_LETTERS_DIR": str(settings.letters_dir),
        "PUTRIGHT_SENDGRID_URL": settings.sendgrid_url,
        "PUTRIGHT_SENDGRID_KEY": settings.sendgrid_key.get_secret_value(),
        "PUTRIGHT_TWILIO_URL": settings.twilio_url,
        "PUTRIGHT_TWILIO_ACCOUNT": settings.twilio_account,
        "PUTRIGHT_TWILIO_TOKEN": settings.twilio_token.get_secret_value(),
        "PUTRIGHT_PAYLOAD_KEYS": KEYS,
    }
    with subprocess.Popen(
        [BIN / "complaints", "codec-server", "--without-token", "--port", str(port)], env=environment
    ) as codec:
        await until_answers(f"{environment['TEMPORAL_CODEC_ENDPOINT']}/healthz")
        yield environment
        codec.terminate()


async def fault_of(command: str, machine: dict[str, str]) -> str:
    """What went wrong with a command; nothing when it did its work. Two at a time: each has to answer in seconds."""
    async with ROOM:
        return await _fault_of(command, machine)


async def _fault_of(command: str, machine: dict[str, str]) -> str:
    running = await asyncio.create_subprocess_exec(
        *("bash", "-c", command), env=machine, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    said, _ = await running.communicate()
    return "" if running.returncode == 0 else f"{command}: {said.decode()}"


def test_the_page_has_commands_and_views() -> None:
    assert len(COMMANDS) > 10
    assert {"Open", "Overdue", "Stuck", "Undelivered"} <= views().keys()


async def test_every_command_runs(world: World, machine: dict[str, str]) -> None:
    handle = await world.receives("reliance", reference="REL-7K4M-9QXP")
    _, landlord, reference = handle.id.split("/")
    # Its worker is of no release.
    words = {"LANDLORD": landlord, "REFERENCE": reference, "RELEASE": "--none", "STAFF-ID": "amara-okafor"}
    commands = {reduce(lambda said, word: said.replace(word, words[word]), words, command) for command in COMMANDS}

    faults = await asyncio.gather(*(fault_of(command, machine) for command in sorted(commands)))

    assert [fault for fault in faults if fault] == []


@pytest.mark.parametrize("name", views())
async def test_every_view_is_a_query_the_server_takes(world: World, name: str) -> None:
    assert (await world.env.client.count_workflows(views()[name])).count >= 0
