"""Who may take a step: the stage's owner, the roles that the policy gives it, or any member of staff (R-054, Q-077)."""

from collections.abc import Callable

import pytest

from domain.complaint.actor import Actor, staff
from domain.complaint.issues import NewIssue
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.stages import ContactOutcome
from domain.policy.channels import Channel
from domain.policy.stages import Stage
from domain.policy.work import Work
from domain.procedure.apply import Offer, offers
from domain.procedure.remedies.actions import AddAction
from domain.procedure.stages.acknowledge import Acknowledge
from domain.procedure.stages.contact import RecordContact
from domain.procedure.stages.details import RecordDetails
from domain.procedure.stages.draft import PutDraft
from domain.procedure.stages.extend import RequestExtension
from domain.procedure.stages.investigate import Consult, RecordInvestigation
from domain.procedure.stages.issues import ConfirmIssue
from domain.procedure.stages.post import RecordPosted
from domain.procedure.stages.respond import Respond
from domain.procedure.step import Whose
from domain.procedure.steps import STEPS
from tests.spec.cast import RULEBOOK, SAM, Landlord, promise, put_right_at_once, response
from tests.spec.days import day
from tests.spec.letters import written

INSURANCE = {"reliance": "joanna-reid", "qualitas": "peter-nowak"}
"""Members of staff who have nothing to do with complaints."""


@pytest.fixture
def acknowledged(landlord: Landlord) -> Landlord:
    """Stage 1, with its owner and acknowledged."""
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.acknowledges()
    return landlord


@pytest.fixture
def reviewed(acknowledged: Landlord) -> Landlord:
    """Stage 2, with its owner and acknowledged."""
    acknowledged.speaks_with_resident()
    acknowledged.responds(on="Mon 09 Nov 2026")
    acknowledged.is_asked_for_stage_2(on="Tue 10 Nov 2026")
    acknowledged.allocates(to=acknowledged.parts.reviewer)
    acknowledged.acknowledges()
    if acknowledged.key == "reliance":
        acknowledged.consults("helen-marsh")
    return acknowledged


def answers(landlord: Landlord, by: str) -> str:
    """The refusal of a response by *by*."""
    return landlord.refuses(lambda: landlord.responds(by=by))


def offered(landlord: Landlord, order: str, by: str) -> Offer:
    found = offers(landlord.complaint, staff(landlord.officer(by)), landlord.rules, landlord.now)
    return next(offer for offer in found if offer.order == order)


def test_every_step_says_whose_it_is() -> None:
    assert all(isinstance(step.whose, Work | Whose) for step in STEPS.values())


@pytest.mark.parametrize("stage", Stage)
def test_D3_the_policy_says_by_clause_who_does_each_kind_of_work(landlord: Landlord, stage: Stage) -> None:
    edition = RULEBOOK.editions(landlord.key)[-1]
    policy = edition.stage(stage)

    given = {work for each in policy.also_by for work in each.work}

    assert all(each.clause for each in policy.also_by)
    assert given >= {Work.ALLOCATE, Work.ACKNOWLEDGE, Work.CLOSE}


# -- stage 1


def test_R_064_Q_051_who_has_nothing_to_do_with_complaints_does_not_answer_one(acknowledged: Landlord) -> None:
    sentence = answers(acknowledged, INSURANCE[acknowledged.key])

    who = {
        "reliance": "4.1.1: at stage 1 only Priya Nair, who has it, or the role Complaints Handler or Team Supervisor",
        "qualitas": "8.1: at stage 1 only Nadia Karim, who has it, or the role Operations Team",
    }
    assert sentence == f"{who[acknowledged.key]} responds to it; ask them to, or have it reassigned."
    assert acknowledged.would_help == "reassign"


def test_R_064_Q_051_a_colleague_in_the_same_role_does_the_work_of_stage_1(acknowledged: Landlord) -> None:
    acknowledged.investigates(by=acknowledged.parts.colleague)
    acknowledged.responds(by=acknowledged.parts.colleague)

    assert acknowledged.complaint.progress.responded


def test_R_052_the_team_supervisor_does_the_work_of_stage_1(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates(by="daniel-osei")
    reliance.acknowledges()
    reliance.responds(by="daniel-osei")

    assert reliance.complaint.progress.responded


def test_R_064_Q_051_before_somebody_has_it_those_who_may_own_the_stage_speak_with_the_resident(
    landlord: Landlord,
) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")

    by_insurance = offered(landlord, RecordContact.name, INSURANCE[landlord.key])

    assert offered(landlord, RecordContact.name, landlord.parts.colleague).is_open
    assert by_insurance.why_not.endswith("discusses it with the resident; allocate it first.")
    assert by_insurance.instead == "allocate"


def test_R_064_Q_051_who_has_nothing_to_do_with_complaints_allocates_none(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")

    sentence = landlord.refuses(lambda: landlord.allocates(by=INSURANCE[landlord.key]))

    assert sentence.endswith("allocates it; ask them to.")


def test_D15_a_deputy_does_the_work_of_whoever_is_away(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026")
    qualitas.allocates()
    qualitas.is_away("owen-price", "Mon 02 Nov 2026", "Fri 06 Nov 2026")
    qualitas.staff = qualitas.staff.model_copy(
        update={
            "people": tuple(
                person.model_copy(update={"deputy": "peter-nowak"}) if person.id == "owen-price" else person
                for person in qualitas.staff.people
            )
        }
    )
    qualitas.acknowledges()

    qualitas.drafts(by="peter-nowak")

    assert qualitas.complaint.progress.draft


# -- what any member of staff records


def test_R_064_Q_051_anybody_takes_down_what_is_said_and_records_what_was_posted(acknowledged: Landlord) -> None:
    by = INSURANCE[acknowledged.key]
    orders = {name for name in (step.name for step in STEPS.values()) if offered(acknowledged, name, by).is_open}

    assert {"confirm_issue", "record_support", "withdraw", "ombudsman_asks"} <= orders
    assert "role" not in offered(acknowledged, RecordPosted.name, by).why_not
    assert not orders & {"acknowledge", "record_contact", "draft", "respond", "request_extension", "close"}


# -- stage 2


def test_R_054_Q_077_the_final_response_is_its_reviewers_alone(reviewed: Landlord) -> None:
    colleague = {"reliance": "amara-okafor", "qualitas": "imran-shah"}[reviewed.key]

    sentence = answers(reviewed, colleague)

    assert (
        sentence
        == {
            "reliance": "4.1.2: at stage 2 only Simon Wright, who has it, responds to it; "
            "ask them to, or have it reassigned.",
            "qualitas": "9.5: at stage 2 only Rachel Stone, who has it, responds to it; "
            "ask them to, or have it reassigned.",
        }[reviewed.key]
    )
    assert offered(reviewed, Respond.name, reviewed.parts.reviewer).is_open


def test_R_054_Q_079_a_handler_of_stage_1_does_not_send_the_final_response(reviewed: Landlord) -> None:
    assert "at stage 2 only" in answers(reviewed, reviewed.parts.colleague)


def test_A_17_Q_072_who_took_part_in_stage_1_takes_no_step_of_the_review(reviewed: Landlord) -> None:
    by = staff(reviewed.officer(reviewed.parts.handler))
    refused = {
        step.name
        for step, offer in zip(
            STEPS.values(), offers(reviewed.complaint, by, reviewed.rules, reviewed.now), strict=True
        )
        if "took part in stage 1" in offer.why_not
    }

    assert refused >= {
        "acknowledge",
        "record_contact",
        "record_details",
        "record_investigation",
        "consult",
        "draft",
        "respond",
        "request_extension",
    }


def test_A_17_Q_072_who_took_part_in_stage_1_does_not_put_the_review_off(reviewed: Landlord) -> None:
    order = RecordContact(
        at=reviewed.now, by=staff(reviewed.officer(reviewed.parts.handler)), outcome=ContactOutcome.SPOKE
    )

    assert "took part in stage 1" in reviewed.refuses(lambda: reviewed.obeys(order))


def test_Q_040_senior_management_acknowledges_the_review(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026")
    qualitas.allocates()
    qualitas.acknowledges()
    qualitas.responds(on="Mon 09 Nov 2026")
    qualitas.is_asked_for_stage_2(on="Tue 10 Nov 2026")
    qualitas.allocates(to="rachel-stone")

    assert offered(qualitas, "acknowledge", "george-abbott").is_open
    assert "took part in stage 1" in offered(qualitas, "acknowledge", qualitas.parts.approver).why_not


# -- who took part in stage 1


REVIEWS = {"reliance": "department_manager", "qualitas": "manager"}
"""A role that may own stage 2."""


def promises(landlord: Landlord, by: Actor) -> None:
    landlord.obeys(AddAction(at=landlord.now, by=by, promise=promise()))


def extends(landlord: Landlord, by: Actor) -> None:
    landlord.obeys(RequestExtension(at=landlord.now, by=by, working_days=5, reason="The surveyor is away."))


STEPS_OF_STAGE_1: dict[str, Callable[[Landlord, Actor], None]] = {
    "spoke": lambda landlord, by: landlord.obeys(
        RecordContact(at=landlord.now, by=by, outcome=ContactOutcome.SPOKE, understood="Damp.")
    ),
    "recorded details": lambda landlord, by: landlord.obeys(
        RecordDetails(
            at=landlord.now, by=by, understood="Damp.", desired_outcome="Dry.", told_timescale=True, first_contact=False
        )
    ),
    "confirmed an issue": lambda landlord, by: landlord.obeys(
        ConfirmIssue(at=landlord.now, by=by, issue=1, understood="Damp.")
    ),
    "found out": lambda landlord, by: landlord.obeys(RecordInvestigation(at=landlord.now, by=by, found="It is damp.")),
    "consulted": lambda landlord, by: landlord.obeys(
        Consult(at=landlord.now, by=by, officer=landlord.officer(landlord.parts.consulted), summary="Agreed.")
    ),
    "promised": promises,
    "extended": extends,
    "drafted": lambda landlord, by: landlord.obeys(PutDraft(at=landlord.now, by=by, response=response())),
}


@pytest.mark.parametrize("step", STEPS_OF_STAGE_1)
def test_A_17_Q_072_whoever_did_a_step_of_stage_1_does_not_review_it(acknowledged: Landlord, step: str) -> None:
    colleague = acknowledged.parts.colleague
    acknowledged.also_holds(colleague, REVIEWS[acknowledged.key])

    STEPS_OF_STAGE_1[step](acknowledged, staff(acknowledged.officer(colleague)))
    if acknowledged.key == "qualitas" and acknowledged.complaint.progress.draft:
        acknowledged.approves()
    acknowledged.responds(on="Mon 09 Nov 2026")
    acknowledged.is_asked_for_stage_2(on="Tue 10 Nov 2026")

    assert "took part in stage 1" in acknowledged.refuses(lambda: acknowledged.allocates(to=colleague))


def test_A_17_Q_072_nor_does_whoever_acknowledged_it(landlord: Landlord) -> None:
    colleague = landlord.parts.colleague
    landlord.also_holds(colleague, REVIEWS[landlord.key])
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.obeys(
        Acknowledge(at=landlord.now, by=staff(landlord.officer(colleague)), understood="Damp.", desired_outcome="Dry.")
    )
    landlord.responds(on="Mon 09 Nov 2026")
    landlord.is_asked_for_stage_2(on="Tue 10 Nov 2026")

    assert "took part in stage 1" in landlord.refuses(lambda: landlord.allocates(to=colleague))


def test_A_17_Q_072_nor_does_whoever_accepted_an_old_issue(landlord: Landlord) -> None:
    decider = landlord.parts.approver
    landlord.receives_complaint(
        on="Mon 02 Nov 2026", issues=(NewIssue(words="Damp.", occurred_on=day("Mon 03 Mar 2025")),)
    )
    landlord.accepts_late()
    landlord.allocates()
    landlord.acknowledges()
    landlord.also_holds(decider, REVIEWS[landlord.key])

    assert decider in landlord.complaint.progress.involved


def test_A_17_Q_072_nor_does_whoever_approved_the_extension_beyond_the_limit(acknowledged: Landlord) -> None:
    approver = acknowledged.parts.other_approver

    acknowledged.extends(15, exceptional_reason="The roof is off.", approved_by=approver)

    assert approver in acknowledged.complaint.progress.involved


def test_Q_072_nor_does_whoever_put_it_right_before_it_was_a_complaint(landlord: Landlord) -> None:
    colleague = landlord.parts.colleague
    landlord.receives_complaint(on="Mon 02 Nov 2026", sorting=None)
    landlord.triages("concern", on="Mon 02 Nov 2026", **put_right_at_once())
    landlord.resolves(by=colleague)

    landlord.converts("complaint", on="Thu 05 Nov 2026")

    assert colleague in landlord.complaint.progress.involved


def test_A_17_saying_who_deals_with_it_is_no_part_in_stage_1(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates(by=landlord.parts.reviewer)

    assert landlord.complaint.progress.involved == {landlord.parts.handler}


def test_A_17_a_manager_who_lets_a_letter_go_that_can_reach_nobody_takes_no_part_in_stage_1(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", resident=SAM.model_copy(update={"prefers": Channel.LETTER}))
    landlord.allocates()
    landlord.acknowledges(on="Tue 03 Nov 2026")
    manager = {"reliance": "simon-wright", "qualitas": "rachel-stone"}[landlord.key]

    landlord.releases_letter("acknowledgement", by=manager)

    assert manager not in landlord.complaint.progress.involved


def test_A_17_deciding_on_a_late_request_is_the_door_to_stage_2_and_no_part_in_stage_1(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    reliance.acknowledges()
    reliance.responds(on="Mon 09 Nov 2026")
    reliance.is_asked_for_stage_2(on="Mon 18 Jan 2027")
    reliance.decides_late_request(accept=True, by="simon-wright")

    reliance.allocates(to="simon-wright")

    assert reliance.owner.id == "simon-wright"


# -- who reviews where few are left


def at_stage_2(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.acknowledges()
    landlord.speaks_with_resident()
    landlord.responds(on="Mon 09 Nov 2026")
    landlord.is_asked_for_stage_2(on="Tue 10 Nov 2026")


def test_A_17_A_36_who_steps_in_does_so_for_a_reason(landlord: Landlord) -> None:
    at_stage_2(landlord)
    steps_in = landlord.parts.consulted_at_stage_2

    sentence = landlord.refuses(lambda: landlord.allocates(to=steps_in))
    landlord.allocates(to=steps_in, reason="Every manager took part in stage 1.")

    first = {"reliance": "4.1.2: stage 2 belongs first to the role Department Manager", "qualitas": "9.5: stage 2"}
    assert sentence.startswith(first[landlord.key])
    assert sentence.endswith("say why none of them deals with it.")
    assert landlord.steps[-1].split(" (")[0].endswith(": Every manager took part in stage 1.")


def test_A_17_A_36_where_nobody_is_left_the_executive_names_somebody_on_the_record(landlord: Landlord) -> None:
    at_stage_2(landlord)
    executive = {"reliance": "judith-amos", "qualitas": "patrick-doyle"}[landlord.key]
    named, why = landlord.parts.colleague, "Everybody above took part in stage 1."

    by_themselves = landlord.refuses(lambda: landlord.allocates(to=named, by=landlord.parts.reviewer, reason=why))
    without_reason = landlord.refuses(lambda: landlord.allocates(to=named, by=executive))
    landlord.allocates(to=named, by=executive, reason=why)

    assert by_themselves.endswith("names somebody.")
    assert without_reason.endswith("say why none of them deals with it.")
    assert landlord.owner.id == named
    assert why in landlord.steps[-1]


def test_A_17_Q_072_nobody_who_took_part_in_stage_1_is_named_even_then(landlord: Landlord) -> None:
    at_stage_2(landlord)
    executive = {"reliance": "judith-amos", "qualitas": "patrick-doyle"}[landlord.key]

    sentence = landlord.refuses(lambda: landlord.allocates(to=landlord.parts.handler, by=executive, reason="No one."))

    assert "took part in stage 1" in sentence


@pytest.mark.parametrize("was_heard", [False, True])
def test_Q_072_the_letter_says_not_involved_before_only_where_that_is_true(
    qualitas: Landlord, *, was_heard: bool
) -> None:
    reviewer = qualitas.parts.reviewer
    qualitas.receives_complaint(on="Mon 02 Nov 2026", recorded_by=reviewer if was_heard else "")
    qualitas.allocates()
    qualitas.acknowledges()
    qualitas.speaks_with_resident()
    qualitas.responds(on="Mon 09 Nov 2026")
    qualitas.is_asked_for_stage_2(on="Tue 10 Nov 2026")
    qualitas.allocates(to=reviewer)
    qualitas.acknowledges()

    letter = written(qualitas, NoticeKind.ACKNOWLEDGEMENT)

    assert ("has not been involved with your complaint before" in letter) is not was_heard
    assert ("did not deal with your complaint at stage 1." in letter) is was_heard
