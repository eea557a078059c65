"""What is noted of each request, in the log and for Prometheus: the page as the routes name it, and nobody."""

from collections import Counter
from collections.abc import Mapping
from time import perf_counter

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_NAME = "putright_web_requests_total"
_OF_MACHINES = ("/healthz", "/readyz", "/metrics")
_NOT_ANSWERED = 499
"""As proxies write it: whoever asked has gone before there was an answer."""

Seen = Counter[tuple[str, int]]


def page_of(scope: Scope) -> str:
    """The address that was asked for as the routes name it, "/staff/c/{reference}": nothing anybody typed is in it."""
    return str(getattr(scope.get("route"), "path", "") or "none")


class Noted:
    """Counts and logs each request."""

    def __init__(self, app: ASGIApp, seen: Seen) -> None:
        self._app = app
        self._seen = seen

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass it on, and note what came of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status, began = _NOT_ANSWERED, perf_counter()

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, watched)
        finally:
            self._note(scope, status, perf_counter() - began)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        page = page_of(scope)
        self._seen[page, status] += 1
        if page not in _OF_MACHINES and not page.startswith("/static"):
            structlog.get_logger("web").info(
                "web.request", page=page, method=scope["method"], status=status, milliseconds=round(seconds * 1000)
            )


def as_prometheus_reads(seen: Mapping[tuple[str, int], int]) -> str:
    """The counts in Prometheus's text format."""
    lines = (f'{_NAME}{{page="{page}",status="{status}"}} {count}' for (page, status), count in sorted(seen.items()))
    return "\n".join((f"# HELP {_NAME} Requests by page and how they ended.", f"# TYPE {_NAME} counter", *lines, ""))
