"""Who may say for somebody else that they are away, and who stands in: nobody comes by a role in that way."""

import pytest

from domain.access.standing_in import why_not_for_another
from tests.spec.cast import RULEBOOK

STAFF = RULEBOOK.directory("reliance")
HERSELF = "judith-amos"
"""The chief executive, for whom the file names Martin Cole."""


@pytest.mark.parametrize("deputy", ["", "martin-cole", "priya-nair", "miriam-stone"])
def test_people_give_their_own_roles_to_whom_they_like(deputy: str) -> None:
    assert why_not_for_another(HERSELF, STAFF.person(HERSELF), deputy, STAFF) == ""


@pytest.mark.parametrize(
    ("by", "deputy", "why"),
    [
        ("daniel-osei", "daniel-osei", "You would stand in for Judith Amos"),
        ("martin-cole", "martin-cole", "You would stand in for Judith Amos"),
        ("daniel-osei", "priya-nair", "Only Judith Amos can name somebody"),
        ("daniel-osei", "nobody-known", "Only Judith Amos can name somebody"),
        ("daniel-osei", "martin-cole", ""),
        ("daniel-osei", "", ""),
    ],
)
def test_for_somebody_else_nobody_is_given_a_role_that_they_do_not_hold(by: str, deputy: str, why: str) -> None:
    said = why_not_for_another(by, STAFF.person(HERSELF), deputy, STAFF)

    assert said.startswith(why)
    assert bool(said) == bool(why)


def test_for_somebody_else_a_colleague_of_the_same_role_may_be_named() -> None:
    assert why_not_for_another("daniel-osei", STAFF.person("priya-nair"), "leah-brooks", STAFF) == ""
    assert why_not_for_another("leah-brooks", STAFF.person("priya-nair"), "leah-brooks", STAFF) == ""
