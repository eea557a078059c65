"""Nobody reads a complaint that is about them, by any command; one about staff is read by who says who they are."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli.main import app
from domain.views.finders import Finder, FinderKind
from domain.views.page import Page
from register.engine import open_register
from register.record_book import RegisterRecordBook
from tests.register.fresh import fresh_register
from tests.register.registers import entry, standing
from tests.world import KEYS, free_port

REFERENCE = "REL-7K4M-9QXP"
HANDLER, ABOUT = "leah-brooks", "priya-nair"


@pytest.fixture(autouse=True)
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RegisterRecordBook]:
    """A register with a complaint about Priya Nair, and no Temporal."""
    url = fresh_register(tmp_path / "register.db")
    monkeypatch.setenv("PUTRIGHT_REGISTER_URL", url)
    monkeypatch.setenv("PUTRIGHT_PAYLOAD_KEYS", KEYS)
    monkeypatch.setenv("TEMPORAL_ADDRESS", f"127.0.0.1:{free_port()}")
    monkeypatch.delenv("PUTRIGHT_STAFF", raising=False)
    monkeypatch.setattr("cli.at_desk.set_up_quiet_logs", lambda *_: None)
    engine = open_register(url)
    book = RegisterRecordBook(engine)
    line = {"name": "Ann Sample", "matter": "She was rude.", "hidden_from": (ABOUT,)}
    book.write(
        Page(
            landlord="reliance",
            reference=REFERENCE,
            key="1",
            entries=(entry(1),),
            standing=standing("stage 1 received").model_copy(update=line),
            finders=(Finder(token="ann", kind=FinderKind.NAME),),
        )
    )
    yield book
    engine.dispose()


def complaints(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def test_whoever_it_is_about_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    by_option = complaints("show", REFERENCE, "--by", ABOUT)
    monkeypatch.setenv("PUTRIGHT_STAFF", ABOUT)
    by_environment = complaints("show", REFERENCE, "--json")

    sentence = f"Code 5.8: {REFERENCE} is not open to {ABOUT}; somebody else deals with it\n"
    assert (by_option.exit_code, by_option.stdout, by_option.stderr) == (1, "", sentence)
    assert (by_environment.exit_code, by_environment.stdout, by_environment.stderr) == (1, "", sentence)


def test_who_does_not_say_who_they_are_is_asked() -> None:
    said = complaints("show", REFERENCE)

    assert (said.exit_code, said.stdout) == (1, "")
    assert said.stderr == (
        f"Code 5.8: {REFERENCE} is not open to everybody; say who asks with --by, or set PUTRIGHT_STAFF to your "
        "staff id\n"
    )


def test_a_colleague_reads_it_and_nobody_elses_staff_does() -> None:
    assert complaints("show", REFERENCE, "--by", HANDLER).exit_code == 0
    assert complaints("show", REFERENCE, "--by", "nadia-karim").exit_code == 2


@pytest.mark.parametrize("command", [("list",), ("list", "--json"), ("find", REFERENCE)])
def test_lists_leave_it_out_for_them_show_it_to_others_and_veil_it_for_nobody_in_particular(
    command: tuple[str, ...],
) -> None:
    to_them, to_another, to_nobody = (complaints(*command, *who) for who in (("--by", ABOUT), ("--by", HANDLER), ()))

    assert REFERENCE not in to_them.stdout
    assert REFERENCE in to_another.stdout
    assert "Ann Sample" in to_another.stdout
    assert REFERENCE in to_nobody.stdout
    assert not any(told in to_nobody.stdout for told in ("Ann Sample", "rude"))


def test_it_is_found_by_its_residents_name_for_a_colleague_alone() -> None:
    found = {who: complaints("find", "Ann", *who).stdout for who in ((), ("--by", ABOUT), ("--by", HANDLER))}

    assert [who for who, said in found.items() if REFERENCE in said or "Ann Sample" in said] == [("--by", HANDLER)]


def test_a_line_of_typed_words_is_one_line(book: RegisterRecordBook) -> None:
    typed = {"name": "Bo\x1b[31m", "matter": "It leaks.\nREL-2222-2222  nobody yet"}
    book.write(
        Page(
            landlord="reliance",
            reference="REL-2222-2223",
            key="2",
            entries=(entry(1),),
            standing=standing("stage 1 received").model_copy(update=typed),
        )
    )

    said = complaints("list")

    assert "               Bo\\u001b[31m: It leaks. REL-2222-2222 nobody yet\n" in said.stdout
    assert json.loads(complaints("list", "--json").stdout)
