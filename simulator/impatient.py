"""HTTP for callers who do not dawdle: who is slow to ask or to read is cut off, and so are too many at once."""

import asyncio
import math

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

ASKED_WITHIN = 10.0
"""Seconds within which a request is there whole: a letter, on a slow line."""
READ_WITHIN = 30.0
"""Seconds within which a caller takes some of an answer that waits for them."""
MOST_AT_ONCE = 100
"""Connections at once; one more, and whoever has been slow to ask for longest is cut off."""


class ImpatientProtocol(H11Protocol):
    """HTTP with a bound on callers, and on the time each has; how long an answer takes is the server's own affair."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # uvicorn narrows it too
        """Begin to wait for a request, and make room where there are too many callers."""
        super().connection_made(transport)
        self._unread: asyncio.TimerHandle | None = None
        self._unasked: asyncio.TimerHandle | None = None
        self._wait_for_request()
        if len(self.connections) > MOST_AT_ONCE:
            self._slowest().transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._stop_waiting()
        self.resume_writing()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Wait until the request is there whole."""
        self._wait_for_request()
        super().data_received(data)
        if self.conn.their_state not in {h11.IDLE, h11.SEND_BODY}:
            self._stop_waiting()

    def pause_writing(self) -> None:
        """The caller does not read: wait a while for it."""
        super().pause_writing()
        self._unread = self.loop.call_later(READ_WITHIN, self.transport.abort)

    def resume_writing(self) -> None:
        """The caller reads."""
        if self._unread:
            self._unread.cancel()
            self._unread = None
        super().resume_writing()

    @property
    def must_ask_by(self) -> float:
        """When it is cut off if its request is not there, by the loop's clock; never while it is being answered."""
        return self._unasked.when() if self._unasked else math.inf

    def _wait_for_request(self) -> None:
        if self._unasked is None:
            self._unasked = self.loop.call_later(ASKED_WITHIN, self.transport.abort)

    def _stop_waiting(self) -> None:
        if self._unasked:
            self._unasked.cancel()
            self._unasked = None

    def _slowest(self) -> "ImpatientProtocol":
        """Whoever has been asking for longest; this caller where the others are all being answered."""
        ours = [each for each in self.connections if isinstance(each, ImpatientProtocol)]
        return min(ours, key=lambda each: each.must_ask_by, default=self)
