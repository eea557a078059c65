"""What people write, however much it is, never brings a complaint near what Temporal carries (D5)."""

import asyncio
import base64
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from temporalio.client import WorkflowExecutionStatus, WorkflowUpdateFailedError

from domain.complaint.actor import staff
from domain.complaint.stages import ContactOutcome
from domain.messages.news import NoticeFailed
from domain.messages.room import MOST_FOR_ORDERS, size
from domain.policy.staff import Officer
from domain.procedure.stages.acknowledge import Acknowledge
from domain.procedure.stages.allocate import Allocate
from domain.procedure.stages.contact import RecordContact
from domain.procedure.stages.respond import Respond
from tests.records import read
from tests.spec.cast import response
from tests.world import RULEBOOK, Handle, World
from workflows.complaint import ComplaintWorkflow


def noise(number: int, length: int = 49_000) -> str:
    """Words that cannot be packed, another time the same."""
    return base64.b64encode(random.Random(number).randbytes(length)).decode()[:length]


async def taken_up(world: World) -> tuple[Handle, Officer]:
    handle = await world.receives("reliance")
    now = await world.now(handle)
    priya = RULEBOOK.directory("reliance").officer("priya-nair", now.date())
    await world.does(handle, Allocate(at=now, by=staff(priya), handler=priya))
    await world.does(handle, Acknowledge(at=now, by=staff(priya), understood="Damp.", desired_outcome="Repair."))
    return handle, priya


async def notes(world: World, handle: Handle, by: Officer, number: int) -> None:
    order = RecordContact(
        at=await world.now(handle), by=staff(by), outcome=ContactOutcome.SPOKE, note=noise(number), key=f"note {number}"
    )
    await world.does(handle, order)


async def as_many_as_are_taken(world: World, handle: Handle, by: Officer, numbers: range) -> tuple[int, str]:
    """How many notes were taken before one was refused, and with what sentence."""
    for taken, number in enumerate(numbers):
        try:
            await notes(world, handle, by, number)
        except WorkflowUpdateFailedError as refused:
            return taken, str(refused.cause)
    return len(numbers), ""


@contextmanager
def register_locked(world: World) -> Iterator[None]:
    """While it is held no other process writes into the register."""
    path = world.settings.register_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path, isolation_level=None, timeout=30)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        yield
        holder.execute("ROLLBACK")


async def test_sixty_long_notes_are_all_on_record_and_the_complaint_carries_none_of_them(world: World) -> None:
    handle, priya = await taken_up(world)

    for number in range(60):
        await notes(world, handle, priya, number)

    await world.until(handle, lambda complaint: not complaint.texts)
    complaint = await world.complaint(handle)
    carried = await handle.query(ComplaintWorkflow.complaint)
    assert size(carried) < 60_000
    assert (await handle.describe()).status is WorkflowExecutionStatus.RUNNING
    said = " ".join(entry.text for entry in read(complaint))
    assert [number for number in range(60) if noise(number) not in said] == []


async def test_while_the_register_is_away_orders_are_taken_up_to_a_bound_and_nothing_of_them_is_lost(
    world: World,
) -> None:
    handle, priya = await taken_up(world)
    await world.until(handle, lambda complaint: not complaint.outbox)

    with register_locked(world):
        taken, why = await as_many_as_are_taken(world, handle, priya, range(100, 140))

    assert taken >= 15
    assert "can take no more until the register has what was recorded last" in why
    assert size(await handle.query(ComplaintWorkflow.complaint)) <= MOST_FOR_ORDERS
    await world.until(handle, lambda complaint: not complaint.texts and complaint.record, seconds=60)
    complaint = await world.complaint(handle)
    said = " ".join(entry.text for entry in read(complaint))
    assert [number for number in range(100, 100 + taken) if noise(number) not in said] == []
    await notes(world, handle, priya, 140)


async def test_a_letter_has_every_word_though_the_complaint_has_let_go_of_them(world: World) -> None:
    handle, priya = await taken_up(world)
    now = await world.now(handle)
    await world.does(handle, RecordContact(at=now, by=staff(priya), outcome=ContactOutcome.SPOKE))
    reasons = " ".join(f"We looked at tile {number} and it was sound." for number in range(900))

    await world.does(handle, Respond(at=now, by=staff(priya), response=response(reasons=reasons)))

    await world.until(handle, lambda complaint: not complaint.outbox and not complaint.texts)
    mails = [mail for mail in world.simulator.inbox()["emails"] if reasons in mail["text"]]
    assert len(mails) == 1


async def test_signals_of_any_length_leave_a_complaint_that_goes_on(world: World) -> None:
    handle, priya = await taken_up(world)
    key = f"{handle.id.removeprefix('complaint/')}/1-receipt"
    now = await world.now(handle)

    for number in range(3):
        why = noise(number, 1_700_000)
        await handle.signal("notice_failed", NoticeFailed(key=key, at=now, why=why))
        await handle.signal("notice_failed", NoticeFailed(key=key, at=now, why=noise(number, 250_000)))
    await asyncio.gather(*(handle.signal("nudge") for _ in range(20)))
    await notes(world, handle, priya, 1)

    carried = await handle.query(ComplaintWorkflow.complaint)
    assert size(carried) < 150_000
    refused = [entry.text for entry in read(await world.complaint(handle)) if "is too long" in entry.text]
    assert len(refused) == 3
