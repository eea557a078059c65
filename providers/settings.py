"""Putright's own settings, from the environment (`PUTRIGHT_…`). Temporal's come from `temporalio.envconfig`."""

import os
import re
from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import (
    AfterValidator,
    AnyHttpUrl,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PositiveFloat,
    PositiveInt,
    SecretStr,
    TypeAdapter,
    ValidationError,
)
from pydantic_core import ErrorDetails

from activities.ports import Keeping
from providers.key_ring import BadKeysError, KeyRing, keys_in

M = TypeVar("M", bound=BaseModel)

_PREFIX = "PUTRIGHT_"
_RELEASE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:\d+)?")
_NO_KEY = (
    "what Temporal keeps is encrypted, and there is no key: put one into PUTRIGHT_PAYLOAD_KEYS, or into the file that "
    "PUTRIGHT_PAYLOAD_KEYS_FILE names. What `complaints dev` runs is reached from the folder "
    "that it was started in, or with the variables that it prints"
)
FROM_FILES = ("register_url", "sendgrid_key", "twilio_token", "codec_token")
"""Settings that a file may hold, as a mounted secret: `PUTRIGHT_…_FILE` names it. Payload keys have their own."""
_HIGHEST_PORT = 65535
_HAS_TO_BE = {
    "greater_than": "give a number that is more than zero",
    "less_than_equal": "the number is too great",
    "finite_number": "give a number that is more than zero",
    "float": "give a number that is more than zero",
    "int": "give a whole number that is more than zero",
    "bool": "give true or false",
}
"""What is said of a setting, by the beginning of the name of pydantic's error."""


class BadSettingsError(Exception):
    """A setting is missing or wrong; the sentence names its variable, never its value."""


class LogFormat(StrEnum):
    """How logs are written."""

    JSON = "json"
    READABLE = "readable"


class Payloads(StrEnum):
    """How values travel to Temporal."""

    ENCRYPTED = "encrypted"
    PLAIN = "plain"


def _http_url(value: str) -> str:
    try:
        TypeAdapter(AnyHttpUrl).validate_python(value)
    except ValidationError as refusal:
        raise ValueError("an address is a scheme and a host, as https://api.example.org") from refusal
    return value.rstrip("/")


def _origin(value: str) -> str:
    if not _ORIGIN.fullmatch(value):
        raise ValueError("an origin is a scheme and a host, as https://temporal.example.org")
    return value


HttpUrl = Annotated[str, AfterValidator(_http_url)]
Origins = Annotated[
    tuple[Annotated[str, AfterValidator(_origin)], ...],
    BeforeValidator(lambda value: value.split() if isinstance(value, str) else value),
]
"""Where pages may be from, apart by blanks."""


def _address(value: str) -> str:
    host, _, port = value.rpartition(":")
    if value and not (host and port.isdecimal() and int(port) <= _HIGHEST_PORT):
        raise ValueError("an address is a host and a port, as 127.0.0.1:9464")
    return value


Address = Annotated[str, AfterValidator(_address)]
"""Where to listen: `127.0.0.1:9464`, `[::1]:9464`."""


def _release(value: str) -> str:
    if value and not _RELEASE.fullmatch(value):
        raise ValueError("a release is letters, digits, dots, hyphens and underscores, as 2026-11-22 or 1f0c2ab")
    return value


Release = Annotated[str, AfterValidator(_release)]
"""A release's name: its version, its day, or the commit it is built from."""


SIMULATOR_FILE = "simulator.toml"
"""What `complaints dev` calls the file that says where the simulated vendors are."""


Minutes = Annotated[PositiveInt, Field(le=7 * 24 * 60)]
"""A length of time that can be waited for: a week at most."""
Days = Annotated[PositiveInt, Field(le=3650)]
"""A length of time for which something is kept: ten years at most."""


class Settings(BaseModel):
    """What an engineer sets."""

    model_config = ConfigDict(frozen=True, extra="ignore")

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
    payloads: Payloads = Payloads.ENCRYPTED
    payload_keys: SecretStr = SecretStr("")
    payload_keys_file: Path = Path("var/payload.keys")
    codec_token: SecretStr = SecretStr("")
    codec_origins: Origins = ()
    health_address: Address = "127.0.0.1:0"
    """Where the worker answers `/healthz` and `/readyz`; port 0 takes any that is free, and the log says which."""
    metrics_address: Address = ""
    """Where the worker serves `/metrics`; empty for nowhere."""
    traces_url: Annotated[str, AfterValidator(lambda value: value and _http_url(value))] = ""
    """Where traces are sent (OTLP over HTTP, as `http://127.0.0.1:4318/v1/traces`); empty for nowhere."""
    release: Release = ""
    """The release a worker is of, by which Temporal routes complaints; empty where any worker takes any complaint."""
    operations_email: str = ""
    """Who is told of complaints that are stuck; empty for nobody but the log and the metrics."""
    sweep_every_minutes: Minutes = 15
    stuck_after_minutes: Minutes = 30
    """How late something may be before a complaint counts as stuck: longer than any restart of a worker."""
    web_idle_minutes: Minutes = 60
    """After how long somebody who does nothing is signed out of the pages in a browser."""
    web_longest_minutes: Minutes = 12 * 60
    """After how long everybody is, whatever they do."""
    web_drafts_days: Days = 30
    """For how long is kept what was written on a page and not sent."""
    web_seen_days: Days = 730
    """For how long it is kept who opened which complaint."""
    web_absences_days: Days = 400
    """For how long is kept what people said of an absence, after its last day."""
    web_sign_ins_days: Days = 400
    """For how long is kept by which of the provider's subjects somebody is known, after they last signed in."""
    schedules_at_start: bool = False
    """Whether a worker that starts brings the schedules of the rounds up to date."""

    @property
    def keeping(self) -> Keeping:
        """For how long each of the pages' tables keeps what it has."""
        return Keeping(
            idle=timedelta(minutes=self.web_idle_minutes),
            longest=timedelta(minutes=self.web_longest_minutes),
            drafts=timedelta(days=self.web_drafts_days),
            seen=timedelta(days=self.web_seen_days),
            absences=timedelta(days=self.web_absences_days),
            sign_ins=timedelta(days=self.web_sign_ins_days),
        )

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

    def key_ring(self) -> KeyRing:
        """The keys of payloads: the first seals, all open.

        Raises:
            BadSettingsError: they cannot be used, or there is none though payloads are to be encrypted.
        """
        variable, text = self._keys()
        try:
            keys = keys_in(text)
        except BadKeysError as error:
            raise BadSettingsError(f"{variable}: {error}") from None
        if not keys and self.payloads is Payloads.ENCRYPTED:
            raise BadSettingsError(_NO_KEY)
        return KeyRing(keys, next(iter(keys)) if self.payloads is Payloads.ENCRYPTED else None)

    def _keys(self) -> tuple[str, str]:
        """Which setting holds the keys, and what it holds."""
        if keys := self.payload_keys.get_secret_value():
            return _variable("payload_keys"), keys
        variable, file = _variable("payload_keys_file"), self.payload_keys_file
        if not file.exists() and "payload_keys_file" not in self.model_fields_set:
            return variable, ""
        try:
            return variable, file.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise BadSettingsError(_unreadable(variable, file, error)) from None


def settings() -> Settings:
    """The settings in the environment; a variable that is empty says nothing.

    Raises:
        BadSettingsError: one of them cannot be used.
    """
    return from_environment(Settings, _PREFIX, FROM_FILES)


def from_environment(model: type[M], prefix: str, from_files: tuple[str, ...]) -> M:
    """What the environment says under *prefix* of the fields of *model*; *from_files* names those a file may hold.

    Raises:
        BadSettingsError: one of them cannot be used.
    """
    variables = {name: f"{prefix}{name.upper()}" for name in model.model_fields}
    told = {name: value for name, variable in variables.items() if (value := os.environ.get(variable))}
    told |= {name: _read_secret(variables[name]) for name in from_files if os.environ.get(f"{variables[name]}_FILE")}
    try:
        return model.model_validate(told)
    except ValidationError as error:
        raise BadSettingsError("; ".join(_sentences(error, variables))) from None


def _read_secret(variable: str) -> str:
    """What the file holds that *variable* with `_FILE` names, without the line's end.

    Raises:
        BadSettingsError: it cannot be read, or the variable without `_FILE` says something too.
    """
    naming = f"{variable}_FILE"
    if os.environ.get(variable):
        raise BadSettingsError(f"{naming} and {variable} are both set; keep one")
    file = Path(os.environ[naming])
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettingsError(_unreadable(naming, file, error)) from None


def _unreadable(variable: str, file: Path, error: OSError | UnicodeDecodeError) -> str:
    why = error.strerror if isinstance(error, OSError) else "it is not text"
    return f"{variable}: {file} cannot be read: {why}"


def _sentences(error: ValidationError, variables: Mapping[str, str]) -> list[str]:
    """What is wrong, each with its variable; what is wrong with several together names them itself."""
    wrong = error.errors(include_url=False, include_input=False, include_context=False)
    return [": ".join((*(variables[str(at)] for at in detail["loc"][:1]), _plain(detail))) for detail in wrong]


def _plain(detail: ErrorDetails) -> str:
    """What a setting has to be; what it is may be a secret, and is not told."""
    kinds = [words for beginning, words in _HAS_TO_BE.items() if detail["type"].startswith(beginning)]
    return kinds[0] if kinds else detail["msg"].removeprefix("Value error, ").removeprefix("Input ").splitlines()[0]


def _variable(name: str) -> str:
    return _PREFIX + name.upper()
