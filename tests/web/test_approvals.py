"""Whoever approves sees what is approved: the letter as it will go, beside the complaint."""

from http import HTTPStatus

from activities.ports import TemporalAwayError
from domain.complaint.reference import ComplaintId
from tests.web.conftest import Web
from tests.web.played import Story, days_ago, told
from tests.web.reading import form_on, read

LIST = "/staff/approvals"
ONE = "/staff/approvals/QUA-2222"
OF_QUALITAS = ("victoria-lane", "qualitas")


def drafted(web: Web, reference: str = "QUA-2222") -> Story:
    """A draft of Nadia's waits for somebody of the senior management team."""
    story = told("qualitas", reference, days_ago(8))
    story.allocates(days_ago(7))
    story.acknowledges(days_ago(6))
    story.investigates(days_ago(5))
    story.drafts(days_ago(1))
    web.played.tell(story)
    return story


def presses(web: Web, do: str, *, person: str = "victoria-lane", **more: str) -> tuple[int, str]:
    browser = web.client(person, "qualitas")
    fields = form_on(browser.get(ONE).text, ONE)
    answer = browser.post(ONE, data=fields | {"do": [do]} | {name: [value] for name, value in more.items()})
    return answer.status_code, answer.headers.get("location", "") or read(answer.text)


def test_a_draft_waits_for_those_who_may_approve_it_and_not_for_its_author(web: Web) -> None:
    drafted(web)
    words = read(web.client(*OF_QUALITAS).get(LIST).text)
    assert "QUA-2222" in words
    assert "Our answer: upheld Nadia Karim" in words
    for other in ("nadia-karim", "owen-price"):
        assert "Nothing waits for your approval." in read(web.client(other, "qualitas").get(LIST).text)


def test_the_letter_stands_beside_the_complaint_before_it_is_approved(web: Web) -> None:
    drafted(web)
    words = read(web.client(*OF_QUALITAS).get(ONE).text)
    assert "Our answer waits for your approval" in words
    assert "Damp in the bedroom." in words
    assert "We did not inspect it within the time we give ourselves." in words
    assert "Dear Sam Sample" in words
    assert not web.played.given


def test_what_is_approved_may_be_sent(web: Web) -> None:
    story = drafted(web)
    assert presses(web, "approve") == (HTTPStatus.SEE_OTHER, "/staff/approvals?done=approve")
    draft = story.complaint.progress.draft
    assert draft is not None
    assert draft.approved_by is not None
    assert draft.approved_by.id == "victoria-lane"
    assert "You approved it." in read(web.client(*OF_QUALITAS).get(f"{LIST}?done=approve").text)


def test_it_is_returned_with_comments_and_not_without(web: Web) -> None:
    story = drafted(web)
    status, words = presses(web, "return", comments=" ")
    assert status == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Write what the author should change" in words
    assert presses(web, "return", comments="Say when.")[0] == HTTPStatus.SEE_OTHER
    draft = story.complaint.progress.draft
    assert draft is not None
    assert draft.comments == "Say when."


def test_a_newer_draft_is_read_first_and_the_comments_are_kept(web: Web) -> None:
    story = drafted(web)
    browser = web.client(*OF_QUALITAS)
    fields = form_on(browser.get(ONE).text, ONE)
    story.drafts(reasons="We looked again: the roof leaks.")
    answer = browser.post(ONE, data=fields | {"do": ["approve"], "comments": ["I wonder."]})
    assert answer.status_code == HTTPStatus.CONFLICT
    words = read(answer.text)
    assert "A newer draft has been put forward since you looked." in words
    assert "We looked again: the roof leaks." in words
    assert "I wonder." in words
    again = form_on(answer.text, ONE) | {"do": ["approve"]}
    assert browser.post(ONE, data=again).status_code == HTTPStatus.SEE_OTHER


def test_pressed_twice_it_is_approved_once(web: Web) -> None:
    drafted(web)
    browser = web.client(*OF_QUALITAS)
    fields = form_on(browser.get(ONE).text, ONE) | {"do": ["approve"]}
    assert [browser.post(ONE, data=fields).status_code for _ in range(2)] == [HTTPStatus.SEE_OTHER] * 2


def test_whoever_wrote_it_reads_for_whom_it_waits(web: Web) -> None:
    drafted(web)
    words = read(web.client("nadia-karim", "qualitas").get(ONE).text)
    assert "waits for the approval of" in words
    assert "cannot be approved by you" in words
    assert "Approve it" not in words


def test_an_answered_one_says_that_nothing_waits(web: Web) -> None:
    story = drafted(web)
    story.approves()
    assert "Nothing of this complaint waits for approval." in read(web.client(*OF_QUALITAS).get(ONE).text)


def test_more_time_than_the_policy_allows_waits_too_with_the_letter_it_sends(web: Web) -> None:
    story = told("qualitas", "QUA-2222", days_ago(8))
    story.allocates(days_ago(7))
    story.acknowledges(days_ago(6))
    story.extends(30, exceptional_reason="The survey needs a specialist.")
    web.played.tell(story)
    listed = read(web.client(*OF_QUALITAS).get(LIST).text)
    assert "more working days Nadia Karim" in listed
    words = read(web.client(*OF_QUALITAS).get(ONE).text)
    assert "More time waits for your approval" in words
    assert "Dear Sam Sample" in words
    assert presses(web, "approve")[0] == HTTPStatus.SEE_OTHER


def test_without_an_answer_nothing_is_lost(web: Web) -> None:
    drafted(web)
    browser = web.client(*OF_QUALITAS)
    fields = form_on(browser.get(ONE).text, ONE)
    web.played.fault = TemporalAwayError("Temporal does not answer")
    answer = browser.post(ONE, data=fields | {"do": ["return"], "comments": ["Say when."]})
    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert "Say when." in answer.text
    assert "QUA-2222" in read(browser.get(LIST).text)


def test_it_is_not_there_for_another_landlord_nor_for_whom_it_is_about(web: Web) -> None:
    drafted(web)
    assert web.client("amara-okafor").get(ONE).status_code == HTTPStatus.NOT_FOUND
    hidden = told("qualitas", "QUA-3333", days_ago(2), about_staff=("victoria-lane",))
    web.played.tell(hidden)
    assert web.client(*OF_QUALITAS).get("/staff/approvals/QUA-3333").status_code == HTTPStatus.NOT_FOUND


def test_comments_that_were_not_sent_are_there_again_and_go_with_the_complaint(web: Web) -> None:
    drafted(web)
    browser = web.client(*OF_QUALITAS)
    kept = form_on(browser.get(ONE).text, ONE) | {"comments": ["Say wh"]}
    browser.post("/staff/keep", data=kept, headers={"x-page": ONE})
    assert "Say wh" in read(browser.get(ONE).text)
    assert "Say wh" not in web.client("marcus-bell", "qualitas").get(ONE).text
    web.parts.register.drafts.erase(ComplaintId(landlord="qualitas", reference="QUA-2222"))
    assert "Say wh" not in read(browser.get(ONE).text)


async def test_what_is_answered_is_gone_from_the_list_though_the_register_lags_behind(web: Web) -> None:
    story = drafted(web)
    story.approves()  # the register is told with the complaint's next turn
    assert (await web.desk.page("qualitas")).lines[0].standing.waits_for
    assert "Nothing waits for your approval." in read(web.client(*OF_QUALITAS).get(LIST).text)
