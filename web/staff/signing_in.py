"""What signing in needs of the app: a cookie for the ten minutes it takes, and an answer to who is not signed in."""

import secrets

from fastapi import FastAPI
from itsdangerous import TimestampSigner
from starlette.middleware.sessions import SessionMiddleware
from starlette.types import ASGIApp

from providers.web_settings import WebSettings
from web.staff.signed_in import NotForThemError, NotSignedInError, ask_to_sign_in, recognise, show_what_is_theirs

_TEN_MINUTES = 600


class SigningIn(SessionMiddleware):
    """Keeps state, nonce and proof of a sign-in in a signed cookie: signed with the first key, read with each."""

    def __init__(self, app: ASGIApp, keys: tuple[str, ...]) -> None:
        """Without a key, with one of its own: what was begun before a restart is begun again."""
        kept = keys or (secrets.token_hex(),)
        super().__init__(app, kept[0], "__Secure-signing-in", max_age=_TEN_MINUTES, path="/staff", https_only=True)
        self.signer = TimestampSigner([*reversed(kept)])  # the last signs


def add_sign_in(app: FastAPI, settings: WebSettings) -> None:
    """Have *app* sign people in."""
    app.add_exception_handler(NotSignedInError, ask_to_sign_in)
    app.add_exception_handler(NotForThemError, show_what_is_theirs)
    app.state.recognise = recognise
    app.add_middleware(SigningIn, keys=settings.cookie_keys)
