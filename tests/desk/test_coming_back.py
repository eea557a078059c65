"""A complaint that ended, or was stopped, goes on from its last state and from no earlier one."""

from datetime import timedelta

import pytest

from desk.desk import Desk
from domain.complaint.complaint import Case
from domain.complaint.entry_kinds import EntryKind
from domain.complaint.reference import ComplaintId
from register.queries import Queries
from temporal.complaints import TemporalComplaints
from tests.desk.desks import complaint_of, everything_sent, everything_written, gives, opened, until
from tests.world import World
from workflows.ids import COMPLAINT, complaint_workflow_id
from workflows.queues import COMPLAINTS_QUEUE


async def ended(world: World, desk: Desk, place: ComplaintId) -> None:
    """Have it withdrawn, and wait until its workflow has ended."""
    await gives(desk, place, "withdraw", reason="It is sorted.")
    await everything_sent(desk, place)
    await world.env.client.get_workflow_handle(complaint_workflow_id(place.landlord, place.reference)).result()


async def back_and_ended_again(world: World, desk: Desk) -> tuple[ComplaintId, Case, int]:
    """A complaint that came back and ended once more, its state of the first end, and its last entry."""
    place = await opened(desk)
    await ended(world, desk, place)
    before = (await desk.case_for_order(place)).model_copy(update={"comes_back": True})
    await gives(desk, place, "reopen", why="It leaks again.")
    await gives(desk, place, "allocate", by="daniel-osei", handler="priya-nair")
    await ended(world, desk, place)
    return place, before, len((await desk.complaint(place)).record)


def is_whole(queries: Queries, place: ComplaintId, last: int) -> bool:
    """Whether the record has every entry through *last* and more, and nothing was set aside."""
    entries = queries.entries(place.landlord, place.reference)
    numbers = [each.number for each in entries]
    lost = [each for each in entries if each.kind is EntryKind.LIFE_LOST]
    aside = queries.former_entries(place.landlord, place.reference)
    return numbers == list(range(1, len(numbers) + 1)) and len(numbers) > last and not lost and not aside


async def test_D7_a_desk_that_had_read_an_older_state_brings_the_complaint_back_from_the_last(
    world: World, desk: Desk
) -> None:
    place, before, last = await back_and_ended_again(world, desk)
    order = await desk.order_from(place, "reopen", {"why": "Once more."})

    await TemporalComplaints(world.env.client).update_again(place, before, order)

    complaint = await everything_sent(desk, place)
    assert sum(each.kind is EntryKind.REOPENED for each in complaint.record) == 2
    await everything_written(desk, place)
    assert is_whole(world.queries, place, last)


async def test_D7_so_does_a_request_that_is_left(world: World, desk: Desk) -> None:
    place, before, last = await back_and_ended_again(world, desk)
    order = await desk.order_from(place, "escalate", {"reasons": "It leaks."})

    await TemporalComplaints(world.env.client).signal_again(place, before, order)

    async def written() -> bool:
        return is_whole(world.queries, place, last)

    await until(written)


@pytest.mark.parametrize("step", ["allocate", "show"])
async def test_D7_a_complaint_that_was_stopped_before_its_first_turn_is_taken_up_as_it_was_opened(
    world: World, desk: Desk, step: str
) -> None:
    case = await desk.drafted(complaint_of())
    place = ComplaintId(landlord=case.complaint.landlord, reference=case.complaint.reference)
    stopped = await world.env.client.start_workflow(
        COMPLAINT,
        case,
        id=complaint_workflow_id(place.landlord, place.reference),
        task_queue=COMPLAINTS_QUEUE,
        start_delay=timedelta(hours=1),
    )
    await stopped.terminate()

    if step == "show":
        assert (await desk.complaint(place)).summary == case.complaint.summary
        return
    await gives(desk, place, "allocate", by="daniel-osei", handler="priya-nair")

    await everything_sent(desk, place)
    await everything_written(desk, place)
    assert is_whole(world.queries, place, 2)
