"""Whoever decides sees what waits for them, decides with reasons, and sees the letter before it goes."""

from http import HTTPStatus

import pytest

from activities.ports import TemporalAwayError
from domain.complaint.issues import NewIssue
from tests.spec.days import day
from tests.web.conftest import Web
from tests.web.played import Story, days_ago, told
from tests.web.reading import form_on, read

LIST = "/staff/decisions"
TOO_LATE = "You asked long after the last day; nothing kept you from asking in time, and the wall is painted."
DECIDERS = {"reliance": "simon-wright", "qualitas": "marcus-bell"}
REFERENCES = {"reliance": "REL-2222", "qualitas": "QUA-2222"}


def asked_late(web: Web, landlord: str = "reliance") -> Story:
    story = told(landlord, REFERENCES[landlord], days_ago(120))
    story.allocates(days_ago(118))
    story.acknowledges(days_ago(117))
    story.investigates(days_ago(116))
    story.responds(days_ago(114))
    story.is_asked_for_stage_2(days_ago(1), reasons="It is damp again.")
    web.played.tell(story)
    return story


def old(web: Web) -> Story:
    """An issue that happened long before the complaint."""
    issues = (NewIssue(words="The roof leaked.", occurred_on=day(days_ago(600))), NewIssue(words="It is damp."))
    story = told("reliance", "REL-3333", days_ago(4), issues=issues)
    web.played.tell(story)
    return story


def decides(web: Web, address: str, person: str, landlord: str = "reliance", **more: str) -> tuple[int, str]:
    browser = web.client(person, landlord)
    fields = form_on(browser.get(address).text, address)
    answer = browser.post(address, data=fields | {name: [value] for name, value in more.items()})
    return answer.status_code, answer.headers.get("location", "") or read(answer.text)


@pytest.mark.parametrize("landlord", ["reliance", "qualitas"])
def test_a_late_request_waits_for_whoever_may_decide_and_took_no_part(web: Web, landlord: str) -> None:
    story = asked_late(web, landlord)
    reference = REFERENCES[landlord]
    assert reference in read(web.client(DECIDERS[landlord], landlord).get(LIST).text)
    handler = web.client(story.parts.handler, landlord)
    assert reference not in read(handler.get(LIST).text)
    words = read(handler.get(f"{LIST}/{reference}").text)
    assert "Not for you to decide" in words
    assert "It is damp again." in words


def test_a_late_request_is_declined_with_reasons_the_letter_seen_first(web: Web) -> None:
    story = asked_late(web)
    one = f"{LIST}/REL-2222"
    status, words = decides(web, one, "simon-wright", accept="no", reasons="Late.", do="check")
    assert status == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "reasons" in words
    status, words = decides(web, one, "simon-wright", accept="no", reasons=TOO_LATE, do="check")
    assert status == HTTPStatus.OK
    assert "What they would be told" in words
    assert "Dear Sam Sample" in words
    assert TOO_LATE in words
    assert story.complaint.waiting_request
    assert decides(web, one, "simon-wright", accept="no", reasons=TOO_LATE, do="decide")[1] == f"{LIST}?done=yes"
    assert story.complaint.waiting_request is None


def test_without_yes_or_no_nothing_is_decided(web: Web) -> None:
    asked_late(web)
    status, words = decides(web, f"{LIST}/REL-2222", "simon-wright", reasons="Because.", do="decide")
    assert status == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Choose whether it goes to stage 2" in words
    assert "Because." in words


def test_an_old_issue_is_taken_with_reasons_and_not_without(web: Web) -> None:
    story = old(web)
    assert "REL-3333" in read(web.client("amara-okafor").get(LIST).text)
    one = f"{LIST}/REL-3333"
    status, words = decides(web, one, "amara-okafor", do="decide")
    assert status == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "give the reasons for accepting it all the same" in words
    assert decides(web, one, "amara-okafor", reasons="They told us then.", do="decide")[0] == HTTPStatus.SEE_OTHER
    assert story.complaint.late_acceptance is not None
    assert "Nothing of this complaint waits for a decision." in read(web.client("amara-okafor").get(one).text)


def test_more_time_than_the_policy_allows_stands_among_the_decisions(web: Web) -> None:
    story = told("qualitas", "QUA-3333", days_ago(8))
    story.allocates(days_ago(7))
    story.acknowledges(days_ago(6))
    story.extends(30, exceptional_reason="The survey needs a specialist.")
    web.played.tell(story)
    answer = web.client("victoria-lane", "qualitas").get(LIST)
    assert 'href="/staff/approvals/QUA-3333"' in answer.text


def test_with_nothing_to_decide_each_list_says_what_would_be_in_it(web: Web) -> None:
    words = read(web.client("amara-okafor").get(LIST).text)
    assert words.count("None waits for you.") == 3
    assert "Open the complaint and choose “Refuse”" in words
    assert "It is not for you to refuse a complaint." in read(web.client("priya-nair").get(LIST).text)


def test_while_temporal_is_away_the_reasons_are_kept_and_decided_once(web: Web) -> None:
    story = asked_late(web)
    one = f"{LIST}/REL-2222"
    browser = web.client("simon-wright")
    fields = form_on(browser.get(one).text, one) | {"accept": ["no"], "reasons": [TOO_LATE], "do": ["decide"]}
    web.played.fault = TemporalAwayError("Temporal does not answer")
    answer = browser.post(one, data=fields)
    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert TOO_LATE in answer.text
    web.played.fault = None
    again = form_on(answer.text, one) | {"reasons": [TOO_LATE], "do": ["decide"]}
    assert browser.post(one, data=again).status_code == HTTPStatus.SEE_OTHER
    assert browser.post(one, data=again).status_code == HTTPStatus.SEE_OTHER
    assert story.complaint.waiting_request is None
