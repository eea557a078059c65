"""The rounds: what is looked at by schedule over all that is open. Each is short, and may run again without harm.

Nothing is read here but what activities say: the landlord's files, its calendar and the register are theirs.
"""

import asyncio
from datetime import timedelta
from typing import Any, NamedTuple

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError, ApplicationError

with workflow.unsafe.imports_passed_through():
    from activities.calendar_checks import Asked, Batch, CalendarChecks, CalendarTelling, Older
    from activities.rounds import Readers, StaffRounds
    from activities.sweeping import Alarm, Sweeping
    from domain.rounds.calendar_check import CalendarReport
    from domain.rounds.reports import Round, RoundKind
    from domain.rounds.sweep import StuckReport
    from domain.value import Value
    from workflows.queues import EMAIL_QUEUE

_RETRIES = RetryPolicy(
    initial_interval=timedelta(seconds=2), backoff_coefficient=2, maximum_interval=timedelta(minutes=10)
)
_TRY_TIMEOUT = timedelta(minutes=2)
_USEFUL_FOR = timedelta(hours=8)
"""After a day's work a list of what is to be done that day is of no use."""
_ALARM_USEFUL_FOR = timedelta(minutes=10)
"""The next sweep comes soon, and finds them again."""
_BATCH = 100
_MOST_ASKED = 1000
"""Complaints a check asks: it says how many there are, and the desk's dry run asks them all."""
_MOST_SHOWN = 100


class Came(Value):
    """What came of a round."""

    says: str
    told: tuple[str, ...] = ()
    """Who was told, by their ids."""
    found: tuple[str, ...] = ()
    """References of what was found."""


class _StaffRound(NamedTuple):
    """The two activities of a round that tells staff: who is told, and the telling of one."""

    readers: Any  # each an activity's method: the SDK reads its types off it
    send: Any


_STAFF_ROUNDS = {
    RoundKind.DIGEST: _StaffRound(StaffRounds.readers_of_digest, StaffRounds.send_digest),
    RoundKind.OVERDUE_REPORT: _StaffRound(StaffRounds.readers_of_overdue_report, StaffRounds.send_overdue_report),
}


@workflow.defn(name="StaffRound")
class StaffRoundWorkflow:
    """The digest or the overdue report of one landlord, to each who has it today."""

    @workflow.run
    async def run(self, of: Round) -> Came:
        """Find out who is told today, and tell each."""
        round_ = _STAFF_ROUNDS[of.kind]
        readers: Readers = await _asks(round_.readers, of, f"who has the {of.kind.words}")
        if not readers.each:
            return _said(Came(says=f"nobody was told: {readers.why_none}"))
        return await _tell_each(round_.send, list(readers.each))


@workflow.defn(name="CalendarRound")
class CalendarRoundWorkflow:
    """The weekly look whether open complaints count by an older calendar than today's."""

    @workflow.run
    async def run(self, of: Round) -> Came:
        """Compare, ask those that differ, and tell the complaints officer; nothing is moved."""
        readers: Readers = await _asks(CalendarChecks.readers_of_calendar_report, of, "who has the calendar report")
        if not readers.each:
            return _said(Came(says=f"nothing was compared: {readers.why_none}"))
        older: Older = await _asks(CalendarChecks.find_older, of, "calendars that are not today's")
        if not older.complaints:
            return _said(Came(says="every open complaint counts by today's calendar"))
        report = await _ask_all(of, older)
        if not report.differ:
            return _said(Came(says="every open complaint counts by today's calendar"))
        found = tuple(move.reference for move in report.moves)
        tellings = [CalendarTelling(round=of, reader=each.reader, report=report) for each in readers.each]
        came = await _tell_each(CalendarChecks.send_calendar_report, tellings)
        says = f"{report.differ} count by an older calendar, {report.moving} of {report.asked} asked would move"
        return _said(came.model_copy(update={"says": f"{says}; {came.says}", "found": found}))


@workflow.defn(name="SweepRound")
class SweepRoundWorkflow:
    """The look for complaints that are stuck: something was due, and nothing has been recorded since."""

    @workflow.run
    async def run(self, of: Round) -> Came:
        """Find what is stuck, and tell operations; found again on the same day, it is not told again."""
        report: StuckReport = await _asks(Sweeping.find_stuck, of, "complaints that should have acted")
        if not report.count:
            return _said(Came(says="nothing is stuck"))
        workflow.set_current_details(_stuck_in_words(report))
        sent: bool = await _asks(
            Sweeping.send_alarm,
            Alarm(round=of, report=report),
            "alarm to operations",
            queue=EMAIL_QUEUE,
            useful_for=_ALARM_USEFUL_FOR,
        )
        told = ("operations",) if sent else ()
        return Came(says=_stuck_in_words(report), told=told, found=report.references)


async def _ask_all(of: Round, older: Older) -> CalendarReport:
    """Ask batch after batch what today's calendar would do, up to the most that a check asks."""
    batches: list[Asked] = []
    after = ""
    while len(batches) * _BATCH < _MOST_ASKED:
        batch = Batch(landlord=of.landlord, marks=older.marks, after=after, size=_BATCH)
        came: Asked = await _asks(CalendarChecks.ask_how_dates_move, batch, f"complaints beyond {after or 'the first'}")
        if not came.last:
            break
        batches.append(came)
        after = came.last
    return _report(older, batches)


def _report(older: Older, batches: list[Asked]) -> CalendarReport:
    same = sum(came.same for came in batches)
    moves = [move for came in batches for move in came.moves]
    return CalendarReport(
        differ=max(older.complaints - same, 0),
        asked=sum(came.answered for came in batches) - same,
        moving=len(moves),
        moves=tuple(moves[:_MOST_SHOWN]),
        days=tuple(sorted({day for came in batches for day in came.days})),
    )


async def _tell_each(send: Any, tellings: list[Any]) -> Came:  # noqa: ANN401 - an activity's method, and its inputs
    """Tell each, whatever becomes of the others; at the end the round fails if one could not be told."""
    telling = (_asks(send, each, f"to {each.reader}", queue=EMAIL_QUEUE, useful_for=_USEFUL_FOR) for each in tellings)
    answers = await asyncio.gather(*telling, return_exceptions=True)
    told, failed = list[str](), list[str]()
    for each, answer in zip(tellings, answers, strict=True):
        if isinstance(answer, ActivityError):
            failed.append(f"{each.reader} ({_why(answer)})")
        elif isinstance(answer, BaseException):
            raise answer
        elif answer:
            told.append(each.reader)
    if failed:
        raise ApplicationError(f"{len(told)} told; not told: {'; '.join(failed)}", type="NotTold", non_retryable=True)
    before = len(tellings) - len(told)
    return _said(Came(says=f"{len(told)} told" + (f", {before} told before" if before else ""), told=tuple(told)))


async def _asks(
    activity: Any,  # noqa: ANN401 - an activity's method: the SDK reads its types off it
    what: Any,  # noqa: ANN401
    summary: str,
    *,
    queue: str | None = None,
    useful_for: timedelta = _USEFUL_FOR,
) -> Any:  # noqa: ANN401
    return await workflow.execute_activity_method(
        activity,
        what,
        task_queue=queue,
        summary=summary,
        start_to_close_timeout=_TRY_TIMEOUT,
        schedule_to_close_timeout=useful_for,
        retry_policy=_RETRIES,
    )


def _why(error: ActivityError) -> str:
    return error.cause.message if isinstance(error.cause, ApplicationError) else "no answer in time"


def _said(came: Came) -> Came:
    workflow.set_current_details(came.says)
    return came


def _stuck_in_words(report: StuckReport) -> str:
    more = f" and {report.more} more" if report.more else ""
    return f"{report.count} stuck: {', '.join(report.references)}{more}"
