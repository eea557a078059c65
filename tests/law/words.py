"""Words that a native reader stops at, and everything that people are shown: messages, help, letters, policy files."""

import ast
import re
import tomllib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import typer

from cli.main import app

FOLDERS = (
    *("domain", "intake", "desk", "cli", "providers", "activities", "workflows"),
    *("register", "temporal", "workers", "rehearsal", "web"),
)
STOPS_AT = {
    r"(?<!\bthere )\b(?:is|was) no (?!(?:longer|more|less|fewer|later|earlier|doubt|need)\b)": "is not a …",
    r"\b(?:somebody|someone|they|people) c[ao]mes? with\b": "what somebody contacts us about",
    r"\bwhat(?:ever)? else (?:somebody|came in)\b|\bwhatever else\b": "anything else",
    r"\banew\b": "again",
    r"\bt(?:o take|ake it|aken|ook it) for\b": "to treat as",
    r"\b0-th\b": "0th",
    r"(?<!\bone )\bof the policy's\b": "the policy's …, or one of the policy's …",
    r"\bt(?:akes|ook) (?:it|them) down\b": "records it",
    r"\bcame of it\b|\bcome of it\b": "the outcome",
    r"\bknows no\b": "has no …",
    r"\bgive (?:it|the command) again\b": "repeat it",
}
"""Patterns that nothing printed may hold, each with what to write instead."""


class Printed(NamedTuple):
    """A text that people are shown, and where it stands."""

    place: str
    text: str


def everything_printed(root: Path) -> Iterator[Printed]:
    """Every text that people are shown: strings of the product, letters, pages, policy files, help of the commands."""
    for folder in FOLDERS:
        for file in sorted((root / folder).rglob("*.py")):
            yield from strings_in(file.read_text(), str(file.relative_to(root)))
    for file in sorted((root / "policies").rglob("*.txt")):
        yield Printed(str(file.relative_to(root)), file.read_text())
    for file in sorted((root / "web" / "templates").rglob("*.html")):
        yield Printed(str(file.relative_to(root)), file.read_text())
    for file in sorted((root / "policies").rglob("*.toml")):
        name = str(file.relative_to(root))
        yield from (Printed(name, text) for text in _texts(tomllib.loads(file.read_text())))
    yield from help_texts()


def strings_in(source: str, place: str) -> Iterator[Printed]:
    """The strings of a module, each piece of an f-string's words with … for its values; docstrings are not printed."""
    tree = ast.parse(source)
    nodes = list(ast.walk(tree))
    unprinted = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    for formatted in (node for node in nodes if isinstance(node, ast.JoinedStr)):
        unprinted |= {id(part) for part in formatted.values}
        yield Printed(f"{place}:{formatted.lineno}", "".join(_piece(part) for part in formatted.values))
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in unprinted:
            yield Printed(f"{place}:{node.lineno}", node.value)


def help_texts() -> Iterator[Printed]:
    """The help of every command and of each of its options, those that are made from orders among them."""
    yield from _help(typer.main.get_command(app), "complaints")


def stopped_at(text: str) -> list[str]:
    """What a native reader would stop at in *text*, with what to write instead."""
    plain = " ".join(text.split())
    return [
        f"{found[0]!r}: {better}"
        for pattern, better in STOPS_AT.items()
        if (found := re.search(pattern, plain, re.IGNORECASE))
    ]


def _piece(part: ast.expr) -> str:
    return part.value if isinstance(part, ast.Constant) and isinstance(part.value, str) else "…"


def _texts(value: Any) -> Iterator[str]:  # noqa: ANN401 - any value of a policy file
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        yield from chain.from_iterable(map(_texts, value.values() if isinstance(value, dict) else value))


def _help(command: Any, name: str) -> Iterator[Printed]:  # noqa: ANN401 - click's and Typer's own classes of it
    yield Printed(f"{name} --help", command.help or "")
    for option in command.params:
        yield Printed(f"{name} --help: {option.name}", getattr(option, "help", "") or "")
    for inner in command.list_commands(None) if hasattr(command, "list_commands") else ():
        yield from _help(command.get_command(None, inner), f"{name} {inner}")
