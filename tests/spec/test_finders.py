"""The words by which a complaint is found: of its resident and its reference, and of nothing else (D13)."""

from typing import Any

import pytest

from domain.complaint.resident import Resident
from domain.views.finders import LONGEST_TOKEN, FinderKind, finders
from tests.spec.cast import Landlord

ZOE = Resident(
    name="Zoë O\u2019Łuczak-Smith",
    email="Zoe@Example.com",
    mobile="+447700900123",
    address=("Flat 2", "14a High Street", "Birmingham", "B99 1AA"),
)


def found_by(landlord: Landlord, resident: Resident, **more: Any) -> dict[FinderKind, list[str]]:  # noqa: ANN401 - any field of a receipt
    landlord.receives_complaint(on="Mon 02 Nov 2026", resident=resident, **more)
    found: dict[FinderKind, list[str]] = {}
    for finder in finders(landlord.complaint):
        found.setdefault(finder.kind, []).append(finder.token)
    return found


def test_D13_it_is_found_by_reference_name_email_number_postcode_and_street(reliance: Landlord) -> None:
    assert found_by(reliance, ZOE) == {
        FinderKind.REFERENCE: ["reltest"],
        FinderKind.NAME: ["zoe", "oluczak", "smith"],
        FinderKind.EMAIL: ["zoe@example.com"],
        FinderKind.NUMBER: ["+447700900123"],
        FinderKind.POSTCODE: ["b991aa"],
        FinderKind.STREET: ["2", "14a", "high"],
    }


@pytest.mark.parametrize(
    ("address", "street"),
    [
        (("3 Example Street", "Birmingham", "B99 1AA"), ["3", "example"]),
        (("Rose Cottage", "Mill Lane", "Selly Oak", "Birmingham B99 1AA"), ["rose", "cottage", "mill"]),
        (("Rose Cottage", "Birmingham"), ["rose", "cottage"]),
        (("b991aa",), []),
        ((), []),
    ],
    ids=["a house", "a cottage in a lane", "a name alone", "a postcode alone", "none"],
)
def test_D13_of_an_address_the_town_is_left_out(
    reliance: Landlord, address: tuple[str, ...], street: list[str]
) -> None:
    found = found_by(reliance, ZOE.model_copy(update={"address": address}))

    assert found.get(FinderKind.STREET, []) == street


def test_D13_nothing_that_was_said_is_searchable(reliance: Landlord) -> None:
    found = found_by(reliance, ZOE)

    assert "damp" not in {token for tokens in found.values() for token in tokens}


def test_R_031_of_somebody_nobody_knows_there_is_the_reference_alone(reliance: Landlord) -> None:
    assert found_by(reliance, Resident(name="")) == {FinderKind.REFERENCE: ["reltest"]}


def test_D13_no_word_is_longer_than_a_database_indexes(reliance: Landlord) -> None:
    found = found_by(reliance, Resident(name="A" * 5000, address=(" ".join(f"{n}x" for n in range(500)),)))

    assert max(len(token) for tokens in found.values() for token in tokens) == LONGEST_TOKEN
    assert sum(len(tokens) for tokens in found.values()) == 60
