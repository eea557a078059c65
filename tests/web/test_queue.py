"""The queue: whose, what is due first, the next page, and what it says where there is nothing."""

import pytest

from activities.ports import RegisterAwayError
from tests.spec.cast import PARTS
from tests.web.conftest import Web
from tests.web.played import days_ago, told
from tests.web.reading import main_of

BOTH = ("reliance", "qualitas")
NAMES = {"reliance": "REL", "qualitas": "QUA"}


@pytest.fixture(params=BOTH)
def landlord(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def reference(landlord: str, number: int) -> str:
    return f"{NAMES[landlord]}-2222-{number + 2222}"


def shown(web: Web, landlord: str, query: str = "", person: str = "") -> str:
    answer = web.client(person or PARTS[landlord].handler, landlord).get(f"/staff/queue{query}")
    assert answer.status_code == 200
    return main_of(answer.text)


def test_my_queue_has_what_i_have_and_says_what_is_due_when(web: Web, landlord: str) -> None:
    mine, nobodys = (
        told(landlord, reference(landlord, 1), days_ago(1)),
        told(landlord, reference(landlord, 2), days_ago(1)),
    )
    mine.allocates()
    web.played.tell(mine)
    web.played.tell(nobodys)

    page = shown(web, landlord)
    assert reference(landlord, 1) in page
    assert reference(landlord, 2) not in page
    assert "Sam Sample" in page
    assert "Damp in the bedroom." in page
    assert "Stage 1 acknowledgement" in page
    assert "Open 1" in page
    assert "Up to date at " in page


def test_what_nobody_has_yet_is_a_queue_of_its_own(web: Web, landlord: str) -> None:
    web.played.tell(told(landlord, reference(landlord, 2), days_ago(1)))

    page = shown(web, landlord, "?whose=nobody")
    assert reference(landlord, 2) in page
    assert "Nobody yet" in page
    assert "Waits for somebody to give it to" in page


def test_what_is_overdue_stands_first_and_is_marked(web: Web, landlord: str) -> None:
    late, early = (
        told(landlord, reference(landlord, 1), days_ago(12)),
        told(landlord, reference(landlord, 2), days_ago(1)),
    )
    web.played.tell(early)
    web.played.tell(late)

    page = shown(web, landlord, "?whose=all")
    assert page.index(reference(landlord, 1)) < page.index(reference(landlord, 2))
    assert "Overdue 1" in page
    assert reference(landlord, 2) not in shown(web, landlord, "?whose=all&overdue=true")


def test_an_empty_queue_says_what_would_be_in_it(web: Web, landlord: str) -> None:
    assert "Nothing is due. New complaints appear here as they arrive." in shown(web, landlord)
    assert "Nothing here is like that." in shown(web, landlord, "?whose=all&stage=stage_2")


def test_another_landlords_complaints_and_those_about_me_are_in_no_queue(web: Web) -> None:
    web.played.tell(told("reliance", "REL-2222-3333", days_ago(3), about_staff=("priya-nair",)))
    web.played.tell(told("qualitas", "QUA-2222-3333", days_ago(3)))

    page = shown(web, "reliance", "?whose=all", "priya-nair")
    assert "REL-2222-3333" not in page
    assert "QUA-" not in page
    assert "Open 0" in page
    assert "REL-2222-3333" in shown(web, "reliance", "?whose=all", "leah-brooks")


def test_the_next_page_begins_after_the_last_line(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.staff.queue.LINES", 2)
    for number in range(5):
        web.played.tell(told("reliance", reference("reliance", number), days_ago(9 - number)))

    browser, address, seen = web.client("priya-nair"), "/staff/queue?whose=all", []
    for _ in range(3):
        answer = browser.get(address)
        seen += [each for each in (reference("reliance", number) for number in range(5)) if each in answer.text]
        address = answer.text.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0].replace("&amp;", "&")
    assert seen == [reference("reliance", number) for number in range(5)]


def test_the_view_is_remembered_for_the_session(web: Web) -> None:
    browser = web.client("priya-nair")
    browser.get("/staff/queue?whose=all&stage=stage_2")

    again = browser.get("/staff/queue")
    assert again.status_code == 303
    assert again.headers["location"] == "/staff/queue?whose=all&stage=stage_2"
    assert web.client("priya-nair").get("/staff/queue").status_code == 200


def test_an_address_names_nobody_and_one_that_means_nothing_any_more_shows_my_queue(web: Web) -> None:
    browser = web.client("daniel-osei")
    web.played.tell(told("reliance", "REL-2222-3333", days_ago(3)))
    page = browser.get("/staff/queue?whose=all").text
    assert 'value="priya-nair"' not in page

    old = browser.get("/staff/queue?whose=all&tag=nonsense")
    assert (old.status_code, old.headers["location"]) == (303, "/staff/queue?whose=mine")


def test_while_the_register_is_away_the_page_says_whom_to_call(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    async def away(*_: object, **__: object) -> None:
        raise RegisterAwayError("the register is away")

    monkeypatch.setattr(web.parts.desk, "page", away)
    answer = web.client("priya-nair").get("/staff/queue?whose=all")
    assert answer.status_code == 503
    assert "Sorry, we cannot do that just now" in answer.text
