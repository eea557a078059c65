"""How a scenario is refused: the key that is wrong, and why, in the words of the person who wrote it."""

import re
from collections.abc import Mapping
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from providers.toml_lines import Key

_Model = TypeVar("_Model", bound=BaseModel)

_LACKS = re.compile(r"Value error, (\S+) has no field (.+)")


class ScenarioError(Exception):
    """The scenario cannot be meant; the sentence names file, line, key and reason."""


class NotMeantError(Exception):
    """One key of a scenario is wrong."""

    def __init__(self, key: Key, why: str) -> None:
        super().__init__(why)
        self.key = key
        self.why = why

    @property
    def sentence(self) -> str:
        """The key as its writer counts, and what is wrong with it."""
        names = [f"step {part + 1}" if isinstance(part, int) else part for part in self.key if part != "events"]
        where = ", ".join([*names[:1], ".".join(names[1:])] if len(names) > 1 else names)
        return f"{where}: {self.why}" if where else self.why


def validated(model: type[_Model], given: Mapping[str, object], key: Key) -> _Model:
    """*given* as *model*, nothing unknown in it.

    Raises:
        NotMeantError: the first key that is wrong.
    """
    try:
        return model.model_validate(dict(given), extra="forbid")
    except ValidationError as refusal:
        raise _not_meant(model, key, refusal.errors()[0]) from refusal


def _not_meant(model: type[BaseModel], key: Key, error: ErrorDetails) -> NotMeantError:
    if lacks := _LACKS.fullmatch(error["msg"]):
        inner = tuple(lacks[1].split("."))
        return NotMeantError((*key, *inner), f"has no key {lacks[2]}")
    reasons = {
        "missing": "is missing",
        "extra_forbidden": f"is no key here; there are: {', '.join(_keys(model))}",
        "enum": f"{error['input']!r} is unknown; there are: {error.get('ctx', {}).get('expected', '')}",
    }
    said = error["msg"].removeprefix("Value error, ").removeprefix("Input ")
    return NotMeantError((*key, *error["loc"]), reasons.get(error["type"], f"{said}, not {error['input']!r}"))


def _keys(model: type[BaseModel]) -> list[str]:
    return [name for name in model.model_fields if name != "key"]
