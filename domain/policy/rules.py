"""The rules a complaint is judged by: the landlord, the edition and the calendar, pinned when it was received (D1)."""

from domain.calendar.working_calendar import WorkingCalendar
from domain.policy.edition import Edition
from domain.policy.landlord import Landlord
from domain.value import Value


class Rules(Value):
    """All a complaint is judged by: pinned when it is received, and carried in its workflow's input (D1)."""

    landlord: Landlord
    edition: Edition
    calendar: WorkingCalendar

    @property
    def zone(self) -> str:
        """The landlord's time zone."""
        return self.landlord.time_zone


_MOST_SHARED = 32
_shared: tuple[Rules, ...] = ()


def shared(rules: Rules) -> Rules:
    """*rules* as another complaint in this process has them already, where one has.

    Thousands of complaints are judged by a handful of rules: held once, what is reckoned from a calendar is reckoned
    once too. They are equal and frozen, so whose they are makes no difference. The latest few are kept; replacing them
    is one assignment, so threads that do so at once only make each other share less.
    """
    global _shared  # noqa: PLW0603 - a memory of the process, of values that are equal wherever they come from
    for known in _shared:
        if known is rules or known == rules:
            return known
    _shared = (rules, *_shared[: _MOST_SHARED - 1])
    return rules
