"""References: short, sayable, and the same for the same key."""

from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.complaint.reference import ComplaintId
from intake.references import BadReferenceError, candidates, read_reference
from workflows.ids import complaint_of, complaint_workflow_id

PREFIXES = {"reliance": ("REL", "RLN"), "qualitas": ("QUA",)}


def first(key: str, landlord: str = "reliance") -> str:
    return next(candidates(landlord, "REL", key))


def test_F_003_the_same_key_gives_the_same_reference() -> None:
    assert first("a key") == first("a key") != first("another key")


def test_F_003_another_landlord_has_another_one() -> None:
    assert first("a key", "reliance") != first("a key", "qualitas")


def test_F_003_one_key_has_as_many_as_it_needs() -> None:
    assert len(set(islice(candidates("reliance", "REL", "a key"), 100))) == 100


def test_F_003_the_workflow_id_holds_the_landlord_and_the_reference_and_nothing_else() -> None:
    key = "sam.sample@example.com"
    place = ComplaintId(landlord="reliance", reference=first(key))

    assert complaint_workflow_id(place.landlord, place.reference) == f"complaint/reliance/{place.reference}"
    assert "sam" not in complaint_workflow_id(place.landlord, place.reference).lower()
    assert complaint_of(complaint_workflow_id(place.landlord, place.reference)) == place


@settings(deadline=None)  # a busy machine is slow
@given(st.text())
def test_it_can_be_said_and_is_no_word(key: str) -> None:
    prefix, *groups = first(key).split("-")

    assert (prefix, [len(group) for group in groups]) == ("REL", [4, 4])
    assert not set("".join(groups)) & set("AEIOU01")


@settings(deadline=None)  # a busy machine is slow
@given(st.text())
def test_what_is_made_is_understood(key: str) -> None:
    assert read_reference(first(key), PREFIXES) == (ComplaintId(landlord="reliance", reference=first(key)),)


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("REL-7K4M-9QXP", id="as printed"),
        pytest.param("rel-7k4m-9qxp", id="small letters"),
        pytest.param("rel7k4m9qxp", id="no hyphens"),
        pytest.param(" REL 7K4M 9QXP ", id="spaces"),
        pytest.param("REL–7K4M—9QXP", id="long dashes"),  # noqa: RUF001 - word processors make them
        pytest.param("complaint/reliance/REL-7K4M-9QXP", id="the workflow id"),
    ],
)
def test_however_it_is_typed(typed: str) -> None:
    assert read_reference(typed, PREFIXES) == (ComplaintId(landlord="reliance", reference="REL-7K4M-9QXP"),)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        pytest.param("REL-7O4M-9QXP", "references never contain I, O, 0 or 1", id="a letter O"),
        pytest.param("XYZ-7K4M-9QXP", "references look like QUA-7K4M-9QXP or REL-7K4M-9QXP", id="nobody's prefix"),
        pytest.param("qualitas/REL-7K4M", "references look like QUA-7K4M-9QXP", id="another landlord's"),
        pytest.param("REL", "references look like", id="nothing behind the prefix"),
        pytest.param("REL-7K4M-9QXP-7K4M-9", "references look like", id="too long"),
        pytest.param("", "references look like", id="nothing"),
    ],
)
def test_what_is_no_reference_says_what_one_looks_like(typed: str, why: str) -> None:
    with pytest.raises(BadReferenceError, match=why):
        read_reference(typed, PREFIXES)


def test_a_former_prefix_is_still_found() -> None:
    assert read_reference("rln7k4m9qxp", PREFIXES) == (ComplaintId(landlord="reliance", reference="RLN-7K4M-9QXP"),)


def test_a_reference_that_may_be_of_several_landlords_names_each() -> None:
    shared = {"caledon": ("REL",), "reliance": ("REL",), "unread": ()}

    assert [each.landlord for each in read_reference("REL-7K4M-9QXP", shared)] == ["caledon", "reliance"]
    assert [each.landlord for each in read_reference("reliance/REL-7K4M-9QXP", shared)] == ["reliance"]
