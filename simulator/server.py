"""Serves the simulator, and can hang up on a caller."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI
from starlette.types import Receive, Scope, Send

from simulator.impatient import ImpatientProtocol


class HangUpProtocol(ImpatientProtocol):
    """HTTP whose application finds `scope["hang_up"]`, which closes the connection unanswered."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # uvicorn narrows it too
        """Give the application the means to hang up."""
        super().connection_made(transport)
        app = self.app

        async def with_hang_up(scope: Scope, receive: Receive, send: Send) -> None:
            await app({**scope, "hang_up": transport.abort}, receive, send)

        self.app = with_hang_up


class Server(uvicorn.Server):
    """Serves until `stop()`, which ends held answers too."""

    def __init__(self, app: FastAPI) -> None:
        super().__init__(
            uvicorn.Config(app, http=HangUpProtocol, ws="none", loop="asyncio", lifespan="off", log_level="warning")
        )

    def stop(self, *_: object) -> None:
        """End soon; may be called from a signal or another thread."""
        self.should_exit = True

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to whoever started the server."""
        yield

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Hang up on everybody, then end."""
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        await super().shutdown(sockets)


def listen(host: str, port: int) -> socket.socket:
    """A socket that callers can connect to at once; port 0 takes a free one.

    Raises:
        OSError: The port is taken, or the host is not this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=128)
