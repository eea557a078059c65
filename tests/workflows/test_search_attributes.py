"""The list of complaints in Temporal's UI: found by what they are and by what is due, also while no worker runs."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio
from temporalio.api.enums.v1 import EventType, IndexedValueType
from temporalio.client import WorkflowHandle
from temporalio.common import SearchAttributeKey
from temporalio.service import RPCError, RPCStatusCode
from temporalio.testing import WorkflowEnvironment

from desk.errors import NotOpenedError
from domain.complaint.actor import RESIDENT, staff
from domain.complaint.stages import ContactOutcome
from domain.procedure.stages.acknowledge import Acknowledge
from domain.procedure.stages.allocate import Allocate
from domain.procedure.stages.contact import RecordContact
from domain.procedure.stages.respond import Respond
from domain.procedure.stages.withdraw import Withdraw
from temporal.search_attributes import WANTED, Kinds, SearchAttributesError, TemporalNamespace, ensure_search_attributes
from tests.desk.desks import desk_at, opened
from tests.workflows.test_complaint import RESPONSE, acknowledged, officer
from tests.world import CONVERTER, PATIENT, TEMPORAL, Handle, World
from workflows.attributes import KEYS, NEXT_DUE_KIND, OVERDUE, STATUS, TAGS
from workflows.ids import complaint_workflow_id


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def bare() -> AsyncIterator[WorkflowEnvironment]:
    """A server nobody has told of search attributes, and no worker."""
    async with await WorkflowEnvironment.start_local(
        dev_server_existing_path=TEMPORAL, data_converter=CONVERTER, dev_server_log_level="error"
    ) as env:
        yield env


async def shown(handle: WorkflowHandle[Any, Any]) -> dict[str, object]:
    """What the list shows of it, as far as it is set."""
    values = (await handle.describe()).typed_search_attributes
    return {key.name: values.get(key) for key in KEYS if values.get(key) is not None}


async def until_shown(handle: Handle, key: SearchAttributeKey[Any], value: object) -> dict[str, object]:
    async with asyncio.timeout(PATIENT.total_seconds()):
        while (now := await shown(handle)).get(key.name) != value:
            await asyncio.sleep(0.05)
    return now


async def until_found(world: World, handle: Handle, query: str, *, there: bool = True) -> None:
    """Wait until a list query finds the complaint, or no longer does: lists follow a moment later."""
    asked = f"WorkflowId = '{handle.id}' AND ({query})"
    async with asyncio.timeout(PATIENT.total_seconds()):
        while (await world.env.client.count_workflows(asked)).count != int(there):
            await asyncio.sleep(0.05)


async def upserts(handle: Handle) -> int:
    kinds = [event.event_type async for event in handle.fetch_history_events()]
    return kinds.count(EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES)


def test_they_are_within_what_a_server_of_ones_own_takes() -> None:
    kinds = [key.indexed_value_type.name for key in KEYS]

    assert kinds.count("KEYWORD") <= 10
    assert all(kinds.count(kind) <= 3 for kind in set(kinds) - {"KEYWORD"})


async def test_a_complaint_is_shown_from_its_start_and_the_first_turn_adds_nothing(world: World) -> None:
    handle = await world.receives("reliance")

    await world.until(handle, lambda complaint: not complaint.outbox or complaint.record)

    assert await shown(handle) | {"NextDueAt": None} == {
        "Landlord": "reliance",
        "ComplaintStatus": "received",
        "ComplaintStage": 1,
        "NextDueAt": None,
        "NextDueKind": "stage_1.acknowledge",
        "Overdue": False,
    }
    assert await upserts(handle) == 0


async def test_each_step_changes_what_is_shown_in_one_event(world: World) -> None:
    handle = await world.receives("reliance")
    now = await world.now(handle)
    priya = officer("priya-nair", now)

    await world.does(handle, Allocate(at=now, by=staff(priya), handler=priya))
    assert (await shown(handle))["Handler"] == "priya-nair"
    assert await upserts(handle) == 1
    await world.does(handle, Acknowledge(at=now, by=staff(priya), understood="Damp.", desired_outcome="Repair."))
    after = await until_shown(handle, NEXT_DUE_KIND, "stage_1.contact")
    assert after["ComplaintStatus"] == "acknowledged"


async def test_nothing_is_written_when_nothing_changed(world: World) -> None:
    handle, now, priya = await acknowledged(world)
    await until_shown(handle, NEXT_DUE_KIND, "stage_1.contact")
    await world.until(handle, lambda complaint: not complaint.outbox)
    before = await upserts(handle)

    for _ in range(5):
        await handle.signal("nudge")
    await world.does(
        handle, RecordContact(at=now, by=staff(priya), outcome=ContactOutcome.NO_ANSWER, channel="telephone")
    )
    await world.complaint(handle)

    assert await upserts(handle) == before


async def test_a_complaint_is_found_by_landlord_and_stage_by_status_and_by_handler(world: World) -> None:
    handle, _, _ = await acknowledged(world)

    await until_found(world, handle, "Landlord = 'reliance' AND ComplaintStage = 1")
    await until_found(world, handle, "ComplaintStatus = 'acknowledged' AND Handler = 'priya-nair'")
    await until_found(world, handle, "ComplaintStage = 2 OR Landlord = 'qualitas'", there=False)


async def test_overdue_is_shown_from_the_midnight_that_ends_the_day(world: World) -> None:
    handle, _, _ = await acknowledged(world)
    due = (await until_shown(handle, NEXT_DUE_KIND, "stage_1.contact"))["NextDueAt"]
    assert isinstance(due, datetime)
    await world.wait_until(handle, due - timedelta(minutes=1))
    assert (await shown(handle))["Overdue"] is False

    await world.wait_until(handle, due + timedelta(minutes=1))

    late = await until_shown(handle, OVERDUE, value=True)
    assert late["ComplaintTags"] == ["late"]
    await until_found(world, handle, "Overdue = true AND ComplaintTags = 'late'")
    await until_found(world, handle, f"NextDueAt < '{due + timedelta(minutes=1):%FT%TZ}'")
    await until_found(world, handle, f"NextDueAt < '{due - timedelta(minutes=1):%FT%TZ}'", there=False)
    await world.does(handle, Withdraw(at=await world.now(handle), by=RESIDENT, reason="Found it."))
    assert (await until_shown(handle, OVERDUE, value=False))["ComplaintStatus"] == "closed"


async def test_what_is_closed_is_not_due(world: World) -> None:
    handle, now, priya = await acknowledged(world)
    await world.does(handle, Respond(at=now, by=staff(priya), response=RESPONSE))
    assert (await until_shown(handle, STATUS, "answered"))["ComplaintStage"] == 1

    await world.finish(handle)

    closed = await until_shown(handle, STATUS, "closed")
    assert not {"NextDueAt", "NextDueKind"} & closed.keys()
    assert closed["Overdue"] is False


async def test_what_was_refused_is_tagged(world: World) -> None:
    handle = await world.receives("qualitas")

    await handle.signal("open_sesame", 1)

    assert (await until_shown(handle, TAGS, ["refused message"]))["Landlord"] == "qualitas"
    await until_found(world, handle, "ComplaintTags = 'refused message'")
    before = await upserts(handle)
    await handle.signal("nudge")
    await world.complaint(handle)
    assert await upserts(handle) == before


async def test_they_are_kept_when_a_complaint_continues_as_new(world: World) -> None:
    handle, _, _ = await acknowledged(world)
    await handle.signal("open_sesame", 1)
    await until_shown(handle, TAGS, ["refused message"])
    before = await until_shown(handle, NEXT_DUE_KIND, "stage_1.contact")
    first = (await handle.describe()).run_id

    async with asyncio.timeout(30):
        while (await handle.describe()).run_id == first:
            await asyncio.gather(*(handle.signal("nudge") for _ in range(10)))
    await world.complaint(handle)

    assert await shown(handle) == before
    assert await upserts(world.env.client.get_workflow_handle(handle.id)) == 0


async def test_the_desk_says_what_is_missing_and_what_to_do(bare: WorkflowEnvironment, world: World) -> None:
    with pytest.raises(NotOpenedError, match=r"search attribute .* start a worker"):
        await opened(desk_at(bare.client, world))


async def test_they_are_registered_once_however_many_workers_start(bare: WorkflowEnvironment, world: World) -> None:
    namespace = TemporalNamespace(bare.client)

    await asyncio.gather(*(ensure_search_attributes(namespace) for _ in range(6)))
    await ensure_search_attributes(namespace)

    there = await namespace.registered()
    assert WANTED.items() <= there.items()
    place = await opened(desk_at(bare.client, world))
    started = await shown(bare.client.get_workflow_handle(complaint_workflow_id(place.landlord, place.reference)))
    assert started["ComplaintStatus"] == "received"


class SomebodyElses:
    """A namespace whose operator is somebody else, as on Temporal Cloud."""

    name = "complaints.a1b2c"

    def __init__(self, registered: Kinds, refuses: RPCStatusCode = RPCStatusCode.PERMISSION_DENIED) -> None:
        self._registered = registered
        self._refuses = refuses
        self.asked = 0

    async def registered(self) -> Kinds:
        return self._registered

    async def register(self, missing: Kinds) -> None:
        self.asked += 1
        raise RPCError("Request unauthorized.", self._refuses, b"")


async def test_where_all_are_there_nothing_is_asked_of_the_operator() -> None:
    namespace = SomebodyElses(WANTED)

    await ensure_search_attributes(namespace)

    assert namespace.asked == 0


async def test_one_that_is_missing_is_named_with_what_to_do() -> None:
    without = {name: kind for name, kind in WANTED.items() if name != "NextDueAt"}

    with pytest.raises(SearchAttributesError) as refused:
        await ensure_search_attributes(SomebodyElses(without))

    assert "lacks the search attributes NextDueAt and could not be added (Request unauthorized.)" in str(refused.value)
    assert '--namespace complaints.a1b2c --search-attribute "NextDueAt=Datetime"`' in str(refused.value)
    assert "--name NextDueAt --type Datetime`" in str(refused.value)


async def test_one_of_another_type_is_named() -> None:
    clash = {**WANTED, "ComplaintTags": IndexedValueType.INDEXED_VALUE_TYPE_TEXT}

    with pytest.raises(SearchAttributesError, match="ComplaintTags is registered as Text, and Putright's is KeywordL"):
        await ensure_search_attributes(SomebodyElses(clash))
