"""A small OpenID Connect provider that asks nobody for a password: a page with a button for each person there is.

It is real in all else: discovery, codes that are used once and only by who asked for them (PKCE), signed tokens, its
keys, the end of a session, the token by which a provider says that one has ended. It sends people back to this machine
alone.
"""

import secrets
import time
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Mapping
from hashlib import sha256
from http import HTTPStatus
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlencode, urlsplit

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from jinja2 import Environment, FileSystemLoader
from joserfc import jwt
from joserfc.jwk import ECKey
from pydantic import BaseModel, TypeAdapter, ValidationError

_TEMPLATES = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True)
_SAFE = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'"}
_CODE_LASTS, _TOKEN_LASTS = 60, 300
_LOGOUT = "http://schemas.openid.net/event/backchannel-logout"
_ALGORITHM = "ES256"

Text = Annotated[str, Form()]


class UnreadablePeopleError(Exception):
    """The file of people holds something else."""


class Person(BaseModel):
    """Somebody who can sign in."""

    subject: str
    """By which the provider knows them; it never changes."""
    name: str
    what: str = ""
    """What they do, beside their button."""
    group: str = ""
    """Under which heading their button stands."""
    email: str = ""


STRANGER = Person(subject="nobody/stranger", name="Somebody the desk does not know", email="stranger@example.com")


class Asked(BaseModel):
    """What somebody's browser brings from the application that sends them to sign in."""

    client_id: str = ""
    redirect_uri: str = ""
    state: str = ""
    nonce: str = ""
    code_challenge: str = ""
    code_challenge_method: str = ""
    response_type: str = ""

    @property
    def is_wrong(self) -> bool:
        """Whether it is nothing that may be answered."""
        proves = self.code_challenge_method == "S256" and bool(self.code_challenge)
        return self.response_type != "code" or not proves or not _is_on_this_machine(self.redirect_uri)


class Provider:
    """Signs people in for one client; what it gives out is forgotten when it stops."""

    def __init__(self, people: tuple[Person, ...], client_id: str, client_secret: str) -> None:
        self._people = {person.subject: person for person in (*people, STRANGER)}
        self._client = {"client_id": client_id, "client_secret": client_secret}
        self.key = ECKey.generate_key("P-256", {"kid": secrets.token_hex(4), "alg": _ALGORITHM, "use": "sig"})
        self._codes: dict[str, tuple[Asked, Person, float]] = {}

    def page(self, asked: Asked) -> str:
        """The page on which somebody says who they are."""
        groups: dict[str, list[Person]] = {}
        for person in self._people.values():
            groups.setdefault(person.group, []).append(person)
        return _TEMPLATES.get_template("sign_in.html").render(asked=asked.model_dump(), groups=groups)

    def person(self, subject: str) -> Person | None:
        """Who is known by that."""
        return self._people.get(subject)

    def chosen(self, asked: Asked, person: Person) -> str:
        """Where the browser of whoever chose to be *person* goes, with a code for them."""
        code = secrets.token_urlsafe(24)
        self._codes[code] = (asked, person, time.time() + _CODE_LASTS)
        return _with(asked.redirect_uri, {"code": code, "state": asked.state})

    def tokens(self, issuer: str, given: Mapping[str, str], authorization: str) -> Mapping[str, object] | None:
        """The tokens for a code; None where it, its client or its proof is not right. A code is used once."""
        asked, person, until = self._codes.pop(given.get("code", ""), (Asked(), STRANGER, 0.0))
        proof = urlsafe_b64encode(sha256(given.get("code_verifier", "").encode()).digest()).rstrip(b"=").decode()
        right = (
            self._is_our_client(given, authorization)
            and given.get("grant_type") == "authorization_code"
            and time.time() < until
            and given.get("redirect_uri") == asked.redirect_uri
            and proof == asked.code_challenge
        )
        if not right:
            return None
        claims = {"sub": person.subject, "name": person.name, "email": person.email, "email_verified": True}
        claims |= {"sid": secrets.token_hex(8), "nonce": asked.nonce}
        token = self.signed(issuer, claims)
        return {"access_token": secrets.token_hex(16), "token_type": "Bearer", "expires_in": 300, "id_token": token}

    def signed(self, issuer: str, claims: Mapping[str, object]) -> str:
        """A token of ours that says *claims* to our client, for five minutes."""
        now = int(time.time())
        always = {"iss": issuer, "aud": self._client["client_id"], "iat": now, "exp": now + _TOKEN_LASTS}
        head = {"alg": _ALGORITHM, "kid": str(self.key.kid)}
        return jwt.encode(head, always | dict(claims), self.key, algorithms=[_ALGORITHM])

    def logout_token(self, issuer: str, subject: str, session: str) -> str:
        """What a provider posts to its clients when a session of its own has ended."""
        of = {"sub": subject} if subject else {}
        of |= {"sid": session} if session else {}
        return self.signed(issuer, {**of, "jti": secrets.token_hex(8), "events": {_LOGOUT: {}}})

    def keys(self) -> Mapping[str, object]:
        """The keys by which our tokens are checked."""
        return {"keys": [self.key.as_dict(private=False)]}

    def _is_our_client(self, given: Mapping[str, str], authorization: str) -> bool:
        """Whether our client asks: with its secret in the form, or before it."""
        known = f"{self._client['client_id']}:{self._client['client_secret']}".encode()
        in_form = f"{given.get('client_id')}:{given.get('client_secret')}".encode()
        return authorization == f"Basic {b64encode(known).decode()}" or in_form == known


def people_in(file: Path | None) -> tuple[Person, ...]:
    """The people of a file, a list in JSON; nobody without one.

    Raises:
        UnreadablePeopleError: it holds something else.
        OSError: it cannot be read.
    """
    if file is None:
        return ()
    try:
        return TypeAdapter(tuple[Person, ...]).validate_json(file.read_bytes())
    except ValidationError as error:
        raise UnreadablePeopleError(f"{file} does not hold a list of people.") from error


def sign_in_routes(provider: Provider) -> APIRouter:
    """The routes of the provider; its issuer is the address at which it is asked."""
    routes = APIRouter(prefix="/sign-in")

    @routes.get("/.well-known/openid-configuration")
    async def discovery(request: Request) -> dict[str, object]:
        issuer = _issuer(request)
        return {
            "issuer": issuer,
            "authorization_endpoint": f"{issuer}/authorize",
            "token_endpoint": f"{issuer}/token",
            "jwks_uri": f"{issuer}/keys",
            "end_session_endpoint": f"{issuer}/end",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": [_ALGORITHM],
            "code_challenge_methods_supported": ["S256"],
            "backchannel_logout_supported": True,
            "backchannel_logout_session_supported": True,
        }

    @routes.get("/keys")
    async def keys() -> Mapping[str, object]:
        return provider.keys()

    @routes.get("/authorize")
    async def authorize(request: Request) -> HTMLResponse:
        asked = _right(Asked.model_validate(dict(request.query_params)))
        return HTMLResponse(provider.page(asked), headers=_SAFE)

    @routes.post("/authorize")
    async def chosen(request: Request) -> RedirectResponse:
        form = {name: str(value) for name, value in (await request.form()).items()}
        asked, person = _right(Asked.model_validate(form)), provider.person(form.get("person", ""))
        if person is None:
            raise HTTPException(HTTPStatus.BAD_REQUEST, "Nobody is known by that.")
        return RedirectResponse(provider.chosen(asked, person), HTTPStatus.SEE_OTHER)

    @routes.post("/token")
    async def token(request: Request) -> JSONResponse:
        form = {name: str(value) for name, value in (await request.form()).items()}
        given = provider.tokens(_issuer(request), form, request.headers.get("authorization", ""))
        return JSONResponse(given) if given else JSONResponse({"error": "invalid_grant"}, HTTPStatus.BAD_REQUEST)

    @routes.get("/end")
    async def end(post_logout_redirect_uri: str = "") -> Response:
        if _is_on_this_machine(post_logout_redirect_uri):
            return RedirectResponse(post_logout_redirect_uri, HTTPStatus.SEE_OTHER)
        return HTMLResponse("<!DOCTYPE html><title>Signed out</title><h1>Signed out</h1>", headers=_SAFE)

    @routes.post("/logout-token")
    async def logout_token(request: Request, subject: Text = "", session: Text = "") -> str:
        """What it would post to the client's back channel: who tries that posts it themselves."""
        return provider.logout_token(_issuer(request), subject, session)

    return routes


def _right(asked: Asked) -> Asked:
    if asked.is_wrong:
        raise HTTPException(
            HTTPStatus.BAD_REQUEST, "Not a sign-in with a code, a proof, and a way back to this machine."
        )
    return asked


def _issuer(request: Request) -> str:
    return f"{request.base_url}sign-in"


def _with(address: str, query: Mapping[str, Any]) -> str:
    return f"{address}{'&' if urlsplit(address).query else '?'}{urlencode(query)}"


def _is_on_this_machine(address: str) -> bool:
    there = urlsplit(address)
    if there.scheme != "http":
        return False
    try:
        return ip_address(there.hostname or "").is_loopback
    except ValueError:
        return there.hostname == "localhost"
