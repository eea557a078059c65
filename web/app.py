"""The desk in a browser: the app, and how it is put together from the settings."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import Depends, FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import StatelessLifespan

from desk.letters import LetterDesk
from desk.wiring import load, open_desk
from providers.letters import LetterWriter
from providers.settings import settings
from providers.web_settings import WebSettings, web_settings
from register.engine import open_register, open_to_read
from register.web.web_register import WebRegister
from web import open_pages
from web.pages import Pages
from web.parts import Parts
from web.rates import at_most, changes_something, count_from_nothing, signs_in
from web.safe import SafeApp
from web.staff import sign_in
from web.staff.routes import staff_routers
from web.staff.signing_in import add_sign_in
from web.static_files import EDITION, KeptForEver

LARGEST = 256 * 1024
"""Bytes of a request's body, where a page does not say otherwise."""

RATES = [
    Depends(at_most("300/minute", "sent", of_browser=True, where=changes_something)),
    Depends(at_most("3000/minute", "sent", where=changes_something)),
    Depends(at_most("120/minute", "sign-in", where=signs_in)),
]
"""What is kept while somebody writes is some forty a minute; an office of fifty signs in at nine."""


def create_app(parts: Parts) -> FastAPI:
    """The app, made with *parts*."""
    app = _bare(parts.settings)
    app.state.parts = parts
    return app


def from_settings() -> FastAPI:
    """The app as the settings say; what it is made with is opened when it starts.

    Raises:
        BadSettingsError: a setting is missing or wrong.
    """
    chosen, of_web = settings(), web_settings()
    load()

    @asynccontextmanager
    async def opened(app: FastAPI) -> AsyncIterator[None]:
        engine, reads = open_register(chosen.register_url), open_to_read(chosen.register_url)
        async with open_desk(chosen) as desk:
            rulebook, register = desk.rulebook, WebRegister(engine, reads, chosen.keeping)
            letters = LetterDesk(desk, LetterWriter(chosen.policies, rulebook.landlord))
            app.state.parts = Parts(desk, letters, rulebook, register, Pages(rulebook), of_web)
            yield
        reads.dispose()
        engine.dispose()

    return _bare(of_web, opened)


def _bare(settings: WebSettings, lifespan: StatelessLifespan[FastAPI] | None = None) -> FastAPI:
    app = SafeApp(lifespan, max_body_size=LARGEST)
    for router in (open_pages.router, sign_in.hooks, *staff_routers()):
        app.include_router(router, dependencies=RATES)
    app.mount(f"/static/{EDITION}", GZipMiddleware(KeptForEver()), name="static")
    add_sign_in(app, settings)
    count_from_nothing(app)
    return app
