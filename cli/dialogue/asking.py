"""Asking at a terminal: one question at a time, each answer checked at once and asked for again with the reason."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from typing import Any, Protocol, TypeVar

import typer

from cli.say import say
from domain.complaint.complaint import NotAllowedError
from domain.policy.staff import UnknownPersonError
from intake.checks import check_text
from intake.days import Nearest, day
from intake.errors import BadInputError, FutureDateError

with suppress(ImportError):  # without it a terminal cuts what is typed in one line after 4,096 signs
    import readline  # noqa: F401 - from now on every line can be edited, and be as long as it has to be

T = TypeVar("T")

_YES, _NO = ("y", "yes"), ("n", "no")


class Terminal(Protocol):
    """Somebody who reads and types."""

    def say(self, text: str) -> None:
        """Show a line."""
        ...

    def read(self, question: str) -> str:
        """What is typed to *question*.

        Raises:
            typer.Abort: nothing more is going to be typed.
        """
        ...


class RealTerminal:
    """Standard input and output."""

    def say(self, text: str) -> None:
        """Show a line."""
        say(text)

    def read(self, question: str) -> str:
        """What is typed, as it was typed.

        Raises:
            typer.Abort: Ctrl-C, or the end of the input.
        """
        typed: str = typer.prompt(question, default="", show_default=False, prompt_suffix=" ")
        return typed


class Sheet:
    """What has been answered so far, in the shape of a file that `complaints open` takes."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.values = values

    def get(self, *path: str) -> Any:  # noqa: ANN401 - whatever was given
        """The answer at *path*; None where there is none."""
        found: Any = self.values
        for name in path:
            found = found.get(name) if isinstance(found, dict) else None
        return found

    def put(self, value: object, *path: str) -> None:
        """Keep an answer; one that says nothing is left out."""
        if value in (None, "", [], {}):
            return
        *tables, name = path
        table = self.values
        for each in tables:
            table = table.setdefault(each, {})
        table[name] = value


class Asking:
    """Asks for what the sheet does not hold yet."""

    def __init__(self, terminal: Terminal, sheet: Sheet) -> None:
        self.sheet = sheet
        self._terminal = terminal

    def say(self, text: str) -> None:
        """Show a line."""
        self._terminal.say(text)

    def once(self, question: str, read: Callable[[str], Any], *path: str) -> Any:  # noqa: ANN401 - as *read* gives it
        """The answer at *path*: asked for unless it is there."""
        known = self.sheet.get(*path)
        if known is None:
            known = self.ask(question, read)
            self.sheet.put(known, *path)
        return known

    def ask(self, question: str, read: Callable[[str], T]) -> T:
        """What *read* makes of the answer; asked for again, with the reason, as long as it makes nothing of it."""
        while True:
            typed = self._terminal.read(question)
            try:
                check_text("this answer", typed)
                return read(typed)
            except (BadInputError, FutureDateError, NotAllowedError, UnknownPersonError) as refusal:
                self.say(f"  {' '.join(str(refusal).split())}")


def words(typed: str) -> str:
    """Any words, or none."""
    return typed if typed.strip() else ""


def some_words(typed: str) -> str:
    """Words, at least one.

    Raises:
        BadInputError: there is none.
    """
    if not typed.strip():
        raise BadInputError("Please write something: this is needed.")
    return typed


def yes_or_no(typed: str) -> bool:
    """Yes or no.

    Raises:
        BadInputError: it is neither.
    """
    answer = typed.strip().lower()
    if answer not in _YES + _NO:
        raise BadInputError("Please answer y or n.")
    return answer in _YES


def yes_no_or_unknown(typed: str) -> bool | None:
    """Yes, no, or None for Enter.

    Raises:
        BadInputError: it is none of them.
    """
    return yes_or_no(typed) if typed.strip() else None


def day_or_none(typed: str, today: date, nearest: Nearest) -> date | None:
    """A date, without its year the one *nearest* to *today*, or None for Enter.

    Raises:
        BadInputError: it is not a date.
    """
    return day(typed, today, nearest) if typed.strip() else None


def one_of(choices: Mapping[str, str], *, needed: bool = True) -> Callable[[str], str]:
    """A reader of one of *choices*, by its number or its name."""
    names = list(choices)

    def read(typed: str) -> str:
        answer = typed.strip().lower().replace(" ", "_").replace("-", "_")
        if not answer and not needed:
            return ""
        if answer.isdecimal() and 1 <= int(answer) <= len(names):
            return names[int(answer) - 1]
        if answer in names:
            return answer
        raise BadInputError(f"{typed.strip()!r} is not one of them. Please type a number from 1 to {len(names)}.")

    return read


def listed(question: str, choices: Mapping[str, str]) -> str:
    """*question* with its choices, numbered, under it."""
    lines = (f"  {number} {text}" for number, text in enumerate(choices.values(), start=1))
    return "\n".join((question, *lines, ">"))
