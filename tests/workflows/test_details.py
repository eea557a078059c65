"""What Temporal's UI says of a complaint: in plain words, short however much happened, and of nobody who complains."""

from collections.abc import Callable

import pytest

from domain.complaint.notice_kinds import NoticeKind
from domain.policy.channels import Channel
from domain.procedure.news.delivery import note_bounced
from domain.procedure.time.tick import next_due
from domain.views.standing import standing
from tests.spec.cast import SAM, Landlord, put_right_at_once
from workflows.attributes import STATUS, TAGS, attributes
from workflows.details import Details

FREE_TEXT = ("Damp in the bedroom", "The bedroom is damp", "The damp treated", "Asthma", "Call me on")
PERSONAL = (*SAM.name.split(), "sam@example.com", "7700900123", *SAM.address, *FREE_TEXT)


@pytest.fixture
def reliance() -> Landlord:
    return Landlord("reliance")


@pytest.fixture
def handled(reliance: Landlord) -> Landlord:
    """A complaint is received and allocated."""
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    return reliance


def page(landlord: Landlord) -> str:
    due = next_due(landlord.complaint, landlord.rules, landlord.now)
    stands = standing(landlord.complaint, landlord.rules, landlord.now)
    return Details().words(landlord.complaint, landlord.rules, stands, due, landlord.now)


def block(landlord: Landlord, title: str) -> list[str]:
    """The lines under a title; none where there is no such block."""
    after = page(landlord).partition(f"**{title}**\n\n")[2]
    return [line.removeprefix("- ") for line in after.partition("\n\n")[0].splitlines()]


def shown(landlord: Landlord) -> dict[str, object]:
    pairs = attributes(landlord.complaint, landlord.rules, landlord.now)
    return {pair.key.name: pair.value for pair in pairs}


def test_it_begins_with_what_it_is(handled: Landlord) -> None:
    first = page(handled).splitlines()[0]

    assert first == "**REL-TEST** (Reliance): stage 1 received; stage 1 acknowledgement due Mon 09 Nov 2026."


def test_it_says_what_is_due_when_and_why_what_is_due_first_before_the_rest(handled: Landlord) -> None:
    owed = block(handled, "Due")

    assert owed[0].startswith("stage 1 acknowledgement: **Mon 09 Nov 2026** (4.1.1): 5 working days after Monday 2 Nov")
    assert [line.split(":")[0] for line in owed][-1] == "stage 1 response"


def test_it_says_what_happens_next_by_itself(handled: Landlord) -> None:
    assert "**Next by itself**: Thu 05 Nov 09:" in page(handled)
    assert "reminder to handler: stage 1 acknowledgement due Mon 09 Nov 2026" in page(handled)


def test_a_missed_deadline_is_marked(handled: Landlord) -> None:
    handled.waits(until="Tue 10 Nov 2026")

    assert page(handled).splitlines()[0].endswith("**Overdue.**")
    assert "**Mon 09 Nov 2026**, **missed** (4.1.1)" in block(handled, "Due")[0]
    assert shown(handled)["Overdue"] is True
    assert shown(handled)["ComplaintTags"] == ["late"]


def test_it_says_what_waits_to_go_and_how_it_was_tried_before(handled: Landlord) -> None:
    handled.providers.away = {Channel.LETTER}
    handled.providers.refusing = {Channel.EMAIL: "550 no mailbox sam@example.com"}

    handled.acknowledges(on="Tue 03 Nov 2026")

    assert "acknowledgement by letter, after email" in block(handled, "Waiting to go")
    assert "acknowledgement by email, Tue 03 Nov 2026" in block(handled, "Could not be delivered")
    assert shown(handled)[TAGS.name] == ["undelivered"]


def test_what_went_another_way_is_undelivered_no_more(handled: Landlord) -> None:
    handled.providers.refusing = {Channel.EMAIL: "no mailbox"}
    handled.acknowledges(on="Tue 03 Nov 2026")

    handled.providers.refusing = {}
    handled.waits(until="Wed 04 Nov 2026")

    assert not [line for line in block(handled, "Could not be delivered") if line.startswith("acknowledgement")]


def test_a_letter_that_came_back_is_undelivered_until_it_goes_again(handled: Landlord) -> None:
    handled.acknowledges(on="Tue 03 Nov 2026")
    gone = next(each for each in handled.complaint.gone if each.kind is NoticeKind.ACKNOWLEDGEMENT)
    handled.providers.away = {Channel.LETTER}

    handled.complaint = note_bounced(
        handled.complaint, gone.key, gone.channel, "over quota", handled.now, handled.rules, handled.now
    )

    assert block(handled, "Could not be delivered") == ["acknowledgement by email, Tue 03 Nov 2026"]
    handled.providers.away = set()
    handled.waits(until="Wed 04 Nov 2026")
    assert block(handled, "Could not be delivered") == []


def test_a_text_beside_an_email_that_went_is_not_missed(handled: Landlord) -> None:
    handled.providers.refusing = {Channel.TEXT: "not a mobile number"}

    handled.acknowledges(on="Tue 03 Nov 2026")

    assert block(handled, "Could not be delivered") == []


def test_a_refused_message_is_told_without_what_came(handled: Landlord) -> None:
    handled.records_refusal("close", '{"note": "Call me on 07700 900123"}', "at: field required")

    assert block(handled, "Refused") == ["Mon 02 Nov 2026: close: at: field required"]
    assert shown(handled)[TAGS.name] == ["refused message"]


def test_however_much_was_refused_it_stays_one_page(handled: Landlord) -> None:
    for number in range(90):
        handled.records_refusal(f"message {number}", "x" * 5_000, "y" * 5_000)

    refused = block(handled, "Refused")
    assert refused[0].startswith("Mon 02 Nov 2026: message 89: yyy")
    assert refused[-1] == "and 84 more"
    assert len(page(handled)) <= 4_501


@pytest.mark.parametrize("providers", ["well", "away"])
def test_nothing_of_the_resident_and_nothing_they_wrote_is_shown(handled: Landlord, providers: str) -> None:
    if providers == "away":
        handled.providers.refusing = {Channel.EMAIL: f"550 {SAM.email}", Channel.TEXT: f"21211 {SAM.mobile}"}
    steps: tuple[Callable[[], None], ...] = (
        lambda: handled.acknowledges(on="Tue 03 Nov 2026"),
        lambda: handled.records_support(on="Tue 03 Nov 2026", needs="Asthma: call in the morning."),
        lambda: handled.speaks_with_resident(on="Wed 04 Nov 2026"),
        lambda: handled.records_refusal("request_escalation", f"{SAM.name}: Call me on {SAM.mobile}", "at: required"),
        lambda: handled.posts("acknowledgement", on="Thu 05 Nov 2026") if providers == "away" else None,
        lambda: handled.extends(5, on="Thu 05 Nov 2026", reason="Asthma: they were in hospital."),
        lambda: handled.waits(until="Fri 20 Nov 2026"),
        lambda: handled.responds(on="Mon 23 Nov 2026"),
        lambda: handled.is_asked_for_stage_2(on="Tue 24 Nov 2026", reasons="Call me on my mobile."),
    )

    for step in steps:
        step()
        seen = f"{page(handled)} {shown(handled)}".lower()
        assert [words for words in PERSONAL if words.lower() in seen] == []


def test_the_words_of_the_status_follow_the_complaint(handled: Landlord) -> None:
    assert shown(handled)[STATUS.name] == "received"
    handled.acknowledges(on="Tue 03 Nov 2026")
    assert shown(handled)[STATUS.name] == "acknowledged"
    handled.responds(on="Wed 04 Nov 2026")
    assert shown(handled)[STATUS.name] == "answered"
    handled.is_asked_for_stage_2(on="Thu 05 Nov 2026")
    assert (shown(handled)[STATUS.name], shown(handled)["ComplaintStage"]) == ("received", 2)
    handled.hears_withdrawal(on="Fri 06 Nov 2026")
    assert shown(handled)[STATUS.name] == "closed"


def test_what_is_no_complaint_or_was_refused_is_shown_as_what_it_is(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026", sorting=None)

    reliance.triages("service_request", passed_on_to="repairs", dissatisfied=False, first_contact=True)
    request = shown(reliance)
    reliance.triages("concern", **put_right_at_once())
    concern = shown(reliance)

    assert (request[STATUS.name], request["NextDueKind"]) == ("service request", "service_request")
    assert (concern[STATUS.name], concern[TAGS.name]) == ("concern", ["quick resolution"])
    assert not {"ComplaintStage"} & (request.keys() | concern.keys())


def test_a_refused_complaint_is_shown_as_refused(handled: Landlord) -> None:
    handled.refuses_as("insurance_claim")

    assert shown(handled)[STATUS.name] == "refused"


def test_it_is_acknowledged_once_the_letter_has_gone(handled: Landlord) -> None:
    handled.providers.away = set(Channel)
    handled.acknowledges(on="Tue 03 Nov 2026", at="10:00")
    before = shown(handled)["ComplaintStatus"]

    handled.providers.away = set()
    handled.waits(until="Tue 03 Nov 2026", at="12:00")

    assert (before, shown(handled)["ComplaintStatus"]) == ("received", "acknowledged")
