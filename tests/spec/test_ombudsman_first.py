"""The Ombudsman asks about a complaint, perhaps before the landlord knew of it; it is no stage of the procedure."""

import pytest

from domain.complaint.actor import staff
from domain.complaint.closing import Closed, CloseReason
from domain.complaint.entry_kinds import EntryKind
from domain.complaint.exclusions import Refusal
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.triage import TriageAnswers
from domain.policy.definition import Classification
from domain.policy.stages import Stage
from domain.procedure.time.tick import is_settled
from tests.spec.cast import RULEBOOK, Landlord, errand, referral
from tests.spec.letters import WRITER, written

TOLD = {"reliance": ["grace-lindo", "martin-cole"], "qualitas": ["elaine-foster", "patrick-doyle"]}
"""The complaints officer, and the Chief Operating Officer or the Managing Director behind them."""
CLAUSE = {"reliance": "4.0 Complaint Stages", "qualitas": "14.2 (first)"}


@pytest.fixture
def referred(landlord: Landlord) -> Landlord:
    """A complaint of which the landlord first hears from the Ombudsman."""
    landlord.receives_complaint(on="Mon 02 Nov 2026", channel="", ombudsman=referral(asked="Send us your file."))
    return landlord


@pytest.fixture
def there(landlord: Landlord) -> Landlord:
    """A complaint that the landlord has already."""
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    return landlord


def alerts(landlord: Landlord) -> list[str]:
    return landlord.told(NoticeKind.OMBUDSMAN_ASKED)


def last_alert(landlord: Landlord) -> str:
    """The last alert as its reader has it."""
    sent = next(sent for sent in reversed(landlord.sent) if sent.kind is NoticeKind.OMBUDSMAN_ASKED)
    return WRITER.render(errand(landlord, sent), landlord.staff.person(sent.to)).body


def test_R_055_A_14_what_the_ombudsman_sends_is_a_stage_1_complaint_with_their_reference_and_their_own_day(
    referred: Landlord,
) -> None:
    contact = referred.complaint.ombudsman

    assert referred.complaint.stage is Stage.ONE
    assert contact is not None
    assert contact.reference == "HOS-202611-77"
    assert referred.due("ombudsman") == "Fri 27 Nov 2026"
    assert referred.record[0].startswith("Mon 02 Nov: complaint received through the Ombudsman")
    assert (
        f"Mon 02 Nov: the Ombudsman has asked (HOS-202611-77), to be answered by Friday 27 November 2026 "
        f"({CLAUSE[referred.key]})" in referred.record
    )


def test_R_055_the_residents_own_clocks_run_from_when_it_reached_the_landlord(referred: Landlord) -> None:
    without = Landlord(referred.key)
    without.receives_complaint(on="Mon 02 Nov 2026")

    for duty in ("stage_1.acknowledge", "stage_1.contact", "stage_1.respond"):
        assert referred.due(duty) == without.due(duty)
    assert referred.told(NoticeKind.RECEIPT) == without.told(NoticeKind.RECEIPT) != []


def test_R_055_the_complaints_officer_and_the_role_behind_them_are_alerted_at_once(referred: Landlord) -> None:
    assert alerts(referred) == [f"Mon 02 Nov 12:00 ombudsman_asked to {who} by email" for who in TOLD[referred.key]]


def test_R_055_the_alert_says_plainly_what_is_asked_and_by_when(referred: Landlord) -> None:
    alert = last_alert(referred)

    for words in (
        "complaint REL-TEST",
        "Their reference: HOS-202611-77",
        "They want our answer by Friday 27 November 2026",
        "Send us your file.",
        "the first we have heard of it",
        "received on Monday 2 November 2026. The resident's own dates run from that day",
    ):
        assert words in alert


def test_R_055_nobody_whom_it_is_about_is_alerted(landlord: Landlord) -> None:
    officer, above = TOLD[landlord.key]
    landlord.receives_complaint(on="Mon 02 Nov 2026", ombudsman=referral(), about_staff=(officer,))

    assert {line.split(" to ")[1] for line in alerts(landlord)} == {f"{above} by email"}


def test_R_055_somebody_is_reminded_before_the_ombudsmans_day_and_it_is_raised_after_it(referred: Landlord) -> None:
    referred.waits(until="Tue 01 Dec 2026")

    officer, above = TOLD[referred.key]
    assert [line for line in referred.reminders() if "Ombudsman" in line] == [
        f"Wed 25 Nov reminder to {officer}: answer to the Ombudsman",
        f"Thu 26 Nov reminder to {officer}: answer to the Ombudsman",
        f"Fri 27 Nov reminder to {officer}: answer to the Ombudsman",
        f"Mon 30 Nov overdue to {above}: answer to the Ombudsman",
    ]
    assert any(line.startswith("Sat 28 Nov: answer to the Ombudsman missed") for line in referred.record)


def test_R_055_no_calendar_moves_the_ombudsmans_day(referred: Landlord) -> None:
    referred.hears_of_holiday("Thu 26 Nov 2026")
    referred.hears_of_holiday("Fri 27 Nov 2026")

    assert referred.due("ombudsman") == "Fri 27 Nov 2026"


def test_R_055_it_is_done_when_the_ombudsman_was_answered(referred: Landlord) -> None:
    referred.answers_the_ombudsman(on="Tue 10 Nov 2026")
    referred.waits(until="Tue 01 Dec 2026")

    assert not any("Ombudsman" in line for line in referred.reminders())
    clause = CLAUSE[referred.key]
    assert f"Tue 10 Nov: the Ombudsman was answered: We sent our file. ({clause})" in referred.record
    assert (
        f"Tue 10 Nov: answer to the Ombudsman done in time (due Friday 27 November 2026) ({clause})" in referred.record
    )


def test_R_055_an_answer_recorded_later_is_judged_by_when_it_was_given(referred: Landlord) -> None:
    referred.waits(until="Mon 30 Nov 2026")
    referred.answers_the_ombudsman(on="Thu 26 Nov 2026")

    assert any("answer to the Ombudsman was not missed" in line for line in referred.record)
    assert not any(missed.duty.name == "ombudsman" for missed in referred.complaint.missed)


def test_R_055_the_ombudsman_asks_about_a_complaint_that_is_there(there: Landlord) -> None:
    there.hears_from_the_ombudsman(on="Wed 04 Nov 2026")

    assert alerts(there) == [f"Wed 04 Nov 12:00 ombudsman_asked to {who} by email" for who in TOLD[there.key]]
    assert there.due("ombudsman") == "Fri 27 Nov 2026"
    assert there.complaint.stage is Stage.ONE
    alert = last_alert(there)
    assert "We have it at stage 1. The resident's own dates stay as they are." in alert
    assert f"{there.owner.name}, {there.owner.job_title}, is dealing with it." in alert


def test_R_055_a_closed_complaint_stays_awake_until_the_ombudsman_is_answered(there: Landlord) -> None:
    there.hears_withdrawal(on="Tue 03 Nov 2026")
    assert is_settled(there.complaint, there.rules)

    there.hears_from_the_ombudsman(on="Wed 04 Nov 2026")
    assert not is_settled(there.complaint, there.rules)
    assert "We have closed it: withdrawn. The Ombudsman is answered all the same." in last_alert(there)

    there.waits(until="Mon 30 Nov 2026")
    assert any("overdue" in line and "Ombudsman" in line for line in there.reminders())
    there.answers_the_ombudsman()
    assert is_settled(there.complaint, there.rules)


def test_R_055_a_closure_does_not_end_what_the_ombudsman_is_owed(referred: Landlord) -> None:
    referred.hears_withdrawal(on="Tue 03 Nov 2026")

    assert referred.complaint.closed is not None
    assert referred.complaint.closed.reason is CloseReason.WITHDRAWN
    assert referred.due("ombudsman") == "Fri 27 Nov 2026"
    assert not is_settled(referred.complaint, referred.rules)


def test_R_055_asked_anew_the_newer_day_stands_and_the_record_keeps_both(referred: Landlord) -> None:
    referred.hears_from_the_ombudsman(on="Thu 05 Nov 2026", reference="HOS-202611-99", respond_by="Fri 04 Dec 2026")

    assert referred.due("ombudsman") == "Fri 04 Dec 2026"
    assert (
        "Thu 05 Nov: the Ombudsman has asked (HOS-202611-99), to be answered by Friday 4 December 2026; this replaces "
        f"HOS-202611-77, which was to be answered by Friday 27 November 2026 "
        f"({CLAUSE[referred.key]})" in referred.record
    )
    referred.waits(until="Mon 30 Nov 2026")
    assert not any(missed.duty.name == "ombudsman" for missed in referred.complaint.missed)


def test_R_055_more_time_given_before_the_day_passed_and_recorded_after_it_takes_the_miss_back(
    referred: Landlord,
) -> None:
    referred.waits(until="Mon 30 Nov 2026")
    referred.hears_from_the_ombudsman(on="Thu 26 Nov 2026", respond_by="Fri 11 Dec 2026")

    assert not any(missed.duty.name == "ombudsman" for missed in referred.complaint.missed)
    assert any("before Friday 27 November 2026 had passed, recorded later" in line for line in referred.record)


def test_R_055_more_time_given_after_the_day_passed_leaves_the_miss(referred: Landlord) -> None:
    referred.waits(until="Mon 30 Nov 2026")
    referred.hears_from_the_ombudsman(respond_by="Fri 11 Dec 2026")

    assert any(missed.duty.name == "ombudsman" for missed in referred.complaint.missed)


def test_R_055_once_answered_they_may_ask_again_in_the_same_words(there: Landlord) -> None:
    there.hears_from_the_ombudsman(on="Wed 04 Nov 2026")
    there.answers_the_ombudsman(on="Thu 05 Nov 2026")
    there.hears_from_the_ombudsman(on="Fri 06 Nov 2026")
    there.answers_the_ombudsman(on="Mon 09 Nov 2026")

    kinds = [entry.kind for entry in there.written]
    assert (kinds.count(EntryKind.OMBUDSMAN_ASKED), kinds.count(EntryKind.OMBUDSMAN_ANSWERED)) == (2, 2)


def test_R_055_a_day_that_is_past_is_taken_and_overdue_at_once(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", ombudsman=referral(respond_by="Fri 30 Oct 2026"))

    assert any(missed.duty.name == "ombudsman" for missed in landlord.complaint.missed)
    assert "That day has passed: please speak with them today" in last_alert(landlord)
    landlord.waits(until="Wed 04 Nov 2026")
    overdue = f"overdue to {TOLD[landlord.key][1]}: answer to the Ombudsman"
    assert any(overdue in line for line in landlord.reminders())


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        pytest.param({"reference": "  "}, "give the Ombudsman's own reference", id="no-reference"),
        pytest.param(
            {"respond_by": "Thu 27 Nov 2036"}, "Thursday 27 November 2036 is more than a year away", id="far-ahead"
        ),
        pytest.param(
            {"respond_by": "Mon 27 Nov 2006"}, "Monday 27 November 2006 is more than a year away", id="long-past"
        ),
    ],
)
def test_R_055_a_slip_is_refused_with_what_to_do(there: Landlord, asked: dict[str, str], why: str) -> None:
    clause = CLAUSE[there.key]

    assert there.refuses(lambda: there.hears_from_the_ombudsman(**asked)).startswith(f"{clause}: {why}")
    new = Landlord(there.key)
    refusal = new.refuses(lambda: new.receives_complaint(on="Mon 02 Nov 2026", ombudsman=referral(**asked)))
    assert refusal.startswith(f"{clause}: {why}")


def test_R_055_what_is_recorded_already_is_not_recorded_twice(referred: Landlord) -> None:
    again = referred.refuses(lambda: referred.hears_from_the_ombudsman(asked="Send us your file."))

    assert again.endswith("that is already recorded, to be answered by Friday 27 November 2026.")
    assert len(alerts(referred)) == len(TOLD[referred.key])


def test_R_055_what_the_ombudsman_sends_is_never_taken_for_less_than_a_complaint(landlord: Landlord) -> None:
    sorting = TriageAnswers(classification=Classification.ENQUIRY, passed_on_to="repairs")

    refusal = landlord.refuses(
        lambda: landlord.receives_complaint(on="Mon 02 Nov 2026", ombudsman=referral(), sorting=sorting)
    )
    assert refusal == (
        f"{CLAUSE[landlord.key]}: what reaches us through the Ombudsman is a complaint at stage 1; "
        "do not record it as an enquiry."
    )


def test_R_055_the_ombudsman_may_ask_about_what_was_recorded_as_something_else(landlord: Landlord) -> None:
    sorting = TriageAnswers(classification=Classification.ENQUIRY, passed_on_to="repairs", dissatisfied=False)
    landlord.receives_complaint(on="Mon 02 Nov 2026", sorting=sorting)
    landlord.hears_from_the_ombudsman(on="Wed 04 Nov 2026")

    assert landlord.due("ombudsman") == "Fri 27 Nov 2026"
    alert = last_alert(landlord)
    assert "We have recorded it as an enquiry, not as a complaint." in alert
    assert "convert it to a complaint" in alert


def test_R_055_a_refused_complaint_is_alerted_with_how_the_refusal_is_reversed(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    refused = Refusal(
        code="legal_action",
        clause="3.2.1.4",
        reasons="A claim has been filed.",
        decided_by=landlord.officer(landlord.parts.approver),
        decided_at=landlord.now,
    )
    closed = Closed(at=landlord.now, reason=CloseReason.REFUSED, by=staff(landlord.officer(landlord.parts.approver)))
    landlord.complaint = landlord.complaint.changed(refusals=(refused,), closed=closed)
    landlord.hears_from_the_ombudsman(on="Wed 04 Nov 2026")

    alert = last_alert(landlord)
    assert "We decided not to take it as a complaint (clause 3.2.1.4)." in alert
    assert "you think again, reverse the refusal." in alert


def test_R_055_an_answer_needs_a_question_words_and_a_day_after_it(there: Landlord) -> None:
    assert "the Ombudsman has not asked about it" in there.refuses(there.answers_the_ombudsman)

    there.hears_from_the_ombudsman(on="Wed 04 Nov 2026")
    assert "say what the Ombudsman was told" in there.refuses(lambda: there.answers_the_ombudsman(answer=" "))
    early = there.refuses(lambda: there.answers_the_ombudsman(on="Tue 03 Nov 2026"))
    assert "dated before the Ombudsman asked" in early
    there.answers_the_ombudsman()
    assert "already been answered" in there.refuses(lambda: there.answers_the_ombudsman(answer="More."))


def test_R_056_A_14_the_procedure_has_two_stages_and_the_ombudsman_stands_outside_them(landlord: Landlord) -> None:
    edition = RULEBOOK.edition(landlord.key)

    assert len(Stage) == RULEBOOK.code().stages.most
    assert {"A-14", "A-16"} <= set(edition.ombudsman_first.settles)


def test_R_056_A_14_the_ombudsman_neither_starts_nor_ends_a_stage(there: Landlord) -> None:
    there.acknowledges(on="Tue 03 Nov 2026")
    before = there.complaint.stages
    there.hears_from_the_ombudsman(on="Wed 04 Nov 2026")
    there.answers_the_ombudsman(on="Thu 05 Nov 2026")

    assert there.complaint.stages == before
    assert there.complaint.closed is None


def test_A_16_a_resident_may_have_gone_to_the_ombudsman_before_any_stage_is_done(referred: Landlord) -> None:
    referred.allocates()
    referred.acknowledges()
    referred.responds()

    assert referred.complaint.progress.responded is not None
    assert referred.due("ombudsman") == "Fri 27 Nov 2026"


def test_R_055_the_resident_is_told_that_it_came_from_the_ombudsman(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", sorting=None, ombudsman=referral())

    receipt = written(landlord, NoticeKind.RECEIPT)
    assert "We received your complaint from the Housing Ombudsman on Monday 2 November 2026." in receipt
    assert "What you told us" not in receipt
