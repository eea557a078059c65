"""The real SDKs, pointed at a simulator."""

from collections.abc import Mapping
from typing import Any, Protocol

import sendgrid
from twilio.http.http_client import TwilioHttpClient

Mail = dict[str, Any]


class Answer(Protocol):
    """What SendGrid's SDK returns."""

    status_code: int
    body: bytes
    headers: Mapping[str, str]


class SendgridSender:
    """Sends mail through SendGrid's own SDK."""

    def __init__(self, url: str, key: str) -> None:
        self._url = url
        self._key = key

    def __call__(self, mail: Mail, key: str = "", timeout: float = 5) -> Answer:
        client = sendgrid.SendGridAPIClient(key or self._key, host=self._url)
        client.client.timeout = timeout
        answer: Answer = client.send(mail)
        return answer


class LocalTwilio(TwilioHttpClient):  # type: ignore[misc]  # twilio ships no types
    """Twilio's own HTTP client, which calls the simulator instead."""

    def __init__(self, url: str, timeout: float = 5) -> None:
        super().__init__(timeout=timeout)
        self._url = url

    def request(self, method: str, url: str, *args: object, **kwargs: object) -> object:
        return super().request(method, url.replace("https://api.twilio.com", self._url), *args, **kwargs)
