"""Each switch, as the real SDKs meet it."""

import json
import time
from http.client import RemoteDisconnected
from typing import Any

import httpx2
import pytest
import requests
from python_http_client.exceptions import ServiceUnavailableError, TooManyRequestsError
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from simulator.running import RunningSimulator
from tests.simulator.sdks import Mail, SendgridSender

TEXT = {"to": "+447700900123", "from_": "+441632960001", "body": "Hello"}


def test_sendgrid_is_busy_as_often_as_asked(simulator: RunningSimulator, send: SendgridSender, mail: Mail) -> None:
    simulator.turn("sendgrid", "rate_limited", retry_after=2, times=1)

    with pytest.raises(TooManyRequestsError) as refused:
        send(mail)

    assert json.loads(refused.value.body)["errors"][0]["message"] == "too many requests"
    assert refused.value.headers["X-RateLimit-Remaining"] == "0"
    assert 0 <= int(refused.value.headers["X-RateLimit-Reset"]) - time.time() <= 2
    assert send(mail).status_code == 202
    assert len(simulator.inbox()["emails"]) == 1


def test_twilio_is_busy_as_often_as_asked(simulator: RunningSimulator, twilio: Client) -> None:
    simulator.turn("twilio", "rate_limited", retry_after=2, times=2)

    refusals = [_refusal(twilio), _refusal(twilio)]

    assert refusals == [(429, 20429), (429, 20429)]
    assert twilio.http_client._test_only_last_response.headers["Retry-After"] == "2"
    assert twilio.messages.create(**TEXT).status == "queued"


def test_sendgrid_is_away_until_it_is_back(simulator: RunningSimulator, send: SendgridSender, mail: Mail) -> None:
    simulator.turn("sendgrid", "error")

    with pytest.raises(ServiceUnavailableError):
        send(mail)

    simulator.turn("sendgrid", "ok")
    assert send(mail).status_code == 202


def test_twilio_fails_with_the_status_asked_for_at_look_ups_too(simulator: RunningSimulator, twilio: Client) -> None:
    simulator.turn("twilio", "error", status=520)

    assert _refusal(twilio) == (520, 20520)
    with pytest.raises(TwilioRestException):
        twilio.messages("SM" + "0" * 32).fetch()


def test_one_service_fails_alone(simulator: RunningSimulator, twilio: Client, send: SendgridSender, mail: Mail) -> None:
    simulator.turn("twilio", "error")

    assert send(mail).status_code == 202
    assert _refusal(twilio) == (503, 20503)


def test_sendgrid_never_answers_and_accepts_nothing(
    simulator: RunningSimulator, send: SendgridSender, mail: Mail
) -> None:
    simulator.turn("sendgrid", "timeout", seconds=60)

    with pytest.raises(TimeoutError):
        send(mail, timeout=0.2)

    assert simulator.inbox()["emails"] == []


def test_twilio_never_answers_and_accepts_nothing(simulator: RunningSimulator, twilio: Client) -> None:
    simulator.turn("twilio", "timeout", seconds=60)
    twilio.http_client.timeout = 0.2

    with pytest.raises(requests.ReadTimeout):
        twilio.messages.create(**TEXT)

    assert simulator.inbox()["texts"] == []


def test_a_caller_who_waits_longer_meets_a_gateway_timeout(simulator: RunningSimulator, twilio: Client) -> None:
    simulator.turn("twilio", "timeout", seconds=0.05)

    assert _refusal(twilio) == (504, 20504)


def test_sendgrid_accepts_and_hangs_up(simulator: RunningSimulator, send: SendgridSender, mail: Mail) -> None:
    simulator.turn("sendgrid", "accept_then_drop", times=1)

    with pytest.raises(RemoteDisconnected):
        send(mail)

    assert len(simulator.inbox()["emails"]) == 1
    assert send(mail).status_code == 202


def test_twilio_accepts_and_hangs_up_yet_lists_the_text(simulator: RunningSimulator, twilio: Client) -> None:
    simulator.turn("twilio", "accept_then_drop")

    with pytest.raises(requests.ConnectionError):
        twilio.messages.create(**TEXT)

    assert [text.body for text in twilio.messages.list(to=TEXT["to"])] == ["Hello"]


def test_twilio_accepts_and_holds_its_answer_back(simulator: RunningSimulator, twilio: Client) -> None:
    simulator.turn("twilio", "accept_then_hang", seconds=60)
    twilio.http_client.timeout = 0.2

    with pytest.raises(requests.ReadTimeout):
        twilio.messages.create(**TEXT)

    assert len(simulator.inbox()["texts"]) == 1


def test_a_held_answer_comes_in_the_end(simulator: RunningSimulator, send: SendgridSender, mail: Mail) -> None:
    simulator.turn("sendgrid", "accept_then_hang", seconds=0.05)

    assert send(mail).status_code == 202


def test_what_is_refused_is_told_even_when_the_answer_would_drop(simulator: RunningSimulator, twilio: Client) -> None:
    simulator.turn("twilio", "accept_then_drop")

    with pytest.raises(TwilioRestException) as refused:
        twilio.messages.create(**TEXT | {"to": "+15005550001"})

    assert refused.value.code == 21211


def test_the_switches_are_shown(simulator: RunningSimulator) -> None:
    simulator.turn("twilio", "rate_limited", times=3)

    shown = httpx2.get(f"{simulator.url}/control").json()

    assert shown["sendgrid"] == {"mode": "ok"}
    assert shown["twilio"] == {"mode": "rate_limited", "times": 3, "retry_after": 1}


def test_an_opt_out_can_be_taken_back(simulator: RunningSimulator, twilio: Client) -> None:
    simulator.opt_out("+447700900999")

    httpx2.delete(f"{simulator.url}/control/opt-out/+447700900999").raise_for_status()

    assert twilio.messages.create(**TEXT | {"to": "+447700900999"}).status == "queued"


@pytest.mark.parametrize(
    ("method", "path", "body", "sentence"),
    [
        pytest.param("PUT", "/control/post", {"mode": "ok"}, "'sendgrid' or 'twilio'", id="unknown service"),
        pytest.param("PUT", "/control/twilio", {"mode": "sulk"}, "mode: Input should be 'ok'", id="unknown mode"),
        pytest.param("PUT", "/control/twilio", {"mode": "error", "tmies": 1}, "tmies: Extra", id="unknown key"),
        pytest.param("PUT", "/control/twilio", {"mode": "error", "status": 400}, "status: ", id="no 5xx"),
        pytest.param("PUT", "/control/twilio", {"mode": "error", "times": 0}, "times: ", id="no times"),
        pytest.param(
            "PUT", "/control/twilio", {"mode": "error", "seconds": 1}, "means nothing in mode 'error'", id="idle key"
        ),
        pytest.param("POST", "/control/opt-out", {"number": "Ann"}, "'Ann' is no telephone number", id="no number"),
    ],
)
def test_a_wrong_order_is_refused_in_a_sentence(
    simulator: RunningSimulator, method: str, path: str, body: dict[str, Any], sentence: str
) -> None:
    answer = httpx2.request(method, simulator.url + path, json=body)

    assert answer.status_code == 422
    assert sentence in answer.json()["detail"]


def _refusal(twilio: Client) -> tuple[int, int]:
    with pytest.raises(TwilioRestException) as refused:
        twilio.messages.create(**TEXT)
    return refused.value.status, refused.value.code
