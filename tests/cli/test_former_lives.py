"""What a former life of a complaint had otherwise is told of under its record, is shown when asked, and is marked."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from register.engine import open_register
from register.record_book import RegisterRecordBook
from tests.register.fresh import fresh_register
from tests.register.registers import RECEIVED_AT, entry, page, standing
from tests.world import KEYS, free_port

REFERENCE, ABOUT, COLLEAGUE = "REL-7K4M-9QXP", "priya-nair", "leah-brooks"
LATER = RECEIVED_AT + timedelta(hours=1)


@pytest.fixture(autouse=True)
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RegisterRecordBook]:
    """A register, and no Temporal."""
    url = fresh_register(tmp_path / "register.db")
    monkeypatch.setenv("PUTRIGHT_REGISTER_URL", url)
    monkeypatch.setenv("PUTRIGHT_PAYLOAD_KEYS", KEYS)
    monkeypatch.setenv("TEMPORAL_ADDRESS", f"127.0.0.1:{free_port()}")
    monkeypatch.delenv("PUTRIGHT_STAFF", raising=False)
    monkeypatch.setattr("cli.at_desk.set_up_quiet_logs", lambda *_: None)
    engine = open_register(url)
    yield RegisterRecordBook(engine)
    engine.dispose()


@pytest.fixture
def twice_lived(book: RegisterRecordBook) -> None:
    """A complaint that went on from an older copy of itself, twice."""
    of = {
        "landlord": "reliance",
        "reference": REFERENCE,
        "shows": standing(hidden_from=(ABOUT,), tags=("former life",)),
    }
    lives = {"first": [entry(1), entry(2, "wrong words"), entry(3)], "second": [entry(2, "other", LATER)]}
    for life, entries in (*lives.items(), ("third", [entry(2, "right words", LATER + timedelta(hours=1))])):
        book.write(page(*entries, life=life, **of))  # type: ignore[arg-type]  # as they are above


def said(*arguments: str) -> str:
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.stderr
    return result.stdout


@pytest.mark.usefixtures("twice_lived")
def test_under_the_record_it_is_said_how_much_of_former_lives_is_kept() -> None:
    shown = said("show", REFERENCE, "--by", COLLEAGUE)

    assert "wrong words" not in shown
    assert " ".join(shown.split()).endswith(
        "2 former lives of this complaint are kept beside this record, with 3 entries: complaints show "
        f"{REFERENCE} --former"
    )


@pytest.mark.usefixtures("twice_lived")
def test_they_are_printed_when_asked_each_by_itself() -> None:
    lines = said("show", REFERENCE, "--former", "--by", COLLEAGUE).splitlines()

    assert lines[0] == f"{REFERENCE}: what former lives had otherwise than its record"
    assert [line for line in lines if line.startswith("Former life")] == ["Former life first", "Former life second"]
    assert lines.index("Former life first") < next(at for at, line in enumerate(lines) if "wrong words" in line)
    assert "right words" not in "\n".join(lines)


@pytest.mark.usefixtures("twice_lived")
def test_programs_have_them_too() -> None:
    alone, beside = (
        json.loads(said("show", REFERENCE, *how, "--json", "--by", COLLEAGUE)) for how in (["--former"], [])
    )

    assert [(each["life"], each["entry"]["number"]) for each in alone["former"]] == [
        ("first", 2),
        ("second", 2),
        ("first", 3),
    ]
    assert beside["former"] == alone["former"]


@pytest.mark.usefixtures("twice_lived")
def test_whoever_it_is_about_is_not_shown_them() -> None:
    result = CliRunner().invoke(app, ["show", REFERENCE, "--former", "--by", ABOUT])

    assert (result.exit_code, result.stdout) == (1, "")


@pytest.mark.usefixtures("twice_lived")
def test_a_list_marks_it() -> None:
    assert "               marked: former life\n" in said("list", "--by", COLLEAGUE)
    assert REFERENCE in said("list", "--tag", "former life", "--by", COLLEAGUE)


def test_of_one_that_has_none_nothing_is_said(book: RegisterRecordBook) -> None:
    book.write(page(entry(1), landlord="reliance", reference=REFERENCE))

    assert "former" not in said("show", REFERENCE)
    assert said("show", REFERENCE, "--former") == f"{REFERENCE}: no former life is kept\n"
    assert "marked" not in said("list")
