"""The doctor asks the desk in a browser whether it is ready, and its provider whether it is the one that is set."""

import asyncio
from typing import Any, cast

import pytest

from cli.operations import web_checks
from cli.operations.checkup import Patient, UnwellError

NOBODY = cast("Patient", None)
HERE, THERE = "https://complaints.example.org", "https://sign-in.example.org"


@pytest.fixture(autouse=True)
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, tuple[int, bytes]]:
    """What is answered at each address; nothing elsewhere."""
    answers = {
        f"{HERE}/readyz": (200, b"ready\n"),
        f"{THERE}/.well-known/openid-configuration": (200, b'{"issuer": "https://sign-in.example.org/"}'),
    }
    for name, value in (("PUBLIC_URL", HERE), ("ISSUER", THERE), ("CLIENT_ID", "x"), ("COOKIE_KEY", "0" * 32)):
        monkeypatch.setenv(f"PUTRIGHT_WEB_{name}", value)
    monkeypatch.setattr(web_checks, "_asked", lambda address, _: answers[address])
    return answers


def says() -> str:
    return asyncio.run(web_checks.web(NOBODY))


def test_pages_that_are_ready_and_a_provider_that_is_the_one_set_are_well() -> None:
    assert says() == f"{HERE} shows pages, and {THERE} signs people in"


def test_without_pages_nothing_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PUTRIGHT_WEB_PUBLIC_URL")
    monkeypatch.delenv("PUTRIGHT_WEB_ISSUER")

    assert says().startswith("no pages are set up here")


@pytest.mark.parametrize(
    ("address", "answer", "words"),
    [
        (f"{HERE}/readyz", (503, b""), "is not ready (503)"),
        (f"{THERE}/.well-known/openid-configuration", (404, b""), "does not describe a provider of that name (404)"),
        (f"{THERE}/.well-known/openid-configuration", (200, b"<html>"), "does not describe a provider of that name"),
        (f"{THERE}/.well-known/openid-configuration", (200, b'{"issuer": "https://other"}'), "see PUTRIGHT_WEB_ISSUER"),
    ],
)
def test_what_is_not_well_is_said_with_what_to_look_at(
    asked: dict[str, Any], address: str, answer: tuple[int, bytes], words: str
) -> None:
    asked[address] = answer

    with pytest.raises(UnwellError) as wrong:
        says()

    assert words in str(wrong.value)


def test_a_setting_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PUTRIGHT_WEB_CLIENT_ID")

    with pytest.raises(UnwellError, match="PUTRIGHT_WEB_CLIENT_ID"):
        says()
