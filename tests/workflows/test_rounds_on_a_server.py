"""The rounds on a real server: told once though they run twice, what slept is found, dates move when they are to."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio
from google.protobuf.timestamp_pb2 import Timestamp
from temporalio.api.workflowservice.v1 import ListScheduleMatchingTimesRequest
from temporalio.client import Client, WorkflowFailureError
from typer.testing import CliRunner, Result

from cli.main import app
from domain.calendar.days import in_words
from domain.calendar.working_calendar import Nation
from domain.complaint.actor import staff
from domain.complaint.complaint import Complaint
from domain.complaint.entry_kinds import EntryKind
from domain.messages.news import CalendarChanged
from domain.procedure.stages.allocate import Allocate
from domain.procedure.stages.withdraw import Withdraw
from domain.rounds.reports import Round, RoundKind
from providers.rulebook import policies_folder
from register.open_work import RegisterOpenWork
from temporal.clocks import ahead
from temporal.complaints import TemporalComplaints
from temporal.schedules import apply_schedules, planned_schedules, remove_unwanted, wanted
from tests.records import read
from tests.workflows.test_complaint import acknowledged, officer
from tests.workflows.test_news import due_on
from tests.workflows.test_payload_keys import Damaging
from tests.world import KEYS, Handle, World, next_monday
from tests.world import world as running_world
from workflows.ids import complaint_of, round_id
from workflows.queues import COMPLAINTS_QUEUE
from workflows.rounds import Came

LONDON = ZoneInfo("Europe/London")
A_HOLIDAY = 'extra_holidays = [{{ first = {0}, last = {0}, why = "A day of mourning" }}]'


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """A world of its own, since a round tells of all that is open; SendGrid refuses Leah Brooks' address in it."""
    ours = shutil.copytree(policies_folder(), tmp_path_factory.mktemp("rounds") / "policies")
    staff = ours / "reliance" / "staff.toml"
    text = staff.read_text(encoding="utf-8")
    staff.write_text(text.replace("leah-brooks@reliance.example.com", "léah@reliance.example.com"), encoding="utf-8")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("PUTRIGHT_POLICIES", str(ours))
        async with running_world(tmp_path_factory.mktemp("world")) as running:
            yield running


@pytest.fixture
def policies(tmp_path: Path) -> Path:
    return shutil.copytree(policies_folder(), tmp_path / "policies")


async def test_a_digest_is_told_once_though_the_round_runs_twice(world: World) -> None:
    handle, now, _ = await acknowledged(world)
    await until_registered(world, handle)
    digest = Round(kind=RoundKind.DIGEST, landlord="reliance")
    morning = now + timedelta(hours=22, minutes=30)  # 08:30 on the Tuesday

    first = await runs(world, "StaffRound", digest, morning)
    again = await runs(world, "StaffRound", digest, morning)

    assert "priya-nair" in first.told
    assert again.told == ()
    (mail,) = lists_of(world, "priya-nair")
    assert reference_of(handle) in mail["text"]
    assert not {"Sam", "Damp", "07700"} & set(mail["text"].replace(":", " ").split())


async def test_a_round_that_cannot_tell_somebody_tells_the_others_and_fails_with_whom_and_why(world: World) -> None:
    await until_registered(world, (await acknowledged(world))[0])
    handle = await world.receives("reliance")
    now = await world.now(handle)
    leah = officer("leah-brooks", now)
    await world.does(handle, Allocate(at=now, by=staff(leah), handler=leah))
    await until(lambda: handler_of(world, handle) == "leah-brooks")
    digest, wednesday = Round(kind=RoundKind.DIGEST, landlord="reliance"), now + timedelta(hours=46, minutes=30)

    with pytest.raises(WorkflowFailureError) as failed:
        await runs(world, "StaffRound", digest, wednesday)

    assert "not told: leah-brooks (SendGrid" in str(failed.value.cause)
    (mail,) = [mail for mail in lists_of(world, "priya-nair") if f"{wednesday.day} {wednesday:%B}" in mail["subject"]]
    assert "Due on the next working days" in mail["text"]


async def test_the_sweep_finds_a_complaint_that_slept(world: World) -> None:
    handle, now, _ = await acknowledged(world)
    await until_registered(world, handle)
    sweep = Round(kind=RoundKind.SWEEP, landlord="reliance")

    in_time = await runs(world, "SweepRound", sweep, now + timedelta(minutes=20))
    # Its own clock stands still: by the sweep's, its reminders and its deadline have passed and nothing came of it.
    weeks_later = await runs(world, "SweepRound", sweep, now + timedelta(days=21))

    assert reference_of(handle) not in in_time.found
    assert reference_of(handle) in weeks_later.found


async def test_a_holiday_moves_open_complaints_by_a_dry_run_first_and_once(
    world: World, policies: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    handles = [(await acknowledged(world))[0] for _ in range(2)]
    ended, now, priya = await acknowledged(world)
    await world.does(ended, Withdraw(at=now, by=staff(priya)))
    for handle in handles:
        await until_registered(world, handle)
    await until(lambda: is_settled(world, ended))
    was = await due_on(handles[0], "stage_1.respond")
    proclaim(policies, was)
    at_desk(monkeypatch, world, policies)

    dry = await complaints("calendar", "apply", "reliance")
    before = [await moves(world, handle) for handle in handles]
    done = await complaints("calendar", "apply", "reliance", "--yes")
    again = await complaints("calendar", "apply", "reliance", "--yes")
    for handle in handles:
        await world.until(handle, lambda complaint: len(moved(complaint)) == 1)
    await until(lambda: older_marks(world) == 1)
    at_rest = await complaints("calendar", "check", "reliance")

    assert f"stage 1 response moves from {in_words(was)} to" in said(dry)
    assert "the resident: date moved by email" in said(dry)
    assert said(dry).endswith("Nothing was done; add --yes to do it.")
    assert before == [0, 0]
    assert (dry.exit_code, done.exit_code, again.exit_code) == (0, 0, 0), done.stderr + again.stderr
    assert reference_of(ended) not in said(dry) + said(done)
    assert await due_on(handles[0], "stage_1.respond") > was
    assert [await moves(world, handle) for handle in handles] == [1, 1]
    assert said(at_rest) == "reliance: every open complaint counts by today's calendar."


async def test_the_weekly_check_tells_the_complaints_officer_and_moves_nothing(world: World) -> None:
    handle, now, _ = await acknowledged(world)
    own = (await TemporalComplaints(world.env.client).case(complaint_of(handle.id))).rules.calendar
    closed_less = type(own).model_validate(own.model_dump() | {"closed": own.closed[:-1]})
    await handle.signal("calendar_changed", CalendarChanged(calendar=closed_less))
    await world.until(handle, lambda complaint: len(moved(complaint)) == 1)
    await until(lambda: closed_less.mark in marks(world))
    monday = next_monday(now + timedelta(days=1)) - timedelta(hours=2)

    came = await runs(world, "CalendarRound", Round(kind=RoundKind.CALENDAR_CHECK, landlord="reliance"), monday)

    assert came.told == ("grace-lindo",)
    (mail,) = [mail for mail in world.simulator.inbox()["emails"] if "the working days have changed" in mail["subject"]]
    assert mail["to"] == "grace-lindo@reliance.example.com"
    assert f"{in_words(own.closed[-1].on)} does not count" in mail["text"]
    assert await moves(world, handle) == 1


async def test_a_calendar_that_was_refused_is_not_the_complaints(world: World) -> None:
    handle, _, _ = await acknowledged(world)
    running = TemporalComplaints(world.env.client)
    own = (await running.case(complaint_of(handle.id))).rules.calendar
    scottish = own.model_copy(update={"nation": Nation.SCOTLAND})

    for news in (CalendarChanged(calendar=scottish), {"calendar": "none"}):
        await handle.signal("calendar_changed", news)
    damaging = Damaging.client(world.env).get_workflow_handle(handle.id)
    await damaging.signal("calendar_changed", CalendarChanged(calendar=own))

    assert (await running.case(complaint_of(handle.id))).rules.calendar == own


async def test_schedules_are_made_once_brought_up_to_date_and_stay_paused(world: World) -> None:
    client, asked = world.env.client, wanted(world.settings)

    before = await planned_schedules(client, asked)
    made = await apply_schedules(client, asked)
    at_once = await planned_schedules(client, asked)
    await client.get_schedule_handle("round/digest/reliance").pause(note="moving house")
    again = await apply_schedules(client, wanted(world.settings))
    planned = {each.id: each for each in await until_planned(world, len(asked))}
    without_keys = await Client.connect(client.service_client.config.target_host)  # as the doctor has

    assert all(planned.missing for planned in before)
    assert not any(planned.missing for planned in at_once)
    assert all(made.values())
    assert not any(again.values())
    assert planned["round/digest/reliance"].paused
    assert planned["round/digest/reliance"].why_paused == "moving house"
    assert planned.keys() == asked.keys()
    assert len(asked) == 8
    assert len(await planned_schedules(without_keys, asked)) == 8


@pytest.mark.parametrize(
    ("first", "last"),
    [
        pytest.param(date(2027, 3, 25), date(2027, 4, 1), id="the clocks go forward"),
        pytest.param(date(2027, 10, 28), date(2027, 11, 4), id="the clocks go back"),
    ],
)
async def test_a_digest_begins_at_half_past_eight_in_london_whatever_the_clocks_do(
    world: World, first: date, last: date
) -> None:
    await apply_schedules(world.env.client, wanted(world.settings))
    asked = ListScheduleMatchingTimesRequest(namespace="default", schedule_id="round/digest/qualitas")
    asked.start_time.CopyFrom(stamp(first))
    asked.end_time.CopyFrom(stamp(last))

    found = await world.env.client.workflow_service.list_schedule_matching_times(asked)

    local = [each.ToDatetime(UTC).astimezone(LONDON) for each in found.start_time]
    assert {f"{at:%H:%M}" for at in local} == {"08:30"}  # spread over that minute
    assert [at.weekday() for at in local] == [3, 4, 0, 1, 2]
    assert len({at.utcoffset() for at in local}) == 2


async def test_the_schedules_of_a_landlord_that_is_gone_are_taken_away(world: World) -> None:
    client, asked = world.env.client, wanted(world.settings)
    await apply_schedules(client, asked)
    await until_planned(world, len(asked))
    left = {schedule_id: schedule for schedule_id, schedule in asked.items() if "qualitas" not in schedule_id}

    gone = await remove_unwanted(client, left)

    assert len(gone) == 4
    assert {schedule_id.rpartition("/")[2] for schedule_id in gone} == {"qualitas"}


async def runs(world: World, name: str, of: Round, at: datetime) -> Came:
    """The round as it comes out when it begins at an instant."""
    wait = at - datetime.now(UTC)
    handle = await ahead(world.env.client, wait).start_workflow(
        name, of, id=f"{round_id(of)}-{uuid4()}", task_queue=COMPLAINTS_QUEUE, start_delay=wait, result_type=Came
    )
    came: Came = await handle.result()
    return came


def reference_of(handle: Handle) -> str:
    return complaint_of(handle.id).reference


def lists_of(world: World, person: str) -> list[dict[str, Any]]:
    """The digests that person has had, the newest first."""
    theirs = [mail for mail in world.simulator.inbox()["emails"] if mail["to"] == f"{person}@reliance.example.com"]
    return [mail for mail in theirs if "your list for" in mail["subject"]]


def handler_of(world: World, handle: Handle) -> str:
    known = world.queries.complaint("reliance", reference_of(handle))
    return known.standing.handler if known else ""


def moved(complaint: Complaint) -> list[str]:
    return [entry.text for entry in read(complaint) if entry.kind is EntryKind.CALENDAR_CHANGED]


async def moves(world: World, handle: Handle) -> int:
    return len(moved(await world.complaint(handle)))


async def until_registered(world: World, handle: Handle) -> None:
    """Until the register shows the complaint acknowledged."""

    def shown() -> bool:
        known = world.queries.complaint("reliance", reference_of(handle))
        return known is not None and "acknowledged" in known.standing.words

    await until(shown)


def is_settled(world: World, handle: Handle) -> bool:
    known = world.queries.complaint("reliance", reference_of(handle))
    return known is not None and known.standing.settled


def marks(world: World) -> dict[str, int]:
    return dict(RegisterOpenWork(world.queries._engine).marks("reliance"))


def older_marks(world: World) -> int:
    return len(marks(world))


async def until(so: Callable[[], bool], seconds: float = 20) -> None:
    async with asyncio.timeout(seconds):
        while not so():
            await asyncio.sleep(0.05)


async def until_planned(world: World, count: int) -> tuple[Any, ...]:
    """The schedules, as soon as the server lists them all."""
    async with asyncio.timeout(20):
        while len(planned := await planned_schedules(world.env.client, {})) < count:
            await asyncio.sleep(0.05)
    return planned


def stamp(on: date) -> Timestamp:
    stamped = Timestamp()
    stamped.FromDatetime(datetime.combine(on, time(), UTC))
    return stamped


def proclaim(policies: Path, on: date) -> None:
    """A day of mourning, written into the landlord's file."""
    file = policies / "reliance" / "landlord.toml"
    text = file.read_text(encoding="utf-8")
    assert "extra_holidays = []" in text
    file.write_text(text.replace("extra_holidays = []", A_HOLIDAY.format(on)), encoding="utf-8")


def at_desk(monkeypatch: pytest.MonkeyPatch, world: World, policies: Path) -> None:
    """What a command finds in its environment."""
    monkeypatch.setenv("TEMPORAL_ADDRESS", world.env.client.service_client.config.target_host)
    monkeypatch.setenv("PUTRIGHT_REGISTER_URL", world.settings.register_url)
    monkeypatch.setenv("PUTRIGHT_PAYLOAD_KEYS", KEYS)
    monkeypatch.setenv("PUTRIGHT_POLICIES", str(policies))
    monkeypatch.setattr("cli.operations.calendar.set_up_logs", lambda *_: None)


def said(result: Result) -> str:
    """What the command printed, without what the worker in this process logged meanwhile."""
    return "\n".join(line for line in result.stdout.splitlines() if not line.startswith("20"))


async def complaints(*arguments: str) -> Result:
    return await asyncio.to_thread(CliRunner().invoke, app, arguments)
