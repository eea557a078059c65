"""Which pages are there for whom: by the roles they hold today, in the navigation and behind it alike."""

import re

import pytest

from tests.web.conftest import Web

NAVIGATION = re.compile(r'class="govuk-service-navigation__link" href="([^"]+)"')
OF_ALL = {"/staff/queue", "/staff/take-down", "/staff/post", "/staff/approvals", "/staff/decisions", "/staff/absence"}
OF_SUPERVISORS = OF_ALL | {"/staff/team", "/staff/overdue", "/staff/reports"}


@pytest.mark.parametrize(
    ("person", "landlord", "pages"),
    [
        ("priya-nair", "reliance", OF_ALL),
        ("femi-adeyemi", "qualitas", OF_SUPERVISORS),
        ("grace-lindo", "reliance", OF_SUPERVISORS),
        ("miriam-stone", "reliance", {"/staff/reports"}),
        ("alan-pryce", "qualitas", {"/staff/reports"}),
    ],
)
def test_people_are_shown_the_pages_that_are_open_to_them(
    web: Web, person: str, landlord: str, pages: set[str]
) -> None:
    browser = web.client(person, landlord)

    shown = browser.get("/staff/queue")
    if shown.status_code == 303:
        shown = browser.get(shown.headers["location"])
    assert set(NAVIGATION.findall(shown.text)) == pages
    assert ("Find a complaint" in shown.text) is ("/staff/queue" in pages)
    for address in OF_SUPERVISORS - {"/staff/queue"} - pages:
        assert browser.get(address).status_code == 404, address


def test_whoever_types_the_address_alone_comes_to_the_staffs_pages(web: Web) -> None:
    assert web.client().get("/").headers["location"] == "/staff/queue"


def test_an_address_that_is_not_there_is_said_within_the_desk(web: Web) -> None:
    answer = web.client("priya-nair").get("/staff/nowhere")

    assert answer.status_code == 404
    assert "Priya Nair" in answer.text
    assert "0121 496 0101" in answer.text
    assert "020 7946 0102" not in answer.text
