"""What holds of every page, and of the app as a whole."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

import pytest
from fastapi import APIRouter, Depends, Form
from starlette.datastructures import Headers
from starlette.testclient import TestClient

from activities.ports import RegisterAwayError, TemporalAwayError
from desk.errors import UnknownComplaintError
from desk.readers import HiddenError
from domain.policy.brand import Brand
from register.web.tables import SessionRow
from tests.web.conftest import ADDRESS, Web
from web.brand import brand_address
from web.pages import moment
from web.rates import at_most, changes_something
from web.safe import HEADERS, is_cross_site
from web.staff.signed_in import Staff
from web.static_files import address_of

pages = APIRouter(prefix="/staff")
"""Pages that a test needs and no colleague has."""

FAULTS = {
    "hidden": HiddenError("Code 5.8: REL-7K4M-9QXP is not open to priya-nair; somebody else deals with it"),
    "unknown": UnknownComplaintError("there is no complaint REL-7K4M-9QXP at reliance"),
    "register": RegisterAwayError("the register /var/secret.db is away"),
    "temporal": TemporalAwayError("Temporal does not answer at 10.0.0.7"),
    "ours": KeyError("Ann Sample"),
}


@pages.get("/who")
async def who(staff: Staff) -> str:
    return f"{staff.person.name} of {staff.landlord}"


@pages.get("/fails/{how}/{typed}")
async def fails(how: str, typed: str) -> str:
    raise FAULTS[how]


@pages.post("/takes")
async def takes(words: Annotated[str, Form()], number: Annotated[int, Form()] = 0) -> str:
    return words


@pages.get("/rare", dependencies=[Depends(at_most("3/minute", "rare"))])
async def rare() -> str:
    return "yes"


@pages.api_route(
    "/read", methods=["GET", "POST"], dependencies=[Depends(at_most("2/minute", "read", where=changes_something))]
)
async def read() -> str:
    return "yes"


@pytest.fixture
def browser(web: Web) -> TestClient:
    """A browser over an app that is not debugged, with the pages above."""
    web.app.debug = False
    web.app.include_router(pages)
    return web.client("priya-nair")


def test_a_browser_of_the_tests_is_signed_in_by_a_row_of_the_sessions(web: Web, browser: TestClient) -> None:
    assert browser.get("/staff/who").json() == "Priya Nair of reliance"
    assert web.client("nadia-karim", "qualitas").get("/staff/who").json().endswith("of qualitas")
    assert web.client().get("/staff/who").status_code in {303, 401}


def test_every_answer_has_the_headers_also_where_something_went_wrong(browser: TestClient) -> None:
    answers = [
        browser.get("/staff/who"),
        browser.get("/nowhere"),
        browser.get("/staff/takes"),
        browser.post("/staff/takes", data={"words": "x" * 300_000}),
        browser.post("/staff/takes", headers={"Sec-Fetch-Site": "cross-site"}),
        browser.get("/staff/fails/ours/x"),
        browser.get("/staff/fails/register/x"),
        browser.get("/healthz"),
    ]

    assert [answer.status_code for answer in answers] == [200, 404, 405, 413, 403, 500, 503, 200]
    for answer in answers:
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    for answer in answers[1:-1]:
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert "0121 496 0101" in answer.text
        assert "<h1" in answer.text


@pytest.mark.parametrize("how", ["hidden", "unknown"])
def test_what_is_hidden_and_what_is_not_there_are_one_page(browser: TestClient, how: str) -> None:
    answer = browser.get(f"/staff/fails/{how}/x")

    assert answer.status_code == 404
    assert answer.text == browser.get("/staff/fails/unknown/x").text
    assert "REL-7K4M" not in answer.text


@pytest.mark.parametrize("how", ["register", "temporal"])
def test_what_is_away_is_said_without_where_it_is(browser: TestClient, how: str) -> None:
    answer = browser.get(f"/staff/fails/{how}/x")

    assert answer.status_code == 503
    assert "Try again in a few minutes" in answer.text
    assert "10.0.0.7" not in answer.text
    assert "secret" not in answer.text


def test_a_fault_of_ours_shows_nothing_of_it(browser: TestClient) -> None:
    answer = browser.get("/staff/fails/ours/x")

    assert answer.status_code == 500
    assert "something is wrong with this page" in answer.text
    assert "Ann Sample" not in answer.text
    assert "KeyError" not in answer.text


def test_what_cannot_be_read_is_a_page_for_a_person(browser: TestClient) -> None:
    answer = browser.post("/staff/takes", data={"words": "Ann Sample", "number": "many"})

    assert answer.status_code == 422
    assert "Nothing was recorded" in answer.text
    assert "Ann Sample" not in answer.text


def test_too_many_tries_are_told_when_to_try_again(browser: TestClient) -> None:
    answers = [browser.get("/staff/rare") for _ in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 120
    assert "Wait a minute" in answers[-1].text


def test_reading_is_not_counted_and_sending_is(browser: TestClient) -> None:
    assert {browser.get("/staff/read").status_code for _ in range(5)} == {200}
    assert [browser.post("/staff/read").status_code for _ in range(3)] == [200, 200, 429]


@pytest.mark.parametrize(
    ("headers", "refused"),
    [
        ({"sec-fetch-site": "same-origin", "origin": ADDRESS, "cookie": "a=b"}, False),
        ({"sec-fetch-site": "none"}, False),
        ({"sec-fetch-site": "same-site", "origin": f"{ADDRESS}:8443", "cookie": "a=b"}, True),
        ({"sec-fetch-site": "cross-site", "origin": ADDRESS}, True),
        ({"origin": ADDRESS, "cookie": "a=b"}, False),
        ({"origin": "null", "cookie": "a=b"}, True),
        ({"origin": "https://evil.example"}, True),
        ({"cookie": "a=b"}, True),
        ({}, False),
    ],
)
def test_only_what_our_own_pages_send_is_taken(headers: dict[str, str], *, refused: bool) -> None:
    assert is_cross_site(Headers(headers), ADDRESS) is refused


def test_another_sites_post_is_refused_before_it_is_read(browser: TestClient) -> None:
    answer = browser.post("/staff/takes", data={"words": "x"}, headers={"Sec-Fetch-Site": "same-site"})

    assert answer.status_code == 403
    assert "Nothing was done" in answer.text


def test_what_a_browser_keeps_for_ever_has_an_address_of_its_edition(web: Web) -> None:
    for address in (address_of("desk.css"), brand_address("reliance", web.parts.rulebook.brand("reliance"))):
        answer = web.client().get(address)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert "GDS Transport" not in answer.text


def test_another_edition_of_a_landlords_colours_is_not_kept(web: Web) -> None:
    answer = web.client().get(brand_address("reliance", Brand(colour="#000000")))

    assert "--govuk-brand-colour:#00603a" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert web.client().get("/static/x/brand/nobody.css").status_code == 404


def test_the_counts_are_not_for_whoever_comes_through_the_proxy(web: Web) -> None:
    machine = web.client()

    assert machine.get("/healthz").text == "alive\n"
    assert machine.get("/readyz").text == "ready\n"
    assert machine.get("/metrics").status_code == 200
    assert machine.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 404


def test_without_its_register_nobody_is_sent_here(web: Web) -> None:
    with web.engine.begin() as connection:
        connection.exec_driver_sql(f"DROP TABLE {SessionRow.__tablename__}")

    assert web.client().get("/readyz").status_code == 503


def test_requests_are_counted_by_the_pages_names_and_not_by_what_was_typed(
    browser: TestClient, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    browser.get("/staff/fails/unknown/Ann%20Sample")
    browser.get("/staff/who?typed=Ann%20Sample")
    browser.get("/Ann%20Sample")

    counted = browser.get("/metrics").text
    assert 'putright_web_requests_total{page="/staff/fails/{how}/{typed}",status="404"} 1' in counted
    assert 'putright_web_requests_total{page="/staff/who",status="200"} 1' in counted
    assert 'putright_web_requests_total{page="none",status="404"} 1' in counted
    said = capsys.readouterr()
    assert "Ann" not in counted + caplog.text + said.out + said.err
    assert "/staff/fails/{how}/{typed}" in said.out + said.err + caplog.text


def test_staying_signed_in_says_until_when_for_the_script_to_show(web: Web) -> None:
    answer = web.client("priya-nair").post("/staff/stay")

    assert answer.status_code == 204
    until = datetime.fromisoformat(answer.headers["X-Ends-At"])
    assert timedelta(minutes=58) < until - datetime.now(UTC) <= timedelta(minutes=60)
    assert answer.headers["X-Ends-At-In-Words"] == moment(until)
