"""Opening a complaint by asking for it; whatever happens, nothing that was typed is lost."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import typer

from cli.at_desk import in_a_sentence
from cli.dialogue.asking import Asking, RealTerminal, Sheet, Terminal, yes_or_no
from cli.dialogue.opening import OpeningDialogue
from cli.errors import BadUsageError, RefusedError
from cli.say import say
from cli.toml_text import as_toml
from providers.rulebook import Rulebook
from providers.settings import settings

_CHOICES = {"classification", "chose", "relation"}
_STOPPED = "Nothing was opened."
_KEPT = "What was typed so far follows. Save it in a file and continue with `complaints open --ask --file FILE.toml`:"


@contextmanager
def ask_for(values: dict[str, Any], terminal: Terminal | None = None) -> Iterator[dict[str, Any]]:
    """*values* with what was asked for; where nothing is opened in the end, all of it is printed.

    Raises:
        typer.Abort: whoever was asked left, or did not want it opened.
        BadUsageError, RefusedError: as the block raises them.
    """
    terminal = terminal or RealTerminal()
    sheet = Sheet({"key": str(uuid4()), **values})
    try:
        with in_a_sentence():
            rulebook = Rulebook(settings().policies)
            asking = Asking(terminal, sheet)
            OpeningDialogue(asking, rulebook, datetime.now(UTC)).run()
        _confirm(asking)
        yield sheet.values
    except (typer.Abort, KeyboardInterrupt, BadUsageError, RefusedError):
        say(f"\n{_STOPPED} {_KEPT}\n", err=True)
        say(as_toml(sheet.values), nl=False)
        raise


def _confirm(asking: Asking) -> None:
    """Show all of it once more, and ask.

    Raises:
        typer.Abort: it is not to be opened.
    """
    asking.say("\n".join(("", *summary(asking.sheet.values), "")))
    if not asking.ask("Is that right? Open it? (y/n)", yes_or_no):
        raise typer.Abort


def summary(values: dict[str, Any]) -> Iterator[str]:
    """What was answered, a line each, for somebody to read once more."""
    for name, value in values.items():
        if isinstance(value, dict):
            yield from (f"  {_label(inner):<32}{_shown(inner, each)}" for inner, each in value.items())
        elif name == "issues":
            for number, issue in enumerate(value, start=1):
                yield f"  issue {number:<26}{issue.get('words', '')}"
                yield from (
                    f"    {_label(inner):<30}{_shown(inner, it)}" for inner, it in issue.items() if inner != "words"
                )
        elif name != "key":
            yield f"  {_label(name):<32}{_shown(name, value)}"


def _label(name: str) -> str:
    return {"at": "received", "chose": "they chose"}.get(name, _words(name))


def _words(name: str) -> str:
    return name.replace("_", " ")


def _shown(name: str, value: object) -> str:
    if name in _CHOICES:
        return _words(str(value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return str(value)
