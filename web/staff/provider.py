"""The provider that signs people in, by OpenID Connect: a code, a proof (PKCE), a signed token (Authlib)."""

from collections.abc import Mapping
from typing import Any

from authlib.common.urls import add_params_to_uri
from authlib.integrations.starlette_client import OAuth, OAuthError, StarletteOAuth2App
from httpx2 import AsyncBaseTransport, HTTPError, create_ssl_context
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from starlette.requests import Request

from providers.web_settings import WebSettings
from register.web.lines import Identity

_SIGNED_BY = ("RS256", "PS256", "ES256")
"""What a token may be signed by: with the provider's own key alone, never with a secret, never not at all."""
_LOGOUT = "http://schemas.openid.net/event/backchannel-logout"
_LEEWAY = 120
"""Seconds by which two machines' clocks may differ."""
_LOGOUT_LASTS = 300
"""How old a word that somebody has signed out may be."""
_WAITS = 5.0


class NotBelievedError(Exception):
    """What came from the provider, or from somebody who plays it, proves nothing."""


class ProviderAwayError(Exception):
    """The provider does not answer, or not as a provider does."""


class Provider:
    """Sends people to their provider and reads what they bring back."""

    def __init__(self, settings: WebSettings, transport: AsyncBaseTransport | None = None) -> None:
        self._settings = settings
        self._back_to = f"{settings.public_url}/staff/signed-in"
        self._client: StarletteOAuth2App = OAuth().register(
            "provider",
            client_id=settings.client_id,
            client_secret=settings.client_secret.get_secret_value() or None,
            server_metadata_url=f"{settings.issuer}/.well-known/openid-configuration",
            client_kwargs={
                "scope": "openid email profile",
                "code_challenge_method": "S256",
                "timeout": _WAITS,
                "verify": create_ssl_context(),  # made once: it takes longer than to ask
                **({"transport": transport} if transport else {}),
                **({} if settings.client_secret.get_secret_value() else {"token_endpoint_auth_method": "none"}),
            },
        )

    async def where_to(self, request: Request) -> str:
        """Where a browser signs in; what has to come back with it stays in its signed cookie.

        Raises:
            ProviderAwayError: nobody can say.
        """
        await self._metadata()
        answer = await self._client.authorize_redirect(request, self._back_to)
        return str(answer.headers["location"])

    async def came_back(self, request: Request) -> Mapping[str, Any]:
        """What the provider says of whoever has signed in: once for each time they were sent there.

        Raises:
            NotBelievedError: it was not asked, or it is not the provider who says so, or it is said of another.
            ProviderAwayError: the provider does not answer.
        """
        must = {"iss": (await self._metadata())["issuer"], "aud": self._settings.client_id}
        options = {claim: {"essential": True, "value": value} for claim, value in must.items()}
        try:
            token = await self._client.authorize_access_token(request, claims_options=options, leeway=_LEEWAY)
        except (OAuthError, JoseError, ValueError) as no:
            raise NotBelievedError(type(no).__name__) from no
        except HTTPError as away:
            raise ProviderAwayError(type(away).__name__) from away
        if "userinfo" not in token:
            raise NotBelievedError("no id_token came")
        claims: Mapping[str, Any] = token["userinfo"]
        return claims

    def known_by(self, claims: Mapping[str, Any]) -> Identity:
        """Who somebody is, in words of the provider's that never change.

        Raises:
            NotBelievedError: it does not say.
        """
        told = [claims.get(name) for name in self._settings.subject.split("/")]
        if not all(isinstance(each, str) and each for each in told):
            raise NotBelievedError("the token does not say who somebody is")
        return Identity(issuer=self._settings.issuer, subject="/".join(str(each) for each in told))

    def identity(self, claims: Mapping[str, Any]) -> Identity:
        """By what the provider says later that somebody has signed out."""
        session = claims.get("sid")
        said = {"subject": str(claims.get("sub", "")), "session": session if isinstance(session, str) else ""}
        return Identity(issuer=self._settings.issuer, **said)

    async def signed_out(self, token: str, now: float) -> Identity:
        """Whose session has ended, as the provider says over its back channel; *now* is in seconds.

        Raises:
            NotBelievedError: it is not the provider who says so, or not now, or it says something else.
            ProviderAwayError: its keys cannot be had.
        """
        issuer = (await self._metadata())["issuer"]
        try:
            claims = (await self._decoded(token)).claims
            jwt.JWTClaimsRegistry(
                now=int(now),
                leeway=_LEEWAY,
                iss={"essential": True, "value": issuer},
                aud={"essential": True, "value": self._settings.client_id},
                iat={"essential": True},
            ).validate(claims)
        except (JoseError, ValueError) as no:
            raise NotBelievedError(type(no).__name__) from no
        events = claims.get("events")
        if not isinstance(events, dict) or _LOGOUT not in events or "nonce" in claims:
            raise NotBelievedError("it does not say that somebody has signed out")
        if not claims.get("sub") and not claims.get("sid"):
            raise NotBelievedError("it does not say who has signed out")
        if now - claims["iat"] > _LOGOUT_LASTS + _LEEWAY:
            raise NotBelievedError("it is old")
        return self.identity(claims)

    async def where_to_end(self) -> str:
        """Where a browser ends its session at the provider; empty where that cannot be done or nobody can say."""
        try:
            metadata = await self._metadata()
        except ProviderAwayError:
            return ""
        end = metadata.get("end_session_endpoint")
        if not isinstance(end, str):
            return ""
        back = {
            "client_id": self._settings.client_id,
            "post_logout_redirect_uri": f"{self._settings.public_url}/staff/signed-out",
        }
        return str(add_params_to_uri(end, list(back.items())))

    async def _decoded(self, token: str) -> jwt.Token:
        try:
            return jwt.decode(token, await self._keys(), algorithms=list(_SIGNED_BY))
        except InvalidKeyIdError:  # a key that is new since they were read
            return jwt.decode(token, await self._keys(anew=True), algorithms=list(_SIGNED_BY))

    async def _keys(self, *, anew: bool = False) -> KeySet:
        await self._metadata()
        try:
            return KeySet.import_key_set(await self._client.fetch_jwk_set(force=anew))
        except (HTTPError, RuntimeError) as away:
            raise ProviderAwayError(type(away).__name__) from away

    async def _metadata(self) -> Mapping[str, Any]:
        """What the provider says of itself, read once; it must be the one that the settings name."""
        try:
            metadata: dict[str, Any] = await self._client.load_server_metadata()
        except (HTTPError, ValueError) as away:
            raise ProviderAwayError(type(away).__name__) from away
        if str(metadata.get("issuer")).rstrip("/") != self._settings.issuer:
            self._client.server_metadata.clear()
            raise ProviderAwayError("it names itself otherwise than the settings do")
        named = metadata.get("id_token_signing_alg_values_supported", [])
        metadata["id_token_signing_alg_values_supported"] = [each for each in _SIGNED_BY if each in named]
        return metadata
