"""A complaint on the real server: the main story, and what its workflow shows."""

from datetime import timedelta

from domain.orders import Acknowledge, Allocate
from tests.world import RULEBOOK, World


async def test_a_complaint_is_received_allocated_acknowledged_and_reminded_of(world: World) -> None:
    handle = await world.receives("reliance")
    now = await world.now(handle)
    priya = RULEBOOK.directory("reliance").officer("priya-nair", now.date())

    await world.does(handle, Allocate(at=now, by=priya, handler=priya))
    await world.does(handle, Acknowledge(at=now, by=priya, understood="Damp.", desired_outcome="Repair."))
    await world.wait_until(handle, now + timedelta(days=30))

    kinds = [entry.kind for entry in (await world.complaint(handle)).record]
    assert kinds[:3] == ["received", "allocated", "acknowledged"]
    assert kinds.count("duty_missed") >= 3
