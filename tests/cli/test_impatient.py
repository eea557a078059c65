"""Whoever is slow to ask, or to read, is cut off, and so are too many at once: both servers that people call."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from types import ModuleType
from urllib.request import urlopen

import pytest
import uvicorn
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

import simulator.impatient
from cli.operations import impatient

SLOW = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 16000000\r\n\r\n{"
LONG = bytes(20 * 2**20)


async def pages(scope: Scope, receive: Receive, send: Send) -> None:
    """Reads the whole request, and answers at length where it is asked to."""
    while (await receive()).get("more_body"):
        pass
    await Response(LONG if scope["path"] == "/long" else b"hello")(scope, receive, send)


@pytest.fixture(params=[impatient, simulator.impatient], ids=["codec server", "simulator"])
def bounds(request: pytest.FixtureRequest) -> ModuleType:
    module: ModuleType = request.param
    return module


class Served:
    """A server, and whoever calls it."""

    def __init__(self, listening: socket.socket, calls: ExitStack) -> None:
        self._address = listening.getsockname()
        self._calls = calls

    def call(self, says: bytes) -> socket.socket:
        caller = self._calls.enter_context(socket.create_connection(self._address, timeout=30))
        caller.sendall(says)
        return caller

    def answers(self, path: str = "") -> bytes:
        with urlopen(f"http://127.0.0.1:{self._address[1]}/{path}", timeout=30) as page:
            body: bytes = page.read()
            return body


@contextmanager
def serving(bounds: ModuleType) -> Iterator[Served]:
    protocol = bounds.ImpatientProtocol
    server = uvicorn.Server(uvicorn.Config(pages, http=protocol, ws="none", lifespan="off", log_config=None))
    with ExitStack() as calls:
        listening = socket.create_server(("127.0.0.1", 0), backlog=128)  # the server closes it
        thread = threading.Thread(target=lambda: asyncio.run(server.serve([listening])))
        thread.start()
        yield Served(listening, calls)
        server.should_exit = True
    thread.join()


def is_cut_off(caller: socket.socket) -> bool:
    try:
        return caller.recv(1) == b""
    except ConnectionError:
        return True


@pytest.mark.parametrize("says", [b"", b"GET / HT", SLOW], ids=["nothing", "half a line", "half a body"])
def test_who_is_slow_to_ask_is_cut_off(bounds: ModuleType, monkeypatch: pytest.MonkeyPatch, says: bytes) -> None:
    monkeypatch.setattr(bounds, "ASKED_WITHIN", 0.2)

    with serving(bounds) as server:
        assert is_cut_off(server.call(says))
        assert server.answers() == b"hello"


def test_dribbling_does_not_help(bounds: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "ASKED_WITHIN", 0.4)

    with serving(bounds) as server:
        assert bytes_taken(server.call(SLOW), most=400) < 400


def bytes_taken(caller: socket.socket, most: int) -> int:
    """How many bytes, one each fiftieth of a second, are taken before the caller is cut off."""
    try:
        for taken in range(most):  # noqa: B007 - it is what is returned
            caller.sendall(b" ")
            time.sleep(0.02)
    except ConnectionError:
        return taken
    return most


def test_who_does_not_read_is_cut_off_and_who_reads_has_it_all(
    bounds: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "READ_WITHIN", 0.3)

    with serving(bounds) as server:
        caller = server.call(b"GET /long HTTP/1.1\r\nHost: x\r\n\r\n")
        assert server.answers("long") == LONG
        time.sleep(0.5)
        assert len(rest_of(caller)) < len(LONG)


def rest_of(caller: socket.socket) -> bytes:
    rest = bytearray()
    try:
        while part := caller.recv(2**20):
            rest += part
    except ConnectionError:
        pass
    return bytes(rest)


def test_too_many_slow_callers_keep_nobody_out(bounds: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MOST_AT_ONCE", 5)

    with serving(bounds) as server:
        callers = [server.call(SLOW) for _ in range(8)]
        said = [server.answers() for _ in range(3)]
        cut = [is_cut_off(caller) for caller in callers[:3]]

    assert (said, cut) == ([b"hello"] * 3, [True] * 3)
