"""Lives of one complaint on a real server: a reset, a workflow that was deleted and started a second time."""

import asyncio
import json
from datetime import datetime

from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.enums.v1 import ResetReapplyExcludeType
from temporalio.api.workflowservice.v1 import ResetWorkflowExecutionRequest

from domain.complaint.actor import staff
from domain.complaint.entry_kinds import EntryKind
from domain.complaint.facts.front_door import Received
from domain.complaint.resident import Resident
from domain.policy.staff import Officer
from domain.procedure.stages.acknowledge import Acknowledge
from domain.procedure.stages.allocate import Allocate
from domain.views.page import Handed, next_page
from domain.views.standing import standing
from register.engine import open_register
from register.record_book import RegisterRecordBook
from tests.world import RULEBOOK, Handle, World
from workflows.complaint import ComplaintWorkflow
from workflows.ids import complaint_of

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


async def allocated(world: World) -> tuple[Handle, datetime, Officer]:
    """A complaint that Priya has, with everything sent and written."""
    handle = await world.receives("reliance", resident=ANN)
    now = await world.now(handle)
    priya = RULEBOOK.directory("reliance").officer("priya-nair", now.date())
    await world.does(handle, Allocate(at=now, by=staff(priya), handler=priya))
    await quiet(handle)
    return handle, now, priya


async def quiet(handle: Handle) -> None:
    """Wait until all was sent, and all was written."""
    async with asyncio.timeout(20):
        while (complaint := await handle.query(ComplaintWorkflow.complaint)).outbox or complaint.record:
            await asyncio.sleep(0.05)


async def lives_on(handle: Handle, former: str) -> None:
    """Wait until it is in another life: an order that comes in the reset's own task is still decided in the former."""
    async with asyncio.timeout(20):
        while (await handle.query(ComplaintWorkflow.complaint)).life == former:
            await asyncio.sleep(0.05)


def place_of(handle: Handle) -> tuple[str, str]:
    place = complaint_of(handle.id)
    return place.landlord, place.reference


async def test_D12_D13_after_a_reset_another_letter_goes_and_both_lives_are_kept(world: World) -> None:
    handle, now, priya = await allocated(world)
    before = (await tasks_done(handle))[-1]
    await world.does(handle, acknowledgement("WRONG WORDS.", now, priya))
    await quiet(handle)
    first, wrong = await world.complaint(handle), world.queries.entries(*place_of(handle))

    await reset(world, handle, before)
    await lives_on(handle, first.life)
    await world.does(handle, acknowledgement("RIGHT WORDS.", now, priya))
    await quiet(handle)
    second, right = await world.complaint(handle), world.queries.entries(*place_of(handle))

    said = [json.dumps(mail) for mail in world.simulator.inbox()["emails"] if ANN.email in mail["to"]]
    assert [sum(words in mail for mail in said) for words in ("WRONG WORDS", "RIGHT WORDS")] == [1, 1]
    assert first.life != second.life
    assert [each.entry for each in right] == list(second.record)
    former = world.queries.former_entries(*place_of(handle))
    assert [each.entry for each in former] == [each for each in wrong if each not in right]
    assert {each.life for each in former} == {first.life}
    assert sum(each.kind is EntryKind.LIFE_LOST for each in right) == 1
    assert any("must be checked" in mail["subject"] for mail in world.simulator.inbox()["emails"])


async def test_D13_a_complaint_wound_back_without_knowing_it_goes_on_in_a_new_life(world: World) -> None:
    handle, now, priya = await allocated(world)
    complaint, rules = await world.complaint(handle), RULEBOOK.rules("reliance", now.date())
    received = Received(classification=complaint.classification, channel="-")
    further = complaint.changed(record=()).noting(received, at=now, now=now)
    ahead = next_page(further, rules, standing(complaint, rules, now), Handed())
    register = open_register(world.settings.register_url)
    RegisterRecordBook(register).write(ahead)
    register.dispose()

    await world.does(handle, acknowledgement("Damp.", now, priya))
    await quiet(handle)
    after, entries = await world.complaint(handle), world.queries.entries(*place_of(handle))

    assert after.life != complaint.life
    assert [each.entry for each in entries] == list(after.record)
    assert [each.entry for each in world.queries.former_entries(*place_of(handle))] == list(ahead.entries)
    assert sum(each.kind is EntryKind.LIFE_LOST for each in entries) == 1
