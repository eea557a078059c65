"""Finding complaints at the desk: by how their resident is called and reached, or by reference."""

from uuid import uuid4

import pytest

from desk.desk import Desk
from desk.finding import Found
from domain.complaint.resident import Resident
from domain.policy.staff import UnknownPersonError
from intake.errors import BadInputError
from providers.rulebook import UnknownLandlordError
from tests.desk.desks import gives, opened, until


def somebody() -> Resident:
    """Somebody whose name nobody else has."""
    return Resident(name=f"Zoë Łuczak {uuid4().hex}", email=f"{uuid4().hex}@example.com")


def references(found: Found) -> list[str]:
    return [hit.reference for hit in found.hits]


async def until_found(desk: Desk, typed: str, expected: list[str], by: str = "") -> None:
    async def is_found() -> bool:
        return references(await desk.find(typed, by=by)) == expected

    await until(is_found)


async def test_a_complaint_is_found_as_soon_as_its_first_page_is_written(desk: Desk) -> None:
    zoe = somebody()
    place = await opened(desk, resident=zoe)
    await until_found(desk, zoe.name, [place.reference])

    found = await desk.find(zoe.name)

    assert (found.hits[0].standing.name, found.more) == (zoe.name, False)
    assert found.hits[0].standing.words.startswith("stage 1 ")
    assert references(await desk.find(zoe.email or "", "reliance")) == [place.reference]
    assert references(await desk.find(zoe.name, "qualitas")) == []


async def test_a_whole_reference_goes_straight_there_in_any_form(desk: Desk) -> None:
    place = await opened(desk)

    await until_found(desk, place.reference.lower().replace("-", " "), [place.reference])
    assert references(await desk.find(place.reference, by="nadia-karim")) == []  # she works for another landlord


async def test_D15_nobody_finds_what_is_about_them_from_when_that_is_known(desk: Desk) -> None:
    zoe = somebody()
    place = await opened(desk, resident=zoe, about_staff=("priya-nair",))
    await gives(desk, place, "add-issue", by="daniel-osei", issue={"words": "And so was she."}, about="leah-brooks")
    await until_found(desk, zoe.name, [place.reference], by="daniel-osei")
    await until_found(desk, zoe.name, [], by="leah-brooks")

    # To be found by a name would tell somebody whom nobody knows whose it is.
    assert references(await desk.find(zoe.name)) == []
    (line,) = (await desk.find(place.reference)).hits
    assert (line.reference, line.standing.name) == (place.reference, "")

    for about in ("priya-nair", "leah-brooks"):
        assert references(await desk.find(zoe.name, by=about)) == []
        assert references(await desk.find(place.reference, by=about)) == []
    assert references(await desk.find(zoe.name, by="daniel-osei")) == [place.reference]


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        (("", None, ""), BadInputError),
        (("Ann", "nobody", ""), UnknownLandlordError),
        (("Ann", None, "nobody"), UnknownPersonError),
        (("Ann", "reliance", "nadia-karim"), UnknownPersonError),
    ],
    ids=["nobody named", "no such landlord", "no such reader", "another landlord's reader"],
)
async def test_what_makes_no_sense_is_refused(
    desk: Desk, asked: tuple[str, str | None, str], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        await desk.find(*asked)
