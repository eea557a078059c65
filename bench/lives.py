"""Workflows by the hundred: started side by side, and so many at a time asked for anything."""

import asyncio
from collections.abc import Awaitable, Iterable
from datetime import timedelta
from typing import TypeVar
from uuid import uuid4

from temporalio.client import Client

from bench.floor import FloorWorkflow
from bench.floor_script import FLOOR_QUEUE, Script
from bench.world import Handle, World
from domain.complaint.complaint import Case
from temporal.clocks import ahead, caught_up
from workflows.attributes import attributes
from workflows.complaint import ComplaintWorkflow
from workflows.ids import complaint_workflow_id
from workflows.queues import COMPLAINTS_QUEUE

_IN_FLIGHT = 24

T = TypeVar("T")


async def in_room(tasks: Iterable[Awaitable[T]]) -> list[T]:
    """What comes of each, so many at a time."""
    room = asyncio.Semaphore(_IN_FLIGHT)

    async def one(task: Awaitable[T]) -> T:
        async with room:
            return await task

    return await asyncio.gather(*map(one, tasks))


def new_reference() -> str:
    """A complaint's."""
    return f"REL-{uuid4().hex[:8].upper()}"


async def start_complaint(running: World, case: Case, begins_in: timedelta = timedelta()) -> Handle:
    """Start a complaint as the desk does; what begins later has its clock moved there at once."""
    complaint = case.complaint
    handle = await _starting(running, begins_in).start_workflow(
        ComplaintWorkflow.run,
        case,
        id=complaint_workflow_id(complaint.landlord, complaint.reference),
        task_queue=COMPLAINTS_QUEUE,
        search_attributes=attributes(complaint, case.rules, complaint.received_at),
        start_delay=begins_in or None,
    )
    if begins_in:
        await caught_up(handle)
    return handle


async def start_floor(running: World, script: Script, begins_in: timedelta = timedelta()) -> Handle:
    """Start a floor likewise."""
    handle = await _starting(running, begins_in).start_workflow(
        FloorWorkflow.run, script, id=f"floor/{uuid4().hex}", task_queue=FLOOR_QUEUE, start_delay=begins_in or None
    )
    if begins_in:
        await caught_up(handle)
    return handle


def _starting(running: World, begins_in: timedelta) -> Client:
    return ahead(running.skipper.client, begins_in) if begins_in else running.skipper.client
