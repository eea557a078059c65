"""Who may give which order now, before any field is filled; what would help instead; and what somebody has not seen."""

import ast
from pathlib import Path

import pytest

from domain.complaint.actor import RESIDENT, Actor, staff
from domain.complaint.complaint import NotAllowedError
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.stages import ContactOutcome
from domain.messages.message import Message
from domain.procedure.apply import Offer, apply, may, offers
from domain.procedure.exclusions.refuse import RefuseComplaint
from domain.procedure.exclusions.reverse import ReverseRefusal
from domain.procedure.front_door.convert import Convert
from domain.procedure.front_door.triage import Triage
from domain.procedure.news.rejected_messages import note_rejection
from domain.procedure.stages.acknowledge import Acknowledge
from domain.procedure.stages.allocate import Allocate, Reassign
from domain.procedure.stages.approve import Approve, ReturnDraft
from domain.procedure.stages.close import Close
from domain.procedure.stages.contact import RecordContact
from domain.procedure.stages.details import RecordDetails
from domain.procedure.stages.draft import PutDraft
from domain.procedure.stages.escalate import RequestEscalation
from domain.procedure.stages.respond import Respond
from domain.procedure.stages.withdraw import Withdraw
from domain.procedure.steps import STEPS
from tests.spec.cast import Landlord

DOMAIN = Path(__file__).parents[2] / "domain"


def offered(landlord: Landlord, order: type[Message], by: str = "") -> Offer:
    actor = staff(landlord.officer(by or landlord.parts.handler))
    found = offers(landlord.complaint, actor, landlord.rules, landlord.now)
    return next(offer for offer in found if offer.order == order.name)


def open_orders(landlord: Landlord, by: Actor) -> set[str]:
    return {offer.order for offer in offers(landlord.complaint, by, landlord.rules, landlord.now) if offer.is_open}


@pytest.fixture
def logged(landlord: Landlord) -> Landlord:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    return landlord


def test_every_order_is_offered_or_says_why_not(logged: Landlord) -> None:
    found = offers(logged.complaint, staff(logged.officer(logged.parts.handler)), logged.rules, logged.now)

    assert [offer.order for offer in found] == [step.name for step in STEPS.values()]
    assert all(offer.is_open or offer.why_not.endswith(".") for offer in found)


def test_R_065_an_acknowledgement_is_offered_once_somebody_has_the_complaint(logged: Landlord) -> None:
    before = offered(logged, Acknowledge)
    logged.allocates()

    assert (before.is_open, before.instead) == (False, "allocate")
    assert offered(logged, Acknowledge).is_open


def test_R_064_what_somebody_has_is_reassigned(logged: Landlord) -> None:
    assert offered(logged, Reassign).instead == "allocate"
    logged.allocates()

    assert offered(logged, Allocate).instead == "reassign"
    assert offered(logged, Reassign).is_open


def test_R_030_Q_020_a_refusal_is_offered_to_those_who_decide_on_one(logged: Landlord) -> None:
    assert not offered(logged, RefuseComplaint, logged.parts.handler).is_open
    assert offered(logged, RefuseComplaint, logged.parts.approver).is_open


def test_Q_052_a_response_waits_for_its_draft_and_its_approval(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026")
    qualitas.allocates()
    qualitas.acknowledges()

    assert offered(qualitas, Respond).instead == "draft"
    qualitas.drafts()
    assert offered(qualitas, Respond).instead == "approve"
    assert offered(qualitas, Approve, qualitas.parts.approver).is_open
    assert not offered(qualitas, Approve).is_open


def test_R_072_a_draft_is_offered_until_the_stage_is_answered(logged: Landlord) -> None:
    logged.allocates()
    logged.acknowledges()
    open_before = offered(logged, PutDraft).is_open
    logged.responds()

    assert open_before
    assert "has already been answered" in offered(logged, PutDraft).why_not


def test_D15_nobody_it_is_about_is_offered_anything(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", about_staff=(landlord.parts.handler,))

    assert open_orders(landlord, staff(landlord.officer(landlord.parts.handler))) == set()


def test_the_resident_is_offered_what_is_theirs(logged: Landlord) -> None:
    assert open_orders(logged, RESIDENT) == {"withdraw"}


def test_a_judgement_before_any_field_is_filled_names_the_rule(logged: Landlord) -> None:
    with pytest.raises(NotAllowedError, match="has not been given yet") as refusal:
        may(logged.complaint, RESIDENT, RequestEscalation, logged.rules, logged.now)

    assert refusal.value.instead == "allocate"


def test_what_may_be_given_by_its_offer_is_not_refused_for_who_or_when(logged: Landlord) -> None:
    logged.allocates()
    by = staff(logged.officer(logged.parts.handler))

    assert "acknowledge" in open_orders(logged, by)
    logged.acknowledges()
    assert "acknowledge" not in open_orders(logged, by)
    assert offered(logged, ReverseRefusal).why_not.endswith("there is no refusal to reverse.")


# -- nothing is offered that no filling could carry out


def with_two_issues(landlord: Landlord) -> None:
    landlord.allocates()
    landlord.adds_issue("The lift stands still.")


def test_C_28_of_several_issues_each_is_understood_before_an_acknowledgement_is_offered(logged: Landlord) -> None:
    with_two_issues(logged)
    before = (offered(logged, Acknowledge), offered(logged, RecordDetails))
    for number in (1, 2):
        logged.confirms_issue(number, understood="It is so.", desired_outcome="Mend it.")

    assert [(offer.is_open, offer.instead) for offer in before] == [(False, "confirm_issue")] * 2
    assert offered(logged, Acknowledge).is_open
    assert offered(logged, RecordDetails).is_open


def test_R_067_a_response_at_stage_2_waits_for_its_consultation(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    reliance.acknowledges()
    reliance.responds()
    reliance.is_asked_for_stage_2()
    reliance.allocates(to=reliance.parts.reviewer)
    reliance.acknowledges(understood="She wants it dry.")
    by = reliance.parts.reviewer

    assert offered(reliance, Respond, by).instead == "consult"
    reliance.consults(reliance.parts.consulted_at_stage_2)
    assert offered(reliance, Respond, by).is_open


def test_Q_052_a_draft_without_a_finding_on_a_later_issue_goes_back(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026")
    qualitas.allocates()
    qualitas.acknowledges()
    qualitas.drafts()
    qualitas.adds_issue("The lift stands still.")
    by = qualitas.parts.approver

    assert offered(qualitas, Approve, by).instead == "return_draft"
    assert "has no finding" in offered(qualitas, Approve, by).why_not
    assert offered(qualitas, ReturnDraft, by).is_open


def test_a_response_that_has_still_to_go_is_not_closed_over(logged: Landlord) -> None:
    logged.allocates()
    logged.acknowledges()
    logged.responds()
    logged.bounces(NoticeKind.RESPONSE)

    assert offered(logged, Close).instead == "record_posted"


def test_a_withdrawn_complaint_is_helped_in_no_circle(logged: Landlord) -> None:
    logged.hears_withdrawal()

    for order in (RecordContact, RequestEscalation, Triage, Convert, Withdraw):
        offer = offered(logged, order)
        assert offer.why_not.endswith("It is opened again whenever the resident asks.")
        assert offer.instead == "reopen"


def test_after_stage_2_it_is_the_ombudsman_who_helps(logged: Landlord) -> None:
    logged.allocates()
    logged.acknowledges()
    logged.responds()
    logged.is_asked_for_stage_2()
    logged.allocates(to=logged.parts.reviewer)
    logged.acknowledges()
    logged.consults(logged.parts.consulted_at_stage_2)
    logged.responds()
    logged.closes(reason="unable_to_agree")

    by_reviewer = offered(logged, RecordContact, logged.parts.reviewer)
    assert by_reviewer.why_not.endswith(
        "The resident can go to the Housing Ombudsman; if something is not right, it is opened again."
    )
    assert by_reviewer.instead == "reopen"


def test_P_47_a_review_that_was_withdrawn_can_be_asked_for_again(logged: Landlord) -> None:
    logged.allocates()
    logged.acknowledges()
    logged.responds()
    logged.is_asked_for_stage_2()
    logged.hears_withdrawal()

    assert offered(logged, RequestEscalation).is_open
    assert offered(logged, RecordContact, logged.parts.reviewer).instead == RequestEscalation.name


def test_an_answered_complaint_is_not_said_to_be_withdrawn(logged: Landlord) -> None:
    logged.allocates()
    logged.acknowledges()
    logged.responds()

    assert offered(logged, Convert).instead == ""
    assert "withdraw" not in offered(logged, Convert).why_not


# -- what would help


def named_instead() -> set[str]:
    """Every name that a refusal gives as the order that would help."""
    trees = (ast.parse(file.read_text(encoding="utf-8")) for file in DOMAIN.rglob("*.py"))
    given = (
        keyword.value
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg == "instead"
    )
    return {
        part.value
        for value in given
        for part in ast.walk(value)
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value
    }


def test_what_would_help_is_always_an_order_there_is() -> None:
    assert named_instead() <= {step.name for step in STEPS.values()}
    assert len(named_instead()) > 10


def test_no_refusal_speaks_of_a_command() -> None:
    words = [step.command for step in STEPS.values() if len(step.command) > 1 or "-" in step.said]
    commands = {f"`{' '.join(each)}`" for each in words} | {"complaints ", "reverse-refusal"}
    for file in (DOMAIN / "procedure").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Raise):
                said = "".join(
                    part.value
                    for part in ast.walk(node)
                    if isinstance(part, ast.Constant) and isinstance(part.value, str)
                )
                assert [command for command in commands if command in said] == [], f"{file}: {said}"


# -- what somebody has not seen


def contact(landlord: Landlord, expects: int | None) -> RecordContact:
    return RecordContact(
        at=landlord.now,
        by=staff(landlord.officer(landlord.parts.handler)),
        outcome=ContactOutcome.SPOKE,
        note="She wants it dry.",
        expects=expects,
    )


def test_what_a_person_added_since_is_shown_before_anything_is_done(logged: Landlord) -> None:
    seen = len(logged.complaint.record)
    logged.allocates(on="Mon 02 Nov 2026")

    sentence = logged.refuses(lambda: logged.obeys(contact(logged, seen)))

    handler = logged.officer(logged.parts.handler)
    assert sentence.startswith(f"Something was added since you looked: {seen + 1} (")
    assert f"allocated to {handler.signature}" in sentence
    assert sentence.endswith("Look again, then repeat the order.")


def test_with_all_of_it_seen_it_is_done(logged: Landlord) -> None:
    logged.allocates(on="Mon 02 Nov 2026")

    logged.obeys(contact(logged, len(logged.complaint.record)))

    assert any("spoke: She wants it dry" in entry.text for entry in logged.written)


def test_reminders_and_other_entries_of_the_procedure_are_no_conflict(logged: Landlord) -> None:
    logged.allocates(on="Mon 02 Nov 2026")
    seen = len(logged.complaint.record)
    logged.waits(until="Thu 05 Nov 2026")
    added = logged.complaint.record[seen:]

    logged.obeys(contact(logged, seen))

    assert added
    assert not any(entry.by.kind.is_person for entry in added)


def test_an_order_that_says_nothing_of_what_was_seen_is_done(logged: Landlord) -> None:
    logged.allocates(on="Mon 02 Nov 2026")

    logged.obeys(contact(logged, None))

    assert any("spoke" in entry.text for entry in logged.written)


def test_E26_a_repeat_that_expects_less_changes_nothing(logged: Landlord) -> None:
    logged.allocates(on="Mon 02 Nov 2026")
    logged.obeys(contact(logged, len(logged.complaint.record)))
    before = logged.complaint

    logged.obeys(contact(logged, 1))

    assert logged.complaint == before


def test_what_the_record_does_not_hold_yet_cannot_have_been_seen(logged: Landlord) -> None:
    last = len(logged.complaint.record)

    sentence = logged.refuses(lambda: logged.obeys(contact(logged, last + 1)))

    assert sentence.startswith(f"Entry {last + 1} cannot have been seen: the record ends with entry {last}.")


def test_what_was_refused_is_no_conflict(logged: Landlord) -> None:
    seen = len(logged.complaint.record)
    by = staff(logged.officer(logged.parts.handler))
    logged.complaint = note_rejection(logged.complaint, "close", "{}", "too early", logged.now, by)

    logged.obeys(contact(logged, seen))

    assert any("spoke" in entry.text for entry in logged.written)


def test_D15_what_the_record_keeps_of_a_refusal_names_nobody(logged: Landlord) -> None:
    logged.allocates(on="Mon 02 Nov 2026")
    handler = logged.officer(logged.parts.handler)
    about = logged.complaint.model_copy(update={"about_staff": frozenset({handler.id})})

    with pytest.raises(NotAllowedError) as unseen:
        apply(logged.complaint, contact(logged, 1), logged.rules, logged.now)
    with pytest.raises(NotAllowedError) as barred:
        apply(about, contact(logged, None), logged.rules, logged.now)

    assert handler.name in str(barred.value)
    assert unseen.value.kept == "something had been added since its sender looked: entry 2, entry 5"
    assert barred.value.kept == f"Code 5.8: the complaint is about {handler.id}, who may take no part in it."
