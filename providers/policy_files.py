"""One policy file: read, made a value of, and refused with its name, line, key and reason."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from domain.policy.consistency import Contradiction
from domain.value import Key
from providers.toml_lines import line_of

_Model = TypeVar("_Model", bound=BaseModel)


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


def validated(model: type[_Model], file: PolicyFile) -> _Model:
    """What the file says, as a value.

    Raises:
        RulebookError: a key is missing, unknown or wrong: the first of them.
    """
    try:
        return model.model_validate(file.values, extra="forbid")
    except ValidationError as refusal:
        raise _refused(file, refusal.errors()[0]) from refusal


def wrong_keys(model: type[BaseModel], file: PolicyFile) -> tuple[RulebookError, ...]:
    """Every key of the file that is missing, unknown or wrong."""
    try:
        model.model_validate(file.values, extra="forbid")
    except ValidationError as refusal:
        return tuple(_refused(file, error) for error in refusal.errors())
    return ()


def refuse_first(wrong: Iterator[RulebookError]) -> None:
    """Raise the first, if there is one."""
    for refusal in wrong:
        raise refusal


def _refused(file: PolicyFile, error: ErrorDetails) -> RulebookError:
    """What is wrong with a value, in a policy officer's words."""
    given = error["input"]
    reasons = {
        "missing": "is missing",
        "extra_forbidden": "is not a key this file may have",
        "greater_than": f"must be more than zero, not {given!r}",
        "enum": f"{given!r} is unknown; choose from: {error.get('ctx', {}).get('expected', '')}",
    }
    return file.refuse(error["loc"], reasons.get(error["type"], f"{error['msg']}, not {given!r}"))


def _dotted(key: Key) -> str:
    return ".".join(str(part) for part in key)
