"""What `complaints show` prints of issues, of what is done before stage 1, and of refusals."""

from datetime import date

import pytest

from cli.complaint_page import page
from domain.complaint.issues import NewIssue
from domain.complaint.resident import Resident
from domain.complaint.responses import Finding, IssueFinding
from domain.views.deadlines import deadlines_shown
from tests.spec.cast import RULEBOOK, Landlord, promise

LIFT = NewIssue(words="The lift is out again.", desired_outcome="A lift that works.")
CARS = NewIssue(words="Cars are on the pavement.", not_ours="The council's road.")


@pytest.fixture
def reliance() -> Landlord:
    return Landlord("reliance")


def shown(landlord: Landlord) -> list[str]:
    deadlines = deadlines_shown(landlord.complaint, landlord.rules)
    of = RULEBOOK.landlord(landlord.key)
    return page(landlord.complaint, deadlines, of, landlord.staff, landlord.now).splitlines()


def section(landlord: Landlord, title: str) -> list[str]:
    """The lines under that title."""
    lines = shown(landlord)
    if title not in lines:
        return []
    begun = lines[lines.index(title) + 1 :]
    return begun[: begun.index("")] if "" in begun else begun


def test_F_023_F_024_each_issue_with_our_understanding_and_what_they_want(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026", issues=(LIFT, CARS))
    reliance.allocates()
    reliance.confirms_issue(1, on="Tue 03 Nov 2026", understood="The lift has failed four times.")

    assert section(reliance, "Issues") == [
        "  1  The lift has failed four times.",
        "     in their words: The lift is out again.",
        "     confirmed by the resident Tue 03 Nov 2026; wants: A lift that works.",
        "  2  Cars are on the pavement.",
        "     our understanding is not recorded yet; what they want is not known yet; not ours: The council's road.",
    ]


def test_A_24_each_issue_with_its_finding(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026", issues=(LIFT, CARS))
    reliance.allocates()
    for number in (1, 2):
        reliance.confirms_issue(number, understood=f"Understood {number}.", desired_outcome="A remedy.")
    reliance.acknowledges("Tue 03 Nov 2026", wants="", understood="")
    findings = (
        IssueFinding(issue=1, finding=Finding.UPHELD, reasons="The motor is old."),
        IssueFinding(issue=2, finding=Finding.NOT_OURS),
    )
    reliance.responds("Wed 11 Nov 2026", outcome=None, findings=findings)

    lines = section(reliance, "Issues")
    assert "     stage 1: upheld: The motor is old." in lines
    assert "     stage 1: not ours to decide" in lines


def test_one_issue_of_which_nothing_more_is_known_is_not_said_twice(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")

    assert section(reliance, "Issues") == []


def test_R_010_a_record_at_no_stage_says_what_it_is_and_what_is_owed(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.triages("service_request", dissatisfied=False, passed_on_to="repairs")

    assert shown(reliance)[0] == "REL-TEST  Reliance, service request"
    assert "  Came as    complaint, then service request from Mon 02 Nov 2026" in shown(reliance)
    assert section(reliance, "Before stage 1") == ["  Mon 02 Nov 2026  passed on to repairs"]
    assert any("answer to the request passed on to repairs" in line for line in section(reliance, "Owed next"))
    assert "allocate it" not in "\n".join(shown(reliance))


def test_A_13_what_was_agreed_and_what_came_of_it(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.agrees_to_put_right()
    reliance.resolves("Wed 04 Nov 2026", outcome="The roofer came.", happy=False, chose="complaint")

    lines = section(reliance, "Before stage 1")
    assert lines[0].startswith("  Mon 02 Nov 2026  agreed with ")
    assert lines[-1] == "  Wed 04 Nov 2026  not put right: The roofer came."
    assert shown(reliance)[0] == "REL-TEST  Reliance, stage 1"


def test_R_030_a_refusal_with_its_reasons_and_its_reversal(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    reliance.refuses_as("already_investigated", on="Wed 04 Nov 2026")
    reliance.reverses_refusal(on="Mon 16 Nov 2026", ombudsman_reference="202655501")

    lines = section(reliance, "Refused")
    refused = reliance.complaint.refusals[0]
    assert lines[0].startswith("  Wed 04 Nov 2026  already_investigated (3.2.1.3 and 3.2.1.4), decided by ")
    assert " ".join(refused.reasons.split())[:40] in " ".join("\n".join(lines).split())
    assert "reversed: Mon 16 Nov 2026: the Ombudsman directed it (202655501)" in lines[-1]


def test_R_100_Q_021_what_others_were_told_is_listed(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.discloses(on="Tue 03 Nov 2026")

    lines = " ".join(" ".join(section(reliance, "Told to others")).split())

    assert lines.startswith("Tue 03 Nov 2026 Damp Ltd: Her name and telephone number.")
    assert "necessary because: They agree the visit with her. Allowed by Amara Okafor" in lines


def test_R_031_nobody_known_is_said_in_words(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026", resident=Resident(name=""))

    assert "  Resident   does not say who they are, and nothing reaches them" in shown(reliance)


def test_Q_052_the_page_shows_the_draft_in_full_and_who_is_to_answer() -> None:
    qualitas = Landlord("qualitas")
    qualitas.receives_complaint(on="Mon 02 Nov 2026")
    qualitas.allocates()
    qualitas.acknowledges()
    qualitas.drafts(promises=(promise(),))

    drafted = section(qualitas, "Draft response")
    waiting = section(qualitas, "Waiting for a person")
    qualitas.returns_draft(comments="Say when.")

    assert any("We did not inspect it within the time we give ourselves." in line for line in drafted)
    assert any("Treat the damp (priya-nair, by Friday 26 March 2027)" in line for line in drafted)
    assert waiting == ["  the response drafted by Nadia Karim is waiting for approval"]
    assert section(qualitas, "Waiting for a person") == ["  the draft has come back to Nadia Karim: Say when."]


def test_A_42_the_page_shows_what_is_asked_for_and_of_whom(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    reliance.acknowledges()
    reliance.extends(15, exceptional_reason="A flood.", approver=reliance.officer("amara-okafor"))

    assert " ".join(line.strip() for line in section(reliance, "Waiting for a person")) == (
        "15 working days more, asked for by Priya Nair, wait for approval by Amara Okafor: "
        "The surveyor is away. A flood."
    )


def test_R_037_an_old_issue_shows_that_somebody_must_decide_and_then_the_decision(reliance: Landlord) -> None:
    roof = NewIssue(words="The roof leaked.", occurred_on=date(2025, 9, 20))
    reliance.receives_complaint(on="Mon 02 Nov 2026", issues=(roof, LIFT))

    before = section(reliance, "Issues")
    reliance.accepts_late(on="Tue 03 Nov 2026")

    assert "     older than 12 months: Department Manager must accept it with reasons, or refuse it" in before
    after = " ".join(" ".join(section(reliance, "Issues")).split())
    assert "must accept it" not in after
    assert "accepted although it is old, Tue 03 Nov 2026, by Amara Okafor" in after
    assert "The damp was never recorded." in after


def test_R_066_what_a_stage_was_answered_with_stands_above_the_record(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    reliance.acknowledges(on="Tue 03 Nov 2026")
    before = section(reliance, "Response")

    reliance.responds(on="Wed 04 Nov 2026")

    assert before == []
    assert section(reliance, "Response") == [
        "  stage 1    upheld",
        "  remedy     We apologise and will pay 50 pounds.",
    ]
