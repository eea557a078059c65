"""SendGrid takes e-mails and its answers are lost: what goes, and what the record says of it, on the real server."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from domain.complaint.actor import RESIDENT, staff
from domain.complaint.complaint import Complaint
from domain.complaint.entry_kinds import EntryKind
from domain.complaint.resident import Resident
from domain.procedure.stages.acknowledge import Acknowledge
from domain.procedure.stages.allocate import Allocate
from domain.procedure.stages.withdraw import Withdraw
from tests.records import read
from tests.workflows.test_complaint import officer
from tests.world import Handle, World


@pytest.fixture
def losing(world: World) -> Iterator[World]:
    """A world in which SendGrid takes what it is sent, and its answers do not arrive."""
    world.simulator.turn("sendgrid", "accept_then_drop")
    yield world
    world.simulator.reset()


def by_email(name: str) -> Resident:
    return Resident(name=name, email=f"{name}@example.com", address=("1 Example Road", "ZZ1 1ZZ"))


def entries(complaint: Complaint, kind: EntryKind, notice: str) -> list[str]:
    return [entry.text for entry in read(complaint) if entry.kind is kind and entry.notice == notice]


async def acknowledged(world: World, resident: Resident) -> Handle:
    handle = await world.receives("reliance", resident=resident)
    now = await world.now(handle)
    priya = officer("priya-nair", now)
    await world.does(handle, Allocate(at=now, by=staff(priya), handler=priya))
    await world.does(handle, Acknowledge(at=now, by=staff(priya), understood="Damp.", desired_outcome="Repair."))
    return handle


async def test_an_email_whose_answers_are_lost_goes_twice_and_never_by_post(losing: World) -> None:
    handle = await acknowledged(losing, by_email("lost"))

    await losing.until(handle, lambda complaint: complaint.unknown_letters)
    await losing.wait_until(handle, await losing.now(handle) + timedelta(days=4))

    complaint = await losing.complaint(handle)
    (said,) = entries(complaint, EntryKind.NOTICE_UNKNOWN, "acknowledgement")
    assert said == "nobody knows whether the acknowledgement went by email: tried twice, no answer came"
    assert losing.mails_to("lost@example.com") == 4  # the receipt twice and the acknowledgement twice
    assert not entries(complaint, EntryKind.NOTICE_EXPIRED, "acknowledgement")
    assert not [each for each in losing.simulator.inbox()["letters"] if complaint.reference in str(each)]
    assert not list(losing.settings.letters_dir.rglob(f"*{complaint.reference}*/*acknowledgement*"))


async def test_what_is_taken_back_between_two_tries_is_asked_about(losing: World) -> None:
    handle = await acknowledged(losing, by_email("between"))
    await losing.until(handle, lambda _: losing.mails_to("between@example.com"))

    await losing.does(handle, Withdraw(at=await losing.now(handle), by=RESIDENT, reason="Found it."))

    said = await losing.until(handle, lambda complaint: entries(complaint, EntryKind.NOTICE_UNKNOWN, "receipt"))
    assert said[0].startswith("nobody knows whether the receipt went by email")
