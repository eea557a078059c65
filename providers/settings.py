"""Putright's own settings, from the environment (`PUTRIGHT_…`). Temporal's come from `temporalio.envconfig`."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, AnyHttpUrl, PositiveFloat, SecretStr, TypeAdapter, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

_PREFIX = "PUTRIGHT_"
_HIGHEST_PORT = 65535


class BadSettingsError(Exception):
    """A setting is missing or wrong; the sentence names its variable, never its value."""


class LogFormat(StrEnum):
    """How logs are written."""

    JSON = "json"
    READABLE = "readable"


def _http_url(value: str) -> str:
    TypeAdapter(AnyHttpUrl).validate_python(value)
    return value.rstrip("/")


HttpUrl = Annotated[str, AfterValidator(_http_url)]


def _address(value: str) -> str:
    host, _, port = value.rpartition(":")
    if value and not (host and port.isdecimal() and int(port) <= _HIGHEST_PORT):
        raise ValueError("an address is a host and a port, as 127.0.0.1:9464")
    return value


Address = Annotated[str, AfterValidator(_address)]
"""Where to listen: `127.0.0.1:9464`, `[::1]:9464`."""


class Settings(BaseSettings):
    """What an engineer sets."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, frozen=True, extra="ignore", env_ignore_empty=True)

    register_url: str = "sqlite:///var/register.db"
    policies: Path = Path(__file__).parent.parent / "policies"
    letters_dir: Path = Path("var/letters")
    log_format: LogFormat = LogFormat.JSON
    sendgrid_key: SecretStr = SecretStr("")
    sendgrid_url: HttpUrl = "https://api.sendgrid.com"
    twilio_account: str = ""
    twilio_token: SecretStr = SecretStr("")
    twilio_url: HttpUrl = "https://api.twilio.com"
    emails_per_second: PositiveFloat = 10
    texts_per_second: PositiveFloat = 10
    health_address: Address = "127.0.0.1:0"
    """Where the worker answers `/healthz` and `/readyz`; port 0 takes any that is free, and the log says which."""
    metrics_address: Address = ""
    """Where the worker serves `/metrics`; empty for nowhere."""

    def require_credentials(self) -> None:
        """Refuse to go on without what sending needs.

        Raises:
            BadSettingsError: a credential is missing.
        """
        needed = {
            "sendgrid_key": self.sendgrid_key.get_secret_value(),
            "twilio_account": self.twilio_account,
            "twilio_token": self.twilio_token.get_secret_value(),
        }
        if missing := [_variable(name) for name, value in needed.items() if not value]:
            raise BadSettingsError(f"to send, Putright needs {', '.join(missing)} in the environment")


def settings() -> Settings:
    """The settings in the environment.

    Raises:
        BadSettingsError: one of them cannot be used.
    """
    try:
        return Settings()
    except ValidationError as error:
        raise BadSettingsError("; ".join(_sentences(error))) from None


def _sentences(error: ValidationError) -> list[str]:
    wrong = error.errors(include_url=False, include_input=False, include_context=False)
    return [f"{_variable(str(detail['loc'][0]))}: {_plain(detail['msg'])}" for detail in wrong]


def _plain(message: str) -> str:
    return message.removeprefix("Value error, ").splitlines()[0]


def _variable(name: str) -> str:
    return _PREFIX + name.upper()
