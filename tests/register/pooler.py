"""PgBouncer in transaction mode before a PostgreSQL of our own, where Debian's package is installed."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_PORT = 6432
_PATIENCE = 30


@contextmanager
def pooled(home_of_server: str) -> Iterator[str]:
    """The URL of PgBouncer before the server whose socket is in that folder; `{database}` stands for a database.

    It has two connections to the server, which every transaction may find other than it left them.
    """
    bouncer = shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")
    if bouncer is None:
        pytest.skip("Debian's pgbouncer is not installed")
    home = Path(tempfile.mkdtemp(prefix="putright-"))  # not pytest's own: a socket's path must be short
    prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    (home / "pgbouncer.ini").write_text(_SETTINGS.format(server=home_of_server, home=home, port=_PORT))
    (home / "users").write_text('"postgres" ""\n')
    home.chmod(0o755)
    if prefix:
        for each in (home, *home.iterdir()):
            shutil.chown(each, "postgres")
    with (home / "log").open("wb") as log:
        process = subprocess.Popen([*prefix, bouncer, home / "pgbouncer.ini"], stdout=log, stderr=log)
    try:
        _wait_for(home / f".s.PGSQL.{_PORT}", process)
        yield f"postgresql://postgres@/{{database}}?host={home}&port={_PORT}"
    finally:
        process.terminate()
        process.wait(_PATIENCE)
        shutil.rmtree(home, ignore_errors=True)


_SETTINGS = """
[databases]
* = host={server}

[pgbouncer]
listen_addr =
listen_port = {port}
unix_socket_dir = {home}
auth_type = trust
auth_file = {home}/users
pool_mode = transaction
default_pool_size = 2
max_client_conn = 50
"""


def _wait_for(socket: Path, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + _PATIENCE
    while not socket.exists():
        if process.poll() is not None or time.monotonic() > until:
            pytest.fail(f"PgBouncer does not start: {(socket.parent / 'log').read_text()}")
        time.sleep(0.01)
