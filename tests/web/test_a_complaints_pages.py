"""One complaint as a handler reads it, and to whom it is shown at all."""

from asyncio import sleep
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest

from activities.ports import NoWorkerError, TemporalAwayError
from domain.complaint.issues import NewIssue
from domain.complaint.resident import Resident
from domain.complaint.support import Support
from register.lines import FormerEntry
from tests.register.registers import entry
from tests.spec.cast import PARTS, RULEBOOK, SAM
from tests.web.conftest import Web
from tests.web.kept_letters import keep_letters
from tests.web.played import Story, days_ago, days_ahead, told
from tests.web.reading import main_of

REFERENCES = {"reliance": "REL-2222-3333", "qualitas": "QUA-2222-3333"}
PAGES = ("", "/record", "/letters", "/letters/1", "/letters/1/page", "/promises", "/form", "/seen")
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture(params=tuple(REFERENCES))
def landlord(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def a_story(landlord: str, days: int = 2, **more: object) -> Story:
    return told(landlord, REFERENCES[landlord], days_ago(days), **more)


def page_of(web: Web, story: Story, part: str = "", person: str = "") -> str:
    web.played.tell(story)
    place = story.place
    browser = web.client(person or PARTS[place.landlord].handler, place.landlord)
    answer = browser.get(f"/staff/c/{place.reference}{part}")
    assert answer.status_code == 200, answer.status_code
    return answer.text


def test_the_bar_says_what_is_due_next_and_why_that_day(web: Web, landlord: str) -> None:
    story = a_story(landlord)
    story.allocates()

    page = main_of(page_of(web, story))
    assert f"{REFERENCES[landlord]} Sam Sample" in page
    assert "Stands at Stage 1" in page
    assert "Due next Stage 1 acknowledgement, " in page
    assert "Why that day " in page
    assert " working days " in page.partition("Why that day ")[2][:200]
    assert story.owner.signature in page


def test_what_helps_them_and_what_is_not_safe_stands_in_plain_sight(web: Web) -> None:
    story = a_story("reliance", support=Support(needs="I see badly.", adjustments=("Speak slowly",), large_print=True))
    story.changes_contact(not_safe=("email",))

    for part in ("", "/record", "/letters", "/promises"):
        page = main_of(page_of(web, story, part))
        assert "Do this differently for them: Speak slowly; Letters in large print" in page
        assert "Not safe Do not use sam@example.com" in page
    assert "Not safe: do not use it" in main_of(page_of(web, story))


def test_buttons_are_what_may_be_done_and_the_rest_says_why_not(web: Web, landlord: str) -> None:
    page = page_of(web, a_story(landlord), person={"reliance": "daniel-osei", "qualitas": "victoria-lane"}[landlord])
    words = main_of(page)

    assert f'href="/staff/c/{REFERENCES[landlord]}/order/allocate"' in page
    assert "Give it to somebody" in words
    not_now = words.partition("What cannot be done now, and why")[2]
    assert "Reopen" not in not_now
    assert "Open it again: " in not_now
    assert "complaints " not in not_now.replace("complaints handler", "").replace("complaints officer", "")


def test_what_waits_for_somebody_says_for_whom(web: Web) -> None:
    story = a_story("qualitas", 4)
    story.allocates()
    story.acknowledges()
    story.drafts()

    assert "The response drafted by Nadia Karim waits for approval (" in main_of(page_of(web, story))
    story.returns_draft(comments="Say when the damp is treated.")
    assert "The draft has come back to Nadia Karim: Say when the damp is treated." in main_of(page_of(web, story))


def test_the_issues_say_what_they_want_and_what_was_found(web: Web) -> None:
    story = a_story("reliance", 3)
    story.adds_issue("The lift is slow.", desired_outcome="A new lift.")

    page = main_of(page_of(web, story))
    assert "Issue 2 The lift is slow. Wants: A new lift." in page
    assert "Our understanding is not recorded yet" in page


def test_the_record_has_the_latest_first_with_who_and_when(web: Web, landlord: str) -> None:
    story = a_story(landlord)
    story.allocates()

    page = main_of(page_of(web, story, "/record"))
    assert page.index("entry 2") < page.index("entry 1")
    assert "Complaint received by telephone" in page
    assert f"By {story.owner.signature}" in page


def test_promises_say_who_does_what_by_when(web: Web) -> None:
    story = a_story("reliance", 3)
    story.allocates()
    story.acknowledges()
    story.promises(days_ahead(5), what="Paint the wall")

    page = main_of(page_of(web, story, "/promises"))
    assert "Paint the wall" in page
    assert "To do" in page
    assert "Record that a promise is kept" in page


def test_letters_say_how_far_they_have_come(web: Web, landlord: str) -> None:
    story = a_story(landlord)
    story.allocates()
    keep_letters(web.engine, story)
    receipt = next(sent for sent in story.sent if sent.kind == "receipt" and sent.channel == "email")
    story.hears_of_delivery(receipt.notice.key)

    page = main_of(page_of(web, story, "/letters"))
    assert "Receipt by e-mail sam@example.com Delivered " in page
    words = main_of(page_of(web, story, "/letters/1"))
    assert "To the resident, sam@example.com." in words
    assert REFERENCES[landlord] in words
    assert "Sam Sample" in words


def test_a_letter_that_came_back_says_so_and_why(web: Web) -> None:
    story = a_story("reliance")
    keep_letters(web.engine, story)
    receipt = next(sent for sent in story.sent if sent.kind == "receipt" and sent.channel == "email")
    story.hears_of_bounce(receipt.notice.key, "no such mailbox")

    assert "Came back" in (page := main_of(page_of(web, story, "/letters")))
    assert ": no such mailbox" in page


def test_a_printed_letter_is_a_page_of_its_own_that_runs_nothing(web: Web) -> None:
    story = a_story("reliance", resident=Resident(name=f"Sam {SCRIPT}", address=SAM.address))
    keep_letters(web.engine, story)
    assert "Printed not recorded as posted" in main_of(page_of(web, story, "/letters"))

    answer = web.client("priya-nair").get("/staff/c/REL-2222-3333/letters/1/page")
    policy = answer.headers["content-security-policy"]
    assert answer.status_code == 200
    assert "3 Example Street" in answer.text
    assert SCRIPT not in answer.text
    assert "script-src" not in policy
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    style = answer.text.partition("<style>")[2].partition("</style>")[0]
    assert f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'" in policy


@pytest.mark.parametrize("part", PAGES)
def test_whom_it_is_about_and_another_landlords_staff_find_no_page(web: Web, part: str) -> None:
    web.played.tell(a_story("reliance", about_staff=("tom-hughes",)))

    for browser in (web.client("tom-hughes"), web.client("nadia-karim", "qualitas")):
        hidden = browser.get(f"/staff/c/REL-2222-3333{part}")
        assert hidden.status_code == 404
        assert "Sam Sample" not in hidden.text
    about = web.client("tom-hughes")
    unknown, hidden = (about.get(f"/staff/c/{reference}{part}") for reference in ("REL-4444-4444", "REL-2222-3333"))
    assert main_of(unknown.text) == main_of(hidden.text)


@pytest.mark.parametrize("silent", [TemporalAwayError("Temporal is away"), NoWorkerError("no worker answered")])
@pytest.mark.parametrize("part", ["", "/record", "/letters", "/promises"])
def test_while_nobody_answers_the_registers_page_is_shown(
    web: Web, landlord: str, part: str, silent: Exception
) -> None:
    story = a_story(landlord)
    web.played.tell(story)
    web.played.fault = silent

    answer = web.client(PARTS[landlord].handler, landlord).get(f"/staff/c/{REFERENCES[landlord]}{part}")
    page = main_of(answer.text)
    assert answer.status_code == 200
    assert "Orders cannot be given now" in page
    assert "Sam Sample" in page
    assert "/order/" not in answer.text


def test_a_slow_answer_is_waited_for_two_seconds_and_no_longer(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    web.played.tell(a_story("reliance"))
    monkeypatch.setattr("web.staff.complaint.PATIENCE", 0.05)

    async def never(_: object) -> None:
        await sleep(60)

    monkeypatch.setattr(web.played, "deadlines", never)
    answer = web.client("priya-nair").get("/staff/c/REL-2222-3333")
    assert "Orders cannot be given now" in main_of(answer.text)


@pytest.mark.parametrize("part", PAGES)
def test_names_and_words_with_script_stay_text(web: Web, part: str) -> None:
    sam = Resident(name=f"Sam {SCRIPT}", email="sam@example.com", address=(SCRIPT, "Birmingham", "B99 1AA"))
    story = a_story("reliance", resident=sam, summary=f"It drips {SCRIPT}", support=Support(needs=SCRIPT))
    web.played.tell(story)

    answer = web.client("priya-nair").get(f"/staff/c/REL-2222-3333{part}")
    assert SCRIPT not in answer.text
    assert "Sam &lt;script&gt;" in answer.text or answer.status_code == 404


def test_who_opened_which_page_is_noted(web: Web) -> None:
    story = a_story("reliance")
    page_of(web, story)
    page_of(web, story, "/record")

    seen = web.parts.register.seen.of(story.place)
    assert {(each.person, each.page) for each in seen} == {("priya-nair", "overview"), ("priya-nair", "record")}


def test_the_record_form_is_filled_in_on_a_page_to_print(web: Web, landlord: str) -> None:
    page = main_of(page_of(web, a_story(landlord), "/form"))

    assert REFERENCES[landlord] in page
    assert "Sam Sample" in page
    assert "Not yet known" in page


def test_who_opened_it_is_shown_to_the_complaints_officer_alone(web: Web, landlord: str) -> None:
    officer = {"reliance": "grace-lindo", "qualitas": "elaine-foster"}[landlord]
    story = a_story(landlord)
    page_of(web, story, "/record")

    page = main_of(page_of(web, story, "/seen", officer))
    handler = RULEBOOK.directory(landlord).person(PARTS[landlord].handler).name
    assert f"{handler} Record" in page
    assert web.client(PARTS[landlord].handler, landlord).get(f"/staff/c/{REFERENCES[landlord]}/seen").status_code == 404


def test_whoever_gave_an_order_is_told_what_was_recorded_and_what_is_next(web: Web) -> None:
    story, other = a_story("reliance", 3), told("reliance", "REL-4444-5555", days_ago(2))
    for each in (story, other):
        each.allocates()
    web.played.tell(other)
    entry = next(each.number for each in story.written if each.kind == "allocated")

    page = main_of(page_of(web, story, f"?done=allocate&entry={entry}"))
    assert "Recorded Allocated to Priya Nair, Complaints Handler Next in your queue: Sam Sample, " in page
    assert "This was recorded before, and nothing was changed." in main_of(page_of(web, story, "?done=already"))
    assert "The complaint is taken down" in main_of(page_of(web, story, "?done=taken-down"))


def test_what_is_approved_is_approved_beside_the_complaint(web: Web) -> None:
    story = a_story("qualitas", 4)
    story.allocates()
    story.acknowledges()
    story.drafts()

    page = page_of(web, story, person="victoria-lane")
    assert 'href="/staff/approvals/QUA-2222-3333"' in page
    assert "order/approve" not in page


def test_an_ended_complaint_is_read_as_before_and_says_what_may_still_be_done(web: Web, landlord: str) -> None:
    story = a_story(landlord, 3)
    story.hears_withdrawal()
    page = page_of(web, story)

    assert "Stands at Closed: withdrawn" in main_of(page)
    assert f'href="/staff/c/{REFERENCES[landlord]}/order/reopen"' in page


def test_what_a_former_life_had_otherwise_stands_under_the_record(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    async def former(_: object) -> tuple[FormerEntry, ...]:
        return (FormerEntry(life="5f3a90c1", entry=entry(3, "allocated")),)

    monkeypatch.setattr(web.parts.desk, "former_entries", former)
    page = main_of(page_of(web, a_story("reliance"), "/record"))
    assert "What a former life had otherwise (5f3a90c1)" in page
    assert page.index("entry 1,") < page.index("What a former life had otherwise")


def test_what_was_told_to_others_says_to_whom_and_why(web: Web, landlord: str) -> None:
    story = a_story(landlord)
    story.allocates()
    story.discloses(to="Damp & Sons", what="The address", why="They repair it")

    page = main_of(page_of(web, story))
    assert "Told to others" in page
    assert "Damp & Sons: The address Necessary because: They repair it Allowed by " in page


def test_what_is_older_than_the_limit_says_who_must_decide(web: Web) -> None:
    old = NewIssue(words="The roof leaks.", occurred_on=datetime.now(UTC).date() - timedelta(days=800))
    page = main_of(page_of(web, a_story("reliance", issues=(old,))))

    assert "Older than 12 months: " in page
    assert " must accept it with reasons, or refuse it" in page
