"""Whether a provider takes our credentials is asked without sending anything."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from activities.ports import ProviderAwayError, ProviderRejectedError, ProviderUnsureError
from providers.sendgrid_mail import SendgridMail
from providers.twilio_texts import TwilioTexts
from simulator.running import RunningSimulator


def test_credentials_that_are_taken_are_not_spoken_of(
    vendors: RunningSimulator, sendgrid: SendgridMail, twilio: TwilioTexts
) -> None:
    sendgrid.check_credentials()
    twilio.check_credentials()

    assert vendors.inbox() == {"emails": [], "texts": [], "letters": []}


def test_credentials_that_are_refused_are_named_as_ours(vendors: RunningSimulator) -> None:
    with pytest.raises(ProviderAwayError, match="401: its key, its settings"):
        SendgridMail("SG.old", vendors.url).check_credentials()
    with pytest.raises(ProviderAwayError, match="401, code 20003: its account, its settings"):
        TwilioTexts(vendors.settings.twilio_account, "old", vendors.url).check_credentials()


@pytest.mark.parametrize("how", ["rate_limited", "error"])
def test_a_provider_that_is_away_says_nothing_of_them(
    vendors: RunningSimulator, sendgrid: SendgridMail, twilio: TwilioTexts, how: str
) -> None:
    vendors.turn("sendgrid", how)
    vendors.turn("twilio", how)

    for provider in (sendgrid, twilio):
        with pytest.raises(ProviderAwayError):
            provider.check_credentials()


@pytest.fixture
def answering() -> Iterator[str]:
    """A service that takes anything, of which nothing good can be said."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps({"scopes": ["stats.read"], "sid": "AC1", "status": "suspended"}).encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the standard library's signature
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_key_that_may_not_send_and_an_account_that_is_suspended_are_said(answering: str) -> None:
    with pytest.raises(ProviderRejectedError, match=r"lacks the scope mail\.send"):
        SendgridMail("SG.key", answering).check_credentials()
    with pytest.raises(ProviderRejectedError, match="the account is suspended"):
        TwilioTexts("AC1", "token", answering).check_credentials()


def test_a_provider_that_does_not_answer_in_time_is_not_waited_for(
    vendors: RunningSimulator, sendgrid: SendgridMail
) -> None:
    vendors.turn("sendgrid", "timeout", seconds=60)

    with pytest.raises(ProviderUnsureError):
        sendgrid.check_credentials()
