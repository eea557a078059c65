"""News that reaches a complaint from outside the procedure: what became of a notice, and a changed calendar."""

from typing import Annotated

from pydantic import Field

from domain.calendar.working_calendar import WorkingCalendar
from domain.policy.channels import Channel
from domain.value import Instant, Order

Label = Annotated[str, Field(max_length=300)]
"""A notice's key: none of ours is longer."""


class NoticeDelivered(Order):
    """A provider says that a notice arrived."""

    key: Label
    at: Instant


class NoticeFailed(Order):
    """A provider says that a notice it had taken came back."""

    key: Label
    at: Instant
    why: str
    channel: Channel | None = None


class CalendarChanged(Order):
    """A holiday was proclaimed, or the calendar renewed."""

    calendar: WorkingCalendar
