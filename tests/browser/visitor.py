"""Somebody in front of a page: what they open, what the browser complains of, what would keep people out."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any, NamedTuple

from playwright.async_api import BrowserContext, ConsoleMessage, Page, Response

from tests.browser.chromium import AXE

WIDE, NARROW = 1280, 320
"""Of a window, in CSS pixels; the narrow one is what is left at 400 %."""
_HEIGHT = 900
_RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")
_OF_WIDTH = ("target-size", "scrollable-region-focusable", "css-orientation-lock")
"""What else a narrow window changes: the same elements stand there, in the same colours."""
_LOOK = """async ([kind, values]) => (await axe.run(document, {
    runOnly: { type: kind, values }, resultTypes: ["violations"], preload: false, iframes: false
})).violations.map(each => [each.id, each.nodes.map(node => node.html.slice(0, 200))])"""
_STATUS = "Failed to load resource: the server responded with a status of"
"""What Chromium says of a page that is an answer of 4xx or 5xx: the test looks at the page itself."""


class Barrier(NamedTuple):
    """Something that keeps people out."""

    rule: str
    where: tuple[str, ...]


class Visitor:
    """One window of somebody's browser."""

    def __init__(self, context: BrowserContext, page: Page, url: str) -> None:
        self.context, self.page, self.url = context, page, url
        self.faults: list[str] = []
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.faults.append(str(error)))

    async def opens(self, path: str) -> Response:
        """Go to a page of the house, and wait until it is there."""
        answer = await self.page.goto(f"{self.url}{path}", wait_until="load")
        assert answer is not None
        return answer

    async def signs_in(self, name: str) -> None:
        """Sign in at the provider's own page, by the button of somebody."""
        await self.opens("/staff/sign-in")
        await self.page.get_by_role("button", name=name).click()
        await self.page.wait_for_url(f"{self.url}/staff/**")

    async def words(self) -> str:
        """What is to be read on the page."""
        return await self.page.inner_text("body")

    async def fills(self, fields: Mapping[str, str]) -> None:
        """Write into fields, by their labels."""
        for label, words in fields.items():
            await self.page.get_by_label(label).first.fill(words)

    async def presses(self, button: str) -> None:
        """Press a button, and wait for the page that comes of it."""
        async with self.page.expect_navigation(wait_until="load"):
            await self.page.get_by_role("button", name=button).first.click()

    async def follows(self, link: str) -> None:
        """Follow a link, and wait for its page."""
        async with self.page.expect_navigation(wait_until="load"):
            await self.page.get_by_role("link", name=link).first.click()

    async def barriers(self) -> list[Barrier]:
        """What axe-core finds on the page: WCAG 2.2 A and AA and good practice, at two widths."""
        await self.page.evaluate(f"window.axe || {AXE}")
        return [*await self._found(WIDE, "rule", _OF_WIDTH), *await self._found(NARROW, "tag", _RULES)]

    async def _found(self, width: int, kind: str, values: tuple[str, ...]) -> list[Barrier]:
        await self.page.set_viewport_size({"width": width, "height": _HEIGHT})
        found: Iterable[tuple[str, list[str]]] = await self.page.evaluate(_LOOK, [kind, list(values)])
        return [Barrier(f"{rule} at {width}", tuple(where)) for rule, where in found]

    async def scrolls_sideways(self, width: int = NARROW) -> int:
        """By how many pixels the page is wider than its window."""
        await self.page.set_viewport_size({"width": width, "height": _HEIGHT})
        root: dict[str, Any] = await self.page.evaluate(
            "({ wide: document.documentElement.scrollWidth, window: document.documentElement.clientWidth })"
        )
        return int(root["wide"]) - int(root["window"])

    async def leaves(self) -> None:
        """Close the window and forget it."""
        await self.context.close()

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not message.text.startswith(_STATUS):
            self.faults.append(f"{message.text} ({message.location.get('url', '')})")


def went_well(answer: Response) -> bool:
    """Whether the page is the one that was asked for."""
    return answer.status == HTTPStatus.OK
