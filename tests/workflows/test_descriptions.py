"""Every name an engineer meets in Temporal's UI is explained beside it: messages, queries, timers and activities."""

from datetime import timedelta

from temporalio.api.sdk.v1 import WorkflowInteractionDefinition, WorkflowMetadata

from domain.procedure.steps import STEPS
from tests.workflows.test_complaint import acknowledged
from tests.world import CONVERTER, World


def names(definitions: list[WorkflowInteractionDefinition]) -> set[str]:
    return {definition.name for definition in definitions if definition.description.strip()}


async def test_every_message_and_query_says_what_it_is_for(world: World) -> None:
    handle = await world.receives("reliance")

    metadata = await handle.query("__temporal_workflow_metadata", result_type=WorkflowMetadata)

    defined = metadata.definition
    assert names(list(defined.update_definitions)) == {kind.name for kind in STEPS}
    assert names(list(defined.signal_definitions)) == {one.name for one in defined.signal_definitions}
    assert {"close", "nudge", "calendar_changed", ""} <= names(list(defined.signal_definitions))
    ours = {one.name for one in defined.query_definitions if not one.name.startswith("__")}
    assert names(list(defined.query_definitions)) == ours == {"complaint", "deadlines", "offers"}
    assert f"**{handle.id.rsplit('/', 1)[1]}** (Reliance): stage 1 received" in metadata.current_details


async def test_every_timer_and_activity_has_a_summary(world: World) -> None:
    handle, now, _ = await acknowledged(world)
    await world.wait_until(handle, now + timedelta(days=1))

    attributes = ("timer_started_event_attributes", "activity_task_scheduled_event_attributes")
    summaries = [
        (await CONVERTER.decode([event.user_metadata.summary]))[0]
        async for event in handle.fetch_history_events()
        if event.WhichOneof("attributes") in attributes
    ]

    assert len(summaries) > 5
    assert all(summary.strip() for summary in summaries)
    assert {"receipt by email", "acknowledgement by email", "record through entry 2"} <= set(summaries)
