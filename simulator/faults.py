"""Answers a request as the service's switch says."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus

from fastapi import Response
from starlette.types import Receive, Scope, Send

from simulator.switches import Mode, Switch


@dataclass(frozen=True)
class Faults:
    """How one vendor says that it is busy, given the seconds to wait, or broken, given the status."""

    busy: Callable[[int], Response]
    broken: Callable[[int], Response]


class Dropped(Response):
    """No answer: the connection is closed."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI's signature
        """Hang up, as `simulator.server.HangUpProtocol` allows."""
        scope["hang_up"]()
        await _gone(receive)


class Held(Response):
    """An answer held back for some seconds, or until the caller has gone."""

    def __init__(self, answer: Response, seconds: float) -> None:
        super().__init__()
        self._answer = answer
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wait, then answer."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self._seconds):
                await _gone(receive)
        await self._answer(scope, receive, send)


def behave(switch: Switch, faults: Faults, take: Callable[[], Response]) -> Response:
    """Take the request, or fail, as *switch* says."""
    match switch.mode:
        case Mode.OK:
            return take()
        case Mode.RATE_LIMITED:
            return faults.busy(switch.retry_after)
        case Mode.ERROR:
            return faults.broken(switch.status)
        case Mode.TIMEOUT:
            return Held(faults.broken(HTTPStatus.GATEWAY_TIMEOUT), switch.seconds)
        case Mode.ACCEPT_THEN_DROP:
            take()
            return Dropped()
        case Mode.ACCEPT_THEN_HANG:
            return Held(take(), switch.seconds)


def phrase(status: int) -> str:
    """The standard words for *status*, also for one that has none of its own."""
    standard = status if status in set(HTTPStatus) else HTTPStatus.INTERNAL_SERVER_ERROR
    return HTTPStatus(standard).phrase


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
