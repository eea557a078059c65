"""What kind of value a field of an order has, for every face that asks a person for it."""

from datetime import date, datetime
from enum import StrEnum
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import AwareDatetime, BaseModel

from domain.policy.staff import Officer

NUMBERED = frozenset({"issue", "issues", "action", "keep", "release", "same_as", "direction", "entry"})
"""Fields by which something of the complaint is named by its number."""


class Kind(StrEnum):
    """What a person gives for a field."""

    WORDS = "words"
    YES = "yes"
    """A tick: what is not ticked is not so."""
    YES_OR_NO = "yes_or_no"
    """An answer: one that is not given is not known."""
    CHOICE = "choice"
    CHOICES = "choices"
    DAY = "day"
    DAYS = "days"
    MOMENT = "moment"
    NUMBER = "number"
    NUMBERS = "numbers"
    PERSON = "person"
    OWNER = "owner"
    """A member of staff, or somebody else by their name."""
    LINES = "lines"
    """Words, one line each."""
    ROWS = "rows"
    """Several of the same shape."""
    PARTS = "parts"
    """What has fields of its own."""

    LETTER = "letter"
    """A letter of the complaint, by its number or its kind."""


SEVERAL = frozenset({Kind.CHOICES, Kind.DAYS, Kind.NUMBERS, Kind.LINES, Kind.ROWS})
"""Kinds of which several may be given."""
_OF_SEVERAL = {
    Kind.WORDS: Kind.LINES,
    Kind.CHOICE: Kind.CHOICES,
    Kind.DAY: Kind.DAYS,
    Kind.NUMBER: Kind.NUMBERS,
    Kind.PARTS: Kind.ROWS,
}
_BY_NAME = {"owner": Kind.OWNER, "letter": Kind.LETTER}


def kind_of(name: str, annotation: Any, *, may_be_unknown: bool) -> Kind:  # noqa: ANN401 - any field's type
    """The kind of the field *name*; an answer that may be unknown, or has no default, is yes or no rather than a tick.

    Raises:
        LookupError: there is no kind for such a type yet.
    """
    plain = plain_type(annotation)
    if get_origin(plain) is tuple:
        return _OF_SEVERAL[kind_of("", get_args(plain)[0], may_be_unknown=False)]
    if plain is bool:
        return Kind.YES_OR_NO if may_be_unknown else Kind.YES
    if plain is str:
        return _BY_NAME.get(name, Kind.WORDS)
    kinds = {Officer: Kind.PERSON, BaseModel: Kind.PARTS, StrEnum: Kind.CHOICE, int: Kind.NUMBER}
    instants = {AwareDatetime: Kind.MOMENT, datetime: Kind.MOMENT, date: Kind.DAY}
    for base, kind in (kinds | instants).items():
        if issubclass(plain, base):
            return kind
    raise LookupError(f"{name}: no kind of field for {annotation}")


def plain_type(annotation: Any) -> Any:  # noqa: ANN401 - any field's type
    """*annotation* without the notes on it, and without None."""
    if get_origin(annotation) is Annotated:
        return plain_type(get_args(annotation)[0])
    if get_origin(annotation) in {Union, UnionType}:
        return plain_type(next(part for part in get_args(annotation) if part is not type(None)))
    return annotation


def may_be_none(annotation: Any) -> bool:  # noqa: ANN401 - any field's type
    """Whether nothing is a value of its own: what is left out stays unknown, or as it is."""
    return get_origin(annotation) in {Union, UnionType} and type(None) in get_args(annotation)
