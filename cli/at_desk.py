"""How a command acts at the desk, and how what the desk says reaches whoever called it."""

import asyncio
import json
import re
import tomllib
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from activities.ports import (
    LetterError,
    NoAnswerError,
    NoWorkerError,
    RegisterAwayError,
    TemporalAwayError,
    UnreadableError,
)
from cli.errors import BadUsageError, RefusedError
from desk.desk import Desk
from desk.errors import DeskError, NoFreeReferenceError, NotOpenedError, UnansweredError
from desk.readers import WhoAsksError
from desk.wiring import open_desk
from domain.complaint.complaint import NotAllowedError
from domain.policy.staff import UnknownPersonError
from domain.procedure.steps import step_named
from intake.errors import BadInputError, FutureDateError
from intake.moments import with_seconds
from intake.references import BadReferenceError
from providers.quiet_logs import set_up_quiet_logs
from providers.rulebook import RulebookError, UnknownLandlordError
from providers.settings import BadSettingsError, settings
from register.refusals import BadRegisterUrlError
from temporal.refusals import BadConnectionError, FixedClockError

T = TypeVar("T")

MINE = "PUTRIGHT_STAFF"
"""The environment's name for the staff id of whoever sits at the desk."""

Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Reference = Annotated[
    str,
    typer.Argument(metavar="REFERENCE", help="The complaint's reference, such as REL-7K4M-9QXP; rel7k4m9qxp will do."),
]
File = Annotated[
    Path | None, typer.Option("--file", help="A TOML or JSON file with the same values; an option overrides it.")
]

Asking = Annotated[str, typer.Option("--by", envvar=MINE, help="The staff id of whoever asks.")]
Preview = Annotated[
    bool, typer.Option("--preview", help="Show what people would be told, and do nothing: nothing is sent or recorded.")
]

_PLACE = re.compile(r"\(at (line \d+, column \d+)\)$")
"""Where a file stops being TOML, as Python's reader says it."""
_A_WORKER = " (`complaints worker`)"
_MAKES_NO_SENSE = (BadInputError, BadReferenceError, UnknownLandlordError, UnknownPersonError)
_CANNOT_BE_DONE = (
    BadConnectionError,
    BadRegisterUrlError,
    BadSettingsError,
    DeskError,
    FixedClockError,
    FutureDateError,
    LetterError,
    NoAnswerError,
    NotAllowedError,
    RegisterAwayError,
    RulebookError,
    TemporalAwayError,
)


def at_desk(act: Callable[[Desk], Awaitable[T]]) -> T:
    """What came of *act* at a desk of its own.

    Raises:
        BadUsageError: what was asked makes no sense.
        RefusedError: it cannot be done.
    """
    with in_a_sentence():
        return asyncio.run(acting_at_desk(act))


@contextmanager
def in_a_sentence() -> Iterator[None]:
    """Say what the desk refuses as a command does.

    Raises:
        BadUsageError: what was asked makes no sense.
        RefusedError: it cannot be done.
    """
    try:
        yield
    except _MAKES_NO_SENSE as refusal:
        raise BadUsageError(_one_line(refusal)) from refusal
    except _CANNOT_BE_DONE as refusal:
        raise RefusedError(said(refusal)) from refusal


async def acting_at_desk(act: Callable[[Desk], Awaitable[T]]) -> T:
    """What came of *act* at a desk of its own, refusals as they are."""
    chosen = settings()
    set_up_quiet_logs(chosen.log_format)
    async with open_desk(chosen) as desk:
        return await act(desk)


def values_in(file: Path) -> dict[str, Any]:
    """What a TOML or JSON file holds.

    Raises:
        BadUsageError: it cannot be read.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
        values = _read_json(text) if file.suffix.lower() == ".json" else tomllib.loads(with_seconds(text))
    except OSError as refusal:
        raise BadUsageError(f"{file} cannot be read: {refusal.strerror}") from refusal
    except UnicodeDecodeError as refusal:
        raise BadUsageError(f"{file} is not text in UTF-8") from refusal
    except json.JSONDecodeError as refusal:
        where = f"line {refusal.lineno}, column {refusal.colno}"
        raise BadUsageError(f"{file} is not JSON: look at what stands at {where}, and before it") from refusal
    except tomllib.TOMLDecodeError as refusal:
        where = found[1] if (found := _PLACE.search(str(refusal))) else "its end"
        raise BadUsageError(f"{file} is not TOML: look at what stands at {where}, and before it") from refusal
    except ValueError as refusal:
        raise BadUsageError(f"{file} cannot be read: {refusal}") from refusal
    except RecursionError as refusal:
        raise BadUsageError(f"{file} cannot be read: it has too many lists or tables within one another") from refusal
    if not isinstance(values, dict):
        raise BadUsageError(f"{file} does not hold names with values")
    return values


def _read_json(text: str) -> Any:  # noqa: ANN401 - JSON may hold anything
    return json.loads(text, object_pairs_hook=_each_once)


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A table, in which each name stands once, as in TOML.

    Raises:
        ValueError: one stands there twice, and nobody knows which is meant.
    """
    names = [name for name, _ in pairs]
    if twice := [name for name in names if names.count(name) > 1]:
        raise ValueError(f"{twice[0]!r} is given twice; keep one")
    return dict(pairs)


def said(refusal: Exception) -> str:
    """A refusal in one line, with the command or the option that would help."""
    match refusal:
        case UnansweredError():
            return _of_unanswered(refusal)
        case NotOpenedError(why=why, key=key):
            again = f"repeat it with --key {key}, which never opens a second one"
            return f"{why}, so {refusal.came_of_it}; {again}"
        case _:
            return f"{_one_line(refusal)}{_how(refusal)}"


def _of_unanswered(refusal: UnansweredError) -> str:
    """That nobody knows whether the order was carried out, how to ask, and how to give it again."""
    who = _A_WORKER if refusal.lacks_worker else ""
    left = ", or leave it with --leave until a worker is back" if refusal.may_leave else ""
    again = f"repeat it with --at '{refusal.at:%Y-%m-%d %H:%M}' (a repeat changes nothing){left}"
    ask = f"`complaints show {refusal.reference}` tells once it answers; or {again}"
    return f"{refusal.why}{who}. It is not known whether the order was carried out: {ask}"


def what_helps(instead: str) -> str:
    """How the order that would help is given here, as it follows a sentence; empty where none would."""
    return f" (complaints {' '.join(step_named(instead).command)})" if instead else ""


def _how(refusal: Exception) -> str:  # noqa: PLR0911 - a line for each
    """What is added of the command line."""
    match refusal:
        case NotAllowedError(instead=instead):
            return what_helps(instead)
        case NoFreeReferenceError():
            return " with --reference"
        case NoWorkerError():
            return _A_WORKER
        case WhoAsksError():
            return f" with --by, or set {MINE} to your staff id"
        case RegisterAwayError():
            return "; `complaints register migrate` prepares one that is new"
        case UnreadableError():
            return ". With the right keys, look again before you repeat it."
        case _:
            return ""


def _one_line(refusal: Exception) -> str:
    return " ".join(str(refusal).split())
