"""The two crossings between a landlord's days and instants, and days in words.

A day is a `date` in the landlord's time zone; an instant is an aware UTC `datetime`. Nothing else crosses.
"""

from calendar import monthrange
from datetime import UTC, date, datetime, time
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

MIDNIGHT = time()

# Not `strftime`: it speaks the machine's language, and each call of it from a workflow passes the sandbox's gate.
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


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
    """The same day so many months later, or earlier, or that month's last: six before 31 August is 28 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def in_words(day: date) -> str:
    """A day as people write it: "Tuesday 29 December 2026"."""
    return f"{in_words_in_year(day)} {day.year}"


def in_words_in_year(day: date) -> str:
    """A day as people write it, where its year is plain: "Tuesday 29 December"."""
    return f"{weekday(day)} {day.day} {_MONTHS[day.month - 1]}"


def short(day: date) -> str:
    """A day as a list shows it: "Tue 29 Dec 2026"."""
    return f"{short_in_year(day)} {day.year}"


def short_in_year(day: date) -> str:
    """A day without its year, as a list shows it: "Tue 05 Jan"."""
    return f"{weekday(day)[:3]} {day.day:02} {_MONTHS[day.month - 1][:3]}"


def weekday(day: date) -> str:
    """The name of its day of the week."""
    return _WEEKDAYS[day.weekday()]


def moment(instant: datetime, zone: str) -> str:
    """An instant by the landlord's clocks, as a list shows it: "Tue 29 Dec 09:07"."""
    shown = local_time(instant, zone)
    return f"{short_in_year(shown)} {_time(shown)}"


def moment_in_full(instant: datetime, zone: str) -> str:
    """An instant by the landlord's clocks, with its year: "Tue 29 Dec 2026 09:07"."""
    shown = local_time(instant, zone)
    return f"{short(shown)} {_time(shown)}"


def moment_in_words(instant: datetime, zone: str) -> str:
    """An instant by the landlord's clocks, as people write it: "Tuesday 29 December 2026 at 09:07"."""
    shown = local_time(instant, zone)
    return f"{in_words(shown)} at {_time(shown)}"


def _time(shown: datetime) -> str:
    return f"{shown.hour:02}:{shown.minute:02}"
