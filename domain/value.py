"""The two kinds of value everything here is made of: what people send, and what is kept."""

import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from typing import Annotated, Any, TypeVar, get_args

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, PlainSerializer, model_validator

T = TypeVar("T")

Names = Annotated[frozenset[str], PlainSerializer(sorted, when_used="json")]
"""A set of names. It travels in order: a set's own order differs by process, and would change an order's identity."""

Instant = Annotated[AwareDatetime, Field(ge=datetime(1900, 1, 1, tzinfo=UTC), le=datetime(2200, 1, 1, tzinfo=UTC))]
"""An instant somebody sends: one that can be told in any time zone. At the ends of the calendar that is an error."""
Key = tuple[str | int, ...]
"""Where in a file of values one stands: the names of its tables and the places in its lists."""
Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2200, 1, 1))]
"""A day somebody sends: one that can be counted from."""
_SHOWS_NOTHING = frozenset({"Cc", "Cf", "Me", "Mn", "Zl", "Zp", "Zs"})
"""Unicode's categories of signs that nobody sees by themselves."""
_LINE_BREAKS = "\n\t\r"
_OVERRIDES = "\u202d\u202e"
"""They show what follows in another order than it is written; nobody's keyboard has them."""
_FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0\U00016fe4")
"""Letters and patterns that are drawn as nothing: Hangul's fillers, the blank of braille."""


class Value(BaseModel):
    """Something kept: a field it does not know is left aside, so that an older version can still read it."""

    # What reads and writes a model is built when it is first used: a command uses few of them (`build_models`).
    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True, coerce_numbers_to_str=True)


class Given(Value):
    """Something a person gives as a part of what they send; what stands under a field tells them what it means."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    @model_validator(mode="before")
    @classmethod
    def _takes_blanks_for_nothing(cls, given: Any) -> Any:  # noqa: ANN401 - what arrives may be anything
        return _without_blanks(given)


class Order(BaseModel):
    """Something a person sends: a field it does not know, at any depth, is refused, never taken for a default.

    What stands under a field is what people read of it, wherever they give the order.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", use_attribute_docstrings=True, defer_build=True, coerce_numbers_to_str=True
    )

    @model_validator(mode="before")
    @classmethod
    def _takes_blanks_for_nothing(cls, sent: Any) -> Any:  # noqa: ANN401 - what arrives may be anything
        return _without_blanks(sent)

    @model_validator(mode="before")
    @classmethod
    def _knows_every_field(cls, sent: Any) -> Any:  # noqa: ANN401 - what arrives may be anything
        for field, value in sent.items() if isinstance(sent, dict) else ():
            if field in cls.model_fields:
                _refuse_unknown(_models(cls, field), value, field)
        return sent


def _without_blanks(sent: Any) -> Any:  # noqa: ANN401 - what arrives may be anything
    """*sent* with what shows nothing taken for nothing said: an empty field, and no line of a list."""
    if not isinstance(sent, dict):
        return sent
    return {field: _without_blank_lines(value) for field, value in sent.items()}


def _without_blank_lines(value: Any) -> Any:  # noqa: ANN401 - any value
    if isinstance(value, list | tuple):
        return type(value)(item for item in value if not _is_blank(item))
    return "" if _is_blank(value) else value


def _is_blank(value: Any) -> bool:  # noqa: ANN401 - any value
    return isinstance(value, str) and not isinstance(value, Enum) and shows_nothing(value)


def shows_nothing(text: str) -> bool:
    """Whether nobody would see any of *text*: it is empty, or spaces, marks without a letter, fillers."""
    if text.isascii():
        return not text.strip()
    return all(unicodedata.category(sign) in _SHOWS_NOTHING or sign in _FILLERS for sign in text)


def is_control(sign: str) -> bool:
    """Whether a sign gives orders to a terminal or a page, rather than being read: all but tabs and ends of lines."""
    if sign in _OVERRIDES:
        return True
    return unicodedata.category(sign) in {"Cc", "Cs"} and sign not in _LINE_BREAKS


def build_models() -> None:
    """Have pydantic build all models that are known by now, so that no order waits for it."""
    for model in (*_under(Value), *_under(Order)):
        model.model_rebuild()


def _under(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    yield model
    for each in model.__subclasses__():
        yield from _under(each)


def _refuse_unknown(models: tuple[type[Value], ...], sent: Any, path: str) -> None:  # noqa: ANN401 - any value
    """Refuse what *models* do not know; values of other types are pydantic's to judge."""
    for model in models:
        for item in sent if isinstance(sent, list | tuple) else (sent,):
            if isinstance(item, dict):
                if unknown := sorted(item.keys() - model.model_fields.keys()):
                    raise ValueError(f"{path} has no field {', '.join(unknown)}")
                for field, inner in item.items():
                    _refuse_unknown(_models(model, field), inner, f"{path}.{field}")


@cache
def _models(owner: type[BaseModel], field: str) -> tuple[type[Value], ...]:
    """The models that *owner*'s *field* may hold, which stay what they are."""
    annotation = owner.model_fields[field].annotation
    kinds = (annotation, *_inner(annotation))
    return tuple(kind for kind in kinds if isinstance(kind, type) and issubclass(kind, Value))


def _inner(annotation: Any) -> list[Any]:  # noqa: ANN401 - any field's type
    return [deep for part in get_args(annotation) for deep in (part, *_inner(part))]


def required(value: T | None, what: str) -> T:
    """*value*, of which an earlier check has made sure.

    Raises:
        LookupError: it has not: a fault of ours, never of a message.
    """
    if value is None:
        raise LookupError(f"there is no {what}")
    return value
