"""The register beside Temporal: what a restored register lacks is found, and filled from the histories."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, delete, update

from cli.operations.reconcile import in_lines
from desk.reconciling import Difference, Fault, Reconciling
from domain.complaint.reference import ComplaintId
from providers.sealed_states import StateSeals
from register.engine import at_register, open_register
from register.gaps import Gaps
from register.record_book import RegisterRecordBook
from register.tables import ComplaintRow, Table
from temporal.complaints import TemporalComplaints
from temporal.histories import Histories
from tests.desk.desks import desk_at, everything_sent, everything_written, gives, opened
from tests.register.registers import entry, page
from tests.world import RING, World, register_desk

LONG = "The ceiling leaks whenever it rains. " * 60


@pytest.fixture
def register(world: World) -> Iterator[Engine]:
    engine = open_register(world.settings.register_url)
    yield engine
    engine.dispose()


@pytest.fixture
def both(world: World, register: Engine) -> Reconciling:
    client = world.env.client
    book, seals = RegisterRecordBook(register), StateSeals(RING)
    return Reconciling(TemporalComplaints(client), Histories(client), Gaps(register), book, seals)


async def differences(both: Reconciling, place: ComplaintId) -> list[Difference]:
    return [each for each in await both.compare() if each.place == place]


async def handled(world: World) -> ComplaintId:
    """A complaint with some entries, a long text among them, all of them written."""
    desk = desk_at(world.env.client, world)
    place = await opened(desk, summary=LONG)
    await gives(desk, place, "allocate", by="daniel-osei", handler="priya-nair")
    await gives(desk, place, "acknowledge", by="priya-nair", understood=LONG)
    await everything_sent(desk, place)
    await everything_written(desk, place)
    return place


OF_COMPLAINTS = [each for each in Table.metadata.sorted_tables if each.foreign_keys]


def of(place: ComplaintId) -> tuple[str, str]:
    return place.landlord, place.reference


def wind_back(register: Engine, place: ComplaintId, to: int) -> None:
    """Have the register as it was when that was the last entry; at 0 without the complaint."""
    with at_register(register) as connection:
        for table in OF_COMPLAINTS:
            ours = (table.c.landlord == place.landlord, table.c.reference == place.reference)
            later = (table.c.number > to,) if table.name == "entries" else ()
            connection.execute(delete(table).where(*ours, *later))
        line = (ComplaintRow.landlord == place.landlord, ComplaintRow.reference == place.reference)
        if to:
            connection.execute(
                update(ComplaintRow).where(*line).values(last_entry=to, words="as of then", settled=False)
            )
        else:
            connection.execute(delete(ComplaintRow).where(*line))


async def test_a_register_and_temporal_that_hold_the_same_do_not_differ(world: World, both: Reconciling) -> None:
    place = await handled(world)

    assert await differences(both, place) == []


@pytest.mark.parametrize("kept", [2, 0], ids=["a part of it", "nothing"])
async def test_what_a_restored_register_lacks_is_filled_from_the_histories(
    world: World, both: Reconciling, register: Engine, kept: int
) -> None:
    place = await handled(world)
    before = world.queries.entries(place.landlord, place.reference)
    line = world.queries.complaint(place.landlord, place.reference)
    held, last = world.queries.tables(*of(place)), await register_desk(world.queries).last_case(place)
    wind_back(register, place, kept)

    [found] = await differences(both, place)
    lacking = tuple(each.number for each in before if each.number > kept)
    assert (found.fault, found.numbers) == ((Fault.LACKS, lacking) if kept else (Fault.NO_LINE, ()))
    filled = await both.fill(found, datetime.now(UTC))

    assert (filled.filled, filled.is_settled) == (lacking, True)
    assert held == world.queries.tables(*of(place))
    assert last == await register_desk(world.queries).last_case(place)
    assert world.queries.entries(place.landlord, place.reference) == before
    assert world.queries.complaint(place.landlord, place.reference) == line
    assert await differences(both, place) == []


async def test_a_complaint_that_ended_since_the_backup_is_filled_too(
    world: World, both: Reconciling, register: Engine
) -> None:
    place = await handled(world)
    desk = desk_at(world.env.client, world)
    await gives(desk, place, "withdraw", reason="It is dry again.")
    handle = world.env.client.get_workflow_handle(f"complaint/{place.landlord}/{place.reference}")
    await handle.result()
    before = world.queries.entries(place.landlord, place.reference)
    wind_back(register, place, 3)

    [found] = await differences(both, place)
    filled = await both.fill(found, datetime.now(UTC))

    assert (found.fault, filled.is_settled) == (Fault.ENDED, True)
    assert world.queries.entries(place.landlord, place.reference) == before


async def test_a_line_without_a_workflow_and_a_workflow_that_was_wound_back_are_told_of(
    world: World, both: Reconciling, register: Engine
) -> None:
    book = RegisterRecordBook(register)
    book.write(page(entry(1), reference="QH-ALONE"))
    place = await handled(world)
    last = len(world.queries.entries(place.landlord, place.reference))
    life = (await desk_at(world.env.client, world).complaint(place)).life
    ahead = page(entry(last + 1), reference=place.reference, landlord=place.landlord, life=life)
    book.write(ahead)

    alone = await differences(both, ComplaintId(landlord="qualitas", reference="QH-ALONE"))
    wound_back = await differences(both, place)

    lines = [*in_lines((*alone, *wound_back), done=False)]
    assert [each.fault for each in (*alone, *wound_back)] == [Fault.NO_WORKFLOW, Fault.AHEAD]
    assert lines[0].endswith("`complaints revive QH-ALONE` starts it from what the register kept.")
    assert f"the register has entry {last + 1}, which the workflow does not know" in lines[1]
