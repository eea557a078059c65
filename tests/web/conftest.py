"""The desk in a browser for a test: the app over complaints that are played, and a real register in a file."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from starlette.testclient import TestClient

from desk.desk import Desk
from desk.letters import LetterDesk
from providers.letters import LetterWriter
from providers.rulebook import policies_folder
from providers.web_settings import WebSettings
from register.engine import open_register
from register.upgrade import upgrade
from register.web.lines import Identity
from register.web.web_register import WebRegister
from tests.spec.cast import RULEBOOK
from tests.web.played import Played, desk_with
from web.app import create_app
from web.pages import Pages
from web.parts import Parts
from web.staff.signed_in import COOKIE

ADDRESS = "https://complaints.example.org"
PAGES = Pages(RULEBOOK)
"""Templates take longer to compile than a page takes: once for all tests."""


@dataclass
class Web:
    """The app, and what a test may look at or put into it."""

    app: FastAPI
    parts: Parts
    engine: Engine
    played: Played

    @property
    def desk(self) -> Desk:
        """The desk over the complaints that are played."""
        return self.parts.desk

    def client(self, officer_id: str = "", landlord: str = "reliance") -> TestClient:
        """A browser in which that person is signed in: by a row of the sessions, as a sign-in writes it.

        Without an id nobody is signed in. It follows no redirect by itself.
        """
        own = {"Origin": ADDRESS, "Sec-Fetch-Site": "same-origin"}  # as browsers say it of a form on one of our pages
        browser = TestClient(self.app, base_url=ADDRESS, headers=own, follow_redirects=False)
        if officer_id:
            identity = Identity(issuer="https://sign-in.example.org", subject=officer_id)
            token = self.parts.register.sessions.begin(landlord, officer_id, identity, datetime.now(UTC))
            browser.cookies.set(COOKIE, token)
        return browser


@pytest.fixture(scope="session")
def empty_register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register that holds nothing yet, to copy."""
    file = tmp_path_factory.mktemp("empty") / "register.db"
    upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture
def web(empty_register: Path, tmp_path: Path) -> Iterator[Web]:
    """The app over a register of its own."""
    file = shutil.copy(empty_register, tmp_path / "register.db")
    engine = open_register(f"sqlite:///{file}")
    played = Played(engine)
    desk = desk_with(played, engine)
    letters = LetterDesk(desk, LetterWriter(policies_folder(), RULEBOOK.landlord))
    parts = Parts(desk, letters, RULEBOOK, WebRegister(engine), PAGES, WebSettings(public_url=ADDRESS))
    app = create_app(parts)
    app.debug = True  # a fault of ours fails the test where it arises
    yield Web(app, parts, engine, played)
    engine.dispose()


@pytest.fixture
def client(web: Web) -> Callable[..., TestClient]:
    """`client("priya-nair")`, `client("…", "qualitas")`, `client()` for a browser in which nobody is signed in."""
    return web.client
