"""kill -9 on the worker, at the worst moments: nothing is lost, nothing is told twice without saying so.

One crash serves all: a text and an e-mail were accepted by their providers and not yet recorded, and a complaint stood
in the middle of a stage.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest_asyncio

from domain.complaint.actor import staff
from domain.complaint.complaint import Complaint
from domain.complaint.entry_kinds import EntryKind
from domain.complaint.issues import NewIssue
from domain.complaint.reference import ComplaintId
from domain.complaint.resident import Resident
from domain.messages.message import Answer
from domain.policy.channels import Channel
from domain.procedure.stages.acknowledge import Acknowledge
from domain.procedure.stages.allocate import Allocate
from domain.procedure.stages.issues import AddIssue
from temporal.clocks import Handle
from temporal.complaints import TemporalComplaints
from tests.crash.conftest import CrashWorld
from tests.records import Read, read
from tests.world import RULEBOOK

BY_TEXT = Resident(name="Toni Text", mobile="+447700900201", prefers=Channel.TEXT)
BY_EMAIL = Resident(name="Emil Email", email="emil@example.com")
MID_STAGE = Resident(name="Mia Middle", email="mia@example.com")


@dataclass
class Aftermath:
    """The three complaints after the crash and the restart."""

    texted: Complaint
    mailed: Complaint
    mid_stage: Complaint
    first_order: Answer
    """The answer to the first order that was given after the restart."""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def aftermath(crash_world: CrashWorld) -> AsyncIterator[Aftermath]:
    world = crash_world
    mid_stage = await world.receives("reliance", resident=MID_STAGE)
    now = await world.now(mid_stage)
    priya = RULEBOOK.directory("reliance").officer("priya-nair", now.date())
    await world.does(mid_stage, Allocate(at=now, by=staff(priya), handler=priya))
    await world.does(mid_stage, Acknowledge(at=now, by=staff(priya), understood="Damp.", desired_outcome="Repair."))
    await world.until(mid_stage, lambda complaint: not complaint.outbox)

    world.simulator.turn("twilio", "accept_then_hang", seconds=60, times=1)
    world.simulator.turn("sendgrid", "accept_then_hang", seconds=60, times=1)
    texted = await world.receives("reliance", resident=BY_TEXT)
    mailed = await world.receives("reliance", resident=BY_EMAIL)
    await in_inbox(world, "texts", "+447700900201")
    await in_inbox(world, "emails", "emil@example.com")
    world.worker.kill()
    await world.worker.start()
    told = AddIssue(at=now, by=staff(priya), issue=NewIssue(words="The light hums."))
    first_order = await TemporalComplaints(world.env.client).update(place_of(mid_stage), told)

    await asyncio.gather(*(world.until(handle, sent("receipt"), seconds=60) for handle in (texted, mailed)))
    await world.wait_until(mid_stage, now + timedelta(days=30))
    kept = [await world.complaint(handle) for handle in (texted, mailed, mid_stage)]
    yield Aftermath(kept[0], kept[1], kept[2], first_order)


def place_of(handle: Handle) -> ComplaintId:
    _, landlord, reference = handle.id.split("/")
    return ComplaintId(landlord=landlord, reference=reference)


async def in_inbox(world: CrashWorld, kind: str, to: str) -> None:
    async with asyncio.timeout(20):
        while not any(to in message["to"] for message in await asyncio.to_thread(inbox, world, kind)):
            await asyncio.sleep(0.05)


def inbox(world: CrashWorld, kind: str) -> list[dict[str, str]]:
    return world.simulator.inbox()[kind]


def sent(notice: str) -> Callable[[Complaint], list[Read]]:
    return lambda complaint: [
        entry for entry in read(complaint) if entry.kind is EntryKind.NOTICE_SENT and entry.notice == notice
    ]


async def test_the_resident_got_one_text(crash_world: CrashWorld, aftermath: Aftermath) -> None:
    texts = [text for text in inbox(crash_world, "texts") if text["to"] == BY_TEXT.mobile]

    assert len(texts) == 1
    assert len(sent("receipt")(aftermath.texted)) == 1


async def test_the_record_says_that_the_email_may_have_gone_twice(
    crash_world: CrashWorld, aftermath: Aftermath
) -> None:
    mails = [mail for mail in inbox(crash_world, "emails") if "emil@example.com" in mail["to"]]

    assert len(mails) == 2
    (entry,) = sent("receipt")(aftermath.mailed)
    assert entry.text == "receipt sent (tried twice; it may have been sent twice)"


async def test_the_first_order_after_it_is_answered_while_somebody_waits(aftermath: Aftermath) -> None:
    assert not aftermath.first_order.repeated
    assert "The light hums" in aftermath.first_order.said


async def test_every_deadline_still_falls_due(aftermath: Aftermath) -> None:
    missed = [entry for entry in read(aftermath.mid_stage) if entry.kind is EntryKind.DUTY_MISSED]

    assert [entry.text.split(" missed")[0] for entry in missed] == [
        "stage 1 contact with the resident",
        "stage 1 investigation",
        "stage 1 response",
    ]
    assert all(entry.at.minute == entry.at.second == 0 for entry in missed)
