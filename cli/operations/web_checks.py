"""What the doctor asks of the desk in a browser: whether it could show pages, and whether people could sign in."""

import asyncio
import json
import os
from http import HTTPStatus
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from cli.operations.checkup import Patient, UnwellError
from providers.settings import BadSettingsError
from providers.web_settings import WebSettings, web_settings

_WAITS = 4.0
_METADATA = "/.well-known/openid-configuration"


async def web(_: Patient) -> str:
    """Whether the desk in a browser is ready where browsers find it, and its provider is the one that is set."""
    try:
        chosen = web_settings()
    except BadSettingsError as why:
        raise UnwellError(str(why)) from why
    if not os.environ.get("PUTRIGHT_WEB_PUBLIC_URL"):
        return "no pages are set up here; PUTRIGHT_WEB_PUBLIC_URL would say where browsers find them"
    await asyncio.to_thread(_check_pages, chosen.public_url)
    await asyncio.to_thread(_check_provider, chosen)
    return f"{chosen.public_url} shows pages, and {chosen.issuer} signs people in"


def _check_pages(address: str) -> None:
    status, _ = _asked(f"{address}/readyz", "start `complaints web`, or see the proxy and PUTRIGHT_WEB_PUBLIC_URL")
    if status != HTTPStatus.OK:
        raise UnwellError(f"{address} is not ready ({status}): see the register above")


def _check_provider(chosen: WebSettings) -> None:
    try:
        chosen.require_sign_in()
    except BadSettingsError as why:
        raise UnwellError(str(why)) from why
    address = chosen.issuer + _METADATA
    status, body = _asked(address, "nobody can sign in until the provider is back, or PUTRIGHT_WEB_ISSUER is right")
    try:
        says = json.loads(body) if status == HTTPStatus.OK else {}
    except ValueError:
        says = {}
    if not isinstance(says, dict) or str(says.get("issuer", "")).rstrip("/") != chosen.issuer:
        raise UnwellError(f"{address} does not describe a provider of that name ({status}): see PUTRIGHT_WEB_ISSUER")


def _asked(address: str, cure: str) -> tuple[int, bytes]:
    """What is answered there, whatever it is."""
    try:
        with urlopen(address, timeout=_WAITS) as page:  # noqa: S310 - an http address, as the settings make sure
            return page.status, page.read()
    except HTTPError as refused:
        return refused.code, b""
    except (URLError, OSError, ValueError) as why:
        raise UnwellError(f"{address} does not answer: {cure}") from why
