"""Each matter a policy does not take as a complaint: its question, what it needs, its letter (R-031 to Q-023)."""

from typing import Any

import pytest

from domain.complaint.complainant import Particulars, Relation
from domain.complaint.entry_kinds import EntryKind
from domain.complaint.exclusions import Prior
from domain.complaint.issues import NewIssue
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.resident import Resident
from domain.complaint.staff_facts import ReferralFacts
from domain.complaint.triage import TriageAnswers
from domain.policy.channels import Channel
from domain.policy.definition import Classification
from domain.policy.exclusions import Need
from domain.procedure.exclusions.refuse import RefuseComplaint
from tests.spec.cast import SAM, Landlord, posted
from tests.spec.days import RULEBOOK, day
from tests.spec.letters import written

NOBODY = Resident(name="")
OLD = (NewIssue(words="The roof leaked.", occurred_on=day("Fri 02 May 2025")),)
LOGGED = "Mon 02 Nov 2026"
CODES = [
    pytest.param(edition.landlord, exclusion.code, id=f"{edition.landlord}, {exclusion.code}")
    for edition in (RULEBOOK.edition("reliance"), RULEBOOK.edition("qualitas"))
    for exclusion in edition.exclusions
]


def logged(landlord: Landlord, code: str = "") -> None:
    """A complaint that this code may be said of: nobody's where it is anonymous, old where it is out of time."""
    resident = NOBODY if code == "anonymous" else SAM
    relation = Relation.REPRESENTATIVE if code == "no_authority" else None
    landlord.receives_complaint(
        on=LOGGED,
        resident=resident,
        issues=OLD if code == "out_of_time" else (),
        particulars=Particulars(relation=relation),
    )


def refused(landlord: Landlord, code: str, **changes: Any) -> str:  # noqa: ANN401 - any field of the order
    """The letter by which the complaint is refused."""
    logged(landlord, code)
    landlord.refuses_as(code, **changes)
    return written(landlord, NoticeKind.REFUSAL)


def answered_yes(landlord: Landlord, code: str) -> str:
    """The sentence with which the refusal is turned down because its question is answered yes."""
    logged(landlord, code)
    return landlord.refuses(lambda: landlord.refuses_as(code, answer=True))


# -- every code of both lists


@pytest.mark.parametrize(("key", "code"), [case for case in CODES if case.values[1] != "no_authority"])
def test_Q_020_R_030_each_refusal_is_carried_out_when_all_is_there(key: str, code: str) -> None:
    landlord = Landlord(key)
    exclusion = RULEBOOK.edition(key).exclusion(code)
    assert exclusion

    logged(landlord, code)
    landlord.refuses_as(code)

    assert landlord.complaint.refused
    assert landlord.complaint.refused.clause == exclusion.clause
    owes = ["service_request due Mon 30 Nov 2026"] if landlord.complaint.request else []
    owes += ["refusal_review due Tue 01 Jun 2027"] if landlord.complaint.refused.review_on else []
    assert landlord.owes() == owes
    assert landlord.settled is (not owes)


@pytest.mark.parametrize(("key", "code"), CODES)
def test_R_030_Q_020_each_question_is_asked_and_yes_accepts_the_complaint(key: str, code: str) -> None:
    landlord = Landlord(key)
    exclusion = RULEBOOK.edition(key).exclusion(code)
    assert exclusion
    if exclusion.is_age:
        return  # days decide it: below

    said = answered_yes(landlord, code)
    unanswered = landlord.refuses(lambda: landlord.refuses_as(code, answer=None))

    assert (
        said == f'{exclusion.clause}: "{exclusion.asks}" was answered yes, so this is a complaint and must be accepted.'
    )
    assert unanswered == f'{exclusion.clause}: answer this first, yes or no: "{exclusion.asks}"'
    assert landlord.complaint.refusals == ()


@pytest.mark.parametrize(("key", "code"), CODES)
def test_R_030_Q_020_each_refusal_needs_all_its_exclusion_asks_for(key: str, code: str) -> None:
    landlord = Landlord(key)
    exclusion = RULEBOOK.edition(key).exclusion(code)
    assert exclusion
    logged(landlord, code)

    for need in exclusion.needs:
        if need.is_given:
            nothing = None if need.endswith("_on") else ""
            said = landlord.refuses(lambda gone=need, blank=nothing: landlord.refuses_as(code, **{gone: blank}))  # type: ignore[misc]
            assert said == f"{exclusion.clause}: this refusal needs {need.words}."


# -- Reliance 3.2.1.1 to 3.2.1.11


def test_R_031_an_anonymous_complaint_is_on_record_only_and_may_be_investigated(reliance: Landlord) -> None:
    logged(reliance, "anonymous")
    reliance.refuses_as("anonymous", on="Tue 03 Nov 2026", investigate_internally=True)

    assert [line for line in reliance.told() if "to resident" in line] == []
    assert reliance.record_of(EntryKind.NOBODY_TO_TELL) == [
        "nobody can be told: the person complaining gave no name and no way to reach them"
    ]
    assert reliance.record_of(EntryKind.REFERRED) == ["refused, and investigated internally all the same"]
    assert reliance.told(NoticeKind.REFERRAL) == ["Tue 03 Nov 12:00 referral to daniel-osei by email"]
    assert reliance.complaint.progress.refusal_letter is None
    assert reliance.owes() == ["internal_investigation due Tue 01 Dec 2026"]


@pytest.mark.parametrize(
    "resident",
    [
        pytest.param(Resident(name="Sam Sample"), id="a name"),
        pytest.param(Resident(name="", email="somebody@example.com"), id="an address to write to"),
        pytest.param(Resident(name="", mobile="+447700900123"), id="a number"),
        pytest.param(Resident(name=" ", address=("3 Example Street",)), id="a home"),
    ],
)
def test_R_031_who_can_be_named_or_reached_is_not_anonymous(reliance: Landlord, resident: Resident) -> None:
    reliance.receives_complaint(on=LOGGED, resident=resident)

    said = reliance.refuses(lambda: reliance.refuses_as("anonymous"))

    assert said.startswith("3.2.1.1: we have a name or a way to reach the person complaining, so it is not anonymous;")


def test_R_031_no_letter_can_have_gone_to_nobody(reliance: Landlord) -> None:
    logged(reliance, "anonymous")

    said = reliance.refuses(
        lambda: reliance.refuses_as("anonymous", on="Wed 04 Nov 2026", already_sent=posted("Wed 04 Nov 2026"))
    )

    assert "there is nobody to write to" in said


def test_R_031_an_anonymous_complaint_that_is_taken_owes_no_letter(landlord: Landlord) -> None:
    landlord.receives_complaint(on=LOGGED, resident=NOBODY)
    landlord.allocates()
    landlord.acknowledges(on="Tue 03 Nov 2026")

    assert landlord.duty("stage_1.acknowledge").done_at
    assert [line for line in landlord.told() if "to resident" in line] == []


def test_R_032_only_who_speaks_for_somebody_can_lack_their_authority(reliance: Landlord) -> None:
    reliance.receives_complaint(on=LOGGED, particulars=Particulars(relation=Relation.TENANT))

    said = reliance.refuses(lambda: reliance.refuses_as("no_authority"))

    assert said == (
        "3.2.1.2: nobody is on record as speaking for the resident, so no authority is missing; "
        "accept the complaint, or refuse it for a reason that fits."
    )


def test_R_032_A_10_a_representative_is_not_refused_before_the_resident_could_be_asked(reliance: Landlord) -> None:
    logged(reliance, "no_authority")

    said = reliance.refuses(lambda: reliance.refuses_as("no_authority"))

    assert said == (
        "3.2.1.2: the resident has not been asked for their consent, and there is no way yet to record that they were; "
        "ask them (3.1.5: written), and acknowledge the complaint meanwhile: no time limit waits for their consent."
    )
    assert reliance.would_help == "acknowledge"
    assert reliance.complaint.refusals == ()


def test_R_033_fully_investigated_before_names_that_complaint_and_its_final_response(reliance: Landlord) -> None:
    letter = refused(reliance, "already_investigated")

    assert "under the reference REL-2025-000042, and gave you our final response on Monday 2 March 2026." in letter
    assert reliance.complaint.refusals[0].clause == "3.2.1.3 and 3.2.1.4"


def test_R_033_a_complaint_that_the_register_does_not_know_is_no_forerunner_by_itself(reliance: Landlord) -> None:
    logged(reliance)

    said = reliance.refuses(lambda: reliance.refuses_as("already_investigated", prior=Prior.UNKNOWN))
    reliance.refuses_as(
        "already_investigated", prior=Prior.UNKNOWN, prior_elsewhere="Answered before 2026; the file is in the archive."
    )

    assert said == (
        "3.2.1.3 and 3.2.1.4: REL-2025-000042 is not in the register; correct the reference, "
        "or say why the register does not know it, and where it is kept (prior elsewhere)."
    )
    assert reliance.complaint.refusals[0].prior_elsewhere == "Answered before 2026; the file is in the archive."


def test_R_033_an_earlier_complaint_without_an_answer_was_not_investigated_fully(reliance: Landlord) -> None:
    logged(reliance)

    said = reliance.refuses(
        lambda: reliance.refuses_as("already_investigated", prior=Prior.UNANSWERED, prior_elsewhere="In the archive.")
    )

    assert "REL-2025-000042 has not been answered, so it was not investigated fully; accept this complaint" in said


def test_R_033_a_complaint_is_not_its_own_forerunner(reliance: Landlord) -> None:
    logged(reliance)

    said = reliance.refuses(lambda: reliance.refuses_as("already_investigated", prior_reference="REL-TEST"))

    assert said == "3.2.1.3 and 3.2.1.4: REL-TEST is this complaint; give the reference of the earlier one."


def test_R_034_a_question_about_a_policy_is_passed_on_as_an_enquiry(reliance: Landlord) -> None:
    letter = refused(reliance, "policy_clarification")
    stored = reliance.complaint.refusals[0]

    assert "our colleagues who deal with rents, under our Rent and Service Charge Policy." in letter
    assert stored.kept_as is Classification.ENQUIRY
    assert reliance.record_of(EntryKind.PASSED_ON) == [
        "kept as: enquiry; passed on to rents, which the Rent and Service Charge Policy covers"
    ]
    assert reliance.complaint.classification is Classification.COMPLAINT


@pytest.mark.parametrize("key", ["reliance", "qualitas"])
def test_R_035_Q_019_Q_023_feedback_on_a_policy_is_kept_for_its_next_review(key: str) -> None:
    landlord = Landlord(key)

    letter = refused(landlord, "policy_content")

    assert landlord.record_of(EntryKind.KEPT_FOR_REVIEW) == [
        "kept as: policy feedback, for the next review of the Allocations Policy"
    ]
    assert "as feedback on our Allocations Policy. We will consider it when that policy is next reviewed." in letter


def test_R_035_feedback_on_the_complaints_policy_names_the_review(reliance: Landlord) -> None:
    refused(reliance, "policy_content", policy="Complaints Handling Policy")

    assert reliance.record_of(EntryKind.KEPT_FOR_REVIEW)[0].endswith(
        "for the next review of the Complaints Handling Policy (June 2025)"
    )


def test_Q_019_how_a_policy_was_applied_or_communicated_is_a_complaint(qualitas: Landlord) -> None:
    said = answered_yes(qualitas, "policy_content")

    assert '"Is it about how the policy was applied or communicated?" was answered yes' in said


def test_Q_023_procedures_and_responsibilities_are_feedback_too(qualitas: Landlord) -> None:
    assert "does not cover the content of our policies, procedures and responsibilities." in refused(
        qualitas, "policy_content"
    )


@pytest.mark.parametrize(
    ("key", "code", "role", "who"),
    [
        pytest.param("reliance", "insurance_claim", "Insurance Team", "joanna-reid", id="R-036"),
        pytest.param("qualitas", "liability_or_pi_claim", "Insurance contact", "peter-nowak", id="Q-012"),
    ],
)
def test_R_036_Q_012_a_claim_is_handed_to_the_insurers(key: str, code: str, role: str, who: str) -> None:
    landlord = Landlord(key)

    letter = refused(landlord, code)

    assert landlord.record_of(EntryKind.REFERRED) == [f"handed to: {role}"]
    assert landlord.told(NoticeKind.REFERRAL, to=who)
    assert "We have handed the matter to those who deal with claims for us." in letter


@pytest.mark.parametrize(("key", "code"), [("reliance", "insurance_claim"), ("qualitas", "liability_or_pi_claim")])
def test_R_036_Q_012_a_complaint_about_our_handling_stays(key: str, code: str) -> None:
    assert "must be accepted" in answered_yes(Landlord(key), code)


def test_R_038_the_quality_or_frequency_of_work_must_be_accepted(reliance: Landlord) -> None:
    said = answered_yes(reliance, "rent_or_service_charge")

    assert said == (
        '3.2.1.9: "Is it about the quality or frequency of work that service charges pay for?" was answered yes, '
        "so this is a complaint and must be accepted."
    )


def test_R_038_the_amount_of_rent_is_not_taken(reliance: Landlord) -> None:
    assert "does not cover the amount of rent and service charges." in refused(reliance, "rent_or_service_charge")


def test_R_039_a_special_arrangement_has_its_evidence_and_a_review(reliance: Landlord) -> None:
    letter = refused(reliance, "special_arrangement")

    assert "a special arrangement with you under our Unreasonable Behaviour Policy" in letter
    assert "We will look at this again by Tuesday 1 June 2027." in letter
    assert reliance.complaint.refusals[0].evidence == "Our letter of 1 June 2026."


def test_R_040_unreasonable_needs_evidence_a_manager_and_a_review_ahead(reliance: Landlord) -> None:
    logged(reliance)

    by_a_handler = reliance.refuses(lambda: reliance.refuses_as("unreasonable", by="priya-nair"))
    reviewed_before = reliance.refuses(lambda: reliance.refuses_as("unreasonable", review_on=day("Mon 02 Nov 2026")))
    reliance.refuses_as("unreasonable")

    assert by_a_handler == "3.2.1: only the role Department Manager decides whether a complaint is refused."
    assert "must come after the decision" in reviewed_before
    assert reliance.complaint.refused


def test_R_030_the_list_is_an_open_one_and_another_reason_is_told_as_what_it_is(reliance: Landlord) -> None:
    letter = refused(reliance, "another_reason")
    stored = reliance.complaint.refusals[0]

    assert (
        "It does not name every case. In this case we decided that we should not take a quarrel about a parking "
        "space on a private road as a complaint."
    ) in letter
    assert "does not cover" not in letter
    assert (stored.clause, stored.decided_by.id) == ("3.2.1", "amara-okafor")


def test_R_030_another_reason_is_given_by_whom_the_policy_says(reliance: Landlord) -> None:
    logged(reliance)

    said = reliance.refuses(lambda: reliance.refuses_as("another_reason", by="priya-nair"))

    assert said == "3.2.1: only the role Department Manager decides whether a complaint is refused."


def test_R_030_what_the_policy_names_is_not_named_otherwise(reliance: Landlord) -> None:
    logged(reliance)

    said = reliance.refuses(lambda: reliance.refuses_as("unreasonable", matter="too many letters"))

    assert said == "3.2.1.11: the policy names what it does not cover here; leave the matter out."


def test_Q_020_qualitas_prints_a_closed_list(qualitas: Landlord) -> None:
    logged(qualitas)

    said = qualitas.refuses(lambda: qualitas.refuses_as("another_reason", answer=False))

    assert "'another_reason' is not one of the policy's reasons" in said


# -- Qualitas, the bullets after 2.3


def test_Q_010_the_ombudsmans_matters_name_their_reference(qualitas: Landlord) -> None:
    letter = refused(qualitas, "with_or_concluded_by_ombudsman")

    assert "The Housing Ombudsman's reference is 202512345." in letter


def test_Q_011_a_first_enquiry_is_never_silently_refused(qualitas: Landlord) -> None:
    letter = refused(qualitas, "first_time_enquiry")
    request = qualitas.complaint.request

    assert "our colleagues who deal with repairs, under our Repairs Policy." in letter
    assert request
    assert request.passed_on_to == "repairs"


def test_Q_011_whoever_is_dissatisfied_and_wants_to_complain_complains(qualitas: Landlord) -> None:
    assert "Are they dissatisfied, and do they want to complain?" in answered_yes(qualitas, "first_time_enquiry")


def test_Q_013_legal_action_is_a_claim_filed_at_court(qualitas: Landlord) -> None:
    letter = refused(qualitas, "legal_action")

    assert "The reference of the claim at court is K00BM123, filed on Thursday 1 October 2026." in letter


def test_Q_013_a_claim_not_filed_yet_keeps_nobody_from_complaining(qualitas: Landlord) -> None:
    logged(qualitas)

    said = qualitas.refuses(lambda: qualitas.refuses_as("legal_action", claim_filed_on=day("Fri 04 Dec 2026")))

    assert "the day on which the claim was filed at court (Friday 4 December 2026) is after the decision" in said


def test_Q_014_our_handling_of_a_report_must_be_accepted(qualitas: Landlord) -> None:
    said = answered_yes(qualitas, "asb_or_neighbour")

    assert said == (
        '2.3, matters not covered, 5th bullet: "Is it about our handling of a report of anti-social behaviour?" was '
        "answered yes, so this is a complaint and must be accepted."
    )


def test_Q_014_a_dispute_between_neighbours_goes_to_those_who_deal_with_it(qualitas: Landlord) -> None:
    letter = refused(qualitas, "asb_or_neighbour")

    assert "our colleagues who deal with neighbourhoods, under our Anti-social Behaviour Policy." in letter
    assert qualitas.complaint.refusals[0].kept_as is Classification.SERVICE_REQUEST


def test_Q_014_it_is_passed_on_to_a_service_there_is(qualitas: Landlord) -> None:
    logged(qualitas)

    said = qualitas.refuses(lambda: qualitas.refuses_as("asb_or_neighbour", passed_on_to="police"))

    assert said == (
        "2.2, 4.2: there is no service 'police' to pass it on to; "
        "choose from: repairs, income, neighbourhoods, lettings."
    )


def test_Q_020_what_is_refused_can_go_to_a_service_whatever_the_reason(qualitas: Landlord) -> None:
    letter = refused(qualitas, "other_appeal_route", passed_on_to="income")

    assert "our colleagues who deal with income, under our Rent and Service Charge Policy." in letter
    assert qualitas.record_of(EntryKind.PASSED_ON) == [
        "passed on to income, which the Rent and Service Charge Policy covers"
    ]
    assert qualitas.owes() == ["service_request due Mon 30 Nov 2026"]


def test_Q_011_a_request_that_is_followed_up_already_keeps_its_day(qualitas: Landlord) -> None:
    logged(qualitas)
    qualitas.refuses_as("first_time_enquiry", on="Tue 03 Nov 2026")
    due = qualitas.due("service_request")
    qualitas.reverses_refusal(on="Wed 04 Nov 2026")

    qualitas.refuses_as("asb_or_neighbour", on="Thu 05 Nov 2026")

    assert qualitas.due("service_request") == due


def test_Q_015_the_letter_names_the_other_appeal(qualitas: Landlord) -> None:
    letter = refused(qualitas, "other_appeal_route")

    assert (
        "another way to have that decision looked at. Ask the First-tier Tribunal about the service charge." in letter
    )


# -- who may know, and who may complain for somebody else


@pytest.mark.parametrize(("key", "code"), [("reliance", "insurance_claim"), ("qualitas", "liability_or_pi_claim")])
def test_Q_021_nobody_is_told_more_than_they_need(key: str, code: str) -> None:
    landlord = Landlord(key)

    refused(landlord, code)

    told = [written(landlord, sent.kind, sent) for sent in landlord.sent if not sent.notice.is_for_resident]
    referral = written(landlord, NoticeKind.REFERRAL)
    about_sam = (SAM.name, str(SAM.email), str(SAM.mobile), *SAM.address)
    assert not [words for words in about_sam for notice in told if words in notice]
    assert landlord.complaint.summary not in referral
    assert "summary" not in landlord.facts(ReferralFacts).model_dump()
    assert not [words for words in landlord.complaint.refusals[0].reasons.split(";") if words in referral]


@pytest.mark.parametrize("key", ["reliance", "qualitas"])
def test_Q_021_a_text_holds_the_reference_and_neutral_words_only(key: str) -> None:
    landlord = Landlord(key)
    refused(landlord, "policy_content")

    landlord.reverses_refusal(on="Mon 09 Nov 2026")

    texts = [written(landlord, sent.kind, sent) for sent in landlord.sent if sent.channel is Channel.TEXT]
    assert len(texts) == 3
    for text in texts:
        assert landlord.complaint.reference in text
        assert not [words for words in (*SAM.name.split(), "Damp", "bedroom", "policy", "leak") if words in text]


def test_Q_022_a_representative_is_on_record_and_handled_alike(landlord: Landlord) -> None:
    landlord.receives_complaint(on=LOGGED, particulars=Particulars(relation=Relation.REPRESENTATIVE))

    assert landlord.complaint.particulars.relation is Relation.REPRESENTATIVE
    assert landlord.owes()


# -- what is no reason, and no complaint


def test_R_030_Q_020_what_is_no_complaint_is_not_refused(landlord: Landlord) -> None:
    enquiry = TriageAnswers(classification=Classification.ENQUIRY, passed_on_to="repairs", dissatisfied=False)
    landlord.receives_complaint(on=LOGGED, sorting=enquiry)

    said = landlord.refuses(lambda: landlord.refuses_as("policy_content"))

    assert "is recorded as a" in said
    assert "convert it to a complaint first" in said


def test_R_030_Q_020_a_code_that_is_not_the_policys_refuses_nothing(reliance: Landlord) -> None:
    logged(reliance)

    said = reliance.refuses(lambda: reliance.refuses_as("too_difficult", answer=False))

    assert said.startswith(
        "3.2.1: 'too_difficult' is not one of the policy's reasons for refusing a complaint; choose from: anon"
    )
    assert said.endswith("another_reason. A complaint that fits none of them is accepted (Code 2.1).")


def test_R_030_the_other_landlords_reasons_are_not_this_ones(qualitas: Landlord) -> None:
    logged(qualitas)

    assert "'unreasonable' is not one of the policy's reasons" in qualitas.refuses(
        lambda: qualitas.refuses_as("unreasonable", answer=False)
    )


def test_Code_2_5_time_refuses_nothing(landlord: Landlord) -> None:
    logged(landlord, "out_of_time")

    landlord.waits(until="Mon 04 Jan 2027")

    assert landlord.complaint.refusals == ()
    assert landlord.complaint.closed is None


def test_R_030_the_order_holds_a_field_for_each_thing_a_refusal_can_need() -> None:
    fields = RefuseComplaint.model_fields.keys()

    assert {need.value for need in Need if need.is_given} <= fields
