"""What the policies aim at, as far as the procedure carries it: one process, seen by all it concerns, that learns."""

import pytest

from domain.complaint.complainant import Particulars
from domain.complaint.entry_kinds import EntryKind
from domain.complaint.notice_kinds import NoticeKind
from domain.duties.owed import duties
from domain.policy.channels import Channel
from domain.policy.stages import Stage
from domain.views.standing import standing
from tests.spec.cast import RULEBOOK, Landlord, errand, promise
from tests.spec.letters import WRITER


@pytest.fixture
def at_stage_2(landlord: Landlord) -> Landlord:
    """A complaint that came to stage 2 in the ordinary way."""
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.acknowledges(on="Tue 03 Nov 2026")
    landlord.speaks_with_resident()
    landlord.responds(on="Tue 10 Nov 2026")
    landlord.is_asked_for_stage_2(on="Mon 16 Nov 2026")
    landlord.allocates(to=landlord.parts.reviewer)
    return landlord


def test_Q_003_what_a_contractor_promises_has_a_day_and_is_chased(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026", particulars=Particulars(about_contractor="Damp & Sons"))
    qualitas.allocates()
    qualitas.acknowledges()
    qualitas.responds(on="Tue 10 Nov 2026", promises=(promise("Fri 20 Nov 2026", "Treat the wall", "Damp & Sons"),))
    qualitas.waits(until="Tue 24 Nov 2026")

    chased = [line for line in qualitas.reminders() if "promised action 1" in line]
    assert chased[0].startswith("Wed 18 Nov reminder to nadia-karim")
    assert chased[-1].startswith("Mon 23 Nov overdue to nadia-karim")
    letter = WRITER.render(errand(qualitas, next(s for s in qualitas.sent if s.kind is NoticeKind.RESPONSE)), None).body
    assert "Damp & Sons" in letter


def test_Q_003_a_complaint_about_a_contractor_is_a_complaint_like_any_other(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", particulars=Particulars(about_contractor="Damp & Sons"))

    assert landlord.complaint.stage is Stage.ONE
    assert landlord.complaint.particulars.about_contractor == "Damp & Sons"


def test_Q_004_the_resident_is_told_of_every_step_and_the_staff_see_where_it_stands(at_stage_2: Landlord) -> None:
    told = {sent.kind for sent in at_stage_2.sent if sent.notice.is_for_resident and sent.channel is Channel.EMAIL}

    assert told >= {
        NoticeKind.RECEIPT,
        NoticeKind.ACKNOWLEDGEMENT,
        NoticeKind.RESPONSE,
        NoticeKind.ESCALATION_RECEIPT,
    }
    seen = standing(at_stage_2.complaint, at_stage_2.rules, at_stage_2.now)
    assert (seen.stage, seen.handler) == (Stage.TWO, at_stage_2.parts.reviewer)
    assert seen.words.startswith("stage 2 received; stage 2 acknowledgement due")


def test_Q_005_both_stages_go_one_way(at_stage_2: Landlord) -> None:
    every_stage = {"acknowledge", "contact", "respond"}
    keys = {duty.key.name for duty in duties(at_stage_2.complaint, at_stage_2.rules)}

    assert keys >= {f"{stage}.{duty}" for stage in Stage for duty in every_stage}


def test_Q_005_the_same_facts_have_the_same_outcome_whoever_handles_them(landlord: Landlord) -> None:
    other = Landlord(landlord.key)
    for told, handler in ((landlord, landlord.parts.handler), (other, landlord.parts.colleague)):
        told.receives_complaint(on="Mon 02 Nov 2026")
        told.allocates(to=handler)
        told.acknowledges(on="Tue 03 Nov 2026")

    assert [(duty.key, duty.due_on) for duty in duties(landlord.complaint, landlord.rules)] == [
        (duty.key, duty.due_on) for duty in duties(other.complaint, other.rules)
    ]


def test_Q_005_every_stage_1_response_says_how_to_go_further(at_stage_2: Landlord) -> None:
    response = next(sent for sent in at_stage_2.sent if sent.kind is NoticeKind.RESPONSE)

    words = WRITER.render(errand(at_stage_2, response), None).body
    assert "stage 2" in words
    assert RULEBOOK.landlord(at_stage_2.key).contact.phone in words
    assert RULEBOOK.landlord(at_stage_2.key).ombudsman.phone in words


def test_Q_007_a_response_says_what_was_learnt_or_why_nothing_was_at_either_stage(at_stage_2: Landlord) -> None:
    at_stage_2.acknowledges(on="Tue 17 Nov 2026")
    at_stage_2.consults(at_stage_2.parts.consulted_at_stage_2)
    refusal = at_stage_2.refuses(lambda: at_stage_2.responds(learning=()))

    assert "the learning, or why there is none" in refusal
    first = at_stage_2.complaint.stages[0].response
    assert first is not None
    assert [lesson.words for lesson in first.learning] == ["Inspections are booked at the first call."]
    assert any(entry.kind is EntryKind.RESPONDED for entry in at_stage_2.written)


def test_F_003_a_complaint_keeps_its_reference_through_everything(at_stage_2: Landlord) -> None:
    at_stage_2.hears_from_the_ombudsman()
    at_stage_2.hears_withdrawal()

    assert at_stage_2.complaint.reference == "REL-TEST"
    resident = [sent for sent in at_stage_2.sent if sent.notice.is_for_resident]
    assert all("REL-TEST" in WRITER.render(errand(at_stage_2, sent), None).subject for sent in resident)


def test_A_48_F_016_the_forms_acronyms_are_spelt_out_in_the_landlords_file() -> None:
    acronyms = RULEBOOK.landlord("reliance").acronyms

    assert acronyms["MA"] == "managing agent"
    assert set(acronyms) == {"SLT", "RSH", "MA", "BCC", "T/C"}
    assert "managing_agent" in Particulars.model_fields
