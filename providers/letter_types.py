"""The types of what a letter's template is given: what can be looked up on them, gone through, printed.

A type is an annotation, as a model's field or a property's function has it; None among its members is left aside.
"""

from collections.abc import Callable, Iterator
from datetime import date
from enum import Enum, StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Self, Union, get_args, get_origin, get_type_hints

from domain.policy.channels import Channel
from domain.value import Value

Type = object


def attribute(of: Type, name: str) -> Type | None:
    """The type of *name* looked up on *of*: a model's field or a property, on whatever it may be; None without it."""
    found = [_looked_up(member, name) for member in _members(of)]
    if not found or None in found:
        return None
    return Union[tuple(found)]  # noqa: UP007 - made of what was found


def attributes(of: Type) -> tuple[str, ...]:
    """All that can be looked up on *of*, in order."""
    names = {name for member in _members(of) if isinstance(member, type) for name in _names(member)}
    return tuple(sorted(name for name in names if attribute(of, name) is not None))


def element(of: Type) -> Type | None:
    """What *of* holds many of, as a tuple does; None where it cannot be gone through."""
    held = [get_args(member)[0] for member in _members(of) if get_origin(member) in {tuple, frozenset}]
    return held[0] if len(held) == len(_members(of)) == 1 else None


def may_be_missing(of: Type) -> bool:
    """Whether it may be None."""
    return NoneType in get_args(of)


def may_be_blank(of: Type) -> bool:
    """Whether it may be an empty text, which counts as missing."""
    return any(_is(member, str) and not _is(member, Enum) for member in _members(of))


def is_words(of: Type) -> bool:
    """Whether it can be printed as it is: words and numbers; a day or a kind goes through its filter first."""
    return all(_is(member, str, int) and not _is(member, Enum, bool) for member in _members(of))


def goes_through(of: Type, name: str) -> bool:
    """Whether the filter *name* can put it into words."""
    return _TAKES[name](of)


def values(of: Type) -> tuple[str, ...]:
    """All that a kind of something can be; empty for what can be anything."""
    members = _members(of)
    kinds = [member for member in members if isinstance(member, type) and issubclass(member, StrEnum)]
    return tuple(str(value) for kind in kinds for value in kind) if len(kinds) == len(members) else ()


def named(of: Type) -> str:
    """The type in a refusal's words: "a date", "a list", "an Officer"."""
    if element(of) is not None:
        return "a list"
    names = " or ".join(getattr(member, "__name__", str(member)) for member in _members(of))
    return with_article(names)


def with_article(words: str) -> str:
    """*words* with "a" or "an" before them."""
    return f"{'an' if words[:1] in 'AEIOaeio' else 'a'} {words}"


def _members(of: Type) -> tuple[Type, ...]:
    if get_origin(of) is Annotated:
        return _members(get_args(of)[0])
    if get_origin(of) in {Union, UnionType}:
        return tuple(deep for part in get_args(of) for deep in _members(part) if deep is not NoneType)
    return (of,)


@cache
def _looked_up(member: Type, name: str) -> Type | None:
    if not isinstance(member, type):
        return None
    if issubclass(member, Value) and name in member.model_fields:
        return member.model_fields[name].annotation
    looked_up = getattr(member, name, None)
    if isinstance(looked_up, property) and looked_up.fget:
        returned: Type = get_type_hints(looked_up.fget)["return"]
        return member if returned is Self else returned
    return None


def _names(member: type) -> Iterator[str]:
    if issubclass(member, Value):
        yield from member.model_fields
    yield from (name for name in dir(member) if not name.startswith(("_", "model_")))


def _is(member: Type, *classes: type) -> bool:
    return isinstance(member, type) and issubclass(member, classes)


def _all(*classes: type) -> Callable[[Type], bool]:
    return lambda of: all(_is(member, *classes) for member in _members(of))


_TAKES: dict[str, Callable[[Type], bool]] = {
    "in_words": _all(date),
    "plural": _all(int),
    "sentence": _all(str),
    "one_line": lambda of: is_words(element(of)) if element(of) is not None else False,
    "words": _all(StrEnum),
    "channel_words": _all(Channel),
}
