"""What Twilio is sent, and how its answers are read."""

import socket
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from activities.ports import AccountFaultError, ProviderAwayError, ProviderRejectedError, ProviderUnsureError
from providers.twilio_texts import TwilioTexts
from simulator.running import RunningSimulator
from tests.providers.odd_vendor import OddVendor, saying
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
        ("+15005550009", "it is not a mobile number"),
    ],
)
def test_a_number_that_can_never_work_is_refused_in_words(twilio: TwilioTexts, number: str, why: str) -> None:
    with pytest.raises(ProviderRejectedError, match=why) as refused:
        send(twilio, to=number)

    assert not refused.value.stopped
    assert number not in repr(refused.value)
    assert refused.value.__context__ is None


def test_a_resident_who_texted_stop_is_known_as_stopped(vendors: RunningSimulator, twilio: TwilioTexts) -> None:
    vendors.opt_out(WHO_STOPPED)

    with pytest.raises(ProviderRejectedError, match="the resident has stopped texts") as refused:
        send(twilio, to=WHO_STOPPED)

    assert refused.value.stopped


def test_a_text_that_can_never_be_sent_says_nothing_of_the_number(twilio: TwilioTexts) -> None:
    with pytest.raises(ProviderRejectedError, match="21602") as refused:
        send(twilio, body="")

    assert refused.value.of_notice


@pytest.mark.parametrize("code", [21408, 21608, 21210, 63038, 21212, 21266, 21267, 21606, 21612, 21659, 21705, 30999])
def test_what_our_account_lacks_is_never_held_against_a_number(code: int) -> None:
    answer = saying(400, {"code": code, "message": "about +447700900123", "status": 400})

    with OddVendor(answer) as vendor, pytest.raises(AccountFaultError, match=f"code {code}") as fault:
        send(TwilioTexts("AC1", "token", vendor.url))

    assert ANN not in str(fault.value)


@pytest.mark.parametrize("sender", ["+15005550001", "+15005550007"])
def test_the_landlords_own_number_is_ours_to_mend(twilio: TwilioTexts, sender: str) -> None:
    with pytest.raises(AccountFaultError, match="the landlord's number"):
        send(twilio, sender=sender)


def test_a_queue_that_is_full_passes_and_is_nobodys_fault(twilio: TwilioTexts) -> None:
    with pytest.raises(ProviderAwayError) as away:
        send(twilio, sender="+15005550008")

    assert not isinstance(away.value, AccountFaultError)


def test_a_text_that_waits_at_twilio_for_hours_is_not_sent_any_more() -> None:
    with OddVendor(saying(201, {"sid": "SM1"})) as vendor:
        send(TwilioTexts("AC1", "token", vendor.url))

    ((_, form),) = vendor.asked
    assert b"ValidityPeriod=14400" in form


@pytest.mark.parametrize(("account", "token"), [("AC" + "0" * 32, "wrong"), ("", "")], ids=["wrong", "missing"])
def test_credentials_are_ours_to_mend_and_lose_no_notice(
    vendors: RunningSimulator, monkeypatch: pytest.MonkeyPatch, account: str, token: str
) -> None:
    monkeypatch.delenv("TWILIO_ACCOUNT_SID", raising=False)
    monkeypatch.delenv("TWILIO_AUTH_TOKEN", raising=False)

    with pytest.raises(AccountFaultError, match="settings"):
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

    assert twilio.find(to=ANN, body="QH-1: received", since=datetime.now(UTC) + timedelta(minutes=1)) == (sent,)


def test_the_look_up_leaves_out_what_is_known_as_another_text(twilio: TwilioTexts) -> None:
    first, second = send(twilio), send(twilio)

    assert twilio.find(to=ANN, body="QH-1: received", since=LONG_AGO, but=frozenset({first})) == (second,)


def test_the_look_up_goes_on_to_later_pages(twilio: TwilioTexts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("providers.twilio_texts._PAGE", 2)
    first = send(twilio, body="the first")
    for number in range(4):
        send(twilio, body=f"number {number}")

    assert twilio.find(to=ANN, body="the first", since=LONG_AGO) == (first,)


def test_a_base_url_may_have_a_path(vendors: RunningSimulator) -> None:
    known = vendors.settings

    with pytest.raises(ProviderAwayError, match="404"):
        send(TwilioTexts(known.twilio_account, known.twilio_token, vendors.url + "/elsewhere/"))


def listed(*texts: tuple[str, str, datetime]) -> dict[str, object]:
    """Twilio's list of texts that are all queued: none has a date on which it was sent."""
    messages = [
        {"sid": sid, "body": body, "date_created": format_datetime(at), "date_sent": None, "status": "queued"}
        for sid, body, at in texts
    ]
    return {"messages": messages, "page": 0, "page_size": 1000, "next_page_uri": None, "uri": "/"}


def found_among(*texts: tuple[str, str, datetime], body: str, since: datetime) -> tuple[str, ...]:
    with OddVendor(saying(200, listed(*texts))) as vendor:
        return TwilioTexts("AC1", "token", vendor.url).find(to=ANN, body=body, since=since)


def test_a_text_is_listed_by_number_without_a_date_that_it_may_not_have() -> None:
    with OddVendor(saying(200, listed(("SM1", "Hello", LONG_AGO)))) as vendor:
        found = TwilioTexts("AC1", "token", vendor.url).find(to=ANN, body="Hello", since=LONG_AGO)

    ((asked, _),) = vendor.asked
    assert (found, "DateSent" in asked, "To=%2B447700900123" in asked) == (("SM1",), False, True)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("QH-1: we've heard \u2013 \u201call\u201d of it\u2026", 'QH-1: we\'ve heard - "all" of it...'),
        ("QH-1: a\u00a0space", "QH-1: a space"),
        ("QH-1: received", "Sent from your Twilio trial account - QH-1: received"),
    ],
    ids=["smart encoding", "spaces", "a trial account"],
)
def test_a_text_is_known_where_twilio_changed_its_words(ours: str, theirs: str) -> None:
    assert found_among(("SM1", theirs, LONG_AGO), body=ours, since=LONG_AGO) == ("SM1",)


def test_a_text_that_went_twice_is_found_twice_the_first_first() -> None:
    later = LONG_AGO + timedelta(seconds=2)

    assert found_among(("SM2", "Hello", later), ("SM1", "Hello", LONG_AGO), body="Hello", since=LONG_AGO) == (
        "SM1",
        "SM2",
    )


def test_a_list_that_may_lag_is_asked_again_later() -> None:
    with pytest.raises(ProviderAwayError, match="may not yet") as away:
        found_among(body="Hello", since=datetime.now(UTC) - timedelta(seconds=20))

    assert away.value.retry_after == pytest.approx(40, abs=2)
    assert not isinstance(away.value, AccountFaultError)


def test_a_list_that_has_had_its_time_shows_that_no_text_was_taken() -> None:
    assert found_among(("SM1", "Hello", LONG_AGO), body="Hello", since=datetime.now(UTC) - timedelta(minutes=4)) == ()
