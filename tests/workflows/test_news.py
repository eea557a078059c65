"""News that reaches a complaint on the real server: of its notices, of the calendar, and what is no news at all."""

from datetime import date

from temporalio.api.common.v1 import Payload
from temporalio.common import RawValue

from domain.calendar.working_calendar import ClosedDay, Nation, WorkingCalendar
from domain.complaint.entry_kinds import EntryKind
from domain.messages.news import CalendarChanged, NoticeDelivered
from tests.records import read
from tests.workflows.test_complaint import acknowledged
from tests.world import RULEBOOK, Handle, World
from workflows.complaint import ComplaintWorkflow


async def test_news_of_a_notice_is_recorded_and_another_complaints_is_refused(world: World) -> None:
    handle, now, _ = await acknowledged(world)
    gone = (await world.until(handle, lambda complaint: complaint.gone))[0]

    await handle.signal("notice_delivered", NoticeDelivered(key=gone.errand_key, at=now))
    await handle.signal("notice_delivered", NoticeDelivered(key="qualitas/QUA-ZZZZ/1-receipt", at=now))

    record = read(await world.complaint(handle))
    assert [entry.kind for entry in record].count(EntryKind.NOTICE_DELIVERED) == 1
    assert any("another complaint's" in entry.text for entry in record if entry.kind is EntryKind.REJECTED)


async def test_a_holiday_proclaimed_later_reaches_an_open_complaint(world: World) -> None:
    handle, now, _ = await acknowledged(world)
    rules = RULEBOOK.rules("reliance", now.date())
    before = await due_on(handle, "stage_1.respond")
    holiday = ClosedDay(on=before, why="A royal wedding")
    later = WorkingCalendar.model_validate(rules.calendar.model_dump() | {"closed": (*rules.calendar.closed, holiday)})

    await handle.signal("calendar_changed", CalendarChanged(calendar=later))

    assert await due_on(handle, "stage_1.respond") > before


async def test_another_nations_calendar_is_refused(world: World) -> None:
    handle, now, _ = await acknowledged(world)
    rules = RULEBOOK.rules("reliance", now.date())
    scottish = rules.calendar.model_copy(update={"nation": Nation.SCOTLAND})

    await handle.signal("calendar_changed", CalendarChanged(calendar=scottish))

    record = read(await world.complaint(handle))
    assert any("uses the one for england" in entry.text for entry in record if entry.kind is EntryKind.REJECTED)


async def test_a_signal_that_is_no_json_at_all_is_shown(world: World) -> None:
    handle, _, _ = await acknowledged(world)
    no_json = RawValue(Payload(metadata={"encoding": b"json/plain"}, data=b"{broken"))
    unheard_of = RawValue(Payload(metadata={"encoding": b"binary/unheard-of"}, data=b"?"))

    for sent in (no_json, unheard_of):
        await handle.signal("close", sent)

    refusals = [entry.text for entry in read(await world.complaint(handle)) if entry.kind is EntryKind.REJECTED]
    assert len(refusals) == 2
    assert "{broken" in refusals[0]


async def due_on(handle: Handle, clock: str) -> date:
    """The day a deadline falls due, as the query shows it with its explanation."""
    shown = next(one for one in await handle.query(ComplaintWorkflow.deadlines) if one.clock == clock)
    assert "working days after" in shown.explanation
    return shown.due_on


async def test_nothing_that_news_carries_stops_a_complaint_or_is_believed_where_it_cannot_be(world: World) -> None:
    handle, now, _ = await acknowledged(world)
    gone = (await world.until(handle, lambda complaint: complaint.gone))[0]
    complaint = await world.complaint(handle)
    all_years = {"nation": "england", "version": "x", "covers_from": "0001-01-01", "covers_to": "9999-12-31"}

    await handle.signal("calendar_changed", {"calendar": all_years})
    await handle.signal("notice_delivered", {"key": gone.key, "at": "2099-01-01T00:00:00Z"})
    await handle.signal("notice_delivered", {"key": complaint.key_of("999-receipt"), "at": now.isoformat()})

    after = await world.complaint(handle)
    refused = [entry.text for entry in read(after) if entry.kind is EntryKind.REJECTED]
    assert [any(why in text for text in refused) for why in ("more than 100 years", "is in the future")] == [True, True]
    assert (len(refused), after.news_of_nothing) == (2, 1)
