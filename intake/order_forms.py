"""From an order's shape to a form that gives it, and from what was posted to plain values.

The values are those that options and files hold: whatever face somebody gives an order by, the same words are read.
"""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple, get_args, get_origin

from domain.value import Key, Order
from intake.field_kinds import Kind, plain_type
from intake.order_fields import field_kind, inner_names, is_blank_a_value, is_filled_in, own_kinds

_DAY_PARTS = ("day", "month", "year")
_MOMENT_PARTS = (*_DAY_PARTS, "time")
_YES, _NO = "yes", "no"
_BEFORE = "was"
"""What was there when the page was made, beside a field of which nothing is a value."""
_OTHER = "name"
"""Somebody's name, beside the choice of a member of staff."""
_LONGEST_PLACE = 3
"""Digits of the place of a row: more of them is nobody's form."""

Posted = Mapping[str, Sequence[str]]
"""What was posted: of each name all that was sent under it."""


class FormField(NamedTuple):
    """One field of a form."""

    name: str
    """What it is called in the form, as an option or a file calls it."""
    key: Key
    """Where its value stands in the order."""
    kind: Kind
    says: str
    """What it means, as the order says it."""
    choices: tuple[tuple[str, str], ...] = ()
    """What there is to choose from: each value with its words."""
    is_needed: bool = False
    blank_is_a_value: bool = False
    """Whether nothing takes away what was there."""
    rows: "tuple[FormField, ...]" = ()
    """What each of several has."""

    @property
    def label(self) -> str:
        """What it means, in its first clause."""
        return self.says.partition(";")[0].strip().removesuffix(".")

    @property
    def hint(self) -> str:
        """What more is to be known of it; empty where nothing is."""
        more = self.says.partition(";")[2].strip()
        return f"{more[0].upper()}{more[1:].removesuffix('.')}." if more else ""


def form_of(order: type[Order]) -> tuple[FormField, ...]:
    """The fields of the form that gives *order*, beside those that every order has."""
    return tuple(field for name in own_kinds(order) for field in _fields(order, name))


def read_form(fields: Sequence[FormField], posted: Posted) -> dict[str, object]:
    """The plain values of what was posted; what was left out is not among them."""
    read = {field.name: _read(field, posted, field.name) for field in fields}
    return {name: value for name, value in read.items() if value is not None}


def written(fields: Sequence[FormField], values: Mapping[str, Any]) -> dict[str, list[str]]:
    """What a form would post to give *values*: with `read_form` there and back."""
    posted: dict[str, list[str]] = {}
    for field in fields:
        if field.name in values:
            _write(field, values[field.name], field.name, posted)
    return posted


def before(fields: Sequence[FormField], there: Posted) -> dict[str, Sequence[str]]:
    """What a form posts beside what is *there* already, where it says what changes: of each field what was there."""
    if not any(field.blank_is_a_value for field in fields):
        return {}
    return {f"{field.name}-{_BEFORE}": there[field.name] for field in fields if field.name in there}


def rows_posted(field: FormField, posted: Posted) -> list[int]:
    """The places of the rows of *field* that were posted, in order."""
    start = f"{field.name}."
    there = {name.removeprefix(start).partition(".")[0] for name in posted if name.startswith(start)}
    return sorted(int(place) for place in there if place.isdecimal() and len(place) <= _LONGEST_PLACE)


def field_at(fields: Sequence[FormField], key: Key) -> str:
    """The name of the input in which what stands under *key* is typed; empty where none is.

    A key that is shorter or longer than a field's own still finds it: the first input of a part, or the whole of one.
    """
    for field in fields:
        if key[: len(field.key)] == field.key:
            return _within(field, key[len(field.key) :])
    last = next((part for part in reversed(key) if isinstance(part, str)), "")
    return next((field.name for field in fields if last and last in {field.name, field.key[-1], field.key[0]}), "")


def _within(field: FormField, rest: Key) -> str:
    match rest:
        case (int(row), str(name), *_) if field.kind is Kind.ROWS:
            return f"{field.name}.{row}.{name}"
        case (int(row), *_) if field.kind is Kind.ROWS:
            return f"{field.name}.{row}.{field.rows[0].name}"
    return field.name


def _fields(order: type[Order], name: str) -> Iterator[FormField]:
    field = order.model_fields[name]
    inner = inner_names(order, name)
    if not inner:
        yield _field(name, (name,), field)
        return
    within, is_needed = own_kinds(order)[name].model_fields, field.is_required()
    for outside, inside in inner.items():
        it = _field(outside, (name, inside), within[inside])
        yield it._replace(is_needed=it.is_needed and is_needed)


def _field(name: str, key: Key, field: Any) -> FormField:  # noqa: ANN401 - pydantic's FieldInfo, or a test's
    kind = field_kind(str(key[-1]), field)
    return FormField(
        name,
        key,
        kind,
        field.description or "",
        choices=_choices(field.annotation),
        is_needed=field.is_required(),
        blank_is_a_value=is_blank_a_value(field),
        rows=_rows(field.annotation) if kind is Kind.ROWS else (),
    )


def _rows(annotation: Any) -> tuple[FormField, ...]:  # noqa: ANN401 - any field's type
    model = get_args(plain_type(annotation))[0]
    own = ((name, field) for name, field in model.model_fields.items() if not is_filled_in(model, name))
    return tuple(_field(name, (name,), field) for name, field in own)


def _choices(annotation: Any) -> tuple[tuple[str, str], ...]:  # noqa: ANN401 - any field's type
    plain = plain_type(annotation)
    plain = plain_type(get_args(plain)[0]) if get_origin(plain) is tuple else plain
    if isinstance(plain, type) and issubclass(plain, StrEnum):
        return tuple((choice.value, choice.replace("_", " ").capitalize()) for choice in plain)
    return ()


def _read(field: FormField, posted: Posted, name: str) -> object:  # noqa: PLR0911 - a line for each kind
    if _is_as_before(posted, name):
        return None
    match field.kind:
        case Kind.ROWS:
            return _read_rows(field, posted) or None
        case Kind.YES:
            return True if posted.get(name) else None
        case Kind.YES_OR_NO:
            return {_YES: True, _NO: False}.get(_one(posted, name))
        case Kind.CHOICES | Kind.NUMBERS:
            return [each for each in posted.get(name, ()) if each.strip()] or None
        case Kind.LINES | Kind.DAYS:
            return _read_lines(field, posted, name)
        case Kind.DAY:
            return "/".join(_parts(posted, name, _DAY_PARTS)) or None
        case Kind.MOMENT:
            *day, time = (_one(posted, f"{name}-{part}") for part in _MOMENT_PARTS)
            return " ".join(filter(None, ["/".join(filter(None, day)), time])) or None
        case Kind.OWNER:
            return _one(posted, f"{name}-{_OTHER}") or _one(posted, name) or None
    return _read_words(field, posted, name)


def _read_rows(field: FormField, posted: Posted) -> list[dict[str, object]]:
    """The rows in which somebody said something: which issue it is about is filled in by the page, and says nothing."""
    numbers = {each.name for each in field.rows if each.kind is Kind.NUMBER}
    rows = (_read_row(field, posted, place) for place in rows_posted(field, posted))
    return [row for row in rows if row.keys() - numbers]


def _read_row(field: FormField, posted: Posted, place: int) -> dict[str, object]:
    values = {each.name: _read(each, posted, f"{field.name}.{place}.{each.name}") for each in field.rows}
    return {name: value for name, value in values.items() if value is not None}


def _read_lines(field: FormField, posted: Posted, name: str) -> list[str] | str | None:
    lines = [line.strip() for line in _one(posted, name).splitlines() if line.strip()]
    return lines or ([""] if _takes_away(field, posted, name) else None)


def _read_words(field: FormField, posted: Posted, name: str) -> str | None:
    return _one(posted, name) or ("" if _takes_away(field, posted, name) else None)


def _is_as_before(posted: Posted, name: str) -> bool:
    """Whether the page showed the same, and nothing was changed."""
    was = f"{name}-{_BEFORE}"
    return was in posted and _one(posted, was) == _one(posted, name)


def _takes_away(field: FormField, posted: Posted, name: str) -> bool:
    """Whether nothing is said where something was."""
    return field.blank_is_a_value and bool(_one(posted, f"{name}-{_BEFORE}"))


def _one(posted: Posted, name: str) -> str:
    """What was typed there, its ends of lines as everybody here writes them."""
    typed = next(iter(posted.get(name, ())), "")
    return typed.replace("\r\n", "\n").replace("\r", "\n").strip()


def _parts(posted: Posted, name: str, parts: Sequence[str]) -> list[str]:
    return [typed for part in parts if (typed := _one(posted, f"{name}-{part}"))]


def _write(field: FormField, value: Any, name: str, posted: dict[str, list[str]]) -> None:  # noqa: ANN401 - any value
    match field.kind:
        case Kind.ROWS:
            for place, row in enumerate(value):
                for each in field.rows:
                    if each.name in row:
                        _write(each, row[each.name], f"{name}.{place}.{each.name}", posted)
        case Kind.YES | Kind.YES_OR_NO:
            posted.update({name: [_YES if value else _NO]} if value or field.kind is Kind.YES_OR_NO else {})
        case Kind.CHOICES | Kind.NUMBERS:
            posted[name] = [str(each) for each in value]
        case Kind.LINES | Kind.DAYS:
            posted[name] = ["\n".join(str(each) for each in value)]
        case Kind.DAY | Kind.MOMENT:
            posted.update(_written_moment(name, value))
        case Kind.OWNER:
            posted.update({name: [str(value)], f"{name}-{_OTHER}": [str(value)]})
        case _:
            posted[name] = [str(value)]


def _written_moment(name: str, value: Any) -> dict[str, list[str]]:  # noqa: ANN401 - a date or a datetime
    parts = {"day": value.day, "month": value.month, "year": value.year}
    time = {"time": f"{value:%H:%M}"} if hasattr(value, "hour") else {}
    return {f"{name}-{part}": [str(it)] for part, it in (parts | time).items()}
