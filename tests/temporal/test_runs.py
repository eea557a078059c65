"""Which run Temporal has of a complaint: nothing is started beside one that runs, and silence is no answer."""

import pytest
from temporalio.client import Client

from activities.ports import TemporalAwayError
from domain.complaint.reference import ComplaintId
from temporal.complaints import TemporalComplaints
from tests.desk.desks import nowhere
from tests.world import CONVERTER, World

NO_SUCH = ComplaintId(landlord="reliance", reference="REL-N0SUCH")


async def test_a_complaint_that_temporal_does_not_have_has_no_run(world: World) -> None:
    assert await TemporalComplaints(world.env.client).last_run(NO_SUCH) is None


async def test_nothing_is_started_beside_a_run_until_it_is_ended_by_its_name(world: World) -> None:
    handle = await world.receives("reliance")
    place = ComplaintId(landlord="reliance", reference=handle.id.rpartition("/")[2])
    there = TemporalComplaints(world.env.client)
    case = await there.case(place)
    before = await there.last_run(place)
    assert before
    assert before.is_running

    beside = await there.start_revived(place, case)
    await there.end_run(place, before.run_id, "a test")
    ended = await there.last_run(place)
    after = await there.start_revived(place, case)

    assert (beside, after) == (False, True)
    assert ended
    assert (ended.run_id, ended.is_running, ended.status) == (before.run_id, False, "terminated")
    now = await there.last_run(place)
    assert now
    assert now.run_id != before.run_id


async def test_no_answer_is_not_taken_for_no_run() -> None:
    with pytest.raises(TemporalAwayError):
        await TemporalComplaints(await nowhere()).last_run(NO_SUCH)


async def test_a_namespace_that_is_missing_is_not_taken_for_no_run(world: World) -> None:
    elsewhere = Client(world.env.client.service_client, namespace="elsewhere", data_converter=CONVERTER)

    with pytest.raises(TemporalAwayError, match="elsewhere"):
        await TemporalComplaints(elsewhere).last_run(NO_SUCH)
