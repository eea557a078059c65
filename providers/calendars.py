"""Working calendars from the bank holidays of the four nations: the only code that calls `holidays`.

Its tables change between releases, so workflows never call it: they are given a calendar as input (D2).
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from importlib.machinery import SourceFileLoader
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, cast

from domain.calendar.working_calendar import ClosedDay, Nation, WorkingCalendar
from domain.policy.landlord import Closure, Landlord

if TYPE_CHECKING:
    from holidays import HolidayBase

CHECKED_FROM = date(2012, 1, 1)
CHECKED_TO = date(2035, 12, 31)
"""The dates for which the bank holidays are checked: against the official lists, beyond them against the rules."""

# Without a subdivision `holidays` knows only the days all four nations share: no Easter Monday, no August holiday.
_SUBDIVISIONS = {
    Nation.ENGLAND: "ENG",
    Nation.WALES: "WLS",
    Nation.SCOTLAND: "SCT",
    Nation.NORTHERN_IRELAND: "NIR",
}
_MONDAY_TO_FRIDAY = (0, 1, 2, 3, 4)


def national_calendar(nation: Nation, covers_from: date, covers_to: date) -> WorkingCalendar:
    """Monday to Friday without the bank holidays of *nation*."""
    return WorkingCalendar(
        nation=nation,
        version=_version(),
        covers_from=covers_from,
        covers_to=covers_to,
        working_week=_MONDAY_TO_FRIDAY,
        closed=_closed(bank_holidays(nation, covers_from, covers_to), _MONDAY_TO_FRIDAY),
    )


def working_calendar(landlord: Landlord, covers_from: date, covers_to: date) -> WorkingCalendar:
    """The days on which *landlord* works: its week, its nation's bank holidays, its own closures."""
    days = bank_holidays(landlord.nation, covers_from, covers_to)
    for closure in (*landlord.extra_holidays, *landlord.closures):
        days |= {day: closure.why for day in _days(closure) if covers_from <= day <= covers_to}
    for day in landlord.ignored_holidays:
        days.pop(day, None)
    return WorkingCalendar(
        nation=landlord.nation,
        version=_version(),
        covers_from=covers_from,
        covers_to=covers_to,
        working_week=landlord.working_week,
        closed=_closed(days, landlord.working_week),
    )


def bank_holidays(nation: Nation, first: date, last: date) -> dict[date, str]:
    """The bank holidays of *nation* from *first* to *last*, both included, by name."""
    years = (_year(nation, year) for year in range(first.year, last.year + 1))
    return {day: name for year in years for day, name in year.items() if first <= day <= last}


@cache
def _year(nation: Nation, year: int) -> dict[date, str]:
    days = _united_kingdom()(subdiv=_SUBDIVISIONS[nation], years=year, expand=False)
    return {day: name.replace("(observed)", "(substitute day)") for day, name in sorted(days.items())}


@cache
def _united_kingdom() -> "type[HolidayBase]":
    """The United Kingdom's class from its own file: by name, all 250 countries would be loaded (0.1 s to 0.4 s)."""
    import holidays  # noqa: PLC0415 - only who makes a calendar waits for it

    path = Path(holidays.__path__[0]) / "countries" / "united_kingdom.py"
    module = ModuleType("holidays.countries.united_kingdom")
    SourceFileLoader(module.__name__, str(path)).exec_module(module)
    # The vendor's module has no type of its own when it is loaded by its file.
    return cast("type[HolidayBase]", module.UnitedKingdom)


@cache
def _version() -> str:
    return f"holidays {version('holidays')}"


def _closed(days: dict[date, str], working_week: tuple[int, ...]) -> tuple[ClosedDay, ...]:
    """The days of the working week that do not count; a holiday on a day off closes nothing."""
    return tuple(ClosedDay(on=day, why=why) for day, why in sorted(days.items()) if day.weekday() in working_week)


def _days(closure: Closure) -> Iterator[date]:
    return (closure.first + timedelta(days=n) for n in range((closure.last - closure.first).days + 1))
