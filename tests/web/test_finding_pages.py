"""Finding a complaint: what is typed stands in no address, and a whole reference goes straight there."""

import pytest

from tests.web.conftest import ADDRESS, Web
from tests.web.played import days_ago, told
from tests.web.reading import main_of

OURS = {"origin": ADDRESS}


def found(web: Web, typed: str, person: str = "priya-nair", landlord: str = "reliance") -> str:
    browser = web.client(person, landlord)
    answer = browser.post("/staff/find", data={"typed": typed}, headers=OURS)
    assert answer.status_code == 303
    where = answer.headers["location"]
    assert typed not in where
    return main_of(browser.get(where).text)


@pytest.mark.parametrize(
    ("landlord", "person", "reference"),
    [
        ("reliance", "priya-nair", "REL-2222-3333"),
        ("qualitas", "nadia-karim", "QUA-2222-3333"),
    ],
)
def test_somebody_is_found_by_name_number_and_postcode(web: Web, landlord: str, person: str, reference: str) -> None:
    web.played.tell(told(landlord, reference, days_ago(2)))

    for typed in ("sam sam", "07700 900123", "B99 1AA", "sam@example.com"):
        page = found(web, typed, person, landlord)
        assert "1 complaint found" in page
        assert reference in page
        assert f"“{typed}”" in page


def test_a_whole_reference_goes_straight_there(web: Web) -> None:
    web.played.tell(told("reliance", "REL-2222-3333", days_ago(2)))

    for typed in ("REL-2222-3333", "rel22223333"):
        answer = web.client("priya-nair").post("/staff/find", data={"typed": typed}, headers=OURS)
        assert (answer.status_code, answer.headers["location"]) == (303, "/staff/c/REL-2222-3333")


def test_what_is_hidden_or_another_landlords_is_not_found_and_sounds_like_nothing(web: Web) -> None:
    web.played.tell(told("reliance", "REL-2222-3333", days_ago(2), about_staff=("priya-nair",)))

    for person, landlord in (("priya-nair", "reliance"), ("nadia-karim", "qualitas")):
        for typed in ("REL-2222-3333", "sam sample"):
            assert "Nobody found" in found(web, typed, person, landlord)
            assert "Try fewer words, or the postcode." in found(web, typed, person, landlord)


def test_more_than_fifty_ask_for_another_word(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desk.finding.MOST_HITS", 1)
    for number in (3333, 4444):
        web.played.tell(told("reliance", f"REL-2222-{number}", days_ago(2)))

    page = found(web, "sample")
    assert "More than 1 complaints found" in page
    assert "add a word" in page


def test_there_is_a_page_to_type_in(web: Web) -> None:
    answer = web.client("priya-nair").get("/staff/find")

    assert answer.status_code == 200
    assert "Whom are you looking for?" in answer.text


def test_nothing_typed_is_said_beside_the_box(web: Web) -> None:
    answer = web.client("priya-nair").post("/staff/find", data={"typed": "  "}, headers=OURS)

    assert answer.status_code == 422
    assert "<title>Error: " in answer.text
    assert "There is a problem" in answer.text
    assert 'href="#typed"' in answer.text


def test_a_search_is_its_own_sessions_alone(web: Web) -> None:
    web.played.tell(told("reliance", "REL-2222-3333", days_ago(2)))
    where = web.client("priya-nair").post("/staff/find", data={"typed": "sam"}, headers=OURS).headers["location"]

    assert web.client("priya-nair").get(where).status_code == 404


def test_a_name_with_script_stays_text(web: Web) -> None:
    web.played.tell(told("reliance", "REL-2222-3333", days_ago(2), summary="<script>alert(1)</script> it drips"))

    browser = web.client("priya-nair")
    where = browser.post("/staff/find", data={"typed": 'sam "><img src=x>'}, headers=OURS).headers["location"]
    assert "<img src=x>" not in browser.get(where).text
    page = browser.get(browser.post("/staff/find", data={"typed": "sam"}, headers=OURS).headers["location"]).text
    assert "<script>alert(1)</script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; it drips" in page
