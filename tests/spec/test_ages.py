"""How old an issue may be: calendar months, the later of event and awareness, and who decides (A-03, A-18, T15)."""

from datetime import date
from typing import Any

import pytest

from domain.calendar.days import months_after
from domain.complaint.actor import staff
from domain.complaint.complainant import Particulars, Relation
from domain.complaint.entry_kinds import EntryKind
from domain.complaint.issues import NewIssue
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.triage import TriageAnswers
from domain.policy.definition import Classification
from domain.policy.exclusions import AgeException
from domain.procedure.front_door.convert import Convert
from tests.spec.cast import Landlord, referral
from tests.spec.days import day
from tests.spec.letters import written

RECEIVED = "Sat 21 Nov 2026"
BEYOND = "Thu 20 Nov 2025"
AT_THE_LIMIT = "Fri 21 Nov 2025"
BETWEEN = "Wed 20 May 2026"
AT_SIX_MONTHS = "Thu 21 May 2026"


def old(on: str = "", **more: Any) -> NewIssue:  # noqa: ANN401 - any field of an issue
    happened = {"occurred_on": day(on)} if on else {}
    return NewIssue.model_validate({"words": "The roof leaked.", **happened, **more})


def received(landlord: Landlord, *issues: NewIssue, **more: Any) -> None:  # noqa: ANN401 - any field of the receipt
    landlord.receives_complaint(on=RECEIVED, issues=issues, **more)


def refusal(landlord: Landlord, *issues: NewIssue, **more: Any) -> str:  # noqa: ANN401 - any field of the receipt
    """The sentence with which a refusal as out of time is turned down."""
    received(landlord, *issues, **more)
    return landlord.refuses(lambda: landlord.refuses_as("out_of_time"))


# -- the count


@pytest.mark.parametrize(
    ("received_on", "months", "limit"),
    [
        pytest.param(date(2026, 11, 21), 12, date(2025, 11, 21), id="T15: twelve months"),
        pytest.param(date(2026, 11, 21), 6, date(2026, 5, 21), id="T15: six months"),
        pytest.param(date(2026, 8, 31), 6, date(2026, 2, 28), id="T15: the end of February"),
        pytest.param(date(2028, 8, 31), 6, date(2028, 2, 29), id="a leap year"),
        pytest.param(date(2028, 2, 29), 12, date(2027, 2, 28), id="from a leap day"),
        pytest.param(date(2026, 1, 15), 6, date(2025, 7, 15), id="across the year"),
        pytest.param(date(2026, 12, 31), 12, date(2025, 12, 31), id="from December"),
    ],
)
def test_R_037_Q_016_months_are_counted_by_the_calendar(received_on: date, months: int, limit: date) -> None:
    assert months_after(received_on, -months) == limit


def test_R_037_Q_016_an_issue_beyond_twelve_months_can_be_refused(landlord: Landlord) -> None:
    received(landlord, old(BEYOND))

    landlord.refuses_as("out_of_time")

    letter = written(landlord, NoticeKind.REFUSAL)
    assert "whether there is a good reason to look into it all the same. Nothing kept you from telling us" in letter


def test_R_037_Q_016_on_the_day_of_the_limit_it_is_in_time(landlord: Landlord) -> None:
    said = refusal(landlord, old(AT_THE_LIMIT))

    assert said == (
        "Code 2.3: issue 1 (The roof leaked.) counts from Friday 21 November 2025, within 12 months of its receipt, "
        "so the complaint is accepted."
    )


def test_R_037_Q_016_it_counts_from_when_the_resident_knew(landlord: Landlord) -> None:
    said = refusal(landlord, old("Mon 01 Jan 2024", known_on=day("Mon 02 Feb 2026")))

    assert "counts from Monday 2 February 2026, within 12 months" in said


def test_Q_016_between_six_and_twelve_months_it_must_be_accepted(qualitas: Landlord) -> None:
    assert "Code 2.3: issue 1 (The roof leaked.) counts from Wednesday 20 May 2026" in refusal(qualitas, old(BETWEEN))


def test_R_037_Q_016_one_issue_in_time_keeps_the_complaint(landlord: Landlord) -> None:
    said = refusal(landlord, old(BEYOND), old("Mon 02 Nov 2026", words="The window does not close."))

    assert said.startswith("Code 2.3: issue 2 (The window does not close.) counts from Monday 2 November 2026")


def test_R_037_Q_016_what_nobody_dated_is_not_too_old(landlord: Landlord) -> None:
    said = refusal(landlord, old())

    assert "nobody has recorded when issue 1 (The roof leaked.) happened" in said


def test_R_037_Q_016_a_day_that_is_learnt_later_counts(landlord: Landlord) -> None:
    received(landlord, old())

    landlord.confirms_issue(on="Mon 23 Nov 2026", confirmed=False, occurred_on=day(BEYOND))
    landlord.refuses_as("out_of_time")

    assert len(landlord.told(NoticeKind.AGE_TO_REVIEW)) == 1
    assert landlord.complaint.refused


def test_R_037_Q_016_discretion_is_considered(landlord: Landlord) -> None:
    received(landlord, old(BEYOND))

    said = landlord.refuses(lambda: landlord.refuses_as("out_of_time", discretion=""))

    assert said.endswith("this refusal needs why it is not accepted all the same.")


def test_R_037_Q_016_who_decides_on_old_issues_decides(landlord: Landlord) -> None:
    received(landlord, old(BEYOND))

    said = landlord.refuses(lambda: landlord.refuses_as("out_of_time", by=landlord.parts.handler))

    role = {"reliance": "Department Manager", "qualitas": "Senior Management Team or Managing Director"}[landlord.key]
    assert f"the role {role} decides whether a complaint is refused." in said


# -- the exceptions


@pytest.mark.parametrize("exception", list(AgeException))
def test_Q_017_Q_018_an_exception_is_accepted_however_old(landlord: Landlord, exception: AgeException) -> None:
    said = refusal(landlord, old("Mon 01 Jan 2024", age_exception=exception))

    assert f"issue 1 (The roof leaked.) is accepted however old it is ({exception.replace('_', ' ')})." in said
    assert landlord.told(NoticeKind.AGE_TO_REVIEW) == []


def test_Q_017_an_ongoing_issue_is_accepted_without_discretion(qualitas: Landlord) -> None:
    received(qualitas, old("Mon 01 Jan 2024", age_exception=AgeException.ONGOING))
    qualitas.allocates()

    qualitas.acknowledges(on="Mon 23 Nov 2026")

    assert qualitas.complaint.late_acceptance is None


@pytest.mark.parametrize(
    "brought",
    [
        pytest.param({"particulars": Particulars(relation=Relation.MP)}, id="an MP"),
        pytest.param({"particulars": Particulars(relation=Relation.COUNCILLOR)}, id="a councillor"),
        pytest.param({"channel": "MP"}, id="a tenant, through their MP"),
        pytest.param({"channel": "Cllr"}, id="a tenant, through a councillor"),
        pytest.param({"channel": "Housing Ombudsman"}, id="a tenant, through the Ombudsman"),
        pytest.param({"ombudsman": referral()}, id="the Ombudsman"),
    ],
)
def test_Q_018_what_an_mp_or_the_ombudsman_brings_is_accepted(landlord: Landlord, brought: dict[str, object]) -> None:
    assert "is accepted however old it is" in refusal(landlord, old("Mon 01 Jan 2024"), **brought)


# -- at the door


def test_Q_016_a_manager_looks_at_what_is_over_six_months_old(qualitas: Landlord) -> None:
    received(qualitas, old(BETWEEN))

    assert qualitas.told(NoticeKind.AGE_TO_REVIEW) == ["Sat 21 Nov 12:00 age_to_review to victoria-lane by email"]
    assert qualitas.record_of(EntryKind.AGE_TO_REVIEW) == [
        "issue 1 (from Wednesday 20 May 2026): older than 6 months; it is accepted, within 12 months"
    ]
    assert "The complaint is accepted. Please only look at it" in written(qualitas, NoticeKind.AGE_TO_REVIEW)


def test_R_037_Q_016_beyond_twelve_months_somebody_decides(landlord: Landlord) -> None:
    received(landlord, old(BEYOND))

    notice = written(landlord, NoticeKind.AGE_TO_REVIEW)
    assert "It is never refused by its age alone: you decide." in notice
    assert "- Issue 1, from Thursday 20 November 2025" in notice
    assert "The roof leaked." not in notice


@pytest.mark.parametrize("on", [AT_SIX_MONTHS, RECEIVED])
def test_Q_016_nobody_is_asked_about_what_is_in_time(landlord: Landlord, on: str) -> None:
    received(landlord, old(on))

    assert landlord.told(NoticeKind.AGE_TO_REVIEW) == []


def test_R_037_between_six_and_twelve_months_nobody_looks_at_reliance(reliance: Landlord) -> None:
    received(reliance, old(BETWEEN))

    assert reliance.told(NoticeKind.AGE_TO_REVIEW) == []


def test_R_037_Q_016_an_issue_that_is_added_is_looked_at_too(landlord: Landlord) -> None:
    received(landlord, old(AT_SIX_MONTHS))

    landlord.adds_issue("The cellar flooded.", on="Mon 23 Nov 2026", occurred_on=day(BEYOND))

    assert len(landlord.record_of(EntryKind.AGE_TO_REVIEW)) == 1
    assert "issue 2 (from Thursday 20 November 2025)" in landlord.record_of(EntryKind.AGE_TO_REVIEW)[0]


def test_R_037_Q_016_an_enquiry_that_becomes_a_complaint_is_looked_at_then(landlord: Landlord) -> None:
    enquiry = TriageAnswers(classification=Classification.ENQUIRY, passed_on_to="repairs", dissatisfied=False)
    received(landlord, old(BEYOND), sorting=enquiry)
    before = landlord.told(NoticeKind.AGE_TO_REVIEW)

    handler = landlord.officer(landlord.parts.handler)
    landlord.obeys(Convert(at=landlord.now, by=staff(handler), why="They are unhappy.", resident_agrees=True))

    assert before == []
    assert len(landlord.told(NoticeKind.AGE_TO_REVIEW)) == 1


@pytest.mark.parametrize("field", ["occurred_on", "known_on"])
def test_D6_an_issue_is_not_dated_after_it_was_told(landlord: Landlord, field: str) -> None:
    tomorrow = old("", **{field: day("Sun 22 Nov 2026")})

    said = landlord.refuses(lambda: received(landlord, tomorrow))

    assert (
        "on Sunday 22 November 2026 cannot have been reported on Saturday 21 November 2026; give the right day." in said
    )


# -- accepting late


def test_Q_016_beyond_the_limit_acceptance_is_decided_before_it_is_acknowledged(landlord: Landlord) -> None:
    received(landlord, old(BEYOND))
    landlord.allocates()

    said = landlord.refuses(lambda: landlord.acknowledges(on="Mon 23 Nov 2026"))
    landlord.accepts_late(on="Mon 23 Nov 2026")
    landlord.acknowledges()

    assert "issue 1 (from Thursday 20 November 2025) is older than 12 months." in said
    assert "must accept it with reasons, or refuse it, before the complaint is acknowledged." in said
    assert landlord.complaint.late_acceptance
    assert landlord.record_of(EntryKind.ACCEPTED_LATE) == [
        (
            "accepted although issue 1 (from Thursday 20 November 2025) is older than 12 months: "
            "The damp was never recorded."
        )
    ]


def test_Q_016_who_accepts_late_is_one_who_may_and_says_why(landlord: Landlord) -> None:
    received(landlord, old(BEYOND))

    by_a_handler = landlord.refuses(lambda: landlord.accepts_late(by=landlord.parts.handler))
    without_reasons = landlord.refuses(lambda: landlord.accepts_late(reasons=" "))

    assert "decides whether an old issue is accepted" in by_a_handler
    assert "give the reasons for accepting it all the same" in without_reasons


def test_Q_016_what_is_in_time_is_not_accepted_late(landlord: Landlord) -> None:
    received(landlord, old(AT_THE_LIMIT))

    said = landlord.refuses(landlord.accepts_late)

    assert "no issue is older than 12 months without a decision" in said


def test_Q_016_an_old_issue_that_is_added_is_decided_on_anew(landlord: Landlord) -> None:
    received(landlord, old(BEYOND))
    landlord.accepts_late(on="Mon 23 Nov 2026")
    landlord.adds_issue("The cellar flooded.", on="Mon 23 Nov 2026", occurred_on=day(BEYOND))

    landlord.accepts_late(on="Tue 24 Nov 2026")

    assert landlord.answer
    assert not landlord.answer.repeated
    assert "accepted although issue 2" in landlord.record_of(EntryKind.ACCEPTED_LATE)[-1]


def test_R_037_Q_016_a_reversed_refusal_has_decided_on_the_age(landlord: Landlord) -> None:
    received(landlord, old(BEYOND))
    landlord.refuses_as("out_of_time")

    landlord.reverses_refusal(on="Mon 30 Nov 2026")
    landlord.allocates()
    landlord.acknowledges()

    assert landlord.complaint.progress.acknowledgement


def test_R_037_Q_016_who_records_an_old_issue_hears_that_somebody_must_decide(landlord: Landlord) -> None:
    received(landlord, old())

    landlord.confirms_issue(on="Mon 23 Nov 2026", confirmed=False, occurred_on=day(BEYOND))

    role = {"reliance": "Department Manager", "qualitas": "Senior Management Team or Managing Director"}[landlord.key]
    assert landlord.answer
    assert f"months; {role} must decide whether to accept it" in landlord.answer.said


def test_R_037_Q_016_the_handler_hears_that_somebody_else_has_accepted_an_old_issue(landlord: Landlord) -> None:
    received(landlord, old(BEYOND))
    landlord.allocates()

    landlord.accepts_late(on="Mon 23 Nov 2026")

    assert landlord.told(NoticeKind.ISSUE_DECIDED) == [
        f"Mon 23 Nov 12:00 issue_decided to {landlord.parts.handler} by email"
    ]
    letter = written(landlord, NoticeKind.ISSUE_DECIDED)
    assert "- Issue 1 is accepted, although it is old." in letter
    assert "The damp was never recorded." in letter
    assert "must be acknowledged by" in letter


def test_R_037_Q_016_the_handler_hears_that_somebody_else_has_refused_an_issue(landlord: Landlord) -> None:
    received(landlord, old(BEYOND), old("Mon 02 Nov 2026", words="The window does not close."))
    landlord.allocates()

    landlord.refuses_as("out_of_time", issue=1)

    assert "- Issue 1 is not accepted." in written(landlord, NoticeKind.ISSUE_DECIDED)
