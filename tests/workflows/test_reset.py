"""Lives of one complaint on a real server: a reset, a workflow that was deleted and started a second time."""

import json
from datetime import datetime

from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.enums.v1 import ResetReapplyExcludeType
from temporalio.api.workflowservice.v1 import ResetWorkflowExecutionRequest

from domain.complaint.actor import staff
from domain.complaint.resident import Resident
from domain.policy.staff import Officer
from domain.procedure.stages.acknowledge import Acknowledge
from domain.procedure.stages.allocate import Allocate
from tests.world import RULEBOOK, Handle, World

ANN = Resident(name="Ann Example", email="ann.reset@example.com")
_NOTHING_AGAIN = [
    ResetReapplyExcludeType.RESET_REAPPLY_EXCLUDE_TYPE_SIGNAL,
    ResetReapplyExcludeType.RESET_REAPPLY_EXCLUDE_TYPE_UPDATE,
]


async def reset(world: World, handle: Handle, to: int) -> None:
    """Reset the complaint to the end of that workflow task, with nothing that came since."""
    run = (await handle.describe()).run_id
    client = world.env.client
    await client.workflow_service.reset_workflow_execution(
        ResetWorkflowExecutionRequest(
            namespace=client.namespace,
            workflow_execution=WorkflowExecution(workflow_id=handle.id, run_id=run),
            reason="a wrong letter was decided on",
            workflow_task_finish_event_id=to,
            request_id=run,
            reset_reapply_exclude_types=_NOTHING_AGAIN,
        )
    )


async def tasks_done(handle: Handle) -> list[int]:
    """The ends of the workflow tasks so far."""
    history = await handle.fetch_history()
    return [each.event_id for each in history.events if each.HasField("workflow_task_completed_event_attributes")]


def acknowledgement(understood: str, now: datetime, by: Officer) -> Acknowledge:
    return Acknowledge(at=now, by=staff(by), understood=understood, desired_outcome="Repair.")


async def test_D12_after_a_reset_another_letter_goes_though_one_of_its_number_had_gone(world: World) -> None:
    handle = await world.receives("reliance", resident=ANN)
    now = await world.now(handle)
    priya = RULEBOOK.directory("reliance").officer("priya-nair", now.date())
    await world.does(handle, Allocate(at=now, by=staff(priya), handler=priya))
    await world.until(handle, lambda complaint: not complaint.outbox)
    before = (await tasks_done(handle))[-1]
    await world.does(handle, acknowledgement("WRONG WORDS.", now, priya))
    first = await world.until(handle, lambda complaint: "" if complaint.outbox else complaint.life)

    await reset(world, handle, before)
    await world.does(handle, acknowledgement("RIGHT WORDS.", now, priya))
    second = await world.until(handle, lambda complaint: "" if complaint.outbox else complaint.life)

    said = [json.dumps(mail) for mail in world.simulator.inbox()["emails"] if ANN.email in mail["to"]]
    assert [sum(words in mail for mail in said) for words in ("WRONG WORDS", "RIGHT WORDS")] == [1, 1]
    assert first != second
