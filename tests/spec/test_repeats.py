"""What a repeat is: the same key; or, without a key, the same words within a few minutes (D8)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from domain.complaint.actor import RESIDENT, staff
from domain.complaint.carried_out import A_FEW_MINUTES, KEYS_REMEMBERED_FOR, digest
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.entry_kinds import EntryKind
from domain.complaint.old_keys import may_hold, with_keys
from domain.complaint.stages import ContactOutcome
from domain.messages.message import Message
from domain.procedure.apply import apply, check
from domain.procedure.repeats import is_repeat
from domain.procedure.stages.contact import RecordContact
from domain.procedure.stages.escalate import RequestEscalation
from domain.procedure.stages.investigate import RecordInvestigation
from tests.spec.cast import SAM, Landlord

MINUTE = timedelta(minutes=1)
TOO_OLD = "this key is too old to tell whether it was carried out: look at the record, and if it is not there"


@pytest.fixture
def handled(landlord: Landlord) -> Landlord:
    """A complaint of Mon 02 Nov 2026 with its handler."""
    landlord.receives_complaint(on="Mon 02 Nov 2026", at="10:00", resident=SAM)
    landlord.allocates(on="Mon 02 Nov 2026")
    return landlord


def found(landlord: Landlord, at: datetime | None = None, words: str = "A tile is loose.", **more: Any) -> Message:  # noqa: ANN401 - any field of an order
    return RecordInvestigation(at=at or landlord.now, by=staff(landlord.owner), found=words, **more)


def gives(landlord: Landlord, order: Message) -> bool:
    """Give *order* as it stands, and whether it was answered as a repeat."""
    check(landlord.complaint, order, landlord.rules, landlord.now)
    landlord.complaint, answer = apply(landlord.complaint, order, landlord.rules, landlord.now)
    return answer.repeated


def kept(landlord: Landlord) -> Complaint:
    """The complaint after a journey to another process."""
    return Complaint.model_validate_json(landlord.complaint.model_dump_json())


# -- without a key


@pytest.mark.parametrize(("later", "is_repeat"), [(A_FEW_MINUTES, True), (A_FEW_MINUTES + MINUTE, False)])
def test_D8_without_a_key_the_same_words_within_a_few_minutes_are_a_repeat(
    handled: Landlord, later: timedelta, *, is_repeat: bool
) -> None:
    first = found(handled)
    gives(handled, first)
    handled._pass(handled.now + later)

    assert gives(handled, first.model_copy(update={"at": first.at + later})) is is_repeat


def test_D8_the_same_words_of_the_same_time_are_a_repeat_whenever_they_are_sent_again(handled: Landlord) -> None:
    gives(handled, first := found(handled))

    handled.waits(until="Wed 04 Nov 2026")

    assert gives(handled, first)


def test_D8_a_list_of_orders_that_is_sent_twice_is_carried_out_once(handled: Landlord) -> None:
    orders = [found(handled, words=words) for words in ("A tile.", "A pipe.", "A crack.")]

    assert [gives(handled, order) for order in orders * 2] == [False] * 3 + [True] * 3


def test_D8_whoever_recorded_it_is_not_part_of_the_words(handled: Landlord) -> None:
    gives(handled, found(handled, channel="telephone"))

    assert gives(handled, found(handled, channel="telephone", recorded_by=handled.parts.colleague, expects=1))


def test_D8_a_call_and_a_visit_are_two_though_the_words_are_the_same(handled: Landlord) -> None:
    gives(handled, found(handled, channel="telephone"))

    assert not gives(handled, found(handled, channel="visit"))


def test_D8_a_member_of_staff_with_another_job_title_says_the_same(handled: Landlord) -> None:
    first = found(handled)
    promoted = handled.owner.model_copy(update={"job_title": "Head of Complaints", "roles": frozenset({"x"})})
    gives(handled, first)

    assert gives(handled, first.model_copy(update={"by": staff(promoted)}))


def test_D8_somebody_else_who_says_the_same_is_no_repeat(handled: Landlord) -> None:
    gives(handled, found(handled))

    other = handled.officer(handled.parts.colleague)
    assert not gives(handled, found(handled).model_copy(update={"by": staff(other)}))


def test_D8_three_calls_that_nobody_answered_are_three(handled: Landlord) -> None:
    for at in ("11:00", "11:02", "11:04", "11:04"):
        handled.tries_to_reach_resident(on="Mon 02 Nov 2026", at=at)

    assert handled.complaint.progress.attempts.tries == 3


def test_D8_what_was_undone_may_be_given_again_at_once_in_the_same_words(handled: Landlord) -> None:
    handled.reassigns(handled.parts.colleague, reason="On leave.")
    handled.reassigns(handled.parts.handler)

    handled.reassigns(handled.parts.colleague, reason="On leave.")

    assert handled.owner.id == handled.parts.colleague


def test_D8_stage_2_withdrawn_and_asked_for_again_weeks_later_in_the_same_words_is_no_repeat(handled: Landlord) -> None:
    handled.acknowledges(on="Tue 03 Nov 2026")
    handled.responds(on="Tue 10 Nov 2026")
    handled.is_asked_for_stage_2(on="Thu 12 Nov 2026", reasons="Still damp.")
    handled.hears_withdrawal(on="Fri 13 Nov 2026")
    handled.waits(until="Thu 26 Nov 2026")

    again = RequestEscalation(at=handled.now, by=RESIDENT, reasons="Still damp.")

    assert not is_repeat(handled.complaint, again, handled.rules, handled.now)
    assert not gives(handled, again)
    assert len(handled.record_of(EntryKind.ESCALATED)) == 2


def test_D8_stage_2_withdrawn_and_asked_for_again_within_minutes_in_the_same_words_is_no_repeat(
    handled: Landlord,
) -> None:
    handled.acknowledges(on="Tue 03 Nov 2026")
    handled.responds(on="Tue 10 Nov 2026")
    handled.is_asked_for_stage_2(on="Thu 12 Nov 2026", at="12:00", reasons="Still damp.")
    handled.hears_withdrawal(on="Thu 12 Nov 2026", at="12:01", reason="I have changed my mind.")

    handled.is_asked_for_stage_2(on="Thu 12 Nov 2026", at="12:02", reasons="Still damp.")
    handled.hears_withdrawal(on="Thu 12 Nov 2026", at="12:03", reason="I have changed my mind.")

    assert handled.complaint.closed is not None
    assert len(handled.record_of(EntryKind.ESCALATED)) == 2


def test_D8_the_same_key_asks_for_stage_2_once_though_it_was_withdrawn_since(handled: Landlord) -> None:
    handled.acknowledges(on="Tue 03 Nov 2026")
    handled.responds(on="Tue 10 Nov 2026")
    handled.is_asked_for_stage_2(on="Thu 12 Nov 2026", key="click-1")
    handled.hears_withdrawal(on="Fri 13 Nov 2026")

    handled.is_asked_for_stage_2(on="Mon 16 Nov 2026", key="click-1")

    assert handled.answer
    assert handled.answer.repeated
    assert handled.complaint.closed is not None


def test_D8_stage_2_declined_and_asked_for_again_in_the_same_words_is_no_repeat(handled: Landlord) -> None:
    handled.acknowledges(on="Tue 03 Nov 2026")
    handled.responds(on="Tue 10 Nov 2026")
    handled.is_asked_for_stage_2(on="Wed 13 Jan 2027", reasons="Still damp.")
    handled.decides_late_request(on="Thu 14 Jan 2027", accept=False)

    handled.is_asked_for_stage_2(on="Thu 04 Feb 2027", reasons="Still damp.")

    assert handled.answer
    assert not handled.answer.repeated
    assert len(handled.record_of(EntryKind.LATE_REQUEST)) == 2


def test_D8_a_third_extension_in_the_same_words_is_carried_out(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    reliance.acknowledges(on="Tue 03 Nov 2026")
    reliance.extends(5, on="Mon 09 Nov 2026")

    for on in ("Mon 16 Nov 2026", "Mon 23 Nov 2026"):
        reliance.extends(5, on=on, exceptional_reason="A flood.", approved_by="amara-okafor")

    assert len(reliance.complaint.progress.extensions) == 3


# -- with a key


def test_D8_the_same_key_with_the_same_words_is_a_repeat_days_later_at_another_time(handled: Landlord) -> None:
    gives(handled, found(handled, key="click-1"))
    before = handled.complaint
    handled.waits(until="Mon 09 Nov 2026")
    handled.complaint = before

    assert gives(handled, found(handled, key="click-1"))
    assert handled.complaint == before


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(lambda it: found(it, words="A pipe is loose.", key="click-1"), id="other words"),
        pytest.param(
            lambda it: RecordContact(at=it.now, by=staff(it.owner), outcome=ContactOutcome.SPOKE, key="click-1"),
            id="another order",
        ),
    ],
)
def test_E26_a_key_that_was_used_for_something_else_is_refused(
    handled: Landlord, other: Callable[[Landlord], Message]
) -> None:
    gives(handled, found(handled, key="click-1"))
    before = handled.complaint

    sentence = handled.refuses(lambda: gives(handled, other(handled)))

    assert "this key was used for something else: record investigation, Monday 2 November 2026 at 12:00." in sentence
    assert sentence.endswith("Nothing was done; give it without a key, or with a new one.")
    assert handled.complaint == before


def test_D8_another_key_is_another_order_though_the_words_are_the_same(handled: Landlord) -> None:
    gives(handled, found(handled, key="click-1"))

    assert not gives(handled, found(handled, key="click-2"))


def test_D8_what_had_a_key_is_repeated_without_one_only_within_minutes(handled: Landlord) -> None:
    gives(handled, first := found(handled, key="click-1"))

    assert gives(handled, found(handled))
    handled._pass(handled.now + 2 * A_FEW_MINUTES)
    assert not gives(handled, found(handled, at=first.at + 2 * A_FEW_MINUTES))


def test_D8_undone_or_at_a_new_stage_a_key_stays_known(handled: Landlord) -> None:
    handled.acknowledges(key="click-1")
    handled.responds()
    handled.is_asked_for_stage_2()
    handled.allocates(to=handled.parts.reviewer)

    assert "something else" in handled.refuses(lambda: handled.acknowledges(understood="Damp.", key="click-1"))


# -- what is kept to know repeats by


def test_D8_after_thirty_days_a_key_is_too_old_to_tell(handled: Landlord) -> None:
    gives(handled, order := found(handled, key="click-1"))
    handled.waits(until="Thu 03 Dec 2026", at="12:01")

    for _ in range(2):
        assert TOO_OLD in handled.refuses(lambda: gives(handled, order))
        handled.promises("Mon 01 Feb 2027", what=f"Look at it, {handled.now}")  # now it is kept with the old keys


def test_D8_until_then_it_is_known(handled: Landlord) -> None:
    gives(handled, order := found(handled, key="click-1"))
    handled._pass(handled.now + KEYS_REMEMBERED_FOR)
    handled.promises("Mon 01 Feb 2027", on="Wed 02 Dec 2026")

    assert gives(handled, order)


def test_D8_what_is_remembered_is_bounded(handled: Landlord) -> None:
    for number in range(200):
        handled._now += timedelta(days=1)
        order = RecordContact(at=handled.now, by=staff(handled.owner), outcome=ContactOutcome.SPOKE, key=f"{number}")
        handled.complaint, _ = apply(handled.complaint, order, handled.rules, handled.now)

    assert len(handled.complaint.seen) == 31
    assert len(handled.complaint.old_keys) < 11_000
    assert kept(handled) == handled.complaint


def test_D8_an_old_key_is_never_forgotten_and_a_new_one_hardly_ever_taken_for_old() -> None:
    memory = ""
    for start in range(0, 4000, 100):
        memory = with_keys(memory, (digest(f"old {number}") for number in range(start, start + 100)))

    assert all(may_hold(memory, digest(f"old {number}")) for number in range(4000))
    assert sum(may_hold(memory, digest(f"new {number}")) for number in range(20_000)) < 20
    assert not may_hold("", digest("old 1"))
    assert with_keys("", ()) == ""


def test_D8_the_memory_of_old_keys_is_the_same_in_every_process() -> None:
    assert digest(with_keys("", [digest("click-1"), digest("click-2")])) == "ef1c4f453c628f159262"


def test_D8_a_refused_order_leaves_its_key_free(handled: Landlord) -> None:
    with pytest.raises(NotAllowedError, match="say what was found"):
        gives(handled, found(handled, words=" ", key="click-1"))

    assert not gives(handled, found(handled, key="click-1"))
