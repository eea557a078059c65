"""One house and one browser for all these tests; a window for whoever visits it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime

import pytest
import pytest_asyncio
from playwright._impl._api_structures import SetCookieParam
from playwright.async_api import Browser, BrowserContext

from register.web.lines import Identity
from tests.browser.chromium import chromium, program
from tests.browser.house import House
from tests.browser.house import house as running_house
from tests.browser.visitor import Visitor
from web.staff.signed_in import COOKIE

Visits = Callable[..., Awaitable[Visitor]]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    program()  # without a browser nothing is started
    async with running_house(tmp_path_factory.mktemp("house")) as running:
        yield running


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as running:
        yield running


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def window(house: House, browser: Browser) -> Visitor:
    """One window in which everybody looks at pages in turn: a new one takes longer than a page."""
    context = await browser.new_context()
    return Visitor(context, await context.new_page(), house.url)


@pytest_asyncio.fixture(loop_scope="session")
async def looks(house: House, window: Visitor) -> AsyncIterator[Visits]:
    """`await looks("priya-nair")`: the one window, in which that person is signed in now.

    What the browser complains of fails the test.
    """
    window.faults.clear()

    async def look(person: str = "", landlord: str = "reliance") -> Visitor:
        await window.context.clear_cookies()
        await _sign_in(window.context, house, person, landlord)
        return window

    yield look
    assert window.faults == []


@pytest_asyncio.fixture(loop_scope="session")
async def visits(house: House, browser: Browser) -> AsyncIterator[Visits]:
    """`await visits("priya-nair")`: somebody who is signed in, in a browser of their own; without an id, nobody is.

    What the browser complains of fails the test.
    """
    came: list[Visitor] = []

    async def visit(person: str = "", landlord: str = "reliance", *, script: bool = True) -> Visitor:
        context = await browser.new_context(java_script_enabled=script)
        await _sign_in(context, house, person, landlord)
        visitor = Visitor(context, await context.new_page(), house.url)
        came.append(visitor)
        return visitor

    yield visit
    for visitor in came:
        await visitor.leaves()
    assert [fault for visitor in came for fault in visitor.faults] == []


async def _sign_in(context: BrowserContext, house: House, person: str, landlord: str) -> None:
    """Put a session into a browser, by a row of the sessions as a sign-in writes it."""
    if not person:
        return
    identity = Identity(issuer="https://tests.example.org", subject=person)
    token = house.register.sessions.begin(landlord, person, identity, datetime.now(UTC))
    # of https, or Chromium does not take a cookie with such a name from a test; loopback is as good to it
    there = house.url.replace("http:", "https:")
    cookie = SetCookieParam(name=COOKIE, value=token, url=there, secure=True, httpOnly=True, sameSite="Lax")
    await context.add_cookies([cookie])
