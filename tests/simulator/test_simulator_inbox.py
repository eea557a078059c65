"""The inbox as a person and as a program read it."""

import os
from pathlib import Path

import httpx2
import pytest
from twilio.rest import Client

from simulator.running import RunningSimulator
from tests.simulator.sdks import Mail, SendgridSender


def test_the_page_shows_all_three_kinds_newest_first(
    simulator: RunningSimulator, letters: Path, twilio: Client, send: SendgridSender, mail: Mail
) -> None:
    _letter(letters / "first.html", "<title>A letter for Ann</title><p>Dear Ann</p>", at=0)
    send(mail)
    twilio.messages.create(to="+447700900123", from_="Landlord", body="It is here. " * 20)

    page = httpx2.get(f"{simulator.url}/").text

    order = [page.index(each) for each in ("Text to +447700900123", "Your complaint", "A letter for Ann")]
    assert order == sorted(order)
    assert "2 segments" in page
    assert "We have your complaint." in page


def test_what_was_sent_cannot_become_part_of_the_page(
    simulator: RunningSimulator, send: SendgridSender, mail: Mail
) -> None:
    trap = '"><script>alert(1)</script>'
    mail["subject"] = mail["content"][0]["value"] = mail["content"][1]["value"] = trap

    send(mail)

    page = httpx2.get(f"{simulator.url}/")
    assert "<script" not in page.text
    assert "<iframe sandbox srcdoc=" in page.text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]


def test_the_page_reloads_only_when_asked(simulator: RunningSimulator) -> None:
    quiet = httpx2.get(f"{simulator.url}/").text
    lively = httpx2.get(f"{simulator.url}/?refresh=5").text

    assert 'http-equiv="refresh"' not in quiet
    assert '<meta http-equiv="refresh" content="5">' in lively


def test_the_page_shows_the_newest_and_offers_the_rest(
    simulator: RunningSimulator, send: SendgridSender, mail: Mail
) -> None:
    mail["personalizations"] = [{"to": [{"email": f"{at}@example.com"}]} for at in range(3)]
    send(mail)

    page = httpx2.get(f"{simulator.url}/?newest=1").text

    assert page.count("<article") == 1
    assert "Show all" in page


@pytest.mark.parametrize("name", ["ann.html", "2026/12/ann & bob.html"])
def test_a_letter_opens_but_cannot_act(simulator: RunningSimulator, letters: Path, name: str) -> None:
    _letter(letters / name, '<meta name="to" content="Ann"><title>Our answer</title><p>Dear Ann,</p>')

    (letter,) = [each for each in simulator.inbox()["letters"] if each["id"] == name]
    opened = httpx2.get(f"{simulator.url}/letters/{name}")

    assert (letter["to"], letter["subject"], letter["text"]) == ("Ann", "Our answer", "Dear Ann,\n")
    assert "<p>Dear Ann,</p>" in opened.text
    assert opened.headers["Content-Security-Policy"].startswith("sandbox;")


def test_only_letters_are_opened(simulator: RunningSimulator, letters: Path) -> None:
    (letters.parent / "secret.html").write_text("secret")

    for name in ("..%2Fsecret.html", "%2Fetc%2Fpasswd", "none.html"):
        assert httpx2.get(f"{simulator.url}/letters/{name}").status_code == 404


def test_a_link_in_the_letters_folder_shows_nothing(simulator: RunningSimulator, letters: Path, tmp_path: Path) -> None:
    diary = tmp_path / "diary.html"
    diary.write_text("mine")
    (letters / "link.html").symlink_to(diary)

    shown = [each["id"] for each in simulator.inbox()["letters"]]
    opened = httpx2.get(f"{simulator.url}/letters/link.html")
    (letters / "link.html").unlink()

    assert ("link.html" in shown, opened.status_code) == (False, 404)


def test_emptying_forgets_messages_and_keeps_letters(
    simulator: RunningSimulator, letters: Path, send: SendgridSender, mail: Mail
) -> None:
    _letter(letters / "kept.html", "<p>Dear Ann</p>")
    send(mail)

    assert httpx2.delete(f"{simulator.url}/inbox").status_code == 204

    assert simulator.inbox()["emails"] == []
    assert simulator.inbox()["letters"] != []


def test_it_says_that_it_is_well(simulator: RunningSimulator) -> None:
    assert httpx2.get(f"{simulator.url}/healthz").json() == {"status": "ok"}


def _letter(path: Path, html: str, at: float | None = None) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(html, encoding="utf-8")
    if at is not None:
        os.utime(path, (at, at))
