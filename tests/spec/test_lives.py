"""A complaint that goes on from an older copy of itself: nothing it decides now is taken for what it decided then."""

import pytest

from domain.complaint.entry_kinds import EntryKind
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.notices import Notice
from domain.complaint.recipients import first_of
from domain.duties.lives import begin_life, life_of
from domain.policy.channels import Channel
from domain.procedure.news.lost_lives import note_key_used
from domain.views.status import Tag, tags
from tests.letters.samples import FACTS
from tests.spec.cast import Landlord

PRIYA = first_of("priya-nair")
FIRST, SECOND = life_of(1), life_of(2)


@pytest.fixture
def waiting(landlord: Landlord) -> Landlord:
    """A complaint in its first life whose receipt waits for its provider."""
    landlord.providers.away = {*Channel}
    landlord.receives_complaint("Mon 02 Nov 2026", at="10:00")
    landlord.complaint = begin_life(landlord.complaint, FIRST)
    return landlord


def receipt(landlord: Landlord) -> Notice:
    return next(each for each in landlord.complaint.outbox if each.kind is NoticeKind.RECEIPT)


def test_D12_what_a_complaint_tells_when_it_is_opened_has_a_key_of_its_first_life(waiting: Landlord) -> None:
    assert {notice.key.split("/")[2] for notice in waiting.complaint.outbox} == {FIRST}
    assert waiting.complaint.letter_number(receipt(waiting).key).isdigit()


def test_D12_in_a_new_life_what_waits_keeps_its_key_and_what_is_new_has_another(waiting: Landlord) -> None:
    before = receipt(waiting)

    waiting.complaint = begin_life(waiting.complaint, SECOND)
    waiting.allocates("Mon 02 Nov 2026")

    keys = {notice.key.split("/")[2] for notice in waiting.complaint.outbox}
    assert receipt(waiting) == before
    assert keys == {FIRST, SECOND}


def test_D12_a_notice_whose_key_went_with_other_words_goes_under_a_new_life_and_the_handler_is_told(
    waiting: Landlord,
) -> None:
    waiting.allocates("Mon 02 Nov 2026")
    used = receipt(waiting)

    waiting.complaint = note_key_used(waiting.complaint, used, SECOND, waiting.rules, waiting.now)

    again = receipt(waiting)
    assert (waiting.complaint.life, again.key) == (SECOND, used.key.replace(FIRST, SECOND))
    assert again.model_copy(update={"key": used.key}) == used
    [shown] = waiting.record_of(EntryKind.LIFE_LOST)
    assert shown.endswith(f"of its own ({FIRST}/1-receipt) had gone before and says something else")
    assert tags(waiting.complaint) == (Tag.FORMER_LIFE,)
    assert [each.kind for each in waiting.complaint.outbox][-1] is NoticeKind.LIFE_LOST


def test_D12_a_second_key_that_was_used_is_of_the_same_lost_life(waiting: Landlord) -> None:
    waiting.allocates("Mon 02 Nov 2026")
    one, *_, two = waiting.complaint.outbox
    for used, life in ((one, SECOND), (two, life_of(3))):
        waiting.complaint = note_key_used(waiting.complaint, used, life, waiting.rules, waiting.now)

    assert waiting.complaint.life == SECOND
    waits = {each.key for each in waiting.complaint.outbox}
    assert {each.key.replace(FIRST, SECOND) for each in (one, two)} <= waits


def test_D12_a_letter_decided_on_is_still_known_after_it_has_another_key(landlord: Landlord) -> None:
    landlord.receives_complaint("Mon 02 Nov 2026", at="10:00")
    landlord.complaint = begin_life(landlord.complaint, FIRST)
    landlord.allocates("Mon 02 Nov 2026")
    landlord.providers.away = {*Channel}
    landlord.acknowledges("Tue 03 Nov 2026")
    used = landlord.letter(NoticeKind.ACKNOWLEDGEMENT)

    landlord.complaint = note_key_used(landlord.complaint, used, SECOND, landlord.rules, landlord.now)
    landlord.providers.away = set()
    landlord.waits("Wed 04 Nov 2026")

    assert landlord.complaint.progress.acknowledgement is not None
    assert landlord.complaint.progress.acknowledgement.met_at is not None


def test_D12_what_a_notice_says_is_known_by_a_digest_whoever_signs_it(waiting: Landlord) -> None:
    one = receipt(waiting)
    signed = one.model_copy(update={"kind": NoticeKind.CLOSURE, "facts": FACTS[NoticeKind.CLOSURE]})
    unsigned = signed.facts.model_copy(update={"handler": None})

    assert signed.model_copy(update={"facts": unsigned}).facts_digest == signed.facts_digest
    assert len({one.facts_digest, signed.facts_digest, one.model_copy(update={"to": PRIYA}).facts_digest}) == 3
