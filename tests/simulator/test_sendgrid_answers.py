"""SendGrid's answers, through its own SDK."""

import json
from collections.abc import Callable

import httpx2
import pytest
from python_http_client.exceptions import BadRequestsError, HTTPError, PayloadTooLargeError, UnauthorizedError

from simulator.running import RunningSimulator
from tests.simulator.sdks import Mail, SendgridSender

Change = Callable[[Mail], object]


def test_a_mail_is_accepted_and_kept(simulator: RunningSimulator, send: SendgridSender, mail: Mail) -> None:
    answer = send(mail)

    (kept,) = simulator.inbox()["emails"]
    assert (answer.status_code, answer.body) == (202, b"")
    assert kept["id"] == answer.headers["X-Message-Id"]
    assert (kept["to"], kept["from"]) == ("ann@example.com", "Complaints <complaints@example.org>")
    assert (kept["subject"], kept["text"]) == ("Your complaint", "We have your complaint.")
    assert kept["html"] == "<p>We have <b>your</b> complaint.</p>"
    assert kept["custom_args"] == {"notification_id": "n-1"}


def test_each_personalisation_is_an_email_of_its_own(
    simulator: RunningSimulator, send: SendgridSender, mail: Mail
) -> None:
    mail["personalizations"].append({"to": [{"email": "bob@example.com"}], "subject": "Another"})

    send(mail)

    kept = simulator.inbox()["emails"]
    assert [(each["to"], each["subject"]) for each in kept] == [
        ("bob@example.com", "Another"),
        ("ann@example.com", "Your complaint"),
    ]


def test_limits_are_told_with_each_answer(send: SendgridSender, mail: Mail) -> None:
    headers = send(mail).headers

    assert (headers["X-RateLimit-Limit"], headers["X-RateLimit-Remaining"]) == ("600", "599")
    assert "X-RateLimit-Reset" in headers


def test_a_wrong_key_is_refused(simulator: RunningSimulator, send: SendgridSender, mail: Mail) -> None:
    with pytest.raises(UnauthorizedError) as refused:
        send(mail, key="SG.wrong")

    assert _errors(refused.value) == [
        {"message": "The provided authorization grant is invalid, expired, or revoked", "field": None, "help": None}
    ]
    assert simulator.inbox()["emails"] == []


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        pytest.param(lambda mail: mail.update(personalizations=[]), "personalizations", "at least one", id="no one"),
        pytest.param(
            lambda mail: mail["personalizations"][0].update(to=[]), "personalizations.0.to", "required", id="no to"
        ),
        pytest.param(
            lambda mail: mail["personalizations"][0].update(to=[{"email": "ann at example"}]),
            "personalizations.0.to.0.email",
            "Does not contain a valid address.",
            id="bad to",
        ),
        pytest.param(
            lambda mail: mail["personalizations"][0].update(cc=[{"email": "Ann@example.com"}]),
            "personalizations.0",
            "first duplicate",
            id="the same twice",
        ),
        pytest.param(lambda mail: mail.pop("from"), "from.email", "must be provided", id="no from"),
        pytest.param(
            lambda mail: mail.update({"from": {"email": "nobody"}}), "from.email", "valid address", id="bad from"
        ),
        pytest.param(
            lambda mail: mail.update(reply_to={"email": "nobody"}), "reply_to.email", "valid", id="bad reply to"
        ),
        pytest.param(lambda mail: mail.pop("subject"), "subject", "The subject is required", id="no subject"),
        pytest.param(lambda mail: mail.pop("content"), "content", "at least one", id="no content"),
        pytest.param(
            lambda mail: mail["content"][0].update(value=""), "content.0.value", "one character", id="empty content"
        ),
        pytest.param(
            lambda mail: mail.update(personalizations=mail["personalizations"] * 1001),
            "personalizations",
            "You have provided 1001 personalizations",
            id="too many",
        ),
        pytest.param(
            lambda mail: mail["personalizations"][0].update(to=[{"email": "ann@example.com"}] * 1001),
            "personalizations",
            "1000 total recipients",
            id="too many recipients",
        ),
        pytest.param(
            lambda mail: mail.update(subject=7), "subject", "Expected: string, given: integer", id="no string"
        ),
        pytest.param(lambda mail: mail.update({"from": []}), "from", "Expected: object, given: array", id="no object"),
    ],
)
def test_a_faulty_mail_is_refused_at_its_field(
    simulator: RunningSimulator, send: SendgridSender, mail: Mail, change: Change, field: str, words: str
) -> None:
    change(mail)

    with pytest.raises(BadRequestsError) as refused:
        send(mail)

    (error,) = _errors(refused.value)
    assert error["field"] == field
    assert words in error["message"]
    assert simulator.inbox()["emails"] == []


def test_all_faults_are_told_at_once(send: SendgridSender) -> None:
    with pytest.raises(BadRequestsError) as refused:
        send({})

    assert [error["field"] for error in _errors(refused.value)] == [
        "from.email",
        "personalizations",
        "subject",
        "content",
    ]


def test_what_is_no_json_is_refused(simulator: RunningSimulator) -> None:
    key = {"Authorization": f"Bearer {simulator.settings.sendgrid_key}"}

    answer = httpx2.post(f"{simulator.url}/v3/mail/send", content=b"{not json", headers=key)

    assert answer.status_code == 400
    assert answer.json() == {"errors": [{"message": "Bad Request", "field": None, "help": None}]}


def test_too_large_a_mail_is_refused(send: SendgridSender, mail: Mail) -> None:
    mail["content"][0]["value"] = "x" * (30 * 2**20)

    with pytest.raises(PayloadTooLargeError):
        send(mail)


def _errors(refused: HTTPError) -> list[dict[str, str]]:
    errors: list[dict[str, str]] = json.loads(refused.body)["errors"]
    return errors
