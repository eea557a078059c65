"""Moments and lengths of time as people type them at the desk."""

import re
from datetime import date, datetime, timedelta

from pydantic import TypeAdapter, ValidationError

from domain.value import Day, Instant
from intake.desk_refusals import BadInputError
from intake.moments import moment

_INSTANT: TypeAdapter[datetime] = TypeAdapter(Instant)
_DAY: TypeAdapter[date] = TypeAdapter(Day)
_LENGTH = re.compile(r"([1-9][0-9]{0,4})([mhdw])", re.ASCII)
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def instant(written: object, zone: str) -> datetime:
    """The instant of *written*: with a zone of its own, or else a local time of the landlord's.

    Raises:
        BadInputError: it is none.
    """
    try:
        at = _zoned(written) or moment(written, zone)
    except (ValueError, OverflowError) as refusal:
        raise BadInputError(str(refusal)) from refusal
    try:
        return _INSTANT.validate_python(at)
    except ValidationError as refusal:
        raise BadInputError(f"{written} is no moment anybody could mean; look at its year") from refusal


def day(written: str) -> date:
    """The day of *written*, such as 2026-12-24.

    Raises:
        BadInputError: it is none.
    """
    try:
        return _DAY.validate_python(date.fromisoformat(written.strip()))
    except ValueError as refusal:  # of either: pydantic's is one, too
        raise BadInputError(f"{written.strip()!r} is no day; write it as 2026-12-24") from refusal


def length(written: str) -> timedelta:
    """A length of time such as 5d, 3h, 90m or 2w.

    Raises:
        BadInputError: it is none.
    """
    if (parts := _LENGTH.fullmatch(written)) is None:
        raise BadInputError(f"{written!r} is no length of time; write it as 5d, 3h, 90m or 2w")
    amount, unit = parts.groups()
    return timedelta(**{_UNITS[unit]: int(amount)})


def _zoned(written: object) -> datetime | None:
    """The moment, where it names its zone."""
    if isinstance(written, str):
        try:
            written = datetime.fromisoformat(written)
        except ValueError:
            return None
    return written if isinstance(written, datetime) and written.tzinfo else None
