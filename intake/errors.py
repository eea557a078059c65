"""How what was written or typed is refused: the key or field that is wrong, and why, in its writer's words."""

import re
from collections.abc import Mapping
from datetime import date, time
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from domain.value import Key

_Model = TypeVar("_Model", bound=BaseModel)

_ONE_OF = {"events": "step", "issues": "issue"}
"""What one table of a list is called."""
_A = {
    **dict.fromkeys(("tuple", "list", "set", "frozen"), "a list: write it in square brackets, or once for each"),
    **dict.fromkeys(("dict", "model", "dataclass"), "a table of names and values"),
    "int": "a whole number",
    "bool": "yes or no: true or false in a file",
    "time": "a time of day; write it as 16:00:00",
}
"""What a value should have been, by the beginning of the name of pydantic's error."""
_OF_DATES = frozenset({"date", "datetime", "timezone"})
_LACKS = re.compile(r"Value error, (\S+) has no field (.+)")


class BadInputError(Exception):
    """Something that was typed cannot be used; the sentence names the field."""

    def __init__(self, sentence: str, key: Key = (), why: str = "") -> None:
        super().__init__(sentence)
        self.key = key
        """Where it stands, so that a face may call it by its own name; empty where the sentence alone says it."""
        self.why = why


class FutureDateError(Exception):
    """It cannot have happened yet."""


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
        one = _ONE_OF.get(str(self.key[0]), "") if len(self.key) > 1 else ""
        inner = self.key[1:] if one else self.key
        names = [f"{one} {part + 1}".strip() if isinstance(part, int) else part for part in inner]
        where = ", ".join([*names[:1], ".".join(names[1:])] if len(names) > 1 else names)
        return f"{where}: {self.why}" if where else self.why


def validate(model: type[_Model], given: Mapping[str, object], key: Key) -> _Model:
    """*given* as *model*, nothing unknown in it.

    Raises:
        NotMeantError: the first key that is wrong.
    """
    try:
        return model.model_validate(dict(given), extra="forbid")
    except ValidationError as refusal:
        unknown_first = sorted(refusal.errors(), key=lambda error: error["type"] != "extra_forbidden")
        raise _not_meant(model, key, unknown_first[0]) from refusal


def reason(error: ErrorDetails, date_like: str = "24/12/2026") -> str:
    """What is wrong with a value, in the words of whoever wrote it: what stands before it is the value's name."""
    given, limits = as_written(error["input"]), error.get("ctx", {})
    reasons = {
        "missing": "is missing",
        "string_too_short": "is blank",
        "too_short": "is empty",
        "enum": f"{given} is unknown; choose from: {limits.get('expected', '')}",
        "literal_error": f"{given} is unknown; choose from: {limits.get('expected', '')}",
        "greater_than": f"{given} is to be more than {limits.get('gt')}",
        "greater_than_equal": f"{given} is to be at least {limits.get('ge')}",
        "less_than_equal": f"{given} is to be at most {limits.get('le')}",
        "string_type": f"{given} is not text",
        "value_error": error["msg"].removeprefix("Value error, "),
    }
    if said := reasons.get(error["type"]):
        return said
    kind = error["type"].partition("_")[0]
    if kind in _OF_DATES:
        return f"{given} is not a date; write it as {date_like}"
    return f"{given} is not {_A[kind]}" if kind in _A else f"{given} cannot be used here"


def as_written(value: object) -> str:
    """*value* as whoever wrote it knows it, not as Python does: a time, true or false; text in quotation marks."""
    match value:
        case bool():
            return str(value).lower()
        case date() | time():
            return str(value)
        case None:
            return "nothing"
    return repr(value)


def _not_meant(model: type[BaseModel], key: Key, error: ErrorDetails) -> NotMeantError:
    if lacks := _LACKS.fullmatch(error["msg"]):
        inner = tuple(lacks[1].split("."))
        there_are = ", ".join(_keys(model, (), (*inner, lacks[2])))
        return NotMeantError((*key, *inner), f"has no key {lacks[2]}; choose from: {there_are}")
    reasons = {
        "extra_forbidden": f"is not a key here; choose from: {', '.join(_keys(model, key, error['loc']))}",
        "string_pattern_mismatch": (
            f"{error['input']!r} is not a reference: use capital letters, digits and hyphens, as in REL-K7M4"
        ),
    }
    return NotMeantError((*key, *error["loc"]), reasons.get(error["type"]) or reason(error))


def _model_in(annotation: Any) -> type[BaseModel] | None:  # noqa: ANN401 - any field's type
    """The model that a field holds: by itself, several of it, or none."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((model for part in get_args(annotation) if (model := _model_in(part))), None)


def _keys(model: type[BaseModel], key: Key, inside: Key) -> list[str]:
    """The keys there may be; what only programs write is left out."""
    for part in inside[:-1]:
        if isinstance(part, str):
            model = _model_in(model.model_fields[part].annotation) or model
    always = ["step", "at", *(["recorded"] if "by" in model.model_fields else [])] if key and len(inside) == 1 else []
    return list(dict.fromkeys([*always, *(name for name in model.model_fields if name != "unusable")]))
