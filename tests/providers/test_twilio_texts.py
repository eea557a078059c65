"""What Twilio is sent, and how its answers are read."""

import socket
from datetime import UTC, datetime, timedelta

import pytest

from activities.ports import ProviderAwayError, ProviderRejectedError, ProviderUnsureError
from providers.twilio_texts import TwilioTexts
from simulator.running import RunningSimulator
from tests.providers.vendors import turn

ANN, WHO_STOPPED, LANDLORD = "+447700900123", "+447700900999", "+441632960001"
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def send(texts: TwilioTexts, to: str = ANN, sender: str = LANDLORD, body: str = "QH-1: received") -> str:
    return texts.send(sender=sender, to=to, body=body)


def nobody_listens() -> socket.socket:
    taken = socket.socket()
    taken.bind(("127.0.0.1", 0))
    return taken


def test_the_text_is_kept_as_it_was_written(vendors: RunningSimulator, twilio: TwilioTexts) -> None:
    sent = send(twilio, body="QH-1: we've received it - £0 to pay")

    (text,) = vendors.inbox()["texts"]
    assert (text["sid"], text["to"], text["from"]) == (sent, ANN, LANDLORD)
    assert text["body"] == "QH-1: we've received it - £0 to pay"


@pytest.mark.parametrize(
    ("number", "why"),
    [
        ("+15005550001", "it is not a telephone number"),
        ("+15005550002", "it cannot be reached by text"),
        ("+15005550003", "texts to its country are not switched on"),
        ("+15005550009", "it is not a mobile number"),
    ],
)
def test_a_number_that_can_never_work_is_refused_in_words(twilio: TwilioTexts, number: str, why: str) -> None:
    with pytest.raises(ProviderRejectedError, match=why) as refused:
        send(twilio, to=number)

    assert not refused.value.stopped
    assert number not in repr(refused.value)
    assert refused.value.__suppress_context__


def test_a_resident_who_texted_stop_is_known_as_stopped(vendors: RunningSimulator, twilio: TwilioTexts) -> None:
    vendors.opt_out(WHO_STOPPED)

    with pytest.raises(ProviderRejectedError, match="the resident has stopped texts") as refused:
        send(twilio, to=WHO_STOPPED)

    assert refused.value.stopped


def test_a_code_we_do_not_know_is_refused_by_its_status(twilio: TwilioTexts) -> None:
    with pytest.raises(ProviderRejectedError, match="21602"):
        send(twilio, body="")


@pytest.mark.parametrize("sender", ["+15005550001", "+15005550007", "+15005550008"])
def test_the_landlords_own_number_is_ours_to_mend(twilio: TwilioTexts, sender: str) -> None:
    with pytest.raises(ProviderAwayError, match="the landlord's number"):
        send(twilio, sender=sender)


@pytest.mark.parametrize(("account", "token"), [("AC" + "0" * 32, "wrong"), ("", "")], ids=["wrong", "missing"])
def test_credentials_are_ours_to_mend_and_lose_no_notice(
    vendors: RunningSimulator, monkeypatch: pytest.MonkeyPatch, account: str, token: str
) -> None:
    monkeypatch.delenv("TWILIO_ACCOUNT_SID", raising=False)
    monkeypatch.delenv("TWILIO_AUTH_TOKEN", raising=False)

    with pytest.raises(ProviderAwayError, match="in our settings is"):
        send(TwilioTexts(account, token, vendors.url))


@pytest.mark.parametrize("status", [500, 502, 504])
def test_a_broken_server_may_have_taken_it(vendors: RunningSimulator, twilio: TwilioTexts, status: int) -> None:
    turn(vendors, "twilio", f"error {status}")

    with pytest.raises(ProviderUnsureError, match=str(status)):
        send(twilio)


@pytest.mark.parametrize("url", ["http://twilio.invalid", None], ids=["no such name", "refused"])
def test_without_a_connection_nothing_was_taken(url: str | None) -> None:
    with nobody_listens() as taken:
        texts = TwilioTexts("AC1", "token", url or f"http://127.0.0.1:{taken.getsockname()[1]}", send_timeout=1)

        with pytest.raises(ProviderAwayError):
            send(texts)


@pytest.mark.parametrize("how", ["rate_limited", "error 500", "error 503", "timeout"])
def test_a_look_up_that_fails_for_whatever_reason_is_asked_again(
    vendors: RunningSimulator, twilio: TwilioTexts, how: str
) -> None:
    turn(vendors, "twilio", how)

    with pytest.raises(ProviderAwayError):
        twilio.find(to=ANN, body="QH-1: received", since=LONG_AGO)


def test_the_look_up_allows_for_clocks_that_differ_a_little(twilio: TwilioTexts) -> None:
    sent = send(twilio)

    assert twilio.find(to=ANN, body="QH-1: received", since=datetime.now(UTC) + timedelta(minutes=1)) == sent


def test_the_look_up_goes_on_to_later_pages(twilio: TwilioTexts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("providers.twilio_texts._PAGE", 2)
    first = send(twilio, body="the first")
    for number in range(4):
        send(twilio, body=f"number {number}")

    assert twilio.find(to=ANN, body="the first", since=LONG_AGO) == first


def test_a_base_url_may_have_a_path(vendors: RunningSimulator) -> None:
    known = vendors.settings

    with pytest.raises(ProviderAwayError, match="404"):
        send(TwilioTexts(known.twilio_account, known.twilio_token, vendors.url + "/elsewhere/"))
