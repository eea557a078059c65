"""How somebody fills in a page: with the mouse, or by the keyboard alone."""

from collections.abc import Mapping

from playwright.async_api import Locator, Page

_MOST_STOPS = 200
"""Tab stops of a page: whoever needs more of them does not get there."""
_IS = "([name, value]) => document.activeElement.name === name && (!value || document.activeElement.value === value)"
_SAYS = "words => document.activeElement.innerText?.trim() === words"

Fields = Mapping[str, str]
"""What is written, by the names of the fields; what is chosen, by its value."""


class Mouse:
    """Clicks on things."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def fills(self, fields: Fields) -> None:
        """Fill in fields of the page; what the page knows by itself is left to it."""
        for name, value in fields.items():
            if await self._is_known(name):
                continue
            field = self.page.locator(f'main [name="{name}"]:not([type="hidden"])')
            match await _kind(field):
                case "radio" | "checkbox":
                    await self._ticks(name, value)
                case "select":
                    await field.first.select_option(value)
                case _:
                    await self._unfolds(field.first)
                    await field.first.fill(value)

    async def adds_rows(self, fields: Fields) -> None:
        """Press "Add another" until there is a row for each of *fields*: `findings.2.issue` is of the third."""
        for name in fields:
            of, _, rest = name.partition(".")
            while rest and not await self.page.locator(f'main [name="{name}"]').count():
                await self.presses_to_add(of)

    async def presses_to_add(self, of: str) -> None:
        """Press the button that adds a row to a field."""
        async with self.page.expect_navigation(wait_until="load"):
            await self.page.locator(f'main button[value="add:{of}"]').click()

    async def presses(self, button: str) -> None:
        """Press a button, and wait for the page that comes of it."""
        found = self.page.locator("main").get_by_role("button", name=button, exact=True).last
        async with self.page.expect_navigation(wait_until="load"):
            await found.click()

    async def follows(self, link: str) -> None:
        """Follow a link of the page, and wait for where it leads."""
        async with self.page.expect_navigation(wait_until="load"):
            await self.page.get_by_role("link", name=link).first.click()

    async def _is_known(self, name: str) -> bool:
        """Whether the page holds it without asking."""
        return await self.page.locator(f'main [name="{name}"]').first.get_attribute("type") == "hidden"

    async def _ticks(self, name: str, value: str) -> None:
        field = self.page.locator(f'main [name="{name}"][value="{value}"]').first
        await self._unfolds(field)
        await field.check()

    async def _unfolds(self, field: Locator) -> None:
        """Open what the field is folded away in."""
        if not await field.is_visible():
            await field.locator("xpath=ancestor::details[not(@open)]/summary").first.click()


class Keyboard(Mouse):
    """Never touches the mouse: goes from one thing to the next with Tab, chooses with arrows, presses with Enter."""

    async def fills(self, fields: Fields) -> None:
        """Fill in fields of the page, from its beginning; what the page knows by itself is left to it."""
        for name, value in fields.items():
            if await self._is_known(name):
                continue
            field = self.page.locator(f'main [name="{name}"]:not([type="hidden"])')
            kind = await _kind(field)
            if not await field.first.is_visible():
                await self._to_the_fold_of(field.first)
            if kind == "checkbox":
                await self._to(_IS, [name, value])
                await self.page.keyboard.press("Space")
                continue
            await self._to(_IS, [name, ""])
            if kind == "radio":
                await self._chooses(name, value)
            elif kind == "select":
                option = self.page.locator(f'main [name="{name}"] option[value="{value}"]')
                await self.page.keyboard.type((await option.inner_text()).strip())
            else:
                await self.page.keyboard.press("Control+A")
                await self.page.keyboard.type(value)

    async def presses(self, button: str) -> None:
        """Go to a button and press Enter."""
        await self._to(_SAYS, button)
        async with self.page.expect_navigation(wait_until="load"):
            await self.page.keyboard.press("Enter")

    async def presses_to_add(self, of: str) -> None:
        """Go to the button that adds a row to a field, and press Enter."""
        await self._to(_IS, ["pressed", f"add:{of}"])
        async with self.page.expect_navigation(wait_until="load"):
            await self.page.keyboard.press("Enter")

    async def follows(self, link: str) -> None:
        """Go to a link and press Enter."""
        await self.presses(link)

    async def _to(self, there: str, what: object) -> None:
        """Press Tab until the focus is where it is wanted."""
        for _ in range(_MOST_STOPS):
            if await self.page.evaluate(there, what):
                return
            await self.page.keyboard.press("Tab")
        raise AssertionError(f"no way with Tab to {what} on {self.page.url}")

    async def _chooses(self, name: str, value: str) -> None:
        """Choose one of several: the first with the space bar, each next with an arrow."""
        await self.page.keyboard.press("Space")
        for _ in range(_MOST_STOPS):
            if await self.page.evaluate(_IS, [name, value]):
                return
            await self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"no way with the arrows to {name} = {value}")

    async def _to_the_fold_of(self, field: Locator) -> None:
        """Open what the field is folded away in."""
        words = await field.locator("xpath=ancestor::details[not(@open)]/summary").first.inner_text()
        await self._to(_SAYS, words.strip())
        await self.page.keyboard.press("Enter")


async def _kind(field: Locator) -> str:
    kind: str = await field.first.evaluate("at => at.tagName === 'SELECT' ? 'select' : at.type")
    return kind
