"""The desk: orders, requests and questions, and what it says when nobody answers."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.testing import WorkflowEnvironment

from activities.ports import NoWorkerError, TemporalAwayError
from desk.desk import Desk
from desk.errors import NotKeptError, UnansweredError, UnknownComplaintError
from domain.calendar.days import local_time
from domain.complaint.actor import RESIDENT
from domain.complaint.complaint import NotAllowedError
from domain.complaint.entry_kinds import EntryKind
from domain.complaint.reference import ComplaintId
from domain.policy.stages import Stage
from domain.procedure.front_door.contact_details import ChangeContact
from domain.procedure.remedies.actions import AddAction
from intake.errors import BadInputError
from temporal.refusals import FixedClockError
from temporal.search_attributes import TemporalNamespace, ensure_search_attributes
from tests.desk.desks import answered, desk_at, everything_sent, everything_written, gives, nowhere, opened, until
from tests.world import TEMPORAL, World, development_server
from workflows.ids import complaint_workflow_id

UNKNOWN = ComplaintId(landlord="reliance", reference="REL-2222-2222")


def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("clocks", "complaints"):
        monkeypatch.setattr(f"temporal.{module}.PATIENCE", timedelta(seconds=1))


async def test_people_are_named_by_their_ids_and_hold_the_roles_of_the_day(desk: Desk) -> None:
    place = await opened(desk, landlord="qualitas")
    deputy = await desk.order_from(
        place, "allocate", {"by": "owen-price", "handler": "owen-price", "at": "2026-12-08 10:00"}
    )

    assert await gives(desk, place, "allocate", by="femi-adeyemi", handler="owen-price") == (
        "allocated to Owen Price, Operations Officer"
    )
    assert deputy.by.officer is not None
    assert deputy.by.officer.roles == {"operations"}
    assert deputy.at == datetime(2026, 12, 8, 10, tzinfo=UTC)


async def test_whoever_does_it_records_it_unless_somebody_else_does(desk: Desk) -> None:
    place = await opened(desk)

    own = await desk.order_from(place, "approve", {"by": "priya-nair"})
    anothers = await desk.order_from(place, "approve", {"by": "priya-nair", "recorded_by": "leah-brooks"})
    residents = await desk.order_from(place, "escalate", {})

    assert [order.recorded_by for order in (own, anothers, residents)] == ["priya-nair", "leah-brooks", ""]
    assert residents.by == RESIDENT


async def test_now_is_what_the_complaints_own_clock_shows(desk: Desk) -> None:
    place = await opened(desk)
    shows = await desk.fast_forward(place, timedelta(days=40))

    order = await desk.order_from(place, "approve", {"by": "priya-nair"})

    assert shows - datetime.now(UTC) > timedelta(days=39)
    assert timedelta() <= order.at - shows < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("step", "given", "why"),
    [
        pytest.param("allocate", {"handler": "priya-nair"}, "by: is missing", id="nobody did it"),
        pytest.param("allocate", {"by": "priya-nair", "handler": "x"}, "handler: nobody in the staff", id="stranger"),
        pytest.param("allocate", {"by": "priya-nair"}, "handler: is missing", id="to nobody"),
        pytest.param("approve", {"by": "priya-nair", "at": "soon"}, "'soon' is not a date and time", id="no moment"),
        pytest.param("contact", {"by": "priya-nair", "outcome": "x"}, "outcome: 'x' is unknown", id="no outcome"),
        pytest.param(
            "change-contact",
            {"by": "priya-nair", "details": {"email": "ann"}},
            "email 'ann' cannot be used",
            id="no address",
        ),
        pytest.param("return", {"by": "priya-nair", "comments": "\x00"}, "comments holds a control", id="a NUL"),
        pytest.param("return", {"by": "priya-nair", "comments": "x" * 200_000}, "comments is too long", id="200 kB"),
    ],
)
async def test_what_cannot_be_meant_is_refused_by_name(
    desk: Desk, step: str, given: dict[str, object], why: str
) -> None:
    with pytest.raises(BadInputError, match=why):
        await desk.order_from(UNKNOWN, step, given)


async def test_F_013_new_contact_details_are_checked_as_when_a_complaint_is_opened(desk: Desk) -> None:
    order = await desk.order_from(
        UNKNOWN,
        "change-contact",
        {
            "by": "priya-nair",
            "at": "2/11/2026 10:15",
            "details": {"email": " Ann@EXAMPLE.com", "mobile": "07700 900123"},
        },
    )

    assert isinstance(order, ChangeContact)
    assert (order.details.email, order.details.mobile) == ("Ann@example.com", "+447700900123")


async def test_dates_are_read_as_people_write_them(desk: Desk) -> None:
    promised = {"what": "Paint it.", "owner": "Ann", "due_on": "24 December"}

    order = await desk.order_from(
        UNKNOWN, "add-action", {"by": "priya-nair", "at": "2/11/2026 10:15", "promise": promised}
    )

    assert isinstance(order, AddAction)
    assert (order.at, order.promise.due_on) == (datetime(2026, 11, 2, 10, 15, tzinfo=UTC), date(2026, 12, 24))


async def test_a_date_without_its_year_was_the_last_by_the_complaints_own_clock(desk: Desk) -> None:
    place = await opened(desk)
    now = await desk.fast_forward(place, timedelta(days=40))
    before = local_time(now - timedelta(days=20), "Europe/London")

    order = await desk.order_from(
        place, "approve", {"by": "priya-nair", "at": f"{before.day} {before:%B} {before:%H:%M}"}
    )

    assert order.at == before.replace(second=0, microsecond=0)


async def test_the_policys_refusal_comes_as_it_is(desk: Desk) -> None:
    place = await opened(desk)

    with pytest.raises(NotAllowedError, match=r"^4\.1\.1: the acknowledgement tells the resident who deals with"):
        await gives(desk, place, "acknowledge", by="priya-nair", understood="It leaks.")


async def test_a_double_click_on_an_order_is_carried_out_once(desk: Desk) -> None:
    place = await opened(desk)
    order = await desk.order_from(place, "allocate", {"by": "daniel-osei", "handler": "priya-nair"})

    answers = await asyncio.gather(*(desk.order(place, order) for _ in range(5)))

    assert [answer.repeated for answer in answers].count(False) == 1
    kinds = [entry.kind for entry in (await desk.complaint(place)).record]
    assert kinds.count(EntryKind.ALLOCATED) == 1


async def test_deadlines_come_with_the_sum_in_words(desk: Desk) -> None:
    place = await opened(desk, at=datetime(2026, 11, 20, 10, tzinfo=UTC))

    first = (await desk.deadlines(place))[0]

    assert (first.clock, str(first.due_on)) == ("stage_1.acknowledge", "2026-11-27")
    assert first.explanation.startswith("5 working days after Friday 20 November 2026 (day zero)")


async def test_the_queue_shows_what_is_due_next_first(desk: Desk) -> None:
    later = await opened(desk)
    sooner = await opened(desk, landlord="qualitas")

    async def both_are_there() -> bool:
        return {later.reference, sooner.reference} <= {known.reference for known in (await desk.page(limit=1000)).lines}

    await until(both_are_there)
    order = [known.reference for known in (await desk.page(limit=1000)).lines]
    assert order.index(sooner.reference) < order.index(later.reference)
    assert later.reference not in {known.reference for known in (await desk.page("qualitas", limit=1000)).lines}


async def ended(desk: Desk, world: World, place: ComplaintId) -> None:
    """Close the complaint, and wait until its workflow has ended."""
    await gives(desk, place, "reaction", by="priya-nair", satisfied=True, how="by telephone")
    await gives(desk, place, "close", by="priya-nair", reason="resolved_satisfied")
    await everything_sent(desk, place)
    await world.env.client.get_workflow_handle(complaint_workflow_id(place.landlord, place.reference)).result()


@pytest.mark.parametrize("days", [pytest.param(0, id="in real time"), pytest.param(6, id="its own clock is ahead")])
async def test_an_ended_complaint_comes_back_for_a_request(desk: Desk, world: World, days: int) -> None:
    place = await opened(desk)
    if days:
        await desk.fast_forward(place, timedelta(days=days))
    await answered(desk, place)
    await ended(desk, world, place)

    said = await gives(desk, place, "escalate", reasons="It leaks again.")

    assert said == "escalated to stage 2: It leaks again"
    complaint = await everything_sent(desk, place)
    assert complaint.progress.stage is Stage.TWO
    assert [entry.number for entry in complaint.record] == list(range(1, len(complaint.record) + 1))
    await desk.fast_forward(place, timedelta(days=1))
    assert await desk.now(place) - datetime.now(UTC) > timedelta(days=days)


async def test_A_38_a_withdrawn_complaint_that_ended_is_opened_again(desk: Desk, world: World) -> None:
    place = await opened(desk)
    await gives(desk, place, "withdraw", reason="It is sorted.")
    await everything_sent(desk, place)
    await world.env.client.get_workflow_handle(complaint_workflow_id(place.landlord, place.reference)).result()

    said = await gives(desk, place, "reopen", why="It leaks again.")

    assert said.startswith("opened again, its dates counted from")
    complaint = await everything_sent(desk, place)
    assert complaint.closed is None
    assert [entry.number for entry in complaint.record] == list(range(1, len(complaint.record) + 1))


@pytest.mark.parametrize("days", [pytest.param(0, id="in real time"), pytest.param(6, id="its own clock is ahead")])
async def test_a_request_can_be_left_with_an_ended_complaint(desk: Desk, world: World, days: int) -> None:
    place = await opened(desk)
    if days:
        await desk.fast_forward(place, timedelta(days=days))
    await answered(desk, place)
    await ended(desk, world, place)

    await desk.leave(place, await desk.order_from(place, "escalate", {}))

    async def at_stage_2() -> bool:
        return (await desk.complaint(place)).progress.stage is Stage.TWO

    await until(at_stage_2)


async def test_an_ended_complaint_does_not_come_back_for_nothing(desk: Desk, world: World) -> None:
    place = await opened(desk)
    await answered(desk, place)
    close = await desk.order_from(place, "close", {"by": "priya-nair", "reason": "resolved_satisfied"})
    await ended(desk, world, place)

    with pytest.raises(NotAllowedError, match="The complaint was closed"):
        await gives(desk, place, "allocate", by="daniel-osei", handler="leah-brooks")
    assert (await desk.order(place, close)).repeated
    again = await desk.order_from(place, "contact", {"by": "priya-nair", "outcome": "spoke", "key": "k"})
    with pytest.raises(NotAllowedError):
        await desk.order(place, again)

    assert (await desk.complaint(place)).closed
    assert {deadline.is_open for deadline in await desk.deadlines(place) if "window" not in deadline.clock} == {False}


async def test_a_stopped_complaint_says_what_an_engineer_can_do(desk: Desk, world: World) -> None:
    place = await opened(desk)
    await everything_sent(desk, place)

    async def registered() -> bool:
        return any(known.reference == place.reference for known in (await desk.page(limit=1000)).lines)

    await until(registered)
    await world.env.client.get_workflow_handle(complaint_workflow_id(place.landlord, place.reference)).terminate()

    with pytest.raises(NotKeptError, match="an engineer can reset it"):
        await gives(desk, place, "allocate", by="daniel-osei", handler="priya-nair")


async def test_an_unknown_complaint_is_said_to_be_unknown(desk: Desk) -> None:
    for ask in (desk.complaint, desk.deadlines, desk.registered):
        with pytest.raises(UnknownComplaintError, match="there is no complaint REL-2222-2222 at reliance"):
            await ask(UNKNOWN)
    with pytest.raises(UnknownComplaintError):
        await gives(desk, UNKNOWN, "withdraw")
    with pytest.raises(UnknownComplaintError):
        await desk.fast_forward(UNKNOWN, timedelta(days=1))


async def test_with_temporal_away_the_desk_says_so(world: World) -> None:
    desk = desk_at(await nowhere(), world)

    with pytest.raises(TemporalAwayError, match=r"Temporal does not answer at 127\.0\.0\.1"):
        await desk.complaint(UNKNOWN)
    with pytest.raises(TemporalAwayError):
        await gives(desk, UNKNOWN, "withdraw")


async def test_with_no_worker_the_desk_says_what_is_so_and_what_to_do(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with development_server() as idle:
        desk = desk_at(idle.client, world)
        place = await opened(desk)
        escalate = await desk.order_from(place, "escalate", {})
        impatient(monkeypatch)

        with pytest.raises(
            UnansweredError, match=r"no worker answered .*\. It is not known whether .* carried out"
        ) as order:
            await desk.order(place, escalate)
        with pytest.raises(NoWorkerError, match="no worker answered"):
            await desk.complaint(place)
        assert (order.value.at, order.value.may_leave) == (escalate.at, True)
        await desk.leave(place, escalate)
        with pytest.raises(NoWorkerError):
            await desk.fast_forward(place, timedelta(days=5))
        shows = await desk.now(place)
        assert shows - datetime.now(UTC) < timedelta(minutes=1)


async def test_a_server_that_is_none_for_development_moves_no_clocks(world: World) -> None:
    async with await WorkflowEnvironment.start_local(
        dev_server_existing_path=TEMPORAL, data_converter=pydantic_data_converter, dev_server_log_level="error"
    ) as env:
        await ensure_search_attributes(TemporalNamespace(env.client))
        desk = desk_at(env.client, world)
        place = await opened(desk)

        with pytest.raises(FixedClockError, match="works on a development server only"):
            await desk.fast_forward(place, timedelta(days=1))


async def test_the_desk_says_what_somebody_may_do_now_and_why_not_the_rest(desk: Desk) -> None:
    place = await opened(desk)

    offers = {offer.order: offer for offer in await desk.may(place, "priya-nair")}

    assert offers["allocate"].is_open
    assert offers["acknowledge"].instead == "allocate"
    assert "allocate it first" in offers["acknowledge"].why_not


async def test_a_refusal_names_the_order_that_would_help_across_the_wire(desk: Desk) -> None:
    place = await opened(desk)

    with pytest.raises(NotAllowedError, match="allocate it first") as refusal:
        await gives(desk, place, "acknowledge", by="priya-nair", understood="It leaks.")

    assert refusal.value.instead == "allocate"


async def test_an_order_that_has_not_seen_what_somebody_added_is_refused_with_it(desk: Desk) -> None:
    place = await opened(desk)
    seen = len((await desk.complaint(place)).record)
    await gives(desk, place, "allocate", by="daniel-osei", handler="priya-nair")
    await everything_written(desk, place)  # the complaint carries it no more: the register alone has it

    with pytest.raises(NotAllowedError, match="allocated to Priya Nair, Complaints Handler"):
        await gives(desk, place, "contact", by="priya-nair", outcome="spoke", expects=seen)


async def test_so_is_an_order_to_a_complaint_that_has_ended(desk: Desk, world: World) -> None:
    place = await opened(desk)
    await answered(desk, place)
    await ended(desk, world, place)

    with pytest.raises(NotAllowedError, match="allocated to Priya Nair, Complaints Handler"):
        await gives(desk, place, "escalate", by="priya-nair", expects=1)


async def test_about_whom_an_issue_turns_out_to_be_is_named_by_id(desk: Desk) -> None:
    place = await opened(desk)

    said = await gives(desk, place, "add-issue", by="daniel-osei", issue={"words": "He was rude."}, about="priya-nair")

    assert "it is about Priya Nair, who takes no further part" in said
    assert (await desk.complaint(place)).about_staff == {"priya-nair"}
