"""Opening a complaint: accepted means started, once for each key and each reference."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from temporalio.client import WorkflowExecutionStatus

from desk.desk import Desk
from desk.errors import KeyUsedError, NotOpenedError
from desk.register_reads import RegisterDesk
from domain.complaint.reference import ComplaintId
from domain.policy.staff import UnknownPersonError
from domain.views.page import Page, Standing
from intake.errors import BadInputError, FutureDateError
from intake.new_complaint import check_and_complete
from intake.references import candidates
from providers.rulebook import UnknownLandlordError
from providers.sealed_states import StateSeals
from register.engine import open_register
from register.queries import Queries
from register.record_book import RegisterRecordBook
from temporal.complaints import TemporalComplaints
from tests.desk.desks import ANN, complaint_of, desk_at, everything_sent, gives, nowhere, opened, some_key
from tests.world import RING, RULEBOOK, World, register_desk
from workflows.ids import complaint_workflow_id


async def test_a_complaint_is_opened_and_says_what_is_owed_first(desk: Desk) -> None:
    new = await desk.open(complaint_of(channel="telephone", recorded_by="leah-brooks"))

    assert (new.existed, new.place.landlord, new.place.reference[:4]) == (False, "reliance", "REL-")
    assert new.deadlines[0].words == "stage 1 acknowledgement"
    complaint = await desk.complaint(new.place)
    assert (complaint.resident, complaint.received_by, complaint.channel) == (ANN, "leah-brooks", "telephone")


async def test_F_003_without_a_key_every_opening_is_another_complaint(desk: Desk) -> None:
    assert await opened(desk) != await opened(desk)


async def test_the_same_key_gives_the_same_complaint(desk: Desk) -> None:
    key = some_key()
    first = await desk.open(complaint_of(key=key))

    again = await desk.open(complaint_of(key=key, channel="e-mail", recorded_by="leah-brooks"))

    assert (again.place, again.existed) == (first.place, True)


@pytest.mark.parametrize("registered", [False, True], ids=["Temporal has it", "the register has it"])
async def test_D8_the_same_key_with_other_words_is_refused(desk: Desk, world: World, *, registered: bool) -> None:
    key = some_key()
    there = await opened(desk, key=key)
    if registered:
        await everything_sent(desk, there)
    else:
        desk = Desk(
            TemporalComplaints(world.env.client), EmptyRegister(world.queries, lambda: StateSeals(RING)), RULEBOOK
        )

    with pytest.raises(KeyUsedError, match=f"used for something else: {there.reference} was opened with it"):
        await desk.open(complaint_of(key=key, summary="In other words."))

    assert (await desk.complaint(there)).summary == "The ceiling leaks."


class EmptyRegister(RegisterDesk):
    """A register in which no page has been written yet."""

    async def by_key(self, landlord: str, key: str) -> None:
        return None

    async def complaint(self, place: ComplaintId) -> None:
        return None


async def test_D8_only_the_register_knows_it_and_the_same_key_with_other_words_is_refused(
    desk: Desk, world: World
) -> None:
    key = some_key()
    reference = next(candidates("reliance", "REL", key))
    new = check_and_complete(complaint_of(key=key), RULEBOOK.landlord("reliance"), datetime.now(UTC))
    standing = Standing(words="closed: withdrawn", stage="stage_1", closed=True)
    page = Page(
        landlord="reliance", reference=reference, key=key, opened_with=new.content, entries=(), standing=standing
    )
    RegisterRecordBook(open_register(world.settings.register_url)).write(page)

    with pytest.raises(KeyUsedError, match=reference):
        await desk.open(complaint_of(key=key, summary="In other words."))
    assert (await desk.open(complaint_of(key=key))).existed


async def test_D8_a_page_written_while_it_is_opened_again_makes_no_second_complaint(desk: Desk, world: World) -> None:
    key = some_key()
    there = await opened(desk, key=key)
    await everything_sent(desk, there)

    class JustWritten(RegisterDesk):
        async def by_key(self, landlord: str, key: str) -> None:
            return None

    late = Desk(TemporalComplaints(world.env.client), JustWritten(world.queries, lambda: StateSeals(RING)), RULEBOOK)

    assert (await late.open(complaint_of(key=key))).place == there


async def test_a_double_click_opens_one(desk: Desk) -> None:
    key = some_key()

    answers = await asyncio.gather(*(desk.open(complaint_of(key=key)) for _ in range(8)))

    assert len({answer.place.reference for answer in answers}) == 1
    assert [answer.existed for answer in answers].count(False) == 1


async def test_the_same_reference_gives_the_same_complaint(desk: Desk) -> None:
    first = await opened(desk, reference="rel-22aa33bb")

    again = await desk.open(complaint_of(reference="REL-22AA-33BB"))

    assert first.reference == "REL-22AA-33BB"
    assert (again.place, again.existed) == (first, True)


async def test_landlords_do_not_share_keys(desk: Desk) -> None:
    key = some_key()

    theirs = await opened(desk, key=key, landlord="qualitas")

    assert (await desk.open(complaint_of(key=key))).place.landlord == "reliance"
    assert theirs.landlord == "qualitas"


async def test_F_003_another_keys_reference_is_stepped_over(desk: Desk) -> None:
    key = some_key()
    wanted, following, *_ = (reference for reference, _ in zip(candidates("reliance", "REL", key), "ab", strict=False))
    await desk.open(complaint_of(reference=wanted))

    place = await opened(desk, key=key)

    assert place.reference == following
    assert await opened(desk, key=key) == place


async def test_what_temporal_has_forgotten_the_register_still_knows(desk: Desk, world: World) -> None:
    key = some_key()
    reference = next(candidates("reliance", "REL", key))
    standing = Standing(words="closed: withdrawn", stage="stage_1", closed=True)
    page = Page(landlord="reliance", reference=reference, key=key, entries=(), standing=standing)
    RegisterRecordBook(open_register(world.settings.register_url)).write(page)

    by_key = await desk.open(complaint_of(key=key))
    by_reference = await desk.open(complaint_of(reference=reference))

    assert [(again.place.reference, again.existed) for again in (by_key, by_reference)] == [(reference, True)] * 2


async def test_opening_never_restarts_what_has_ended(desk: Desk, world: World) -> None:
    key = some_key()
    place = await opened(desk, key=key)
    await gives(desk, place, "withdraw")
    handle = world.env.client.get_workflow_handle(complaint_workflow_id(place.landlord, place.reference))
    await handle.result()

    again = await desk.open(complaint_of(key=key))

    assert (again.place, again.existed) == (place, True)
    assert (await handle.describe()).status is WorkflowExecutionStatus.COMPLETED


async def test_F_003_nothing_personal_can_be_seen_without_the_payloads(desk: Desk, world: World) -> None:
    place = await opened(desk, key="ann.sample@example.com")
    await everything_sent(desk, place)

    shown = await world.env.client.get_workflow_handle(
        complaint_workflow_id(place.landlord, place.reference)
    ).describe()

    seen = f"{shown.id} {await shown.memo()} {shown.typed_search_attributes} {await shown.static_summary()}"
    assert "ann" not in seen.lower()
    assert place.reference in seen


async def test_it_may_have_been_received_before(desk: Desk) -> None:
    at = datetime.now(UTC) - timedelta(days=3)

    place = await opened(desk, at=at)

    assert (await desk.complaint(place)).received_at == at


async def test_a_clock_a_little_ahead_is_taken_as_now(desk: Desk) -> None:
    place = await opened(desk, at=datetime.now(UTC) + timedelta(minutes=4))

    assert (await desk.complaint(place)).received_at <= datetime.now(UTC)


@pytest.mark.parametrize(
    ("wrong", "refusal", "why"),
    [
        pytest.param({"landlord": "nobody"}, UnknownLandlordError, "choose from: qualitas, reliance", id="landlord"),
        pytest.param({"at": "2099-01-01T00:00Z"}, FutureDateError, "is in the future", id="the future"),
        pytest.param({"at": "2199-12-31T23:59Z"}, FutureDateError, "is in the future", id="far ahead"),
        pytest.param({"recorded_by": "nobody"}, UnknownPersonError, "known: amara-okafor, daniel", id="recorder"),
        pytest.param({"about_staff": ("nobody",)}, UnknownPersonError, "known: amara-okafor", id="about"),
        pytest.param({"summary": " \n "}, BadInputError, "summary is missing", id="no summary"),
        pytest.param({"summary": "x" * 200_000}, BadInputError, "summary is too long", id="200 kB"),
        pytest.param({"key": "x" * 5000}, BadInputError, "key is too long", id="a key no database indexes"),
        pytest.param({"summary": "a\x07b"}, BadInputError, "control character", id="a bell"),
        pytest.param({"resident": {"name": " "}}, BadInputError, "name is blank", id="nobody's"),
        pytest.param({"resident": {"name": "A", "email": "a@"}}, BadInputError, "email 'a@'", id="email"),
        pytest.param({"resident": {"name": "A", "mobile": "12"}}, BadInputError, "mobile '12'", id="mobile"),
    ],
)
async def test_what_cannot_be_is_refused(
    desk: Desk, wrong: dict[str, object], refusal: type[Exception], why: str
) -> None:
    with pytest.raises(refusal, match=why):
        await desk.open(complaint_of().model_validate(complaint_of().model_dump() | wrong))


async def test_with_temporal_away_nothing_is_kept_and_the_key_is_told(world: World) -> None:
    away = desk_at(await nowhere(), world)

    with pytest.raises(NotOpenedError, match="was not accepted; repeat it with the key") as refused:
        await away.open(complaint_of(key="call-17"))

    assert refused.value.key == "call-17"


async def test_a_new_complaint_does_not_wait_for_the_register(world: World) -> None:
    never_migrated = Queries(open_register(f"sqlite:///{world.settings.letters_dir}/none.db"))
    desk = Desk(TemporalComplaints(world.env.client), register_desk(never_migrated), RULEBOOK)

    new = await desk.open(complaint_of())

    assert new.existed is False
    assert isinstance(new.place, ComplaintId)
