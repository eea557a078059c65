"""News that reaches a complaint from outside the procedure: what became of a notice, and a changed calendar."""

from pydantic import AwareDatetime

from domain.calendar import WorkingCalendar
from domain.policy import Channel
from domain.value import Order


class NoticeDelivered(Order):
    """A provider says that a notice arrived."""

    key: str
    at: AwareDatetime


class NoticeFailed(Order):
    """A provider says that a notice it had taken came back."""

    key: str
    at: AwareDatetime
    why: str
    channel: Channel | None = None


class CalendarChanged(Order):
    """A holiday was proclaimed, or the calendar renewed."""

    calendar: WorkingCalendar
