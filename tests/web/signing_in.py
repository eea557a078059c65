"""Somebody signs in at the provider of a development machine, without a network: page, button, way back."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.cookiejar import DefaultCookiePolicy
from typing import Any
from urllib.parse import parse_qs, urlsplit

from fastapi import FastAPI
from httpx2 import ASGITransport, Response
from starlette.testclient import TestClient

from providers.web_settings import WebSettings
from simulator.sign_in import Person, Provider, sign_in_routes
from tests.spec.cast import RULEBOOK
from tests.web.conftest import Web
from web.app import create_app
from web.staff import provider as ours

HERE, THERE = "http://127.0.0.1:8236", "http://127.0.0.1:7511"
SETTINGS = WebSettings(
    public_url=HERE,
    issuer=f"{THERE}/sign-in",
    client_id="putright",
    client_secret="simulator",
    cookie_key="0123456789abcdef0123456789abcdef",
)


class Signing:
    """The app, the provider, and a browser that goes from one to the other."""

    def __init__(self, web: Web, people: tuple[Person, ...], settings: WebSettings = SETTINGS) -> None:
        self.engine = web.engine
        self.parts = replace(web.parts, settings=settings)
        self.provider = Provider(people, "putright", "simulator")
        self.there = FastAPI()
        self.there.include_router(sign_in_routes(self.provider))
        self.app = create_app(self.parts)
        self.app.debug = True
        self.app.state.provider = ours.Provider(settings, ASGITransport(self.there))
        self.browser = self.new_browser()
        self._at_provider = TestClient(self.there, base_url=THERE, follow_redirects=False)

    def new_browser(self) -> TestClient:
        """A browser that holds nothing; as Chromium does, it takes this machine for safe."""
        browser = TestClient(self.app, base_url=HERE, headers={"origin": HERE}, follow_redirects=False)
        browser.cookies.jar.set_policy(DefaultCookiePolicy(secure_protocols=("http", "https")))
        return browser

    def begins(self, next_page: str = "") -> str:
        """Ask to sign in, and return where the browser is sent."""
        answer = self.browser.get("/staff/sign-in", params={"next": next_page} if next_page else {})
        assert answer.status_code == 303, answer.text
        return answer.headers["location"]

    def chooses(self, subject: str, at: str) -> str:
        """Press the button of *subject* on the provider's page, and return the way back, without host."""
        page = self._at_provider.get(at)
        assert page.status_code == 200, page.text
        hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text))
        answer = self._at_provider.post("/sign-in/authorize", data=hidden | {"person": subject})
        return answer.headers["location"].removeprefix(HERE)

    def signs_in(self, subject: str, next_page: str = "") -> Response:
        """The whole way; the last answer."""
        return self.browser.get(self.chooses(subject, self.begins(next_page)))

    def asked(self, at: str) -> dict[str, str]:
        """What the provider is asked."""
        return {name: value[0] for name, value in parse_qs(urlsplit(at).query).items()}


@contextmanager
def people_changed(web: Web, landlord: str, **changed: Any) -> Iterator[None]:  # noqa: ANN401 - any field of a person
    """The directory with other facts of the people of those ids, for the block; None takes them out."""
    known = RULEBOOK.directory(landlord)
    people = tuple(
        each.model_copy(update=changed.get(each.id.replace("-", "_")) or {})
        for each in known.people
        if changed.get(each.id.replace("-", "_"), {}) is not None
    )
    directory = known.model_copy(update={"people": people})
    before = web.parts.rulebook.directory
    web.parts.rulebook.directory = lambda key: directory if key == landlord else before(key)  # type: ignore[method-assign]
    try:
        yield
    finally:
        del web.parts.rulebook.directory
