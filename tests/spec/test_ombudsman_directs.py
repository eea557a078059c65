"""The Ombudsman directs: recorded as theirs and carried out, with the day they set as a duty (R-055, Code 2.4)."""

import pytest

from domain.complaint.entry_kinds import EntryKind
from domain.complaint.notice_kinds import NoticeKind
from domain.policy.stages import Stage
from tests.spec.cast import Landlord
from tests.spec.letters import written


@pytest.fixture
def answered(landlord: Landlord) -> Landlord:
    """Answered on Thu 19 Nov 2026: the last day to ask for stage 2 is Thu 17 Dec."""
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.acknowledges(on="Thu 05 Nov 2026")
    landlord.speaks_with_resident()
    landlord.responds(on="Thu 19 Nov 2026")
    return landlord


# -- stage 2


def test_R_055_stage_2_by_direction_begins_as_theirs_and_is_no_request(answered: Landlord) -> None:
    answered.is_directed("stage_2", on="Mon 23 Nov 2026", by_day="Fri 18 Dec 2026", asked="Review it.")

    assert answered.complaint.stage is Stage.TWO
    assert answered.complaint.late_request is None
    assert answered.record_of(EntryKind.ESCALATED) == [
        "escalated to stage 2, as the Ombudsman directed (HOS-202611-77)"
    ]
    assert answered.record_of(EntryKind.OMBUDSMAN_DIRECTED) == [
        "direction 1: the Ombudsman directs a review at stage 2 (HOS-202611-77), by Friday 18 December 2026: Review it."
    ]
    assert "direction.1 due Fri 18 Dec 2026" in answered.owes()


def test_R_055_the_letter_says_that_the_ombudsman_told_us(answered: Landlord) -> None:
    answered.is_directed("stage_2", on="Mon 23 Nov 2026")

    words = written(answered, NoticeKind.ESCALATION_RECEIPT)
    assert "The Housing Ombudsman has told us to take your complaint" in words
    assert "HOS-202611-77" in words
    assert "You asked us" not in words
    to_staff = written(answered, NoticeKind.ESCALATED)
    assert "The Ombudsman directs stage 2 of complaint" in to_staff
    assert "The resident has asked" not in to_staff


def test_R_055_no_window_is_asked_about_and_nobody_decides(answered: Landlord) -> None:
    answered.waits(until="Mon 11 Jan 2027")

    answered.is_directed("stage_2", on="Tue 12 Jan 2027")

    assert answered.complaint.closed is None
    assert answered.complaint.stage is Stage.TWO
    assert not [line for line in answered.owes() if "decide" in line]


@pytest.mark.parametrize("declined", [True, False], ids=["declined", "waiting"])
def test_A_06_a_late_request_is_settled_by_it(answered: Landlord, *, declined: bool) -> None:
    answered.is_asked_for_stage_2(on="Mon 21 Dec 2026")
    if declined:
        reasons = "The wall was mended and measured twice in December, and it was dry both times."
        answered.decides_late_request(on="Tue 22 Dec 2026", accept=False, reasons=reasons)

    answered.is_directed("stage_2", on="Wed 23 Dec 2026")

    assert answered.complaint.stage is Stage.TWO
    assert answered.complaint.waiting_request is None
    assert not [line for line in answered.owes() if "decide" in line]


def test_R_055_a_withdrawn_review_begins_again(answered: Landlord) -> None:
    answered.is_asked_for_stage_2(on="Mon 23 Nov 2026")
    answered.hears_withdrawal(on="Tue 24 Nov 2026")

    answered.is_directed("stage_2", on="Wed 25 Nov 2026")

    assert answered.complaint.closed is None
    assert answered.complaint.progress.started_at.date().isoformat() == "2026-11-25"


def test_R_055_after_the_final_response_the_review_starts_again(answered: Landlord) -> None:
    answered.is_asked_for_stage_2(on="Mon 23 Nov 2026")
    answered.allocates(to=answered.parts.reviewer)
    answered.acknowledges(on="Tue 24 Nov 2026")
    answered.speaks_with_resident()
    answered.consults(answered.parts.consulted_at_stage_2)
    answered.responds(on="Tue 01 Dec 2026")
    answered.closes(on="Wed 02 Dec 2026", reason="unable_to_agree")

    answered.is_directed("stage_2", on="Mon 01 Feb 2027")

    assert answered.complaint.progress.responded is None
    words = written(answered, NoticeKind.REOPENED)
    assert "The Housing Ombudsman has told us to open it again." in words
    assert "as the Ombudsman directs" in written(answered, NoticeKind.ESCALATED)


# -- accepting, opening again


def test_R_030_accepting_what_was_refused_reverses_the_refusal_as_theirs(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.refuses_as("insurance_claim" if landlord.key == "reliance" else "liability_or_pi_claim")

    landlord.is_directed("accept", on="Mon 16 Nov 2026")

    assert landlord.complaint.refused is None
    assert landlord.complaint.closed is None
    assert landlord.complaint.refusals[-1].reversed_by_ombudsman == "HOS-202611-77"
    assert "The Housing Ombudsman has told us to take it." in written(landlord, NoticeKind.REFUSAL_REVERSED)


def test_R_030_accepting_what_was_no_complaint_begins_stage_1(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", sorting=None)
    landlord.triages("enquiry", dissatisfied=False, passed_on_to="lettings")

    landlord.is_directed("accept", on="Mon 16 Nov 2026")

    assert landlord.complaint.stage is Stage.ONE
    assert any("the Ombudsman directed it (HOS-202611-77)" in line for line in landlord.record)


def test_A_38_opening_again_is_recorded_as_their_direction(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.hears_withdrawal(on="Tue 03 Nov 2026")

    landlord.is_directed("reopen", on="Mon 16 Nov 2026")

    assert landlord.complaint.closed is None
    words = written(landlord, NoticeKind.REOPENED)
    assert "We heard from them on Monday 16 November 2026" in words
    assert "We heard from you" not in words


# -- anything else, and its day


def test_R_055_anything_else_is_a_duty_by_their_day_that_outlives_the_complaint(answered: Landlord) -> None:
    answered.is_directed("other", on="Mon 23 Nov 2026", by_day="Fri 08 Jan 2027", asked="Pay 100 pounds.")
    answered.waits(until="Mon 11 Jan 2027")

    assert answered.complaint.closed is not None
    assert not answered.settled
    assert "direction.1 due Fri 08 Jan 2027" in answered.missed
    assert any("what the Ombudsman directed 1" in line for line in answered.reminders())
    answered.does_as_directed(on="Tue 12 Jan 2027", answer="Paid, and they were told.")
    assert answered.settled
    assert answered.record_of(EntryKind.DIRECTION_DONE) == [
        "direction 1 of the Ombudsman's done: Paid, and they were told."
    ]


def test_R_055_it_stands_beside_their_question(answered: Landlord) -> None:
    answered.hears_from_the_ombudsman(on="Fri 20 Nov 2026")
    answered.is_directed("other", on="Mon 23 Nov 2026", by_day="Fri 08 Jan 2027", asked="Pay 100 pounds.")

    owed = answered.owes()

    assert "ombudsman due Fri 27 Nov 2026" in owed
    assert "direction.1 due Fri 08 Jan 2027" in owed


def test_R_055_whoever_answers_the_ombudsman_is_told_at_once(answered: Landlord) -> None:
    answered.is_directed("other", on="Mon 23 Nov 2026", by_day="Fri 08 Jan 2027", asked="Pay 100 pounds.")

    words = written(answered, NoticeKind.OMBUDSMAN_DIRECTED)
    assert "Pay 100 pounds." in words
    assert "It must be done by Friday 8 January 2027." in words


# -- what is refused


@pytest.mark.parametrize(
    ("directs", "why"),
    [("stage_2", "there is none"), ("accept", "it is accepted as a complaint"), ("reopen", "it is open")],
)
def test_R_055_what_cannot_be_carried_out_as_it_stands_is_recorded_as_other(
    landlord: Landlord, directs: str, why: str
) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")

    sentence = landlord.refuses(lambda: landlord.is_directed(directs))
    landlord.is_directed("other", asked="Answer by the day we name.", by_day="Fri 27 Nov 2026")

    assert why in sentence
    assert sentence.endswith("record what they direct as other, with their day.")
    assert "direction.1 due Fri 27 Nov 2026" in landlord.owes()


def test_R_055_a_direction_has_their_reference_and_words(answered: Landlord) -> None:
    assert "give the Ombudsman's own reference" in answered.refuses(
        lambda: answered.is_directed("stage_2", reference=" ")
    )
    assert "say what the Ombudsman directs" in answered.refuses(lambda: answered.is_directed("other"))
    assert "more than a year away" in answered.refuses(
        lambda: answered.is_directed("stage_2", by_day="Fri 18 Dec 2037")
    )


def test_R_055_a_direction_is_done_once(answered: Landlord) -> None:
    assert "nothing that the Ombudsman directed" in answered.refuses(answered.does_as_directed)
    answered.is_directed("other", on="Mon 23 Nov 2026", asked="Pay.")

    assert "choose from: 1" in answered.refuses(lambda: answered.does_as_directed(2))
    assert "say what was done" in answered.refuses(lambda: answered.does_as_directed(answer=" "))
    answered.does_as_directed()
    assert "nothing that the Ombudsman directed" in answered.refuses(lambda: answered.does_as_directed(answer="Again."))
