"""The two crossings between a landlord's days and instants, and days in words.

A day is a `date` in the landlord's time zone; an instant is an aware UTC `datetime`. Nothing else crosses.
"""

from calendar import monthrange
from datetime import UTC, date, datetime, time
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

MIDNIGHT = time()


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def landlord_day(instant: datetime, zone: str) -> date:
    """The landlord's day on which *instant* falls: 23:30 UTC on 30 June is already 1 July in London."""
    return local_time(instant, zone).date()


@lru_cache(maxsize=4096)
def instant_on(day: date, at: time, zone: str) -> datetime:
    """The instant at which the landlord's clocks show *at* on *day*."""
    return datetime.combine(day, at, _zone(zone)).astimezone(UTC)


def local_time(instant: datetime, zone: str) -> datetime:
    """*instant* as the landlord's clocks show it."""
    return instant.astimezone(_zone(zone))


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or earlier; the month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def in_words(day: date) -> str:
    """A day as people write it: "Tuesday 29 December 2026"."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def short(day: date) -> str:
    """A day as a list shows it: "Tue 29 Dec 2026"."""
    return f"{day:%a} {day.day:02} {day:%b %Y}"
