"""A newcomer's machine: `complaints dev` in one terminal, commands in another."""

import json
import os
import random
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

COMPLAINTS = [sys.executable, "-m", "cli"]
PORTS = 6


def environment(**more: str) -> dict[str, str]:
    """As in a fresh terminal: nothing of ours is set."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("TEMPORAL_", "PUTRIGHT_"))}
    return plain | {"PYTHONWARNINGS": "error"} | more


def free_ports() -> int:
    """The first of so many ports in a row that nobody listens on."""
    while True:
        first = random.randrange(20000, 30000, 10)
        try:
            for port in range(first, first + PORTS):
                with socket.create_server(("127.0.0.1", port)):
                    pass
        except OSError:
            continue
        return first


class Newcomer:
    """Somebody in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ports_from = free_ports()

    def types(self, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
        """Give a command and wait for its end."""
        return subprocess.run(
            [*COMPLAINTS, *arguments],
            cwd=self.folder,
            env=environment(**env),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def says(self, *arguments: str, **env: str) -> str:
        """Give a command that is carried out, and have what it says."""
        said = self.types(*arguments, **env)
        assert (said.returncode, said.stderr) == (0, ""), said
        return said.stdout.strip()

    def knows(self, *arguments: str) -> Any:  # noqa: ANN401 - whatever JSON holds
        """Give a command, and have its JSON."""
        return json.loads(self.says(*arguments, "--json"))

    def starts_dev(self, **env: str) -> subprocess.Popen[str]:
        """Start everything, and do not wait."""
        return subprocess.Popen(
            [*COMPLAINTS, "dev", "--ports-from", str(self.ports_from)],
            cwd=self.folder,
            env=environment(**env),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    @contextmanager
    def running(self) -> Iterator[subprocess.Popen[str]]:
        """Everything runs as long as the `with` block."""
        dev = self.starts_dev()
        try:
            said = until_ready(dev)
            assert "Ready.\n" in said, "".join(said)
            yield dev
        finally:
            stop(dev, signal.SIGTERM)


def until_ready(dev: subprocess.Popen[str]) -> list[str]:
    """What it says until it is ready, or has ended."""
    assert dev.stdout is not None
    said = []
    for line in dev.stdout:
        said.append(line)
        if line == "Ready.\n":
            break
    return said


def stop(dev: subprocess.Popen[str], how: signal.Signals) -> tuple[int, str]:
    """Its exit code, and the last it says."""
    if dev.poll() is None:
        dev.send_signal(how)
    rest, _ = dev.communicate(timeout=60)
    return dev.returncode, rest


def children(dev: subprocess.Popen[str]) -> dict[int, str]:
    """Its child processes, each with its command."""
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True)
    rows = (line.split(None, 2) for line in listed.stdout.splitlines())
    return {int(pid): command for pid, parent, command in rows if int(parent) == dev.pid}


def is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False
