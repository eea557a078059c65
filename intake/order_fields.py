"""From an order's shape to the options that give it, and back: one way for every order.

The order's fields are the options; what lies one level deeper, such as a response, is given by its own fields beside
them, under both names where one alone is taken. A file holds the same names, or has what lies deeper as a table.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import UnionType
from typing import Any, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from domain.complaint.resident import Resident
from domain.complaint.responses import NewTerms, Promise
from domain.messages.message import AlreadySent, Message
from domain.procedure.exclusions.refuse import RefuseComplaint
from domain.value import Given, Key, Order
from intake.errors import BadInputError
from intake.field_kinds import NUMBERED, SEVERAL, Kind, kind_of, may_be_none

_GIVEN_AS: dict[type[BaseModel], dict[str, str]] = {AlreadySent: {"at": "sent_at", "how": "sent_how"}}
"""What an option is called where neither the name of the field inside nor both names together will do."""
_FILLED_IN: dict[type[BaseModel], frozenset[str]] = {
    RefuseComplaint: frozenset({"prior"}),
    Promise: frozenset({"owner_name"}),
    NewTerms: frozenset({"owner_name"}),
    Resident: frozenset({"unusable", "not_safe"}),
}
"""What nobody types: the desk or the procedure fills it in."""
_OF_EVERY_COMMAND = frozenset({"reference", "file", "leave", "preview", "as_json", *Message.model_fields})
_IN_A_LINE = {
    "promises": (("what", "owner", "due_on", "same_as"), "WHAT; WHO; 2026-12-24"),
    "findings": (("issue", "finding", "reasons"), "NUMBER; upheld; WHY"),
}
"""What may be typed in one line, its parts between semicolons; the last part of a finding may hold more of them."""
_OF_A_LINE = {
    "promises": "; what says one again in other words ends with its number: 'WHAT; WHO; 2026-12-24; 2'",
    "findings": " (or partly_upheld, not_upheld, not_ours)",
    "learning": ", with whose lesson it is where it is about a managing agent: 'WORDS; managing_agent' (or both)",
}
"""What more is to be known of something that is typed in a line."""
_TYPED = {
    Kind.DAY: ", for example 24/12/2026",
    Kind.DAYS: ", for example 24/12/2026",
    Kind.MOMENT: ", in local time: '02/11/2026 10:15'",
    Kind.PERSON: " (a staff id)",
    Kind.OWNER: ": a staff id, or the name of a contractor",
    Kind.LETTER: ": its number, or its kind, as 'response'",
}
"""How a value of that kind is typed, as it follows what it means."""
_SEVERAL_TIMES = "; may be given more than once"
_FEWEST_PARTS = {"promises": 3, "findings": 2}
"""A finding may have no reasons of its own, and a promise says seldom what was promised before."""

_SEVERAL = list[str] | None
"""The type of an option that may be given more than once."""


class Field(NamedTuple):
    """One field of an order, as it is given."""

    name: str
    kind: Any
    """The type its value has when it is typed."""
    help: str
    """What it means, as the order says it, and how it is typed."""

    @property
    def singular(self) -> str:
        """What an option is called that is given once for each of several; empty where it goes by its name."""
        one = _one_of(self.name) if self.kind == _SEVERAL else self.name
        return one.replace("_", "-") if one != self.name else ""


def fields_of(order: type[Order]) -> tuple[Field, ...]:
    """The options of *order*, beside those that every order has."""
    return tuple(field for name in own_kinds(order) for field in _fields(order, name))


def nest(order: type[Order], given: Mapping[str, object]) -> dict[str, object]:
    """The values as the order holds them.

    Raises:
        BadInputError: a name is none of its options, or a promise or a finding cannot be read.
    """
    known = {field.name for field in fields_of(order)} | (set(Message.model_fields) & set(order.model_fields))
    tables = {name: inner for name in own_kinds(order) if name in given and (inner := inner_names(order, name))}
    for name in given:
        if name not in known | tables.keys():
            raise BadInputError(f"{name} is unknown here; choose from: {', '.join(sorted(known))}")
        if name in tables and not isinstance(given[name], dict | None):
            raise BadInputError(f"{name} holds names with values: {', '.join(tables[name].values())}")
    values = {name: value for name, value in given.items() if value is not None}
    for name, kind in own_kinds(order).items():
        if inner := inner_names(order, name):
            table = values.pop(name) if name in tables else None
            parts = {**table} if isinstance(table, dict) else {}
            if parts := parts | {inside: values.pop(out) for out, inside in inner.items() if out in values}:
                values[name] = _completed(kind, parts)
    return values


def option_of(order: type[Order], key: Key) -> str:
    """The option by which what stands under *key* is given: "outcome" of response.outcome, or of outcome alone."""
    name, *inside = key or ("",)
    if not inside:
        inner = (option_of(order, (kind, name)) for kind in own_kinds(order) if kind != name)
        return str(name) if name in order.model_fields else next(filter(None, inner), "")
    if name in own_kinds(order) and len(inside) == 1:
        return next((out for out, inner in inner_names(order, str(name)).items() if inner == inside[0]), "")
    return ""


def _completed(kind: type[BaseModel], parts: dict[str, object]) -> dict[str, object]:
    if kind is AlreadySent:
        return {"how": "post", **parts}
    lists = {name: each for name in _IN_A_LINE if isinstance(each := parts.get(name), list | tuple)}
    return parts | {name: [_read(name, each) for each in several] for name, several in lists.items()}


def _read(name: str, given: object) -> object:
    """One promise or finding: typed in a line, or a table already."""
    if not isinstance(given, str):
        return given
    names, like = _IN_A_LINE[name]
    parts = [part.strip() for part in given.split(";", len(names) - 1 if name == "findings" else -1)]
    if not _FEWEST_PARTS[name] <= len(parts) <= len(names):
        raise BadInputError(f"{name}: {given!r} is not '{like}'")
    return dict(zip(names, parts, strict=False))


def own_kinds(order: type[Order]) -> dict[str, Any]:
    """The order's own fields, each with its type."""
    left_out = Message.model_fields.keys() | _FILLED_IN.get(order, frozenset())
    own = {name: field for name, field in order.model_fields.items() if name not in left_out}
    kinds = {name: _without_none(field.annotation) for name, field in own.items()}
    return dict(sorted(kinds.items(), key=lambda field: field[1] is AlreadySent))  # rarely needed: last


def is_filled_in(model: type[BaseModel], name: str) -> bool:
    """Whether nobody types that field of *model*: the desk or the procedure fills it in."""
    return name in _FILLED_IN.get(model, ())


def inner_names(order: type[Order], name: str) -> dict[str, str]:
    """The options by which the value of that field is given, each with its field inside; none for a plain value."""
    kind = own_kinds(order)[name]
    if not (isinstance(kind, type) and issubclass(kind, Given)):
        return {}
    taken = _OF_EVERY_COMMAND | order.model_fields.keys()
    named = {inside: f"{name}_{inside}" if inside in taken else inside for inside in kind.model_fields}
    as_given = named | _GIVEN_AS.get(kind, {})
    return {outside: inside for inside, outside in as_given.items() if inside not in _FILLED_IN.get(kind, ())}


def _fields(order: type[Order], name: str) -> list[Field]:
    field, kind = order.model_fields[name], own_kinds(order)[name]
    inner = inner_names(order, name)
    if not inner:
        return [Field(name, _typed_as(kind), with_how_typed(name, field))]
    within = kind.model_fields
    return [
        Field(outside, _typed_as(_without_none(within[inside].annotation)), with_how_typed(inside, within[inside]))
        for outside, inside in inner.items()
    ]


def field_kind(name: str, field: FieldInfo) -> Kind:
    """What kind of value a field has."""
    unknown = may_be_none(field.annotation) or field.is_required()
    return kind_of(name, field.annotation, may_be_unknown=unknown)


def is_blank_a_value(field: FieldInfo) -> bool:
    """Whether nothing, said in words, is something else than not given: it takes away what is there."""
    return may_be_none(field.annotation) and field_kind("", field) in {Kind.WORDS, Kind.LINES}


def with_how_typed(name: str, field: FieldInfo) -> str:
    """What the field means, with how it is typed after the first clause."""
    first, semicolon, rest = (field.description or "").partition(";")
    kind, stop = field_kind(name, field), "." if first.endswith(".") else ""
    typed = " (its number)" if name in NUMBERED and kind in {Kind.NUMBER, Kind.NUMBERS} else _TYPED.get(kind, "")
    line = f", as '{_like(name)}'" if name in _IN_A_LINE else ""
    several = _SEVERAL_TIMES if kind in SEVERAL else ""
    said = f"{first.removesuffix('.')}{typed}{line}{_OF_A_LINE.get(name, '')}{several}"
    return f"{said}{stop}{semicolon}{rest}"


def _like(name: str) -> str:
    return _IN_A_LINE[name][1]


def _one_of(several: str) -> str:
    """What one of them is called: "promise" of "promises"; the name itself where it is no plural."""
    if several.endswith("ies"):
        return f"{several[:-3]}y"
    return several.removesuffix("s") if not several.endswith("ss") else several


def _typed_as(kind: Any) -> Any:  # noqa: ANN401 - any field's type
    """What a person types for a value of *kind*: words, unless it is a number, a choice, or yes or no."""
    if get_origin(kind) is tuple:
        return _SEVERAL
    if isinstance(kind, type) and (kind in {bool, int} or issubclass(kind, StrEnum)):
        return kind | None
    return str | None


def _without_none(kind: Any) -> Any:  # noqa: ANN401 - any field's type
    if get_origin(kind) in {Union, UnionType}:
        return next(part for part in get_args(kind) if part is not type(None))
    return kind
