"""The simulator's provider: a button for each person, and real in all else."""

import json
from base64 import urlsafe_b64encode
from hashlib import sha256
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from simulator.__main__ import main
from simulator.app import simulator_app
from simulator.settings import Settings

BACK = "http://127.0.0.1:8236/staff/signed-in"
PROOF = "a-proof-that-only-who-asked-has-0123456789abcdef"
CHALLENGE = urlsafe_b64encode(sha256(PROOF.encode()).digest()).rstrip(b"=").decode()
ASKED = {
    "response_type": "code",
    "client_id": "putright",
    "redirect_uri": BACK,
    "state": "s",
    "nonce": "n",
    "code_challenge": CHALLENGE,
    "code_challenge_method": "S256",
}


@pytest.fixture
def browser(tmp_path: Path) -> TestClient:
    people = tmp_path / "people.json"
    people.write_text(json.dumps([{"subject": "reliance/priya-nair", "name": "Priya Nair", "group": "Reliance"}]))
    app = simulator_app(Settings(people_file=people))
    return TestClient(app, base_url="http://127.0.0.1:7511", follow_redirects=False)


def a_code(browser: TestClient) -> str:
    answer = browser.post("/sign-in/authorize", data={**ASKED, "person": "reliance/priya-nair"})
    assert answer.headers["location"].startswith(f"{BACK}?")
    return parse_qs(urlsplit(answer.headers["location"]).query)["code"][0]


def tokens(browser: TestClient, code: str, **other: str) -> int:
    said = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK, "code_verifier": PROOF}
    said |= {"client_id": "putright", "client_secret": "simulator"} | other
    return browser.post("/sign-in/token", data=said).status_code


def test_everybody_has_a_button_and_so_has_a_stranger(browser: TestClient) -> None:
    page = browser.get("/sign-in/authorize", params=ASKED)

    assert page.status_code == 200
    assert "Priya Nair" in page.text
    assert "Somebody the desk does not know" in page.text


@pytest.mark.parametrize(
    "wrong",
    [
        {"redirect_uri": "https://complaints.example.org/staff/signed-in"},
        {"redirect_uri": "http://localhost.example.org/"},
        {"redirect_uri": "http://10.0.0.7:8236/"},
        {"redirect_uri": ""},
        {"code_challenge": ""},
        {"code_challenge_method": "plain"},
        {"response_type": "token"},
    ],
    ids=str,
)
def test_nobody_is_sent_off_this_machine_or_without_a_proof(browser: TestClient, wrong: dict[str, str]) -> None:
    assert browser.get("/sign-in/authorize", params=ASKED | wrong).status_code == 400
    answer = browser.post("/sign-in/authorize", data={**ASKED, "person": "reliance/priya-nair", **wrong})
    assert answer.status_code == 400


def test_a_code_is_good_once_for_who_asked(browser: TestClient) -> None:
    code = a_code(browser)

    assert tokens(browser, code) == 200
    assert tokens(browser, code) == 400
    for other in (
        {"code_verifier": "another"},
        {"client_secret": "another"},
        {"redirect_uri": f"{BACK}/another"},
        {"grant_type": "password"},
    ):
        assert tokens(browser, a_code(browser), **other) == 400, other


def test_nobody_is_known_by_another_name(browser: TestClient) -> None:
    assert browser.post("/sign-in/authorize", data={**ASKED, "person": "mallory"}).status_code == 400


def test_people_that_cannot_be_read_are_told_in_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "people.json"
    file.write_text('{"not": "a list"}')

    assert main(["--people", str(file)]) == 1
    assert capsys.readouterr().err == f"{file} does not hold a list of people.\n"
