"""A vendor whose answers are what a test says, byte by byte, and that keeps what it was asked."""

import json
import socket
import threading
import time
from collections.abc import Callable
from functools import partial
from types import TracebackType
from typing import Any, Self

Answers = Callable[[socket.socket], None]


class OddVendor:
    """Listens as long as the `with` block; each connection gets one answer, the last one again and again."""

    def __init__(self, *answers: Answers) -> None:
        self._answers = list(answers)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._over = threading.Event()
        self._threads: list[threading.Thread] = []
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.asked: list[tuple[str, bytes]] = []
        """The first line of each request, and its body."""

    def __enter__(self) -> Self:
        self._start(self._listen)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        with socket.socket() as last:
            last.connect(self._listener.getsockname())
        for thread in self._threads:
            thread.join()
        self._listener.close()

    def _listen(self) -> None:
        while True:
            connection, _ = self._listener.accept()
            if self._over.is_set():
                connection.close()
                return
            answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
            self._start(partial(self._serve, connection, answer))

    def _serve(self, connection: socket.socket, answer: Answers) -> None:
        with connection:
            try:
                self.asked.append(_request(connection))
                answer(connection)
            except OSError:  # who asked has gone
                return

    def _start(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work)
        self._threads.append(thread)
        thread.start()


def saying(status: int, content: Any = None, *headers: str) -> Answers:  # noqa: ANN401 - whatever JSON holds
    """A whole answer; *content* that is bytes goes as it is."""
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    head = "\r\n".join([f"HTTP/1.1 {status} So", *headers, f"Content-Length: {len(body)}", "Connection: close", "", ""])
    return lambda connection: connection.sendall(head.encode() + body)


def trickling(connection: socket.socket) -> None:
    """A byte at a time, each in time and the whole never: until who asked has gone."""
    connection.sendall(b"HTTP/1.1 202 Accepted\r\nContent-Length: 1000000\r\n\r\n")
    while True:
        time.sleep(0.02)
        connection.sendall(b" ")


def hanging_up(connection: socket.socket) -> None:
    """No answer, though it was taken."""
    connection.shutdown(socket.SHUT_RDWR)


def _request(connection: socket.socket) -> tuple[str, bytes]:
    with connection.makefile("rb") as sent:
        first, length = sent.readline().decode().strip(), 0
        while (line := sent.readline().strip()) != b"":
            if line.lower().startswith(b"content-length:"):
                length = int(line.partition(b":")[2])
        return first, sent.read(length)
