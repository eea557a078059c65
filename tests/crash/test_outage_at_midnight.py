"""The worker is stopped just before the midnight that ends a due day, and the late message is there before it."""

import asyncio
from datetime import time, timedelta

from domain.calendar.days import landlord_day
from domain.complaint.actor import staff
from domain.complaint.entry_kinds import EntryKind
from domain.complaint.resident import Resident
from domain.duties.owed import duties
from domain.procedure.stages.acknowledge import Acknowledge
from domain.procedure.stages.allocate import Allocate
from tests.crash.conftest import CrashWorld
from tests.records import read
from tests.world import RULEBOOK

ZONE = "Europe/London"


async def test_a_late_message_is_late_and_one_correct_reminder_goes(crash_world: CrashWorld) -> None:
    world = crash_world
    handle = await world.receives("reliance", resident=Resident(name="Nora Night", email="nora@example.com"))
    began = await world.now(handle)
    rules = RULEBOOK.rules("reliance", landlord_day(began, ZONE))
    priya = RULEBOOK.directory("reliance").officer("priya-nair", began.date())
    await world.does(handle, Allocate(at=began, by=staff(priya), handler=priya))
    acknowledge = duties(await world.complaint(handle), rules)[0]
    midnight = acknowledge.deadline.passes_at()
    await world.wait_until(handle, midnight - timedelta(minutes=2))
    before = len(read(await world.complaint(handle)))
    world.worker.stop()

    passing = asyncio.create_task(world.wait_until(handle, midnight + timedelta(minutes=5)))
    async with asyncio.timeout(20):
        while await world.now(handle) < midnight:
            await asyncio.sleep(0.02)
    late = Acknowledge(
        at=midnight + timedelta(seconds=1), by=staff(priya), understood="Damp.", desired_outcome="Repair."
    )
    message = asyncio.create_task(world.does(handle, late))
    await asyncio.sleep(0)
    await world.worker.start()
    await message
    await passing
    await world.wait_until_day(handle, landlord_day(midnight, ZONE), time(18))

    complaint = await world.complaint(handle)
    since = read(complaint)[before:]
    missed = [entry for entry in since if entry.kind is EntryKind.DUTY_MISSED]
    assert {entry.at for entry in missed} == {midnight}
    assert "stage 1 acknowledgement" in missed[0].text
    met = [entry.text for entry in since if entry.kind is EntryKind.DUTY_MET and "acknowledgement" in entry.text]
    assert ["late" in text for text in met] == [True]
    told = [entry for entry in since if entry.notice in {"reminder", "overdue"} and entry.kind is EntryKind.NOTICE_SENT]
    assert [(entry.notice, entry.to) for entry in told] == [("overdue", "daniel-osei")]
