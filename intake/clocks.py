"""A complaint's own clock: on a development server each complaint has one that can be moved, elsewhere it is UTC.

The clocks are an experimental part of Temporal's SDK; nothing else here touches it.
"""

import asyncio
from datetime import UTC, datetime, timedelta

from google.protobuf.field_mask_pb2 import FieldMask
from temporalio.api.common.v1 import TimeSkippingConfig as WireConfig
from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.workflow.v1 import WorkflowExecutionOptions
from temporalio.api.workflowservice.v1 import UpdateWorkflowExecutionOptionsRequest
from temporalio.client import Client, WorkflowHandle
from temporalio.service import RPCError, RPCStatusCode

from intake.connection import PATIENCE
from intake.desk_refusals import NoWorkerError

_MOST_SKIPS = 100_000
"""The server's own limit is about a hundred: a year of reminders has more."""
_LOOK_EVERY = 0.25

Handle = WorkflowHandle[object, object]


class FixedClockError(Exception):
    """This server's clocks cannot be moved: it is no development server."""


async def now_of(handle: Handle) -> datetime:
    """The complaint's own instant; real time where its clock was never moved, or Temporal does not know it."""
    try:
        shown = (await handle.describe(rpc_timeout=PATIENCE)).raw_description.workflow_extended_info
    except RPCError as error:
        if error.status is not RPCStatusCode.NOT_FOUND:
            raise
        return datetime.now(UTC)
    if not shown.HasField("time_skipping_info"):
        return datetime.now(UTC)
    return shown.time_skipping_info.current_time.ToDatetime(UTC)


async def fast_forward(client: Client, handle: Handle, by: timedelta) -> datetime:
    """Move the complaint's clock on, and return what it shows then.

    Raises:
        NoWorkerError: its clock has stood still for too long.
        FixedClockError: it is no development server.
    """
    from temporalio.testing import TimeSkipper, TimeSkippingConfig  # noqa: PLC0415 - it loads all that a worker needs

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
            raise NoWorkerError("its clock stands still")


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
