"""The schedules of the rounds: made, or brought up to date, as the landlords' files say; again, it changes nothing.

A schedule fires on every day of the landlord's working week at its local time; whether that day is a working day, and
whether a weekly report is due on it, the round itself finds out from the landlord's calendar.
"""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import NamedTuple

from temporalio.api.common.v1 import Payload
from temporalio.client import (
    Client,
    Schedule,
    ScheduleAction,
    ScheduleActionStartWorkflow,
    ScheduleAlreadyRunningError,
    ScheduleCalendarSpec,
    ScheduleIntervalSpec,
    ScheduleOverlapPolicy,
    SchedulePolicy,
    ScheduleRange,
    ScheduleSpec,
    ScheduleUpdate,
    ScheduleUpdateInput,
)
from temporalio.service import RPCError, RPCStatusCode

from domain.policy.landlord import Landlord
from domain.rounds.reports import Round, RoundKind
from domain.value import Value
from providers.rulebook import Rulebook, RulebookError
from providers.settings import Settings
from temporal.payload_codec import KEY_ID
from workflows.ids import landlord_of_round, round_id
from workflows.queues import COMPLAINTS_QUEUE

_WORKFLOWS = {
    RoundKind.DIGEST: "StaffRound",
    RoundKind.OVERDUE_REPORT: "StaffRound",
    RoundKind.CALENDAR_CHECK: "CalendarRound",
    RoundKind.SWEEP: "SweepRound",
}
_DAYS = 7


class _Times(NamedTuple):
    """How exactly a round is kept to its time."""

    jitter: timedelta
    """Spread, so that many landlords' rounds do not begin at once."""
    catches_up: timedelta
    """After an outage of Temporal a round this late is still of use."""
    ends_within: timedelta
    """A round that finds no worker for so long is of no use any more."""


_REPORT = _Times(timedelta(minutes=1), timedelta(hours=4), timedelta(hours=9))
_SWEEP = _Times(timedelta(minutes=1), timedelta(minutes=5), timedelta(hours=1))


class Planned(Value):
    """A schedule as Temporal holds it."""

    id: str
    next_at: datetime | None = None
    paused: bool = False
    why_paused: str = ""
    last_at: datetime | None = None
    wanted: bool = True
    """False where no landlord's file asks for it any more."""
    missing: bool = False
    """True where a file asks for it and Temporal does not have it."""
    sealed_with: str = ""
    """The id of the key with which it keeps what its rounds begin with; empty where that is not encrypted."""


def wanted(settings: Settings) -> dict[str, Schedule]:
    """Every schedule that the landlords' files and the settings ask for, by its id; nothing of a faulty file's."""
    made: dict[str, Schedule] = {}
    files, every = Rulebook(settings.policies), timedelta(minutes=settings.sweep_every_minutes)
    for key in files.landlords():
        if not _can_be_read(files, key):  # its schedules stay as they are
            continue
        landlord = files.landlord(key)
        rounds = {RoundKind.SWEEP: ScheduleSpec(intervals=[ScheduleIntervalSpec(every=every)])}
        rounds |= dict(_reports(landlord))
        for kind, spec in rounds.items():
            of = Round(kind=kind, landlord=key)
            made[round_id(of)] = _schedule(of, spec, _SWEEP if kind is RoundKind.SWEEP else _REPORT)
    return made


def unread(settings: Settings) -> frozenset[str]:
    """The landlords whose files cannot be read: nobody can say which of their schedules are wanted."""
    files = Rulebook(settings.policies)
    return frozenset(key for key in files.landlords() if not _can_be_read(files, key))


def _can_be_read(files: Rulebook, key: str) -> bool:
    try:
        files.landlord(key)
    except RulebookError:
        return False
    return True


async def apply_schedules(client: Client, schedules: dict[str, Schedule]) -> dict[str, bool]:
    """Make what is missing and bring up to date what is there; by id, whether it was made now.

    A schedule that somebody has paused stays paused.

    Raises:
        RPCError: Temporal does not take it.
    """
    return {schedule_id: await _apply(client, schedule_id, schedule) for schedule_id, schedule in schedules.items()}


async def remove_unwanted(
    client: Client, schedules: dict[str, Schedule], unread: frozenset[str] = frozenset()
) -> tuple[str, ...]:
    """Take away the rounds that no landlord's file asks for any more, and say which; none of landlords *unread*."""
    planned = await planned_schedules(client, schedules, unread)
    gone = tuple(each.id for each in planned if not each.wanted)
    for schedule_id in gone:
        await client.get_schedule_handle(schedule_id).delete()
    return gone


async def planned_schedules(
    client: Client, schedules: dict[str, Schedule], unread: frozenset[str] = frozenset()
) -> tuple[Planned, ...]:
    """The rounds' schedules as Temporal holds them, and those it should hold and does not; none of landlords *unread*.

    Those it should hold are asked for by name: Temporal's list of schedules comes some moments later.
    """
    held = {schedule_id: await _planned(client, schedule_id, wanted=True) for schedule_id in schedules}
    async for listed in await client.list_schedules():
        whose = landlord_of_round(listed.id)
        if whose and whose not in unread and listed.id not in held:
            unwanted = await _planned(client, listed.id, wanted=False)
            if not unwanted.missing:
                held[listed.id] = unwanted
    return tuple(sorted(held.values(), key=lambda planned: planned.id))


def _reports(landlord: Landlord) -> Iterator[tuple[RoundKind, ScheduleSpec]]:
    if rounds := landlord.rounds:
        yield RoundKind.DIGEST, _at(rounds.digest.at, landlord)
        yield RoundKind.OVERDUE_REPORT, _at(rounds.overdue_report.at, landlord)
        yield RoundKind.CALENDAR_CHECK, _at(rounds.calendar_check.at, landlord)


def _at(at: time, landlord: Landlord) -> ScheduleSpec:
    """That local time on each day of the landlord's working week; Temporal's week begins on Sunday."""
    days = [ScheduleRange((day + 1) % _DAYS) for day in sorted(landlord.working_week)]
    on = ScheduleCalendarSpec(hour=[ScheduleRange(at.hour)], minute=[ScheduleRange(at.minute)], day_of_week=days)
    return ScheduleSpec(calendars=[on], time_zone_name=landlord.time_zone)


def _schedule(of: Round, spec: ScheduleSpec, times: _Times) -> Schedule:
    spec.jitter = times.jitter
    return Schedule(
        action=ScheduleActionStartWorkflow(
            _WORKFLOWS[of.kind],
            of,
            id=round_id(of),
            task_queue=COMPLAINTS_QUEUE,
            execution_timeout=times.ends_within,
            static_summary=f"{of.landlord}: {of.kind.words}",
        ),
        spec=spec,
        policy=SchedulePolicy(overlap=ScheduleOverlapPolicy.SKIP, catchup_window=times.catches_up),
    )


async def _apply(client: Client, schedule_id: str, schedule: Schedule) -> bool:
    def updated(was: ScheduleUpdateInput) -> ScheduleUpdate:
        schedule.state = was.description.schedule.state
        return ScheduleUpdate(schedule)

    try:
        await client.create_schedule(schedule_id, schedule)
    except ScheduleAlreadyRunningError:
        await client.get_schedule_handle(schedule_id).update(updated)
        return False
    return True


async def _planned(client: Client, schedule_id: str, *, wanted: bool) -> Planned:
    try:
        described = await client.get_schedule_handle(schedule_id).describe()
    except RPCError as error:
        if error.status is not RPCStatusCode.NOT_FOUND:
            raise
        return Planned(id=schedule_id, missing=True, wanted=wanted)
    state, info = described.schedule.state, described.info
    return Planned(
        id=schedule_id,
        next_at=info.next_action_times[0] if info.next_action_times else None,
        paused=state.paused,
        why_paused=state.note or "",
        last_at=info.recent_actions[-1].started_at if info.recent_actions else None,
        wanted=wanted,
        sealed_with=_key_of(described.schedule.action),
    )


def _key_of(action: ScheduleAction) -> str:
    """A described schedule holds its arguments as they are kept."""
    kept = action.args if isinstance(action, ScheduleActionStartWorkflow) else []
    return "".join(
        each.metadata.get(KEY_ID, b"").decode(errors="replace") for each in kept if isinstance(each, Payload)
    )
