"""On which day a printed letter is posted: it bears that date, and what it says counts from it (A-33)."""

from datetime import date, datetime

from domain.calendar.days import local_time
from domain.calendar.deadlines import working_day
from domain.policy.rules import Rules


def posting_day(printed_at: datetime, rules: Rules) -> date:
    """The day on which a letter goes that is printed then: that working day until its last post, else the next one."""
    local, last_post = local_time(printed_at, rules.zone), rules.landlord.delivery.last_post
    missed = last_post is not None and local.time() > last_post
    if not missed and rules.calendar.is_working_day(local.date()):
        return local.date()
    return working_day(local.date(), 1, rules.calendar)
