"""Texts through Twilio (Messages, API version 2010-04-01).

Twilio has no key against sending twice, but it lists what it took. The HTTP status decides first, then its codes; its
messages name numbers, so ours never repeat them.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any, Self
from urllib.parse import urlsplit, urlunsplit

from requests.exceptions import ConnectionError as RequestsConnectionError
from requests.exceptions import ConnectTimeout, ProxyError, RequestException, SSLError
from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client
from urllib3.exceptions import MaxRetryError, NewConnectionError

from activities.ports import ProviderAwayError, ProviderRejectedError, ProviderUnsureError
from providers.patience import seconds_to_wait

_CLOCKS_APART = timedelta(minutes=2)
"""How far Twilio's clock and ours may differ."""
_PAGE = 100

_OUR_FAULT = frozenset({401, 403, 404, 405, 407})
"""Wrong account, token or address: an engineer mends it, and no notice may be lost meanwhile."""
_AWAY = frozenset({408, 425, 429, 503})
"""Certainly not taken."""

_SENDER_CODES = frozenset({21212, 21603, 21606, 21611, 21659, 21660, 21661, 21701, 21703, 21704, 21705})
"""About the landlord's own number: it cannot send, or its queue is full."""
_STOPPED_CODES = frozenset({21610})
_NOTICE_CODES = frozenset({21602, 21617, 21619})
"""About the text, not about who is to have it."""
_WORDS = {
    21211: "it is not a telephone number",
    21214: "it cannot be reached",
    21217: "it is not a telephone number",
    21408: "texts to its country are not switched on",
    21610: "the resident has stopped texts",
    21612: "it cannot be reached by text",
    21614: "it is not a mobile number",
    21617: "the text is too long",
    21635: "it is a landline",
}
"""Twilio's codes, in words for a handler. A code that is missing here is refused for good all the same."""


class TwilioTexts:
    """Fulfils `Texts`; it waits for so many seconds, both together fewer than the activity's own time-out."""

    def __init__(self, account: str, token: str, url: str, *, send_timeout: float = 8, find_timeout: float = 5) -> None:
        self._account = account
        self._token = token
        self._url = url
        self._send_timeout = send_timeout
        self._find_timeout = find_timeout

    def send(self, *, sender: str, to: str, body: str) -> str:
        """Send, and return Twilio's message id.

        Raises:
            ProviderRejectedError: the number or the text can never be accepted.
            ProviderAwayError: it was certainly not accepted this time.
            ProviderUnsureError: it may have been accepted.
        """
        with _Http(self._url, self._send_timeout) as http, _translated(http):
            sid = self._client(http).messages.create(from_=sender, to=to, body=body).sid
            if not sid:
                raise ProviderUnsureError("Twilio's answer names no message")
            return str(sid)

    def find(self, *, to: str, body: str, since: datetime) -> str | None:
        """The id of a text to that number with those very words, created since *since*.

        Raises:
            ProviderAwayError: Twilio cannot be asked now.
        """
        created_since = since.astimezone(UTC) - _CLOCKS_APART
        try:
            with _Http(self._url, self._find_timeout) as http, _translated(http):
                texts = self._client(http).messages.stream(to=to, date_sent_after=created_since, page_size=_PAGE)
                return next((str(text.sid) for text in texts if text.body == body), None)
        except (ProviderRejectedError, ProviderUnsureError) as error:
            raise ProviderAwayError(f"looking the text up: {error}") from None

    def check_credentials(self) -> None:
        """Ask Twilio whether it takes account and token, and whether the account is in use.

        Raises:
            ProviderRejectedError: the account is suspended or closed.
            ProviderAwayError: Twilio does not take them, or cannot be asked now.
            ProviderUnsureError: its answer says nothing.
        """
        with _Http(self._url, self._find_timeout) as http, _translated(http):
            status = self._client(http).api.v2010.accounts(self._account).fetch().status
        if status != "active":
            raise ProviderRejectedError(f"Twilio takes account and token, and the account is {status}")

    def _client(self, http: "_Http") -> Client:
        return Client(self._account, self._token, http_client=http)


class _Http(TwilioHttpClient):  # type: ignore[misc]  # the vendor ships no types
    """Twilio's own client, sent to another base URL, for one call. It tries once: Temporal does the rest.

    The SDK's exceptions drop the answer's headers, so the last answer's are kept here.
    """

    def __init__(self, url: str, timeout: float) -> None:
        super().__init__(timeout=timeout)
        self._base = urlsplit(url)
        self.answered: Mapping[str, str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.session.close()

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Response:  # noqa: ANN401 - the SDK's own
        """Ask the base URL for the same path."""
        asked = urlsplit(url)
        path = self._base.path.rstrip("/") + asked.path
        answer = super().request(
            method, urlunsplit((self._base.scheme, self._base.netloc, path, asked.query, "")), *args, **kwargs
        )
        self.answered = answer.headers or {}
        return answer


@contextmanager
def _translated(http: _Http) -> Iterator[None]:
    try:
        yield
    except (TwilioRestException, TwilioServiceException) as error:
        raise _refusal(error.status, error.code, http.answered) from None
    except (ConnectTimeout, SSLError, ProxyError) as error:
        raise ProviderAwayError(f"Twilio cannot be reached: {type(error).__name__}") from None
    except RequestsConnectionError as error:
        kind = ProviderAwayError if _never_connected(error) else ProviderUnsureError
        raise kind(f"the connection to Twilio failed: {type(error).__name__}") from None
    except (RequestException, ValueError) as error:  # ValueError: an answer that is no JSON
        raise ProviderUnsureError(f"Twilio's answer did not arrive: {type(error).__name__}") from None
    except TwilioException:
        raise ProviderAwayError("Twilio cannot be asked: its account or token in our settings is missing") from None


def _never_connected(error: RequestsConnectionError) -> bool:
    cause = error.args[0] if error.args else None
    return isinstance(cause, MaxRetryError) and isinstance(cause.reason, NewConnectionError)


def _refusal(status: int, code: int, headers: Mapping[str, str]) -> Exception:
    if status in _AWAY:
        return ProviderAwayError(f"Twilio answered {status}", retry_after=seconds_to_wait(headers, datetime.now(UTC)))
    if status in _OUR_FAULT:
        return ProviderAwayError(f"Twilio answered {status}: its account, token or address in our settings is wrong")
    if code in _SENDER_CODES:
        return ProviderAwayError(f"Twilio does not let the landlord's number send ({status}, code {code})")
    if HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR:
        words = _WORDS.get(code, "Twilio refused it")
        return ProviderRejectedError(
            f"{words} ({status}, code {code})", stopped=code in _STOPPED_CODES, of_notice=code in _NOTICE_CODES
        )
    return ProviderUnsureError(f"Twilio answered {status}")
