"""A complaint begins on one release and ends on the next: what it goes through when new code is let go."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from temporalio.client import WorkflowExecutionStatus
from temporalio.common import SearchAttributeKey
from temporalio.worker import Replayer
from typer.testing import CliRunner, Result

from cli.main import app
from domain.complaint.actor import staff
from domain.complaint.complaint import Complaint
from domain.complaint.entry_kinds import EntryKind
from domain.complaint.resident import Resident
from domain.complaint.responses import Lesson, Outcome, Response
from domain.policy.staff import Officer
from domain.procedure.stages.acknowledge import Acknowledge
from domain.procedure.stages.allocate import Allocate
from domain.procedure.stages.respond import Respond
from domain.views.written import record_in_words
from register.queries import Queries
from register.upgrade import upgrade
from simulator.running import RunningSimulator
from tests.records import read
from tests.workflows.next_release import CHANGED, FAULTY
from tests.world import CONVERTER, RULEBOOK, Handle, World, development_server, settings_for, working
from workers.wiring import WORKFLOWS
from workflows.messages import MessageGuard

ROSA = Resident(name="Rosa Release", email="rosa@example.com", mobile="+447700900441")
_PATIENT = 90
"""Seconds: the server takes deployments of workers a few at a time, and puts the others off."""
PROBLEMS = SearchAttributeKey.for_keyword_list("TemporalReportedProblems")
RESPONSE = Response(
    outcome=Outcome.UPHELD,
    complaint="Damp in the bedroom.",
    reasons="The gutter leaks.",
    remedy="We mend the gutter.",
    learning=(Lesson(words="Gutters are checked each autumn."),),
)


@dataclass
class Releases(World):
    """A world whose workers are of releases."""

    running: AsyncExitStack

    async def deploy(self, release: str, workflows: tuple[type, ...] = WORKFLOWS) -> AsyncExitStack:
        """Start a worker of that release beside the others, and make the release current."""
        worker = await self.running.enter_async_context(AsyncExitStack())
        settings = self.settings.model_copy(update={"release": release})
        await worker.enter_async_context(working(self.env, settings, workflows))
        async with asyncio.timeout(_PATIENT):
            while (await self.types("current", release)).exit_code:
                await asyncio.sleep(0.2)
        return worker

    async def types(self, *arguments: str) -> Result:
        """What `complaints release` answers."""
        return await asyncio.to_thread(CliRunner().invoke, app, ("release", *arguments))

    async def says(self, *arguments: str, code: int = 0) -> dict[str, Any]:
        """What it answers to a program."""
        answer = await self.types(*arguments, "--json")
        assert answer.exit_code == code, answer.output
        said: dict[str, Any] = json.loads(last_line(answer))
        return said

    async def until_shown_on(self, release: str) -> None:
        """Wait until it says that a complaint is open on that release: Temporal's lists lag a little."""
        async with asyncio.timeout(_PATIENT):
            while not any(
                each["open_complaints"] for each in (await self.says("status"))["releases"] if each["name"] == release
            ):
                await asyncio.sleep(0.1)

    async def runs_on(self, handle: Handle) -> str:
        """Which release the complaint is on."""
        info = (await handle.describe()).raw_description.workflow_execution_info.versioning_info
        return str(info.deployment_version.build_id)

    async def until_on(self, handle: Handle, release: str) -> None:
        async with asyncio.timeout(_PATIENT):
            while await self.runs_on(handle) != release:
                await asyncio.sleep(0.05)

    async def allocated(self) -> tuple[Handle, datetime, Officer]:
        """A complaint that Priya has, with nothing on its way."""
        handle = await self.receives("reliance", resident=ROSA)
        now = await self.now(handle)
        priya = RULEBOOK.directory("reliance").officer("priya-nair", now.date())
        await self.does(handle, Allocate(at=now, by=staff(priya), handler=priya))
        await self.until(handle, lambda complaint: not complaint.outbox)
        return handle, now, priya

    async def finished(self, handle: Handle, at: datetime, priya: Officer) -> Complaint:
        """The complaint at its end, after it has been acknowledged and responded to."""
        await self.does(handle, Acknowledge(at=at, by=staff(priya), understood="Damp.", desired_outcome="Repair."))
        await self.does(handle, Respond(at=at, by=staff(priya), response=RESPONSE))
        return await self.finish(handle)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def releases(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Releases]:
    folder: Path = tmp_path_factory.mktemp("releases")
    async with AsyncExitStack() as running:
        simulator = running.enter_context(RunningSimulator())
        settings = settings_for(folder, simulator)
        upgrade(settings.register_url)
        env = await running.enter_async_context(development_server())
        set_for_commands = running.enter_context(pytest.MonkeyPatch.context())
        set_for_commands.setenv("TEMPORAL_ADDRESS", env.client.service_client.config.target_host)
        register = await running.enter_async_context(working(env, settings))
        workers = await running.enter_async_context(AsyncExitStack())
        yield Releases(env, simulator, settings, Queries(register), "", workers)


@pytest_asyncio.fixture(loop_scope="session")
async def deployed(releases: Releases) -> AsyncIterator[Releases]:
    """The same world; after the test no release is current, and its workers and complaints are gone."""
    yield releases
    await releases.types("current", "--none")
    await releases.running.aclose()
    async for found in releases.env.client.list_workflows("WorkflowType='Complaint' AND ExecutionStatus='Running'"):
        await releases.env.client.get_workflow_handle(found.id).terminate()


async def test_without_releases_any_worker_takes_any_complaint_and_a_nudge_moves_nothing(deployed: Releases) -> None:
    handle, _, _ = await deployed.allocated()
    run = await run_of(handle)

    moved = await deployed.says("nudge")

    assert moved == {"release": "", "found": 0, "remain": []}
    assert "No release is current" in (await deployed.types("status")).stdout
    assert await deployed.runs_on(handle) == ""
    await handle.signal("nudge")
    await deployed.complaint(handle)
    assert await run_of(handle) == run


async def test_a_complaint_begins_on_one_release_and_ends_on_the_next_with_nothing_lost(deployed: Releases) -> None:
    older = await deployed.deploy("1")
    handle, at, priya = await deployed.allocated()
    before, timer, run = await deployed.complaint(handle), await timer_of(handle), await run_of(handle)
    await deployed.deploy("2", CHANGED)
    await deployed.until_shown_on("1")
    assert await deployed.runs_on(handle) == "1"

    moved = await deployed.types("nudge", "--landlord", "reliance", "--batch", "1")

    assert moved.exit_code == 0, moved.output
    assert last_line(moved).endswith("moved to release 2, 0 remain.")
    assert await deployed.runs_on(handle) == "2"
    name, rings = await timer_of(handle)
    assert name == timer[0]
    assert rings == pytest.approx(timer[1], abs=2)
    assert await deployed.complaint(handle) == before
    await older.aclose()
    complaint = await deployed.finished(handle, at, priya)
    assert (await handle.describe()).status is WorkflowExecutionStatus.COMPLETED
    assert complaint.record[: len(before.record)] == before.record
    ordered = {EntryKind.ALLOCATED, EntryKind.ACKNOWLEDGED, EntryKind.RESPONDED}
    clauses = {entry.kind: entry.clause for entry in complaint.record if entry.kind in ordered}
    assert [clauses[kind].startswith("NEW: ") for kind in sorted(ordered)] == [True, False, True]
    assert deployed.queries.entries("reliance", complaint.reference) == record_in_words(complaint)
    assert told_once(deployed, complaint)
    assert await replays(deployed, handle, run)


async def test_a_complaint_with_a_notice_on_its_way_stays_and_moves_by_itself_after(deployed: Releases) -> None:
    await deployed.deploy("3")
    handle, at, priya = await deployed.allocated()
    deployed.simulator.turn("sendgrid", "error", status=503)
    await deployed.does(handle, Acknowledge(at=at, by=staff(priya), understood="Damp.", desired_outcome="Repair."))
    await tried_again(handle)
    await deployed.until_shown_on("3")
    await deployed.deploy("4")

    left = await deployed.says("nudge", "--wait", "10", code=1)

    assert [each["release"] for each in left["remain"]] == ["3"]
    assert "send email is under way (try" in left["remain"][0]["why"]
    await asyncio.to_thread(deployed.simulator._call, "DELETE", "/control")
    await deployed.wait_until(handle, at + timedelta(hours=3))
    await deployed.until_on(handle, "4")
    assert told_once(deployed, await deployed.complaint(handle))


async def test_a_complaint_whose_workers_are_gone_waits_until_it_is_taken_over(deployed: Releases) -> None:
    older = await deployed.deploy("5")
    handle, at, priya = await deployed.allocated()
    deployed.simulator.turn("sendgrid", "error", status=503)
    await deployed.does(handle, Acknowledge(at=at, by=staff(priya), understood="Damp.", desired_outcome="Repair."))
    await tried_again(handle)
    await older.aclose()
    await asyncio.to_thread(deployed.simulator._call, "DELETE", "/control")
    await deployed.until_shown_on("5")
    await deployed.deploy("6")

    left = await deployed.types("nudge", "--wait", "0.3")
    taken_over = await deployed.types("nudge", "--take-over", "--wait", "0.3")

    assert (left.exit_code, "NOT MOVED: no worker of release 5 takes its turn" in left.stdout) == (1, True)
    assert (taken_over.exit_code, await deployed.runs_on(handle)) == (0, "6"), taken_over.output
    await deployed.wait_until(handle, at + timedelta(hours=3))
    await deployed.until(handle, lambda complaint: not complaint.outbox)
    assert told_once(deployed, await deployed.complaint(handle))


async def test_a_complaint_whose_release_has_a_fault_is_taken_over_by_the_one_that_mends_it(
    deployed: Releases,
) -> None:
    await deployed.deploy("7", FAULTY)
    soon = timedelta(seconds=1)  # a turn that failed is taken away from its worker then, else after ten seconds
    handle = await deployed.receives("reliance", resident=ROSA, task_timeout=soon)
    await fails(handle)
    await deployed.until_shown_on("7")
    await deployed.deploy("8")

    left = await deployed.says("nudge", code=1)
    taken_over = await deployed.types("nudge", "--take-over", "--wait", "0.3")

    assert "its turn fails on a worker of release 7" in left["remain"][0]["why"]
    assert (taken_over.exit_code, await deployed.runs_on(handle)) == (0, "8"), taken_over.output
    assert (await deployed.complaint(handle)).record


@pytest.mark.parametrize(
    ("typed", "code", "says"),
    [
        pytest.param(("current",), 2, "name the release, or give --none", id="no release named"),
        pytest.param(("current", "nowhere"), 1, "nowhere", id="a release without workers"),
        pytest.param(("nudge", "--batch", "0"), 2, "--batch", id="nought at once"),
        pytest.param(("nudge", "--landlord", "nobody"), 2, "nobody", id="a landlord that is not there"),
    ],
)
async def test_what_cannot_be_done_is_said_in_a_sentence(
    deployed: Releases, typed: tuple[str, ...], code: int, says: str
) -> None:
    answer = await deployed.types(*typed)

    assert (answer.exit_code, says in answer.stderr, "Traceback" in answer.output) == (code, True, False)


async def run_of(handle: Handle) -> str:
    """Which of the complaint's runs is the present one."""
    return (await handle.describe()).raw_description.workflow_execution_info.execution.run_id


async def replays(world: World, handle: Handle, run: str) -> bool:
    """Whether that run replays, to where it continued as new on another release."""
    history = await world.env.client.get_workflow_handle(handle.id, run_id=run).fetch_history()
    replayer = Replayer(workflows=WORKFLOWS, data_converter=CONVERTER, interceptors=[MessageGuard()])
    return (await replayer.replay_workflow(history, raise_on_replay_failure=False)).replay_failure is None


def last_line(answer: Result) -> str:
    """What a command answered; the lines before may be the workers', which run in this process."""
    return answer.stdout.splitlines()[-1]


async def timer_of(handle: Handle) -> tuple[str, float]:
    """What the complaint waits for: the name of its timer, and when that rings."""
    history = await handle.fetch_history()
    started = [event for event in history.events if event.HasField("timer_started_event_attributes")][-1]
    (name,) = await CONVERTER.decode([started.user_metadata.summary], [str])
    length = started.timer_started_event_attributes.start_to_fire_timeout
    return name, started.event_time.ToSeconds() + length.ToSeconds()


async def tried_again(handle: Handle) -> None:
    """Wait until a send has failed and waits for its next try."""
    async with asyncio.timeout(_PATIENT):
        while not any(each.attempt > 1 for each in (await handle.describe()).raw_description.pending_activities):
            await asyncio.sleep(0.05)


async def fails(handle: Handle) -> None:
    """Wait until Temporal has noticed that its turns fail."""
    async with asyncio.timeout(_PATIENT):
        while (await handle.describe()).typed_search_attributes.get(PROBLEMS) is None:
            await asyncio.sleep(0.05)


def told_once(world: World, complaint: Complaint) -> bool:
    """Whether each mail the record holds as sent to the resident reached the provider, and no more than once."""
    mails = [mail["subject"] for mail in world.simulator.inbox()["emails"] if complaint.reference in str(mail)]
    sends = [e for e in read(complaint) if e.channel == "email" and e.kind is EntryKind.NOTICE_SENT]
    return len(mails) == len(sends) > 0
