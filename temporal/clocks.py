"""A complaint's own clock: on a development server each complaint has one that can be moved, elsewhere it is UTC.

The clocks are an experimental part of Temporal's SDK; nothing else here touches it.
"""

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from google.protobuf.duration_pb2 import Duration
from google.protobuf.field_mask_pb2 import FieldMask
from temporalio.api.common.v1 import FastForwardConfig, WorkflowExecution
from temporalio.api.common.v1 import TimeSkippingConfig as WireConfig
from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflow.v1 import WorkflowExecutionOptions
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest, UpdateWorkflowExecutionOptionsRequest
from temporalio.client import (
    Client,
    Interceptor,
    OutboundInterceptor,
    StartWorkflowInput,
    WorkflowExecutionDescription,
    WorkflowExecutionStatus,
    WorkflowHandle,
)
from temporalio.service import RPCError, RPCStatusCode

from activities.ports import NoWorkerError
from temporal.connection import PATIENCE
from temporal.refusals import FixedClockError

_MOST_SKIPS = 100_000
"""The server's own limit is about a hundred: a year of reminders has more."""
_LOOK_EVERY = 0.25
_BEGINS_WITHIN = 0.02
"""What is due begins within so many seconds, as a rule."""
_NEARLY = timedelta(seconds=0.5)
"""A timer that rings so soon is waited for: the clock goes on while it is asked."""

_FORGOTTEN_AFTER = timedelta(minutes=5)
"""For so long the server remembers who asked it for work."""

Handle = WorkflowHandle[Any, Any]


async def now_of(handle: Handle) -> datetime:
    """The complaint's own instant; real time where its clock was never moved, or Temporal does not know it."""
    try:
        return _clock(await handle.describe(rpc_timeout=PATIENCE))
    except RPCError as error:
        if error.status is not RPCStatusCode.NOT_FOUND:
            raise
        return datetime.now(UTC)


async def last_asked(client: Client, queue: str) -> datetime | None:
    """When a worker last asked for work in *queue*, by the server's clock; None where it remembers none."""
    asked = await client.workflow_service.describe_task_queue(
        DescribeTaskQueueRequest(
            namespace=client.namespace,
            task_queue=TaskQueue(name=queue),
            task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
        ),
        timeout=PATIENCE,
    )
    return max((poller.last_access_time.ToDatetime(UTC) for poller in asked.pollers), default=None)


async def real_now(client: Client, queue: str) -> datetime:
    """Real time: this machine's, unless it is ahead of the server's, which then counts.

    The server tells its time by when a worker last asked for work, and forgets workers after five minutes: where that
    seems longer ago, this machine's clock is ahead.
    """
    here = datetime.now(UTC)
    seen = await last_asked(client, queue) or here
    return seen if here - seen > _FORGOTTEN_AFTER else here


def ahead(client: Client, by: timedelta) -> Client:
    """The client, but what it starts has its clock moved on *by* so much at once: as far as the start is put off.

    A clock that is moved only after the start passes the beginning, and may then leap to the first timer.
    """
    config = client.config()
    config["interceptors"] = [*config["interceptors"], _Ahead(by)]
    return Client(**config)


async def caught_up(handle: Handle, within: timedelta = PATIENCE) -> None:
    """Wait until all that is due by the complaint's own clock has begun: a clock that is moved sooner leaps over it.

    To move a clock, Temporal's server looks for the next timer, and takes no notice of one that should be ringing now.

    Raises:
        NoWorkerError: it has not begun *within* so much real time.
    """
    try:
        async with asyncio.timeout(within.total_seconds()):
            while await _is_behind(handle):  # noqa: ASYNC110 - only the server knows
                await asyncio.sleep(_BEGINS_WITHIN)
    except TimeoutError as error:
        raise NoWorkerError("its clock stands still; see that a worker runs") from error


async def fast_forward(client: Client, handle: Handle, by: timedelta) -> datetime:
    """Move the complaint's clock on, and return what it shows then.

    Raises:
        NoWorkerError: its clock has stood still for too long.
        FixedClockError: it is not a development server.
    """
    from temporalio.testing import TimeSkipper, TimeSkippingConfig  # noqa: PLC0415 - it loads all that a worker needs

    await caught_up(handle)
    skipper = TimeSkipper(client, config=TimeSkippingConfig(enabled=False, max_session_skip_count=_MOST_SKIPS))
    moving = asyncio.create_task(skipper.fast_forward(handle, by))
    try:
        await _while_it_moves(client, handle, moving)
        await moving
    except RPCError as error:
        if "time-skipping" not in error.message.lower():
            raise
        raise FixedClockError("the server moves no clocks: fast-forward works on a development server only") from error
    finally:
        moving.cancel()
    await caught_up(handle)
    return await now_of(handle)


async def _while_it_moves(client: Client, handle: Handle, moving: asyncio.Task[bool]) -> None:
    """Wait as long as the clock goes on faster than real time; stop it when it does not."""
    loop = asyncio.get_running_loop()
    seen, since = await now_of(handle), loop.time()
    while not moving.done():
        await asyncio.wait([moving], timeout=_LOOK_EVERY)
        shown = await now_of(handle)
        if shown - seen > timedelta(seconds=2 * (loop.time() - since) + 1):
            seen, since = shown, loop.time()
        if not moving.done() and loop.time() - since > PATIENCE.total_seconds():
            await _stop(client, handle)
            raise NoWorkerError("its clock stands still; see that a worker runs")


async def _stop(client: Client, handle: Handle) -> None:
    """Let the clock run as real time does, or it would leap as soon as a worker is back."""
    await client.workflow_service.update_workflow_execution_options(
        UpdateWorkflowExecutionOptionsRequest(
            namespace=client.namespace,
            workflow_execution=WorkflowExecution(workflow_id=handle.id),
            workflow_execution_options=WorkflowExecutionOptions(time_skipping_config=WireConfig(enabled=False)),
            update_mask=FieldMask(paths=["time_skipping_config"]),
        )
    )


def _clock(shown: WorkflowExecutionDescription) -> datetime:
    extended = shown.raw_description.workflow_extended_info
    if not extended.HasField("time_skipping_info"):
        return datetime.now(UTC)
    return extended.time_skipping_info.current_time.ToDatetime(UTC)


async def _is_behind(handle: Handle) -> bool:
    """Whether the first task or a timer is due, or nearly, and has not begun."""
    shown = await handle.describe(rpc_timeout=PATIENCE)
    if shown.status is not WorkflowExecutionStatus.RUNNING:
        return False
    events = (await handle.fetch_history(rpc_timeout=PATIENCE)).events
    has_begun = any(event.HasField("workflow_task_scheduled_event_attributes") for event in events)
    awaited = _timers(events) if has_begun else [shown.execution_time or shown.start_time]
    return any(at <= _clock(shown) + _NEARLY for at in awaited)


def _timers(events: Iterable[HistoryEvent]) -> Iterable[datetime]:
    """When each timer rings that has neither rung nor been cancelled."""
    rings = dict[int, datetime]()
    for event in events:
        if event.HasField("timer_started_event_attributes"):
            lasts = event.timer_started_event_attributes.start_to_fire_timeout.ToTimedelta()
            rings[event.event_id] = event.event_time.ToDatetime(UTC) + lasts
        elif event.HasField("timer_fired_event_attributes"):
            del rings[event.timer_fired_event_attributes.started_event_id]
        elif event.HasField("timer_canceled_event_attributes"):
            del rings[event.timer_canceled_event_attributes.started_event_id]
    return rings.values()


class _Ahead(Interceptor):
    """Has a workflow begin with its clock moved on."""

    def __init__(self, by: timedelta) -> None:
        self._by = Duration()
        self._by.FromTimedelta(by)

    def intercept_client(self, next: OutboundInterceptor) -> OutboundInterceptor:  # noqa: A002 - Temporal's name for it
        return _StartsAhead(next, self._by)


class _StartsAhead(OutboundInterceptor):
    def __init__(self, following: OutboundInterceptor, by: Duration) -> None:
        super().__init__(following)
        self._by = by

    async def start_workflow(self, input: StartWorkflowInput) -> Handle:  # noqa: A002 - Temporal's name for it
        moved = FastForwardConfig(id=str(uuid4()), duration=self._by)
        input.time_skipping_config = WireConfig(
            enabled=True, fast_forward_config=moved, max_session_skip_count=_MOST_SKIPS
        )
        return await super().start_workflow(input)
