"""Moments as people write them in a scenario: London local time, with the weekday where the writer wants it checked."""

import re
from datetime import date, datetime, time, timedelta

from pydantic import TypeAdapter, ValidationError

from domain.calendar.days import instant_on, local_time, weekday
from domain.value import Day, Instant
from intake.errors import BadInputError

_BARE = re.compile(r"(=\s*\d{4}-\d\d-\d\d[T ]\d\d:\d\d)(?=\s*(?:[#,}]|$))", re.MULTILINE)
_WRITTEN = re.compile(r"(?:([A-Za-z]+),? +)?(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d))?", re.ASCII)
_LIKE = "write it as 2026-11-02T10:15 or 'Mon 2026-11-02 10:15'"


def with_seconds(text: str) -> str:
    """*text* with seconds added to the moments that have none: TOML 1.0 asks for them and people leave them out."""
    return _BARE.sub(r"\1:00", text)


def moment(written: object, zone: str) -> datetime:
    """The instant of *written*, a local time.

    Raises:
        ValueError: it is none, its weekday is wrong, or the clocks skip it.
    """
    local = _local(written)
    if not isinstance(local, datetime):
        raise ValueError(f"{written} has no time of day; {_LIKE}")  # noqa: TRY004 - a wrong value of the right kind
    instant = instant_on(local.date(), local.time(), zone)
    if local_time(instant, zone).replace(tzinfo=None) != local:
        raise ValueError(f"{written} does not exist: the clocks go forward over it")
    return instant


def end(written: object, zone: str) -> datetime:
    """The instant up to which a story plays: a moment, or the end of a day.

    Raises:
        ValueError: it is neither.
    """
    local = _local(written)
    return moment(written, zone) if isinstance(local, datetime) else instant_on(local, time.max, zone)


def _local(written: object) -> date:
    """What is written, as a local time, or as a day where it has no time."""
    if isinstance(written, datetime):
        if written.tzinfo:
            raise ValueError(f"{written} names a time zone; give the landlord's local time")
        return written.replace(second=0, microsecond=0)
    if isinstance(written, date):
        return written
    if not isinstance(written, str) or not (parts := _WRITTEN.fullmatch(written.strip())):
        raise ValueError(f"{written!r} is no moment; {_LIKE}")
    said, day, clock = parts.groups()
    try:
        local = datetime.fromisoformat(f"{day}T{clock or '00:00'}")
    except ValueError as refusal:
        raise ValueError(f"{written!r} is no moment: {refusal}") from refusal
    return _checked(local, said, has_time=bool(clock))


def _checked(local: datetime, said: str | None, *, has_time: bool) -> date:
    """*local*, or its day, when it falls on the weekday that was *said*."""
    falls_on = weekday(local)
    if said and said not in {falls_on, falls_on[:3]}:
        raise ValueError(f"{local:%Y-%m-%d} is a {falls_on}, not a {said}")
    return local if has_time else local.date()


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
