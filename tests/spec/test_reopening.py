"""What was closed opens again when the resident asks, each with its clocks stated (A-38, Code 5.11, 6.10)."""

from datetime import date

import pytest

from domain.complaint.entry_kinds import EntryKind
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.resident_facts import ReopenedFacts
from domain.complaint.staff_facts import ToAllocateFacts
from domain.policy.definition import Classification
from domain.policy.stages import Stage
from tests.spec.cast import Landlord
from tests.spec.letters import written


@pytest.fixture
def withdrawn(landlord: Landlord) -> Landlord:
    """Acknowledged on Thu 05 Nov 2026 and withdrawn on Mon 09 Nov."""
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.acknowledges(on="Thu 05 Nov 2026")
    landlord.hears_withdrawal(on="Mon 09 Nov 2026")
    return landlord


def test_R_054_a_reviewer_hears_who_gave_the_answer_though_stage_1_had_begun_again_without_anybody(
    landlord: Landlord,
) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.acknowledges(on="Tue 03 Nov 2026")
    landlord.speaks_with_resident()
    landlord.responds(on="Mon 09 Nov 2026")
    landlord.closes()
    landlord.reopens(on="Mon 16 Nov 2026", by=landlord.parts.handler, why="The damp is back.")

    landlord.is_asked_for_stage_2(on="Tue 17 Nov 2026")

    name = landlord.officer(landlord.parts.handler).signature
    assert f"{name}, dealt with it at stage 1." in written(landlord, NoticeKind.ESCALATED)


@pytest.fixture
def answered(landlord: Landlord) -> Landlord:
    """Answered at stage 1 on Thu 19 Nov 2026, with a promise; closed by itself or by order afterwards."""
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.acknowledges(on="Thu 05 Nov 2026")
    landlord.speaks_with_resident()
    landlord.consults()
    landlord.responds(on="Thu 19 Nov 2026")
    return landlord


def review(landlord: Landlord) -> None:
    landlord.is_asked_for_stage_2(on="Mon 23 Nov 2026")
    landlord.allocates(to=landlord.parts.reviewer)
    landlord.acknowledges(on="Tue 24 Nov 2026")
    landlord.consults(landlord.parts.consulted_at_stage_2)


# -- withdrawn before its answer


def test_A_38_a_complaint_withdrawn_before_its_answer_is_opened_again_as_the_resident_asks(withdrawn: Landlord) -> None:
    withdrawn.reopens(on="Tue 10 Nov 2026", why="The damp is back.")

    assert withdrawn.complaint.closed is None
    assert withdrawn.complaint.progress.acknowledgement is None
    assert withdrawn.record_of(EntryKind.REOPENED) == [
        "opened again, its dates counted from Tuesday 10 November 2026: The damp is back."
    ]
    assert withdrawn.complaint.received_at.date() == date(2026, 11, 2)


def test_A_38_E24_its_clocks_count_from_the_request(withdrawn: Landlord) -> None:
    withdrawn.waits(until="Mon 07 Dec 2026")

    withdrawn.reopens(on="Tue 08 Dec 2026")

    acknowledge, respond = {
        "reliance": ("Tue 15 Dec 2026", "Thu 31 Dec 2026"),
        "qualitas": ("Thu 10 Dec 2026", "Thu 24 Dec 2026"),
    }[withdrawn.key]
    assert withdrawn.due("stage_1.acknowledge") == acknowledge
    assert withdrawn.due("stage_1.respond") == respond
    assert withdrawn.missed == []


def test_A_38_whoever_allocates_hears_that_it_is_open_again_and_who_had_it(withdrawn: Landlord) -> None:
    withdrawn.reopens(on="Tue 10 Nov 2026", why="The damp is back.")

    told = withdrawn.facts(ToAllocateFacts)
    assert (told.closed_on, told.received_on) == (date(2026, 11, 9), date(2026, 11, 10))
    assert told.handler
    assert told.handler.id == withdrawn.parts.handler
    words = written(withdrawn, NoticeKind.STAGE_1_TO_ALLOCATE)
    assert "was closed on Monday 9 November 2026 and is open again. It starts again at stage 1." in words


def test_A_38_the_resident_is_told_from_when_it_counts_and_by_when_they_hear(withdrawn: Landlord) -> None:
    withdrawn.reopens(on="Tue 10 Nov 2026")

    due = {"reliance": "Tuesday 17 November 2026", "qualitas": "Thursday 12 November 2026"}[withdrawn.key]
    words = written(withdrawn, NoticeKind.REOPENED)
    assert "was closed on Monday 9 November 2026. We heard from you on Tuesday 10 November 2026" in words
    assert "it is now open again" in words
    assert f"counts from Tuesday 10 November 2026. We will write to you by {due}" in words
    assert "promised" not in words


def test_A_38_it_goes_on_to_its_answer_and_the_same_words_are_no_repeat(withdrawn: Landlord) -> None:
    withdrawn.reopens(on="Mon 09 Nov 2026", at="12:01")
    withdrawn.allocates()
    withdrawn.acknowledges()
    withdrawn.speaks_with_resident()

    withdrawn.responds(on="Wed 18 Nov 2026")

    assert withdrawn.complaint.progress.responded
    assert withdrawn.complaint.progress.contacted_at


def test_A_38_withdrawn_again_it_is_opened_again_once_more(withdrawn: Landlord) -> None:
    withdrawn.reopens(on="Tue 10 Nov 2026")
    withdrawn.hears_withdrawal(on="Wed 11 Nov 2026")

    withdrawn.reopens(on="Thu 12 Nov 2026")

    assert withdrawn.complaint.closed is None
    assert withdrawn.complaint.progress.started_at.date() == date(2026, 11, 12)


def test_A_38_a_letter_about_the_withdrawal_that_waits_is_taken_back(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.hears_withdrawal(on="Mon 02 Nov 2026", at="21:00")

    landlord.reopens(on="Mon 02 Nov 2026", at="21:30")

    assert any("closure not sent by text: the complaint is open again" in line for line in landlord.record)


@pytest.mark.parametrize("state", ["bare", "drafted", "extended", "tried"])
def test_A_38_in_whatever_state_it_was_withdrawn(landlord: Landlord, state: str) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    if state != "bare":
        landlord.allocates()
        landlord.acknowledges(on="Tue 03 Nov 2026")
    if state == "drafted":
        landlord.drafts()
    if state == "extended":
        landlord.extends(5)
    if state == "tried":
        landlord.tries_to_reach_resident()
    landlord.hears_withdrawal(on="Wed 04 Nov 2026")

    landlord.reopens(on="Thu 05 Nov 2026")

    progress = landlord.complaint.progress
    assert (progress.draft, progress.extensions, progress.attempts.tries) == (None, (), 0)
    assert [line for line in landlord.owes() if "stage_1.respond" in line]


# -- a review withdrawn


def test_P_47_a_withdrawn_review_is_opened_again_within_the_window(answered: Landlord) -> None:
    review(answered)
    answered.hears_withdrawal(on="Wed 25 Nov 2026")

    answered.reopens(on="Thu 26 Nov 2026", why="I have changed my mind.")

    assert answered.complaint.stage is Stage.TWO
    assert answered.complaint.closed is None
    assert answered.complaint.progress.started_at.date() == date(2026, 11, 26)


def test_P_47_A_06_and_after_it_as_a_late_request(answered: Landlord) -> None:
    review(answered)
    answered.hears_withdrawal(on="Wed 25 Nov 2026")

    answered.reopens(on="Mon 21 Dec 2026", why="I have changed my mind.")

    assert answered.complaint.waiting_request
    assert answered.complaint.waiting_request.reasons == "I have changed my mind."
    assert "decide" in " ".join(answered.owes())


# -- closed after its answer


def test_D_01_closed_after_stage_1_it_is_looked_at_again_and_stage_2_can_be_asked_for(answered: Landlord) -> None:
    answered.waits(until="Fri 18 Dec 2026")

    answered.reopens(on="Mon 11 Jan 2027", by=answered.parts.handler, why="The fan was never fitted.")

    acknowledge = {"reliance": "Mon 18 Jan 2027", "qualitas": "Wed 13 Jan 2027"}[answered.key]
    assert answered.due("stage_1.acknowledge") == acknowledge
    words = written(answered, NoticeKind.REOPENED)
    assert "If you would rather have a review at stage 2, you can ask for it at any time." in words
    assert answered.facts(ReopenedFacts).was_answered is True


def test_D_01_it_does_not_close_by_itself_before_it_is_answered_again(answered: Landlord) -> None:
    answered.waits(until="Fri 18 Dec 2026")
    answered.reopens(on="Mon 11 Jan 2027", by=answered.parts.handler, why="The fan was never fitted.")

    answered.waits(until="Mon 01 Mar 2027")

    assert answered.complaint.closed is None


def test_R_053_the_first_answer_can_still_be_reviewed_and_counts_as_it_did(answered: Landlord) -> None:
    answered.waits(until="Fri 18 Dec 2026")
    before = answered.missed
    answered.reopens(on="Mon 11 Jan 2027", by=answered.parts.handler, why="The fan was never fitted.")
    answered.allocates(to=answered.parts.colleague)

    answered.is_asked_for_stage_2(on="Wed 13 Jan 2027")

    first = answered.complaint.stages[0]
    assert answered.complaint.stage is Stage.TWO
    assert first.responded
    assert {answered.parts.handler, answered.parts.colleague} <= first.involved
    assert not [line for line in answered.owes() if line.startswith("stage_1")]
    assert answered.missed == before


def test_D_01_closed_after_stage_2_the_review_starts_again(answered: Landlord) -> None:
    review(answered)
    answered.responds(on="Tue 01 Dec 2026")
    answered.closes(on="Wed 02 Dec 2026", reason="unable_to_agree")

    answered.reopens(on="Mon 14 Dec 2026", by=answered.parts.reviewer, why="Nothing was mended.")

    assert answered.complaint.stage is Stage.TWO
    assert answered.complaint.progress.responded is None
    assert [line for line in answered.owes() if "stage_2.respond" in line]
    words = written(answered, NoticeKind.ESCALATED)
    assert "was closed on Wednesday 2 December 2026 and is open again" in words


def test_D_01_after_an_answer_a_member_of_staff_opens_it_and_says_why(answered: Landlord) -> None:
    answered.waits(until="Fri 18 Dec 2026")

    by_resident = answered.refuses(lambda: answered.reopens(on="Mon 11 Jan 2027", why="It is damp."))
    offered = answered.would_help
    bare = answered.refuses(lambda: answered.reopens(on="Mon 11 Jan 2027", by=answered.parts.handler))

    assert "a member of staff opens it again" in by_resident
    assert offered == "request_escalation"
    assert "say what the resident tells us" in bare


def test_F_045_what_was_promised_goes_on(answered: Landlord) -> None:
    answered.promises("Mon 15 Mar 2027", on="Fri 20 Nov 2026")
    review(answered)
    answered.responds(on="Tue 01 Dec 2026")
    if answered.key == "reliance":
        answered.completes_action(on="Tue 01 Dec 2026", number=1)
        answered.promises("Tue 16 Mar 2027", what="Dry it")
        answered.completes_action(number=2)
        answered.closes(on="Wed 02 Dec 2026", reason="unable_to_agree")
        answered.promises("Wed 17 Mar 2027", what="Look again")
    else:
        answered.closes(on="Wed 02 Dec 2026", reason="unable_to_agree")

    answered.reopens(on="Mon 14 Dec 2026", by=answered.parts.reviewer, why="Nothing was mended.")

    assert [line for line in answered.owes() if line.startswith("action.")]
    assert "What we promised you before goes on as it was." in written(answered, NoticeKind.REOPENED)


# -- closed by mistake


def test_A_38_withdrawn_by_mistake_its_dates_stand_as_they_were(withdrawn: Landlord) -> None:
    before = withdrawn.due("stage_1.respond")

    withdrawn.reopens(on="Wed 18 Nov 2026", by=withdrawn.parts.handler, by_mistake=True)

    assert withdrawn.due("stage_1.respond") == before
    assert withdrawn.complaint.progress.acknowledgement
    words = written(withdrawn, NoticeKind.REOPENED)
    assert "That was our mistake, and we are sorry. It is open again." in words
    assert "every date that we gave you stands" in words


def test_A_38_only_staff_say_that_it_was_a_mistake(withdrawn: Landlord) -> None:
    assert "only a member of staff" in withdrawn.refuses(lambda: withdrawn.reopens(by_mistake=True))


# -- what is still refused


def test_what_is_open_is_open(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")

    assert landlord.refuses(landlord.reopens).endswith("it is open already.")


def test_D6_it_is_not_opened_before_it_was_closed(withdrawn: Landlord) -> None:
    sentence = withdrawn.refuses(lambda: withdrawn.reopens(on="Sun 08 Nov 2026"))

    assert sentence.endswith("it was closed later than that (Monday 9 November 2026); give the right date.")


def test_R_030_a_refused_complaint_comes_back_by_reversing_the_refusal(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.refuses_as("insurance_claim" if landlord.key == "reliance" else "liability_or_pi_claim")

    landlord.refuses(landlord.reopens)

    assert landlord.would_help == "reverse_refusal"


def test_what_was_recorded_becomes_a_complaint(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", sorting=None)
    landlord.triages("compliment", dissatisfied=False)

    landlord.refuses(landlord.reopens)

    assert landlord.complaint.classification is Classification.COMPLIMENT
    assert landlord.would_help == "convert"


@pytest.mark.parametrize("step", ["contact", "acknowledge", "escalate", "issue"])
def test_A_38_whatever_else_is_refused_of_a_withdrawn_one_names_the_order_that_helps(
    withdrawn: Landlord, step: str
) -> None:
    ways = {
        "contact": withdrawn.speaks_with_resident,
        "acknowledge": withdrawn.acknowledges,
        "escalate": withdrawn.is_asked_for_stage_2,
        "issue": lambda: withdrawn.adds_issue("It is back."),
    }

    sentence = withdrawn.refuses(ways[step])

    assert sentence == "The complaint was closed (withdrawn). It is opened again whenever the resident asks."
    assert withdrawn.would_help == "reopen"
