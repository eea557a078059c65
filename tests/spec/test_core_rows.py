"""Rows of the policies that run through several steps: what the record shows, and what a stage cannot lack."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from domain.complaint.entry_kinds import EntryKind
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.resident import Resident
from domain.complaint.resident_facts import AcknowledgementFacts, FinalResponseFacts
from domain.policy.channels import Channel
from domain.procedure.front_door.receive import Receive
from tests.spec.cast import SAM, Landlord


def at_stage_2(landlord: Landlord) -> Landlord:
    """Answered on Thu 19 Nov 2026; stage 2 asked for on Mon 30 Nov, acknowledged on Wed 02 Dec."""
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.acknowledges(on="Thu 05 Nov 2026")
    landlord.speaks_with_resident()
    landlord.responds(on="Thu 19 Nov 2026")
    landlord.is_asked_for_stage_2(on="Mon 30 Nov 2026")
    landlord.allocates(to=landlord.parts.reviewer)
    landlord.acknowledges(on="Wed 02 Dec 2026")
    landlord.consults(landlord.parts.consulted_at_stage_2)
    return landlord


# -- stage 1


def test_R_071_R_072_F_042_the_broken_sentence_is_ten_working_days_from_the_acknowledgement(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()

    reliance.acknowledges(on="Thu 05 Nov 2026")

    assert reliance.due("stage_1.respond") == "Thu 19 Nov 2026"


def test_F_022_the_record_has_day_time_and_source(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", at="14:35", channel="visit")

    first = landlord.written[0]
    assert (first.kind, first.text) == (EntryKind.RECEIVED, "complaint received by visit")
    assert f"{first.at:%d %m %Y %H:%M}" == "02 11 2026 14:35"


def test_R_063_F_025_the_resident_is_told_when_to_expect_the_conclusion(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()

    landlord.acknowledges(on="Wed 04 Nov 2026")

    assert landlord.facts(AcknowledgementFacts).due_on == date(2026, 11, 18)


def test_R_066_F_031_each_step_is_on_record_with_day_name_and_words(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()

    landlord.speaks_with_resident(on="Tue 03 Nov 2026", note="The wall is wet.")
    landlord.consults(on="Wed 04 Nov 2026", summary="Send a surveyor.")

    name = landlord.officer(landlord.parts.handler).signature
    advice = landlord.officer(landlord.parts.consulted).signature
    done = [(f"{entry.at:%d %b}", entry.text, entry.by) for entry in landlord.written if entry.by]
    assert ("03 Nov", "contact: spoke: The wall is wet.", name) in done
    assert ("04 Nov", f"consulted {advice}: Send a surveyor.", name) in done


def test_F_040_there_is_no_response_without_an_outcome(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    reliance.acknowledges()

    assert "still lacks: the outcome" in reliance.refuses(lambda: reliance.responds(outcome=None))


def test_F_010_F_011_F_013_the_complaint_says_who_complains_and_how_to_reach_them(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")

    who = landlord.complaint.resident
    assert (who.name, who.email, who.mobile) == ("Sam Sample", "sam@example.com", "+447700900123")
    assert who.address == ("3 Example Street", "Birmingham", "B99 1AA")


def test_F_011_nobody_complains_without_a_name(landlord: Landlord) -> None:
    order = landlord.receipt(on="Mon 02 Nov 2026").model_dump()
    del order["resident"]["name"]

    with pytest.raises(ValidationError, match=r"resident\.name"):
        Receive.model_validate(order)


def test_R_100_nobody_is_told_but_the_resident_and_the_landlords_own_staff(landlord: Landlord) -> None:
    at_stage_2(landlord).promises("Fri 11 Dec 2026", owner="Damp Ltd")
    landlord.responds(on="Mon 07 Dec 2026")

    landlord.waits(until="Mon 21 Dec 2026")

    assert any("promised action" in line for line in landlord.reminders())
    staff = {person.id for person in landlord.staff.people}
    assert {sent.to for sent in landlord.sent} <= {"resident", *staff}


def test_Q_101_each_step_says_whether_it_was_in_time(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026")
    qualitas.allocates()
    qualitas.acknowledges(on="Fri 06 Nov 2026")
    qualitas.responds(on="Mon 09 Nov 2026")

    said = [line for line in qualitas.steps if " done " in line and ("acknowledgement" in line or "response" in line)]
    assert (
        said[0] == "Fri 06 Nov: stage 1 acknowledgement done 2 working days late (due Wednesday 4 November 2026) (8.1)"
    )
    assert said[-1] == "Mon 09 Nov: stage 1 response done in time (due Wednesday 18 November 2026) (8.2)"


@pytest.mark.parametrize("prefers", list(Channel))
def test_Q_041_Q_053_the_acknowledgement_goes_in_writing_and_never_by_text_alone(
    qualitas: Landlord, prefers: Channel
) -> None:
    resident = Resident(**SAM.model_dump() | {"prefers": prefers})
    qualitas.receives_complaint(on="Mon 02 Nov 2026", resident=resident)
    qualitas.allocates()

    qualitas.acknowledges(on="Tue 03 Nov 2026")

    sent = [sent for sent in qualitas.sent if sent.kind is NoticeKind.ACKNOWLEDGEMENT]
    fulfilling = [sent.channel for sent in sent if sent.notice.fulfils]
    assert fulfilling == [Channel.LETTER if prefers is Channel.LETTER else Channel.EMAIL]


@pytest.mark.parametrize("prefers", list(Channel))
def test_R_072_Q_055_the_outcome_comes_as_the_resident_prefers_in_writing_and_never_by_text_alone(
    landlord: Landlord, prefers: Channel
) -> None:
    resident = Resident(**SAM.model_dump() | {"prefers": prefers})
    landlord.receives_complaint(on="Mon 02 Nov 2026", resident=resident)
    landlord.allocates()
    landlord.acknowledges()

    landlord.responds(on="Tue 03 Nov 2026")

    went = [sent.channel for sent in landlord.sent if sent.kind is NoticeKind.RESPONSE and sent.notice.fulfils]
    assert went == [Channel.LETTER if prefers is Channel.LETTER else Channel.EMAIL]


def test_F_060_F_061_the_close_at_stage_1_is_on_record_with_day_name_and_job_title(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.acknowledges()
    landlord.responds(on="Thu 05 Nov 2026")

    landlord.closes(on="Fri 06 Nov 2026")

    closed = [entry for entry in landlord.written if entry.kind is EntryKind.CLOSED]
    signature = landlord.officer(landlord.parts.handler).signature
    assert [(f"{entry.at:%d %b}", entry.by, entry.stage) for entry in closed] == [("06 Nov", signature, "stage_1")]


# -- stage 2


def test_Q_050_there_are_two_stages_and_no_third(landlord: Landlord) -> None:
    at_stage_2(landlord).responds(on="Mon 07 Dec 2026")

    again = landlord.refuses(lambda: landlord.is_asked_for_stage_2(reasons="Still damp."))
    assert again.endswith("the complaint is already at stage 2.")


def test_R_080_stage_2_belongs_to_a_department_manager(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    reliance.acknowledges()
    reliance.responds(on="Thu 05 Nov 2026")
    reliance.is_asked_for_stage_2(on="Mon 09 Nov 2026")

    assert "Department Manager" in reliance.refuses(lambda: reliance.allocates(to=reliance.parts.colleague))
    reliance.allocates(to=reliance.parts.reviewer)
    assert reliance.owner.job_title == "Property Services Manager"


def test_F_063_the_record_says_who_it_was_escalated_to(landlord: Landlord) -> None:
    at_stage_2(landlord)

    signature = landlord.officer(landlord.parts.reviewer).signature
    given = [entry for entry in landlord.written if entry.kind is EntryKind.ALLOCATED]
    assert (given[-1].text, given[-1].stage) == (f"allocated to {signature}", "stage_2")


def test_R_086_the_clause_without_a_start_counts_from_the_acknowledgement(reliance: Landlord) -> None:
    assert at_stage_2(reliance).due("stage_2.respond") == "Mon 04 Jan 2027"


def test_R_083_F_070_F_072_F_073_the_review_is_on_record_with_its_reviewer(reliance: Landlord) -> None:
    at_stage_2(reliance)

    reliance.investigates(on="Tue 08 Dec 2026", found="Nobody inspected.", stage_1_complete=False, more_needed=True)

    last = next(entry for entry in reversed(reliance.written) if entry.kind is EntryKind.INVESTIGATED)
    assert last.text == "found: Nobody inspected. Stage 1 was not complete. More investigation is needed."
    assert (last.by, last.stage) == (reliance.officer(reliance.parts.reviewer).signature, "stage_2")


@pytest.mark.parametrize(
    ("left_out", "lacks"),
    [
        pytest.param({"stage_1_stands": None}, "whether the stage 1 outcome stands", id="R-084, F-074, Q-079"),
        pytest.param({"learning": ()}, "the learning, or why there is none", id="F-076"),
        pytest.param({"outcome": None}, "the outcome", id="Q-079"),
        pytest.param({"reasons": " "}, "the reasons", id="Q-079, Code 6.19"),
    ],
)
def test_F_074_F_076_Q_079_a_final_response_lacks_nothing(
    reliance: Landlord,
    left_out: dict[str, Any],  # any field of a response
    lacks: str,
) -> None:
    at_stage_2(reliance)

    assert f"still lacks: {lacks}." in reliance.refuses(lambda: reliance.responds(**left_out))


def test_R_082_F_071_speaking_with_the_resident_at_stage_2_is_owed_until_it_is_done(reliance: Landlord) -> None:
    before = at_stage_2(reliance).owes()

    reliance.speaks_with_resident(on="Thu 03 Dec 2026", note="He wants a new wall.")

    assert "stage_2.contact due Mon 07 Dec 2026" in before
    assert not reliance.duty("stage_2.contact").is_open
    assert "Thu 03 Dec: contact: spoke: He wants a new wall. (Appendix 1, Escalation to Stage 2)" in reliance.record


def test_Q_071_senior_management_answers_for_the_acknowledgement_at_stage_2(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026")
    qualitas.allocates()
    qualitas.acknowledges()
    qualitas.responds(on="Thu 05 Nov 2026")
    qualitas.is_asked_for_stage_2(on="Mon 30 Nov 2026")

    qualitas.waits(until="Thu 03 Dec 2026")

    assert "stage_2.acknowledge due Wed 02 Dec 2026" in qualitas.missed
    overdue = [sent for sent in qualitas.sent if sent.kind is NoticeKind.OVERDUE and sent.at.month == 12]
    assert [qualitas.staff.person(sent.to).roles for sent in overdue] == [{"smt"}]


def test_Q_074_the_understanding_is_put_in_writing_though_the_resident_gives_no_reasons(qualitas: Landlord) -> None:
    at_stage_2(qualitas)

    assert qualitas.facts(AcknowledgementFacts).understood == "The bedroom is damp."


def test_Q_076_the_review_waits_for_no_reasons_and_no_confirmation(qualitas: Landlord) -> None:
    at_stage_2(qualitas)

    qualitas.responds(on="Mon 07 Dec 2026")

    assert qualitas.facts(FinalResponseFacts).response is not None


def test_Q_080_senior_management_hears_of_what_is_overdue_at_stage_2(qualitas: Landlord) -> None:
    at_stage_2(qualitas).responds(on="Mon 07 Dec 2026")
    qualitas.promises("Fri 11 Dec 2026", owner=qualitas.parts.reviewer)

    qualitas.waits(until="Thu 17 Dec 2026")

    raised = [sent.to for sent in qualitas.sent if sent.kind is NoticeKind.OVERDUE]
    held = [qualitas.staff.person(who).roles for who in raised]
    assert any("smt" in roles for roles in held)


def test_F_080_F_081_the_close_at_stage_2_is_on_record_with_day_name_and_job_title(landlord: Landlord) -> None:
    at_stage_2(landlord).responds(on="Mon 07 Dec 2026")

    landlord.closes(on="Tue 08 Dec 2026", reason="unable_to_agree")

    closed = [entry for entry in landlord.written if entry.kind is EntryKind.CLOSED]
    signature = landlord.officer(landlord.parts.reviewer).signature
    assert [(f"{entry.at:%d %b}", entry.by, entry.stage) for entry in closed] == [("08 Dec", signature, "stage_2")]
