"""`complaints find`: it asks the register alone, so it works while Temporal is away."""

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


@pytest.fixture(autouse=True)
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RegisterRecordBook]:
    """A register of its own, and no Temporal."""
    url = fresh_register(tmp_path / "register.db")
    monkeypatch.setenv("PUTRIGHT_REGISTER_URL", url)
    monkeypatch.setenv("PUTRIGHT_PAYLOAD_KEYS", KEYS)
    monkeypatch.setenv("TEMPORAL_ADDRESS", f"127.0.0.1:{free_port()}")
    monkeypatch.delenv("PUTRIGHT_STAFF", raising=False)
    monkeypatch.setattr("cli.at_desk.set_up_quiet_logs", lambda *_: None)
    engine = open_register(url)
    yield RegisterRecordBook(engine)
    engine.dispose()


def find(*arguments: str) -> Result:
    return CliRunner().invoke(app, ("find", *arguments))


def page(number: int = 1, landlord: str = "reliance", *, about: str = "", name: str = "Ann Łuczak") -> Page:
    words = {FinderKind.NAME: "ann", FinderKind.NUMBER: "+447700900123"}
    line = {"name": name, "hidden_from": (about,) if about else ()}
    return Page(
        landlord=landlord,
        reference=f"REL-2222-{number + 2222}",
        key=f"{number}",
        entries=(entry(1),),
        standing=standing("stage 1 received").model_copy(update=line),
        finders=tuple(Finder(token=token, kind=kind) for kind, token in words.items()),
    )


def test_a_number_given_in_several_words_finds_reference_name_and_standing(book: RegisterRecordBook) -> None:
    book.write(page())

    said = find("07700", "900123")

    assert (said.exit_code, said.stderr) == (0, "")
    assert said.stdout == "REL-2222-2223  Ann Łuczak                stage 1 received\n"


def test_for_programs_it_is_json(book: RegisterRecordBook) -> None:
    book.write(page(name=""))

    found = json.loads(find("ann", "--json").stdout)

    assert (found["more"], len(found["hits"])) == (False, 1)
    assert found["hits"][0]["reference"] == "REL-2222-2223"
    assert found["hits"][0]["standing"]["words"] == "stage 1 received"


def test_D15_whoever_it_is_about_finds_nothing(book: RegisterRecordBook, monkeypatch: pytest.MonkeyPatch) -> None:
    book.write(page(about="priya-nair"))

    assert find("ann", "--by", "priya-nair").stdout == "No complaint is found by that.\n"
    assert find("ann", "--by", "leah-brooks").stdout.startswith("REL-2222-2223")
    monkeypatch.setenv("PUTRIGHT_STAFF", "priya-nair")
    assert find("ann").stdout == "No complaint is found by that.\n"


def test_more_than_fifty_hits_ask_for_another_word(book: RegisterRecordBook) -> None:
    for number in range(30):
        book.write(page(number))
        book.write(page(number, "qualitas"))

    lines = find("ann").stdout.splitlines()

    assert (len(lines), lines[-1]) == (51, "There are more than 50. Add a word.")
    assert len(find("ann", "--landlord", "qualitas").stdout.splitlines()) == 30


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((",",), "say whom to find"),
        (("ann", "--landlord", "nobody"), "there is no landlord 'nobody'"),
        (("ann", "--by", "nobody"), "nobody in the staff directory has the id 'nobody'"),
    ],
    ids=["nobody named", "no such landlord", "no such reader"],
)
def test_what_makes_no_sense_leaves_with_a_sentence(arguments: tuple[str, ...], sentence: str) -> None:
    said = find(*arguments)

    assert (said.exit_code, said.stdout) == (2, "")
    assert sentence in said.stderr
