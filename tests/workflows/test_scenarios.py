"""Every sample scenario through the real workflow gives the rehearsal's timeline, to the minute.

A workflow cannot begin in the past. So story, edition and calendar are moved together by whole weeks, until the story
begins after now: weekdays, holidays and all distances stay as they are.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from temporalio.client import WorkflowExecutionStatus, WorkflowUpdateFailedError
from temporalio.service import RPCError

from domain.calendar.working_calendar import ClosedDay, WorkingCalendar
from domain.complaint.complaint import Case, Complaint, NotAllowedError
from domain.messages.message import Message
from domain.messages.news import CalendarChanged, NoticeFailed
from domain.policy.rules import Rules
from domain.procedure.apply import apply
from domain.procedure.front_door.receive import Receive, receive
from domain.procedure.stages.close import Close
from domain.procedure.stages.escalate import RequestEscalation
from domain.procedure.stages.extend import RequestExtension
from providers.letters import LetterWriter
from providers.rulebook import Rulebook, policies_folder
from rehearsal.rehearsal import RefusedStep, Rehearsal, rehearse
from rehearsal.scenarios import ScenarioEvent, Story, read_story
from rehearsal.timeline import compare_by, timeline_of
from rehearsal.world import last_letter, with_holiday
from rehearsal.world_steps import Bounced, Holiday
from temporal.clocks import ahead, caught_up
from tests.rehearsal.rehearsals import SAMPLES
from tests.world import PATIENT, Handle, World
from workflows.complaint import ComplaintWorkflow
from workflows.ids import complaint_workflow_id
from workflows.queues import COMPLAINTS_QUEUE

ZONE = "Europe/London"
EVERY_SAMPLE = sorted(path.stem for path in SAMPLES.glob("*.toml"))
SIGNALS = (Close, RequestEscalation, RequestExtension)
TRIES = 3
"""A complaint that comes back may end again before an order reaches it."""
A_WEEK = timedelta(weeks=1)
ROOM = timedelta(minutes=10)
"""Between now and the beginning of a story: for the server to start."""


class MovedRulebook(Rulebook):
    """The rulebook as it would be, had everything happened so many weeks later."""

    def __init__(self, weeks: int) -> None:
        super().__init__(policies_folder())
        self._by = timedelta(weeks=weeks)

    def rules(self, key: str, received_on: date) -> Rules:
        rules = super().rules(key, received_on - self._by)
        edition = rules.edition.model_copy(update={"in_force_from": rules.edition.in_force_from + self._by})
        # On the minute, since timelines are compared to the minute: a reminder at its end would go in the next.
        ladder = rules.landlord.ladder.model_copy(update={"spread_to_the_second": False})
        landlord = rules.landlord.model_copy(update={"ladder": ladder})
        moved = {"landlord": landlord, "edition": edition, "calendar": self._moved(rules.calendar)}
        return rules.model_copy(update=moved)

    def _moved(self, calendar: WorkingCalendar) -> WorkingCalendar:
        closed = [ClosedDay(on=day.on + self._by, why=day.why) for day in calendar.closed]
        ends = {"covers_from": calendar.covers_from + self._by, "covers_to": calendar.covers_to + self._by}
        return WorkingCalendar.model_validate(calendar.model_dump() | ends | {"closed": closed})


def moved_story(name: str) -> Story:
    """The sample's story, so many weeks later that it begins after now."""
    text = (SAMPLES / f"{name}.toml").read_text(encoding="utf-8")
    began = read_story(text, name, Rulebook(policies_folder())).events[0].at
    weeks = max(0, -((began - datetime.now(UTC) - ROOM) // A_WEEK))
    days = re.sub(r"\d{4}-\d\d-\d\d", lambda day: str(date.fromisoformat(day[0]) + weeks * A_WEEK), text)
    return read_story(days, name, MovedRulebook(weeks))


@dataclass
class Lived:
    """A story as the workflow lives it."""

    world: World
    story: Story
    rules: Rules
    handle: Handle
    refusals: list[RefusedStep]

    async def take(self, place: int, event: ScenarioEvent) -> None:
        """Let time pass up to the next step, and let it happen."""
        await self.wait_until(event.at)
        match event.does:
            case RequestEscalation() as order if await self.has_ended():
                self.handle = await self.come_back(order, event.at)
            case Message() as order if await self.has_ended():
                await self.order_ended(place, order, event.at)
            case Message() as order if isinstance(order, SIGNALS):
                await self.handle.signal(order.name, order)
            case Message() as order:
                try:
                    await self.world.does(self.handle, order)
                except WorkflowUpdateFailedError as refused:
                    self.refusals.append(RefusedStep(place, getattr(refused.cause, "message", "")))
            case Bounced(letter=letter, why=why):
                notice = last_letter(await self.world.complaint(self.handle), letter)
                assert notice
                news = NoticeFailed(key=notice.key, at=event.at, why=why, channel=notice.channel)
                await self.handle.signal("notice_failed", news)
            case Holiday(on=on, why=why):
                calendar = with_holiday(self.rules.calendar, ClosedDay(on=on, why=why))
                await self.handle.signal("calendar_changed", CalendarChanged(calendar=calendar))

    async def wait_until(self, until: datetime) -> None:
        """Let time pass, as long as there is a workflow for it to pass in."""
        await self.nothing_under_way()
        try:
            await self.world.wait_until(self.handle, until)
        except RPCError:
            assert await self.has_ended()

    async def nothing_under_way(self) -> None:
        """Wait for what the last step set going: a clock that is moved meanwhile can leave it behind."""
        while True:
            now = (await self.handle.describe()).raw_description
            if not (now.pending_activities or now.HasField("pending_workflow_task")):
                return
            await asyncio.sleep(0.02)

    async def come_back(self, order: Message, at: datetime) -> Handle:
        """Start the ended complaint again with its last state and the message, as the desk does."""
        last = await self.world.complaint(self.handle)
        case = Case(complaint=last, rules=self.rules)
        handle = await begin(self.world, case, at, order)
        assert (await self.world.complaint(handle)).late_request
        return handle

    async def order_ended(self, place: int, order: Message, at: datetime) -> None:
        """Give an order to the ended complaint as the desk does: judged by its last state, and carried out anew."""
        last = await self.world.complaint(self.handle)
        try:
            apply(last, order, self.rules, at)
        except NotAllowedError as refused:
            self.refusals.append(RefusedStep(place, str(refused)))
            return
        for _ in range(TRIES):
            self.handle = await begin(self.world, Case(complaint=last, rules=self.rules), at)
            with suppress(RPCError):
                await self.world.does(self.handle, order)
                return
        pytest.fail(f"it came back and ended before {order.name} reached it")

    async def has_ended(self) -> bool:
        return (await self.handle.describe()).status is WorkflowExecutionStatus.COMPLETED

    async def complaint(self) -> Complaint:
        """The complaint at the end."""
        return await self.world.complaint(self.handle)


async def begin(world: World, case: Case, at: datetime, request: Message | None = None) -> Handle:
    """A workflow whose clock begins at *at*, with a request for its first news."""
    complaint = case.complaint
    begins_in = at - datetime.now(UTC)
    handle: Handle = await ahead(world.env.client, begins_in).start_workflow(
        ComplaintWorkflow.run,
        case,
        id=complaint_workflow_id(complaint.landlord, complaint.reference),
        task_queue=COMPLAINTS_QUEUE,
        start_delay=begins_in,
        start_signal=request.name if request else None,
        start_signal_args=[request] if request else [],
    )
    await caught_up(handle, PATIENT)
    return handle


async def lived(world: World, story: Story, after: Callable[[Lived, int], Awaitable[None]] | None = None) -> Lived:
    """The story through the real workflow; *after* each of its steps it can be looked at."""
    received = next(event.at for event in story.events if isinstance(event.does, Receive))
    complaint = receive(story.receive, story.rules, received)
    handle = await begin(world, Case(complaint=complaint, rules=story.rules), received)
    life = Lived(world, story, story.rules, handle, [])
    for place, event in enumerate(story.events):
        if event.at >= received and not isinstance(event.does, Receive):
            await life.take(place, event)
            if after:
                await after(life, place)
    await life.wait_until(story.until)
    return life


WRITER = LetterWriter(policies_folder(), Rulebook(policies_folder()).landlord)


def rehearsed(story: Story) -> Rehearsal:
    return rehearse(story, WRITER)


@pytest.fixture(scope="session")
async def lives(world: World) -> AsyncIterator[dict[str, asyncio.Task[Lived]]]:
    """All stories, each on its way through the real workflow, at the same time."""
    tasks = {name: asyncio.create_task(lived(world, moved_story(name))) for name in EVERY_SAMPLE}
    yield tasks
    for task in tasks.values():
        task.cancel()


@pytest.mark.parametrize("name", EVERY_SAMPLE)
async def test_the_workflow_lives_the_story_that_was_rehearsed(
    name: str, lives: dict[str, asyncio.Task[Lived]]
) -> None:
    life = await lives[name]

    rehearsal = rehearsed(life.story)
    assert compare_by(timeline_of(await life.complaint(), ZONE)) == compare_by(timeline_of(rehearsal.complaint, ZONE))
    assert life.refusals == [
        refusal for refusal in rehearsal.refusals if not isinstance(life.story.events[refusal.place].does, SIGNALS)
    ]
