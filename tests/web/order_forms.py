"""A browser's hand on the forms of orders: what a page holds is read and sent back as a browser does it."""

import re
from html import unescape
from html.parser import HTMLParser

from httpx2 import Response
from starlette.testclient import TestClient

from domain.complaint.issues import NewIssue
from tests.web.played import Story, days_ago, told

PATH = "/staff/c/{}/order/{}"


class _Form(HTMLParser):
    """The fields of the form that is posted to *action*, with what is in them."""

    def __init__(self, action: str) -> None:
        super().__init__()
        self.fields: list[tuple[str, str]] = []
        self.names: set[str] = set()
        self._action, self._inside, self._select, self._area = action, False, "", ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag == "form":
            self._inside = given.get("action") == self._action
            if self._inside:
                self.fields, self.names = [], set()
        if not self._inside:
            return
        name = given.get("name") or ""
        if tag == "input" and name:
            self._input(name, given)
        elif tag == "textarea":
            self._area = name
            self.names.add(name)
            self.fields.append((name, ""))
        elif tag == "select":
            self._select = name
            self.names.add(name)
        elif tag == "option" and self._select and "selected" in given:
            self.fields.append((self._select, given.get("value") or ""))

    def _input(self, name: str, given: dict[str, str | None]) -> None:
        self.names.add(name)
        if given.get("type") not in {"radio", "checkbox"} or "checked" in given:
            self.fields.append((name, given.get("value") or ""))

    def handle_data(self, data: str) -> None:
        if self._area:
            name, value = self.fields[-1]
            self.fields[-1] = (name, (value + data).removeprefix("\n"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""
        elif tag == "select":
            self._select = ""
        elif tag == "form":
            self._inside = False


def form_in(page: str, action: str) -> _Form:
    """The last form of the page that is posted to *action*."""
    form = _Form(action)
    form.feed(page)
    return form


def words_of(page: str) -> str:
    """The words of a page, as somebody reads them."""
    body = re.sub(r"<(script|style)[^>]*>.*?</\1>", " ", page, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def typed_into(page: str, path: str, **typed: str | list[str]) -> dict[str, str | list[str]]:
    """What is posted when *typed* is typed into the page's form."""
    there: dict[str, str | list[str]] = {}
    for name, value in form_in(page, path).fields:
        already = there.get(name)
        there[name] = value if already is None else [*([already] if isinstance(already, str) else already), value]
    return there | typed


def gives(browser: TestClient, path: str, **typed: str | list[str]) -> Response:
    """Open the page of an order, type, press Continue, and Send where a letter is shown."""
    page = browser.get(path)
    assert page.status_code == 200, page.text
    answer = browser.post(path, data=typed_into(page.text, path, **typed))
    if answer.status_code == 200 and "Nothing has been recorded or sent yet" in answer.text:
        return browser.post(path, data=typed_into(answer.text, path) | {"pressed": "send"})
    return answer


def complaint_of(landlord: str, reference: str) -> Story:
    """A complaint of two issues that came yesterday."""
    issues = (NewIssue(words="The ceiling leaks."), NewIssue(words="The window does not close."))
    return told(landlord, reference, days_ago(1), issues=issues)
