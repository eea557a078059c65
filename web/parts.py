"""What every page is made with: the desk, the letters, the landlords' files, the web's own tables, the templates."""

from dataclasses import dataclass

from starlette.requests import HTTPConnection

from desk.desk import Desk
from desk.letters import LetterDesk
from providers.rulebook import Rulebook
from providers.web_settings import WebSettings
from register.web.web_register import WebRegister
from web.pages import Pages


@dataclass(frozen=True)
class Parts:
    """What every page is made with."""

    desk: Desk
    letters: LetterDesk
    rulebook: Rulebook
    register: WebRegister
    pages: Pages
    settings: WebSettings


def parts_of(request: HTTPConnection) -> Parts:
    """What the app that was asked is made with."""
    parts: Parts = request.app.state.parts
    return parts
