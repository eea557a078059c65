"""Converting: the first contact stays on record, the clock starts where the policy says."""

from typing import Any

import pytest

from domain.complaint.actor import RESIDENT, staff
from domain.complaint.entry_kinds import EntryKind
from domain.complaint.issues import NewIssue
from domain.complaint.notice_kinds import NoticeKind
from domain.policy.definition import Classification
from domain.policy.stages import Stage
from domain.procedure.apply import apply
from domain.procedure.front_door.convert import Convert
from domain.procedure.stages.issues import AddIssue
from domain.views.deadlines import deadlines_shown
from domain.views.standing import standing
from tests.spec.cast import Landlord, errand
from tests.spec.letters import WRITER, written

CONTENT: dict[str, Any] = {"dissatisfied": False}
NO_COMPLAINT = ("service_request", "enquiry", "compliment", "policy_feedback")


@pytest.fixture
def asked(landlord: Landlord) -> Landlord:
    """A service request, passed on to the repairs service the day it came."""
    landlord.receives_complaint(on="Mon 02 Nov 2026", at="10:00", sorting=None)
    landlord.triages("service_request", at="11:00", on="Mon 02 Nov 2026", **CONTENT, passed_on_to="repairs")
    return landlord


@pytest.fixture
def concerned(landlord: Landlord) -> Landlord:
    """A concern that is being put right at once."""
    landlord.receives_complaint(on="Mon 02 Nov 2026", at="10:00", sorting=None)
    landlord.agrees_to_put_right(on="Mon 02 Nov 2026", at="11:00")
    return landlord


def starts(landlord: Landlord) -> str:
    """From when stage 1 counts."""
    return f"{landlord.complaint.progress.started_at:%a %d %b %H:%M}"


# -- to a complaint


@pytest.mark.parametrize("kind", NO_COMPLAINT)
def test_R_010_Q_001_Q_031_A_25_the_resident_asks_and_stage_1_counts_from_then(landlord: Landlord, kind: str) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", at="10:00", sorting=None)
    landlord.triages(kind, **CONTENT, passed_on_to="repairs")

    landlord.hears_complaint_instead(on="Thu 12 Nov 2026")

    complaint = landlord.complaint
    assert (complaint.classification, complaint.stage) == (Classification.COMPLAINT, Stage.ONE)
    assert starts(landlord) == "Thu 12 Nov 12:00"
    assert f"{complaint.received_at:%a %d %b %H:%M}" == "Mon 02 Nov 10:00"
    assert [kept.became for kept in complaint.conversions] == [kind, "complaint"]


def test_R_010_the_record_says_from_when_it_counts_and_why(asked: Landlord) -> None:
    asked.hears_complaint_instead(on="Thu 12 Nov 2026", by=asked.parts.handler, why="the repair was not done")

    assert asked.steps[-1] == (
        "Thu 12 Nov: the service request is now a complaint, at stage 1: the repair was not done; its dates count from "
        f"Thursday 12 November 2026, when it was asked for ({asked.rules.edition.front_door.clause})"
    )
    assert asked.written[-1].kind is not EntryKind.ESCALATED


def test_A_13_a_conversion_is_no_escalation(concerned: Landlord) -> None:
    concerned.hears_complaint_instead(on="Tue 03 Nov 2026")

    assert not [entry for entry in concerned.written if entry.kind is EntryKind.ESCALATED]
    assert [progress.stage for progress in concerned.complaint.stages] == [Stage.ONE]


def test_R_050_reliance_counts_a_concern_from_its_first_receipt(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026", at="10:00", sorting=None)
    reliance.agrees_to_put_right()

    reliance.hears_complaint_instead(on="Wed 04 Nov 2026")

    assert starts(reliance) == "Mon 02 Nov 10:00"
    assert reliance.steps[-1].endswith(
        "its dates count from Monday 2 November 2026, when it was received (4.0 Complaint Stages)"
    )


def test_A_25_qualitas_counts_a_concern_from_when_stage_1_is_asked_for(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026", at="10:00", sorting=None)
    qualitas.agrees_to_put_right()

    qualitas.hears_complaint_instead(on="Wed 04 Nov 2026")

    assert starts(qualitas) == "Wed 04 Nov 12:00"


@pytest.mark.parametrize("more", [{}, {"happy": False, "chose": "neither"}], ids=["put right", "recorded"])
def test_A_25_who_comes_back_after_it_was_closed_is_heard_and_counted_from_then(
    concerned: Landlord, more: dict[str, Any]
) -> None:
    concerned.resolves(on="Tue 03 Nov 2026", **more)

    concerned.hears_complaint_instead(on="Thu 26 Nov 2026")

    assert starts(concerned) == "Thu 26 Nov 12:00"
    assert concerned.complaint.closed is None
    assert concerned.steps[-1].startswith("Thu 26 Nov: opened again as a complaint")
    assert not [missed for missed in concerned.missed if missed.startswith("stage_1")]


def test_the_resident_and_whoever_allocates_are_told(asked: Landlord) -> None:
    asked.hears_complaint_instead(on="Thu 12 Nov 2026")

    sent = next(sent for sent in asked.sent if sent.kind is NoticeKind.STAGE_1_BEGUN)
    words = WRITER.render(errand(asked, sent), None).body
    assert "What you told us is now a complaint, at stage 1 of our process." in words
    assert "Our repairs service will carry on with what you asked for." in words
    assert asked.letter(NoticeKind.STAGE_1_TO_ALLOCATE).to.candidates[0] == asked.rules.edition.stage_1.owner.roles[0]


def test_it_then_goes_the_way_of_every_complaint(asked: Landlord) -> None:
    asked.hears_complaint_instead(on="Thu 12 Nov 2026")

    asked.allocates()
    asked.acknowledges()
    asked.responds()

    assert asked.complaint.progress.responded
    assert not [missed for missed in asked.missed if missed.startswith("stage_1")]


def test_a_complaint_is_one_already(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")

    sentence = landlord.refuses(landlord.hears_complaint_instead)

    assert sentence.endswith("it is already a complaint, at stage 1.")


def test_a_refused_complaint_comes_back_when_the_refusal_is_reversed(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.refuses_as("policy_content")

    sentence = landlord.refuses(landlord.hears_complaint_instead)

    assert sentence.endswith("reverse the refusal to accept it.")


def test_D6_asking_again_in_the_same_words_changes_nothing(asked: Landlord) -> None:
    order = Convert(at=asked.now, by=RESIDENT)
    asked.obeys(order)

    again, answer = apply(asked.complaint, order, asked.rules, asked.now)

    assert answer.repeated
    assert again == asked.complaint


def test_D6_there_and_back_and_there_again_is_done_each_time(asked: Landlord) -> None:
    asked.hears_complaint_instead()
    asked.triages("service_request", **CONTENT, passed_on_to="repairs")

    asked.hears_complaint_instead()

    assert asked.complaint.stage is Stage.ONE


# -- a service request goes on beside the complaint


def test_Q_031_the_request_goes_on_in_parallel(asked: Landlord) -> None:
    asked.hears_complaint_instead(on="Thu 12 Nov 2026")

    asked.resolves(on="Mon 16 Nov 2026", outcome="The tap was mended.", happy=None)

    assert asked.complaint.stage is Stage.ONE
    assert "repairs answered the request: The tap was mended" in asked.steps[-2]
    assert asked.steps[-1].startswith(
        "Mon 16 Nov: answer to the request passed on to repairs done in time (due Monday 30 November 2026)"
    )


def test_Q_031_it_is_not_settled_while_the_request_is_open(asked: Landlord) -> None:
    asked.hears_complaint_instead(on="Thu 12 Nov 2026")
    asked.hears_withdrawal()
    assert not asked.settled

    asked.resolves(outcome="The tap was mended.", happy=False)

    assert asked.settled


def test_Q_031_its_deadlines_are_shown_side_by_side(asked: Landlord) -> None:
    asked.hears_complaint_instead(on="Thu 12 Nov 2026")

    clocks = [shown.clock for shown in deadlines_shown(asked.complaint, asked.rules)]

    assert {"service_request", "stage_1.acknowledge", "stage_1.respond"} <= set(clocks)


def test_Q_031_who_is_dissatisfied_with_the_answer_chooses(asked: Landlord) -> None:
    unsaid = asked.refuses(lambda: asked.resolves(happy=False))
    quickly = asked.refuses(lambda: asked.resolves(happy=False, chose="quick_resolution"))

    assert "offer the choice to complain, and record what they chose" in unsaid
    assert quickly.endswith("is only for matters not raised before; they can complain or leave it there.")


def test_Q_031_and_a_complaint_is_raised(asked: Landlord) -> None:
    asked.resolves(on="Thu 12 Nov 2026", happy=False, chose="complaint")

    assert starts(asked) == "Thu 12 Nov 12:00"
    assert "offered the choice to complain, they chose to" in asked.steps[-3]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"happy": True}, "the resident is happy with it"),
        ({"happy": None}, "The visit was made"),
        ({"happy": False, "chose": "neither"}, "they chose not to"),
    ],
    ids=["happy", "not asked", "unhappy, and wants no complaint"],
)
def test_R_010_an_answered_request_is_recorded_and_closed(asked: Landlord, more: dict[str, Any], words: str) -> None:
    asked.resolves(on="Thu 12 Nov 2026", **more)

    assert words in asked.steps[-3]
    assert "closed: recorded" in asked.steps[-1]
    assert asked.settled


def test_R_010_an_answer_says_what_it_was_and_follows_the_request(asked: Landlord) -> None:
    nothing = asked.refuses(lambda: asked.resolves(outcome=" "))
    too_early = asked.refuses(lambda: asked.resolves(on="Mon 02 Nov 2026", at="10:30"))

    assert nothing.endswith("say what the answer to the request was.")
    assert "is before the request was passed on" in too_early


def test_Q_042_a_concern_may_come_beside_a_request(asked: Landlord) -> None:
    asked.agrees_to_put_right()

    asked.resolves()
    assert asked.complaint.closed
    assert not asked.settled

    asked.resolves(outcome="The tap was mended.")
    assert asked.settled


def test_standing_says_where_a_request_is(asked: Landlord) -> None:
    stands = standing(asked.complaint, asked.rules, asked.now)

    assert stands.words.startswith("service request passed on to repairs; answer to the request")


# -- from a complaint


def test_nobodys_complaint_is_made_something_else_against_their_will(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")

    sentence = landlord.refuses(lambda: landlord.converts("enquiry", passed_on_to="repairs"))

    assert sentence.endswith("ask them, and say that they agree.")


def test_R_010_A_49_as_the_resident_wishes_it_is_something_else(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", at="10:00")

    landlord.converts("service_request", on="Tue 03 Nov 2026", passed_on_to="repairs", resident_agrees=True)

    assert landlord.complaint.stage is None
    assert landlord.owes() == ["service_request due Tue 01 Dec 2026"]
    assert landlord.told(NoticeKind.REDIRECT)
    assert f"{landlord.complaint.received_at:%a %d %b %H:%M}" == "Mon 02 Nov 10:00"
    assert any("as the resident wishes" in step for step in landlord.steps)


@pytest.mark.parametrize(
    ("to", "more", "words"),
    [
        ("concern", {"resident_agrees": True}, "triage asks what is needed to put it right at once"),
        ("enquiry", {"resident_agrees": True}, "say which service deals with it; choose from:"),
    ],
    ids=["a concern", "no service"],
)
def test_A_02_converting_needs_what_triage_needs(landlord: Landlord, to: str, more: dict[str, Any], words: str) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")

    assert words in landlord.refuses(lambda: landlord.converts(to, **more))


def test_an_acknowledged_complaint_stays_one(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.acknowledges()

    sentence = landlord.refuses(lambda: landlord.converts("compliment", resident_agrees=True))

    assert sentence.endswith("stage 1 is under way, so it stays a complaint; the resident may withdraw it.")


def test_a_promise_keeps_it_a_complaint(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.promises("Fri 27 Nov 2026")

    sentence = landlord.refuses(lambda: landlord.converts("compliment", resident_agrees=True))

    assert "stage 1 is under way" in sentence


def test_only_staff_make_a_complaint_something_else(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    order = Convert(at=landlord.now, by=RESIDENT, to=Classification.COMPLIMENT, resident_agrees=True)

    assert landlord.refuses(lambda: landlord.obeys(order)).endswith("it is already a complaint, at stage 1.")


def test_what_is_no_complaint_is_sorted_again_by_triage(asked: Landlord) -> None:
    sentence = asked.refuses(lambda: asked.converts("enquiry", passed_on_to="repairs", resident_agrees=True))

    assert sentence.endswith("triage reclassifies it, convert only makes it a complaint.")


# -- closed


def test_a_closed_record_says_how_it_comes_back(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.triages("compliment", **CONTENT)
    by = landlord.officer(landlord.parts.handler)

    order = AddIssue(at=landlord.now, by=staff(by), issue=NewIssue(words="The window."))

    assert landlord.refuses(lambda: landlord.obeys(order)) == (
        "It was closed (recorded). It can become a complaint whenever the resident wishes: convert it."
    )


@pytest.mark.parametrize(("reason", "step"), [("put_right", "resolve"), ("refused", "refuse"), ("recorded", "triage")])
def test_R_088_a_complaint_is_not_closed_by_another_steps_reason(landlord: Landlord, reason: str, step: str) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.acknowledges()
    landlord.responds()

    landlord.refuses(lambda: landlord.closes(reason=reason))

    assert landlord.would_help == step


@pytest.mark.parametrize(("key", "code"), [("reliance", "policy_clarification"), ("qualitas", "first_time_enquiry")])
def test_Q_031_R_034_Q_011_who_is_unhappy_with_what_came_of_a_refused_enquiry_complains(key: str, code: str) -> None:
    landlord = Landlord(key)
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.refuses_as(code, on="Tue 03 Nov 2026")

    assert "record that with the answer;" in landlord.refuses(landlord.hears_complaint_instead)
    silent = landlord.refuses(lambda: landlord.resolves(on="Mon 09 Nov 2026", happy=False))
    assert "offer the choice to complain" in silent

    landlord.resolves(on="Mon 09 Nov 2026", happy=False, chose="complaint")
    assert landlord.complaint.refused is None
    assert landlord.complaint.progress.started_at == landlord.now
    said = landlord.told(NoticeKind.REFUSAL_REVERSED)
    assert said[0] == "Mon 09 Nov 12:00 refusal_reversed to resident by email"
    assert "you are not happy with the answer you were given" in written(landlord, NoticeKind.REFUSAL_REVERSED)
