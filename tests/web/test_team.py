"""A supervisor sees who has what, and gives many at once to somebody else."""

from http import HTTPStatus

from starlette.testclient import TestClient

from activities.ports import TemporalAwayError
from domain.complaint.entry_kinds import EntryKind
from domain.complaint.reference import ComplaintId
from tests.web.conftest import Web
from tests.web.played import days_ago, told
from tests.web.reading import form_on, read
from web.staff.marks import mark


def with_three(web: Web) -> None:
    """One that nobody has yet, one of Priya's, one of hers that is overdue."""
    web.played.tell(told("reliance", "REL-2222", days_ago(1)))
    young, old = told("reliance", "REL-3333", days_ago(1)), told("reliance", "REL-4444", days_ago(12))
    for story in (young, old):
        story.allocates(days_ago(0))
        web.played.tell(story)


def gives(browser: TestClient, *ticked: str, to: str = "leah-brooks", **more: str) -> str:
    page = browser.get("/staff/give?from=")
    fields = form_on(page.text, "/staff/give") | {"complaint": list(ticked), "to": [to]}
    answer = browser.post("/staff/give", data=fields | {name: [value] for name, value in more.items()})
    return read(answer.text)


def test_the_team_is_a_line_a_person_and_what_nobody_has_comes_first(web: Web) -> None:
    with_three(web)
    answer = web.client("daniel-osei").get("/staff/team")
    words = read(answer.text)
    assert words.index("Nobody yet 1 0") < words.index("Priya Nair 2 1")
    assert "Tom Hughes 0 0 0 0" in words
    assert "priya-nair" not in answer.text


def test_a_department_is_shown_by_itself(web: Web) -> None:
    words = read(web.client("daniel-osei").get("/staff/team?of=Customer Services").text)
    assert "Priya Nair" in words.partition("Who has what")[2]
    assert "Amara Okafor" not in words.partition("Who has what")[2]


def test_whoever_is_away_is_shown_with_their_deputy(web: Web) -> None:
    words = read(web.client("femi-adeyemi", "qualitas").get("/staff/team").text)
    assert "Chloe Bennett 0 0 0 0" in words
    assert "Owen Price" in words


def test_what_is_ticked_is_given_and_each_is_answered_by_itself(web: Web) -> None:
    with_three(web)
    words = gives(
        web.client("daniel-osei"), "allocate REL-2222", "reassign REL-3333", "allocate REL-4444", reason="Load."
    )
    assert "Given to Leah Brooks: 2" in words
    assert "REL-3333 : Reassigned to Leah Brooks, Complaints Handler: Load." in words
    assert "Not given: 1" in words
    assert "Priya Nair already has stage 1; reassign it instead." in words
    assert {order.by.officer.id for order in web.played.given if order.by.officer} == {"daniel-osei"}


async def test_what_nobody_answered_is_tried_again_and_given_once(web: Web) -> None:
    with_three(web)
    browser = web.client("daniel-osei")
    page = browser.get("/staff/give?from=")
    fields = form_on(page.text, "/staff/give") | {"complaint": ["allocate REL-2222"], "to": ["leah-brooks"]}
    web.played.fault = TemporalAwayError("Temporal does not answer")
    answer = browser.post("/staff/give", data=fields)
    assert "To try again: 1" in read(answer.text)
    web.played.fault = None
    again = form_on(answer.text, "/staff/give")
    assert "Given to Leah Brooks: 1" in read(browser.post("/staff/give", data=again).text)
    assert "Given to Leah Brooks: 1" in read(browser.post("/staff/give", data=again).text)
    _, entries = await web.desk.registered(ComplaintId(landlord="reliance", reference="REL-2222"))
    assert [entry.kind for entry in entries].count(EntryKind.ALLOCATED) == 1


def test_nothing_ticked_and_nobody_chosen_is_said_at_once(web: Web) -> None:
    with_three(web)
    browser = web.client("daniel-osei")
    fields = form_on(browser.get("/staff/give?from=").text, "/staff/give") | {"to": [""]}
    answer = browser.post("/staff/give", data=fields)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Tick at least one complaint, and 50 at most" in read(answer.text)
    assert "Choose who they are given to" in read(answer.text)


def test_somebodys_own_are_chosen_by_their_mark(web: Web) -> None:
    with_three(web)
    answer = web.client("daniel-osei").get(f"/staff/give?from={mark('priya-nair')}")
    words = read(answer.text)
    assert "Give to somebody else what Priya Nair has" in words
    assert words.index("REL-4444") < words.index("REL-3333")
    assert "REL-2222" not in words


def test_nobody_gives_away_what_is_hidden_from_them_or_another_landlords(web: Web) -> None:
    with_three(web)
    web.played.tell(told("reliance", "REL-5555", days_ago(1), about_staff=("daniel-osei",)))
    web.played.tell(told("qualitas", "QUA-2222", days_ago(1)))
    browser = web.client("daniel-osei")
    assert "REL-5555" not in browser.get("/staff/give?from=").text
    words = gives(browser, "allocate QUA-2222", "allocate REL-5555")
    assert "Not given: 2 QUA-2222 : There is no such complaint. REL-5555 : There is no such complaint." in words
    assert not web.played.given
