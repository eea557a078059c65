"""A page gets at a complaint in one way: who may not see it learns nothing, who does is noted."""

import re

import pytest

from domain.complaint.reference import ComplaintId
from tests.web.conftest import Web
from tests.web.played import days_ago, told
from web.staff.seen import open_complaint
from web.staff.signed_in import Staff

_WHEN = re.compile(r"\d{4}-\d{2}-\d{2}T[\d:.+]+")
"""Until when a session lasts, which each page tells."""
PLACE = ComplaintId(landlord="reliance", reference="REL-ABCD-EFGH")


@pytest.fixture
def opens(web: Web) -> Web:
    """The app with a page that opens a complaint and does nothing more."""

    @web.app.get("/staff/opens/{reference}")
    async def _opens(reference: str, staff: Staff) -> str:
        return (await open_complaint(web.parts, staff, reference, "overview")).reference

    web.played.tell(told("reliance", PLACE.reference, days_ago(3), about_staff=("tom-hughes",)))
    return web


def test_whoever_opens_a_complaint_is_noted(opens: Web) -> None:
    answer = opens.client("priya-nair").get("/staff/opens/rel abcd efgh")

    assert answer.json() == "REL-ABCD-EFGH"
    assert [(seen.person, seen.page) for seen in opens.parts.register.seen.of(PLACE)] == [("priya-nair", "overview")]


def test_whom_it_is_about_anothers_staff_and_a_guesser_get_the_same_answer_and_are_not_noted(opens: Web) -> None:
    about = opens.client("tom-hughes").get("/staff/opens/REL-ABCD-EFGH")
    anothers = opens.client("nadia-karim", "qualitas").get("/staff/opens/REL-ABCD-EFGH")
    guessed = opens.client("tom-hughes").get("/staff/opens/REL-2222-3333")
    nonsense = opens.client("tom-hughes").get("/staff/opens/nonsense")

    assert {answer.status_code for answer in (about, anothers, guessed, nonsense)} == {404}
    assert len({_WHEN.sub("", answer.text) for answer in (about, guessed, nonsense)}) == 1
    assert "REL" not in anothers.text
    assert opens.parts.register.seen.of(PLACE) == ()


def test_what_is_not_in_the_register_yet_is_judged_as_it_stands(opens: Web) -> None:
    opens.played.keeps_to_itself(told("reliance", "REL-4444-5555", days_ago(1), about_staff=("tom-hughes",)))

    assert opens.client("tom-hughes").get("/staff/opens/REL-4444-5555").status_code == 404
    assert opens.client("priya-nair").get("/staff/opens/REL-4444-5555").status_code == 200
