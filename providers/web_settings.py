"""The settings of the desk in a browser, from the environment (`PUTRIGHT_WEB_…`).

For how long its tables keep what they hold stands with the workers' settings: it is they who sweep.
"""

from ipaddress import ip_address
from typing import Annotated, Self
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, SecretStr, model_validator

from providers.settings import BadSettingsError, HttpUrl, from_environment

_PREFIX = "PUTRIGHT_WEB_"
FROM_FILES = ("client_secret", "cookie_key")
"""Settings that a file may hold, as a mounted secret: `PUTRIGHT_WEB_…_FILE` names it."""
_SHORTEST_KEY = 32
_CLAIM = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_:.-")


def _claims(value: str) -> str:
    if not all(claim and set(claim) <= _CLAIM for claim in value.split("/")):
        raise ValueError("name a claim of the provider's, as sub, or several, as tid/oid")
    return value


def _keys(value: SecretStr) -> SecretStr:
    if any(len(key) < _SHORTEST_KEY for key in value.get_secret_value().split()):
        raise ValueError(f"a key has {_SHORTEST_KEY} characters at least: `openssl rand -hex 32` makes one")
    return value


class WebSettings(BaseModel):
    """What an engineer sets for the desk in a browser."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    public_url: HttpUrl = "http://127.0.0.1:8236"
    """Where browsers find it."""
    issuer: HttpUrl = ""
    """The provider that signs people in, as it names itself."""
    client_id: str = ""
    client_secret: SecretStr = SecretStr("")
    subject: Annotated[str, AfterValidator(_claims)] = "sub"
    """The claims that say who somebody is and never change, apart by strokes: "sub"; at Entra "tid/oid"."""
    cookie_key: Annotated[SecretStr, AfterValidator(_keys)] = SecretStr("")
    """Signs the ten minutes' cookie of a sign-in; several apart by blanks, of which the first signs."""
    proxies: str = "127.0.0.1"
    """Whose word is taken for where a request comes from."""

    @model_validator(mode="after")
    def _sign_in_is_real(self) -> Self:
        """A provider that is reached without TLS or on this machine is for trying things on this machine alone."""
        here, there = urlsplit(self.public_url), urlsplit(self.issuer)
        if here.scheme != "https" and not _is_on_this_machine(here):
            raise ValueError(f"{_PREFIX}PUBLIC_URL: people sign in over https alone, unless it is on this machine")
        if not self.issuer:
            return self
        if there.scheme != "https" and not _is_on_this_machine(there):
            raise ValueError(f"{_PREFIX}ISSUER: a provider is asked over https alone, unless it is on this machine")
        if self.is_tried and not (here.scheme == "http" and _is_on_this_machine(here)):
            raise ValueError(
                f"{_PREFIX}ISSUER: a provider on this machine is there to try things with, so the pages must be on "
                f"this machine too ({_PREFIX}PUBLIC_URL as http://127.0.0.1:8236); name the landlord's own provider"
            )
        return self

    @property
    def is_tried(self) -> bool:
        """Whether people sign in at a provider on this machine, which asks nobody for a password."""
        return bool(self.issuer) and _is_on_this_machine(urlsplit(self.issuer))

    @property
    def origin(self) -> str:
        """Scheme, host and port of our own pages, as browsers name where a form comes from."""
        there = urlsplit(self.public_url)
        return f"{there.scheme}://{there.netloc}"

    @property
    def cookie_keys(self) -> tuple[str, ...]:
        """The keys of the sign-in's cookie, the one that signs first."""
        return tuple(self.cookie_key.get_secret_value().split())

    def require_sign_in(self, listens_on: str = "127.0.0.1") -> None:
        """Refuse to go on without what signing people in needs; *listens_on* is the address at which pages are served.

        Raises:
            BadSettingsError: one of the settings is missing, or others could reach what is there to try things with.
        """
        if self.is_tried and not _is_loopback(listens_on):
            raise BadSettingsError(
                f"{_PREFIX}ISSUER: a provider on this machine asks nobody for a password, so the pages are served on "
                f"127.0.0.1 alone, not on {listens_on}"
            )
        needed = {"issuer": self.issuer, "client_id": self.client_id, "cookie_key": self.cookie_keys}
        if missing := [_PREFIX + name.upper() for name, value in needed.items() if not value]:
            raise BadSettingsError(f"to sign people in, the pages need {', '.join(missing)} in the environment")


def web_settings() -> WebSettings:
    """The settings in the environment; a variable that is empty says nothing.

    Raises:
        BadSettingsError: one of them cannot be used.
    """
    return from_environment(WebSettings, _PREFIX, FROM_FILES)


def _is_on_this_machine(address: SplitResult) -> bool:
    return _is_loopback(address.hostname or "")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
