"""Whether the parts of `complaints dev` answer yet."""

import asyncio
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from urllib.error import URLError
from urllib.request import urlopen

from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.service import RPCError

from temporal.connection import connect_when_asked
from workflows.queues import COMPLAINTS_QUEUE

_LOOK_EVERY = 0.1


async def until(so: Callable[[], Awaitable[bool]]) -> None:
    """Wait until another process has come so far."""
    while not await so():  # noqa: ASYNC110 - no event of ours tells when another process is ready
        await asyncio.sleep(_LOOK_EVERY)


async def until_serving() -> None:
    """Wait until Temporal serves."""
    client = await connect_when_asked()

    async def serves() -> bool:
        try:
            return await client.service_client.check_health()
        except (RPCError, RuntimeError):  # not listening yet, or listening and not ready
            return False

    await until(serves)


async def until_working() -> None:
    """Wait until a worker asks for complaints to work on."""
    client = await connect_when_asked()
    asked = DescribeTaskQueueRequest(
        namespace=client.namespace,
        task_queue=TaskQueue(name=COMPLAINTS_QUEUE),
        task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
    )

    async def works() -> bool:
        return bool((await client.workflow_service.describe_task_queue(asked)).pollers)

    await until(works)


async def until_answers(url: str) -> None:
    """Wait until a page is there."""
    await until(lambda: asyncio.to_thread(_answers, url))


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=5) as page:  # noqa: S310 - always an http address of our own
            return bool(page.status == HTTPStatus.OK)
    except (URLError, ConnectionError, TimeoutError):
        return False
