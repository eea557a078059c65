"""`complaints calendar` and `complaints schedules`: how they leave where nothing is there, or nothing is to be done."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli.main import app
from domain.views.page import Page, Standing
from register.engine import open_register
from register.record_book import RegisterRecordBook
from tests.register.fresh import fresh_register
from tests.register.registers import entry
from tests.world import KEYS, free_port


@pytest.fixture(autouse=True)
def register_url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A register of its own, and no Temporal."""
    url = fresh_register(tmp_path / "register.db")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PUTRIGHT_REGISTER_URL", url)
    monkeypatch.setenv("PUTRIGHT_PAYLOAD_KEYS", KEYS)
    monkeypatch.setenv("TEMPORAL_ADDRESS", f"127.0.0.1:{free_port()}")
    monkeypatch.setattr("cli.operations.calendar.set_up_logs", lambda *_: None)
    return url


def complaints(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        pytest.param(("calendar", "check", "nobody"), 2, "there is no landlord 'nobody'", id="no such landlord"),
        pytest.param(("calendar", "apply"), 2, "Missing argument 'LANDLORD'", id="whose"),
        pytest.param(("calendar", "apply", "reliance", "--yes", "--dry-run"), 2, "choose one", id="both"),
        pytest.param(("schedules", "apply"), 1, "Temporal does not answer", id="make schedules, Temporal away"),
        pytest.param(("schedules", "show"), 1, "Temporal does not answer", id="show schedules, Temporal away"),
    ],
)
def test_what_cannot_be_done_leaves_with_a_sentence(arguments: tuple[str, ...], code: int, sentence: str) -> None:
    refused = complaints(*arguments)

    assert refused.exit_code == code
    assert sentence in refused.stderr
    assert refused.stderr.count("\n") == 1


def test_where_every_calendar_is_todays_temporal_is_not_asked() -> None:
    checked = complaints("calendar", "check")

    assert checked.exit_code == 0
    assert checked.stdout == (
        "qualitas: every open complaint counts by today's calendar.\n"
        "reliance: every open complaint counts by today's calendar.\n"
    )
    assert json.loads(complaints("calendar", "apply", "reliance", "--json").stdout) == {"reliance": []}


def test_an_apply_that_cannot_reach_temporal_says_to_go_on_later(register_url: str) -> None:
    stands = Standing(words="at stage 1", calendar="2025-01-01/2028-12-31/0123456789abcdef")
    engine = open_register(register_url)
    page = Page(landlord="reliance", reference="REL-1", key="1", entries=(entry(1),), standing=stands)
    RegisterRecordBook(engine).write(page)
    engine.dispose()

    refused = complaints("calendar", "apply", "reliance", "--yes")

    assert refused.exit_code == 1
    assert "what has been done stays; run the command again" in refused.stderr
