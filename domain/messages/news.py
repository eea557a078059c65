"""News that reaches a complaint from outside the procedure: what became of a notice, and a changed calendar."""

from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from domain.calendar.working_calendar import WorkingCalendar
from domain.policy.channels import Channel
from domain.value import Instant, Order

_LONGEST_WORDS = 200
"""Characters of a calendar's version, or of the name of a day."""


def _printable(words: str) -> str:
    """*words*, where all of them can be read: what cannot is refused by databases, and gives orders to terminals.

    Raises:
        ValueError: they hold other signs.
    """
    if not words.isprintable():
        raise ValueError("it holds signs that cannot be read")
    return words


Label = Annotated[str, Field(max_length=300), AfterValidator(_printable)]
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

    @model_validator(mode="after")
    def _has_words_that_can_be_read(self) -> Self:
        for words in (self.calendar.version, *(day.why for day in self.calendar.closed)):
            if len(_printable(words)) > _LONGEST_WORDS:
                raise ValueError(f"its version or a day's name is longer than {_LONGEST_WORDS} characters")
        return self
