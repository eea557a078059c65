"""The one durable timer of a complaint: always set to the next instant that matters (D5)."""

import asyncio
import math
from collections.abc import Callable
from datetime import datetime

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.procedure.time.tick import Next


class Timer:
    """One durable timer, replaced only when the next instant changes."""

    def __init__(self, ring: Callable[[], None]) -> None:
        self._ring = ring
        self._next: Next | None = None
        self._running: asyncio.Task[None] | None = None

    def arm(self, due: Next | None, zone: str) -> None:
        """Ring at *due*, with a name an engineer can read; never when there is none."""
        if due == self._next and not (self._running and self._running.done()):
            return
        if self._running:
            self._running.cancel()
        self._next, self._running = due, None
        if due:
            seconds = max(1, math.ceil((due.at - workflow.now()).total_seconds()))
            self._running = asyncio.create_task(workflow.sleep(seconds, summary=due.words(zone)))
            self._running.add_done_callback(self._rang)

    def is_due(self, now: datetime) -> bool:
        """Whether the instant it was set to has come."""
        return self._next is not None and self._next.at <= now

    def _rang(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled():
            self._ring()
