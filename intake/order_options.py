"""From an order's shape to the options that give it, and back: one way for every order.

The order's fields are the options; what lies one level deeper, such as a response, is given by its own fields beside
them. A file holds the same names.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import UnionType
from typing import Any, NamedTuple, Union, get_args, get_origin

import typer
from pydantic import BaseModel

from domain.orders import AlreadySent, Message
from domain.responses import Promise, Response
from intake.desk_refusals import BadInputError

HELP = {
    "about": "The id of a member of staff.",
    "accept": "Whether the complaint goes to stage 2.",
    "action": "The number of the promised action.",
    "agrees": "Whether the resident agrees to the extension.",
    "approved_by": "The id of whoever approved an extension beyond the policy's limit.",
    "comment": "What the resident said of it.",
    "comments": "What the author should change.",
    "complaint": "The complaint as the response sets it out.",
    "desired_outcome": "The outcome the resident wants.",
    "due_on": "By when, as 2026-12-24.",
    "exceptional_reason": "Why it goes beyond the policy's limit.",
    "found": "What the investigation or the review found.",
    "handler": "The id of the member of staff who gets it.",
    "how": "How a printed letter went.",
    "learning": "What is learnt from the complaint; may be given more than once.",
    "letter": "The letter that has gone.",
    "more_needed": "Whether more has to be done.",
    "next_step_told": "Whether the letter that has gone told the resident how to go further.",
    "no_learning_because": "Why nothing is learnt from it.",
    "no_wish_to_escalate": "The resident does not wish to go to stage 2.",
    "note": "Anything worth keeping.",
    "officer": "The id of the member of staff who was consulted.",
    "outcome": "What came of it.",
    "owner": "Who will do it: a staff id, or the name of a contractor.",
    "promises": "An action that is promised, as 'WHAT; WHO; 2026-12-24'; may be given more than once.",
    "reason": "Why.",
    "reasons": "The reasons.",
    "remedy": "How things are put right.",
    "resident_agrees": "Whether the resident agrees.",
    "resolution_agreed": "The resident agrees to the resolution.",
    "satisfactory": "Whether the resident finds the action satisfactory.",
    "sent_at": "When the letter went, where it has gone already; local time.",
    "sent_how": "How it went: post or by_hand.",
    "stage_1_complete": "Whether stage 1 looked into everything.",
    "stage_1_stands": "Whether the outcome of stage 1 stands.",
    "summary": "What it came to.",
    "told_timescale": "The resident was told when to expect the response.",
    "understood": "The complaint as it was understood.",
    "what": "What will be done.",
    "working_days": "By how many working days.",
}

_SENT = {"sent_at": "at", "sent_how": "how", "next_step_told": "next_step_told"}
_INNER: dict[type[BaseModel], dict[str, str]] = {
    AlreadySent: _SENT,
    Response: {name: name for name in Response.model_fields},
    Promise: {"what": "what", "owner": "owner", "due_on": "due_on"},
}
_PARTS_OF_A_PROMISE = 3


_SINGULAR = {"promises": "--promise"}


class Field(NamedTuple):
    """One option of an order."""

    name: str
    kind: Any
    """The type its value has when it is typed."""

    @property
    def option(self) -> typer.models.OptionInfo:
        """As Typer knows it."""
        names = [_SINGULAR[self.name]] if self.name in _SINGULAR else []
        option: typer.models.OptionInfo = typer.Option(*names, help=HELP[self.name])
        return option


def fields_of(order: type[Message]) -> tuple[Field, ...]:
    """The options of *order*, beside those that every order has."""
    return tuple(field for name, value in _own(order).items() for field in _fields(name, value))


def nested(order: type[Message], given: Mapping[str, object]) -> dict[str, object]:
    """The values as the order holds them.

    Raises:
        BadInputError: a name is none of its options, or a promise cannot be read.
    """
    known = {field.name for field in fields_of(order)} | set(Message.model_fields)
    for name in given:
        if name not in known:
            raise BadInputError(f"{name} is unknown here; there are: {', '.join(sorted(known))}")
    values = {name: value for name, value in given.items() if value is not None}
    for name, kind in _own(order).items():
        if inner := _INNER.get(kind):
            parts = {inside: values.pop(outside) for outside, inside in inner.items() if outside in values}
            if parts:
                values[name] = _completed(kind, parts)
    return values


def _completed(kind: type[BaseModel], parts: dict[str, object]) -> dict[str, object]:
    if kind is AlreadySent:
        return {"how": "post", **parts}
    if isinstance(promises := parts.get("promises"), list | tuple):
        return parts | {"promises": [_promise(each) if isinstance(each, str) else each for each in promises]}
    return parts


def _promise(typed: str) -> dict[str, str]:
    parts = [part.strip() for part in typed.split(";")]
    if len(parts) != _PARTS_OF_A_PROMISE:
        raise BadInputError(f"promises: {typed!r} is not 'WHAT; WHO; 2026-12-24'")
    return dict(zip(("what", "owner", "due_on"), parts, strict=True))


def _own(order: type[Message]) -> dict[str, Any]:
    """The order's own fields, each with its type."""
    own = {name: field for name, field in order.model_fields.items() if name not in Message.model_fields}
    kinds = {name: _without_none(field.annotation) for name, field in own.items()}
    return dict(sorted(kinds.items(), key=lambda field: field[1] is AlreadySent))  # rarely needed: last


def _fields(name: str, kind: Any) -> list[Field]:  # noqa: ANN401 - any field's type
    inner = _INNER.get(kind)
    if inner is None:
        return [Field(name, _typed_as(kind))]
    types = {inside: _without_none(field.annotation) for inside, field in kind.model_fields.items()}
    return [Field(outside, _typed_as(types[inside])) for outside, inside in inner.items()]


def _typed_as(kind: Any) -> Any:  # noqa: ANN401 - any field's type
    """What a person types for a value of *kind*: words, unless it is a number, a choice, or yes or no."""
    if get_origin(kind) is tuple:
        return list[str] | None
    if isinstance(kind, type) and (kind in {bool, int} or issubclass(kind, StrEnum)):
        return kind | None
    return str | None


def _without_none(kind: Any) -> Any:  # noqa: ANN401 - any field's type
    if get_origin(kind) in {Union, UnionType}:
        return next(part for part in get_args(kind) if part is not type(None))
    return kind
