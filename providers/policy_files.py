"""One policy file: read, made a value of, and refused with its name, line, key and reason."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from domain.policy.consistency import Contradiction
from domain.value import Key, is_control
from intake.errors import reason
from providers.toml_lines import line_of

_Model = TypeVar("_Model", bound=BaseModel)

_SHAPES = {
    "^[A-HJ-NP-Z]{2,5}$": "a prefix is two to five capital letters, never I or O",
    "^#[0-9a-f]{6}$": "write a colour as '#1f4e5f', in small letters",
    "^[a-z][a-z_]*$": "write it in small letters and underscores",
}
"""What a text should have looked like, by the pattern it has to match."""


class RulebookError(Exception):
    """A policy file cannot be used; the sentence names file, line, key and reason."""


class PolicyFile(NamedTuple):
    """A policy file's text and values, and its name as the refusals give it."""

    name: str
    text: str
    values: dict[str, object]

    def refuse(self, key: Key, why: str) -> RulebookError:
        """The refusal of *key*."""
        where = f"{self.name}, line {line_of(self.text, key)}"
        return RulebookError(f"{where}: {_dotted(key)}: {why}" if key else f"{where}: {why}")

    def refuse_each(self, findings: Iterator[Contradiction]) -> Iterator[RulebookError]:
        """The refusal of each finding."""
        return (self.refuse(*finding) for finding in findings)


def read_file(path: Path, name: str) -> PolicyFile:
    """The file at *path*, called *name*.

    Raises:
        RulebookError: it is not there, or not TOML.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        return PolicyFile(name, text, tomllib.loads(text))
    except FileNotFoundError as refusal:
        raise RulebookError(f"{name}: there is no such file") from refusal
    except OSError as refusal:
        raise RulebookError(f"{name}: cannot be read: {refusal.strerror}") from refusal
    except UnicodeDecodeError as refusal:
        raise RulebookError(f"{name}: is not text in UTF-8") from refusal
    except tomllib.TOMLDecodeError as refusal:
        raise RulebookError(f"{name}: is not TOML: {refusal}") from refusal
    except RecursionError as refusal:
        raise RulebookError(f"{name}: has too many lists or tables within one another") from refusal


def validated(model: type[_Model], file: PolicyFile) -> _Model:
    """What the file says, as a value.

    Raises:
        RulebookError: a key is missing, unknown or wrong, or a text gives orders to a terminal: the first of them.
    """
    refuse_first(_with_controls(file))
    try:
        return model.model_validate(file.values, extra="forbid")
    except ValidationError as refusal:
        raise _refused(file, refusal.errors()[0]) from refusal


def wrong_keys(model: type[BaseModel], file: PolicyFile) -> tuple[RulebookError, ...]:
    """Every key of the file that is missing, unknown or wrong, or holds what gives orders to a terminal."""
    controls = tuple(_with_controls(file))
    try:
        model.model_validate(file.values, extra="forbid")
    except ValidationError as refusal:
        return (*controls, *(_refused(file, error) for error in refusal.errors()))
    return controls


def refuse_first(wrong: Iterator[RulebookError]) -> None:
    """Raise the first, if there is one."""
    for refusal in wrong:
        raise refusal


def _with_controls(file: PolicyFile) -> Iterator[RulebookError]:
    """The refusal of each text that a terminal, or the head of a letter, would obey instead of showing it."""
    for key, text in _texts(file.values, ()):
        if sign := next((sign for sign in text if is_control(sign)), None):
            yield file.refuse(key, f"holds a control character (U+{ord(sign):04X}); remove it")


def _texts(value: object, key: Key) -> Iterator[tuple[Key, str]]:
    """Every text in *value*, names of keys among them, with where it stands."""
    match value:
        case str():
            yield key, value
        case dict():
            for name, inner in value.items():
                yield key, name
                yield from _texts(inner, (*key, name))
        case list():
            for place, inner in enumerate(value):
                yield from _texts(inner, (*key, place))


def _refused(file: PolicyFile, error: ErrorDetails) -> RulebookError:
    """What is wrong with a value, in a policy officer's words."""
    given, limits = error["input"], error.get("ctx", {})
    reasons = {
        "missing": "is missing",
        "extra_forbidden": "is not a key this file may have",
        "string_pattern_mismatch": f"{given!r} cannot be used; {_SHAPES.get(limits.get('pattern', ''), '')}",
        "greater_than": f"must be more than zero, not {given!r}",
    }
    return file.refuse(error["loc"], reasons.get(error["type"]) or reason(error, date_like="2026-12-24"))


def _dotted(key: Key) -> str:
    return ".".join(str(part) for part in key)
