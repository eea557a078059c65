"""An order is given once, not over somebody's head, and nothing that was written is lost."""

import re
from datetime import UTC, datetime

import pytest
from starlette.testclient import TestClient

from activities.ports import LostAnswerError, NoWorkerError, RegisterAwayError, TemporalAwayError
from desk.errors import NotKeptError
from domain.complaint.reference import ComplaintId
from tests.web.conftest import Web
from tests.web.order_forms import PATH, complaint_of, form_in, gives, typed_into, words_of
from web.staff.signed_in import DRAFT_COOKIE

REFERENCE = "REL-2222-2222"
CONTACT = PATH.format(REFERENCE, "record_contact")
ACKNOWLEDGE = PATH.format(REFERENCE, "acknowledge")
SPOKE = {"outcome": "spoke", "note": "She rang back at ten."}


@pytest.fixture
def place(web: Web) -> ComplaintId:
    return web.played.tell(complaint_of("reliance", REFERENCE))


@pytest.fixture
def priya(web: Web, place: ComplaintId) -> TestClient:
    assert place
    return web.client("priya-nair")


def contacts(web: Web) -> int:
    return sum(each.name == "record_contact" for each in web.played.given)


async def record(web: Web, place: ComplaintId) -> list[str]:
    return [entry.kind for entry in (await web.desk.complaint(place)).record]


async def test_what_is_sent_from_its_page_is_recorded_and_said(web: Web, place: ComplaintId, priya: TestClient) -> None:
    answer = gives(priya, CONTACT, **SPOKE)

    assert answer.status_code == 303
    assert re.fullmatch(rf"/staff/c/{REFERENCE}\?done=record_contact&entry=\d+", answer.headers["location"])
    assert (await record(web, place)).count("contact") == 1
    page = words_of(priya.get(answer.headers["location"]).text)
    assert "She rang back at ten." in page
    assert "o your queue" in page


async def test_a_double_click_back_and_two_tabs_with_the_same_form_record_it_once(
    web: Web, place: ComplaintId, priya: TestClient
) -> None:
    typed = typed_into(priya.get(CONTACT).text, CONTACT, **SPOKE)

    first, second = priya.post(CONTACT, data=typed), priya.post(CONTACT, data=typed)

    assert "done=record_contact" in first.headers["location"]
    assert "done=already" in second.headers["location"]
    assert (await record(web, place)).count("contact") == 1
    said = words_of(priya.get(second.headers["location"]).text)
    assert "Recorded already This was recorded before, and nothing was changed." in said


async def test_other_words_in_the_same_form_are_another_order(web: Web, place: ComplaintId, priya: TestClient) -> None:
    typed = typed_into(priya.get(CONTACT).text, CONTACT, **SPOKE)
    priya.post(CONTACT, data=typed)

    answer = priya.post(CONTACT, data=typed | {"note": "She rang back at noon.", "expects": ""})

    assert "done=record_contact" in answer.headers["location"]
    assert (await record(web, place)).count("contact") == 2


def test_what_is_needed_and_left_out_is_named_and_the_rest_kept(web: Web, priya: TestClient) -> None:
    answer = priya.post(CONTACT, data=typed_into(priya.get(CONTACT).text, CONTACT, note="She rang back."))

    assert answer.status_code == 422
    assert "<title>Error: " in answer.text
    assert '<a href="#outcome">' in answer.text
    assert ("note", "She rang back.") in form_in(answer.text, CONTACT).fields
    assert not contacts(web)


def test_a_day_that_is_none_is_refused_at_its_field(priya: TestClient) -> None:
    page = priya.get(CONTACT).text

    answer = priya.post(CONTACT, data=typed_into(page, CONTACT, **SPOKE, **{"at-day": "31", "at-month": "2"}))

    assert answer.status_code == 422
    assert '<a href="#at">' in answer.text
    assert "at-parts-error" in answer.text
    assert ("at-month", "2") in form_in(answer.text, CONTACT).fields


def test_what_the_policy_refuses_is_said_with_what_would_help_and_the_words_kept(priya: TestClient) -> None:
    page = priya.get(ACKNOWLEDGE).text

    answer = priya.post(ACKNOWLEDGE, data=typed_into(page, ACKNOWLEDGE, telephone="We rang at nine."))

    assert answer.status_code == 422
    said = words_of(answer.text)
    assert "Nothing was recorded" in said
    assert "allocate it first" in said
    assert f'href="{PATH.format(REFERENCE, "allocate")}"' in answer.text
    assert ("telephone", "We rang at nine.") in form_in(answer.text, ACKNOWLEDGE).fields


@pytest.mark.parametrize("fault", [TemporalAwayError("away"), NoWorkerError("no worker"), RegisterAwayError("away")])
def test_nobody_answers_so_the_same_form_is_there_to_be_sent_again(
    web: Web, place: ComplaintId, priya: TestClient, fault: Exception
) -> None:
    typed = typed_into(priya.get(CONTACT).text, CONTACT, **SPOKE)
    web.played.fault = fault
    answer = priya.post(CONTACT, data=typed)

    assert answer.status_code == 503
    again = typed_into(answer.text, CONTACT)
    assert again["form"] == typed["form"]
    assert again["note"] == SPOKE["note"]
    assert "What you wrote is kept" in words_of(answer.text)

    web.played.fault = None
    assert "done=record_contact" in priya.post(CONTACT, data=again).headers["location"]


async def test_an_answer_that_was_lost_is_asked_for_again_and_nothing_is_done_twice(
    web: Web, place: ComplaintId, priya: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    carry_out = web.played.update

    async def lost(*args: object) -> object:
        await carry_out(*args)  # type: ignore[arg-type]  # as it was given
        raise LostAnswerError("the answer was lost")

    typed = typed_into(priya.get(CONTACT).text, CONTACT, **SPOKE)
    monkeypatch.setattr(web.played, "update", lost)
    answer = priya.post(CONTACT, data=typed)
    assert answer.status_code == 503
    assert "We do not know whether this was recorded Press the button again: it will not be recorded twice" in words_of(
        answer.text
    )

    monkeypatch.setattr(web.played, "update", carry_out)
    again = priya.post(CONTACT, data=typed_into(answer.text, CONTACT))
    assert "done=already" in again.headers["location"]
    assert (await record(web, place)).count("contact") == 1


def test_what_somebody_else_has_added_is_shown_first_and_the_words_kept(web: Web, priya: TestClient) -> None:
    page = priya.get(CONTACT).text
    gives(web.client("leah-brooks"), CONTACT, outcome="no_answer", note="Nobody at the door.")

    answer = priya.post(CONTACT, data=typed_into(page, CONTACT, **SPOKE))

    assert answer.status_code == 409
    said = words_of(answer.text)
    assert "Somebody else has added to this complaint" in said
    assert "Leah Brooks" in said
    assert "Nobody at the door." in said
    again = typed_into(answer.text, CONTACT)
    assert again["note"] == SPOKE["note"]
    assert "done=record_contact" in priya.post(CONTACT, data=again).headers["location"]


def test_whoever_is_signed_in_gives_the_order_whatever_the_page_says(web: Web, priya: TestClient) -> None:
    gives(priya, CONTACT, **SPOKE, by="daniel-osei", recorded_by="daniel-osei", key="mine")

    order = web.played.given[-1]
    assert order.by.officer is not None
    assert order.by.officer.id == order.recorded_by == "priya-nair"
    assert order.key != "mine"


def test_what_the_resident_says_is_theirs_and_taken_down_by_whoever_is_signed_in(web: Web, priya: TestClient) -> None:
    path = PATH.format(REFERENCE, "withdraw")
    gives(priya, path, whose="resident", reason="It is mended.")

    order = web.played.given[-1]
    assert order.by.officer is None
    assert order.recorded_by == "priya-nair"


def test_the_letter_is_seen_before_it_goes_and_goes_as_it_was_seen(web: Web, priya: TestClient) -> None:
    gives(web.client("daniel-osei"), PATH.format(REFERENCE, "allocate"), handler="priya-nair")
    before = len(web.played.given)

    understood = {"issue-1-understood": "The ceiling leaks when it rains."}
    typed = typed_into(priya.get(ACKNOWLEDGE).text, ACKNOWLEDGE, telephone="We rang at nine.", **understood)
    shown = priya.post(ACKNOWLEDGE, data=typed)

    assert shown.status_code == 200
    said = words_of(shown.text)
    assert "Nothing has been recorded or sent yet" in said
    assert "The ceiling leaks when it rains." in said
    assert "The window does not close." in said
    assert "E-mail to sam@example.com" in said
    assert "segment" in said
    assert len(web.played.given) == before

    changed = priya.post(ACKNOWLEDGE, data=typed_into(shown.text, ACKNOWLEDGE) | {"pressed": "change"})
    assert ("telephone", "We rang at nine.") in form_in(changed.text, ACKNOWLEDGE).fields

    sent = priya.post(ACKNOWLEDGE, data=typed_into(shown.text, ACKNOWLEDGE) | {"pressed": "send"})
    assert "done=acknowledge" in sent.headers["location"]
    given = [each.name for each in web.played.given[before:]]
    assert given == ["confirm_issue", "confirm_issue", "acknowledge"]
    again = priya.post(ACKNOWLEDGE, data=typed)
    assert "done=already" in again.headers["location"]


def test_what_is_kept_while_writing_is_there_again_and_gone_once_it_is_sent(web: Web, priya: TestClient) -> None:
    typed = typed_into(priya.get(CONTACT).text, CONTACT, **SPOKE)
    kept = priya.post("/staff/keep", data=typed, headers={"X-Page": CONTACT})
    assert kept.status_code == 204

    page = priya.get(CONTACT).text
    assert "is here. It was not sent." in words_of(page)
    assert typed_into(page, CONTACT) == typed | {"pressed": ""} or typed_into(page, CONTACT)["form"] == typed["form"]
    assert "She rang back" not in web.client("leah-brooks").get(CONTACT).text

    gives(priya, CONTACT)
    assert "is here" not in words_of(priya.get(CONTACT).text)


def test_somebody_may_start_with_an_empty_form(priya: TestClient) -> None:
    priya.post("/staff/keep", data=typed_into(priya.get(CONTACT).text, CONTACT, **SPOKE), headers={"X-Page": CONTACT})

    answer = priya.post(CONTACT, data={"pressed": "forget"})

    assert answer.status_code == 303
    assert "She rang back" not in priya.get(CONTACT).text


def test_what_cannot_be_sent_any_more_is_shown_as_words_to_copy(web: Web, priya: TestClient) -> None:
    path = PATH.format(REFERENCE, "acknowledge")
    priya.post("/staff/keep", data={"understood": "It leaks badly."}, headers={"X-Page": path})

    said = words_of(priya.get(path).text)

    assert "What you wrote" in said
    assert "It leaks badly." in said


def test_only_a_page_of_ours_is_kept(priya: TestClient) -> None:
    assert priya.post("/staff/keep", data=SPOKE, headers={"X-Page": "/elsewhere"}).status_code == 404


def test_what_comes_in_after_signing_out_is_put_by_and_there_after_signing_in(web: Web, priya: TestClient) -> None:
    typed = typed_into(priya.get(CONTACT).text, CONTACT, **SPOKE)
    web.parts.register.sessions.end_all_of("reliance", "priya-nair")

    answer = priya.post(CONTACT, data=typed)

    assert answer.status_code == 401
    assert not contacts(web)
    put_by = answer.cookies[DRAFT_COOKIE]
    assert web.parts.register.drafts.claim(put_by, "reliance", "priya-nair", datetime.now(UTC))
    page = web.client("priya-nair").get(CONTACT).text
    there = typed_into(page, CONTACT)
    assert (there["note"], there["form"], there["expects"]) == (SPOKE["note"], typed["form"], typed["expects"])


def test_another_landlords_staff_and_whom_it_is_about_can_give_it_nothing(web: Web, place: ComplaintId) -> None:
    gives(web.client("daniel-osei"), PATH.format(REFERENCE, "record_about"), officer="tom-hughes")
    there = len(web.played.given)

    for browser in (web.client("tom-hughes"), web.client("nadia-karim", "qualitas")):
        assert browser.get(CONTACT).status_code == 404
        assert browser.post(CONTACT, data=SPOKE).status_code == 404
    assert len(web.played.given) == there


def test_an_order_that_is_none_is_not_there(priya: TestClient) -> None:
    assert priya.get(PATH.format(REFERENCE, "burn")).status_code == 404


def test_words_with_script_in_them_stay_words(web: Web, priya: TestClient) -> None:
    nasty = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    answer = priya.post(CONTACT, data=typed_into(priya.get(CONTACT).text, CONTACT, note=nasty))

    assert answer.status_code == 422
    assert "<script>alert" not in answer.text
    assert "<img src=x" not in answer.text
    assert ("note", nasty) in form_in(answer.text, CONTACT).fields


def test_more_rows_are_there_when_asked_for(priya: TestClient) -> None:
    path = PATH.format(REFERENCE, "draft")
    typed = typed_into(priya.get(path).text, path, **{"promises.0.what": "Mend the roof"})

    page = priya.post(path, data=typed | {"pressed": "add:promises"})

    assert page.status_code == 200
    names = form_in(page.text, path).names
    assert {"promises.0.what", "promises.1.what"} <= names
    assert ("promises.0.what", "Mend the roof") in form_in(page.text, path).fields


def test_it_happened_when_somebody_says(web: Web, priya: TestClient) -> None:
    today = datetime.now(UTC)
    gives(priya, CONTACT, **SPOKE, **{"at-day": str(today.day), "at-month": str(today.month), "at-time": "00:01"})

    assert web.played.given
    assert web.played.given[-1].at.minute == 1


def test_whoever_decides_on_a_draft_sees_it_beside_the_decision(web: Web, priya: TestClient) -> None:
    gives(web.client("daniel-osei"), PATH.format(REFERENCE, "allocate"), handler="priya-nair")
    gives(priya, ACKNOWLEDGE)
    drafted = {
        "outcome": "upheld",
        "reasons": "A tile had slipped.",
        "remedy": "We put it back, and apologise.",
        "no_learning_because": "Storms move tiles.",
        **{f"findings.{place}.finding": "upheld" for place in (0, 1)},
        **{f"findings.{place}.reasons": f"We saw it {place}." for place in (0, 1)},
    }
    given = gives(priya, PATH.format(REFERENCE, "draft"), **drafted)
    assert given.status_code == 303, words_of(given.text)

    for order in ("approve", "return_draft", "respond"):
        said = words_of(web.client("amara-okafor").get(PATH.format(REFERENCE, order)).text)
        assert "The draft of Priya Nair" in said
        assert "A tile had slipped." in said
        assert "We saw it 1." in said
    again = priya.get(PATH.format(REFERENCE, "draft")).text
    assert ("remedy", "We put it back, and apologise.") in form_in(again, PATH.format(REFERENCE, "draft")).fields


def test_what_is_unchanged_of_how_they_are_reached_is_not_sent(web: Web, priya: TestClient) -> None:
    path = PATH.format(REFERENCE, "change_contact")
    given = gives(priya, path, mobile="", old_way_safe="no")

    assert given.status_code == 303, words_of(given.text)
    details = web.played.given[-1].details  # type: ignore[attr-defined]  # it is of that kind
    assert details.model_dump(exclude_defaults=True) == {"mobile": ""}


def test_a_complaint_that_was_lost_is_said_to_be_away_without_a_command(
    web: Web, place: ComplaintId, priya: TestClient
) -> None:
    typed = typed_into(priya.get(CONTACT).text, CONTACT, **SPOKE)
    web.played.fault = NotKeptError("`complaints revive` starts it")

    assert priya.get(CONTACT).status_code == 503
    answer = priya.post(CONTACT, data=typed)
    assert answer.status_code == 503
    assert "revive" not in answer.text
    assert typed_into(answer.text, CONTACT)["note"] == SPOKE["note"]


def test_a_form_that_was_refused_has_a_new_name(web: Web, priya: TestClient) -> None:
    typed = typed_into(priya.get(ACKNOWLEDGE).text, ACKNOWLEDGE)

    refused = typed_into(priya.post(ACKNOWLEDGE, data=typed).text, ACKNOWLEDGE)

    assert refused["form"] != typed["form"]


def test_what_is_recorded_as_not_ours_is_found_so_in_the_response_before_anybody_types(
    web: Web, priya: TestClient
) -> None:
    gives(priya, PATH.format(REFERENCE, "confirm_issue"), issue="2", not_ours="The council owns the window.")

    for order in ("draft", "respond"):
        there = form_in(priya.get(PATH.format(REFERENCE, order)).text, PATH.format(REFERENCE, order)).fields
        assert ("findings.1.finding", "not_ours") in there
        assert ("findings.0.issue", "1") in there
