"""`/healthz` and `/readyz`: whether the worker's process is alive, and whether it could do its work now."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from providers.settings import BadSettingsError
from workers.readiness import Readiness


@contextmanager
def answering(readiness: Readiness, address: str) -> Iterator[str]:
    """Answer for the worker at *address*, in a thread, and say where: port 0 takes any that is free.

    Raises:
        BadSettingsError: nothing can be served there.
    """
    host, _, port = address.rpartition(":")
    try:
        server = _HealthServer((host.strip("[]"), int(port)), _handler(readiness))
    except OSError as error:
        raise BadSettingsError(
            f"PUTRIGHT_HEALTH_ADDRESS: nothing can be served at {address}: {error.strerror}"
        ) from error
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, name="health", daemon=True)
    thread.start()
    try:
        yield f"{host}:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _HealthServer(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False  # who asks and then says nothing more does not hold the process up


def _handler(readiness: Readiness) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = 5

        def do_GET(self) -> None:
            """Answer, in words for whoever looks by hand."""
            status, words = self._answer()
            body = f"{words}\n".encode()
            self.send_response(status)
            self.send_header("Content-Type", "text/plain; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def _answer(self) -> tuple[HTTPStatus, str]:
            if self.path == "/healthz":
                return HTTPStatus.OK, "alive"
            if self.path != "/readyz":
                return HTTPStatus.NOT_FOUND, "ask for /healthz or /readyz"
            if why_not := readiness.why_not:
                return HTTPStatus.SERVICE_UNAVAILABLE, "\n".join(why_not)
            return HTTPStatus.OK, "ready"

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the standard library's signature
            """Say nothing: it is asked every few seconds."""

    return Handler
