"""A complaint's own clock, moved on again and again: nothing that is due on the way is leapt over."""

from datetime import UTC, datetime, timedelta
from typing import cast
from uuid import uuid4

from temporalio import workflow
from temporalio.api.taskqueue.v1 import PollerInfo
from temporalio.api.workflowservice.v1 import DescribeTaskQueueResponse
from temporalio.client import Client
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from temporal.clocks import Handle, ahead, caught_up, now_of, real_now
from tests.world import World, development_server

A_MONTH = timedelta(days=30)
AN_HOUR = timedelta(hours=1)


@workflow.defn
class Hourly:
    """Rings every hour."""

    @workflow.init
    def __init__(self) -> None:
        self._late: list[float] = []

    @workflow.run
    async def run(self) -> None:
        while True:
            due = workflow.now() + AN_HOUR
            await workflow.sleep(AN_HOUR)
            self._late.append((workflow.now() - due).total_seconds())

    @workflow.query
    def late(self) -> list[float]:
        """By how many seconds each ring was late."""
        return self._late


async def begins(client: Client, queue: str) -> Handle:
    """It begins in a month, and its clock is there at once."""
    return await ahead(client, A_MONTH).start_workflow(
        Hourly.run, id=f"hourly-{uuid4()}", task_queue=queue, start_delay=A_MONTH
    )


async def test_what_begins_ahead_has_begun_at_its_instant() -> None:
    async with development_server() as env:
        for _ in range(10):
            handle = await begins(env.client, "nobody")
            await caught_up(handle)

            events = (await handle.fetch_history()).events
            assert any(event.HasField("workflow_task_scheduled_event_attributes") for event in events)
            assert await now_of(handle) - (datetime.now(UTC) + A_MONTH) < timedelta(minutes=1)


async def test_a_clock_that_stops_where_a_timer_is_due_lets_it_ring_before_it_goes_on(world: World) -> None:
    client, queue = world.env.client, f"hourly-{uuid4()}"
    async with Worker(client, task_queue=queue, workflows=[Hourly], workflow_runner=UnsandboxedWorkflowRunner()):
        handle = await begins(client, queue)
        for _ in range(20):
            await world.env.fast_forward(handle, AN_HOUR)
            await caught_up(handle)

        late: list[float] = await handle.query(Hourly.late)
        assert len(late) >= 19
        assert max(late) < 60
        await handle.terminate()


class Server:
    """A server at which a worker asked for work at that time."""

    def __init__(self, asked_at: datetime | None) -> None:
        self.namespace = "default"
        self.workflow_service = self
        self._pollers = []
        if asked_at:
            self._pollers = [PollerInfo()]
            self._pollers[0].last_access_time.FromDatetime(asked_at)

    async def describe_task_queue(self, *_: object, **__: object) -> DescribeTaskQueueResponse:
        return DescribeTaskQueueResponse(pollers=self._pollers)


async def test_a_clock_that_is_ahead_goes_by_the_servers() -> None:
    now = datetime.now(UTC)

    async def shown(asked_at: datetime | None) -> datetime:
        return await real_now(cast("Client", Server(asked_at)), "complaints")

    assert await shown(now - timedelta(hours=2)) == now - timedelta(hours=2)
    assert timedelta() <= await shown(now - timedelta(minutes=1)) - now < timedelta(seconds=30)
    assert timedelta() <= await shown(None) - now < timedelta(seconds=30)
