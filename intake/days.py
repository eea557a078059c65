"""Dates as people type them: 24/12/2026, the day first; 24 December, with its year or without; 2026-12-24."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from enum import Enum
from typing import Any, get_args

from pydantic import BaseModel, TypeAdapter

from domain.calendar.days import weekday
from domain.value import Day, Key
from intake.errors import BadInputError, NotMeantError

_LIKE = "write it as 24/12/2026"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONG_MONTHS = "uary|ruary|ch|il|e|y|ust|t|tember|ober|ember"
DATE = (
    r"(?:(?P<weekday>[A-Za-z]+),? +)?"
    r"(?:(?P<iso>\d{4}-\d\d-\d\d)|(?P<day>\d{1,2})"
    rf"(?:/(?P<number>\d{{1,2}})|(?:st|nd|rd|th)? +(?P<name>(?:{'|'.join(_MONTHS)})(?:{_LONG_MONTHS})?)\.?,?)"
    r"(?:(?:/| +)(?P<year>\d{4})(?!\d|:))?)"
)
"""What a date looks like."""
_DATE = re.compile(DATE, re.ASCII | re.IGNORECASE)
_DAY: TypeAdapter[date] = TypeAdapter(Day)
_A_SLIP = timedelta(days=7)
"""A day so near on the wrong side of today is more likely a slip than of another year."""
_SHORTEST_WEEKDAY = 3
_PLURAL_LOOKING = {"weds", "mons", "fris", "suns"}
_LINES = tuple[str, ...]
"""A field of several lines, such as an address, which may be given as one text."""
_YEARS = 8
"""A day that a year has, the next or the last year has, or the eighth from it: 29 February around 2100."""


class Nearest(Enum):
    """Which year is meant where a date has none."""

    PAST = -1
    """The last such day that is not in the future: it has happened."""
    COMING = 1
    """The next such day: it is due, or promised."""


_FIELDS = {
    **dict.fromkeys(("occurred_on", "known_on", "earlier_contacts", "right_day"), Nearest.PAST),
    **dict.fromkeys(("prior_answered_on", "claim_filed_on"), Nearest.PAST),
    **dict.fromkeys(("due_on", "review_on", "respond_by"), Nearest.COMING),
}
"""Which year is meant in the dates of an order; in any other date the year has to be given."""


def day(written: str, today: date | None = None, nearest: Nearest | None = None) -> date:
    """The date that is *written*; without a year, the one *nearest* to *today*.

    Raises:
        BadInputError: it is not a date, does not exist, falls on another weekday, or lacks its year.
    """
    if not (parts := _DATE.fullmatch(written.strip())):
        raise BadInputError(f"{written.strip()!r} is not a date; {_LIKE}")
    return day_in(parts.groupdict(), written.strip(), today, nearest)


def day_in(
    parts: Mapping[str, str | None], written: str, today: date | None = None, nearest: Nearest | None = None
) -> date:
    """The date of the *parts* that `DATE` found in what is *written*.

    Raises:
        BadInputError: it does not exist, falls on another weekday, or lacks its year.
    """
    if iso := parts["iso"]:
        year, month, number = (int(part) for part in iso.split("-"))
    else:
        name = parts["name"]
        month = _MONTHS.index(name[:3].lower()) + 1 if name else int(parts["number"] or 0)
        number = int(parts["day"] or 0)
        year = int(parts["year"] or _year(month, number, written, today, nearest))
    found = _existing(year, month, number)
    if found is None:
        raise BadInputError(f"{written!r} is not a date: there is no such day; {_LIKE}")
    if (said := parts["weekday"]) and not _is_short_for(said, weekday(found)):
        raise BadInputError(f"{written!r} is a {weekday(found)}, not a {said.capitalize()}")
    return _meant(found, written)


def _is_short_for(said: str, name: str) -> bool:
    """Whether somebody means that weekday: "Thu", "Thur", "Thurs", "Thursday"."""
    plain = said.lower().removesuffix("s") if said.lower() in _PLURAL_LOOKING else said.lower()
    return len(said) >= _SHORTEST_WEEKDAY and name.lower().startswith(plain)


def lacks_year(parts: Mapping[str, str | None]) -> bool:
    """Whether the *parts* of a date have no year, so that it depends on today which one is meant."""
    return not (parts["iso"] or parts["year"])


def with_days(model: type[BaseModel], given: Mapping[str, Any], today: date, key: Key) -> dict[str, Any]:
    """The values *given* for *model*, with every date in them read as a person types it on the day *today*.

    Raises:
        NotMeantError: one is not a date.
    """
    return {
        name: _read(field.annotation, it, name, today, (*key, name)) if (field := model.model_fields.get(name)) else it
        for name, it in given.items()
    }


def _read(annotation: Any, it: Any, name: str, today: date, key: Key) -> Any:  # noqa: ANN401 - any field's type and value
    """The value *it* of a field: a date, lines, a table with dates, several of these, or anything else as it is."""
    if _LINES in _kinds(annotation):
        return it.splitlines() if isinstance(it, str) else it
    if isinstance(it, list | tuple):
        return [_read(annotation, each, name, today, (*key, place)) for place, each in enumerate(it)]
    if isinstance(it, dict):
        model = next(
            (kind for kind in _kinds(annotation) if isinstance(kind, type) and issubclass(kind, BaseModel)), None
        )
        return with_days(model, it, today, key) if model else it
    if not isinstance(it, str) or date not in _kinds(annotation):
        return it
    try:
        return day(it, today, _FIELDS.get(name))
    except BadInputError as refusal:
        raise NotMeantError(key, str(refusal)) from refusal


def _kinds(annotation: Any) -> list[Any]:  # noqa: ANN401 - any field's type
    """The type itself, and the types inside it."""
    return [annotation, *(deep for part in get_args(annotation) for deep in _kinds(part))]


def _year(month: int, number: int, written: str, today: date | None, nearest: Nearest | None) -> int:
    """The year that is meant where none is given."""
    if today is None or nearest is None:
        raise BadInputError(f"{written!r} has no year; {_LIKE}")
    for away in range(_YEARS + 1):
        found = _existing(today.year + away * nearest.value, month, number)
        if found and (found <= today if nearest is Nearest.PAST else found >= today):
            slip = _existing(found.year - nearest.value, month, number)
            if slip and abs(slip - today) <= _A_SLIP:
                raise BadInputError(f"{written!r} could be {slip.year} or {found.year}: give the year; {_LIKE}")
            return found.year
    return today.year  # a day that no year has, such as 31 November


def _existing(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def _meant(found: date, written: str) -> date:
    try:
        return _DAY.validate_python(found)
    except ValueError as refusal:
        raise BadInputError(f"{written!r} cannot be meant; check its year") from refusal
