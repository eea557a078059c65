"""Stage 2: asking for it, late requests, who reviews, and the final response."""

from datetime import date

import pytest

from domain.calendar.days import short
from domain.complaint.actor import staff
from domain.complaint.entry_kinds import EntryKind
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.resident import Resident
from domain.complaint.resident_facts import EscalationDeclinedFacts, EscalationReceiptFacts
from domain.complaint.staff_facts import EscalatedFacts
from domain.duties.of_a_stage import internal_targets
from domain.duties.owed import escalation_window
from domain.policy.channels import Channel
from domain.policy.duty_kinds import DutyKind
from domain.policy.stages import Stage
from domain.procedure.stages.respond import Respond
from tests.spec.cast import SAM, TOO_LATE, Landlord, posted, response


@pytest.fixture
def answered(landlord: Landlord) -> Landlord:
    """A complaint answered at stage 1 on Thu 19 Nov 2026: the last day to ask for stage 2 is Thu 17 Dec."""
    return answer(landlord)


def answer(landlord: Landlord, resident: Resident = SAM) -> Landlord:
    """Received on Mon 02 Nov 2026, answered on Thu 19 Nov, with somebody consulted."""
    landlord.receives_complaint(on="Mon 02 Nov 2026", resident=resident)
    landlord.allocates()
    landlord.acknowledges(on="Thu 05 Nov 2026")
    landlord.speaks_with_resident()
    landlord.consults()
    landlord.responds(on="Thu 19 Nov 2026")
    return landlord


def last_day(landlord: Landlord) -> str:
    last = escalation_window(landlord.complaint, landlord.rules)
    return short(last.on) if last else "none"


def reviewed(landlord: Landlord, on: str = "Mon 30 Nov 2026") -> Landlord:
    """Stage 2 asked for on Mon 30 Nov 2026, with its reviewer."""
    landlord.is_asked_for_stage_2(on=on)
    landlord.allocates(to=landlord.parts.reviewer)
    return landlord


# -- asking


def test_R_053_Q_070_the_window_is_twenty_working_days(answered: Landlord) -> None:
    assert last_day(answered) == "Thu 17 Dec 2026"


def test_A_33_Q_070_a_posted_response_is_received_two_working_days_later(qualitas: Landlord) -> None:
    answer(qualitas, Resident(name="Sam", prefers=Channel.LETTER, address=("3 Example Street",)))

    qualitas.posts("response", on="Fri 20 Nov 2026")

    assert last_day(qualitas) == "Tue 22 Dec 2026"  # twenty from Tue 24 Nov


def test_R_053_reliance_counts_from_when_it_went(reliance: Landlord) -> None:
    answer(reliance, Resident(name="Sam", prefers=Channel.LETTER, address=("3 Example Street",)))

    reliance.posts("response", on="Fri 20 Nov 2026")

    assert last_day(reliance) == "Fri 18 Dec 2026"


def test_A_47_R_069_the_handler_asks_for_it_in_the_same_call(answered: Landlord) -> None:
    answered.is_asked_for_stage_2(on="Thu 19 Nov 2026", at="12:01", by=answered.parts.handler)

    assert answered.complaint.progress.stage == "stage_2"
    assert any("escalated to stage 2" in line for line in answered.record)
    assert answered.written[-1].at.minute == 1


def test_R_082_nobody_needs_a_reason(answered: Landlord) -> None:
    answered.is_asked_for_stage_2(on="Mon 30 Nov 2026")

    assert answered.told(NoticeKind.ESCALATION_RECEIPT)[0] == (
        "Mon 30 Nov 12:00 escalation_receipt to resident by email"
    )


def test_Q_073_reasons_that_are_given_go_to_whoever_reviews(answered: Landlord) -> None:
    answered.is_asked_for_stage_2(on="Mon 30 Nov 2026", reasons="Still damp.", desired_outcome="A new wall.")

    facts = answered.facts(EscalatedFacts)
    assert (facts.reason, facts.desired_outcome) == ("Still damp.", "A new wall.")
    assert answered.complaint.progress.desired_outcome == "A new wall."


def test_R_053_stage_2_reviews_an_outcome_so_there_must_be_one(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")

    sentence = landlord.refuses(landlord.is_asked_for_stage_2)

    assert "which has not been given yet" in sentence
    assert "the Housing Ombudsman can advise the resident at any time" in sentence


def test_D6_it_is_not_asked_for_before_the_response(answered: Landlord) -> None:
    sentence = answered.refuses(lambda: answered.is_asked_for_stage_2(on="Wed 18 Nov 2026"))

    assert "dated before the stage 1 response" in sentence


def test_R_053_there_is_one_stage_2(answered: Landlord) -> None:
    reviewed(answered)

    sentence = answered.refuses(lambda: answered.is_asked_for_stage_2(reasons="Again."))

    assert sentence.endswith("the complaint is already at stage 2.")


def test_R_053_on_the_last_day_it_is_in_time_though_recorded_the_day_after(answered: Landlord) -> None:
    answered.waits(until="Fri 18 Dec 2026", at="07:30")
    before = answered.complaint.closed

    answered.is_asked_for_stage_2(on="Thu 17 Dec 2026", at="23:30")

    assert before is not None
    assert answered.complaint.closed is None
    assert answered.complaint.progress.stage == "stage_2"
    assert any("opened again for stage 2" in line for line in answered.record)


def test_E24_the_text_that_would_have_told_of_the_closure_is_taken_back(answered: Landlord) -> None:
    answered.waits(until="Fri 18 Dec 2026", at="07:30")

    answered.is_asked_for_stage_2(on="Thu 17 Dec 2026", at="23:30")
    answered.waits(until="Fri 18 Dec 2026")

    assert answered.told(NoticeKind.CLOSURE) == ["Fri 18 Dec 00:00 closure to resident by email"]
    assert any("closure not sent by text: the complaint is open again" in line for line in answered.record)


# -- after the window


def test_A_06_after_the_window_a_manager_decides_also_when_it_is_closed(answered: Landlord) -> None:
    answered.is_asked_for_stage_2(on="Mon 21 Dec 2026", reasons="I was in hospital.")

    assert answered.complaint.closed is not None
    assert not answered.settled
    due = {"reliance": "Wed 23 Dec 2026", "qualitas": "Tue 22 Dec 2026"}[answered.key]
    assert answered.owes() == [f"stage_1.decide_late_request due {due}"]
    manager = {"reliance": "simon-wright", "qualitas": "george-abbott"}[answered.key]  # they took no part in stage 1
    assert answered.told(NoticeKind.LATE_REQUEST) == [f"Mon 21 Dec 12:00 late_request to {manager} by email"]
    receipt = answered.facts(EscalationReceiptFacts)
    assert (receipt.late, receipt.last_day) == (True, date(2026, 12, 17))


def test_A_06_accepted_its_clocks_run_from_the_request(answered: Landlord) -> None:
    answered.is_asked_for_stage_2(on="Mon 21 Dec 2026", desired_outcome="A new wall.")

    answered.decides_late_request(on="Tue 22 Dec 2026", accept=True)

    assert (
        answered.due("stage_2.acknowledge")
        == {"reliance": "Wed 30 Dec 2026", "qualitas": "Wed 23 Dec 2026"}[answered.key]
    )
    assert answered.complaint.closed is None
    assert answered.complaint.progress.desired_outcome == "A new wall."
    assert any("decision on the late request for stage 2 done in time" in line for line in answered.record)


def test_A_06_accepted_late_nobody_is_reminded_of_what_was_before_the_decision(answered: Landlord) -> None:
    answered.is_asked_for_stage_2(on="Mon 21 Dec 2026")
    answered.decides_late_request(on="Fri 08 Jan 2027", accept=True)

    answered.waits(until="Tue 12 Jan 2027")

    assert not any("could not be sent on the day" in line for line in answered.record)
    told = answered.facts(EscalationReceiptFacts)
    assert told.due_on is None  # "soon": the day to acknowledge by has passed
    assert told.last_day is not None
    assert answered.facts(EscalatedFacts).due_on == date(2027, 1, 8)  # staff: today


def test_A_06_declined_the_resident_hears_the_reasons_and_of_the_ombudsman(answered: Landlord) -> None:
    answered.is_asked_for_stage_2(on="Mon 21 Dec 2026")

    answered.decides_late_request(on="Tue 29 Dec 2026", accept=False)

    facts = answered.facts(EscalationDeclinedFacts)
    assert (facts.reason, facts.received_on) == (TOO_LATE, date(2026, 12, 21))
    assert answered.complaint.closed is not None
    answered.waits(until="Wed 30 Dec 2026")
    assert answered.settled


@pytest.mark.parametrize("reasons", ["", "no", "no no no no no no no no no no no", "Too late."])
def test_R_053_Q_070_declined_it_needs_reasons_of_the_case_as_a_refusal_does(answered: Landlord, reasons: str) -> None:
    answered.is_asked_for_stage_2(on="Mon 21 Dec 2026")

    said = answered.refuses(lambda: answered.decides_late_request(accept=False, reasons=reasons))

    assert "the reasons must be specific to this case, in at least 10 different words" in said
    assert said.endswith("(Code 5.11).")


@pytest.mark.parametrize("accept", [True, False])
def test_R_053_Q_070_A_06_who_took_part_in_stage_1_does_not_decide_whether_it_is_reviewed(
    answered: Landlord, *, accept: bool
) -> None:
    took_part = {"reliance": answered.parts.consulted, "qualitas": answered.parts.approver}[answered.key]
    answered.is_asked_for_stage_2(on="Mon 21 Dec 2026")

    said = answered.refuses(lambda: answered.decides_late_request(accept=accept, by=took_part))

    assert "took part in stage 1 and may not be the one who decides on a late request (Code 5.8)." in said


def test_A_06_where_all_who_decide_took_part_in_stage_1_those_above_them_decide(answered: Landlord) -> None:
    progress = answered.complaint.stages[0]
    managers = {"amara-okafor", "simon-wright", "victoria-lane", "george-abbott", "marcus-bell"}
    answered.complaint = answered.complaint.with_progress(progress, involved=progress.involved | managers)
    above = {"reliance": "helen-marsh", "qualitas": "patrick-doyle"}[answered.key]
    answered.is_asked_for_stage_2(on="Mon 21 Dec 2026")

    answered.decides_late_request(on="Tue 22 Dec 2026", accept=True, by=above)

    assert answered.told(NoticeKind.LATE_REQUEST, to=above)
    assert answered.complaint.at_stage(Stage.TWO)


def test_A_06_by_a_manager(answered: Landlord) -> None:
    answered.is_asked_for_stage_2(on="Mon 21 Dec 2026")

    sentence = answered.refuses(lambda: answered.decides_late_request(accept=True, by=answered.parts.handler))

    roles = {
        "reliance": "Department Manager or Senior Leadership Team",
        "qualitas": "Senior Management Team or Managing Director",
    }
    assert sentence.endswith(f"the role {roles[answered.key]} decides on a late request.")


def test_A_06_only_what_was_asked_is_decided_and_not_before(answered: Landlord) -> None:
    assert "no request for stage 2 is waiting" in answered.refuses(lambda: answered.decides_late_request(accept=True))

    answered.is_asked_for_stage_2(on="Mon 21 Dec 2026")

    assert "dated before the request" in answered.refuses(
        lambda: answered.decides_late_request(accept=True, on="Fri 18 Dec 2026")
    )


def test_A_06_it_is_asked_for_once_while_it_waits_and_may_be_again_after(answered: Landlord) -> None:
    answered.is_asked_for_stage_2(on="Mon 21 Dec 2026")
    sentence = answered.refuses(lambda: answered.is_asked_for_stage_2(reasons="Please."))
    answered.decides_late_request(accept=False)

    answered.is_asked_for_stage_2()
    answered.decides_late_request(accept=False)

    assert sentence.endswith("a manager is deciding on it.")
    assert len([line for line in answered.record if "late request for stage 2 declined" in line]) == 2


def test_A_06_a_decision_that_is_not_taken_is_missed_and_raised(answered: Landlord) -> None:
    answered.is_asked_for_stage_2(on="Mon 21 Dec 2026")

    answered.waits(until="Thu 31 Dec 2026")

    due = {"reliance": "Wed 23 Dec 2026", "qualitas": "Tue 22 Dec 2026"}[answered.key]
    assert f"stage_1.decide_late_request due {due}" in answered.missed
    raised_to = {"reliance": "helen-marsh", "qualitas": "patrick-doyle"}[answered.key]
    assert f"overdue to {raised_to}: decision on the late request for stage 2" in answered.reminders()[-1]


# -- who reviews


def test_R_054_Q_077_stage_2_belongs_to_its_own_role(answered: Landlord) -> None:
    answered.is_asked_for_stage_2(on="Mon 30 Nov 2026")

    sentence = answered.refuses(lambda: answered.allocates(to=answered.parts.colleague, by=answered.parts.reviewer))

    roles = {
        "reliance": "Department Manager or Senior Leadership Team",
        "qualitas": "Senior Manager or Manager or Senior Management Team",
    }
    assert f"stage 2 belongs to the role {roles[answered.key]}" in sentence


def test_A_17_Q_072_whoever_was_consulted_at_stage_1_does_not_review(answered: Landlord) -> None:
    answered.is_asked_for_stage_2(on="Mon 30 Nov 2026")

    sentence = answered.refuses(lambda: answered.allocates(to=answered.parts.consulted))

    assert "took part in stage 1 and may not review it at stage 2" in sentence


def test_Q_072_the_approver_of_stage_1_does_not_review(qualitas: Landlord) -> None:
    answer(qualitas)
    qualitas.is_asked_for_stage_2(on="Mon 30 Nov 2026")

    assert "took part in stage 1" in qualitas.refuses(lambda: qualitas.allocates(to="victoria-lane"))


def test_Q_072_nor_who_returned_a_draft(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026")
    qualitas.allocates()
    qualitas.acknowledges()
    qualitas.drafts()
    qualitas.returns_draft(by="marcus-bell")
    qualitas.drafts()
    qualitas.approves(by="victoria-lane")
    qualitas.responds()
    qualitas.is_asked_for_stage_2()

    assert "took part in stage 1" in qualitas.refuses(lambda: qualitas.allocates(to="marcus-bell"))


def test_Q_072_nor_who_wrote_the_response(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026")
    qualitas.allocates()
    qualitas.acknowledges()
    qualitas.also_holds("rachel-stone", "operations")
    qualitas.drafts(by="rachel-stone")
    qualitas.approves()
    qualitas.responds()
    qualitas.is_asked_for_stage_2()

    assert "took part in stage 1" in qualitas.refuses(lambda: qualitas.allocates(to="rachel-stone"))


def test_Q_072_nor_a_former_handler_whom_it_was_taken_from(qualitas: Landlord) -> None:
    qualitas.also_holds("owen-price", "manager")
    qualitas.receives_complaint(on="Mon 02 Nov 2026")
    qualitas.allocates(to="owen-price")
    qualitas.reassigns("nadia-karim")
    qualitas.acknowledges()
    qualitas.responds()
    qualitas.is_asked_for_stage_2()

    assert "took part in stage 1" in qualitas.refuses(lambda: qualitas.allocates(to="owen-price"))


@pytest.mark.parametrize("step", ["draft", "investigate", "reassign"])
def test_D15_nor_does_their_work_or_take_it_over(answered: Landlord, step: str) -> None:
    reviewed(answered)
    answered.acknowledges()
    steps = {
        "draft": lambda: answered.drafts(by=answered.parts.handler),
        "investigate": lambda: answered.investigates(by=answered.parts.handler),
        "reassign": lambda: answered.reassigns(answered.parts.consulted),
    }

    assert "took part in stage 1" in answered.refuses(steps[step])


def test_A_17_where_every_manager_took_part_slt_reviews(reliance: Landlord) -> None:
    answer(reliance)
    reliance.is_asked_for_stage_2(on="Mon 30 Nov 2026")

    reliance.allocates(to="helen-marsh", reason="Both department managers took part in stage 1.")

    assert reliance.owner.id == "helen-marsh"


def test_D15_whoever_took_part_in_stage_1_is_not_asked_to_review(reliance: Landlord) -> None:
    answer(reliance)  # amara-okafor was consulted

    reliance.is_asked_for_stage_2(on="Mon 30 Nov 2026")
    reliance.waits(until="Fri 11 Dec 2026")

    assert reliance.told(NoticeKind.ESCALATED) == ["Mon 30 Nov 12:00 escalated to simon-wright by email"]
    about_stage_2 = [sent.to for sent in reliance.sent if sent.at.month == 12]
    assert about_stage_2
    assert "amara-okafor" not in about_stage_2


# -- its clocks


def test_R_081_F_071_reliance_acknowledges_and_speaks_within_five_working_days(reliance: Landlord) -> None:
    reviewed(answer(reliance))

    assert (reliance.due("stage_2.acknowledge"), reliance.due("stage_2.contact")) == (
        "Mon 07 Dec 2026",
        "Mon 07 Dec 2026",
    )


def test_R_085_F_077_reliance_answers_twenty_working_days_from_the_acknowledgement(reliance: Landlord) -> None:
    reviewed(answer(reliance))

    reliance.acknowledges(on="Wed 02 Dec 2026")

    targets = internal_targets(reliance.complaint, reliance.complaint.progress, reliance.rules)
    assert reliance.due("stage_2.respond") == "Mon 04 Jan 2027"
    assert (
        short(targets[DutyKind.RESPOND.at(Stage.TWO)]) == "Wed 30 Dec 2026"
    )  # the form counts from the request


def test_F_075_A_27_the_review_is_due_nineteen_working_days_from_the_request(reliance: Landlord) -> None:
    reviewed(answer(reliance))

    assert reliance.due("stage_2.investigate") == "Tue 29 Dec 2026"
    assert reliance.duty("stage_2.investigate").words == "stage 2 review"


def test_Q_071_qualitas_acknowledges_within_two_working_days(qualitas: Landlord) -> None:
    reviewed(answer(qualitas))

    assert qualitas.due("stage_2.acknowledge") == "Wed 02 Dec 2026"


def test_D4_a_late_stage_2_acknowledgement_buys_no_time_either(qualitas: Landlord) -> None:
    reviewed(answer(qualitas))

    qualitas.acknowledges(on="Tue 08 Dec 2026")

    assert qualitas.due("stage_2.respond") == "Wed 16 Dec 2026"


def test_F_072_the_review_says_whether_stage_1_was_complete(reliance: Landlord) -> None:
    reviewed(answer(reliance))

    reliance.investigates(found="The surveyor was never asked.", stage_1_complete=False)
    reliance.investigates(found="The rest was in order.", stage_1_complete=True)

    assert any("The surveyor was never asked. Stage 1 was not complete." in line for line in reliance.record)
    assert any("The rest was in order. Stage 1 was complete." in line for line in reliance.record)


# -- the final response


def test_R_054_slt_is_consulted_before_the_final_response(reliance: Landlord) -> None:
    reviewed(answer(reliance))
    reliance.acknowledges()
    sentence = reliance.refuses(reliance.responds)

    reliance.consults("helen-marsh")
    reliance.responds()

    assert sentence == "4.0 Complaint Stages: record the consultation with the Senior Leadership Team first."
    assert reliance.complaint.progress.responded is not None


def test_R_054_a_supervisor_is_not_slt(reliance: Landlord) -> None:
    reviewed(answer(reliance))
    reliance.acknowledges()
    reliance.consults("daniel-osei")

    assert "record the consultation" in reliance.refuses(reliance.responds)


def test_R_054_who_has_the_review_is_not_consulted_on_it(reliance: Landlord) -> None:
    answer(reliance)
    reliance.is_asked_for_stage_2(on="Mon 30 Nov 2026")
    reliance.allocates(to="helen-marsh", reason="Both department managers took part in stage 1.")
    reliance.acknowledges()

    sentence = reliance.refuses(lambda: reliance.consults("helen-marsh"))

    assert sentence == ("4.0 Complaint Stages: Helen Marsh deals with stage 2; somebody else must be consulted.")


def test_R_054_whoever_was_consulted_and_then_takes_the_review_over_consults_somebody_else(reliance: Landlord) -> None:
    reviewed(answer(reliance))
    reliance.acknowledges()
    reliance.consults("helen-marsh")
    reliance.reassigns("helen-marsh", reason="Both department managers are away.")

    sentence = reliance.refuses(reliance.responds)
    reliance.consults("yusuf-rahman")
    reliance.responds()

    assert "record the consultation with the Senior Leadership Team" in sentence
    assert reliance.complaint.progress.responded is not None


def test_R_084_Q_079_the_final_response_says_whether_the_outcome_stands(answered: Landlord) -> None:
    reviewed(answered)
    answered.acknowledges()
    answered.consults(answered.parts.consulted_at_stage_2)

    sentence = answered.refuses(lambda: answered.responds(stage_1_stands=None))

    assert sentence.endswith("the response still lacks: whether the stage 1 outcome stands.")


def test_F_079_a_letter_that_has_gone_must_have_told_of_the_ombudsman(qualitas: Landlord) -> None:
    reviewed(answer(qualitas))
    qualitas.acknowledges(on="Tue 01 Dec 2026")
    order = Respond(
        at=qualitas.now,
        by=staff(qualitas.owner),
        response=response(stage_1_stands=True),
        already_sent=posted("Tue 01 Dec 2026", told=False),
    )

    assert qualitas.refuses(lambda: qualitas.obeys(order)).endswith("told the resident about the Ombudsman.")


def test_A_36_qualitas_asks_for_no_approval_at_stage_2(qualitas: Landlord) -> None:
    reviewed(answer(qualitas))
    qualitas.acknowledges(on="Tue 01 Dec 2026")

    qualitas.responds(on="Tue 15 Dec 2026")

    assert "Tue 15 Dec: stage 2 final response done in time (due Tuesday 15 December 2026) (9.5)" in qualitas.record


# -- Qualitas: it must have arrived


@pytest.fixture
def by_post(qualitas: Landlord) -> Landlord:
    """Stage 2 at Qualitas for a resident who wants letters; the final response must have arrived by Tue 15 Dec 2026."""
    answer(qualitas, Resident(name="Sam", prefers=Channel.LETTER, address=("3 Example Street",)))
    qualitas.posts("response", on="Thu 19 Nov 2026", at="15:00")
    reviewed(qualitas)
    qualitas.acknowledges(on="Tue 01 Dec 2026")
    qualitas.posts("acknowledgement", on="Tue 01 Dec 2026", at="15:00")
    return qualitas


def test_Q_077_A_33_a_posted_response_goes_two_working_days_earlier(by_post: Landlord) -> None:
    duty = by_post.duty("stage_2.respond")

    assert (short(duty.due_on), duty.send_by and short(duty.send_by)) == ("Tue 15 Dec 2026", "Fri 11 Dec 2026")


def test_Q_077_reminders_lead_up_to_the_day_it_must_be_posted(by_post: Landlord) -> None:
    by_post.speaks_with_resident()

    by_post.waits(until="Mon 14 Dec 2026")

    assert by_post.reminders()[-3:] == [
        "Wed 09 Dec reminder to rachel-stone: stage 2 final response",
        "Thu 10 Dec reminder to rachel-stone: stage 2 final response",
        "Fri 11 Dec reminder to rachel-stone: stage 2 final response",
    ]


def test_Q_077_posted_on_that_day_it_is_in_time(by_post: Landlord) -> None:
    by_post.responds(on="Fri 11 Dec 2026")

    by_post.posts("response", on="Fri 11 Dec 2026", at="16:00")

    assert "Fri 11 Dec: stage 2 final response done in time (due Tuesday 15 December 2026) (9.5)" in by_post.record


def test_Q_077_posted_on_the_due_day_it_arrives_late_and_the_miss_is_recorded_on_its_day(by_post: Landlord) -> None:
    by_post.responds(on="Tue 15 Dec 2026")

    by_post.posts("response", on="Tue 15 Dec 2026", at="16:00")
    before = by_post.missed
    by_post.waits(until="Wed 16 Dec 2026", at="00:00")

    assert "stage_2.respond due Tue 15 Dec 2026" not in before
    assert (
        "Tue 15 Dec: stage 2 final response done 2 working days late (due Tuesday 15 December 2026) (9.5)"
        in by_post.record
    )
    assert "Wed 16 Dec: stage 2 final response missed: due Tuesday 15 December 2026 (9.5)" in by_post.record


def test_Q_077_handed_over_on_the_due_day_it_is_in_time(by_post: Landlord) -> None:
    by_post.responds(on="Tue 15 Dec 2026")

    by_post.posts("response", on="Tue 15 Dec 2026", at="16:00", by_hand=True)

    assert "Tue 15 Dec: stage 2 final response done in time (due Tuesday 15 December 2026) (9.5)" in by_post.record


def test_Q_077_by_email_it_arrives_the_day_it_goes(qualitas: Landlord) -> None:
    reviewed(answer(qualitas))

    assert qualitas.duty("stage_2.respond").send_by is None


def test_D13_the_record_keeps_why_stage_2_was_asked_for(answered: Landlord) -> None:
    answered.is_asked_for_stage_2(on="Mon 30 Nov 2026", reasons="It still drips.", desired_outcome="A dry wall.")

    assert answered.record_of(EntryKind.ESCALATED) == ["escalated to stage 2: It still drips; wants: A dry wall"]


def test_D13_the_record_keeps_why_a_late_request_was_made(answered: Landlord) -> None:
    answered.is_asked_for_stage_2(on="Mon 21 Dec 2026", reasons="It still drips.")

    [line] = answered.record_of(EntryKind.LATE_REQUEST)
    assert line.endswith("a manager must decide: It still drips")
