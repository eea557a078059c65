"""The post: what is printed and waits, what goes first, and each recorded as posted once."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from activities.ports import TemporalAwayError
from domain.calendar.days import short
from domain.complaint.reference import ComplaintId
from domain.complaint.resident import Resident
from domain.messages.message import Message
from domain.policy.channels import Channel
from tests.spec.cast import PARTS, SAM
from tests.web.conftest import ADDRESS, Web
from tests.web.kept_letters import keep_letters
from tests.web.played import Story, days_ago, told
from tests.web.reading import form_on, main_of

BY_POST = Resident(name="Sam Sample", address=SAM.address, prefers=Channel.LETTER)
PLACE = ComplaintId(landlord="reliance", reference="REL-2222-3333")
REFERENCES = {"reliance": "REL-2222-3333", "qualitas": "QUA-2222-3333"}


@pytest.fixture(params=tuple(REFERENCES))
def landlord(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def acknowledged(web: Web, landlord: str, **more: object) -> Story:
    """A complaint whose acknowledgement is printed today."""
    story = told(landlord, REFERENCES[landlord], days_ago(1), resident=BY_POST, **more)
    story.goes_on(datetime.now(UTC))
    story.allocates()
    story.acknowledges()
    story.prints_again("acknowledgement", for_=short(story.today()))
    keep_letters(web.engine, story)
    web.played.tell(story)
    return story


def sent(web: Web, landlord: str, *ticked: str, form: str = "") -> str:
    browser = web.client(PARTS[landlord].handler, landlord)
    fields = {"form": form or uuid4().hex, "letter": list(ticked), "how": "post"}
    answer = browser.post("/staff/post", data=fields, headers={"origin": ADDRESS})
    return main_of(answer.text)


def ticks(web: Web, landlord: str) -> list[str]:
    page = web.client(PARTS[landlord].handler, landlord).get("/staff/post").text
    return [part.partition('"')[0] for part in page.split('name="letter" type="checkbox" value="')[1:]]


def test_what_is_printed_waits_with_its_page_and_its_day(web: Web, landlord: str) -> None:
    acknowledged(web, landlord)

    answer = web.client(PARTS[landlord].handler, landlord).get("/staff/post")
    page = main_of(answer.text)
    assert "Sam Sample: acknowledgement letter" in page
    assert "Printed for " in page or "By " in page
    assert f"/staff/c/{REFERENCES[landlord]}/letters/" in answer.text
    assert form_on(answer.text, "/staff/post")["form"][0]


def test_those_ticked_are_recorded_once_however_often_the_form_is_sent(web: Web, landlord: str) -> None:
    acknowledged(web, landlord)
    ticked, form = ticks(web, landlord), uuid4().hex
    given = len(web.played.given)

    first = sent(web, landlord, *ticked, form=form)
    again = sent(web, landlord, *ticked, form=form)
    assert f"Recorded as posted: {len(ticked)}" in first
    assert f"Recorded as posted: {len(ticked)}" in again
    assert "done already, nothing changed" in again
    orders: list[Message] = web.played.given[given:]
    assert len({each.key for each in orders}) == len(ticked)
    assert ticks(web, landlord) == []


def test_nothing_ticked_is_said_beside_the_boxes(web: Web) -> None:
    acknowledged(web, "reliance")

    page = sent(web, "reliance")
    assert "There is a problem Tick the letters that were posted" in page
    assert "Sam Sample: " in page


def test_what_nobody_answers_for_is_to_be_tried_again_with_the_same_key(web: Web) -> None:
    acknowledged(web, "reliance")
    ticked = ticks(web, "reliance")
    web.played.fault = TemporalAwayError("Temporal is away")

    assert "Cannot be shown now" in main_of(web.client("priya-nair").get("/staff/post").text)
    form = uuid4().hex
    browser = web.client("priya-nair")
    answer = browser.post(
        "/staff/post", data={"form": form, "letter": ticked, "how": "post"}, headers={"origin": ADDRESS}
    )
    assert "We do not know whether these were recorded." in main_of(answer.text)
    assert form_on(answer.text, "/staff/post") == {"form": [form], "how": ["post"], "letter": ticked}


def test_all_are_printed_one_after_another_with_nothing_that_runs(web: Web) -> None:
    acknowledged(web, "reliance")

    answer = web.client("priya-nair").get("/staff/post/print")
    assert answer.status_code == 200
    assert "3 Example Street" in answer.text
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; style-src 'sha256-")
    assert {each.page for each in web.parts.register.seen.of(PLACE)} >= {"letter to print"}


def test_no_post_is_shown_of_what_is_about_me_or_anothers(web: Web) -> None:
    acknowledged(web, "reliance", about_staff=("tom-hughes",))

    for person, of in (("tom-hughes", "reliance"), ("nadia-karim", "qualitas")):
        page = main_of(web.client(person, of).get("/staff/post").text)
        assert "Nothing waits to be posted." in page
        assert web.client(person, of).get("/staff/post/print").status_code == 404
    refused = main_of(
        web.client("tom-hughes")
        .post("/staff/post", data={"form": "f", "letter": "REL-2222-3333/3"}, headers={"origin": ADDRESS})
        .text
    )
    assert "There is no such complaint." in refused
