"""What each kind of notice is stands in one table, which leaves none out."""

from datetime import date

import pytest
from pydantic import ValidationError

from domain.complaint.complaint import Complaint
from domain.complaint.notice_kinds import NoticeKind, letter_called
from domain.complaint.notice_rules import NOTICES, Event, kinds_called
from domain.complaint.notices import Notice
from domain.complaint.recipients import Audience
from domain.complaint.resident_facts import ReceiptFacts
from domain.policy.channels import Channel
from tests.letters.samples import FACTS, errand
from tests.spec.cast import Landlord
from tests.spec.test_every_notice_is_written import STORIES

FULFIL = {"acknowledge", "respond", "extension_letter", "refusal_letter"}


def test_D11_every_kind_of_notice_has_its_row() -> None:
    assert list(NOTICES) == list(NoticeKind)


def test_D10_everything_that_can_make_a_notice_untrue_does() -> None:
    assert {event for rule in NOTICES.values() for event in rule.untrue_after} == set(Event)


def test_D11_only_letters_fulfil_a_duty_and_whatever_is_for_the_resident_has_a_name_to_post_it_by() -> None:
    fulfilling = {kind: rule for kind, rule in NOTICES.items() if rule.fulfils}

    assert all(rule.is_letter for rule in fulfilling.values())
    assert {rule.fulfils for rule in fulfilling.values()} == FULFIL
    for_resident = {kind for kind, rule in NOTICES.items() if rule.audience is Audience.RESIDENT}
    assert {kind for kind in NoticeKind if kinds_called(kind)} == for_resident


@pytest.mark.parametrize("kind", NoticeKind)
def test_D17_a_notice_is_read_back_with_the_facts_of_its_kind(kind: NoticeKind) -> None:
    notice = errand("reliance", kind).notice

    read = Notice.model_validate_json(notice.model_dump_json())

    assert read == notice
    assert type(read.facts) is NOTICES[kind].facts


def test_D17_a_complaint_is_read_back_with_all_that_waits_to_go(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.providers.away = set(Channel)
    landlord.acknowledges()
    landlord.waits(until="Tue 03 Nov 2026")

    read = Complaint.model_validate_json(landlord.complaint.model_dump_json())

    assert read == landlord.complaint
    assert [type(notice.facts) for notice in read.outbox] == [NOTICES[notice.kind].facts for notice in read.outbox]


def test_D17_a_notice_cannot_have_the_facts_of_another_kind() -> None:
    notice = errand("reliance", NoticeKind.CLOSURE).notice

    with pytest.raises(ValidationError, match="ClosureFacts"):
        Notice(**dict(notice) | {"facts": FACTS[NoticeKind.RECEIPT]})


def test_D17_a_notice_of_a_kind_that_there_is_not_is_refused_for_its_kind() -> None:
    notice = errand("reliance", NoticeKind.CLOSURE).notice

    with pytest.raises(ValidationError, match=r"1 validation error for Notice\nkind"):
        Notice.model_validate(notice.model_dump() | {"kind": "telegram"})


def test_D11_facts_that_say_soon_leave_out_a_day_that_has_passed() -> None:
    told = FACTS[NoticeKind.RECEIPT]

    assert isinstance(told, ReceiptFacts)
    assert told.due_on == date(2026, 12, 7)
    assert told.as_of(date(2026, 12, 7)) == told
    assert told.as_of(date(2026, 12, 8)).due_on is None


@pytest.mark.parametrize("story", STORIES)
def test_D11_what_a_story_tells_goes_to_whom_its_row_says_and_fulfils_what_it_may(
    landlord: Landlord, story: str
) -> None:
    STORIES[story](landlord)

    for notice in (sent.notice for sent in landlord.sent):
        rule = NOTICES[notice.kind]
        assert notice.to.audience is rule.audience
        assert notice.is_for_resident is (rule.audience is Audience.RESIDENT)
        assert notice.fulfils is None or notice.fulfils.kind is rule.fulfils


def test_a_letter_is_called_a_letter_once() -> None:
    called = {kind: letter_called(kind) for kind in NoticeKind}

    assert called[NoticeKind.RESPONSE] == "response letter"
    assert called[NoticeKind.LATE_LETTER] == "late letter"
    assert called[NoticeKind.LETTER_CORRECTED] == "letter corrected notice"
    assert all(sum(word in {"letter", "letters"} for word in words.split()) == 1 for words in called.values())
