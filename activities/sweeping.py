"""The activities of the sweep: finds complaints that should have acted by themselves, and tells operations.

What the pages in a browser have kept for as long as they may is forgotten beside it.
"""

from collections.abc import Callable
from datetime import timedelta

import structlog
from temporalio import activity

from activities.counting import count_stuck
from activities.ports import LandlordFiles, OpenWork, Swept
from activities.reporting import Reporting
from activities.today import Today
from domain.rounds.reports import Reader, Round
from domain.rounds.sweep import StuckReport, sleeping, stuck_report
from domain.value import Value

log = structlog.get_logger()

_NAMED = 20
"""References in one log line."""


class Alarm(Value):
    """What operations are told of a sweep."""

    round: Round
    report: StuckReport

    @property
    def landlord(self) -> str:
        """Whose round it is."""
        return self.round.landlord


class Sweeping:
    """Looks for what is stuck; every activity may be repeated."""

    def __init__(
        self,
        work: OpenWork,
        files: Callable[[], LandlordFiles],
        reporting: Reporting,
        *,
        after: timedelta,
        operations: str,
        forget: Callable[[], Swept],
    ) -> None:
        self._work = work
        self._files = files
        self._reporting = reporting
        self._after = after
        self._operations = operations
        self._forget = forget

    @activity.defn
    def find_stuck(self, of: Round) -> StuckReport:
        """The complaints that should have acted and did not; what is kept too long for a page is forgotten first."""
        if any((swept := self._forget()).model_dump().values()):
            log.info("pages.swept", **swept.model_dump())
        now = activity.info().started_time
        quiet = self._work.quiet(of.landlord, now - self._after)
        found = tuple(asleep for work in quiet if (asleep := sleeping(work, now, self._after)))
        count_stuck(of.landlord, len(found))
        report = stuck_report(found)
        if found:
            log.error("complaints.stuck", count=report.count, references=report.references[:_NAMED])
        return report

    @activity.defn
    def send_alarm(self, alarm: Alarm) -> bool:
        """Tell operations, once a day; False when they were told today, or nobody said where they are."""
        if not self._operations:
            return False
        today = Today.at(alarm.landlord, self._files())
        reader = Reader(id="operations", name="operations", email=self._operations)
        return self._reporting.send(alarm.round, alarm.report, reader, today)
