"""How our servers listen and end: on a port, or a refusal in a sentence; in good order when told to stop."""

import ipaddress
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from cli.errors import RefusedError


class GentleServer(uvicorn.Server):
    """Serves until it is told to stop, and then ends in good order: what has begun is answered."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take the signals that stop it, and leave how the process ends to it."""
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self.handle_exit)
        yield


def is_this_machine(host: str) -> bool:
    """Whether nobody elsewhere reaches what listens there."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there.

    Raises:
        RefusedError: it cannot.
    """
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as fault:
        raise RefusedError(f"Cannot listen on {host}, port {port}: {fault.strerror}.") from fault
