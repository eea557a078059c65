"""Who sees what of the desk (Code 5.8): the same for pages, searches, lists, counts and exports, at both landlords."""

import pytest

from domain.access.viewing import Hidden, Openness, Part, Viewer, may_see, why_hidden
from tests.spec.cast import RULEBOOK

WHO = {
    "reliance": {
        "handler": "priya-nair",
        "other handler": "tom-hughes",
        "supervisor": "daniel-osei",
        "officer": "grace-lindo",
        "board": "miriam-stone",
    },
    "qualitas": {
        "handler": "nadia-karim",
        "other handler": "owen-price",
        "supervisor": "femi-adeyemi",
        "officer": "elaine-foster",
        "board": "alan-pryce",
    },
}


def viewer(landlord: str, who: str) -> Viewer:
    person = RULEBOOK.directory(landlord).person(WHO[landlord][who])
    return Viewer(landlord=landlord, person=person.id, roles=person.roles)


def hidden(landlord: str, who: str, *, of: str = "", about: str = "", only_for: str = "") -> Hidden | None:
    complaint = Openness(
        landlord=of or landlord,
        hidden_from=frozenset({WHO[landlord][about]} if about else ()),
        only_for=frozenset({WHO[landlord][only_for]} if only_for else ()),
    )
    return why_hidden(viewer(landlord, who), complaint, RULEBOOK.access(landlord))


@pytest.mark.parametrize("landlord", WHO)
def test_everybody_who_works_on_complaints_sees_each_of_their_landlord(landlord: str) -> None:
    for who in ("handler", "other handler", "supervisor", "officer"):
        assert hidden(landlord, who) is None


@pytest.mark.parametrize(("landlord", "other"), [("reliance", "qualitas"), ("qualitas", "reliance")])
def test_nobody_sees_anothers_landlords(landlord: str, other: str) -> None:
    for who in WHO[landlord]:
        assert hidden(landlord, who, of=other) is Hidden.OF_ANOTHER_LANDLORD


@pytest.mark.parametrize("landlord", WHO)
def test_those_a_complaint_is_about_do_not_see_it_whatever_their_role(landlord: str) -> None:
    for who in ("handler", "supervisor", "officer"):
        assert hidden(landlord, who, about=who) is Hidden.ABOUT_THEM
        assert hidden(landlord, "other handler", about=who) is None
        assert hidden(landlord, who, about=who, only_for=who) is Hidden.ABOUT_THEM


@pytest.mark.parametrize("landlord", WHO)
def test_a_restricted_complaint_is_seen_by_those_who_are_named_alone(landlord: str) -> None:
    assert hidden(landlord, "handler", only_for="handler") is None
    for who in ("other handler", "supervisor", "officer"):
        assert hidden(landlord, who, only_for="handler") is Hidden.NOT_NAMED


@pytest.mark.parametrize("landlord", WHO)
def test_a_board_member_sees_where_reports_stand_and_no_complaint(landlord: str) -> None:
    assert hidden(landlord, "board") is Hidden.REPORTS_ONLY
    assert sees(landlord, "board") == {Part.REPORTS}


@pytest.mark.parametrize("landlord", WHO)
def test_a_board_member_who_stands_in_for_somebody_sees_what_they_do(landlord: str) -> None:
    board = viewer(landlord, "board")
    stands_in = board.model_copy(update={"roles": board.roles | viewer(landlord, "handler").roles})

    assert may_see(stands_in, Part.COMPLAINTS, RULEBOOK.access(landlord))


@pytest.mark.parametrize("landlord", WHO)
def test_each_role_sees_its_parts_of_the_desk(landlord: str) -> None:
    assert sees(landlord, "handler") == {Part.COMPLAINTS}
    assert sees(landlord, "supervisor") == {Part.COMPLAINTS, Part.TEAM, Part.REPORTS}
    assert sees(landlord, "officer") == set(Part)


@pytest.mark.parametrize("landlord", WHO)
def test_somebody_without_a_role_sees_nothing(landlord: str) -> None:
    nobody = Viewer(landlord=landlord, person="somebody")

    assert not any(may_see(nobody, part, RULEBOOK.access(landlord)) for part in Part)


def sees(landlord: str, who: str) -> set[Part]:
    return {part for part in Part if may_see(viewer(landlord, who), part, RULEBOOK.access(landlord))}
