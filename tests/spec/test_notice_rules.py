"""What each kind of notice is stands in one table, which leaves none out."""

import pytest
from domain.messages.orders import Posting

from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.notice_rules import NOTICES, Event
from domain.complaint.recipients import Audience
from tests.spec.cast import Landlord
from tests.spec.test_every_notice_is_written import STORIES

FULFIL = {"acknowledge", "respond", "extension_letter", "refusal_letter"}


def test_D11_every_kind_of_notice_has_its_row() -> None:
    assert list(NOTICES) == list(NoticeKind)


def test_D10_everything_that_can_make_a_notice_untrue_does() -> None:
    assert {event for rule in NOTICES.values() for event in rule.untrue_after} == set(Event)


def test_D11_only_letters_fulfil_a_duty_and_each_that_does_can_be_posted() -> None:
    fulfilling = {kind: rule for kind, rule in NOTICES.items() if rule.fulfils}

    assert all(rule.is_letter for rule in fulfilling.values())
    assert {rule.fulfils for rule in fulfilling.values()} == FULFIL
    assert {NOTICES[NoticeKind(letter)].fulfils for letter in Posting} == FULFIL


@pytest.mark.parametrize("story", STORIES)
def test_D11_what_a_story_tells_goes_to_whom_its_row_says_and_fulfils_what_it_may(
    landlord: Landlord, story: str
) -> None:
    STORIES[story](landlord)

    for notice in (sent.notice for sent in landlord.sent):
        rule = NOTICES[notice.kind]
        assert notice.to.audience is rule.audience
        assert notice.is_for_resident is (rule.audience is Audience.RESIDENT)
        assert notice.fulfils.partition(".")[2] in {"", rule.fulfils}
