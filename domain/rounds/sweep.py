"""The sweep: which complaints should have acted by themselves, and did not."""

from datetime import datetime, timedelta
from typing import ClassVar

from domain.calendar.days import short
from domain.rounds.reports import _SHOWN, Work
from domain.value import Value
from domain.views.page import Standing


class Sleeping(Value):
    """A complaint that should have acted by itself, and of which nothing has been recorded since."""

    reference: str
    expected_at: datetime
    next_due: str


class StuckReport(Value):
    """The complaints of a landlord that are stuck, for operations."""

    template: ClassVar[str] = "stuck_report"

    count: int
    references: tuple[str, ...]

    @property
    def more(self) -> int:
        """How many are not named."""
        return self.count - len(self.references)


def sleeping(work: Work, now: datetime, after: timedelta) -> Sleeping | None:
    """Whether it should have acted by itself longer than *after* ago, and nothing has been recorded since.

    What should have been done is a reminder of its ladder, or the note that the deadline was missed. A reminder that
    cannot be sent is no entry either: whoever should know of the date does not.
    """
    expected = [at for at in work.standing.acts_at if at <= now - after]
    if expected and work.recorded_at and work.recorded_at >= expected[-1]:
        recurs_by = _recurs_by(work.standing.acts_at, work.recorded_at)
        expected = [recurs_by] if recurs_by and recurs_by <= now - after else []
    if not expected:
        return None
    return Sleeping(reference=work.reference, expected_at=expected[-1], next_due=_in_words(work.standing))


def _in_words(standing: Standing) -> str:
    return f"{standing.next_due} due {short(standing.next_due_on)}" if standing.next_due_on else standing.next_due


def _recurs_by(acts_at: tuple[datetime, ...], last: datetime) -> datetime | None:
    """By when it reminds again that has reminded at *last*, after all that were told; None while some are to come.

    They recur as the last two did; thrice as long allows for bank holidays and the landlord's own closure at Christmas.
    """
    if not acts_at[1:] or last < acts_at[-1]:
        return None
    return last + 3 * (acts_at[-1] - acts_at[-2])


def stuck_report(found: tuple[Sleeping, ...]) -> StuckReport:
    """What operations are told."""
    return StuckReport(count=len(found), references=tuple(each.reference for each in found[:_SHOWN]))
