"""A desk for a test, and the people who come to it."""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import uuid4

from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter

from desk.desk import Desk
from domain.complaint.complaint import Complaint
from domain.complaint.reference import ComplaintId
from domain.complaint.resident import Resident
from intake.new_complaint import NewComplaint
from temporal.complaints import TemporalComplaints
from tests.world import RULEBOOK, World, free_port, register_desk

ANN = Resident(name="Ann Sample", email="ann.sample@example.com")
"""By e-mail only: texts wait for the morning, and tests run at night."""


def desk_at(client: Client, world: World) -> Desk:
    return Desk(TemporalComplaints(client), register_desk(world.queries), RULEBOOK)


async def nowhere() -> Client:
    """A client of a server that is not there."""
    return await Client.connect(f"127.0.0.1:{free_port()}", lazy=True, data_converter=pydantic_data_converter)


def complaint_of(resident: Resident = ANN, *, landlord: str = "reliance", **more: object) -> NewComplaint:
    return NewComplaint.model_validate(
        {"landlord": landlord, "summary": "The ceiling leaks.", "resident": resident} | more
    )


def some_key() -> str:
    return uuid4().hex


async def opened(desk: Desk, **more: object) -> ComplaintId:
    return (await desk.open(complaint_of(**more))).place  # type: ignore[arg-type]  # as the test gives them


async def gives(desk: Desk, place: ComplaintId, step: str, **given: object) -> str:
    answer = await desk.order(place, await desk.order_from(place, step, given))
    return answer.said


async def until(so: Callable[[], Awaitable[bool]], seconds: float = 20) -> None:
    async with asyncio.timeout(seconds):
        while not await so():
            await asyncio.sleep(0.05)


async def everything_written(desk: Desk, place: ComplaintId) -> None:
    """Until the register has all of its record, and its texts."""

    async def written() -> bool:
        carried = (await desk.case_for_order(place)).complaint
        return not carried.record and not carried.texts

    await until(written)


async def everything_sent(desk: Desk, place: ComplaintId) -> Complaint:
    async def sent() -> bool:
        return not (await desk.complaint(place)).outbox

    await until(sent)
    return await desk.complaint(place)


RESPONSE = {
    "outcome": "upheld",
    "complaint": "The ceiling leaks.",
    "reasons": "A tile had slipped.",
    "remedy": "We put it back, and apologise.",
    "no_learning_because": "storms move tiles",
}


async def answered(desk: Desk, place: ComplaintId) -> None:
    """Stage 1 of a Reliance complaint, from allocation to the response."""
    await gives(desk, place, "allocate", by="daniel-osei", handler="priya-nair")
    await gives(desk, place, "acknowledge", by="priya-nair", understood="The ceiling leaks.", desired_outcome="Dry.")
    await gives(desk, place, "respond", by="priya-nair", response=RESPONSE)
    await everything_sent(desk, place)
