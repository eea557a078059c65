"""A complaint is taken down on the telephone: on one page, the receipt seen first, and never twice."""

import re

from starlette.testclient import TestClient

from activities.ports import LostAnswerError, TemporalAwayError
from domain.complaint.complaint import Complaint
from domain.views.written import record_in_words
from tests.web.conftest import Web
from tests.web.played import days_ago, days_ahead, told
from tests.web.reading import read

PAGE = "/staff/take-down"
SAID = {
    "form": "f0rm",
    "issues": "1",
    "name": "Ann Sample",
    "mobile": "07700 900123",
    "email": "ann.sample@example.com",
    "channel": "telephone",
    "issue-1-words": "The ceiling leaks.",
    "issue-1-desired_outcome": "A dry ceiling.",
}


def posts(browser: TestClient, do: str = "open", **more: str) -> tuple[int, str]:
    answer = browser.post(PAGE, data=SAID | more | {"do": do})
    return answer.status_code, answer.headers.get("location", "") or read(answer.text)


async def complaint(web: Web, location: str) -> Complaint:
    reference = re.search(r"/staff/c/([A-Z0-9-]+)", location)
    assert reference, location
    return await web.desk.complaint(await web.desk.place(reference[1]))


async def test_what_is_said_on_the_telephone_is_taken_down_by_whoever_is_signed_in(web: Web) -> None:
    status, location = posts(web.client("priya-nair"), by="daniel-osei", recorded_by="daniel-osei")
    assert status == 303
    opened = await complaint(web, location)
    assert opened.resident.name == "Ann Sample"
    assert opened.resident.mobile == "+447700900123"
    assert [issue.words for issue in opened.issues] == ["The ceiling leaks."]
    assert opened.record[0].recorded_by == "priya-nair"


async def test_every_answer_of_the_page_is_kept(web: Web) -> None:
    more = {
        "issues": "2",
        "address": "3 Example Street\r\nBirmingham\r\nB99 1AA",
        "prefers": "letter",
        "no_texts": "yes",
        "issue-1-occurred_on": "02/11/2026",
        "issue-2-words": "Nobody rang.",
        "issue-2-age_exception": "ongoing_related_issue",
        "first_contact": "no",
        "earlier_contacts": "02/11/2026, 05/11/2026",
        "initial_response_given": "yes",
        "initial_response_satisfactory": "no",
        "dissatisfied": "yes",
        "classification": "complaint",
        "needs": "I work nights.",
        "adjustments": "Calls after 2 pm only",
        "large_print": "yes",
        "relation": "leaseholder",
        "property_address": "The garage",
        "about_contractor": "Roofs Ltd",
        "about_staff": "tom-hughes",
        "ombudsman_reference": "HOS-1",
        "respond_by": days_ahead(20),
        "asked": "An answer.",
    }
    _, location = posts(web.client("priya-nair"), **more)
    opened = await complaint(web, location)
    assert opened.resident.address == ("3 Example Street", "Birmingham", "B99 1AA")
    assert (opened.resident.prefers, opened.resident.wants_texts) == ("letter", False)
    assert [issue.words for issue in opened.issues] == ["The ceiling leaks.", "Nobody rang."]
    assert opened.issues[1].age_exception == "ongoing_related_issue"
    assert opened.support.done_differently == ("Calls after 2 pm only", "Letters in large print")
    assert opened.particulars.relation == "leaseholder"
    assert opened.particulars.about_contractor == "Roofs Ltd"
    assert opened.about_staff == {"tom-hughes"}
    assert opened.ombudsman is not None
    assert opened.ombudsman.reference == "HOS-1"
    taken_down = " ".join(entry.text for entry in record_in_words(opened))
    assert "not the first contact about it" in taken_down
    assert "Thursday 5 November 2026" in taken_down


def test_somebody_without_a_name_and_without_words_is_told_both_at_once(web: Web) -> None:
    status, words = posts(web.client("priya-nair"), "check", **{"name": " ", "issue-1-words": ""})
    assert status == 422
    assert "Write their name, or tick that they do not say who they are" in words
    assert "Write what they say" in words


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(web: Web) -> None:
    more = {"mobile": "12", "issue-1-occurred_on": "31/02/2026"}
    answer = web.client("priya-nair").post(PAGE, data=SAID | more | {"do": "check"})
    assert answer.status_code == 422
    assert 'href="#issue-1-occurred_on"' in answer.text
    assert "The ceiling leaks." in answer.text
    assert 'value="31/02/2026"' in answer.text
    assert "Issue 1, when it happened: '31/02/2026' is not a date" in read(answer.text)
    assert "<title>Error: " in answer.text


def test_the_future_is_refused_in_the_desks_words(web: Web) -> None:
    status, words = posts(web.client("priya-nair"), at="24/12/2099 10:00")
    assert status == 422
    assert "is in the future; give when the complaint was received" in words


def test_another_issue_is_added_and_left_out_again_without_script(web: Web) -> None:
    browser = web.client("priya-nair")
    _, words = posts(browser, "another")
    assert "Issue 2 of 2" in words
    more = {"issues": "3", "issue-2-words": "Second.", "issue-3-words": "Third."}
    answer = browser.post(PAGE, data=SAID | more | {"do": "without 2"})
    assert "Issue 2 of 2" in read(answer.text)
    assert "Second." not in answer.text
    assert "Third." in answer.text


def test_the_receipt_is_seen_before_anything_is_taken_down(web: Web) -> None:
    status, words = posts(web.client("priya-nair"), "check")
    assert status == 200
    assert "Nothing has been recorded yet." in words
    assert "The receipt as it will go" in words
    assert "Dear Ann Sample" in words
    assert not web.played.given


def test_the_callers_complaints_are_shown_and_never_put_together(web: Web) -> None:
    web.played.tell(told("reliance", "REL-K7M4", days_ago(3)))
    status, words = posts(web.client("priya-nair"), "look", name="Sam Sample", email="", mobile="")
    assert status == 200
    assert "Is it about one of these?" in words
    assert "REL-K7M4" in words
    assert "Damp in the bedroom." in words


def test_nobody_sees_the_callers_complaint_that_is_about_them(web: Web) -> None:
    web.played.tell(told("reliance", "REL-K7M4", days_ago(3), about_staff=("priya-nair",)))
    _, words = posts(web.client("priya-nair"), "look", name="Sam Sample")
    assert "REL-K7M4" not in words
    _, words = posts(web.client("leah-brooks"), "look", name="Sam Sample")
    assert "REL-K7M4" in words


def test_nor_does_another_landlord_see_it(web: Web) -> None:
    web.played.tell(told("reliance", "REL-K7M4", days_ago(3)))
    answer = web.client("nadia-karim", "qualitas").post(PAGE, data=SAID | {"name": "Sam Sample", "do": "look"})
    assert "REL-K7M4" not in answer.text


def test_a_form_that_is_sent_twice_takes_one_complaint_down(web: Web) -> None:
    browser = web.client("priya-nair")
    assert posts(browser) == posts(browser)


def test_a_form_that_was_changed_after_it_was_sent_loses_nothing_and_opens_nothing(web: Web) -> None:
    browser = web.client("priya-nair")
    _, location = posts(browser)
    reference = location.removeprefix("/staff/c/").partition("?")[0]
    answer = browser.post(PAGE, data=SAID | {"issue-1-words": "The ceiling has come down.", "do": "open"})
    assert answer.status_code == 409
    assert reference in answer.text
    assert "The ceiling has come down." in answer.text
    anew = browser.post(PAGE, data=SAID | {"issue-1-words": "The ceiling has come down.", "do": "separate"})
    form = re.search(r'name="form" value="([0-9a-f]+)"', anew.text)
    assert form
    assert "The ceiling has come down." in anew.text
    assert form[1] != SAID["form"]


def test_while_temporal_is_away_everything_stands_as_it_was_and_is_sent_again(web: Web) -> None:
    browser = web.client("priya-nair")
    web.played.fault = TemporalAwayError("Temporal does not answer")
    status, words = posts(browser)
    assert status == 503
    assert "It was not taken down" in words
    assert "The ceiling leaks." in words
    web.played.fault = LostAnswerError("Temporal did not answer in time")
    assert "We do not know whether it was taken down" in posts(browser)[1]
    web.played.fault = None
    assert posts(browser)[0] == 303


def test_what_somebody_writes_stays_text(web: Web) -> None:
    evil = "<script>alert(1)</script>"
    for do in ("check", "look"):
        answer = web.client("priya-nair").post(PAGE, data=SAID | {"name": evil, "issue-1-words": evil, "do": do})
        assert evil not in answer.text
        assert "&lt;script&gt;" in answer.text


def test_an_empty_page_asks_in_the_landlords_own_terms(web: Web) -> None:
    reliance = web.client("priya-nair").get(PAGE)
    qualitas = web.client("nadia-karim", "qualitas").get(PAGE)
    assert reliance.status_code == qualitas.status_code == 200
    assert "Tom Hughes, Complaints Handler" in read(reliance.text)
    assert "Owen Price" in read(qualitas.text)
    assert "Tom Hughes" not in qualitas.text


def test_what_was_being_written_is_there_again_until_it_is_sent(web: Web) -> None:
    browser = web.client("priya-nair")
    kept = {name: value for name, value in SAID.items() if name != "do"} | {"name": "Half a na"}
    assert browser.post("/staff/keep", data=kept, headers={"x-page": PAGE}).status_code == 204
    assert 'value="Half a na"' in browser.get(PAGE).text
    assert "It was not sent." in read(browser.get(PAGE).text)
    assert "Half a na" not in web.client("leah-brooks").get(PAGE).text
    assert posts(browser)[0] == 303
    assert "Half a na" not in browser.get(PAGE).text


def test_what_was_kept_is_forgotten_where_somebody_wants_an_empty_form(web: Web) -> None:
    browser = web.client("priya-nair")
    browser.post("/staff/keep", data=SAID, headers={"x-page": PAGE})
    assert posts(browser, "forget") == (303, PAGE)
    assert "Ann Sample" not in browser.get(PAGE).text
