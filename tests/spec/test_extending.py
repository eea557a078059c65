"""Putting a response off: once, within the cap, told before the old date, with the Ombudsman's details."""

from datetime import date
from typing import Any

import pytest

from domain.calendar.deadlines import explain
from domain.complaint.actor import staff
from domain.complaint.approvals import Approvable
from domain.complaint.entry_kinds import EntryKind
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.resident_facts import ExtensionFacts
from domain.complaint.staff_facts import ExtensionToApproveFacts
from domain.policy.channels import Channel
from domain.policy.staff import Officer
from domain.procedure.stages.approve import Approve
from domain.views.waiting import waits_for
from tests.spec.cast import SAM, Landlord, posted

CLAUSE = {"reliance": "4.1.1", "qualitas": "8.2"}


@pytest.fixture
def acknowledged(landlord: Landlord) -> Landlord:
    """A complaint of Mon 02 Nov 2026, acknowledged on Tue 03 Nov: the response is due Tue 17 Nov."""
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.acknowledges(on="Tue 03 Nov 2026")
    landlord.speaks_with_resident()
    return landlord


def at_stage_2(landlord: Landlord) -> Landlord:
    """Stage 2 asked for on Wed 18 Nov 2026 and acknowledged on Thu 19 Nov."""
    landlord.responds(on="Tue 17 Nov 2026")
    landlord.is_asked_for_stage_2(on="Wed 18 Nov 2026")
    landlord.allocates(to=landlord.parts.reviewer)
    landlord.acknowledges(on="Thu 19 Nov 2026")
    return landlord


def test_R_073_Q_056_it_counts_from_the_current_due_date(acknowledged: Landlord) -> None:
    acknowledged.extends(10, on="Mon 16 Nov 2026")

    assert acknowledged.due("stage_1.respond") == "Tue 01 Dec 2026"
    assert any(
        "response extended from Tuesday 17 November 2026 to Tuesday 1 December 2026: The surveyor is away." in line
        for line in acknowledged.record
    )


def test_R_073_Q_056_it_waits_for_the_acknowledgement_that_tells_the_day(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", at="10:00")
    landlord.allocates()

    sentence = landlord.refuses(lambda: landlord.extends(10, on="Mon 02 Nov 2026", at="13:00"))

    assert sentence.endswith("counted from the acknowledgement; acknowledge it first.")
    assert landlord.would_help == "acknowledge"


def test_R_073_Q_056_it_waits_for_an_acknowledgement_that_is_still_to_be_posted(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", resident=SAM.model_copy(update={"prefers": Channel.LETTER}))
    landlord.allocates()
    landlord.acknowledges(on="Tue 03 Nov 2026")

    sentence = landlord.refuses(lambda: landlord.extends(5, on="Wed 04 Nov 2026"))

    assert sentence.endswith("is a letter that has not gone; post it, and record that.")
    assert landlord.would_help == "record_posted"
    landlord.posts("acknowledgement", on="Wed 04 Nov 2026", at="13:00")
    landlord.extends(5)
    assert landlord.complaint.progress.extensions


def test_R_073_Q_056_it_is_not_dated_before_the_acknowledgement(acknowledged: Landlord) -> None:
    sentence = acknowledged.refuses(lambda: acknowledged.extends(10, on="Tue 03 Nov 2026", at="11:00"))

    assert sentence == (
        f"{CLAUSE[acknowledged.key]}: the extension is dated before the acknowledgement; give the right date."
    )


def test_R_073_Q_056_put_off_on_the_day_of_receipt_it_is_twice_the_time_at_most(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", at="10:00")
    landlord.allocates()
    landlord.acknowledges(on="Mon 02 Nov 2026", at="12:00")

    landlord.extends(10, on="Mon 02 Nov 2026", at="13:00")

    assert landlord.due("stage_1.respond") == "Mon 30 Nov 2026"


def test_R_087_at_stage_2_too_it_waits_for_the_acknowledgement(acknowledged: Landlord) -> None:
    acknowledged.responds(on="Tue 17 Nov 2026")
    acknowledged.is_asked_for_stage_2(on="Wed 18 Nov 2026")
    acknowledged.allocates(to=acknowledged.parts.reviewer)

    assert "stage 2 is not acknowledged yet" in acknowledged.refuses(lambda: acknowledged.extends(20))


def test_R_073_reason_new_date_and_old_date_are_in_the_letter(acknowledged: Landlord) -> None:
    acknowledged.extends(5, on="Mon 16 Nov 2026", at="10:00")

    facts = acknowledged.facts(ExtensionFacts)
    assert (facts.previous_due_on, facts.due_on) == (date(2026, 11, 17), date(2026, 11, 24))
    assert facts.reason == "The surveyor is away."
    assert acknowledged.told(NoticeKind.EXTENSION) == [
        "Mon 16 Nov 10:00 extension to resident by email",
        "Mon 16 Nov 10:00 extension to resident by text",
    ]


def test_R_073_the_resident_is_given_the_reason(acknowledged: Landlord) -> None:
    sentence = acknowledged.refuses(lambda: acknowledged.extends(5, reason=" "))

    assert sentence == (
        f"{CLAUSE[acknowledged.key]}: say why more time is needed; the letter gives the resident the reason."
    )


def test_R_073_Q_056_ten_working_days_at_the_most(acknowledged: Landlord) -> None:
    sentence = acknowledged.refuses(lambda: acknowledged.extends(11))

    beyond = {"reliance": "exceptional circumstances", "qualitas": "good reason"}[acknowledged.key]
    assert sentence == (
        f"{CLAUSE[acknowledged.key]}: an extension is at most 10 working days, and given once; "
        f"more needs {beyond}: say what they are."
    )


def test_A_42_once(acknowledged: Landlord) -> None:
    acknowledged.extends(2)

    assert "given once" in acknowledged.refuses(lambda: acknowledged.extends(2, reason="Still away."))


def test_R_073_who_is_asked_to_approve_holds_the_role(acknowledged: Landlord) -> None:
    sentence = acknowledged.refuses(
        lambda: acknowledged.extends(
            15, exceptional_reason="A flood.", approver=acknowledged.officer(acknowledged.parts.colleague)
        )
    )

    roles = {"reliance": "Department Manager", "qualitas": "Senior Management Team"}[acknowledged.key]
    assert f"must be approved by the role {roles}" in sentence
    assert sentence.endswith("ask somebody who does.")


def test_R_073_exceptional_and_approved_it_may_be_longer_and_again(acknowledged: Landlord) -> None:
    approver = acknowledged.officer(acknowledged.parts.approver)
    acknowledged.extends(10, on="Fri 13 Nov 2026")

    acknowledged.extends(15, on="Mon 30 Nov 2026", exceptional_reason="A flood.", approved_by=approver.id)

    assert acknowledged.due("stage_1.respond") == "Tue 22 Dec 2026"
    facts = acknowledged.facts(ExtensionFacts)
    assert (facts.exceptional, facts.why) == (True, "A flood.")
    assert any(f"approved by {approver.signature}" in line for line in acknowledged.record)


def asks_for_more(landlord: Landlord, **more: Any) -> None:  # noqa: ANN401 - any field of the order
    """More time than the policy allows, asked on Thu 12 Nov."""
    landlord.extends(15, on="Thu 12 Nov 2026", exceptional_reason="A flood.", **more)


def test_A_42_an_approval_named_by_who_asks_is_a_request_and_nothing_moves_before_it(acknowledged: Landlord) -> None:
    before = acknowledged.due("stage_1.respond")
    approver = acknowledged.officer(acknowledged.parts.other_approver)

    asks_for_more(acknowledged, approver=approver)

    assert acknowledged.due("stage_1.respond") == before
    assert not acknowledged.told(NoticeKind.EXTENSION)
    assert acknowledged.told(NoticeKind.EXTENSION_TO_APPROVE, to=approver.id)
    waits = next(each for each in waits_for(acknowledged.complaint, acknowledged.rules) if each.what == "approval")
    assert waits.of[0] == approver.id


def test_A_42_who_is_asked_is_shown_what_is_asked(acknowledged: Landlord) -> None:
    asks_for_more(acknowledged)

    facts = acknowledged.facts(ExtensionToApproveFacts)
    assert (facts.longer, facts.reason, facts.why) == ("15 working days", "The surveyor is away.", "A flood.")
    assert facts.previous_due_on == facts.due_on == acknowledged.duty("stage_1.respond").due_on


def test_A_42_it_is_a_duty_with_reminders_for_who_was_asked(acknowledged: Landlord) -> None:
    approver = acknowledged.parts.other_approver
    asks_for_more(acknowledged, approver=acknowledged.officer(approver))
    due = acknowledged.due("stage_1.approve_extension")

    acknowledged.waits(until=acknowledged.due("stage_1.respond"))

    said = f"reminder to {approver}: stage 1 approval of the extension"
    assert due == acknowledged.due("stage_1.respond")
    assert any(said in line for line in acknowledged.reminders())


def test_A_42_unanswered_it_is_missed_and_goes_to_the_next_above(acknowledged: Landlord) -> None:
    asks_for_more(acknowledged)

    acknowledged.waits(until="Thu 19 Nov 2026")

    above = {"reliance": "helen-marsh", "qualitas": "patrick-doyle"}[acknowledged.key]
    assert any(line.startswith("stage_1.approve_extension due") for line in acknowledged.missed)
    assert any(f"overdue to {above}: stage 1 approval of the extension" in line for line in acknowledged.reminders())


def acting_up(landlord: Landlord) -> Officer:
    """The handler, who stands in for an approver that day."""
    approver = landlord.officer(landlord.parts.approver)
    return landlord.owner.model_copy(update={"roles": landlord.owner.roles | approver.roles})


def test_A_42_who_asked_does_not_approve_it_nor_after_a_colleague_asked_the_same(acknowledged: Landlord) -> None:
    handler = acting_up(acknowledged)
    asks_for_more(acknowledged, by=staff(handler))
    own = acknowledged.refuses(lambda: acknowledged.obeys(Approve(at=acknowledged.now, by=staff(handler))))
    colleague = staff(acknowledged.officer(acknowledged.parts.colleague))
    acknowledged.extends(15, exceptional_reason="A flood.", reason="He is still away.", by=colleague)

    another = acknowledged.refuses(lambda: acknowledged.obeys(Approve(at=acknowledged.now, by=staff(handler))))

    assert own == another
    assert f"{handler.name} asked for the extension, now or before; somebody else" in own


def test_A_42_who_asks_does_not_name_themselves(acknowledged: Landlord) -> None:
    handler = acting_up(acknowledged)

    sentence = acknowledged.refuses(lambda: asks_for_more(acknowledged, by=staff(handler), approver=handler))

    assert sentence.endswith(f"{handler.name} asks for it; somebody else must approve it.")


def test_A_42_nobody_records_the_approval_of_somebody_else(acknowledged: Landlord) -> None:
    asks_for_more(acknowledged)
    approver = staff(acknowledged.officer(acknowledged.parts.approver))
    order = Approve(at=acknowledged.now, by=approver, recorded_by=acknowledged.parts.handler)

    assert "gives the answer themselves" in acknowledged.refuses(lambda: acknowledged.obeys(order))


def test_A_42_who_recorded_the_request_for_somebody_else_does_not_approve_it(acknowledged: Landlord) -> None:
    asks_for_more(acknowledged, recorded_by=acknowledged.parts.approver)

    assert "asked for the extension, now or before" in acknowledged.refuses(acknowledged.approves)


def test_A_42_only_the_role_approves_it(acknowledged: Landlord) -> None:
    asks_for_more(acknowledged)

    sentence = acknowledged.refuses(lambda: acknowledged.approves(by=acknowledged.parts.colleague))

    assert "can approve a longer extension" in sentence


def test_A_42_returned_it_moves_nothing_and_goes_back_to_who_asked(acknowledged: Landlord) -> None:
    before = acknowledged.due("stage_1.respond")
    asks_for_more(acknowledged)

    acknowledged.returns_draft(comments="Ten days will do.")

    assert acknowledged.due("stage_1.respond") == before
    assert acknowledged.told(NoticeKind.EXTENSION_RETURNED, to=acknowledged.parts.handler)
    assert not any("approve_extension" in line for line in acknowledged.owes())
    waiting = waits_for(acknowledged.complaint, acknowledged.rules)
    assert [each.of for each in waiting if each.what == "changes"] == [(acknowledged.parts.handler,)]


def test_A_42_approved_it_is_met_told_to_the_resident_and_to_who_asked(acknowledged: Landlord) -> None:
    asks_for_more(acknowledged)

    acknowledged.approves(on="Fri 13 Nov 2026")

    assert any("approval of the extension done in time" in line for line in acknowledged.record_of(EntryKind.DUTY_MET))
    assert acknowledged.told(NoticeKind.EXTENSION)
    assert acknowledged.told(NoticeKind.EXTENSION_APPROVED, to=acknowledged.parts.handler)
    assert acknowledged.parts.approver in acknowledged.complaint.progress.involved


def test_A_42_no_letter_goes_before_the_approval(acknowledged: Landlord) -> None:
    sentence = acknowledged.refuses(
        lambda: acknowledged.extends(15, exceptional_reason="A flood.", already_sent=posted("Tue 03 Nov 2026"))
    )

    assert sentence.endswith("before any letter goes: ask without it.")


def test_A_42_where_a_response_and_an_extension_wait_the_answer_says_which(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026")
    qualitas.allocates()
    qualitas.acknowledges(on="Tue 03 Nov 2026")
    qualitas.drafts()
    qualitas.extends(15, exceptional_reason="A flood.")

    sentence = qualitas.refuses(qualitas.approves)
    qualitas.approves(what=Approvable.EXTENSION)
    qualitas.approves()

    assert sentence.startswith("Both a response and an extension wait for approval: say which")
    assert qualitas.complaint.progress.extensions[-1].working_days == 15
    assert qualitas.complaint.progress.draft is not None
    assert qualitas.complaint.progress.draft.approved_at is not None


def test_R_073_whom_the_complaint_is_about_is_not_asked_to_approve_it(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026", about_staff=("amara-okafor",))
    reliance.allocates()
    reliance.acknowledges()
    approver = reliance.officer("amara-okafor")

    sentence = reliance.refuses(lambda: reliance.extends(15, exceptional_reason="A flood.", approver=approver))
    reliance.extends(15, exceptional_reason="A flood.")

    assert "Code 5.8" in sentence
    assert reliance.told(NoticeKind.EXTENSION_TO_APPROVE, to="simon-wright")


def test_E20_a_new_date_that_is_past_would_help_nobody(acknowledged: Landlord) -> None:
    sentence = acknowledged.refuses(lambda: acknowledged.extends(2, on="Mon 30 Nov 2026"))

    assert sentence.endswith("the new date, Thursday 19 November 2026, would already be past.")


def test_R_073_told_after_the_old_date_it_is_flagged(acknowledged: Landlord) -> None:
    acknowledged.extends(10, on="Wed 18 Nov 2026")

    assert any("The surveyor is away.; told after the old date had passed" in line for line in acknowledged.record)
    assert "stage_1.respond due Tue 17 Nov 2026" in acknowledged.missed


def test_R_073_the_letter_must_have_gone_before_the_old_date_ends(acknowledged: Landlord) -> None:
    acknowledged.providers.away = {Channel.EMAIL}
    acknowledged.extends(10, on="Tue 17 Nov 2026")
    due = acknowledged.due("stage_1.extension_letter")

    acknowledged.waits(until="Wed 18 Nov 2026")

    assert due == "Tue 17 Nov 2026"
    assert "stage_1.extension_letter due Tue 17 Nov 2026" in acknowledged.missed


def test_R_073_a_letter_posted_in_time_and_recorded_later_is_in_time(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    reliance.acknowledges(on="Tue 03 Nov 2026")
    reliance.waits(until="Thu 19 Nov 2026")

    reliance.extends(10, already_sent=posted("Tue 17 Nov 2026"))

    assert not any("told after" in line for line in reliance.record)
    assert reliance.duty("stage_1.extension_letter").done_on == date(2026, 11, 17)


def test_F_030_the_investigation_has_what_the_response_has(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    reliance.acknowledges(on="Tue 03 Nov 2026")

    reliance.extends(10)

    assert reliance.due("stage_1.investigate") == "Mon 30 Nov 2026"


def test_E22_A_29_the_approval_moves_with_the_response(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026")
    qualitas.allocates()
    qualitas.acknowledges(on="Tue 03 Nov 2026")
    qualitas.drafts(on="Mon 09 Nov 2026")

    qualitas.extends(10)

    assert qualitas.due("stage_1.approve") == "Fri 27 Nov 2026"


def test_the_sum_in_words_counts_both_extensions(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    reliance.acknowledges(on="Tue 03 Nov 2026")
    reliance.extends(1)

    reliance.extends(1, exceptional_reason="A flood.", approved_by="amara-okafor")

    words = explain(reliance.duty("stage_1.respond").deadline, reliance.rules.calendar).explanation
    assert "10 working days after Tuesday 3 November 2026 (day zero) is Tuesday 17 November 2026" in words
    assert "Extended: 1 working day after Tuesday 17 November 2026 (day zero) is Wednesday 18 November 2026" in words
    assert "Extended: 1 working day after Wednesday 18 November 2026 (day zero) is Thursday 19 November 2026" in words


def test_E23_reminders_follow_the_new_date(acknowledged: Landlord) -> None:
    acknowledged.waits(until="Mon 16 Nov 2026")
    before = acknowledged.reminders()[-1]

    acknowledged.extends(10)
    acknowledged.waits(until="Tue 01 Dec 2026")

    handler = acknowledged.parts.handler
    words = "stage 1 investigation + stage 1 response" if acknowledged.key == "reliance" else "stage 1 response"
    assert before == f"Mon 16 Nov reminder to {handler}: {words}"
    assert f"Tue 01 Dec reminder to {handler}: stage 1 response" in [
        line.replace("stage 1 investigation + ", "") for line in acknowledged.reminders()
    ]
    assert not any(line.startswith("Tue 17 Nov") for line in acknowledged.reminders())


def test_Q_081_the_resident_is_asked_and_if_they_do_not_agree_the_ombudsmans_details_go_at_once(
    qualitas: Landlord,
) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026")
    qualitas.allocates()
    qualitas.acknowledges(on="Tue 03 Nov 2026")
    qualitas.extends(5, on="Thu 05 Nov 2026")
    asked = qualitas.facts(ExtensionFacts).asks_agreement

    qualitas.hears_of_extension(agrees=False, on="Fri 06 Nov 2026")

    assert asked is True
    assert qualitas.told(NoticeKind.OMBUDSMAN_DETAILS)[0] == ("Fri 06 Nov 12:00 ombudsman_details to resident by email")
    assert "Fri 06 Nov: the resident does not agree to the new date (9.9)" in qualitas.record


def test_Q_081_known_when_it_is_granted_they_go_with_it(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026")
    qualitas.allocates()
    qualitas.acknowledges()

    qualitas.extends(5, resident_agrees=False)

    assert len(qualitas.told(NoticeKind.OMBUDSMAN_DETAILS)) == 2  # the letter and its text


def test_Q_081_a_resident_who_agrees_is_only_noted(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026")
    qualitas.allocates()
    qualitas.acknowledges()
    qualitas.extends(5)

    qualitas.hears_of_extension(agrees=True)

    assert not qualitas.told(NoticeKind.OMBUDSMAN_DETAILS)
    assert qualitas.refuses(lambda: qualitas.hears_of_extension(agrees=False)).endswith(
        "the resident has already answered."
    )


def test_Q_081_without_an_extension_there_is_nothing_to_agree_to(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")

    sentence = landlord.refuses(lambda: landlord.hears_of_extension(agrees=True))

    assert sentence.endswith("the response was not put off; there is nothing to agree to.")


def test_D6_an_answer_is_not_dated_before_the_extension(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.acknowledges()
    landlord.extends(5, on="Thu 05 Nov 2026")

    sentence = landlord.refuses(lambda: landlord.hears_of_extension(agrees=True, on="Wed 04 Nov 2026"))

    assert sentence.endswith("the answer is dated before the extension; give the right date.")


def test_Q_081_a_second_extension_asks_again(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026")
    qualitas.allocates()
    qualitas.acknowledges()
    qualitas.extends(5)
    qualitas.hears_of_extension(agrees=True)
    qualitas.extends(5, exceptional_reason="A flood.", approved_by="victoria-lane")

    qualitas.hears_of_extension(agrees=True)

    assert [extension.resident_agrees for extension in qualitas.complaint.progress.extensions] == [True, True]


def test_R_087_F_075_A_35_twenty_working_days_at_stage_2(acknowledged: Landlord) -> None:
    at_stage_2(acknowledged)
    before = acknowledged.duty("stage_2.respond").due_on

    acknowledged.extends(20)

    calendar = acknowledged.rules.calendar
    assert calendar.working_days_between(before, acknowledged.duty("stage_2.respond").due_on) == 20
    assert "at most 20 working days" in acknowledged.refuses(lambda: acknowledged.extends(21, reason="More."))


def test_R_073_an_extension_letter_that_waits_is_taken_back_when_the_response_goes(acknowledged: Landlord) -> None:
    acknowledged.providers.away = {Channel.EMAIL}
    acknowledged.extends(5, on="Mon 16 Nov 2026", at="07:00")

    acknowledged.responds(on="Mon 16 Nov 2026", at="07:30")

    assert not [notice for notice in acknowledged.complaint.outbox if notice.kind is NoticeKind.EXTENSION]
    assert any("extension not sent by email: the response is sent instead" in line for line in acknowledged.record)
    acknowledged.providers.away = set()
    acknowledged.waits(until="Mon 16 Nov 2026")
    assert acknowledged.told(NoticeKind.EXTENSION) == []
