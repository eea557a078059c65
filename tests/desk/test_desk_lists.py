"""The desk's lists: of one landlord or of all, of a team as it is today, and who has how much."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from desk.lists import Lists
from desk.team import Member, members
from domain.policy.staff import Absence
from domain.views.page import Page, Standing
from intake.errors import BadInputError
from providers.rulebook import Rulebook, policies_folder
from register.engine import open_register
from register.lines import EVERYTHING, Filters, Load, Part
from register.queries import Queries
from register.record_book import RegisterRecordBook
from tests.register.fresh import fresh_register
from tests.world import register_desk

HOUR = timedelta(hours=1)
DIRECTORY = Rulebook(policies_folder()).directory("reliance")


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Engine]:
    url = fresh_register(tmp_path / "register.db")
    engine = open_register(url)
    yield engine
    engine.dispose()


@pytest.fixture
def lists(register: Engine) -> Lists:
    return Lists(register_desk(Queries(register)), Rulebook(policies_folder()))


def write(register: Engine, reference: str, due_in: timedelta | None = HOUR, handler: str = "") -> None:
    landlord = {"REL": "reliance", "QUA": "qualitas"}[reference[:3]]
    due = None if due_in is None else datetime.now(UTC) + due_in
    line = Standing(words="at stage 1", handler=handler, next_due_at=due)
    page = Page(landlord=landlord, reference=reference, key=reference, entries=(), standing=line)
    RegisterRecordBook(register).write(page)


async def shown(lists: Lists, landlord: str | None, filters: Filters = EVERYTHING, team: str = "") -> list[str]:
    found = await lists.page(landlord, filters, team, part=Part.DUE, after=None, limit=50)
    return [line.reference for line in found.lines]


async def test_all_landlords_are_one_list_in_one_order(lists: Lists, register: Engine) -> None:
    for number, reference in enumerate(("REL-1", "QUA-1", "REL-2")):
        write(register, reference, number * HOUR)

    assert await shown(lists, None) == ["REL-1", "QUA-1", "REL-2"]
    assert await shown(lists, "reliance") == ["REL-1", "REL-2"]
    assert await lists.count(None, EVERYTHING, "", part=Part.DUE) == 3


async def test_a_team_is_who_works_in_a_department_today(lists: Lists, register: Engine) -> None:
    write(register, "REL-1", handler="priya-nair")
    write(register, "REL-2", handler="amara-okafor")
    write(register, "REL-3")

    assert await shown(lists, None, team="customer services") == ["REL-1"]
    assert await shown(lists, "reliance", team="Housing") == ["REL-2"]
    assert await shown(lists, "reliance", Filters(handlers=("amara-okafor",)), team="Customer Services") == []
    assert (await lists.counts("reliance", EVERYTHING, "Housing")).unsettled == 1


async def test_a_team_that_there_is_not_is_refused_with_those_there_are(lists: Lists) -> None:
    with pytest.raises(BadInputError, match="there is no team 'Homes'; there are: Board, Customer Services"):
        await lists.page("reliance", EVERYTHING, "Homes", part=Part.DUE, after=None, limit=50)
    with pytest.raises(BadInputError, match="there is no team 'Homes'"):
        await lists.team("reliance", "Homes")


async def test_everybody_of_a_landlord_is_shown_with_what_they_have(lists: Lists, register: Engine) -> None:
    write(register, "REL-1", -HOUR, handler="priya-nair")
    write(register, "REL-2", None, handler="priya-nair")
    write(register, "REL-3", handler="gone-away")
    write(register, "REL-4")

    everybody = await lists.team("reliance", "")
    of = {member.id: member for member in everybody}

    assert [member.id for member in everybody[:3]] == ["", "gone-away", "priya-nair"]
    assert (of[""].name, of[""].unsettled) == ("nobody yet", 1)
    assert (of["gone-away"].has_left, of["gone-away"].unsettled) == (True, 1)
    assert (of["priya-nair"].unsettled, of["priya-nair"].overdue, of["priya-nair"].deputy) == (2, 1, "Tom Hughes")
    assert len(everybody) == len(DIRECTORY.people) + 2
    assert {member.team for member in await lists.team("reliance", "Housing")} == {"Housing"}


@pytest.mark.parametrize(
    ("today", "until"),
    [
        (date(2026, 12, 13), None),
        (date(2026, 12, 14), date(2026, 12, 20)),
        (date(2026, 12, 18), date(2026, 12, 20)),
        (date(2026, 12, 21), None),
    ],
)
def test_who_is_away_is_shown_until_when(today: date, until: date | None) -> None:
    tom = DIRECTORY.person("tom-hughes")
    longer = Absence(first=date(2026, 12, 14), last=date(2026, 12, 20))
    away = tom.model_copy(update={"absences": (*tom.absences, longer)})
    directory = DIRECTORY.model_copy(update={"people": (away,)})

    (shown,) = members((Load(handler="tom-hughes", unsettled=3, overdue=1, due=2),), directory, today)

    assert shown == Member(
        id="tom-hughes",
        name="Tom Hughes",
        team="Customer Services",
        unsettled=3,
        overdue=1,
        due=2,
        absent_until=until,
        deputy="priya-nair, who left",
    )


async def test_this_week_ends_with_the_landlords_sunday(lists: Lists) -> None:
    ends = {
        "2026-11-28T12:00:00+00:00": "2026-11-30T00:00:00+00:00",  # a Saturday
        "2026-11-29T23:59:59+00:00": "2026-11-30T00:00:00+00:00",  # Sunday's last second
        "2026-11-30T00:00:00+00:00": "2026-12-07T00:00:00+00:00",
        "2026-06-07T23:30:00+00:00": "2026-06-14T23:00:00+00:00",  # Monday already, in London's summer
    }

    for now, end in ends.items():
        assert lists._end_of_week("reliance", datetime.fromisoformat(now)) == datetime.fromisoformat(end)
