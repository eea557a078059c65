"""The issues of a complaint: understood one by one, set out in the acknowledgement, each found on in the response."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from domain.complaint.actor import staff
from domain.complaint.entry_kinds import EntryKind
from domain.complaint.issues import NewIssue
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.resident_facts import AcknowledgementFacts, FinalResponseFacts, ReceiptFacts, ResponseFacts
from domain.complaint.responses import Finding, IssueFinding, Outcome
from domain.complaint.staff_facts import AssignmentFacts, EscalatedFacts
from domain.complaint.stages import ContactOutcome
from domain.complaint.triage import TriageAnswers
from domain.messages.message import Message
from domain.policy.channels import Channel
from domain.procedure.stages.acknowledge import Acknowledge
from domain.procedure.stages.contact import RecordContact
from domain.procedure.stages.details import RecordDetails
from domain.procedure.stages.respond import Respond
from tests.spec.cast import RULEBOOK, SAM, SORTED, Landlord

LIFT, WINDOW, LAMP = "The lift is dead.", "The window does not close.", "The street lamp flickers."
LONG_AGO = "Mon 02 Nov 2026"


def found(number: int, finding: str, reasons: str = "We looked.") -> IssueFinding:
    return IssueFinding(issue=number, finding=Finding(finding), reasons=reasons)


@pytest.fixture
def three(landlord: Landlord) -> Landlord:
    """A complaint of three issues with its handler; of none it is recorded yet what was understood."""
    landlord.receives_complaint(on=LONG_AGO, issues=tuple(NewIssue(words=words) for words in (LIFT, WINDOW, LAMP)))
    landlord.allocates()
    return landlord


@pytest.fixture
def clear(three: Landlord) -> Landlord:
    """The same, each issue confirmed; the street lamp is the council's."""
    for number, whose in enumerate(("", "", "The council owns the lamps."), start=1):
        three.confirms_issue(
            number, understood=f"Understood {number}.", desired_outcome=f"Wish {number}.", not_ours=whose
        )
    return three


@pytest.fixture
def acknowledged(clear: Landlord) -> Landlord:
    """The same, acknowledged."""
    acknowledges(clear)
    return clear


def acknowledges(landlord: Landlord, **more: Any) -> None:  # noqa: ANN401
    landlord.acknowledges(**{"understood": "", "wants": ""} | more)


# -- one row an issue


def test_F_023_what_is_taken_down_in_one_piece_is_one_issue_in_the_residents_words(landlord: Landlord) -> None:
    landlord.receives_complaint(on=LONG_AGO)

    assert [(issue.number, issue.words) for issue in landlord.complaint.issues] == [(1, "Damp in the bedroom.")]


def test_F_023_F_024_each_issue_has_its_words_understanding_confirmation_and_outcome(three: Landlord) -> None:
    three.confirms_issue(2, on="Tue 03 Nov 2026", understood="It sticks.", desired_outcome="A window that closes.")

    issue = three.complaint.issues[1]
    assert (issue.words, issue.understood, issue.desired_outcome) == (WINDOW, "It sticks.", "A window that closes.")
    assert issue.confirmed_at == datetime(2026, 11, 3, 12, tzinfo=UTC)
    assert any(
        "issue 2 confirmed by the resident; understood: It sticks; wants: A window that closes" in line
        for line in three.record
    )


def test_F_023_the_receipt_and_the_allocation_name_them(three: Landlord) -> None:
    assert [issue.words for issue in three.facts(ReceiptFacts).issues or ()] == [LIFT, WINDOW, LAMP]
    assert [issue.words for issue in three.facts(AssignmentFacts).issues or ()] == [LIFT, WINDOW, LAMP]


def test_F_023_an_issue_that_is_not_there_is_refused_by_number_and_those_there_are_are_listed(three: Landlord) -> None:
    sentence = three.refuses(lambda: three.confirms_issue(4, understood="What?"))

    assert sentence.endswith(
        f": there is no issue 4; there is issue 1 ({LIFT}), issue 2 ({WINDOW}) and issue 3 ({LAMP})."
    )


@pytest.mark.parametrize(
    ("said", "why"),
    [
        pytest.param(
            {"confirmed": True}, "say what was understood of issue 1 (The lift is dead.); then", id="nothing yet"
        ),
        pytest.param(
            {"confirmed": False}, "say what is new about issue 1 (The lift is dead.), or that", id="nothing new"
        ),
        pytest.param(
            {"understood": "It stands.", "not_ours": "The council's.", "ours": True},
            "ours or somebody else's",
            id="both",
        ),
    ],
)
def test_F_023_a_confirmation_says_something(three: Landlord, said: dict[str, Any], why: str) -> None:
    assert why in three.refuses(lambda: three.confirms_issue(1, **said))


def test_F_023_a_corrected_understanding_waits_to_be_confirmed(acknowledged: Landlord) -> None:
    acknowledged.confirms_issue(1, understood="It has stood since May.", confirmed=False)
    corrected = acknowledged.complaint.issues[0]
    acknowledged.confirms_issue(1)

    assert (corrected.understood, corrected.confirmed_at) == ("It has stood since May.", None)
    assert acknowledged.complaint.issues[0].confirmed_at is not None
    assert any(
        "issue 1 recorded, not confirmed yet; understood: It has stood since May" in x for x in acknowledged.record
    )


def test_F_024_another_wish_leaves_the_understanding_confirmed(clear: Landlord) -> None:
    clear.confirms_issue(1, desired_outcome="A new lift.", confirmed=False)

    issue = clear.complaint.issues[0]
    assert issue.desired_outcome == "A new lift."
    assert issue.confirmed_at is not None


def test_F_023_an_issue_can_be_confirmed_again_in_the_same_words_after_another_was(three: Landlord) -> None:
    three.confirms_issue(1, understood="It stands.")
    three.confirms_issue(2, understood="It sticks.")
    three.confirms_issue(1, understood="It stood.")
    three.confirms_issue(1, understood="It stands.")

    assert [issue.understood for issue in three.complaint.issues] == ["It stands.", "It sticks.", ""]
    assert three.answer
    assert not three.answer.repeated


def test_F_023_the_short_form_does_not_make_a_confirmation_a_repeat(landlord: Landlord) -> None:
    landlord.receives_complaint(on=LONG_AGO)
    landlord.allocates()
    landlord.confirms_issue(1, understood="Damp.")
    landlord.speaks_with_resident(understood="Mould.")

    landlord.confirms_issue(1, understood="Damp.")

    assert landlord.complaint.issues[0].understood == "Damp."


def test_R_065_an_issue_that_turns_out_to_be_ours_is_so_recorded(clear: Landlord) -> None:
    clear.confirms_issue(3, ours=True)

    assert not clear.complaint.issues[2].not_ours


def test_F_023_blank_words_are_no_issue_and_blank_understanding_is_none() -> None:
    with pytest.raises(ValidationError, match="at least 1 character"):
        NewIssue(words=" \n")
    assert NewIssue(words=LIFT, understood=" ").understood == ""


# -- more issues (Code 6.8)


def test_F_023_a_new_issue_joins_until_stage_1_is_answered(acknowledged: Landlord) -> None:
    acknowledged.adds_issue("The door bell is silent.")

    assert [issue.number for issue in acknowledged.complaint.issues] == [1, 2, 3, 4]
    assert any("issue 4 added: The door bell is silent" in line for line in acknowledged.record)


def test_F_023_after_the_response_it_is_another_complaint(landlord: Landlord) -> None:
    landlord.receives_complaint(on=LONG_AGO)
    landlord.allocates()
    landlord.acknowledges()
    landlord.responds()
    answered = landlord.refuses(lambda: landlord.adds_issue(WINDOW))
    landlord.is_asked_for_stage_2()

    at_stage_2 = landlord.refuses(lambda: landlord.adds_issue(LAMP))

    assert answered == at_stage_2
    assert answered == (
        "Code 6.8: the stage 1 response has been decided on, so a new issue is another complaint; open it as one."
    )


def test_F_023_the_same_words_are_not_added_twice(three: Landlord) -> None:
    assert "issue 2 (The window does not close.) says the same" in three.refuses(lambda: three.adds_issue(WINDOW))


def test_F_023_no_issue_is_added_to_a_closed_complaint(three: Landlord) -> None:
    three.hears_withdrawal()

    assert "was closed (withdrawn)" in three.refuses(lambda: three.adds_issue("The bell."))
    assert "was closed (withdrawn)" in three.refuses(lambda: three.confirms_issue(1, understood="It stands."))


def test_F_023_issues_are_taken_down_before_it_is_a_complaint(three: Landlord) -> None:
    three.complaint = three.complaint.changed(stages=(), holder=three.officer(three.parts.handler))

    three.adds_issue("The door bell is silent.", understood="It does not ring.")
    three.confirms_issue(4)

    assert three.complaint.issues[3].confirmed_at is not None
    assert three.complaint.stage is None


# -- the acknowledgement


def test_R_065_F_023_an_acknowledgement_names_each_issue_that_is_not_understood(three: Landlord) -> None:
    three.confirms_issue(2, understood="It sticks.")

    sentence = three.refuses(lambda: acknowledges(three))

    assert f"say what was understood of issue 1 ({LIFT}) and issue 3 ({LAMP}), by confirming the issue" in sentence
    assert "issue 2" not in sentence


def test_R_065_F_023_of_a_single_issue_it_says_both_ways(landlord: Landlord) -> None:
    landlord.receives_complaint(on=LONG_AGO)
    landlord.allocates()

    sentence = landlord.refuses(lambda: acknowledges(landlord))

    assert "of issue 1 (Damp in the bedroom.), with the acknowledgement or by confirming the issue" in sentence


def test_R_065_Q_053_what_was_understood_before_is_set_out_with_the_day_and_the_handler(clear: Landlord) -> None:
    acknowledges(clear)

    facts = clear.facts(AcknowledgementFacts)
    assert facts.issues == clear.complaint.issues
    assert facts.handler == clear.owner
    assert facts.due_on is not None


def test_A_45_an_unconfirmed_understanding_and_an_unknown_outcome_do_not_hold_it_up(three: Landlord) -> None:
    for number in (1, 2, 3):
        three.confirms_issue(number, understood=f"Understood {number}.", confirmed=False)

    acknowledges(three)

    issues = three.facts(AcknowledgementFacts).issues or ()
    assert [(issue.confirmed_at, issue.desired_outcome) for issue in issues] == [(None, "")] * 3


@pytest.mark.parametrize("step", ["acknowledge", "contact", "details"])
def test_F_023_the_short_form_is_for_a_single_issue(clear: Landlord, step: str) -> None:
    at, by = clear.now, clear.owner
    steps: dict[str, Message] = {
        "acknowledge": Acknowledge(at=at, by=staff(by), understood="All of it."),
        "contact": RecordContact(at=at, by=staff(by), outcome=ContactOutcome.SPOKE, desired_outcome="All of it."),
        "details": RecordDetails(at=at, by=staff(by), understood="All of it.", told_timescale=True),
    }

    sentence = clear.refuses(lambda: clear.obeys(steps[step]))

    assert "has 3 issues: record for each issue what was understood" in sentence


def test_F_023_another_understanding_in_the_short_form_unconfirms_it(landlord: Landlord) -> None:
    landlord.receives_complaint(on=LONG_AGO)
    landlord.allocates()
    landlord.confirms_issue(1, understood="Damp.")

    landlord.acknowledges(understood="Mould.")

    issue = landlord.complaint.issues[0]
    assert (issue.understood, issue.confirmed_at) == ("Mould.", None)


def test_Q_074_at_stage_2_the_short_form_says_how_the_request_is_understood(landlord: Landlord) -> None:
    landlord.receives_complaint(on=LONG_AGO)
    landlord.allocates()
    landlord.acknowledges()
    landlord.responds()
    landlord.is_asked_for_stage_2()
    landlord.allocates(to=landlord.parts.reviewer)

    refusal = landlord.refuses(lambda: acknowledges(landlord))
    landlord.acknowledges(understood="You find it too little.", wants="More.")

    facts = landlord.facts(AcknowledgementFacts)
    assert "say what was understood" in refusal
    assert (facts.understood, facts.desired_outcome) == ("You find it too little.", "More.")
    assert [issue.understood for issue in facts.issues or ()] == ["The bedroom is damp."]


# -- the details (F-020 to F-025)


def test_F_020_F_021_without_the_answer_whether_it_is_the_first_contact_the_details_stay_open(
    reliance: Landlord,
) -> None:
    reliance.receives_complaint(on=LONG_AGO, sorting=None)
    reliance.allocates()

    reliance.acknowledges()  # it never waits for that answer
    before = reliance.duty("stage_1.details").is_open
    reliance.records_details(understood="", desired_outcome="", told_timescale=False, first_contact=True)

    assert before
    assert not reliance.duty("stage_1.details").is_open
    assert reliance.complaint.sorting == TriageAnswers(first_contact=True)


def test_F_020_F_023_F_024_F_025_details_name_all_they_lack(reliance: Landlord) -> None:
    reliance.receives_complaint(on=LONG_AGO, sorting=None)

    sentence = reliance.refuses(
        lambda: reliance.records_details(understood="", desired_outcome="", told_timescale=False)
    )

    assert sentence == (
        "Appendix 1, Concern/Complaint Details: still missing: what the resident is unhappy with; the outcome they "
        "want; whether this is the first time they contact us about it; that they were told the timescale."
    )


def test_F_020_a_policy_that_does_not_ask_for_it_does_not_wait_for_it(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on=LONG_AGO, sorting=None)

    qualitas.records_details()

    assert qualitas.complaint.progress.details_at is not None


def test_F_021_F_024_the_details_are_on_record_when_every_issue_has_its_outcome(reliance: Landlord) -> None:
    reliance.receives_complaint(on=LONG_AGO, issues=(NewIssue(words=LIFT), NewIssue(words=WINDOW)))
    reliance.allocates()
    reliance.confirms_issue(1, understood="It stands.", desired_outcome="A lift.")
    reliance.confirms_issue(2, understood="It sticks.")
    acknowledges(reliance)
    lacking = reliance.refuses(lambda: reliance.records_details(understood="", desired_outcome=""))

    before = reliance.duty("stage_1.details").is_open
    reliance.confirms_issue(2, desired_outcome="A window.")

    assert lacking.endswith("still missing: the outcome they want for issue 2 (It sticks.).")
    assert before
    assert not reliance.duty("stage_1.details").is_open


def test_F_021_F_025_details_of_several_issues_are_recorded_issue_by_issue(clear: Landlord) -> None:
    clear.records_details(understood="", desired_outcome="")

    assert clear.complaint.progress.details_at is not None
    assert any("details: issue 1; understood: Understood 1; wants: Wish 1; issue 2;" in line for line in clear.record)


def test_F_021_details_at_stage_2_are_of_the_request_for_a_review(landlord: Landlord) -> None:
    landlord.receives_complaint(on=LONG_AGO)
    landlord.allocates()
    landlord.acknowledges()
    landlord.responds()
    landlord.is_asked_for_stage_2()
    landlord.allocates(to=landlord.parts.reviewer)

    landlord.records_details(understood="Too little.", desired_outcome="More.")

    assert landlord.complaint.progress.details_at is not None
    assert any("details: Too little; wants: More; told to expect" in line for line in landlord.record)


def test_F_025_the_day_the_resident_was_told_is_on_record(reliance: Landlord) -> None:
    reliance.receives_complaint(on=LONG_AGO)

    reliance.records_details(on="Tue 03 Nov 2026")
    told_in_talk = reliance.complaint.progress.timescale_told
    reliance.allocates()
    reliance.acknowledges(on="Wed 04 Nov 2026")

    assert told_in_talk == date(2026, 11, 23)
    assert any("told to expect the full response by Monday 23 November 2026" in line for line in reliance.record)
    sending = reliance.complaint.progress.acknowledgement
    assert sending
    assert sending.told == date(2026, 11, 18)  # within 10 working days of the acknowledgement


def test_F_022_the_date_the_time_and_the_source_are_kept(reliance: Landlord) -> None:
    reliance.receives_complaint(on=LONG_AGO, at="16:45", channel="T/C")

    assert reliance.complaint.received_at == datetime(2026, 11, 2, 16, 45, tzinfo=UTC)
    assert reliance.complaint.channel == "T/C"
    assert reliance.record[0] == "Mon 02 Nov: complaint received by T/C (4.1.1)"


# -- contact and investigation speak of the issues


def test_R_062_F_023_a_contact_says_how_and_of_which_issues(three: Landlord) -> None:
    three.speaks_with_resident(channel="telephone", issues=(1, 3), note="She is cold.")

    assert any("contact by telephone: spoke about issues 1 and 3: She is cold" in line for line in three.record)
    assert "there is no issue 9" in three.refuses(lambda: three.speaks_with_resident(issues=(9,)))


def test_R_066_what_was_found_says_on_which_issue(three: Landlord) -> None:
    three.investigates(found="The motor burnt out.", issue=1, more_needed=True)

    assert any("found on issue 1: The motor burnt out." in line for line in three.record)
    assert "there is no issue 9" in three.refuses(lambda: three.investigates(issue=9))


# -- the response


ALL = (found(1, "upheld"), found(2, "not_upheld"), found(3, "not_ours", ""))


def test_R_067_Q_059_A_24_the_outcome_follows_from_the_findings(acknowledged: Landlord) -> None:
    acknowledged.responds(outcome=None, findings=ALL, reasons="")

    kept = acknowledged.complaint.progress.response
    told = acknowledged.facts(ResponseFacts)
    assert kept
    assert kept.outcome is Outcome.PARTLY_UPHELD
    assert told.response
    assert (told.response.outcome, told.response.findings) == (Outcome.PARTLY_UPHELD, ALL)
    assert told.issues == acknowledged.complaint.issues
    assert any("stage 1 response: partly upheld" in line for line in acknowledged.record)


@pytest.mark.parametrize(
    ("first", "second", "outcome"),
    [
        pytest.param("upheld", "upheld", Outcome.UPHELD, id="all upheld"),
        pytest.param("not_upheld", "not_upheld", Outcome.NOT_UPHELD, id="none upheld"),
        pytest.param("upheld", "not_upheld", Outcome.PARTLY_UPHELD, id="some upheld"),
        pytest.param("partly_upheld", "partly_upheld", Outcome.PARTLY_UPHELD, id="all in part"),
        pytest.param("partly_upheld", "not_upheld", Outcome.PARTLY_UPHELD, id="one in part"),
    ],
)
def test_A_24_what_is_not_ours_counts_neither_way(
    acknowledged: Landlord, first: str, second: str, outcome: Outcome
) -> None:
    findings = (found(1, first), found(2, second), found(3, "not_ours"))

    acknowledged.responds(outcome=None, findings=findings)

    assert acknowledged.complaint.progress.response
    assert acknowledged.complaint.progress.response.outcome is outcome


def test_A_24_where_nothing_is_ours_the_complaint_is_not_upheld(landlord: Landlord) -> None:
    landlord.receives_complaint(on=LONG_AGO)
    landlord.allocates()
    landlord.confirms_issue(1, understood="Dark.", not_ours="The council's lamp.")
    landlord.acknowledges(understood="")
    contradicted = landlord.refuses(lambda: landlord.drafts(outcome=Outcome.UPHELD))

    landlord.responds(outcome=None, findings=(found(1, "not_ours", ""),))

    assert "issue 1 (Dark.) is recorded as not ours (The council's lamp.)" in contradicted
    assert landlord.complaint.progress.response
    assert landlord.complaint.progress.response.outcome is Outcome.NOT_UPHELD


@pytest.mark.parametrize(
    ("findings", "why"),
    [
        pytest.param((), "issue 1 (Understood 1.) has no finding; issue 2 (Understood 2.) has no", id="none"),
        pytest.param((ALL[0], ALL[2]), "issue 2 (Understood 2.) has no finding", id="one skipped"),
        pytest.param((*ALL, found(4, "upheld")), "there is no issue 4; there is issue 1", id="unknown"),
        pytest.param((*ALL, found(1, "not_upheld")), "issue 1 (Understood 1.) has 2 findings; give one", id="two"),
        pytest.param(
            (found(1, "not_ours"), *ALL[1:]), "issue 1 (Understood 1.) is ours: give a finding on it", id="ours"
        ),
        pytest.param(
            (*ALL[:2], found(3, "upheld")), "issue 3 (Understood 3.) is recorded as not ours (The council", id="theirs"
        ),
        pytest.param(
            (found(1, "upheld", " "), *ALL[1:]), "issue 1 (Understood 1.) needs the reasons for its", id="no reasons"
        ),
    ],
)
def test_R_067_Q_059_A_24_a_response_that_skips_an_issue_or_cannot_be_is_refused_by_name(
    acknowledged: Landlord, findings: tuple[IssueFinding, ...], why: str
) -> None:
    drafted = acknowledged.refuses(lambda: acknowledged.drafts(outcome=None, findings=findings))

    assert why in drafted


def test_R_067_a_response_itself_is_held_to_the_same(reliance: Landlord) -> None:
    reliance.receives_complaint(on=LONG_AGO, issues=(NewIssue(words=LIFT), NewIssue(words=WINDOW)))
    reliance.allocates()
    for number in (1, 2):
        reliance.confirms_issue(number, understood=f"Understood {number}.")
    acknowledges(reliance)

    sentence = reliance.refuses(lambda: reliance.responds(findings=(found(1, "upheld"),)))

    assert sentence == "4.1.1: issue 2 (Understood 2.) has no finding."


def test_A_24_an_outcome_that_contradicts_the_findings_is_refused(acknowledged: Landlord) -> None:
    sentence = acknowledged.refuses(lambda: acknowledged.drafts(outcome=Outcome.UPHELD, findings=ALL))

    assert "the outcome given is upheld, but the findings come to partly upheld" in sentence


def test_R_067_of_a_single_issue_the_outcome_is_the_finding(landlord: Landlord) -> None:
    landlord.receives_complaint(on=LONG_AGO)
    landlord.allocates()
    landlord.acknowledges()

    landlord.responds(outcome=Outcome.UPHELD)

    assert landlord.complaint.progress.response
    assert landlord.complaint.progress.response.findings == ()


def test_R_067_a_single_finding_without_reasons_is_no_response(landlord: Landlord) -> None:
    landlord.receives_complaint(on=LONG_AGO)
    landlord.allocates()
    landlord.acknowledges()

    sentence = landlord.refuses(lambda: landlord.drafts(findings=(found(1, "upheld", ""),), reasons=""))

    assert sentence.endswith("the response still lacks: the reasons.")


def test_Q_052_a_draft_without_the_issue_that_came_after_it_is_not_approved_and_not_sent(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on=LONG_AGO)
    qualitas.allocates()
    qualitas.acknowledges()
    qualitas.drafts()
    qualitas.adds_issue(WINDOW)
    unapproved = qualitas.refuses(qualitas.approves)
    both = (found(1, "upheld"), found(2, "upheld"))
    qualitas.drafts(outcome=None, findings=both)
    qualitas.approves()
    qualitas.adds_issue(LAMP)

    unsent = qualitas.refuses(qualitas.responds)

    assert unapproved.endswith(f"issue 1 (The bedroom is damp.) has no finding; issue 2 ({WINDOW}) has no finding.")
    assert unsent.endswith(f"issue 3 ({LAMP}) has no finding.")


def test_Q_052_what_was_approved_goes_though_the_outcome_is_left_out_again(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on=LONG_AGO)
    qualitas.allocates()
    qualitas.acknowledges()
    findings = (found(1, "partly_upheld"),)
    qualitas.drafts(outcome=None, findings=findings)
    qualitas.approves()
    draft = qualitas.complaint.progress.draft
    assert draft
    given = draft.response.model_copy(update={"outcome": None})

    qualitas.obeys(Respond(at=qualitas.now, by=staff(qualitas.owner), response=given))

    assert qualitas.complaint.progress.response == draft.response


def test_Q_079_at_stage_2_each_issue_has_its_finding_anew(acknowledged: Landlord) -> None:
    acknowledged.responds(outcome=None, findings=ALL)
    acknowledged.is_asked_for_stage_2()
    acknowledged.allocates(to=acknowledged.parts.reviewer)
    acknowledged.acknowledges(understood="The window.")
    acknowledged.consults(acknowledged.parts.consulted_at_stage_2)

    skipped = acknowledged.refuses(lambda: acknowledged.responds(outcome=None))
    acknowledged.responds(outcome=None, findings=(ALL[0], found(2, "upheld"), ALL[2]))

    assert "issue 2 (Understood 2.) has no finding" in skipped
    outcomes = [progress.response.outcome for progress in acknowledged.complaint.stages if progress.response]
    assert outcomes == [Outcome.PARTLY_UPHELD, Outcome.UPHELD]
    told = acknowledged.facts(FinalResponseFacts)
    assert told.issues == acknowledged.complaint.issues
    assert acknowledged.facts(EscalatedFacts).issues == acknowledged.complaint.issues


# -- who, how and under whose eyes


def test_R_064_F_001_F_002_the_handler_is_named_with_job_title_and_department(landlord: Landlord) -> None:
    landlord.receives_complaint(on=LONG_AGO)
    landlord.allocates()

    landlord.acknowledges()

    handler = landlord.facts(AcknowledgementFacts).handler
    person = landlord.staff.person(landlord.parts.handler)
    assert handler
    assert (handler.name, handler.job_title, handler.department) == (person.name, person.job_title, person.department)
    assert all(person.department for person in landlord.staff.people)


def test_R_052_a_handler_takes_a_hard_complaint_to_the_team_supervisor(reliance: Landlord) -> None:
    supervisors = [person.id for person in reliance.staff.people if "team_supervisor" in person.roles]
    reliance.receives_complaint(on=LONG_AGO)
    reliance.allocates()

    reliance.consults(supervisors[0], summary="Offer a survey this week.")

    assert reliance.complaint.progress.consultations[0].officer.id == supervisors[0]
    assert any("Offer a survey this week." in line for line in reliance.record)
    assert "team_supervisor" in reliance.rules.landlord.ladder.told["stage_1.respond"].raise_to


def test_Q_041_a_telephone_call_comes_before_the_written_acknowledgement_and_does_not_stand_for_it(
    qualitas: Landlord,
) -> None:
    qualitas.receives_complaint(on=LONG_AGO)
    qualitas.allocates()

    qualitas.speaks_with_resident(on="Tue 03 Nov 2026", at="10:00", channel="telephone", understood="Damp.")
    spoken = qualitas.duty("stage_1.acknowledge").is_open
    qualitas.acknowledges(on="Tue 03 Nov 2026", at="11:00")

    assert spoken
    assert not qualitas.duty("stage_1.acknowledge").is_open
    steps = [line for line in qualitas.steps if "contact by" in line or "acknowledgement:" in line]
    assert [line.split(" (")[0] for line in steps] == [
        "Tue 03 Nov: contact by telephone: spoke",
        (
            "Tue 03 Nov: stage 1 acknowledgement: full response by Tuesday 17 November 2026; "
            "telephone call first: somebody has spoken with the resident"
        ),
    ]


@pytest.mark.parametrize(
    ("prefers", "channel"),
    [(Channel.EMAIL, "email"), (Channel.LETTER, "letter"), (Channel.TEXT, "email")],
    ids=["e-mail", "letter", "text"],
)
def test_Q_053_A_22_only_a_letter_or_an_e_mail_acknowledges(qualitas: Landlord, prefers: Channel, channel: str) -> None:
    qualitas.receives_complaint(on=LONG_AGO, resident=SAM.model_copy(update={"prefers": prefers}))
    qualitas.allocates()

    qualitas.acknowledges()

    fulfilling = qualitas.letter(NoticeKind.ACKNOWLEDGEMENT)
    letters = [sent for sent in qualitas.sent if sent.kind is NoticeKind.ACKNOWLEDGEMENT and sent.notice.fulfils]
    assert {str(sent.channel) for sent in letters} == {channel}
    assert fulfilling
    assert qualitas.rules.edition.stage_1.acknowledge.counts_by == (Channel.EMAIL, Channel.LETTER)


def test_Q_040_A_22_a_late_acknowledgement_comes_before_senior_management(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on=LONG_AGO)
    qualitas.allocates()

    qualitas.waits(until="Fri 06 Nov 2026")

    overdue = [sent.to for sent in qualitas.sent if sent.kind is NoticeKind.OVERDUE]
    assert overdue
    assert all("smt" in qualitas.staff.person(to).roles for to in overdue)
    assert RULEBOOK.landlord("qualitas").ladder.told["stage_1.acknowledge"].raise_to == ("smt",)
    assert SORTED.first_contact is False


def test_R_101_F_023_who_an_issue_turns_out_to_be_about_takes_no_further_part(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    subject = landlord.officer(landlord.parts.handler)

    landlord.confirms_issue(1, on="Tue 03 Nov 2026", understood="The officer was rude.", about=subject)
    known_at = landlord.now
    said = landlord.record_of(EntryKind.ISSUE_CONFIRMED)[-1]
    assert said.endswith(f"it is about {subject.name}, who takes no further part")
    assert landlord.complaint.progress.owner is None
    refused = landlord.refuses(lambda: landlord.allocates(to=subject.id))
    assert refused.startswith("Code 5.8: the complaint is about")

    landlord.allocates(to=landlord.parts.colleague)
    landlord.waits("Fri 13 Nov 2026")
    assert [sent.kind for sent in landlord.sent if sent.to == subject.id and sent.at >= known_at] == []
