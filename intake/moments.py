"""Dates with a time of day as people type them, in local time, with the weekday where the writer wants it checked."""

import re
from datetime import date, datetime, time, timedelta
from enum import Enum

from pydantic import TypeAdapter, ValidationError

from domain.calendar.days import instant_on, landlord_day, local_time
from domain.value import Instant
from intake.days import DATE, Nearest, day_in, lacks_year
from intake.errors import BadInputError, as_written

_BARE = re.compile(r"(=\s*\d{4}-\d\d-\d\d[T ]\d\d:\d\d)(?=\s*(?:[#,}]|$))", re.MULTILINE)
_WRITTEN = re.compile(rf"{DATE}(?:(?:T| | at )(?P<time>\d\d?:\d\d)(?::\d\d(?:\.\d+)?)?)?", re.ASCII | re.IGNORECASE)
_LIKE = "write it as 24/12/2026 10:15"
_LAST_MINUTE = time(23, 59)


def with_seconds(text: str) -> str:
    """*text* with seconds added to the moments that have none: TOML 1.0 asks for them and people leave them out."""
    return _BARE.sub(r"\1:00", text)


def moment(written: object, zone: str, today: date | None = None) -> datetime:
    """The instant of a date and time as they are *written*, in local time; without a year, the last before *today*.

    Raises:
        ValueError: it is none, its weekday is wrong, its year is missing, or the clocks skip it.
    """
    local = _local(written, today)
    if not isinstance(local, datetime):
        raise ValueError(f"{written} has no time of day; {_LIKE}")  # noqa: TRY004 - a wrong value of the right kind
    instant = instant_on(local.date(), local.time(), zone)
    if local_time(instant, zone).replace(tzinfo=None) != local:
        raise ValueError(f"{written} does not exist: the clocks go forward over it")
    return instant


def end(written: object, zone: str) -> datetime:
    """The instant up to which a story plays: a date and time, or the end of a date.

    Raises:
        ValueError: it is neither.
    """
    local = _local(written, None)
    return moment(written, zone) if isinstance(local, datetime) else instant_on(local, time.max, zone)


def has_year(written: object) -> bool:
    """Whether a date and time can be read without knowing what today is."""
    return not (
        isinstance(written, str) and (parts := _WRITTEN.fullmatch(written.strip())) and lacks_year(parts.groupdict())
    )


def has_time(written: object) -> bool:
    """Whether a time of day is written, or nothing that can be read."""
    if isinstance(written, str):
        parts = _WRITTEN.fullmatch(written.strip())
        return not parts or bool(parts["time"])
    return isinstance(written, datetime) or not isinstance(written, date)


def _local(written: object, today: date | None) -> date:
    """What is written, as a local time, or as a date where it has no time."""
    if isinstance(written, datetime):
        if written.tzinfo:
            raise ValueError(f"{written} names a time zone; give the landlord's local time")
        return written.replace(second=0, microsecond=0)
    if isinstance(written, date):
        return written
    if not isinstance(written, str) or not (parts := _WRITTEN.fullmatch(written.strip())):
        raise ValueError(f"{as_written(written)} is not a date and time; {_LIKE}")
    try:
        on = day_in(parts.groupdict(), written.strip(), today, Nearest.PAST)
    except BadInputError as refusal:
        raise ValueError(str(refusal)) from refusal
    return _at(on, parts["time"], written) if parts["time"] else on


def _at(on: date, clock: str, written: str) -> datetime:
    try:
        return datetime.combine(on, time.fromisoformat(clock.zfill(5)))
    except ValueError as refusal:
        raise ValueError(f"{written!r} is not a date and time: the time of day does not exist") from refusal


_INSTANT: TypeAdapter[datetime] = TypeAdapter(Instant)
_LENGTH = re.compile(r"([1-9][0-9]{0,4})([mhdw])", re.ASCII)
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


class DayAlone(Enum):
    """What instant is meant by a day without a time: the day is what counts."""

    BEGINS = "begins"
    """What was received that day was there before all else that happened in it."""
    ENDS = "ends"
    """What was done that day came after what it followed; today, it was done by now."""


def instant(
    written: object, zone: str, today: date | None = None, alone: DayAlone = DayAlone.ENDS, now: datetime | None = None
) -> datetime:
    """The instant of a date and time as they are *written*: with a zone of their own, or in the landlord's local time.

    *now* is taken for a day without a time where that day is today.

    Raises:
        BadInputError: it is none.
    """
    try:
        at = _zoned(written) or _on_a_day(written, zone, today, alone, now) or moment(written, zone, today)
    except (ValueError, OverflowError) as refusal:
        raise BadInputError(str(refusal)) from refusal
    try:
        return _INSTANT.validate_python(at)
    except ValidationError as refusal:
        raise BadInputError(f"{written} cannot be meant; check its year") from refusal


def length(written: str) -> timedelta:
    """A length of time such as 5d, 3h, 90m or 2w.

    Raises:
        BadInputError: it is none.
    """
    if (parts := _LENGTH.fullmatch(written)) is None:
        raise BadInputError(f"{written!r} is not a length of time; write it as 5d, 3h, 90m or 2w")
    amount, unit = parts.groups()
    return timedelta(**{_UNITS[unit]: int(amount)})


def _on_a_day(written: object, zone: str, today: date | None, alone: DayAlone, now: datetime | None) -> datetime | None:
    """The instant that is meant by a day; None where a time is written, too."""
    on = _local(written, today)
    if isinstance(on, datetime):
        return None
    if alone is DayAlone.BEGINS:
        return instant_on(on, time.min, zone)
    return now if now and on == landlord_day(now, zone) else instant_on(on, _LAST_MINUTE, zone)


def _zoned(written: object) -> datetime | None:
    """The instant, where what is written names its time zone."""
    if isinstance(written, str):
        try:
            written = datetime.fromisoformat(written)
        except ValueError:
            return None
    return written if isinstance(written, datetime) and written.tzinfo else None
