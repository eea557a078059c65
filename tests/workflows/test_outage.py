"""Twilio, SendGrid and the register are away for five days; the complaint's clock is not."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from domain.complaint.actor import staff
from domain.complaint.complaint import Complaint
from domain.complaint.entry_kinds import EntryKind
from domain.complaint.resident import Resident
from domain.procedure.stages.acknowledge import Acknowledge
from domain.procedure.stages.allocate import Allocate
from domain.views.written import WrittenEntry, record_in_words
from register.queries import Queries
from register.upgrade import upgrade
from simulator.running import RunningSimulator
from tests.records import Read, read
from tests.register.postgres import postgres
from tests.world import RULEBOOK, World, development_server, settings_for, working

OLA = Resident(name="Ola Outage", email="ola@example.com", mobile="+447700900301")


@dataclass
class Outage:
    """The complaint after the outage, what was sent, and when it began."""

    complaint: Complaint
    inbox: dict[str, list[dict[str, str]]]
    written: tuple[WrittenEntry, ...]
    began: datetime

    def entries(self, kind: EntryKind, notice: str = "") -> list[Read]:
        return [e for e in read(self.complaint) if e.kind is kind and (not notice or e.notice == notice)]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def outage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Outage]:
    folder: Path = tmp_path_factory.mktemp("outage")
    activities = logging.getLogger("temporalio.activity")
    async with AsyncExitStack() as running:
        running.callback(activities.setLevel, activities.level)
        activities.setLevel(logging.ERROR)  # five days of failures would fill the log
        simulator = running.enter_context(RunningSimulator())
        server = running.enter_context(postgres())
        url = server.url.format(database="postgres").replace("postgresql:", "postgresql+psycopg:")
        settings = settings_for(folder, simulator).model_copy(update={"register_url": url})
        upgrade(url)
        env = await running.enter_async_context(development_server())
        queries = Queries(await running.enter_async_context(working(env, settings)))
        world = World(env, simulator, settings, queries, "")

        handle = await world.receives("reliance", resident=OLA)
        began = await world.now(handle)
        priya = RULEBOOK.directory("reliance").officer("priya-nair", began.date())
        await world.does(handle, Allocate(at=began, by=staff(priya), handler=priya))
        outage_begins = began + timedelta(days=3, hours=2)
        await world.wait_until(handle, outage_begins)
        await world.until(handle, lambda complaint: not complaint.outbox)
        simulator.turn("twilio", "error", status=503)
        simulator.turn("sendgrid", "error", status=503)
        server.stop()
        await world.does(
            handle,
            Acknowledge(at=await world.now(handle), by=staff(priya), understood="Damp.", desired_outcome="Repair."),
        )
        await world.wait_until(handle, outage_begins + timedelta(days=5))
        await asyncio.to_thread(simulator._call, "DELETE", "/control")
        server.start()
        await world.wait_until(handle, outage_begins + timedelta(days=5, hours=3))
        await world.until(handle, lambda complaint: not complaint.outbox)
        complaint = await world.complaint(handle)
        reference = complaint.reference

        async with asyncio.timeout(20):
            while len(written := queries.entries("reliance", reference)) < len(complaint.record):
                await asyncio.sleep(0.05)
        yield Outage(complaint, simulator.inbox(), written, began)


async def test_every_rung_fell_due_and_only_the_one_still_true_went_out(outage: Outage) -> None:
    # Received on a Monday, so due the Monday after; away from Thursday noon to Tuesday noon. That the two have expired
    # is known when the ledger answers again, which may be before the one that is still true goes, or after.
    told = (EntryKind.NOTICE_SENT, EntryKind.NOTICE_EXPIRED)
    rungs = [entry for entry in read(outage.complaint) if entry.kind in told]

    assert [entry.kind for entry in rungs if entry.notice == "reminder"] == [
        EntryKind.NOTICE_SENT,  # Thursday, before the outage
        EntryKind.NOTICE_EXPIRED,  # Friday's, by Monday's
        EntryKind.NOTICE_EXPIRED,  # Monday's, by Tuesday's
    ]
    assert [entry.kind for entry in rungs if entry.notice == "overdue"] == [EntryKind.NOTICE_SENT]  # on return


async def test_the_acknowledgement_went_out_once_on_return_and_is_late(outage: Outage) -> None:
    mails = [mail for mail in outage.inbox["emails"] if "who is dealing with it" in mail["subject"]]

    assert len(mails) == 1
    met = [entry.text for entry in outage.entries(EntryKind.DUTY_MET) if "acknowledgement" in entry.text]
    assert ["late" in text for text in met] == [True]


async def test_deadlines_were_recorded_on_their_day(outage: Outage) -> None:
    missed = outage.entries(EntryKind.DUTY_MISSED)

    assert [(f"{entry.at:%a %H:%M}", entry.text.split(" missed")[0]) for entry in missed] == [
        ("Tue 00:00", "stage 1 acknowledgement"),
        ("Tue 00:00", "stage 1 contact with the resident"),
    ]
    assert all(entry.recorded_at - entry.at < timedelta(minutes=1) for entry in missed)


async def test_the_text_about_a_letter_goes_once_and_after_the_letter(outage: Outage) -> None:
    texts = [text for text in outage.inbox["texts"] if "dealing with" in text["body"]]
    went = [entry.channel for entry in outage.entries(EntryKind.NOTICE_SENT, "acknowledgement")]

    assert len(texts) == 1
    assert went == ["email", "text"]


async def test_the_register_has_the_whole_record(outage: Outage) -> None:
    assert outage.written == record_in_words(outage.complaint)
