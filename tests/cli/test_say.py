"""What is said reaches a terminal in signs that it can show, and none that it would obey."""

import json
import os
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from cli import main
from cli.say import plain, showable


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        pytest.param("Ann\x1b[2J\x07", "Ann\\u001b[2J\\u0007", id="an escape sequence"),
        pytest.param("\x9b31mAnn", "\\u009b31mAnn", id="its short form"),
        pytest.param("Ann\rBob", "Ann\\u000dBob", id="a carriage return"),
        pytest.param("Ann\u2028Bob", "Ann\\u2028Bob", id="another line's end"),
        pytest.param("\u202etfel", "\\u202etfel", id="an order of signs turned round"),
        pytest.param("a\ud800b", "a\\ud800b", id="half a sign"),
        pytest.param("First.\n\tThen 🙂 علی", "First.\n\tThen 🙂 علی", id="lines and any script"),
    ],
)
def test_what_a_terminal_would_obey_is_written_out(typed: str, shown: str) -> None:
    assert plain(typed) == shown


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8", "no-such-encoding"])
def test_what_an_output_cannot_show_is_written_out_and_stays_json(encoding: str) -> None:
    facts = {"name": "Zoë \u2026 🙂"}

    shown = showable(json.dumps(facts, ensure_ascii=False), encoding)

    assert json.loads(shown) == facts
    assert encoding == "no-such-encoding" or shown.encode(encoding)


def test_a_fault_of_ours_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object, __: object, name: str) -> object:
        raise LookupError(f"{name}, of Ann Sample")

    monkeypatch.setattr(main.Commands, "get_command", broken)

    said = CliRunner().invoke(main.app, ["list"])

    assert (said.exit_code, said.stdout) == (1, "")
    assert said.stderr.startswith("Putright itself is at fault (LookupError, test_say.py:")
    assert "Ann Sample" not in said.stderr


def test_its_traceback_is_there_for_whoever_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(main.TRACEBACK, "1")
    monkeypatch.setattr(main.Commands, "get_command", lambda *_: 1 / 0)

    assert isinstance(CliRunner().invoke(main.app, ["list"]).exception, ZeroDivisionError)


def test_a_terminal_of_another_encoding_gets_all_that_it_can_show() -> None:
    program = "from cli.process import run_main; from cli.say import say; run_main(lambda: say('Zoë … 🙂'))"

    said = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"},
    )

    assert (said.stdout, said.stderr) == ("Zoë \\u2026 \\ud83d\\ude42\n".encode("latin-1"), b"")


@pytest.mark.parametrize("redirected", [">&-", "| true", ">/dev/full"])
def test_an_output_that_is_closed_or_full_ends_in_no_traceback(redirected: str) -> None:
    command = f"{sys.executable} -m cli working-day 2026-12-23 2 --nation england {redirected}"

    said = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)

    assert "Traceback" not in said.stderr


def test_everything_is_said_in_this_one_way() -> None:
    said = [path for path in main.COMMAND_HELP.parent.rglob("*.py") if "typer.echo" in path.read_text("utf-8")]

    assert [path.name for path in said] == ["say.py"]
