"""A page as somebody reads it, and the forms on it as a browser sends them."""

import re
from html import unescape
from html.parser import HTMLParser


def read(html: str) -> str:
    """The words of a page, as somebody reads them."""
    body = re.sub(r"<(script|style)[^>]*>.*?</\1>", " ", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def main_of(html: str) -> str:
    """The words of a page without what stands around every page."""
    return read(html.partition("<main")[2].partition("</main>")[0].partition(">")[2])


def form_on(html: str, action: str) -> dict[str, list[str]]:
    """What the form of that address would send, were it sent as it stands; each field's values."""
    forms = _Forms()
    forms.feed(html)
    return next((fields for address, fields in forms.found if address == action), {})


class _Forms(HTMLParser):
    """Collects the fields of each form that posts."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, list[str]]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form" and given.get("method") == "post":
            self.found.append((given.get("action") or "", {}))
        is_ticked = given.get("type") not in {"checkbox", "radio"} or "checked" in given
        if tag == "input" and self.found and is_ticked and given.get("name"):
            self.found[-1][1].setdefault(given["name"] or "", []).append(given.get("value") or "")
