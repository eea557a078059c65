"""The policy's clocks by name, as the command line asks for them."""

from domain.calendar.limits import TimeLimit
from domain.policy.duty_kinds import KEYS, NAMED
from domain.policy.edition import Edition

CLOCKS = tuple(key.name for key in KEYS if key.stage in key.row.asked_of)


class UnknownClockError(Exception):
    """No policy has a clock of that name."""


class NoLimitError(Exception):
    """The policy sets no limit for that clock."""


def limit_of(edition: Edition, clock: str) -> TimeLimit:
    """The limit *edition* sets for *clock*.

    Raises:
        UnknownClockError: there is no such clock; the sentence lists those there are.
        NoLimitError: the edition leaves the clock open.
    """
    if clock not in CLOCKS:
        raise UnknownClockError(f"there is no clock {clock!r}; choose from: {', '.join(CLOCKS)}")
    limit = NAMED[clock].limit_in(edition)
    if limit is None:
        raise NoLimitError(f"the {edition.landlord} policy of {edition.edition} sets no limit for {clock}")
    return limit
