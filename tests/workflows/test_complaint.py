"""A complaint on the real server: its timer, its twins, its refusals, its record, its end and its return."""

import asyncio
import json
import urllib.request
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from urllib.parse import quote

import pytest
from google.protobuf import json_format
from temporalio.api.common.v1 import Payload
from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowExecutionStatus, WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError

from domain.complaint.actor import RESIDENT, staff
from domain.complaint.closing import CloseReason
from domain.complaint.complaint import Complaint
from domain.complaint.entry_kinds import EntryKind
from domain.complaint.facts.notices import NoticeSent
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.reference import ComplaintId
from domain.complaint.resident import Resident
from domain.complaint.responses import Lesson, Outcome, Response
from domain.complaint.stages import ContactOutcome
from domain.policy.channels import Channel
from domain.policy.rules import Rules
from domain.policy.staff import Officer
from domain.procedure.stages.acknowledge import Acknowledge
from domain.procedure.stages.allocate import Allocate
from domain.procedure.stages.close import Close
from domain.procedure.stages.contact import RecordContact
from domain.procedure.stages.escalate import RequestEscalation
from domain.procedure.stages.extend import RequestExtension
from domain.procedure.stages.respond import Respond
from domain.procedure.stages.withdraw import Withdraw
from domain.procedure.steps import STEPS
from domain.views.finders import Finder, FinderKind
from domain.views.page import Page, Standing
from domain.views.standing import standing
from domain.views.written import record_in_words
from tests.records import read
from tests.world import CONVERTER, RULEBOOK, SAM, Handle, World, register_desk
from workflows.complaint import ComplaintWorkflow

RESPONSE = Response(
    outcome=Outcome.UPHELD,
    complaint="Damp in the bedroom.",
    reasons="The gutter leaks.",
    remedy="We mend the gutter.",
    learning=(Lesson(words="Gutters are checked each autumn."),),
)


def officer(person: str, at: datetime, landlord: str = "reliance") -> Officer:
    return RULEBOOK.directory(landlord).officer(person, at.date())


async def acknowledged(world: World, resident: Resident = SAM) -> tuple[Handle, datetime, Officer]:
    handle = await world.receives("reliance", resident=resident)
    now = await world.now(handle)
    priya = officer("priya-nair", now)
    await world.does(handle, Allocate(at=now, by=staff(priya), handler=priya))
    await world.does(handle, Acknowledge(at=now, by=staff(priya), understood="Damp.", desired_outcome="Repair."))
    return handle, now, priya


async def test_missed_deadlines_are_recorded_on_their_days_and_the_record_reaches_the_register(world: World) -> None:
    handle, now, _ = await acknowledged(world)

    await world.wait_until(handle, now + timedelta(days=30))

    complaint = await world.complaint(handle)
    missed = [entry.text for entry in read(complaint) if entry.kind is EntryKind.DUTY_MISSED]
    assert [text.split(" missed")[0] for text in missed] == [
        "stage 1 contact with the resident",
        "stage 1 investigation",
        "stage 1 response",
    ]
    written = world.queries.entries("reliance", complaint.reference)
    assert [entry.number for entry in written] == list(range(1, len(written) + 1))
    assert written == record_in_words(complaint)[: len(written)]


async def test_the_timer_has_a_name_an_engineer_can_read(world: World) -> None:
    handle, now, _ = await acknowledged(world)
    await world.wait_until(handle, now + timedelta(days=4))
    complaint = await world.complaint(handle)

    summaries = [
        (await CONVERTER.decode([event.user_metadata.summary]))[0]
        async for event in handle.fetch_history_events()
        if event.event_type == EventType.EVENT_TYPE_TIMER_STARTED
    ]

    assert summaries
    assert any("reminder to handler: stage 1" in summary and "due" in summary for summary in summaries)
    assert not any(complaint.resident.name in summary for summary in summaries)


async def test_through_the_uis_port_the_complaint_runs_and_its_timer_has_its_name(world: World) -> None:
    handle, now, _ = await acknowledged(world)
    await world.wait_until(handle, now + timedelta(days=1))
    page = f"{world.ui}/api/v1/namespaces/default/workflows/{quote(handle.id, safe='')}"

    shown = await asyncio.to_thread(read_json, page)
    history = await asyncio.to_thread(read_json, f"{page}/history")

    assert shown["workflowExecutionInfo"]["status"] == "WORKFLOW_EXECUTION_STATUS_RUNNING"
    sealed = [
        json_format.ParseDict(event["userMetadata"]["summary"], Payload())
        for event in history["history"]["events"]
        if event["eventType"] == "EVENT_TYPE_TIMER_STARTED"
    ]
    assert any("reminder to handler: stage 1" in name for name in await CONVERTER.decode(sealed))


def read_json(url: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    with urllib.request.urlopen(url, timeout=30) as page:
        return json.load(page)


async def test_a_refused_order_names_its_rule_and_stays_out_of_history(world: World) -> None:
    handle = await world.receives("reliance")
    now = await world.now(handle)
    priya = officer("priya-nair", now)

    with pytest.raises(WorkflowUpdateFailedError) as refused:
        await world.does(handle, Acknowledge(at=now, by=staff(priya), understood="Damp."))

    cause = refused.value.cause
    assert isinstance(cause, ApplicationError)
    assert cause.type == "NotAllowed"
    assert "allocate it first" in cause.message
    assert all(entry.kind is not EntryKind.REJECTED for entry in read(await world.complaint(handle)))


async def test_a_refused_close_is_recorded_and_its_sender_told_why(world: World) -> None:
    handle, now, priya = await acknowledged(world)

    with pytest.raises(WorkflowUpdateFailedError) as refused:
        await world.does(handle, Close(at=now, by=staff(priya), reason=CloseReason.RESOLVED_SATISFIED))

    assert isinstance(refused.value.cause, ApplicationError)
    assert "only a withdrawal closes it" in refused.value.cause.message
    record = read(await world.complaint(handle))
    assert any(entry.kind is EntryKind.REJECTED and "close" in entry.text for entry in record)


async def test_a_double_click_changes_nothing(world: World) -> None:
    handle, now, priya = await acknowledged(world)
    before = await world.complaint(handle)

    again = await world.does(
        handle, Acknowledge(at=now, by=staff(priya), understood="Damp.", desired_outcome="Repair.")
    )

    assert again.repeated
    orders = [entry for entry in read(await world.complaint(handle)) if entry.kind is EntryKind.ACKNOWLEDGED]
    assert len(orders) == 1
    assert before.issues[0].understood == "Damp."


@pytest.mark.parametrize(
    ("name", "args", "why"),
    [
        pytest.param("open_sesame", [1], "there is no such signal", id="unknown name"),
        pytest.param("close", [], "one argument", id="no argument"),
        pytest.param("close", [{}, {}], "one argument", id="one too many"),
        pytest.param("close", [{"at": "yesterday", "reason": "withdrawn"}], "at:", id="wrong type"),
        pytest.param("close", [{"reason": "withdrawn"}], "at: field required", id="missing field"),
        pytest.param(
            "close",
            [{"at": "2026-11-20T10:00:00Z", "reason": "withdrawn", "cheese": 1}],
            "cheese",
            id="unknown field",
        ),
        pytest.param("request_escalation", [{"at": "0001-01-01T00:00:00+14:00"}], "at:", id="no possible instant"),
        pytest.param("request_extension", ["please"], "request extension", id="plain text for an object"),
        pytest.param(
            "notice_failed",
            [{"key": "qualitas/QH-2/1-receipt", "at": "2026-11-20T10:00:00Z", "why": "-", "channel": "email"}],
            "another complaint's",
            id="another complaint's news",
        ),
        pytest.param("notice_failed", [None], "notice failed", id="nothing for an object"),
    ],
)
async def test_a_poison_signal_is_shown_and_the_complaint_goes_on(
    world: World, name: str, args: list[object], why: str
) -> None:
    handle = await world.receives("qualitas")

    await handle.signal(name, args=args)

    refusals = [entry.text for entry in read(await world.complaint(handle)) if entry.kind is EntryKind.REJECTED]
    assert len(refusals) == 1
    assert why in refusals[0]
    await world.does(handle, Withdraw(at=await world.now(handle), by=RESIDENT, reason="Found it."))
    assert (await world.finish(handle)).closed


async def test_a_flood_of_poison_stops_neither_the_complaint_nor_its_record(world: World) -> None:
    handle = await world.receives("reliance")

    await asyncio.gather(*(handle.signal("no_such_signal", "x" * 10_000) for _ in range(400)))
    await world.does(handle, Withdraw(at=await world.now(handle), by=RESIDENT, reason="Found it."))

    complaint = await world.finish(handle)
    assert complaint.closed
    assert (
        len([entry for entry in read(complaint) if entry.kind in {EntryKind.REJECTED, EntryKind.TOO_MANY_REJECTED}])
        == 101
    )
    assert world.queries.entries("reliance", complaint.reference) == record_in_words(complaint)


async def test_the_cancel_button_is_refused_and_the_complaint_goes_on(world: World) -> None:
    handle, now, _ = await acknowledged(world)

    await handle.cancel()
    await world.wait_until(handle, now + timedelta(days=9))

    complaint = await world.complaint(handle)
    assert any("cannot be cancelled" in entry.text for entry in read(complaint))
    assert complaint.missed


async def test_D13_the_words_by_which_it_is_found_go_with_the_first_page_alone(world: World) -> None:
    handle, _, _ = await acknowledged(world)
    await world.does(handle, Withdraw(at=await world.now(handle), by=RESIDENT, reason="Found it."))
    await world.finish(handle)

    scheduled = [event.activity_task_scheduled_event_attributes async for event in handle.fetch_history_events()]
    inputs = [each.input.payloads for each in scheduled if each.activity_type.name == "write_record"]
    pages = [(await CONVERTER.decode(payloads, [Page]))[0] for payloads in inputs]

    assert len(pages) > 1
    assert Finder(token="sam", kind=FinderKind.NAME) in pages[0].finders
    assert all(page.finders is None for page in pages[1:])


async def test_D8_a_key_used_for_something_else_is_refused_and_by_signal_recorded_and_the_handler_told(
    world: World,
) -> None:
    handle, now, priya = await acknowledged(world)
    spoke = RecordContact(at=now, by=staff(priya), outcome=ContactOutcome.SPOKE, key="click-1")
    await world.does(handle, spoke)

    extension = RequestExtension(at=now, by=staff(priya), working_days=5, reason="The survey.", key="click-1")
    with pytest.raises(WorkflowUpdateFailedError) as refusal:
        await world.does(handle, spoke.model_copy(update={"note": "They were out."}))
    await handle.signal(extension.name, extension)

    assert "this key was used for something else" in str(refusal.value.cause)
    complaint = await world.complaint(handle)
    rejected = [entry.text for entry in read(complaint) if entry.kind is EntryKind.REJECTED]
    assert len(rejected) == 1
    assert "this key was used for something else: record contact" in rejected[0]
    assert complaint.progress.extensions == ()
    sent = {entry.facts.notice for entry in complaint.record if isinstance(entry.facts, NoticeSent)}
    assert NoticeKind.MESSAGE_REJECTED in sent | {notice.kind for notice in complaint.outbox}


async def test_a_signal_and_an_update_of_one_name_do_the_same(world: World) -> None:
    handle, now, priya = await acknowledged(world)

    await handle.signal(
        RequestExtension.name,
        RequestExtension(at=now, by=staff(priya), working_days=5, reason="The survey is awaited."),
    )

    extended = await world.complaint(handle)
    assert len(extended.progress.extensions) == 1
    with pytest.raises(WorkflowUpdateFailedError):
        await world.does(handle, RequestExtension(at=now, by=staff(priya), working_days=5, reason="Another survey."))


def test_the_wire_names_are_those_of_the_design() -> None:
    defined = ComplaintWorkflow.__temporal_workflow_definition  # type: ignore[attr-defined]

    assert set(defined.updates) == {kind.name for kind in STEPS}
    assert {name for name in defined.signals if name} == {
        "request_escalation",
        "request_extension",
        "close",
        "notice_delivered",
        "notice_failed",
        "calendar_changed",
        "nudge",
    }
    assert None in defined.signals
    assert set(defined.queries) == {"complaint", "deadlines", "offers"}


async def test_nothing_limits_how_long_a_complaint_may_run(world: World) -> None:
    handle = await world.receives("reliance")

    described = (await handle.describe()).raw_description.execution_config

    assert not described.workflow_execution_timeout.ToSeconds()
    assert not described.workflow_run_timeout.ToSeconds()


async def test_the_escalation_window_passes_and_the_complaint_closes_by_itself_and_ends(world: World) -> None:
    handle, now, priya = await acknowledged(world)
    await world.does(handle, Respond(at=now, by=staff(priya), response=RESPONSE))

    complaint = await world.finish(handle)

    assert complaint.closed is not None
    assert complaint.closed.reason == "window_passed"
    assert (await handle.describe()).status is WorkflowExecutionStatus.COMPLETED
    kept = await register_desk(world.queries).kept_case(ComplaintId(landlord="reliance", reference=complaint.reference))
    assert kept is not None
    assert kept.complaint == complaint.changed(record=())


async def test_a_resident_without_email_or_number_is_written_to(world: World) -> None:
    handle, _, _ = await acknowledged(
        world, resident=Resident(name="Lee Letter", address=("1 Example Street",), prefers=Channel.LETTER)
    )

    def printed(complaint: Complaint) -> set[str]:
        return {entry.notice for entry in read(complaint) if entry.channel is Channel.LETTER}

    await world.until(handle, lambda complaint: printed(complaint) == {"receipt", "acknowledgement"})

    complaint = await world.complaint(handle)
    assert complaint.progress.acknowledgement
    assert complaint.progress.acknowledgement.met_at is None


async def test_a_number_that_can_never_work_falls_back_and_the_handler_is_told(world: World) -> None:
    handle, _, _ = await acknowledged(
        world, resident=Resident(name="Sam", email="sam@example.com", mobile="+15005550001", prefers=Channel.TEXT)
    )
    await world.wait_until(handle, await world.now(handle) + timedelta(days=1))

    told = await world.until(handle, lambda c: [e for e in read(c) if e.notice == "cannot_reach"])

    complaint = await world.complaint(handle)
    assert told[0].to in {"priya-nair", "daniel-osei"}  # her supervisor, where it failed before she had the complaint
    assert Channel.TEXT in complaint.resident.unusable
    receipts = [e for e in read(complaint) if e.notice == "receipt" and e.kind is EntryKind.NOTICE_SENT]
    assert [entry.channel for entry in receipts] == [Channel.EMAIL]


async def test_a_letter_taken_back_on_its_way_is_on_the_record_as_sent(world: World) -> None:
    handle = await world.receives("reliance", resident=Resident(name="Sam", email="taken.back@example.com"))
    now = await world.now(handle)
    priya = officer("priya-nair", now)
    await world.does(handle, Allocate(at=now, by=staff(priya), handler=priya))
    await world.until(handle, lambda complaint: not complaint.outbox)
    world.simulator.turn("sendgrid", "accept_then_hang", seconds=4, times=1)

    await world.does(handle, Acknowledge(at=now, by=staff(priya), understood="Damp.", desired_outcome="Repair."))
    while world.mails_to("taken.back@example.com") < 2:
        await asyncio.sleep(0.05)
    await world.does(handle, Withdraw(at=await world.now(handle), by=RESIDENT, reason="Found it."))

    complaint = await world.finish(handle)
    told = [entry for entry in read(complaint) if entry.notice == "acknowledgement"]
    assert [entry.kind for entry in told] == [EntryKind.NOTICE_DROPPED, EntryKind.NOTICE_SENT]
    assert "anyway" in told[1].text


async def test_a_complaint_continues_as_new_with_its_state_and_loses_nothing(world: World) -> None:
    handle, now, priya = await acknowledged(world)
    first = (await handle.describe()).run_id

    for _ in range(60):
        await handle.signal("nudge")
        await handle.signal("no_such_signal", "x")
        await world.complaint(handle)  # in a turn of its own, or there are too few events
    await world.wait_until(handle, now + timedelta(hours=1))
    await world.does(handle, Respond(at=await world.now(handle), by=staff(priya), response=RESPONSE))

    complaint = await world.complaint(handle)
    assert (await handle.describe()).run_id != first
    refused = [entry for entry in read(complaint) if entry.kind is EntryKind.REJECTED]
    assert len(refused) == 60
    assert [entry.number for entry in read(complaint)] == list(range(1, len(read(complaint)) + 1))
    await world.does(handle, RequestEscalation(at=await world.now(handle), by=staff(priya)))
    assert len((await world.complaint(handle)).stages) == 2


async def test_a_complaint_does_not_continue_as_new_while_a_notice_is_on_its_way(world: World) -> None:
    handle, now, priya = await acknowledged(world)
    await world.until(handle, lambda complaint: not complaint.outbox)
    first = (await handle.describe()).run_id
    world.simulator.turn("sendgrid", "error", status=503)
    try:
        note = RecordContact(at=now, by=staff(priya), outcome=ContactOutcome.WRITTEN_NOTE)
        await world.does(handle, note)
        for _ in range(70):
            await handle.signal("no_such_signal", "x")
            await handle.signal("nudge")
            await world.complaint(handle)
        await world.until(handle, lambda complaint: len(read(complaint)) > 70)

        assert (await handle.describe()).run_id == first
        assert (await handle.describe()).history_length > 400
    finally:
        world.simulator.reset()
    await world.wait_until(handle, now + timedelta(hours=3))
    complaint = await world.until(handle, lambda complaint: [] if complaint.outbox else [complaint])
    assert (await handle.describe()).run_id != first
    notes = [entry for entry in read(complaint[0]) if entry.notice == "contact_note"]
    assert [entry.kind for entry in notes if entry.channel is Channel.EMAIL] == [EntryKind.NOTICE_SENT]


async def test_a_turn_that_changed_nothing_looks_at_nothing_anew(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[Complaint] = []

    def looks(complaint: Complaint, rules: Rules, now: datetime) -> Standing:
        looked_at.append(complaint)
        return standing(complaint, rules, now)

    monkeypatch.setattr("workflows.complaint.standing", looks)
    handle, _, _ = await acknowledged(world)
    await world.until(handle, lambda complaint: not complaint.outbox)

    of_it = [each for each in looked_at if handle.id.endswith(each.reference)]
    assert len(of_it) > 3
    assert all(before is not after for before, after in pairwise(of_it[1:]))  # the first is made before it begins
