"""Receiving a complaint and giving it a handler."""

import pytest

from domain.complaint.actor import staff
from domain.complaint.issues import NewIssue
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.resident import Resident
from domain.complaint.triage import TriageAnswers
from domain.policy.channels import Channel
from domain.policy.definition import Classification
from tests.spec.cast import Landlord
from tests.spec.days import day, short_instant


@pytest.mark.parametrize("channel", ["telephone", "in person", "email", "letter", "web form", "text", "social media"])
def test_R_095_Q_036_a_complaint_is_received_through_any_channel(landlord: Landlord, channel: str) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", channel=channel)

    assert landlord.record[0].startswith(f"Mon 02 Nov: complaint received by {channel}")


def test_R_060_it_counts_from_when_it_first_reached_anybody_not_from_when_it_was_logged(reliance: Landlord) -> None:
    reliance._now = short_instant("Thu 05 Nov 2026", "09:30")

    reliance.receives_complaint(on="Mon 02 Nov 2026", at="16:45")

    assert reliance.due("stage_1.acknowledge") == "Mon 09 Nov 2026"
    assert reliance.complaint.logged_at == short_instant("Thu 05 Nov 2026", "09:30")


def test_R_060_received_on_a_saturday_the_next_working_day_is_day_one(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Sat 21 Nov 2026")

    assert reliance.due("stage_1.acknowledge") == "Fri 27 Nov 2026"


@pytest.mark.parametrize(
    ("received", "at", "due"),
    [
        pytest.param("Mon 29 Jun 2026", "23:59", "Mon 06 Jul 2026", id="just before midnight in summer time"),
        pytest.param("Tue 30 Jun 2026", "00:00", "Tue 07 Jul 2026", id="just after it, still the 29th in UTC"),
        pytest.param("Sun 25 Oct 2026", "01:30", "Fri 30 Oct 2026", id="in the hour the clocks go back"),
        pytest.param(
            "Sun 28 Mar 2027", "02:30", "Mon 05 Apr 2027", id="on the day they go forward, before Easter Monday"
        ),
    ],
)
def test_R_061_the_day_of_receipt_is_the_landlords_own(reliance: Landlord, received: str, at: str, due: str) -> None:
    reliance.receives_complaint(on=received, at=at)

    assert reliance.due("stage_1.acknowledge") == due


def test_D6_it_cannot_have_been_received_in_the_future(reliance: Landlord) -> None:
    order = reliance.receipt(on="Tue 03 Nov 2026")

    sentence = reliance.refuses(lambda: reliance.takes_receipt(order, on="Mon 02 Nov 2026"))

    assert sentence == "Tuesday 3 November 2026 at 12:00 is in the future; give when it happened."


def test_R_095_the_resident_gets_a_receipt_at_once_and_a_text_beside_it(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", at="10:00")

    assert landlord.told(NoticeKind.RECEIPT) == [
        "Mon 02 Nov 10:00 receipt to resident by email",
        "Mon 02 Nov 10:00 receipt to resident by text",
    ]


def test_a_resident_who_prefers_texts_gets_one_text_only(landlord: Landlord) -> None:
    resident = Resident(name="Sam", mobile="+447700900123", email="sam@example.com", prefers=Channel.TEXT)

    landlord.receives_complaint(on="Mon 02 Nov 2026", at="10:00", resident=resident)

    assert landlord.told(NoticeKind.RECEIPT) == ["Mon 02 Nov 10:00 receipt to resident by text"]


def test_R_064_Q_051_a_complaint_is_allocated_to_a_named_handler_who_is_told(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", at="10:00")

    landlord.allocates()

    assert landlord.told(NoticeKind.ASSIGNMENT) == [f"Mon 02 Nov 10:01 assignment to {landlord.parts.handler} by email"]


def test_R_064_only_a_complaints_handler_has_stage_1(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")

    sentence = reliance.refuses(lambda: reliance.allocates(to="daniel-osei"))

    assert sentence == (
        "4.1.1: stage 1 belongs to the role Complaints Handler, which Daniel Osei does not hold; "
        "where none of them may, the role Chief Operating Officer or Chief Executive names somebody."
    )


def test_Q_051_stage_1_belongs_to_operations(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026")

    sentence = qualitas.refuses(lambda: qualitas.allocates(to="rachel-stone"))

    assert sentence == (
        "8.1: stage 1 belongs to the role Operations Team, which Rachel Stone does not hold; "
        "where none of them may, the role Managing Director names somebody."
    )


def test_R_064_a_complaint_is_allocated_once_and_then_reassigned(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()

    sentence = landlord.refuses(lambda: landlord.allocates(to=landlord.parts.colleague))

    assert sentence.endswith("already has stage 1; reassign it instead.")


def test_R_064_it_cannot_be_reassigned_before_it_is_allocated(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")

    sentence = landlord.refuses(lambda: landlord.reassigns(landlord.parts.colleague))

    assert sentence.endswith("nobody has the complaint yet; allocate it first.")


def test_R_064_reassignment_is_recorded_and_the_new_handler_told(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026", at="10:00")
    reliance.allocates()

    reliance.reassigns("leah-brooks", reason="on leave")

    assert reliance.steps[-1] == "Mon 02 Nov: reassigned to Leah Brooks, Complaints Handler: on leave (4.1.1)"
    assert reliance.told(NoticeKind.ASSIGNMENT, to="leah-brooks") == [
        "Mon 02 Nov 10:02 assignment to leah-brooks by email"
    ]


def test_R_101_whom_the_complaint_is_about_may_not_have_it(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", about_staff=(landlord.parts.handler,))

    sentence = landlord.refuses(landlord.allocates)

    assert sentence.startswith("Code 5.8: the complaint is about")


def test_R_101_nor_touch_it_in_any_way(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", about_staff=(landlord.parts.colleague,))
    landlord.allocates()

    assert "Code 5.8" in landlord.refuses(lambda: landlord.consults(landlord.parts.colleague))
    assert "Code 5.8" in landlord.refuses(lambda: landlord.is_asked_for_stage_2(by=landlord.parts.colleague))


def test_R_101_nor_be_told_of_it(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026", about_staff=("daniel-osei",))

    reliance.waits(until="Fri 20 Nov 2026")

    assert reliance.told(to="ruth-ellison")
    assert not reliance.told(to="daniel-osei")


def test_R_101_Q_016_nobody_it_is_about_is_told_or_asked_to_decide(landlord: Landlord) -> None:
    parts = landlord.parts
    old = NewIssue(words="The officer shouted at me.", occurred_on=day("Wed 01 Oct 2025"))
    landlord.receives_complaint(
        on="Mon 02 Nov 2026",
        issues=(old,),
        about_staff=(parts.handler, parts.approver),
        sorting=TriageAnswers(classification=Classification.ENQUIRY, dissatisfied=False, passed_on_to="repairs"),
        by=staff(landlord.staff.officer(parts.colleague, day("Mon 02 Nov 2026"))),
    )
    landlord.hears_complaint_instead(on="Tue 03 Nov 2026")

    told = {sent.kind: sent.to for sent in landlord.sent if not sent.notice.is_for_resident}
    assert set(told) == {NoticeKind.STAGE_1_TO_ALLOCATE, NoticeKind.AGE_TO_REVIEW}
    assert {parts.handler, parts.approver}.isdisjoint(told.values())
