"""Whether the worker could do its work now: started, not draining, Temporal and the register within reach."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

from sqlalchemy import Engine
from temporalio.client import Client
from temporalio.common import MetricMeter
from temporalio.service import RPCError

from activities.ports import RegisterAwayError
from register.condition import check_tables

REACHABLE = "putright_reachable"

EVERY = 5.0
"""Seconds from one look to the next."""
_STALE = 30.0
"""Seconds after which an answer says nothing any more: whoever looks is held up itself."""
_PATIENCE = timedelta(seconds=4)


class AwayError(Exception):
    """A part the worker needs does not answer; the sentence says which."""


Ask = Callable[[], Awaitable[None]]
"""Asks a part for a sign of life; raises AwayError when there is none."""


class Readiness:
    """What is known of the worker, written by its loop and read by whoever answers for it in a thread."""

    def __init__(self, parts: tuple[str, ...], clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._started = False
        self._draining = False
        self._seen = {part: (f"not asked yet: {part}", clock()) for part in parts}

    def start(self) -> None:
        """Note that the worker polls."""
        self._started = True

    def drain(self) -> None:
        """Note that the worker takes no more work."""
        self._draining = True

    def see(self, part: str, why_away: str) -> None:
        """Note how a part was found; *why_away* is empty when it answered."""
        self._seen[part] = (why_away, self._clock())

    @property
    def why_not(self) -> tuple[str, ...]:
        """Why the worker is not ready; nothing when it is."""
        if self._draining:
            return ("the worker is draining",)
        reasons = [] if self._started else ["the worker is starting"]
        for part, (why_away, seen_at) in self._seen.items():
            stale = self._clock() - seen_at > _STALE
            reasons += [f"no answer for {_STALE:.0f} s: {part}"] if stale else [why_away] if why_away else []
        return tuple(reasons)


@asynccontextmanager
async def watched(parts: dict[str, Ask], meter: MetricMeter, every: float = EVERY) -> AsyncIterator[Readiness]:
    """Look at each part every few seconds for as long as the worker runs; the metrics page shows what was seen."""
    readiness = Readiness(tuple(parts))
    looking = [asyncio.create_task(_watch(readiness, part, ask, meter, every)) for part, ask in parts.items()]
    try:
        yield readiness
    finally:
        for look in looking:
            look.cancel()
            with suppress(asyncio.CancelledError):
                await look


async def _watch(readiness: Readiness, part: str, ask: Ask, meter: MetricMeter, every: float) -> None:
    gauge = meter.create_gauge(REACHABLE, "1 when the part answered the worker's last look, else 0")
    while True:
        why_away = await _why_away(ask)
        readiness.see(part, why_away)
        gauge.set(0 if why_away else 1, {"part": part})
        await asyncio.sleep(every)


def asking_temporal(client: Client) -> Ask:
    """Asks Temporal whether it serves."""

    async def ask() -> None:
        try:
            serves = await client.service_client.check_health(timeout=_PATIENCE)
        except RPCError as error:
            raise AwayError(f"Temporal does not answer: {error.status.name}") from error
        if not serves:
            raise AwayError("Temporal answers that it does not serve")

    return ask


def asking_register(register: Engine) -> Ask:
    """Asks the register for its tables."""

    async def ask() -> None:
        try:
            await asyncio.to_thread(check_tables, register)
        except RegisterAwayError as error:
            raise AwayError(str(error)) from error

    return ask


async def _why_away(ask: Ask) -> str:
    try:
        await ask()
    except AwayError as error:
        return str(error)
    return ""
