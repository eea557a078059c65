"""Triage: everything that comes in has one record, and whoever is dissatisfied chooses (A-01, A-02, A-49)."""

from typing import Any

import pytest

from domain.complaint.actor import staff
from domain.complaint.complainant import Particulars, Relation
from domain.complaint.complaint import NotAllowedError
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.triage import Choice, TriageAnswers
from domain.policy.definition import Classification
from domain.policy.stages import Stage
from domain.procedure.front_door.receive import Receive
from domain.views.standing import standing
from tests.spec.cast import RULEBOOK, Landlord, errand, put_right_at_once
from tests.spec.days import day
from tests.spec.letters import WRITER

CONTENT: dict[str, Any] = {"dissatisfied": False}
NO_COMPLAINT = ("concern", "service_request", "enquiry", "compliment", "policy_feedback")
passed_on = pytest.mark.parametrize("kind", ["service_request", "enquiry"])


@pytest.fixture
def contacted(landlord: Landlord) -> Landlord:
    """Somebody contacted the landlord, and nobody has asked yet what they came with."""
    landlord.receives_complaint(on="Mon 02 Nov 2026", sorting=None)
    return landlord


def letter(landlord: Landlord, kind: NoticeKind) -> str:
    """The last letter of that kind, as the resident reads it."""
    sent = next(sent for sent in reversed(landlord.sent) if sent.kind is kind)
    return WRITER.render(errand(landlord, sent), None).body


# -- a complaint needs no answers


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param({}, id="nothing was asked"),
        pytest.param({"initial_response_given": False}, id="nobody answered before"),
        pytest.param({"initial_response_given": True, "initial_response_satisfactory": True}, id="an answer was given"),
        pytest.param({"first_contact": True}, id="the first contact"),
        pytest.param({"dissatisfied": True, "chose": "quick_resolution"}, id="another word for it"),
    ],
)
def test_R_002_R_011_A_01_Q_032_no_answer_keeps_anybody_from_complaining(
    contacted: Landlord, answers: dict[str, Any]
) -> None:
    due = contacted.due("stage_1.acknowledge")

    contacted.triages("complaint", **answers)

    assert contacted.complaint.stage is Stage.ONE
    assert contacted.due("stage_1.acknowledge") == due


@pytest.mark.parametrize("relation", list(Relation))
def test_Q_002_anyone_whom_a_service_or_a_decision_affects_may_complain(landlord: Landlord, relation: Relation) -> None:
    particulars = Particulars(relation=relation, about_contractor="Damp Ltd")

    landlord.receives_complaint(on="Mon 02 Nov 2026", particulars=particulars, sorting=TriageAnswers(dissatisfied=True))

    assert landlord.complaint.stage is Stage.ONE


def test_R_011_the_answers_that_were_given_are_on_record(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026", sorting=None)

    reliance.triages("complaint", initial_response_given=True, initial_response_satisfactory=False, dissatisfied=True)

    assert reliance.steps[-1] == (
        "Mon 02 Nov: recorded as a complaint: the earlier answer was not satisfactory; dissatisfied (2.1)"
    )


# -- the choice


@pytest.mark.parametrize("kind", NO_COMPLAINT)
def test_Q_032_A_02_what_is_no_complaint_says_whether_they_are_dissatisfied(contacted: Landlord, kind: str) -> None:
    sentence = contacted.refuses(lambda: contacted.triages(kind, passed_on_to="repairs"))

    assert "say whether they are dissatisfied, in whatever words" in sentence
    assert sentence.startswith(contacted.rules.edition.front_door.clause)


@pytest.mark.parametrize("kind", NO_COMPLAINT)
def test_Q_011_A_02_whoever_is_dissatisfied_is_offered_the_choice(contacted: Landlord, kind: str) -> None:
    sentence = contacted.refuses(lambda: contacted.triages(kind, dissatisfied=True, passed_on_to="repairs"))

    assert "offer the choice to complain, and record what they chose (A-02)" in sentence


@pytest.mark.parametrize("kind", [kind for kind in NO_COMPLAINT if kind != "concern"])
@pytest.mark.parametrize(
    ("chose", "words"),
    [("complaint", "so it is a complaint; record it as one"), ("quick_resolution", "record it as a concern")],
)
def test_Q_011_A_02_what_they_chose_is_what_it_is(contacted: Landlord, kind: str, chose: str, words: str) -> None:
    answers: dict[str, Any] = {"dissatisfied": True, "chose": chose, "passed_on_to": "repairs"}

    assert words in contacted.refuses(lambda: contacted.triages(kind, **answers))


def test_A_02_the_choice_is_on_record(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026", sorting=None)

    qualitas.triages(
        "enquiry", first_contact=True, dissatisfied=True, chose="neither", passed_on_to="income", why="wants a date"
    )

    assert qualitas.steps[1] == (
        "Mon 02 Nov: recorded as an enquiry: the first contact about it; dissatisfied; offered the choice to complain, "
        "they chose neither to complain nor to have it put right at once; wants a date (2.2, 4.2)"
    )


# -- requests and enquiries


@passed_on
def test_R_010_Q_031_a_request_goes_to_its_service_whose_policy_the_resident_can_have(
    contacted: Landlord, kind: str
) -> None:
    contacted.triages(kind, **CONTENT, passed_on_to="repairs")

    told = letter(contacted, NoticeKind.REDIRECT)
    assert "We have passed this to our repairs service" in told
    assert "Repairs Policy. You can have a copy whenever you ask" in told
    assert "You can make a complaint at any time" in told
    assert contacted.complaint.stage is None


def test_R_010_a_service_there_is_not_is_refused_with_those_there_are(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")

    unknown = reliance.refuses(lambda: reliance.triages("enquiry", **CONTENT, passed_on_to="roads"))
    unsaid = reliance.refuses(lambda: reliance.triages("enquiry", **CONTENT))

    assert unknown == "2.1: there is no service 'roads'; choose from: repairs, rents, neighbourhoods, lettings."
    assert unsaid.startswith("2.1: say which service deals with it;")


@passed_on
def test_R_010_no_request_is_forgotten(contacted: Landlord, kind: str) -> None:
    contacted.triages(kind, **CONTENT, passed_on_to="repairs")

    contacted.waits(until="Wed 02 Dec 2026")

    assert contacted.due("service_request") == "Mon 30 Nov 2026"
    assert contacted.missed == ["service_request due Mon 30 Nov 2026"]
    assert contacted.reminders()[0] == (
        f"Thu 26 Nov reminder to {contacted.parts.handler}: answer to the request passed on to repairs"
    )
    assert contacted.reminders()[-1].startswith("Tue 01 Dec overdue")
    assert not contacted.settled


def test_Q_037_a_first_request_on_social_media_is_answered_by_operations_and_the_management_team(
    qualitas: Landlord,
) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026", channel="Facebook")

    qualitas.triages("service_request", **CONTENT, first_contact=True, passed_on_to="repairs", by="rachel-stone")

    notice = qualitas.letter(NoticeKind.PASSED_ON)
    assert notice.to.candidates[:2] == ("operations", "smt")
    assert qualitas.steps[-1] == (
        "Mon 02 Nov: to be answered by the Operations Team, supported by the Senior Management Team (6.2)"
    )


@pytest.mark.parametrize(
    ("channel", "first"), [("telephone", True), ("social media", False)], ids=["by telephone", "not the first"]
)
def test_Q_037_any_other_request_goes_the_usual_way(qualitas: Landlord, channel: str, *, first: bool) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026", channel=channel)

    qualitas.triages("service_request", **CONTENT, first_contact=first, passed_on_to="repairs")

    assert not qualitas.told(NoticeKind.PASSED_ON)


def test_Q_037_whoever_is_dissatisfied_on_social_media_complains_like_anybody(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026", channel="social media")
    qualitas.triages("service_request", **CONTENT, passed_on_to="repairs")

    qualitas.hears_complaint_instead(on="Tue 03 Nov 2026")

    assert qualitas.complaint.stage is Stage.ONE


# -- compliments and feedback


def test_Q_006_a_compliment_is_kept_like_a_complaint_without_a_deadline(contacted: Landlord) -> None:
    contacted.triages("compliment", **CONTENT)

    assert contacted.steps[-1].startswith("Mon 02 Nov: closed: recorded")
    assert not contacted.owes()
    assert "We have recorded your" in letter(contacted, NoticeKind.REDIRECT)
    assert contacted.settled


def test_Q_006_its_standing_says_what_it_is(contacted: Landlord) -> None:
    contacted.triages("compliment", **CONTENT)

    stands = standing(contacted.complaint, contacted.rules, contacted.now)

    assert (stands.words, stands.classification, stands.stage) == (
        "compliment closed: recorded",
        Classification.COMPLIMENT,
        None,
    )


def test_feedback_on_a_policy_is_kept_for_its_next_review(contacted: Landlord) -> None:
    contacted.triages("policy_feedback", **CONTENT)

    control = contacted.rules.edition.control
    assert f"kept for the next review of the {control.title}, due {control.next_review}" in contacted.steps[-1]
    said = letter(contacted, NoticeKind.REDIRECT)
    assert f"what you say about our {control.title}. We will read it again" in said
    # A review that is overdue is no day to name to anybody.
    assert (f"next reviewed, in {control.next_review}." in said) is (control.review_by >= contacted.today())


def test_R_035_Q_019_Q_023_feedback_is_kept_for_the_policy_it_is_about(contacted: Landlord) -> None:
    contacted.triages("policy_feedback", **CONTENT, policy="Allocations Policy")

    assert "kept for the next review of the Allocations Policy" in contacted.steps[-1]
    said = letter(contacted, NoticeKind.REDIRECT)
    assert "about our Allocations Policy. We will read it again when that policy is next reviewed." in said


def test_what_came_with_an_open_request_stays_open_with_it(contacted: Landlord) -> None:
    contacted.triages("service_request", **CONTENT, passed_on_to="repairs")

    contacted.triages("compliment", **CONTENT)

    assert contacted.complaint.closed is None
    assert contacted.owes() == ["service_request due Mon 30 Nov 2026"]


def test_a_request_that_is_passed_on_again_keeps_its_day(contacted: Landlord) -> None:
    contacted.triages("service_request", **CONTENT, passed_on_to="repairs")

    contacted.triages("service_request", on="Fri 13 Nov 2026", **CONTENT, passed_on_to="lettings")

    assert contacted.owes() == ["service_request due Mon 30 Nov 2026"]


# -- what was taken for a complaint


def test_A_49_sorted_later_the_record_stays_one_and_keeps_its_first_contact(contacted: Landlord) -> None:
    received_at = contacted.complaint.received_at

    contacted.triages("enquiry", on="Tue 03 Nov 2026", **CONTENT, passed_on_to="repairs")

    complaint = contacted.complaint
    assert complaint.received_at == received_at
    assert [(kept.was, kept.became) for kept in complaint.conversions] == [("complaint", "enquiry")]
    assert complaint.holder == contacted.officer(contacted.parts.handler)
    assert "At first we recorded it as a complaint." in letter(contacted, NoticeKind.REDIRECT)


def test_A_49_nobody_is_told_of_a_complaint_that_is_none(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", at="21:00", sorting=None)

    landlord.triages("enquiry", **CONTENT, passed_on_to="repairs")
    landlord.waits(until="Tue 03 Nov 2026")

    assert not [told for told in landlord.told(NoticeKind.RECEIPT) if "by text" in told]
    assert any("receipt not sent by text: it is an enquiry" in line for line in landlord.record)


def test_D6_no_deadline_of_stage_1_was_missed_where_it_was_no_complaint(contacted: Landlord) -> None:
    contacted.waits(until="Tue 17 Nov 2026")
    assert contacted.missed

    contacted.triages("enquiry", on="Tue 03 Nov 2026", **CONTENT, passed_on_to="repairs")

    assert not contacted.missed
    assert contacted.owes() == ["service_request due Tue 01 Dec 2026"]


def test_a_complaint_that_is_acknowledged_stays_one(contacted: Landlord) -> None:
    contacted.allocates()
    contacted.acknowledges()

    sentence = contacted.refuses(lambda: contacted.triages("compliment", **CONTENT))

    assert sentence.endswith("stage 1 is under way, so it is a complaint and stays one.")


def test_a_closed_record_is_converted_not_sorted_again(contacted: Landlord) -> None:
    contacted.triages("compliment", **CONTENT)

    sentence = contacted.refuses(lambda: contacted.triages("complaint"))

    assert sentence.endswith("it was closed (recorded); if they want to complain now, convert it to a complaint.")


def test_what_was_something_else_can_be_sorted_as_a_complaint(contacted: Landlord) -> None:
    contacted.triages("service_request", **CONTENT, passed_on_to="repairs")

    contacted.triages("complaint", on="Wed 04 Nov 2026", first_contact=False)

    assert contacted.complaint.stage is Stage.ONE
    assert "this is not the first time they contacted us about it" in " ".join(contacted.record)


def test_nothing_of_a_stage_is_done_to_what_is_no_complaint(contacted: Landlord) -> None:
    contacted.triages("enquiry", **CONTENT, passed_on_to="repairs")

    sentence = contacted.refuses(contacted.allocates)

    assert sentence.endswith("REL-TEST is recorded as an enquiry; convert it to a complaint first.")


def test_a_landlord_keeps_the_records_its_policy_keeps() -> None:
    rules = RULEBOOK.rules("reliance", day("Mon 02 Nov 2026"))
    door = rules.edition.front_door.model_copy(update={"records": (Classification.CONCERN,)})
    edition = rules.edition.model_copy(update={"front_door": door})
    landlord = Landlord("reliance", rules=rules.model_copy(update={"edition": edition}))
    landlord.receives_complaint(on="Mon 02 Nov 2026")

    sentence = landlord.refuses(lambda: landlord.triages("compliment", **CONTENT))

    assert sentence == "2.1: no records are kept of a compliment; choose from: complaint, concern."


# -- at once, when it is taken down


@passed_on
def test_R_010_Q_036_any_member_of_staff_takes_it_down_and_sorts_it_at_once(landlord: Landlord, kind: str) -> None:
    officer = landlord.officer(landlord.parts.approver)
    sorting = TriageAnswers(classification=Classification(kind), dissatisfied=False, passed_on_to="repairs")

    landlord.receives_complaint(on="Mon 02 Nov 2026", by=staff(officer), sorting=sorting)

    assert landlord.steps[0].startswith(f"Mon 02 Nov: {kind.replace('_', ' ')} received by telephone")
    assert landlord.owes() == ["service_request due Mon 30 Nov 2026"]
    assert not landlord.told(NoticeKind.RECEIPT)
    assert not landlord.complaint.conversions


def test_A_02_what_triage_refuses_is_not_started(landlord: Landlord) -> None:
    order: Receive = landlord.receipt("Mon 02 Nov 2026", sorting=TriageAnswers(classification=Classification.ENQUIRY))

    with pytest.raises(NotAllowedError, match="say whether they are dissatisfied"):
        landlord.takes_receipt(order)


def test_R_101_whom_it_is_about_does_not_sort_it(landlord: Landlord) -> None:
    officer = landlord.officer(landlord.parts.handler)
    order = landlord.receipt("Mon 02 Nov 2026", by=staff(officer), about_staff=(officer.id,), sorting=TriageAnswers())

    with pytest.raises(NotAllowedError, match=r"Code 5\.8"):
        landlord.takes_receipt(order)


def test_Q_001_what_is_put_right_at_the_first_contact_is_sorted_when_it_is_taken_down(landlord: Landlord) -> None:
    sorting = TriageAnswers(classification=Classification.CONCERN, **put_right_at_once())

    landlord.receives_complaint(
        on="Mon 02 Nov 2026", by=staff(landlord.officer(landlord.parts.handler)), sorting=sorting
    )

    assert landlord.told(NoticeKind.QUICK_AGREED)
    assert not landlord.told(NoticeKind.RECEIPT)


# -- what can be complained about


def test_Q_030_a_letter_says_what_a_complaint_can_be_about(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026")

    qualitas.triages("enquiry", **CONTENT, passed_on_to="repairs")

    told = letter(qualitas, NoticeKind.REDIRECT)
    for example in (
        "about anything we, our staff or those who work for us did or did not do",
        "on your own or together with your neighbours",
        "what was done about a request, a service of poor quality, how somebody behaved, or a policy that was not",
        "You do not have to use the word complaint",
    ):
        assert example in told


def test_R_011_a_letter_says_that_others_acting_for_the_landlord_count(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")

    reliance.triages("enquiry", **CONTENT, passed_on_to="repairs")

    assert "the service that we, or somebody else for us, have given you" in letter(reliance, NoticeKind.REDIRECT)


@passed_on
def test_Q_020_the_letter_says_why_it_is_no_complaint_and_how_to_reach_the_ombudsman(
    contacted: Landlord, kind: str
) -> None:
    contacted.triages(kind, **CONTENT, passed_on_to="repairs")

    told = letter(contacted, NoticeKind.REDIRECT)
    assert "As we understand you, you are not unhappy with" in told
    assert "If you think that we should treat it as a complaint, you can also ask the Housing Ombudsman" in told
    assert contacted.rules.landlord.ombudsman.phone in told


def test_Q_020_whoever_was_asked_and_did_not_want_to_complain_is_told_that_we_heard_it(contacted: Landlord) -> None:
    contacted.triages(
        "service_request", dissatisfied=True, chose=Choice.NEITHER, first_contact=True, passed_on_to="repairs"
    )

    told = letter(contacted, NoticeKind.REDIRECT)
    assert "We asked whether you want to make a complaint. You told us that you do not." in told
    assert "you are not unhappy" not in told


def test_Q_020_praise_is_thanked_for_and_explains_nothing(contacted: Landlord) -> None:
    contacted.triages("compliment", **CONTENT)

    told = letter(contacted, NoticeKind.REDIRECT)
    assert "Why we have not recorded it" not in told
    assert contacted.rules.landlord.ombudsman.phone not in told
