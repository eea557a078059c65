"""Runs a simulator for a test, in a thread, on a free port."""

import json
import threading
from types import TracebackType
from typing import Any, Self
from urllib.request import Request, urlopen

from simulator.app import simulator_app
from simulator.server import Server, listen
from simulator.settings import Settings

_CALL_TIMEOUT_SECONDS = 10


class RunningSimulator:
    """A simulator that runs as long as the `with` block; `url` says where."""

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        self._socket = listen("127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._server = Server(simulator_app(self.settings))
        self._thread = threading.Thread(target=self._server.run, args=([self._socket],), name="simulator")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.stop()
        self._thread.join()

    def turn(self, service: str, mode: str, **settings: float) -> None:
        """Make *service* ("sendgrid" or "twilio") behave as *mode* says."""
        self._call("PUT", f"/control/{service}", {"mode": mode, **settings})

    def opt_out(self, number: str) -> None:
        """Let *number* text STOP."""
        self._call("POST", "/control/opt-out", {"number": number})

    def inbox(self) -> dict[str, list[dict[str, Any]]]:
        """What was accepted: `emails`, `texts` and `letters`, each newest first."""
        shown: dict[str, list[dict[str, Any]]] = self._call("GET", "/inbox.json")
        return shown

    def reset(self) -> None:
        """Empty the inbox and let both services work."""
        self._call("DELETE", "/inbox")
        self._call("DELETE", "/control")

    def _call(self, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401 - whatever JSON holds
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        request = Request(self.url + path, data, headers, method=method)  # noqa: S310 - always our own http URL
        with urlopen(request, timeout=_CALL_TIMEOUT_SECONDS) as answer:  # noqa: S310 - as above
            return json.loads(answer.read() or b"null")
