"""E-mail through SendGrid (v3 Mail Send).

SendGrid has no key against sending twice and no look-up, so what is not certain is said to be unsure. Its refusals name
addresses and its errors carry the mail: nothing of either goes into ours.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from http import HTTPStatus
from http.client import HTTPException
from typing import Any
from urllib.error import URLError

import idna
from python_http_client.exceptions import HTTPError
from sendgrid import SendGridAPIClient

from activities.ports import ProviderAwayError, ProviderRejectedError, ProviderUnsureError, Rendered
from providers.patience import seconds_to_wait

_OUR_FAULT = frozenset({401, 403, 404, 405, 407, 451})
"""Wrong key, scope, address or region: an engineer mends it, and no notice may be lost meanwhile."""
_AWAY = frozenset({408, 425, 429, 503})
"""Certainly not taken."""

_SENDS = "mail.send"

_WORDS = {
    "from": "the landlord's own sending address",
    "personalizations": "the e-mail address",
    "subject": "the subject",
    "content": "the words",
}
"""What SendGrid calls the parts of a mail, and we."""


class SendgridMail:
    """Fulfils `Mail`; it waits for so many seconds, fewer than the activity's own time-out."""

    def __init__(self, key: str, url: str, timeout: float = 8) -> None:
        self._key = key
        self._url = url.rstrip("/")
        self._timeout = timeout

    def send(self, *, key: str, sender: str, sender_name: str, to: str, words: Rendered) -> str:
        """Send, and return SendGrid's message id.

        Raises:
            ProviderRejectedError: the address or the mail can never be accepted.
            ProviderAwayError: it was certainly not accepted this time.
            ProviderUnsureError: it may have been accepted.
        """
        # A client for each call: the SDK's client keeps the headers of earlier ones.
        vendor = SendGridAPIClient(self._key, host=self._url)
        vendor.client.timeout = self._timeout
        mail = _mail(key, sender, sender_name, to, words)
        with _translated():
            answer = vendor.send(mail)
        if answer.status_code != HTTPStatus.ACCEPTED:
            raise ProviderUnsureError(f"SendGrid answered {answer.status_code}, which says nothing of the mail")
        # Without an id it has been accepted all the same; our own key is the next best name for it.
        return answer.headers.get("X-Message-Id") or key

    def check_credentials(self) -> None:
        """Ask SendGrid whether it takes the key, and whether the key may send.

        Raises:
            ProviderRejectedError: the key may not send.
            ProviderAwayError: SendGrid does not take the key, or cannot be asked now.
            ProviderUnsureError: its answer did not arrive.
        """
        vendor = SendGridAPIClient(self._key, host=self._url)
        vendor.client.timeout = self._timeout
        with _translated():
            answer = vendor.client.scopes.get()
        if _SENDS not in _scopes(answer.body):
            raise ProviderRejectedError(f"SendGrid takes the key, which lacks the scope {_SENDS}")


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except HTTPError as error:
        raise _refusal(error.status_code, error.body, error.headers) from None
    except URLError as error:
        # urllib says so only of connecting and of handing the request over: it never left as a whole.
        raise ProviderAwayError(f"SendGrid cannot be reached: {type(error.reason).__name__}") from None
    except (OSError, HTTPException) as error:
        raise ProviderUnsureError(f"SendGrid's answer did not arrive: {type(error).__name__}") from None


def _mail(key: str, sender: str, sender_name: str, to: str, words: Rendered) -> dict[str, Any]:
    return {
        # Custom arguments are kept for good and in clear: the key, and nothing else.
        "personalizations": [{"to": [{"email": _in_ascii(to)}], "custom_args": {"notice": key}}],
        "from": {"email": sender, "name": sender_name},
        "subject": words.subject,
        "content": [{"type": "text/plain", "value": words.body}, {"type": "text/html", "value": words.html}],
        # Links stay as the letter prints them, and nobody is watched reading it.
        "tracking_settings": {
            "click_tracking": {"enable": False, "enable_text": False},
            "open_tracking": {"enable": False},
        },
    }


def _in_ascii(address: str) -> str:
    """*address* with its domain as mail servers write it: SendGrid takes no other letters there."""
    if address.isascii():
        return address
    local, _, domain = address.rpartition("@")
    try:
        return f"{local}@{idna.encode(domain, uts46=True).decode()}"
    except idna.IDNAError:  # SendGrid says what it makes of it
        return address


def _refusal(status: int, body: bytes, headers: Mapping[str, str]) -> Exception:
    if status in _AWAY:
        return ProviderAwayError(f"SendGrid answered {status}", retry_after=seconds_to_wait(headers, datetime.now(UTC)))
    if status in _OUR_FAULT:
        return ProviderAwayError(f"SendGrid answered {status}: its key or its address in our settings is wrong")
    if HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return _rejection(status, _parts_named(body))
    return ProviderUnsureError(f"SendGrid answered {status}")


def _rejection(status: int, parts: frozenset[str]) -> Exception:
    named = ", ".join(_WORDS[part] for part in sorted(parts)) or "the mail"
    why = f"SendGrid refused {named} ({status})"
    if parts == {"from"}:
        return ProviderAwayError(why)
    return ProviderRejectedError(why, of_notice="personalizations" not in parts)


def _scopes(body: bytes) -> tuple[str, ...]:
    """What a key may do; nothing that we know of, when the answer cannot be read."""
    try:
        return tuple(json.loads(body)["scopes"])
    except (ValueError, KeyError, TypeError):
        return ()


def _parts_named(body: bytes) -> frozenset[str]:
    """The parts of the mail that SendGrid's errors name, as far as we know them."""
    try:
        errors = json.loads(body)["errors"]
        fields = [str(error.get("field")) for error in errors]
    except (ValueError, KeyError, TypeError, AttributeError):
        return frozenset()
    return frozenset(field.partition(".")[0] for field in fields) & _WORDS.keys()
