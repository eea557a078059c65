"""How the resident is reached: what is not safe, what changes later, and who is told of that (F-013)."""

import re
from typing import Any

import pytest

from domain.complaint.complainant import Relation
from domain.complaint.entry_kinds import EntryKind
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.resident import Resident
from domain.policy.channels import Channel
from domain.views.finders import finders
from domain.views.standing import standing
from tests.spec.cast import SAM, Landlord
from tests.spec.letters import written

BY_POST = SAM.model_copy(update={"prefers": Channel.LETTER})


def unsafe(resident: Resident, *channels: Channel) -> Resident:
    """The resident, with what others may read."""
    return resident.model_copy(update={"not_safe": frozenset(map(resident.address_by, channels))})


@pytest.mark.parametrize("channel", [Channel.EMAIL, Channel.TEXT])
def test_F_013_R_100_nothing_goes_by_a_way_that_is_not_safe(landlord: Landlord, channel: Channel) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", resident=unsafe(SAM, channel))
    landlord.allocates()
    landlord.acknowledges()
    landlord.waits("Tue 03 Nov 2026")

    ways = {sent.channel for sent in landlord.sent if sent.notice.is_for_resident}

    assert channel not in ways
    assert ways


def test_F_013_R_100_a_letter_that_is_not_safe_at_their_address_goes_by_e_mail_whatever_they_prefer(
    landlord: Landlord,
) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", resident=unsafe(BY_POST, Channel.LETTER))
    landlord.allocates()
    landlord.acknowledges()

    assert "by email" in landlord.told(NoticeKind.RECEIPT)[0]
    assert "by email" in landlord.told(NoticeKind.ACKNOWLEDGEMENT)[0]


def test_F_013_R_100_where_no_way_is_safe_nothing_goes_and_somebody_is_asked_for_one(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", resident=unsafe(BY_POST, *Channel))
    landlord.allocates()
    landlord.acknowledges()

    assert not [sent for sent in landlord.sent if sent.notice.is_for_resident]
    assert landlord.told(NoticeKind.ADDRESS_NEEDED)
    assert landlord.duty("stage_1.acknowledge").is_open


def test_R_100_whoever_is_asked_for_an_address_hears_which_ways_are_not_safe(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", resident=unsafe(SAM, Channel.EMAIL, Channel.LETTER))
    landlord.allocates()
    landlord.acknowledges()

    letter = written(landlord, NoticeKind.ADDRESS_NEEDED)

    assert "Others may read what we send the resident by e-mail or letter." in letter
    assert "Ask the resident, in a way that is safe, where we can write to them." in letter
    assert "look at the tenancy record" not in letter
    assert "do not post that page" in letter


def test_R_100_nobody_is_told_to_post_a_page_that_was_taken_back_since(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", resident=SAM.model_copy(update={"prefers": Channel.LETTER}))
    landlord.allocates()
    landlord.providers.away.add(Channel.EMAIL)
    landlord.acknowledges(on="Tue 03 Nov 2026")
    change(landlord, not_safe=(Channel.EMAIL, Channel.LETTER))

    until_now = len(landlord.sent)
    landlord.providers.away.clear()
    landlord.waits(until="Wed 04 Nov 2026")

    assert not [sent for sent in landlord.sent[until_now:] if sent.kind is NoticeKind.LETTER_TO_POST]


def change(landlord: Landlord, on: str = "", **details: Any) -> None:  # noqa: ANN401 - any detail
    """The resident says how they are reached now; the old way is safe unless the story says otherwise."""
    landlord.changes_contact(on, **{"safe": True} | details)


def test_F_013_any_detail_can_be_changed_and_stays_changed(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")

    change(landlord, name="Samuel Sample", email="samuel@example.com", mobile="+447700900456")
    change(landlord, address=("9 New Road", "", "Birmingham"), prefers="letter", wants_texts=False)

    resident = landlord.complaint.resident
    assert (resident.name, resident.email, resident.mobile) == ("Samuel Sample", "samuel@example.com", "+447700900456")
    assert (resident.address, resident.prefers, resident.wants_texts) == (("9 New Road", "Birmingham"), "letter", False)


def test_F_013_the_record_says_what_changed_and_keeps_old_and_new_beside_its_sentence(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")

    change(landlord, email="samuel@example.com", address=("9 New Road",), note="They have moved.")

    (said,) = landlord.record_of(EntryKind.CONTACT_CHANGED)
    assert said == "contact details: changed: e-mail address, postal address; They have moved"
    facts = next(entry.facts for entry in landlord.complaint.record if entry.kind is EntryKind.CONTACT_CHANGED)
    assert facts.model_dump()["was"]["email"] == "sam@example.com"
    assert facts.model_dump()["now"]["address"] == ("9 New Road",)
    assert facts.model_dump()["now"]["mobile"] is None


def test_F_013_what_there_was_can_be_taken_away(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")

    change(landlord, email="", mobile="", address=("",))

    resident = landlord.complaint.resident
    assert (resident.email, resident.mobile, resident.address) == (None, None, ())
    assert not resident.is_anonymous


def test_F_013_it_is_found_by_what_the_resident_is_called_and_reached_by_now(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")

    change(landlord, name="Ada Able", email="ada@example.com")

    words = {finder.token for finder in finders(landlord.complaint)}
    assert {"ada", "able", "ada@example.com"} <= words
    assert not {"sam@example.com", "sample"} & words
    assert standing(landlord.complaint, landlord.rules, landlord.now).name == "Ada Able"


def test_F_013_details_change_before_stage_1_too(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", sorting=None)
    landlord.agrees_to_put_right()

    change(landlord, mobile="+447700900456")

    assert landlord.complaint.stage is None
    assert landlord.complaint.resident.mobile == "+447700900456"


def test_F_013_details_change_when_it_is_closed(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.hears_withdrawal()

    change(landlord, mobile="+447700900456")

    assert landlord.complaint.closed
    assert landlord.complaint.resident.mobile == "+447700900456"


def test_F_013_an_address_that_was_given_up_is_used_again_once_somebody_says_so(landlord: Landlord) -> None:
    resident = SAM.without(Channel.EMAIL).without(Channel.TEXT)
    landlord.receives_complaint(on="Mon 02 Nov 2026", resident=resident)

    change(landlord, works_again=("email",))
    by_email = landlord.complaint.resident.can_have(Channel.EMAIL)
    change(landlord, wants_texts=True, mobile="+447700900123")

    assert by_email
    assert landlord.complaint.resident.can_have(Channel.TEXT)


def test_F_013_a_new_address_can_be_used_where_the_old_one_was_given_up(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", resident=SAM.without(Channel.EMAIL))

    change(landlord, email="samuel@example.com")

    assert landlord.complaint.resident.can_have(Channel.EMAIL)


def test_R_100_what_is_not_safe_stays_so_until_somebody_says_that_it_is(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")

    change(landlord, not_safe=("email",))
    unsafe_now = landlord.complaint.resident.can_have(Channel.EMAIL)
    change(landlord, safe_again=("email",))

    assert not unsafe_now
    assert landlord.complaint.resident.can_have(Channel.EMAIL)
    assert landlord.record_of(EntryKind.CONTACT_CHANGED) == [
        "contact details: not safe: e-mail",
        "contact details: can be used again: e-mail",
    ]


@pytest.mark.parametrize(
    ("details", "says"),
    [
        ({}, "say what has changed"),
        ({"email": "sam@example.com"}, "say what has changed"),
        ({"name": " "}, "The name is blank"),
        ({"mobile": "", "not_safe": ("text",)}, "Nothing is known by which to reach the resident by text"),
    ],
)
def test_F_013_a_change_that_changes_nothing_is_refused(landlord: Landlord, details: dict[str, Any], says: str) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")

    assert says in landlord.refuses(lambda: change(landlord, **details))


@pytest.mark.parametrize(
    "details",
    [
        {"email": "samuel@example.com"},
        {"mobile": "+447700900456"},
        {"email": ""},
        {"prefers": "letter"},
        {"not_safe": ("email",), "mobile": ""},
    ],
)
def test_R_100_whether_the_old_way_is_safe_is_asked_with_the_change(
    landlord: Landlord, details: dict[str, Any]
) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")

    said = landlord.refuses(lambda: landlord.changes_contact(**details))

    assert "Ask whether that is safe, and say so" in said


@pytest.mark.parametrize(
    "details",
    [{"name": "Samuel Sample"}, {"address": ("9 New Road",)}, {"wants_texts": False}, {"not_safe": ("text",)}],
)
def test_R_100_nothing_is_asked_where_no_way_gives_way_to_another(landlord: Landlord, details: dict[str, Any]) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")

    landlord.changes_contact(**details)

    assert landlord.record_of(EntryKind.CONTACT_CHANGED)


def test_R_100_an_old_way_that_is_not_safe_is_never_used_again(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")

    change(landlord, prefers="letter", safe=False)
    change(landlord, prefers="email")

    assert not landlord.complaint.resident.can_have(Channel.EMAIL)


def ways(landlord: Landlord, kind: NoticeKind) -> list[tuple[str, str]]:
    """By which ways notices of that kind went, and where."""
    went = (sent for sent in landlord.sent if sent.kind is kind)
    return [(str(sent.channel), sent.resident.address_by(sent.channel)) for sent in went]


def test_F_013_the_new_way_says_what_was_changed_and_the_old_one_only_that_something_was(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", at="10:00")
    landlord.waits("Mon 02 Nov 2026", "11:00")

    change(landlord, name="Ada Able", email="ada@example.com")

    assert ways(landlord, NoticeKind.DETAILS_CHANGED) == [("email", "ada@example.com"), ("text", "+447700900123")]
    assert ways(landlord, NoticeKind.SOMETHING_CHANGED) == [("email", "sam@example.com")]
    by_new, by_old = (written(landlord, kind) for kind in (NoticeKind.DETAILS_CHANGED, NoticeKind.SOMETHING_CHANGED))
    assert "Dear Ada Able" in by_new
    assert "- your name\n- your e-mail address\n" in by_new
    assert "Dear Sam Sample" in by_old
    assert not re.search("(?i)ada|able|e-mail address|your name", by_old)


def test_F_013_a_number_that_was_changed_hears_it_by_text(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", at="10:00")

    change(landlord, mobile="+447700900456")

    assert ways(landlord, NoticeKind.SOMETHING_CHANGED) == [("text", "+447700900123")]
    assert ("text", "+447700900456") in ways(landlord, NoticeKind.DETAILS_CHANGED)


@pytest.mark.parametrize(
    ("details", "hears"),
    [
        ({"address": ("9 New Road",)}, []),
        ({"email": "sam@new.example.com", "prefers": "email"}, [("letter", "3 Example Street\nBirmingham\nB99 1AA")]),
        ({"email": "sam@new.example.com", "prefers": "email", "safe": False}, []),
        ({"email": "sam@new.example.com", "prefers": "email", "address": ("9 New Road",)}, []),
    ],
    ids=["they have moved", "they want e-mail", "the post is not safe", "they have moved, and want e-mail"],
)
def test_R_100_the_post_tells_an_address_only_where_they_still_live_and_it_is_safe(
    landlord: Landlord, details: dict[str, Any], hears: list[tuple[str, str]]
) -> None:
    resident = BY_POST.model_copy(update={"email": None, "mobile": None})
    landlord.receives_complaint(on="Mon 02 Nov 2026", resident=resident)

    change(landlord, **details)

    assert ways(landlord, NoticeKind.SOMETHING_CHANGED) == hears
    assert ways(landlord, NoticeKind.DETAILS_CHANGED)


def test_R_100_nothing_goes_by_an_old_way_that_is_not_safe(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")

    change(landlord, email="ada@example.com", safe=False)

    assert not ways(landlord, NoticeKind.SOMETHING_CHANGED)
    assert ways(landlord, NoticeKind.DETAILS_CHANGED)[0] == ("email", "ada@example.com")


def test_R_100_nothing_goes_by_a_way_that_is_said_now_not_to_be_safe(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", at="10:00")
    landlord.waits("Mon 02 Nov 2026", "11:00")

    landlord.changes_contact(not_safe=("email",), safe=True)

    assert not ways(landlord, NoticeKind.SOMETHING_CHANGED)
    assert ways(landlord, NoticeKind.DETAILS_CHANGED) == [("text", "+447700900123")]


def test_F_013_an_old_way_that_fails_gives_up_nothing_of_the_new(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", resident=SAM.model_copy(update={"mobile": None}))
    landlord.providers.refusing = {Channel.EMAIL: "no such mailbox"}
    landlord.changes_contact(email="ada@example.com", safe=True, prefers="letter")

    assert landlord.complaint.resident.can_have(Channel.EMAIL)
    assert "something changed can never be sent by email: no such mailbox" in "\n".join(landlord.record)


def test_F_013_what_comes_back_from_the_old_address_gives_up_nothing_of_the_new(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.acknowledges()

    change(landlord, email="ada@example.com")
    landlord.bounces(NoticeKind.ACKNOWLEDGEMENT)

    assert landlord.complaint.resident.can_have(Channel.EMAIL)
    assert at_length(landlord, NoticeKind.ACKNOWLEDGEMENT)[-1] == ("email", "ada@example.com")
    assert landlord.duty("stage_1.acknowledge").done_at == landlord.now


def at_length(landlord: Landlord, kind: NoticeKind) -> list[tuple[str, str]]:
    """As `ways`, without the texts."""
    return [way for way in ways(landlord, kind) if way[0] != "text"]


def test_F_013_a_letter_that_waits_for_the_old_way_goes_the_new_one(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.providers.away = {Channel.EMAIL}
    landlord.acknowledges()

    change(landlord, email="ada@example.com")
    landlord.providers.away = set()
    landlord.waits("Tue 03 Nov 2026")

    assert at_length(landlord, NoticeKind.ACKNOWLEDGEMENT) == [("email", "ada@example.com")]
    assert "acknowledgement not sent by email: how the resident is reached has changed" in "\n".join(landlord.record)
    assert not landlord.duty("stage_1.acknowledge").is_open


def test_F_013_a_printed_letter_for_an_address_they_left_is_taken_back_and_goes_by_e_mail(landlord: Landlord) -> None:
    by_post = BY_POST.model_copy(update={"email": None})
    landlord.receives_complaint(on="Mon 02 Nov 2026", resident=by_post)
    landlord.allocates()
    landlord.acknowledges()

    change(landlord, address=("9 New Road",), email="ada@example.com", prefers="email")

    assert at_length(landlord, NoticeKind.ACKNOWLEDGEMENT)[-1] == ("email", "ada@example.com")
    assert not landlord.duty("stage_1.acknowledge").is_open
    assert "No letter is waiting" in landlord.refuses(lambda: landlord.posts("acknowledgement"))


def test_F_013_what_could_not_go_then_goes_once_there_is_a_way(landlord: Landlord) -> None:
    nowhere = SAM.model_copy(update={"email": None, "mobile": None, "address": ()})
    landlord.receives_complaint(on="Mon 02 Nov 2026", resident=nowhere)
    landlord.allocates()
    landlord.acknowledges()

    landlord.changes_contact(email="ada@example.com")

    assert at_length(landlord, NoticeKind.ACKNOWLEDGEMENT) == [("email", "ada@example.com")]
    assert not landlord.duty("stage_1.acknowledge").is_open


def test_F_013_a_letter_that_no_duty_of_a_stage_waits_for_goes_the_new_way_too(landlord: Landlord) -> None:
    nowhere = SAM.model_copy(update={"email": None, "mobile": None, "address": ()})
    landlord.receives_complaint(on="Mon 02 Nov 2026", resident=nowhere)

    landlord.changes_contact(email="ada@example.com")

    assert at_length(landlord, NoticeKind.RECEIPT) == [("email", "ada@example.com")]
    assert not [owed for owed in landlord.owes() if "post" in owed]


def test_F_013_what_came_back_by_post_is_printed_again_for_the_new_address(landlord: Landlord) -> None:
    by_post = SAM.model_copy(update={"email": None, "mobile": None})
    landlord.receives_complaint(on="Mon 02 Nov 2026", resident=by_post)
    landlord.allocates()
    landlord.acknowledges()
    landlord.posts("acknowledgement")
    landlord.bounces(NoticeKind.ACKNOWLEDGEMENT, "gone away", Channel.LETTER)

    landlord.changes_contact(address=("9 New Road",))
    landlord.posts("acknowledgement")

    assert at_length(landlord, NoticeKind.ACKNOWLEDGEMENT)[-1] == ("letter", "9 New Road")
    assert not landlord.duty("stage_1.acknowledge").is_open


def test_F_013_a_printed_response_that_goes_by_e_mail_has_its_text_then(landlord: Landlord) -> None:
    by_post = BY_POST.model_copy(update={"email": None})
    landlord.receives_complaint(on="Mon 02 Nov 2026", at="10:00", resident=by_post)
    landlord.allocates()
    landlord.acknowledges()
    landlord.responds()
    before = ways(landlord, NoticeKind.RESPONSE)

    change(landlord, email="ada@example.com", prefers="email")
    change(landlord, mobile="+447700900456")

    assert [way for way, _ in before] == ["letter"]
    assert ways(landlord, NoticeKind.RESPONSE)[1:] == [("email", "ada@example.com"), ("text", "+447700900123")]
    assert not landlord.duty("stage_1.respond").is_open


def test_F_013_a_text_that_waits_for_the_morning_goes_to_the_new_number_or_nowhere(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", at="21:00")
    change(landlord, mobile="+447700900456")
    change(landlord, wants_texts=False)
    change(landlord, wants_texts=True)
    landlord.waits("Tue 03 Nov 2026")

    assert not [way for way in ways(landlord, NoticeKind.RECEIPT) if way[0] == "text"]
    assert {number for way, number in ways(landlord, NoticeKind.DETAILS_CHANGED) if way == "text"} == {"+447700900456"}


def test_F_013_nothing_is_taken_back_for_a_change_that_leaves_its_way_as_it_was(landlord: Landlord) -> None:
    by_post = BY_POST.model_copy(update={"email": None})
    landlord.receives_complaint(on="Mon 02 Nov 2026", resident=by_post)
    landlord.allocates()
    landlord.acknowledges()

    change(landlord, name="Ada Able", mobile="+447700900456")
    landlord.posts("acknowledgement")

    assert [way for way, _ in at_length(landlord, NoticeKind.ACKNOWLEDGEMENT)] == ["letter"]


def test_F_012_what_they_are_to_the_landlord_can_be_corrected(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")

    landlord.changes_particulars(relation="leaseholder", managing_agent="Sample Estates", note="They own it.")
    landlord.changes_particulars(managing_agent="")

    assert landlord.complaint.particulars.relation is Relation.LEASEHOLDER
    assert landlord.complaint.particulars.managing_agent == ""
    assert landlord.record_of(EntryKind.PARTICULARS_CHANGED) == [
        "particulars changed: relationship to us, managing agent; now leaseholder; They own it",
        "particulars changed: managing agent",
    ]
    assert "already" in landlord.refuses(lambda: landlord.changes_particulars(relation="leaseholder"))
    assert "- which managing agent this is about" in written(landlord, NoticeKind.DETAILS_CHANGED)
