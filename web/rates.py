"""How often somebody may ask: floods are the proxy's affair, persistence is refused here.

Counted in this process, and forgotten with it; what must never be tried too often is counted in the register.
"""

from collections.abc import Awaitable, Callable
from hashlib import sha256
from http import HTTPStatus
from math import ceil
from time import time

from fastapi import FastAPI, HTTPException, Request
from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from web.staff.signed_in import COOKIE

Check = Callable[[Request], Awaitable[None]]
Asked = Callable[[Request], bool]


def count_from_nothing(app: FastAPI) -> None:
    """Give *app* counters of its own."""
    app.state.rates = SlidingWindowCounterRateLimiter(MemoryStorage())


def changes_something(request: Request) -> bool:
    """Whether it is sent to a page, rather than asked of it: reading is not counted, as an office reads a lot."""
    return request.method not in {"GET", "HEAD"}


def signs_in(request: Request) -> bool:
    """Whether it is a step of a sign-in, for which the provider is asked."""
    return request.url.path in {"/staff/sign-in", "/staff/signed-in"}


def at_most(rate: str, name: str, *, of_browser: bool = False, where: Asked = lambda _: True) -> Check:
    """A dependency that lets each address, or each browser, ask *rate* ("60/minute") of what is called *name*.

    Where *where* says no, it is not counted.
    """
    limit = parse(rate)

    async def check(request: Request) -> None:
        if not where(request):
            return
        rates: SlidingWindowCounterRateLimiter = request.app.state.rates
        who = _browser(request) if of_browser else _address(request)
        if not rates.hit(limit, name, who):
            again = rates.get_window_stats(limit, name, who).reset_time - time()
            raise HTTPException(HTTPStatus.TOO_MANY_REQUESTS, headers={"Retry-After": str(max(1, ceil(again)))})

    return check


def _address(request: Request) -> str:
    return request.client.host if request.client else "unknown"


def _browser(request: Request) -> str:
    """Who is signed in in it; colleagues behind one address do not count for each other."""
    held = request.cookies.get(COOKIE, "")
    return sha256(held.encode()).hexdigest() if held else _address(request)
