"""Endings: by order, by withdrawal, by itself; what is promised stays watched."""

from datetime import date

import pytest

from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.resident_facts import ActionCompletedFacts, ClosureFacts
from domain.complaint.staff_facts import ClosingSoonFacts
from domain.policy.channels import Channel
from tests.spec.cast import Landlord, promise


@pytest.fixture
def answered(landlord: Landlord) -> Landlord:
    """A complaint answered at stage 1 on Thu 19 Nov 2026: the last day to ask for stage 2 is Thu 17 Dec."""
    return answer(landlord)


def answer(landlord: Landlord, *promised: str) -> Landlord:
    """Answered on Thu 19 Nov 2026, with an action promised for each of those days."""
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.acknowledges(on="Thu 05 Nov 2026")
    landlord.speaks_with_resident()
    promises = tuple(promise(due_on, owner=landlord.parts.handler) for due_on in promised)
    landlord.responds(on="Thu 19 Nov 2026", promises=promises)
    return landlord


def finally_answer(landlord: Landlord, *promised: str) -> Landlord:
    """Answered at stage 2 on Thu 10 Dec 2026."""
    answer(landlord)
    landlord.is_asked_for_stage_2(on="Mon 30 Nov 2026")
    landlord.allocates(to=landlord.parts.reviewer)
    landlord.acknowledges(on="Tue 01 Dec 2026")
    landlord.speaks_with_resident()
    landlord.consults(landlord.parts.consulted_at_stage_2)
    landlord.responds(on="Thu 10 Dec 2026", promises=tuple(promise(due_on) for due_on in promised))
    return landlord


# -- by itself


def test_R_053_Q_061_when_the_window_passes_unused_it_closes_by_itself(answered: Landlord) -> None:
    answered.waits(until="Thu 17 Dec 2026", at="23:59")
    before = answered.complaint.closed

    answered.waits(until="Fri 18 Dec 2026")

    assert before is None
    assert any(line.startswith("Fri 18 Dec: closed: window passed") for line in answered.record)
    assert answered.settled


def test_C_07_the_handler_is_told_two_working_days_before_and_the_resident_afterwards(answered: Landlord) -> None:
    answered.waits(until="Fri 18 Dec 2026")

    handler, at = answered.parts.handler, answered.reminders_go_at
    assert answered.told(NoticeKind.CLOSING_SOON) == [f"Tue 15 Dec {at} closing_soon to {handler} by email"]
    assert answered.told(NoticeKind.CLOSURE) == [
        "Fri 18 Dec 00:00 closure to resident by email",
        "Fri 18 Dec 08:00 closure to resident by text",
    ]


def test_C_07_nobody_is_told_when_the_resident_has_asked(answered: Landlord) -> None:
    answered.is_asked_for_stage_2(on="Mon 14 Dec 2026")

    answered.waits(until="Fri 18 Dec 2026")

    assert not answered.told(NoticeKind.CLOSING_SOON)
    assert answered.complaint.closed is None


def test_R_053_the_window_opens_only_when_the_letter_has_gone(reliance: Landlord) -> None:
    answer(reliance)
    reliance.bounces(NoticeKind.RESPONSE)

    reliance.waits(until="Mon 04 Jan 2027")

    assert reliance.complaint.closed is None
    assert "stage_1.respond due Thu 19 Nov 2026" in reliance.missed


def test_F_045_reliance_stays_open_while_a_promise_is(reliance: Landlord) -> None:
    answer(reliance, "Mon 15 Mar 2027")

    reliance.waits(until="Mon 01 Feb 2027")

    assert reliance.complaint.closed is None
    assert (
        "Fri 18 Dec: the time to ask for stage 2 has passed; the complaint closes when the promised actions are "
        "completed (Appendix 1, Outcome communicated)" in reliance.record
    )
    assert reliance.facts(ClosingSoonFacts).actions_open is True


def test_F_045_and_closes_when_the_last_is_kept(reliance: Landlord) -> None:
    answer(reliance, "Mon 15 Mar 2027")
    reliance.waits(until="Mon 01 Feb 2027")

    reliance.completes_action(on="Wed 10 Mar 2027", number=1)

    assert any(line.startswith("Wed 10 Mar: closed: window passed") for line in reliance.record)
    assert reliance.told(NoticeKind.ACTION_COMPLETED)[0] == "Wed 10 Mar 12:00 action_completed to resident by email"


def test_F_045_a_promise_kept_early_leaves_the_window_its_time(reliance: Landlord) -> None:
    answer(reliance, "Mon 30 Nov 2026")

    reliance.completes_action(on="Fri 27 Nov 2026")
    reliance.waits(until="Fri 18 Dec 2026")

    assert reliance.complaint.closed is not None
    assert reliance.complaint.closed.at.isoformat() == "2026-12-18T00:00:00+00:00"


def test_A_06_a_declined_request_does_not_make_it_close_before_the_decision(reliance: Landlord) -> None:
    answer(reliance, "Mon 15 Mar 2027")
    reliance.is_asked_for_stage_2(on="Mon 21 Dec 2026")
    reliance.completes_action(on="Tue 22 Dec 2026")
    before = reliance.complaint.closed

    reliance.decides_late_request(on="Tue 29 Dec 2026", accept=False)

    assert before is None
    assert any(line.startswith("Tue 29 Dec: closed: window passed") for line in reliance.record)


def test_Q_062_qualitas_closes_and_watches_its_actions_to_the_end(qualitas: Landlord) -> None:
    answer(qualitas, "Mon 15 Feb 2027")

    qualitas.waits(until="Wed 17 Feb 2027")

    assert qualitas.complaint.closed is not None
    assert not qualitas.settled
    assert qualitas.facts(ClosureFacts).actions_open is True
    assert "action.1 due Mon 15 Feb 2027" in qualitas.missed
    assert "Mon 15 Feb reminder to nadia-karim: promised action 1: Treat the damp (nadia-karim)" in qualitas.reminders()


# -- by order


def test_R_070_the_resident_is_satisfied(reliance: Landlord) -> None:
    answer(reliance)

    reliance.closes(on="Fri 20 Nov 2026", resolution_agreed=False, no_wish_to_escalate=False)

    assert "Fri 20 Nov: closed: resolved satisfied (Appendix 1, Outcome communicated)" in reliance.record


def test_Q_061_the_resident_agrees_and_does_not_wish_to_go_on(qualitas: Landlord) -> None:
    answer(qualitas)
    sentence = qualitas.refuses(lambda: qualitas.closes(resolution_agreed=False, no_wish_to_escalate=False))

    qualitas.closes()

    assert sentence == (
        "8.5: confirm that the resident agrees with the resolution and that they do not wish to go to stage 2."
    )
    assert qualitas.complaint.closed is not None


def test_Q_061_at_stage_2_there_is_nothing_to_go_on_to(qualitas: Landlord) -> None:
    finally_answer(qualitas)

    qualitas.closes(no_wish_to_escalate=False)

    assert qualitas.complaint.closed is not None


def test_R_070_every_close_needs_a_response(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")

    assert "has not been answered; only a withdrawal closes it now" in landlord.refuses(landlord.closes)


def test_R_070_that_has_gone(reliance: Landlord) -> None:
    answer(reliance)
    reliance.bounces(NoticeKind.RESPONSE)

    assert "response has not gone yet" in reliance.refuses(reliance.closes)


def test_D6_a_close_is_not_dated_before_the_response(answered: Landlord) -> None:
    sentence = answered.refuses(lambda: answered.closes(on="Wed 18 Nov 2026"))

    assert sentence.endswith("dated before the response went; give the right date.")


def test_F_045_reliance_refuses_while_a_promise_is_open(reliance: Landlord) -> None:
    answer(reliance, "Mon 15 Mar 2027", "Tue 16 Mar 2027")

    sentence = reliance.refuses(reliance.closes)

    assert sentence.endswith("promised action 1, 2 is still open; complete or release it before closing.")


def test_Q_062_qualitas_does_not(qualitas: Landlord) -> None:
    answer(qualitas, "Mon 15 Mar 2027")

    qualitas.closes()

    assert qualitas.complaint.closed is not None


def test_C_07_nobody_closes_for_the_window(answered: Landlord) -> None:
    sentence = answered.refuses(lambda: answered.closes(reason="window_passed"))

    assert sentence.endswith("closes by itself when the time to ask for stage 2 has passed.")


def test_R_088_unable_to_agree_is_said_after_stage_2(landlord: Landlord) -> None:
    answer(landlord)
    sentence = landlord.refuses(lambda: landlord.closes(reason="unable_to_agree"))

    landlord.is_asked_for_stage_2()
    landlord.allocates(to=landlord.parts.reviewer)
    landlord.acknowledges()
    landlord.consults(landlord.parts.consulted_at_stage_2)
    landlord.responds()
    landlord.closes(reason="unable_to_agree", note="The resident goes to the Ombudsman.")

    assert sentence.endswith("unable_to_agree applies only after stage 2; offer the resident stage 2.")
    assert any("closed: unable to agree: The resident goes to the Ombudsman." in line for line in landlord.record)


def test_R_088_the_close_after_the_final_response_is_owed_and_reminded_of(landlord: Landlord) -> None:
    finally_answer(landlord)

    landlord.waits(until="Fri 18 Dec 2026")

    assert "stage_2.close due Thu 17 Dec 2026" in landlord.missed
    assert f"Thu 17 Dec reminder to {landlord.parts.reviewer}: stage 2 closure" in landlord.reminders()


def test_F_045_while_a_promise_is_open_reliance_owes_no_close(reliance: Landlord) -> None:
    finally_answer(reliance, "Mon 01 Feb 2027")
    reliance.waits(until="Mon 18 Jan 2027")
    before = [line for line in reliance.owes() if "close" in line]

    reliance.completes_action(on="Fri 29 Jan 2027")

    assert before == []
    assert reliance.due("stage_2.close") == "Fri 05 Feb 2027"
    assert not [line for line in reliance.missed if "close" in line]


def test_A_06_a_close_waits_for_the_decision_on_stage_2(reliance: Landlord) -> None:
    answer(reliance, "Mon 15 Mar 2027")
    reliance.is_asked_for_stage_2(on="Mon 21 Dec 2026")

    assert "a manager is deciding on a request for stage 2" in reliance.refuses(reliance.closes)


def test_a_closed_complaint_is_closed(answered: Landlord) -> None:
    answered.closes()

    sentence = answered.refuses(lambda: answered.closes(note="Again."))

    assert sentence == (
        "The complaint was closed (resolved satisfied). "
        "It comes back when the resident asks for stage 2, or is opened again."
    )


# -- withdrawal


@pytest.mark.parametrize("by_close", [False, True], ids=["withdraw", "close: withdrawn"])
def test_A_38_a_complaint_can_be_withdrawn_until_it_is_answered(landlord: Landlord, *, by_close: bool) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")

    if by_close:
        landlord.closes(reason="withdrawn", note="The damp is gone.")
    else:
        landlord.hears_withdrawal(reason="The damp is gone.")

    assert any("closed: withdrawn: The damp is gone." in line for line in landlord.record)
    assert landlord.settled
    assert landlord.owes() == []


def test_A_38_not_after_the_response(answered: Landlord) -> None:
    sentence = answered.refuses(answered.hears_withdrawal)

    assert sentence.endswith("stage 1 has been answered; close it with the reason that fits.")


def test_A_38_at_stage_2_until_that_is_answered(answered: Landlord) -> None:
    answered.is_asked_for_stage_2()

    answered.hears_withdrawal()

    assert answered.complaint.closed is not None


def test_A_38_what_still_promises_work_is_taken_back(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", at="06:00")

    landlord.hears_withdrawal(on="Mon 02 Nov 2026", at="07:00")
    landlord.waits(until="Mon 02 Nov 2026")

    assert landlord.told(NoticeKind.RECEIPT) == ["Mon 02 Nov 06:00 receipt to resident by email"]
    assert any("receipt not sent by text: the complaint was withdrawn" in line for line in landlord.record)


def test_E25_nothing_is_owed_and_nobody_reminded_after_the_end(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.hears_withdrawal()
    told = len(landlord.sent)

    landlord.waits(until="Mon 01 Feb 2027")

    assert len(landlord.sent) == told
    assert landlord.missed == []


def test_D6_a_withdrawal_that_is_recorded_late_corrects_what_was_missed_since(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.waits(until="Fri 13 Nov 2026")
    before = landlord.missed

    landlord.hears_withdrawal(on="Tue 03 Nov 2026")

    assert before
    assert landlord.missed == []


# -- promised actions


def test_F_045_an_action_can_be_promised_later(answered: Landlord) -> None:
    answered.promises("Mon 30 Nov 2026", on="Fri 20 Nov 2026")

    assert answered.due("action.1") == "Mon 30 Nov 2026"
    assert any("action 1 promised by Monday 30 November 2026: Paint the wall" in line for line in answered.record)


def test_F_045_with_somebody_to_do_it_on_a_day_to_come_once(answered: Landlord) -> None:
    answered.promises("Mon 30 Nov 2026", on="Fri 20 Nov 2026")
    answered.promises("Mon 30 Nov 2026", what="Mend the fan")

    assert "say what will be done" in answered.refuses(lambda: answered.promises("Mon 30 Nov 2026", what=" "))
    assert "Thursday 19 November 2026 is past" in answered.refuses(lambda: answered.promises("Thu 19 Nov 2026"))
    assert "already been promised" in answered.refuses(
        lambda: answered.promises("Mon 30 Nov 2026", on="Sat 21 Nov 2026")
    )


def test_F_045_promised_before_and_again_in_the_response_it_is_one_action(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.acknowledges()
    landlord.promises("Mon 30 Nov 2026")

    landlord.responds(promises=(promise("Mon 30 Nov 2026", "Paint the wall", landlord.parts.handler),))

    assert len(landlord.complaint.actions) == 1


def test_Q_057_its_ladder_goes_to_whoever_promised_it_then_the_handler_then_the_manager(answered: Landlord) -> None:
    owner = answered.parts.colleague
    answered.promises("Mon 30 Nov 2026", owner=owner)

    answered.waits(until="Thu 03 Dec 2026")

    handler, manager = answered.parts.handler, {"reliance": "amara-okafor", "qualitas": "victoria-lane"}[answered.key]
    promised = f"promised action 1: Paint the wall ({owner})"
    assert [line for line in answered.reminders() if "action" in line] == [
        f"Thu 26 Nov reminder to {owner}: {promised}",
        f"Fri 27 Nov reminder to {owner}: {promised}",
        f"Mon 30 Nov reminder to {owner}: {promised}",
        f"Tue 01 Dec overdue to {handler}: {promised}",
        f"Thu 03 Dec overdue to {manager}: {promised}",
    ]


def test_D10_one_due_on_a_saturday_has_no_reminder_on_the_day(answered: Landlord) -> None:
    answered.promises("Sat 28 Nov 2026")

    answered.waits(until="Mon 30 Nov 2026")

    days = [line[:6] for line in answered.reminders() if "action" in line]
    assert days == ["Thu 26", "Fri 27", "Mon 30"]


def test_F_045_Q_058_the_resident_is_told_when_it_is_done_and_asked_where_the_policy_asks(answered: Landlord) -> None:
    answered.promises("Mon 30 Nov 2026")

    answered.completes_action(on="Fri 27 Nov 2026")

    asked = answered.facts(ActionCompletedFacts).asks_if_satisfactory
    assert asked is (answered.key == "qualitas")
    answer_by = answered.facts(ActionCompletedFacts).due_on
    assert answer_by == (date(2026, 12, 11) if answered.key == "qualitas" else None)  # ten working days
    assert any("promised action 1 done in time (due Monday 30 November 2026)" in line for line in answered.record)


def test_Q_058_not_satisfactory_it_is_open_again_and_the_handler_told(qualitas: Landlord) -> None:
    answer(qualitas, "Mon 30 Nov 2026")
    qualitas.completes_action(on="Fri 27 Nov 2026")

    qualitas.hears_of_action(satisfactory=False)

    assert qualitas.duty("action.1").is_open
    assert qualitas.told(NoticeKind.ACTION_UNSATISFACTORY) == [
        "Fri 27 Nov 12:01 action_unsatisfactory to nadia-karim by email"
    ]


def test_Q_058_completed_again_the_resident_is_asked_again(qualitas: Landlord) -> None:
    answer(qualitas, "Mon 30 Nov 2026")
    qualitas.completes_action(on="Fri 27 Nov 2026")
    qualitas.hears_of_action(satisfactory=False)

    qualitas.completes_action()
    qualitas.hears_of_action(satisfactory=True)

    assert len(qualitas.told(NoticeKind.ACTION_COMPLETED)) == 4  # two e-mails, two texts
    assert "Fri 27 Nov: the resident is satisfied with action 1: See. (8.2)" in qualitas.record


def test_Q_058_silence_is_taken_as_no_reply_after_ten_working_days(qualitas: Landlord) -> None:
    answer(qualitas, "Fri 15 Jan 2027")
    qualitas.completes_action(on="Thu 14 Jan 2027")
    before = qualitas.settled

    qualitas.waits(until="Fri 29 Jan 2027")

    assert not before
    assert "Fri 29 Jan: no reply from the resident on action 1 (8.2)" in qualitas.record
    assert qualitas.settled


def test_Q_058_a_policy_that_gives_no_time_for_the_answer_does_not_wait(qualitas: Landlord) -> None:
    answer(qualitas, "Fri 15 Jan 2027")
    edition = qualitas.rules.edition
    actions = edition.actions.model_copy(update={"answer_within": None})
    edition = edition.model_copy(update={"actions": actions})
    qualitas._rules = qualitas.rules.model_copy(update={"edition": edition})

    qualitas.completes_action(on="Thu 14 Jan 2027")

    assert "Thu 14 Jan: no reply from the resident on action 1 (8.2)" in qualitas.record


def test_Q_058_only_what_is_done_is_answered_and_once(qualitas: Landlord) -> None:
    answer(qualitas, "Mon 30 Nov 2026")

    assert "there is no action 7; choose from: 1" in qualitas.refuses(lambda: qualitas.completes_action(7))
    assert "not completed yet" in qualitas.refuses(lambda: qualitas.hears_of_action(satisfactory=True))
    qualitas.completes_action(on="Fri 27 Nov 2026")
    assert "before the action was completed" in qualitas.refuses(
        lambda: qualitas.hears_of_action(satisfactory=True, on="Thu 26 Nov 2026")
    )
    qualitas.hears_of_action(satisfactory=True)
    assert "already said" in qualitas.refuses(lambda: qualitas.hears_of_action(satisfactory=False))


def test_F_045_an_action_is_completed_once_and_not_before_it_was_promised(answered: Landlord) -> None:
    answered.promises("Mon 30 Nov 2026", on="Fri 20 Nov 2026")

    assert "promised later than that" in answered.refuses(lambda: answered.completes_action(on="Thu 19 Nov 2026"))
    answered.completes_action()
    answered.promises("Tue 01 Dec 2026", what="Mend the fan")
    answered.completes_action(2)
    assert "already completed" in answered.refuses(lambda: answered.completes_action(on="Sat 21 Nov 2026"))


def test_D11_a_resident_without_texts_is_told_by_email_only(landlord: Landlord) -> None:
    answer(landlord)
    resident = landlord.complaint.resident.model_copy(update={"wants_texts": False})
    landlord.complaint = landlord.complaint.changed(resident=resident)

    landlord.closes()

    assert [sent.channel for sent in landlord.sent if sent.kind is NoticeKind.CLOSURE] == [Channel.EMAIL]


def test_Q_058_done_again_it_has_five_working_days_and_was_not_missed_before(qualitas: Landlord) -> None:
    answer(qualitas, "Mon 30 Nov 2026")
    qualitas.completes_action(on="Fri 27 Nov 2026")

    qualitas.hears_of_action(on="Wed 02 Dec 2026", satisfactory=False)
    qualitas.waits(until="Thu 03 Dec 2026")

    assert qualitas.due("action.1") == "Wed 09 Dec 2026"
    assert not any(missed.startswith("action.1") for missed in qualitas.missed)


def test_F_045_the_window_ends_on_its_own_day_also_while_a_promise_is_open(reliance: Landlord) -> None:
    answer(reliance, "Mon 15 Mar 2027")

    reliance.waits(until="Mon 01 Feb 2027")

    entry = next(entry for entry in reliance.written if entry.kind == "waits_to_close")
    assert entry.recorded_at == entry.at
