"""Workflows run in the sandbox with our code passed through."""

from datetime import timedelta
from uuid import uuid4

import pytest
from temporalio.client import WorkflowFailureError
from temporalio.worker import Worker

from tests.workflows.curious import Curious
from tests.world import World
from workers.workflow_runner import PlainlyEncoded


async def test_files_stay_closed_to_what_runs_in_a_workflow(world: World) -> None:
    queue = uuid4().hex
    worker = Worker(
        world.env.client,
        task_queue=queue,
        workflows=[Curious],
        workflow_runner=PlainlyEncoded(),
        workflow_failure_exception_types=[Exception],
    )
    async with worker:
        with pytest.raises(WorkflowFailureError) as failed:
            await world.env.client.execute_workflow(
                Curious.run, __file__, id=queue, task_queue=queue, run_timeout=timedelta(seconds=20)
            )

    assert "Cannot access" in str(failed.value.cause)
