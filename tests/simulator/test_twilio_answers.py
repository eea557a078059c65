"""Twilio's answers, through its own SDK."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from simulator.messages import Text
from simulator.running import RunningSimulator
from simulator.segments import segments
from simulator.settings import Settings
from simulator.twilio_messages import page
from tests.simulator.sdks import LocalTwilio

RESIDENT, OTHER, LANDLORD = "+447700900123", "+447700900456", "+441632960001"


def test_a_text_is_queued_and_kept(simulator: RunningSimulator, twilio: Client) -> None:
    text = twilio.messages.create(to=RESIDENT, from_=LANDLORD, body="Complaint received.")

    (kept,) = simulator.inbox()["texts"]
    assert (text.status, text.num_segments, text.date_sent) == ("queued", "1", None)
    assert text.sid.startswith("SM")
    assert text.uri == f"/2010-04-01/Accounts/{text.account_sid}/Messages/{text.sid}.json"
    assert abs(datetime.now(UTC) - text.date_created) < timedelta(minutes=1)
    assert (kept["sid"], kept["to"], kept["from"]) == (text.sid, RESIDENT, LANDLORD)
    assert (kept["body"], kept["segments"]) == ("Complaint received.", 1)


def test_a_text_can_be_looked_up(twilio: Client) -> None:
    sid = twilio.messages.create(to=RESIDENT, from_=LANDLORD, body="Hello").sid

    text = twilio.messages(sid).fetch()

    assert (text.status, text.body, text.date_sent) == ("delivered", "Hello", text.date_created)


def test_an_unknown_text_is_not_found(twilio: Client) -> None:
    with pytest.raises(TwilioRestException) as refused:
        twilio.messages("SM" + "0" * 32).fetch()

    assert (refused.value.status, refused.value.code) == (404, 20404)


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        pytest.param({}, ["to other", "to resident"], id="all, newest first"),
        pytest.param({"to": RESIDENT}, ["to resident"], id="to"),
        pytest.param({"from_": "Landlord"}, ["to other"], id="from"),
        pytest.param({"to": RESIDENT, "date_sent_after": timedelta(minutes=-1)}, ["to resident"], id="after"),
        pytest.param({"date_sent_after": timedelta(hours=1)}, [], id="not after"),
        pytest.param({"date_sent_before": timedelta(minutes=-1)}, [], id="not before"),
        pytest.param({"date_sent_before": timedelta(hours=1)}, ["to other", "to resident"], id="before"),
        pytest.param({"date_sent": timedelta(days=-2)}, [], id="on another day"),
    ],
)
def test_texts_are_listed_by_filter(twilio: Client, filters: dict[str, Any], found: list[str]) -> None:
    twilio.messages.create(to=RESIDENT, from_=LANDLORD, body="to resident")
    twilio.messages.create(to=OTHER, from_="Landlord", body="to other")

    now = datetime.now(UTC)
    asked = {name: now + value if isinstance(value, timedelta) else value for name, value in filters.items()}
    texts = twilio.messages.list(**asked)

    assert [text.body for text in texts] == found


QUEUED = timedelta(seconds=30)


@pytest.mark.parametrize(
    ("filters", "found"),
    [({}, 1), ({"DateSent": "today"}, 0), ({"DateSent>": "before"}, 0), ({"DateSent<": "after"}, 0)],
    ids=["no date", "on the day", "after", "before"],
)
def test_a_text_that_is_queued_has_no_date_on_which_it_was_sent_and_no_filter_by_it_finds_it(
    filters: dict[str, str], found: int
) -> None:
    now = datetime.now(UTC)
    queued = Text(at=now, from_=LANDLORD, to=RESIDENT, sid="SM1", body="Hello", segments=1)
    dates = {"today": now.date().isoformat(), "before": "2026-01-01", "after": "2100-01-01"}

    (listed, sent) = (
        page([queued], "AC1", {name: dates[value] for name, value in filters.items()}, waits)["messages"]
        for waits in (QUEUED, timedelta(0))
    )

    assert isinstance(listed, list)
    assert isinstance(sent, list)
    assert [text["date_sent"] for text in listed] == [None] * found
    assert [text["status"] for text in sent] == ["delivered"]


def test_a_list_that_lags_does_not_show_what_was_taken_last() -> None:
    with RunningSimulator(Settings(twilio_list_lags=60)) as slow:
        http = LocalTwilio(slow.url)
        client = Client(slow.settings.twilio_account, slow.settings.twilio_token, http_client=http)
        sid = client.messages.create(to=RESIDENT, from_=LANDLORD, body="Hello").sid

        assert (client.messages.list(), client.messages(sid).fetch().sid) == ([], sid)
        http.session.close()


@pytest.mark.parametrize("seconds", [0, 36_001])
def test_a_text_is_valid_for_ten_hours_at_most(twilio: Client, seconds: int) -> None:
    with pytest.raises(TwilioRestException):
        twilio.messages.create(to=RESIDENT, from_=LANDLORD, body="Hello", validity_period=seconds)


def test_a_long_list_comes_in_pages(twilio: Client) -> None:
    for number in range(5):
        twilio.messages.create(to=RESIDENT, from_=LANDLORD, body=f"{number}")

    texts = twilio.messages.list(page_size=2)

    assert [text.body for text in texts] == ["4", "3", "2", "1", "0"]


def test_a_messaging_service_chooses_the_sender_later(twilio: Client) -> None:
    text = twilio.messages.create(to=RESIDENT, messaging_service_sid="MG" + "0" * 32, body="Hello")

    assert (text.status, text.num_segments, text.from_) == ("accepted", "0", None)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param({"to": ""}, 21604, id="no to"),
        pytest.param({"to": "Ann"}, 21211, id="to is no number"),
        pytest.param({"to": "07700900123"}, 21211, id="to has no country"),
        pytest.param({"from_": ""}, 21603, id="no from"),
        pytest.param({"from_": "a name that is too long"}, 21212, id="from is no sender"),
        pytest.param({"body": ""}, 21602, id="no body"),
        pytest.param({"body": "x" * 1601}, 21617, id="body too long"),
        pytest.param({"to": "+15005550001"}, 21211, id="magic: invalid"),
        pytest.param({"to": "+15005550002"}, 21612, id="magic: unreachable"),
        pytest.param({"to": "+15005550003"}, 21408, id="magic: abroad"),
        pytest.param({"to": "+15005550004"}, 21610, id="magic: opted out"),
        pytest.param({"to": "+15005550009"}, 21614, id="magic: no mobile"),
        pytest.param({"from_": "+15005550001"}, 21212, id="magic: from invalid"),
        pytest.param({"from_": "+15005550007"}, 21606, id="magic: from not owned"),
        pytest.param({"from_": "+15005550008"}, 21611, id="magic: from queue full"),
    ],
)
def test_a_faulty_text_is_refused_with_its_code(
    simulator: RunningSimulator, twilio: Client, change: dict[str, str], code: int
) -> None:
    with pytest.raises(TwilioRestException) as refused:
        twilio.messages.create(**{"to": RESIDENT, "from_": LANDLORD, "body": "Hello", **change})

    assert (refused.value.status, refused.value.code) == (400, code)
    assert simulator.inbox()["texts"] == []


def test_a_wrong_token_is_refused(simulator: RunningSimulator, twilio: Client) -> None:
    stranger = Client(simulator.settings.twilio_account, "wrong", http_client=twilio.http_client)

    with pytest.raises(TwilioRestException) as refused:
        stranger.messages.create(to=RESIDENT, from_=LANDLORD, body="Hello")

    assert (refused.value.status, refused.value.code) == (401, 20003)


def test_who_texted_stop_gets_no_more_texts(simulator: RunningSimulator, twilio: Client) -> None:
    simulator.opt_out("+44 7700 900789")

    with pytest.raises(TwilioRestException) as refused:
        twilio.messages.create(to="+447700900789", from_=LANDLORD, body="Hello")

    assert (refused.value.status, refused.value.code) == (400, 21610)


@pytest.mark.parametrize(
    ("body", "count"),
    [
        pytest.param("a" * 160, 1, id="one full"),
        pytest.param("a" * 161, 2, id="two"),
        pytest.param("a" * 307, 3, id="joined segments hold 153"),
        pytest.param("€" * 80, 1, id="a euro takes two places"),
        pytest.param("€" * 81, 2, id="and is counted so"),
        pytest.param("\u2019" * 70, 1, id="a curly quote makes it 70"),
        pytest.param("\u2019" * 71, 2, id="and 67 when joined"),
        pytest.param("😀" * 36, 2, id="an emoji takes two places"),
    ],
)
def test_segments_are_counted_as_charged(body: str, count: int) -> None:
    assert segments(body) == count
