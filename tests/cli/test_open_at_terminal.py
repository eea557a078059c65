"""`complaints open` at a real terminal: what is typed, what is shown, and what becomes of it."""

import tomllib
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from register.upgrade import upgrade
from tests.cli.newcomer import environment
from tests.cli.terminals import CTRL_C, CTRL_D, Keyboard, terminal
from tests.world import free_port

Terminal = Callable[..., AbstractContextManager[Keyboard]]


@pytest.fixture
def complaints(tmp_path: Path) -> Terminal:
    """The command in a terminal, with a register of its own and no Temporal."""
    register = f"sqlite:///{tmp_path / 'register.db'}"
    upgrade(register)
    temporal = f"127.0.0.1:{free_port()}"
    there = environment(PUTRIGHT_REGISTER_URL=register, TEMPORAL_ADDRESS=temporal, PUTRIGHT_PAYLOADS="plain")
    return lambda *arguments: terminal(*arguments, folder=tmp_path, environment=there)


def kept(shown: str) -> dict[str, object]:
    """The file that was printed at the end."""
    _, _, file = shown.rpartition("FILE.toml`:\n")
    return tomllib.loads(file.replace("Aborted!\n", ""))


@pytest.mark.parametrize("keys", [CTRL_C, CTRL_D], ids=["Ctrl-C", "the end of the input"])
def test_leaving_opens_nothing_and_loses_nothing(complaints: Terminal, keys: str) -> None:
    with complaints("open") as keyboard:
        keyboard.sees("Which landlord is it for?")
        keyboard.types("reliance")
        keyboard.sees("How did it come?")
        keyboard.types("visit")
        keyboard.sees("When did it reach any member of staff?")
        keyboard.types("2026-11-02 10:15")
        keyboard.sees("Who is taking this down?")
        keyboard.types("leah-brooks")
        keyboard.sees("What do they say, in their own words?")
        keyboard.types("میری چھت ٹپک رہی ہے")
        keyboard.sees("What would they like to happen?")
        code = keyboard.leaves(keys)

    file = kept(keyboard.shown)
    assert code == 1
    assert "Nothing was opened." in keyboard.shown
    assert file["issues"] == [{"words": "میری چھت ٹپک رہی ہے"}]
    assert (file["landlord"], file["channel"], file["recorded_by"]) == ("reliance", "visit", "leah-brooks")


def test_a_long_line_arrives_whole(complaints: Terminal) -> None:
    words = "The ceiling leaks. " * 500

    with complaints("open", "--landlord", "reliance", "--channel", "letter", "--at", "2026-11-02 10:15") as keyboard:
        keyboard.sees("Who is taking this down?")
        keyboard.types("leah-brooks")
        keyboard.sees("What do they say, in their own words?")
        keyboard.types(words)
        keyboard.sees("What would they like to happen?")
        keyboard.leaves(CTRL_C)

    assert kept(keyboard.shown)["issues"] == [{"words": words}]


def test_a_wrong_answer_is_asked_for_again_and_with_enough_options_nothing_is_asked(complaints: Terminal) -> None:
    with complaints("open") as keyboard:
        keyboard.sees("Which landlord is it for?")
        keyboard.types("nobody")
        keyboard.sees("'nobody' is not one of them. Please type a number from 1 to 2.")
        keyboard.sees("Which landlord is it for?")
        keyboard.leaves(CTRL_C)
    with complaints("open", "--landlord", "reliance", "--summary", "It leaks.", "--name", "Ann") as keyboard:
        code = keyboard.ended()

    assert code == 1
    assert keyboard.shown.startswith("Temporal does not answer")


def test_what_cannot_be_opened_now_can_be_given_again_as_it_was_typed(complaints: Terminal, tmp_path: Path) -> None:
    given = ("--landlord", "qualitas", "--summary", "The lift.", "--name", "Ann", "--email", "ann@example.com")
    with complaints("open", "--ask", *given) as keyboard:
        for question, answer in {
            "How did it come?": "e-mail",
            "When did it reach": "2026-11-02 10:15",
            "Who is taking this down?": "nadia-karim",
            "Is this the first time": "y",
            "Are they dissatisfied": "y",
            "What do they want?": "1",
            "Their mobile": "",
            "Their address, line 1": "1 Example Road",
            "Their address, line 2": "",
            "How do they want to be written to?": "",
            "What is their relationship to us?": "2",
            "Which property": "",
            "Which managing agent": "",
            "Which contractor": "",
            "Which members of staff": "",
            "Does anything make it hard": "",
            "Did it come through the Ombudsman": "n",
            "Is that right? Open it?": "y",
        }.items():
            keyboard.sees(question)
            keyboard.types(answer)
        code = keyboard.ended()

    assert code == 1
    assert "Temporal does not answer" in keyboard.shown
    file = kept(keyboard.shown.partition("Temporal does not")[0])
    assert file["sorting"] == {
        "first_contact": True,
        "dissatisfied": True,
        "chose": "complaint",
        "classification": "complaint",
    }
    (tmp_path / "again.toml").write_text(keyboard.shown.rpartition("FILE.toml`:\n")[2].partition("Temporal does")[0])
    with complaints("open", "--file", "again.toml") as again:
        again.ended()
    assert again.shown.startswith("Temporal does not answer")
    assert str(file["key"]) in again.shown
