"""Whom a complaint is about, another landlord's staff and a board member see nothing of it, on every page alike."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from domain.complaint.reference import ComplaintId
from register.web.tables import SeenRow
from tests.web.conftest import Web
from tests.web.played import days_ago, told
from tests.web.routes import every_route

PLACE = ComplaintId(landlord="reliance", reference="REL-ABCD-EFGH")
WORDS = "The lift smells of paraffin"
KEPT_OUT = [("tom-hughes", "reliance"), ("nadia-karim", "qualitas"), ("miriam-stone", "reliance")]

Client = Callable[..., TestClient]


@pytest.fixture
def about_tom(web: Web) -> Web:
    """The app with one complaint, which is about a member of staff."""
    story = told("reliance", PLACE.reference, days_ago(3), about_staff=("tom-hughes",), summary=WORDS)
    web.played.tell(story)
    return web


def test_who_may_see_it_does(about_tom: Web) -> None:
    browser = about_tom.client("priya-nair")

    assert browser.get(f"/staff/c/{PLACE.reference}").status_code == 200
    assert PLACE.reference in browser.get("/staff/queue?whose=all").text


@pytest.mark.parametrize(("person", "landlord"), KEPT_OUT)
def test_every_page_of_it_is_not_there_for_who_may_not(about_tom: Web, person: str, landlord: str) -> None:
    browser = about_tom.client(person, landlord)
    of_one = [each for each in every_route(about_tom.app) if "{reference}" in each.path]
    assert len(of_one) > 8

    for route in of_one:
        path = re.sub(r"\{[^}]+\}", "1", route.path.replace("{reference}", PLACE.reference))
        answer = browser.request(route.method, path)
        assert answer.status_code == 404, route
        assert WORDS not in answer.text

    with about_tom.engine.connect() as connection:
        assert connection.execute(select(SeenRow.person)).all() == []


@pytest.mark.parametrize(("person", "landlord"), KEPT_OUT)
@pytest.mark.parametrize(
    "path", ["/staff/queue?whose=all", "/staff/queue?whose=nobody", "/staff/overdue", "/staff/team", "/staff/post"]
)
def test_no_list_shows_or_counts_it_for_who_may_not(about_tom: Web, person: str, landlord: str, path: str) -> None:
    text = about_tom.client(person, landlord).get(path, follow_redirects=True).text

    assert PLACE.reference not in text
    assert WORDS not in text


@pytest.mark.parametrize(("person", "landlord"), KEPT_OUT)
@pytest.mark.parametrize("typed", [PLACE.reference, "Sample"])
def test_no_search_finds_it_for_who_may_not(about_tom: Web, person: str, landlord: str, typed: str) -> None:
    answer = about_tom.client(person, landlord).post("/staff/find", data={"typed": typed}, follow_redirects=True)

    assert f"/staff/c/{PLACE.reference}" not in answer.text + str(answer.url)
    assert WORDS not in answer.text


async def test_what_is_about_somebody_is_in_none_of_the_counts_that_they_see(about_tom: Web) -> None:
    about_tom.played.tell(told("reliance", "REL-2222-3333", days_ago(3), about_staff=("ruth-ellison",)))

    async def counted(reader: str) -> int:
        return sum(each.unsettled for each in await about_tom.desk.team("reliance", reader=reader))

    assert await counted("daniel-osei") == 2
    assert await counted("ruth-ellison") == 1


def test_a_board_member_is_led_to_where_reports_will_be_and_sees_no_other_page(about_tom: Web, client: Client) -> None:
    browser = client("miriam-stone")

    first = browser.get("/staff/queue")
    assert (first.status_code, first.headers["location"]) == (303, "/staff/reports")
    page = browser.get("/staff/reports")
    assert page.status_code == 200
    assert 'href="/staff/take-down"' not in page.text
    assert 'action="/staff/find"' not in page.text

    for route in every_route(about_tom.app):
        if route.path.startswith("/staff/") and route.path not in _FOR_ALL:
            path = re.sub(r"\{[^}]+\}", "1", route.path)
            assert browser.request(route.method, path).status_code == 404, route


def test_what_supervisors_and_the_complaints_officer_see_is_not_there_for_a_handler(client: Client) -> None:
    for path in ("/staff/team", "/staff/overdue", "/staff/reports", f"/staff/c/{PLACE.reference}/seen"):
        assert client("priya-nair").get(path).status_code == 404, path
    assert client("daniel-osei").get("/staff/team").status_code == 200
    assert client("daniel-osei").get("/staff/reports").status_code == 200


_FOR_ALL = {
    *("/staff/queue", "/staff/reports", "/staff/keep", "/staff/stay"),
    *("/staff/sign-in", "/staff/signed-in", "/staff/sign-out", "/staff/signed-out"),
}
