"""E-mail through SendGrid (v3 Mail Send).

SendGrid has no key against sending twice and no look-up, so what is not certain is said to be unsure. Its refusals name
addresses and its errors carry the mail: nothing of either goes into ours. What it refuses is held against an address
only where it names the address; whatever else is ours to mend and tried again.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

import idna

from activities.ports import (
    AccountFaultError,
    ProviderAwayError,
    ProviderRejectedError,
    ProviderUnsureError,
    Rendered,
)
from providers.exchange import Answer, exchange
from providers.patience import seconds_to_wait

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
_OF_THE_MAIL = frozenset({"subject", "content"})
_OFF = {"enable": False}


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
        answer = self._ask("POST", "/v3/mail/send", _mail(key, sender, sender_name, to, words))
        if answer.status != HTTPStatus.ACCEPTED:
            raise ProviderUnsureError(f"SendGrid answered {answer.status}, which says nothing of the mail")
        # Without an id it has been accepted all the same; our own key is the next best name for it.
        return answer.headers.get("X-Message-Id") or key

    def check_credentials(self) -> None:
        """Ask SendGrid whether it takes the key, and whether the key may send.

        Raises:
            ProviderRejectedError: the key may not send.
            ProviderAwayError: SendGrid does not take the key, or cannot be asked now.
            ProviderUnsureError: its answer did not arrive.
        """
        scopes = self._ask("GET", "/v3/scopes").content.get("scopes")
        if not isinstance(scopes, list) or _SENDS not in scopes:
            raise ProviderRejectedError(f"SendGrid takes the key, which lacks the scope {_SENDS}")

    def _ask(self, method: str, path: str, content: Mapping[str, Any] | None = None) -> Answer:
        headers = {"Authorization": f"Bearer {self._key}", "Accept": "application/json"}
        answer = exchange("SendGrid", method, self._url + path, within=self._timeout, headers=headers, content=content)
        if not answer.is_success:
            raise _refusal(answer)
        return answer


def _mail(key: str, sender: str, sender_name: str, to: str, words: Rendered) -> dict[str, Any]:
    return {
        # Custom arguments are kept for good and in clear: the key, and nothing else.
        "personalizations": [{"to": [{"email": _in_ascii(to)}], "custom_args": {"notice": key}}],
        "from": {"email": sender, "name": sender_name},
        "subject": words.subject,
        "content": [{"type": "text/plain", "value": words.body}, {"type": "text/html", "value": words.html}],
        # Who once unsubscribed from a newsletter of the landlord's has a right to these letters all the same. Bounces
        # and reports of spam are respected: there another way must be found. Nothing is put below our words.
        "mail_settings": {"bypass_unsubscribe_management": {"enable": True}, "footer": _OFF},
        # Links stay as the letter prints them, and nobody is watched reading it.
        "tracking_settings": {
            "click_tracking": {"enable": False, "enable_text": False},
            "open_tracking": _OFF,
            "subscription_tracking": _OFF,
            "ganalytics": _OFF,
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


def _refusal(answer: Answer) -> Exception:
    status, parts = answer.status, _parts_named(answer)
    if status in _AWAY:
        wait = seconds_to_wait(answer.headers, datetime.now(UTC))
        return ProviderAwayError(f"SendGrid answered {status}", retry_after=wait)
    named = ", ".join(_WORDS[part] for part in sorted(parts))
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return ProviderRejectedError(f"SendGrid refused the mail, which is too large ({status})", of_notice=True)
    if status == HTTPStatus.BAD_REQUEST and parts and "from" not in parts:
        return ProviderRejectedError(f"SendGrid refused {named} ({status})", of_notice=parts <= _OF_THE_MAIL)
    if status < HTTPStatus.INTERNAL_SERVER_ERROR:
        what = f"refused {named} ({status})" if named else f"answered {status}"
        return AccountFaultError(f"SendGrid {what}: its key, its settings or the landlord's address must be mended")
    return ProviderUnsureError(f"SendGrid answered {status}")


def _parts_named(answer: Answer) -> frozenset[str]:
    """The parts of the mail that SendGrid's errors name, as far as we know them."""
    errors = answer.content.get("errors")
    fields = (
        [str(error.get("field")) for error in errors if isinstance(error, dict)] if isinstance(errors, list) else []
    )
    return frozenset(field.partition(".")[0] for field in fields) & _WORDS.keys()
