"""Answers that are not as documented: each is an outcome, within a time, and none takes our credentials elsewhere."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from activities.ports import AccountFaultError, Mail, ProviderAwayError, ProviderUnsureError, Texts
from providers.exchange import exchange
from providers.sendgrid_mail import SendgridMail
from providers.twilio_texts import TwilioTexts
from tests.providers.odd_vendor import Answers, OddVendor, saying, trickling
from tests.providers.vendors import WORDS

Send = Callable[[str], str]
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
ODD = [b"", b"<html>", b"[]", b"null", b'"yes"', b'{"sid": ', b"[" * 100_000, b"\xff\xfe"]


def mail(url: str, within: float = 2) -> str:
    vendor: Mail = SendgridMail("SG.key", url, timeout=within)
    return vendor.send(key="k", sender="us@landlord.example.com", sender_name="Us", to="ann@example.com", words=WORDS)


def text(url: str, within: float = 2) -> str:
    vendor: Texts = TwilioTexts("AC1", "token", url, send_timeout=within)
    return vendor.send(sender="+441632960001", to="+447700900123", body="QH-1: received")


@pytest.mark.parametrize("send", [mail, text])
def test_an_answer_that_trickles_is_left_when_its_time_is_over(send: Callable[[str, float], str]) -> None:
    with OddVendor(trickling) as vendor:
        began = time.monotonic()

        with pytest.raises(ProviderUnsureError):
            send(vendor.url, 0.3)

        assert time.monotonic() - began < 2


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("send", [mail, text])
def test_nobody_is_followed_elsewhere_with_our_credentials(send: Send, status: int) -> None:
    with OddVendor(saying(202)) as elsewhere, OddVendor(saying(status, None, f"Location: {elsewhere.url}/")) as vendor:
        with pytest.raises(AccountFaultError, match=str(status)):
            send(vendor.url)

        assert (len(vendor.asked), elsewhere.asked) == (1, [])


@pytest.mark.parametrize("body", ODD)
def test_a_text_whose_answer_is_no_resource_may_have_gone(body: bytes) -> None:
    with OddVendor(saying(201, body)) as vendor, pytest.raises(ProviderUnsureError):
        text(vendor.url)


@pytest.mark.parametrize("body", [*ODD, b'{"messages": 7}', b'{"messages": [7]}', b'{"messages": [{"sid": "SM1"}]}'])
def test_a_list_that_is_none_is_asked_for_again(body: bytes) -> None:
    with OddVendor(saying(200, body)) as vendor, pytest.raises(ProviderAwayError):
        TwilioTexts("AC1", "token", vendor.url).find(to="+447700900123", body="a", since=LONG_AGO)


@pytest.mark.parametrize("body", [*ODD, b'{"errors": 7}', b'{"errors": [7]}', b'{"code": [21211]}', b'{"code": "x"}'])
@pytest.mark.parametrize("send", [mail, text])
def test_a_refusal_that_says_nothing_is_not_held_against_the_resident(send: Send, body: bytes) -> None:
    with OddVendor(saying(400, body)) as vendor, pytest.raises(AccountFaultError, match="400"):
        send(vendor.url)


@pytest.mark.parametrize("answer", [saying(503, b"<html>"), saying(429, b"<html>")])
@pytest.mark.parametrize("send", [mail, text])
def test_a_status_counts_whatever_is_said_with_it(send: Send, answer: Answers) -> None:
    with OddVendor(answer) as vendor, pytest.raises(ProviderAwayError) as away:
        send(vendor.url)

    assert not isinstance(away.value, AccountFaultError)


@pytest.mark.parametrize("send", [mail, text])
def test_an_answer_without_end_is_not_kept(send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("providers.exchange._LARGEST_ANSWER", 1000)

    with OddVendor(saying(200, b" " * 2000)) as vendor, pytest.raises(ProviderUnsureError, match="too long"):
        send(vendor.url)


@pytest.mark.parametrize("url", ["nowhere", "http://", "ftp://example.com", "http://[::1", "http://a:b"])
def test_an_address_that_is_none_is_ours_to_mend(url: str) -> None:
    with pytest.raises(AccountFaultError, match="not a URL"):
        exchange("SendGrid", "GET", url, within=1)
