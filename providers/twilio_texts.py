"""Texts through Twilio (Messages, API version 2010-04-01).

Twilio has no key against sending twice, but it lists what it took. The HTTP status decides first, then its codes; its
messages name numbers, so ours never repeat them. Its codes change, and new ones are made of old ones: a number is given
up only for a code that says so of the number, and whatever else is refused is ours to mend and tried again.
"""

import time
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cached_property
from http import HTTPStatus
from logging import getLogger
from typing import Any, NamedTuple
from unicodedata import normalize
from urllib.parse import urlsplit, urlunsplit

from twilio.base.exceptions import TwilioException
from twilio.http import HttpClient
from twilio.http.response import Response
from twilio.rest import Client

from activities.ports import AccountFaultError, ProviderAwayError, ProviderRejectedError, ProviderUnsureError
from providers.exchange import Answer, exchange
from providers.patience import seconds_to_wait

_CLOCKS_APART = timedelta(minutes=2)
"""How far Twilio's clock and ours may differ."""
_LIST_LAGS = timedelta(minutes=1)
"""How long Twilio's list may not show a text that it took."""
_VALID_FOR = timedelta(hours=4)
"""After which a text that still waits at Twilio is not sent any more: what it says may be untrue by then."""
_PAGE, _MOST = 1000, 5000
"""Texts to one number at once, and in all."""
_TRIAL = "Sent from your Twilio trial account"

_AWAY = frozenset({408, 425, 429, 503})
"""Certainly not taken."""
_QUEUE_FULL = 21611
"""The landlord's number has more texts waiting than it sends: that passes."""
_WORDS = {
    21211: "it is not a telephone number",
    21214: "it cannot be reached",
    21217: "it is not a telephone number",
    21265: "it is a short code",
    21268: "it is a premium rate or information service",
    21610: "the resident has stopped texts",
    21614: "it is not a mobile number",
    21635: "it is a landline",
    21602: "the text has no words",
    21605: "the text is too long",
    21617: "the text is too long",
    21619: "the text has no words",
}
"""What Twilio says of this number, or of this text, in words for a handler."""
_STOPPED_CODES = frozenset({21610})
_NOTICE_CODES = frozenset({21602, 21605, 21617, 21619})
"""About the text, not about who is to have it."""


class TwilioTexts:
    """Fulfils `Texts`; it waits for so many seconds, both together fewer than the activity's own time-out.

    *list_lags* is how long Twilio's list may not show a text that it took.
    """

    def __init__(
        self,
        account: str,
        token: str,
        url: str,
        *,
        send_timeout: float = 8,
        find_timeout: float = 8,
        list_lags: timedelta = _LIST_LAGS,
    ) -> None:
        self._account = account
        self._token = token
        self._url = url
        self._send_timeout = send_timeout
        self._find_timeout = find_timeout
        self._list_lags = list_lags

    def send(self, *, sender: str, to: str, body: str) -> str:
        """Send, and return Twilio's message id.

        Raises:
            ProviderRejectedError: the number or the text can never be accepted.
            ProviderAwayError: it was certainly not accepted this time.
            ProviderUnsureError: it may have been accepted.
        """
        valid_for = int(_VALID_FOR.total_seconds())
        with self._asking(self._send_timeout) as client:
            sid = client.messages.create(from_=sender, to=to, body=body, validity_period=valid_for).sid
        if not sid:
            raise ProviderUnsureError("Twilio's answer names no message")
        return str(sid)

    def find(self, *, to: str, body: str, since: datetime, but: frozenset[str] = frozenset()) -> tuple[str, ...]:
        """The ids of the texts to that number with those words, created since *since*, oldest first, without *but*.

        Twilio's own filters go by when a text was sent, which a text that is queued was not yet: so we compare.

        Raises:
            ProviderAwayError: Twilio cannot be asked now, or the list may not show the last ones yet.
        """
        created_since, words = since.astimezone(UTC) - _CLOCKS_APART, _spoken(body)
        try:
            with self._asking(self._find_timeout) as client:
                texts = [_listed(text) for text in client.messages.stream(to=to, limit=_MOST, page_size=_PAGE)]
        except (ProviderRejectedError, ProviderUnsureError) as error:
            raise ProviderAwayError(f"looking the text up: {error}") from None
        recent = (text for text in texts if text.created_at >= created_since and text.sid not in but)
        found = [text for text in recent if _says(text.body, words)]
        left = self._list_lags - max(datetime.now(UTC) - since, timedelta(0))
        if not found and left > timedelta(0):
            raise ProviderAwayError(
                "Twilio's list does not show the text, and may not yet", retry_after=max(left.total_seconds(), 1)
            )
        return tuple(text.sid for text in sorted(found, key=lambda text: text.created_at))

    def check_credentials(self) -> None:
        """Ask Twilio whether it takes account and token, and whether the account is in use.

        Raises:
            ProviderRejectedError: the account is suspended or closed.
            ProviderAwayError: Twilio does not take them, or cannot be asked now.
            ProviderUnsureError: its answer says nothing.
        """
        with self._asking(self._find_timeout) as client:
            status = client.api.v2010.accounts(self._account).fetch().status
        if status != "active":
            raise ProviderRejectedError(f"Twilio takes account and token, and the account is {status}")

    @contextmanager
    def _asking(self, within: float) -> Iterator[Client]:
        """Twilio's client, for requests that take no longer than so many seconds together.

        Raises:
            ProviderUnsureError: an answer is not as Twilio's documents have it.
        """
        if not (self._account and self._token):
            raise AccountFaultError("Twilio cannot be asked: its account or token in our settings is missing")
        try:
            yield Client(self._account, self._token, http_client=_Http(self._url, within))
        except (TwilioException, LookupError, TypeError, AttributeError, ValueError) as error:
            raise ProviderUnsureError(f"Twilio's answer is not as documented: {type(error).__name__}") from None


class _Listed(NamedTuple):
    """A text in Twilio's list."""

    sid: str
    body: str
    created_at: datetime


def _listed(text: Any) -> _Listed:  # noqa: ANN401 - the vendor ships no types
    if not (text.sid and isinstance(text.body, str) and isinstance(text.date_created, datetime)):
        raise ValueError("a text without an id, words or date")
    return _Listed(str(text.sid), text.body, text.date_created)


def _spoken(text: str) -> str:
    """What is left of *text* where Twilio writes quotes, dashes and spaces in another alphabet: letters and figures."""
    return "".join(letter for letter in normalize("NFKD", text) if letter.isalnum() or letter == ".")


def _says(body: str, words: str) -> bool:
    """Whether *body* has those words, alone or after what a trial account puts before them."""
    said = _spoken(body)
    return said == words or (said.startswith(_spoken(_TRIAL)) and said.endswith(words))


class _Http(HttpClient):  # type: ignore[misc]  # the vendor ships no types
    """Carries the requests of Twilio's own client to another base URL, once each: Temporal does the rest."""

    def __init__(self, url: str, within: float) -> None:
        super().__init__(getLogger("twilio.http_client"), False)  # noqa: FBT003 - the SDK's own signature
        self._base = urlsplit(url)
        self._within = within

    @cached_property
    def _until(self) -> float:
        """By when all its requests must have been answered: the time begins with the first."""
        return time.monotonic() + self._within

    def request(
        self,
        method: str,
        uri: str,
        params: Mapping[str, Any] | None = None,
        data: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,  # noqa: ARG002
        allow_redirects: bool = False,  # noqa: ARG002, FBT001, FBT002
    ) -> Response:
        asked, left = urlsplit(uri), self._until - time.monotonic()
        if left <= 0:
            raise ProviderAwayError("Twilio takes too long")
        url = urlunsplit(
            (self._base.scheme, self._base.netloc, self._base.path.rstrip("/") + asked.path, asked.query, "")
        )
        signed = {**(headers or {}), **_basic(*auth)} if auth else headers
        answer = exchange("Twilio", method, url, within=left, headers=signed, query=params, form=data)
        if not answer.is_success:
            raise _refusal(answer)
        if not answer.content:
            raise ProviderUnsureError("Twilio's answer is not as documented")
        return Response(answer.status, answer.body.decode(errors="replace"), answer.headers)


def _basic(user: str, password: str) -> dict[str, str]:
    return {"Authorization": f"Basic {b64encode(f'{user}:{password}'.encode()).decode()}"}


def _refusal(answer: Answer) -> Exception:
    status, code = answer.status, answer.content.get("code")
    if status in _AWAY or code == _QUEUE_FULL:
        wait = seconds_to_wait(answer.headers, datetime.now(UTC))
        return ProviderAwayError(f"Twilio answered {status}", retry_after=wait)
    if status == HTTPStatus.BAD_REQUEST and isinstance(code, int) and code in _WORDS:
        return ProviderRejectedError(
            f"{_WORDS[code]} ({status}, code {code})", stopped=code in _STOPPED_CODES, of_notice=code in _NOTICE_CODES
        )
    if status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return AccountFaultError(
            f"Twilio answered {status}{_named(code)}: its account, its settings or the landlord's number must be mended"
        )
    return ProviderUnsureError(f"Twilio answered {status}")


def _named(code: object) -> str:
    return f", code {code}" if isinstance(code, int) else ""
