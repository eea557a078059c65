"""The settings of the desk in a browser, from the environment (`PUTRIGHT_WEB_…`)."""

import os
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from providers.settings import BadSettingsError, HttpUrl, Minutes

_PREFIX = "PUTRIGHT_WEB_"


class WebSettings(BaseModel):
    """What an engineer sets for the desk in a browser."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    public_url: HttpUrl = "http://127.0.0.1:8236"
    """Where browsers find it."""
    issuer: HttpUrl = ""
    """The provider that signs people in."""
    client_id: str = ""
    client_secret: SecretStr = SecretStr("")
    cookie_key: SecretStr = SecretStr("")
    """Signs the ten minutes' cookie of a sign-in; several apart by blanks, of which the first signs."""
    proxies: str = "127.0.0.1"
    """Whose word is taken for where a request comes from."""
    idle_minutes: Minutes = 60
    longest_minutes: Minutes = Field(default=12 * 60)

    @property
    def origin(self) -> str:
        """Scheme, host and port of our own pages, as browsers name where a form comes from."""
        there = urlsplit(self.public_url)
        return f"{there.scheme}://{there.netloc}"


def web_settings() -> WebSettings:
    """The settings in the environment; a variable that is empty says nothing.

    Raises:
        BadSettingsError: one of them cannot be used.
    """
    told = {name: value for name in WebSettings.model_fields if (value := os.environ.get(_PREFIX + name.upper()))}
    try:
        return WebSettings.model_validate(told)
    except ValidationError as error:
        raise BadSettingsError(str(error)) from None
