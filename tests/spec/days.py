"""Days as a reader can check them, and the landlords' own deadlines."""

from datetime import date, datetime, time

from domain.calendar.days import instant_on, short
from domain.calendar.deadlines import Deadline, deadline_after
from domain.policy.clocks import limit_of
from providers.rulebook import Rulebook, policies_folder

RULEBOOK = Rulebook(policies_folder())


def day(words: str) -> date:
    """The day of "Mon 02 Nov 2026"; a wrong weekday is refused, so that a reader can count."""
    parsed = datetime.strptime(words, "%a %d %b %Y").date()  # noqa: DTZ007 - a day has no time zone
    if short(parsed) != words:
        raise ValueError(f"{words} is a {parsed:%a}")
    return parsed


def deadline(landlord: str, clock: str, started: str) -> Deadline:
    """The deadline of a landlord's clock that starts on a day."""
    on = day(started)
    rules = RULEBOOK.edition(landlord)
    calendar = RULEBOOK.calendar(landlord, date(on.year - 1, 1, 1), date(on.year + 2, 12, 31))
    return deadline_after(on, limit_of(rules, clock), calendar, "Europe/London")


def due(landlord: str, clock: str, started: str) -> str:
    """The day of that deadline, in words."""
    return short(deadline(landlord, clock, started).on)


def short_instant(words: str, at: str) -> datetime:
    """The instant of "Mon 02 Nov 2026" and "09:30" in London."""
    return instant_on(day(words), time.fromisoformat(at), "Europe/London")
