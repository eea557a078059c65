"""One house and one browser for all these tests; a window for whoever visits it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext

from tests.browser.chromium import chromium, program
from tests.browser.house import House
from tests.browser.house import house as running_house
from tests.browser.visitor import Visitor

Visits = Callable[..., Awaitable[Visitor]]
_TEST_TAKES_AT_MOST = 300
"""Seconds, the house's start among them, on a busy machine."""
_PAGE_TAKES_AT_MOST = 60_000
"""Milliseconds, on a busy machine: for a page, and for what is looked for on it."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give the tests of this folder time; one with a limit of its own keeps it."""
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.timeout(_TEST_TAKES_AT_MOST))


async def _opened(browser: Browser, *, script: bool = True) -> BrowserContext:
    """A browser of somebody's own, which waits on a busy machine too."""
    context = await browser.new_context(java_script_enabled=script)
    context.set_default_timeout(_PAGE_TAKES_AT_MOST)
    return context


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
    context = await _opened(browser)
    return Visitor(context, await context.new_page(), house.url)


@pytest_asyncio.fixture(loop_scope="session")
async def looks(house: House, window: Visitor) -> AsyncIterator[Visits]:
    """`await looks("priya-nair")`: the one window, in which that person is signed in now.

    What the browser complains of fails the test.
    """
    window.faults.clear()

    async def look(person: str = "", landlord: str = "reliance") -> Visitor:
        await house.sign_in(window.context, person, landlord)
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
        context = await _opened(browser, script=script)
        await house.sign_in(context, person, landlord)
        visitor = Visitor(context, await context.new_page(), house.url)
        came.append(visitor)
        return visitor

    yield visit
    for visitor in came:
        await visitor.leaves()
    assert [fault for visitor in came for fault in visitor.faults] == []
