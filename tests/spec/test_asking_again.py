"""Stage 2 withdrawn and asked for again: it begins again, within the window as late as any other request (P-47)."""

from datetime import date

import pytest

from domain.complaint.entry_kinds import EntryKind
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.resident_facts import EscalationReceiptFacts
from domain.complaint.staff_facts import EscalatedFacts, LateRequestFacts
from domain.policy.channels import Channel
from domain.policy.stages import Stage
from domain.procedure.stages.escalate import RequestEscalation
from tests.spec.cast import Landlord, promise
from tests.spec.letters import written

MANAGER = {"reliance": "simon-wright", "qualitas": "george-abbott"}


@pytest.fixture
def answered(landlord: Landlord) -> Landlord:
    """A complaint answered at stage 1 on Thu 19 Nov 2026: the last day to ask for stage 2 is Thu 17 Dec."""
    return answer(landlord)


@pytest.fixture
def withdrawn(answered: Landlord) -> Landlord:
    """Its review asked for on Mon 23 Nov 2026 and withdrawn on Wed 25 Nov."""
    return withdraw(answered)


def answer(landlord: Landlord) -> Landlord:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.acknowledges(on="Thu 05 Nov 2026")
    landlord.speaks_with_resident()
    landlord.consults()
    landlord.responds(on="Thu 19 Nov 2026", promises=(promise("Fri 15 Jan 2027", owner=landlord.parts.handler),))
    return landlord


def withdraw(landlord: Landlord) -> Landlord:
    landlord.is_asked_for_stage_2(on="Mon 23 Nov 2026", reasons="Still damp.")
    landlord.allocates(to=landlord.parts.reviewer)
    landlord.acknowledges(on="Tue 24 Nov 2026")
    landlord.hears_withdrawal(on="Wed 25 Nov 2026", keep=(1,))
    return landlord


# -- within the window


def test_P_47_whoever_is_to_find_a_reviewer_hears_who_had_the_review_before(withdrawn: Landlord) -> None:
    withdrawn.is_asked_for_stage_2(on="Mon 14 Dec 2026")

    name = withdrawn.officer(withdrawn.parts.reviewer).name
    assert f"{name}, who dealt with it then, may deal with it again." in written(withdrawn, NoticeKind.ESCALATED)


def test_D15_not_where_the_complaint_is_about_whoever_had_the_review_before(withdrawn: Landlord) -> None:
    withdrawn.is_found_about(withdrawn.parts.reviewer)
    withdrawn.is_asked_for_stage_2(on="Mon 14 Dec 2026")

    letter = written(withdrawn, NoticeKind.ESCALATED)
    assert "They asked for it before and withdrew that request on Wednesday 25 November 2026." in letter
    assert "may deal with it again" not in letter


def test_P_47_asked_for_again_within_the_window_in_the_same_words_stage_2_begins_again(withdrawn: Landlord) -> None:
    withdrawn.is_asked_for_stage_2(on="Mon 14 Dec 2026", reasons="Still damp.")

    review = withdrawn.complaint.progress
    assert [progress.stage for progress in withdrawn.complaint.stages] == [Stage.ONE, Stage.TWO]
    assert withdrawn.complaint.closed is None
    assert (review.owner, review.acknowledgement, review.contacted_at) == (None, None, None)
    assert withdrawn.answer
    assert (withdrawn.answer.repeated, withdrawn.answer.said) == (False, "escalated to stage 2 again: Still damp")
    assert any("opened again for stage 2" in line for line in withdrawn.record)


def test_P_47_on_the_last_day_of_the_window_it_is_in_time(withdrawn: Landlord) -> None:
    withdrawn.is_asked_for_stage_2(on="Thu 17 Dec 2026", at="23:30")

    assert withdrawn.complaint.closed is None


def test_P_47_its_clocks_count_from_the_new_request(withdrawn: Landlord) -> None:
    withdrawn.is_asked_for_stage_2(on="Mon 30 Nov 2026")

    acknowledge, respond = {
        "reliance": ("Mon 07 Dec 2026", "Thu 07 Jan 2027"),
        "qualitas": ("Wed 02 Dec 2026", "Wed 16 Dec 2026"),
    }[withdrawn.key]
    assert withdrawn.due("stage_2.acknowledge") == acknowledge
    assert withdrawn.due("stage_2.respond") == respond


def test_P_47_its_receipt_goes_as_the_first_did_and_staff_hear_that_it_is_again(withdrawn: Landlord) -> None:
    before = len(withdrawn.told(NoticeKind.ESCALATION_RECEIPT))

    withdrawn.is_asked_for_stage_2(on="Mon 14 Dec 2026", desired_outcome="A new wall.")

    receipts = withdrawn.told(NoticeKind.ESCALATION_RECEIPT)[before:]
    assert receipts == [
        "Mon 14 Dec 12:00 escalation_receipt to resident by email",
        "Mon 14 Dec 12:00 escalation_receipt to resident by text",
    ]
    to_staff = withdrawn.facts(EscalatedFacts)
    assert (to_staff.withdrawn_on, to_staff.desired_outcome) == (date(2026, 11, 25), "A new wall.")
    assert withdrawn.facts(EscalationReceiptFacts).withdrawn_on == date(2026, 11, 25)


def test_P_47_a_first_request_speaks_of_no_earlier_one(answered: Landlord) -> None:
    answered.is_asked_for_stage_2(on="Mon 23 Nov 2026")

    assert answered.facts(EscalatedFacts).withdrawn_on is None
    assert answered.facts(EscalationReceiptFacts).withdrawn_on is None
    assert answered.record_of(EntryKind.ESCALATED) == ["escalated to stage 2"]


def test_P_47_the_letter_says_that_the_review_starts_again_with_new_dates(withdrawn: Landlord) -> None:
    withdrawn.is_asked_for_stage_2(on="Mon 14 Dec 2026")

    assert (
        "You withdrew an earlier request on Wednesday 25 November 2026, and we closed your complaint. "
        "It is now open again. We are starting the review again, with new dates."
    ) in written(withdrawn, NoticeKind.ESCALATION_RECEIPT)
    assert "we can open your complaint again" in written(withdrawn, NoticeKind.CLOSURE)


def test_P_47_closed_as_withdrawn_is_withdrawn_too(answered: Landlord) -> None:
    answered.is_asked_for_stage_2(on="Mon 23 Nov 2026")
    answered.completes_action()
    answered.closes(reason="withdrawn")

    answered.is_asked_for_stage_2(on="Mon 14 Dec 2026")

    assert answered.complaint.closed is None


# -- what becomes of the withdrawn one


def test_P_47_what_the_withdrawn_review_missed_stays_on_the_record_and_counts_no_more(answered: Landlord) -> None:
    answered.is_asked_for_stage_2(on="Mon 23 Nov 2026")
    answered.waits(until="Thu 10 Dec 2026")
    before = [line for line in answered.missed if line.startswith("stage_2")]
    answered.hears_withdrawal(keep=(1,))

    answered.is_asked_for_stage_2(on="Mon 14 Dec 2026")

    assert before
    assert [line for line in answered.missed if line.startswith("stage_2")] == []
    assert any("stage 2 acknowledgement missed" in line for line in answered.record)
    assert [mark for mark in answered.complaint.reminded if mark.duty.stage is Stage.TWO] == []


def test_P_47_the_new_review_is_reminded_of_on_its_own_days(withdrawn: Landlord) -> None:
    withdrawn.is_asked_for_stage_2(on="Mon 07 Dec 2026")
    before = len(withdrawn.reminders())

    withdrawn.waits(until="Tue 15 Dec 2026")

    first, missed = {
        "reliance": ("Thu 10 Dec reminder to simon-wright", "stage_2.acknowledge due Mon 14 Dec 2026"),
        "qualitas": ("Tue 08 Dec reminder to george-abbott", "stage_2.acknowledge due Wed 09 Dec 2026"),
    }[withdrawn.key]
    assert withdrawn.reminders()[before].startswith(f"{first}: stage 2 acknowledgement")
    assert [line for line in withdrawn.missed if "stage_2.acknowledge" in line] == [missed]


def test_P_47_promises_of_stage_1_stand_through_it(withdrawn: Landlord) -> None:
    withdrawn.is_asked_for_stage_2(on="Mon 14 Dec 2026")

    assert "action.1 due Fri 15 Jan 2027" in withdrawn.owes()


def test_P_47_and_so_do_promises_of_the_withdrawn_review(answered: Landlord) -> None:
    answered.is_asked_for_stage_2(on="Mon 23 Nov 2026")
    answered.allocates(to=answered.parts.reviewer)
    answered.promises("Mon 18 Jan 2027", what="Dry the wall", owner=answered.parts.reviewer)
    answered.hears_withdrawal(keep=(1, 2))

    answered.is_asked_for_stage_2(on="Mon 14 Dec 2026")

    assert "action.2 due Mon 18 Jan 2027" in answered.owes()


def test_P_47_whoever_dealt_with_it_may_again_and_whoever_took_part_in_stage_1_may_not(withdrawn: Landlord) -> None:
    withdrawn.is_asked_for_stage_2(on="Mon 14 Dec 2026")
    sentence = withdrawn.refuses(lambda: withdrawn.allocates(to=withdrawn.parts.consulted))

    withdrawn.allocates(to=withdrawn.parts.reviewer)

    assert "took part in stage 1 and may not review it at stage 2" in sentence
    assert withdrawn.owner.id == withdrawn.parts.reviewer


def test_P_47_its_orders_are_no_repeats_of_what_was_said_in_the_withdrawn_one(answered: Landlord) -> None:
    for minute in ("00", "02"):
        answered.is_asked_for_stage_2(on="Mon 23 Nov 2026", at=f"12:{minute}", reasons="Still damp.")
        answered.allocates(to=answered.parts.reviewer)
        if minute == "00":
            answered.hears_withdrawal(on="Mon 23 Nov 2026", at="12:01", keep=(1,))

    assert answered.owner.id == answered.parts.reviewer
    assert len(answered.record_of(EntryKind.ESCALATED)) == 2


def test_P_47_a_letter_of_the_withdrawn_review_that_comes_back_owes_the_new_one_nothing(withdrawn: Landlord) -> None:
    withdrawn.is_asked_for_stage_2(on="Mon 14 Dec 2026")

    withdrawn.bounces(NoticeKind.ACKNOWLEDGEMENT)

    assert withdrawn.complaint.progress.acknowledgement is None
    assert any("acknowledgement came back" in line for line in withdrawn.record)
    assert "stage_2.acknowledge" in withdrawn.owes()[0]


def test_P_47_one_that_came_back_and_waits_to_go_again_is_taken_back(withdrawn: Landlord) -> None:
    withdrawn.providers.away = {Channel.LETTER}
    withdrawn.bounces(NoticeKind.ACKNOWLEDGEMENT)
    waited = [notice.kind for notice in withdrawn.complaint.outbox]

    withdrawn.is_asked_for_stage_2(on="Mon 30 Nov 2026")
    withdrawn.providers.away = set()
    withdrawn.waits(until="Mon 30 Nov 2026", at="13:00")

    assert waited == [NoticeKind.ACKNOWLEDGEMENT]
    assert any("acknowledgement not sent by letter: the complaint was withdrawn" in line for line in withdrawn.record)
    assert not [sent for sent in withdrawn.sent if sent.channel is Channel.LETTER]


# -- after the window


def test_P_47_after_the_window_a_manager_decides_as_on_any_late_request(withdrawn: Landlord) -> None:
    withdrawn.is_asked_for_stage_2(on="Mon 21 Dec 2026", reasons="Still damp.")

    due = {"reliance": "Wed 23 Dec 2026", "qualitas": "Tue 22 Dec 2026"}[withdrawn.key]
    assert withdrawn.complaint.closed is not None
    assert f"stage_1.decide_late_request due {due}" in withdrawn.owes()
    assert withdrawn.told(NoticeKind.LATE_REQUEST) == [
        f"Mon 21 Dec 12:00 late_request to {MANAGER[withdrawn.key]} by email"
    ]
    asked = withdrawn.facts(LateRequestFacts)
    assert (asked.last_day, asked.withdrawn_on) == (date(2026, 12, 17), date(2026, 11, 25))
    receipt = withdrawn.facts(EscalationReceiptFacts)
    assert (receipt.late, receipt.last_day, receipt.withdrawn_on) == (True, date(2026, 12, 17), None)


def test_P_47_accepted_stage_2_begins_again_from_the_request(withdrawn: Landlord) -> None:
    withdrawn.is_asked_for_stage_2(on="Mon 21 Dec 2026")

    withdrawn.decides_late_request(on="Tue 22 Dec 2026", accept=True)

    due = {"reliance": "Wed 30 Dec 2026", "qualitas": "Wed 23 Dec 2026"}[withdrawn.key]
    assert withdrawn.due("stage_2.acknowledge") == due
    assert withdrawn.complaint.closed is None
    assert withdrawn.complaint.progress.owner is None
    receipt = withdrawn.facts(EscalationReceiptFacts)
    assert (receipt.late, receipt.last_day, receipt.withdrawn_on) == (False, date(2026, 12, 17), date(2026, 11, 25))


def test_P_47_declined_it_stays_withdrawn_and_may_be_asked_for_once_more(withdrawn: Landlord) -> None:
    withdrawn.is_asked_for_stage_2(on="Mon 21 Dec 2026")
    withdrawn.decides_late_request(accept=False)
    declined = withdrawn.complaint

    withdrawn.is_asked_for_stage_2(on="Mon 04 Jan 2027")

    assert declined.closed is not None
    assert declined.closed.reason == "withdrawn"
    assert withdrawn.complaint.late_request is not None
    assert withdrawn.complaint.late_request.declined_at is None


# -- what is still refused


def test_P_47_while_the_review_is_open_it_is_not_asked_for_again(answered: Landlord) -> None:
    answered.is_asked_for_stage_2(on="Mon 23 Nov 2026")

    sentence = answered.refuses(lambda: answered.is_asked_for_stage_2(on="Mon 14 Dec 2026", reasons="Again."))

    assert sentence.endswith("the complaint is already at stage 2.")


def test_P_47_nor_after_the_final_response(answered: Landlord) -> None:
    answered.is_asked_for_stage_2(on="Mon 23 Nov 2026")
    _reviews(answered, "Tue 01 Dec 2026")

    sentence = answered.refuses(lambda: answered.is_asked_for_stage_2(on="Mon 14 Dec 2026", reasons="Again."))

    assert sentence.endswith("the complaint is already at stage 2.")


def test_D6_P_47_it_is_not_asked_for_again_before_it_was_withdrawn(withdrawn: Landlord) -> None:
    sentence = withdrawn.refuses(lambda: withdrawn.is_asked_for_stage_2(on="Tue 24 Nov 2026", reasons="Again."))

    assert "dated before the earlier one was withdrawn (Wed 25 Nov 2026)" in sentence


def test_P_47_whatever_else_is_refused_of_it_names_the_request_that_would_help(withdrawn: Landlord) -> None:
    sentence = withdrawn.refuses(lambda: withdrawn.speaks_with_resident(on="Fri 27 Nov 2026"))

    assert sentence.endswith("It comes back only when the resident asks for stage 2 again.")
    assert withdrawn.would_help == RequestEscalation.name


# -- the whole way


def test_P_47_withdrawn_asked_for_again_and_reviewed_to_the_end(withdrawn: Landlord) -> None:
    withdrawn.waits(until="Fri 11 Dec 2026")
    withdrawn.is_asked_for_stage_2(on="Mon 14 Dec 2026", reasons="Still damp.")
    _reviews(withdrawn, "Tue 15 Dec 2026")
    missed = withdrawn.missed
    withdrawn.completes_action(1, on="Fri 08 Jan 2027")
    withdrawn.closes(on="Mon 11 Jan 2027", reason="unable_to_agree")

    turns = {EntryKind.ESCALATED, EntryKind.CLOSED, EntryKind.REOPENED, EntryKind.RESPONDED}
    assert [entry.text.split(":")[0] for entry in withdrawn.written if entry.kind in turns] == [
        "stage 1 response",
        "escalated to stage 2",
        "closed",
        "escalated to stage 2 again",
        "opened again for stage 2",
        "stage 2 response",
        "closed",
    ]
    assert [line for line in missed if line.startswith("stage_2")] == []
    assert any("stage 2 final response done in time" in line for line in withdrawn.record)
    assert len(withdrawn.told(NoticeKind.FINAL_RESPONSE)) == 2  # and the text beside it
    assert withdrawn.complaint.closed is not None
    assert withdrawn.complaint.closed.reason == "unable_to_agree"


def _reviews(landlord: Landlord, acknowledged_on: str) -> None:
    """From its reviewer to the final response, in two days."""
    landlord.allocates(to=landlord.parts.reviewer)
    landlord.acknowledges(on=acknowledged_on)
    landlord.speaks_with_resident()
    landlord.investigates(found="The survey was late.", stage_1_complete=True)
    landlord.consults(landlord.parts.consulted_at_stage_2)
    landlord.responds()
