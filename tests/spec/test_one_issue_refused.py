"""One issue of several is refused, or accepted though it is old, and the others go on (Code 2.1, 2.3; R-030, Q-020)."""

import pytest

from domain.complaint.entry_kinds import EntryKind
from domain.complaint.issues import NewIssue
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.resident import Resident
from domain.complaint.resident_facts import AcknowledgementFacts, RefusalReversedFacts
from domain.complaint.responses import Finding, IssueFinding
from domain.complaint.staff_facts import AgeToReviewFacts
from domain.policy.channels import Channel
from tests.spec.cast import Landlord
from tests.spec.days import day
from tests.spec.letters import written

LEAK = NewIssue(words="The roof leaks.", understood="The roof leaks.", desired_outcome="A dry roof.")
BY_POST = Resident(name="Wilf Paper", address=("3 Example Street", "Birmingham", "B99 1AA"))
RULES = NewIssue(words="Your letting rules are unfair.", understood="The letting rules are unfair.")
OLD = NewIssue(words="The fence fell.", understood="The fence fell.", occurred_on=day("Fri 02 May 2025"))


def complains(landlord: Landlord, *issues: NewIssue) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", issues=issues)
    landlord.allocates()


def found_on(number: int) -> tuple[IssueFinding, ...]:
    return (IssueFinding(issue=number, finding=Finding.UPHELD, reasons="The tiles slipped."),)


def test_R_030_Q_020_one_issue_is_refused_in_a_letter_of_its_own_and_the_others_go_on(landlord: Landlord) -> None:
    complains(landlord, LEAK, RULES)

    landlord.refuses_as("policy_content", on="Tue 03 Nov 2026", issue=2)
    letter = written(landlord, NoticeKind.ISSUE_REFUSED)
    landlord.acknowledges(on="Wed 04 Nov 2026", understood="", wants="")
    landlord.speaks_with_resident()
    landlord.responds(on="Thu 12 Nov 2026", findings=found_on(1))

    assert landlord.complaint.closed is None
    assert landlord.complaint.refused is None
    assert [issue.number for issue in landlord.facts(AcknowledgementFacts).issues] == [1]
    assert landlord.record_of(EntryKind.NOT_ACCEPTED)[0].startswith("issue 2 not accepted (policy_content): ")
    assert "This letter is about one part of it that we cannot take:" in letter
    assert "The letting rules are unfair." in letter
    assert "The rest of your complaint goes on as before." in letter
    assert "You can challenge this decision with the Housing Ombudsman now." in letter
    assert landlord.told(NoticeKind.REFUSAL) == []


def test_R_030_a_single_issue_is_refused_as_the_complaint_that_it_is(landlord: Landlord) -> None:
    complains(landlord, LEAK, RULES)
    landlord.refuses_as("policy_content", issue=2)

    said = landlord.refuses(lambda: landlord.refuses_as("policy_content", issue=1))
    again = landlord.refuses(lambda: landlord.refuses_as("policy_content", issue=2, policy="Lettings Policy"))

    assert "issue 1 (The roof leaks.) is all that the complaint is about; refuse the complaint" in said
    assert "issue 2 (The letting rules are unfair.) was refused; it comes back only when that is reversed." in again


def test_R_039_R_040_a_reason_about_whoever_complains_is_about_no_single_issue(reliance: Landlord) -> None:
    complains(reliance, LEAK, RULES)

    said = reliance.refuses(lambda: reliance.refuses_as("unreasonable", issue=2))

    assert said.startswith("3.2.1.11: this reason is about whoever complains, not about one issue;")


def test_Code_2_4_the_ombudsman_has_one_issue_taken_after_all(landlord: Landlord) -> None:
    complains(landlord, LEAK, RULES)
    landlord.refuses_as("policy_content", on="Tue 03 Nov 2026", issue=2)

    unnamed = landlord.refuses(landlord.reverses_refusal)
    landlord.reverses_refusal(on="Wed 04 Nov 2026", issue=2, ombudsman_reference="HOS-202611-77")

    assert "the complaint was not refused, but issue 2 (The letting rules are unfair.) was: say which issue." in unnamed
    assert [issue.number for issue in landlord.complaint.taken] == [1, 2]
    assert landlord.facts(RefusalReversedFacts).due_on == landlord.duty("stage_1.respond").due_on
    letter = written(landlord, NoticeKind.REFUSAL_REVERSED)
    assert "We decided not to take one part of what you told us" in letter
    assert "We will look into it together with the rest." in letter
    assert "Our work on your complaint counts from" not in letter


def test_Code_6_8_what_was_refused_of_an_answered_complaint_is_another_complaint(landlord: Landlord) -> None:
    complains(landlord, LEAK, RULES)
    landlord.refuses_as("policy_content", issue=2)
    landlord.acknowledges(understood="", wants="")
    landlord.speaks_with_resident()
    landlord.responds(on="Thu 12 Nov 2026", findings=found_on(1))

    said = landlord.refuses(lambda: landlord.reverses_refusal(issue=2, ombudsman_reference="HOS-1"))

    assert "so what was refused is another complaint; open issue 2 (The letting rules are unfair.) as one" in said


def test_R_037_Q_016_one_old_issue_is_refused_and_the_others_go_on(landlord: Landlord) -> None:
    complains(landlord, LEAK, OLD)

    landlord.refuses_as("out_of_time", issue=2)
    landlord.acknowledges(understood="", wants="")

    assert [issue.number for issue in landlord.complaint.taken] == [1]


def test_R_037_Q_016_one_old_issue_is_accepted_and_another_waits(landlord: Landlord) -> None:
    complains(landlord, LEAK, OLD, OLD.model_copy(update={"words": "The gate fell.", "understood": "The gate fell."}))

    landlord.accepts_late(issue=2)
    said = landlord.refuses(lambda: landlord.acknowledges(understood="", wants=""))
    again = landlord.refuses(lambda: landlord.accepts_late(issue=2, reasons="It was reported."))
    landlord.accepts_late(issue=3)
    landlord.acknowledges(understood="", wants="")

    assert "issue 3 (from Friday 2 May 2025) is older than 12 months." in said
    assert "issue 2 (The fence fell.) needs no decision on its age; issue 3 (from Friday 2 May 2025) does." in again
    assert landlord.complaint.late_acceptance
    assert landlord.complaint.late_acceptance.issues == (2, 3)
    assert len(landlord.record_of(EntryKind.ACCEPTED_LATE)) == 2


@pytest.mark.parametrize("decision", ["refused", "accepted"])
def test_R_037_Q_016_an_issue_added_later_is_judged_by_its_age_before_it_is_answered(
    landlord: Landlord, decision: str
) -> None:
    complains(landlord, LEAK)
    landlord.acknowledges(on="Tue 03 Nov 2026", understood="", wants="")
    landlord.speaks_with_resident()
    landlord.adds_issue("The fence fell.", on="Thu 05 Nov 2026", understood="It fell.", occurred_on=OLD.occurred_on)
    both = (*found_on(1), *found_on(2))

    said = landlord.refuses(lambda: landlord.responds(on="Thu 12 Nov 2026", findings=both))
    if decision == "refused":
        landlord.refuses_as("out_of_time", issue=2)
        landlord.drafts(on="Thu 12 Nov 2026", findings=found_on(1))
        if landlord.key == "qualitas":
            landlord.approves()
        landlord.responds(on="Thu 12 Nov 2026", at="15:00")
    else:
        landlord.accepts_late()
        landlord.responds(on="Thu 12 Nov 2026", at="15:00", findings=both)

    assert "must accept it with reasons, or refuse it, before the complaint is answered." in said
    assert landlord.facts(AgeToReviewFacts).due_on == landlord.duty("stage_1.respond").due_on
    asked = written(landlord, NoticeKind.AGE_TO_REVIEW)
    assert "The complaint must be answered by " in asked
    assert "acknowledged" not in asked
    assert landlord.complaint.progress.responded


def by_post(landlord: Landlord) -> Landlord:
    """A complaint with two issues of somebody who is written to by post; the letting rules are refused on paper."""
    landlord.receives_complaint(on="Mon 02 Nov 2026", issues=(LEAK, RULES), resident=BY_POST)
    landlord.allocates()
    landlord.refuses_as("policy_content", on="Tue 03 Nov 2026", issue=2)
    return landlord


def test_Code_2_4_a_refusal_that_was_not_posted_is_owed_no_more_once_it_is_reversed(landlord: Landlord) -> None:
    by_post(landlord).reverses_refusal(on="Wed 04 Nov 2026", issue=2, ombudsman_reference="HOS-202611-77")

    assert not any("post_issue_refused" in owed for owed in landlord.owes())
    assert any("post_refusal_reversed" in owed for owed in landlord.owes())
    assert "We decided not to take one part of what you told us" in written(landlord, NoticeKind.REFUSAL_REVERSED)


def test_R_030_nobody_posts_that_an_issue_is_taken_once_it_is_refused_for_another_reason(landlord: Landlord) -> None:
    by_post(landlord).reverses_refusal(on="Wed 04 Nov 2026", issue=2, ombudsman_reference="HOS-202611-77")

    landlord.refuses_as(
        {"reliance": "insurance_claim", "qualitas": "liability_or_pi_claim"}[landlord.key],
        on="Thu 05 Nov 2026",
        issue=2,
    )

    assert not any("post_refusal_reversed" in owed for owed in landlord.owes())
    assert sum("post_issue_refused" in owed for owed in landlord.owes()) == 1


def test_Code_2_4_a_text_about_one_issue_does_not_say_that_the_complaint_was_not_taken_before(
    landlord: Landlord,
) -> None:
    complains(landlord, LEAK, RULES)
    landlord.refuses_as("policy_content", on="Tue 03 Nov 2026", issue=2)
    landlord.reverses_refusal(on="Wed 04 Nov 2026", issue=2, ombudsman_reference="HOS-202611-77")

    text = landlord.sent[-1]
    assert (text.kind, text.channel) == (NoticeKind.REFUSAL_REVERSED, Channel.TEXT)
    assert "we are taking one more part of your complaint REL-TEST after all" in written(
        landlord, NoticeKind.REFUSAL_REVERSED, text
    )
    assert written(landlord, NoticeKind.REFUSAL_REVERSED).startswith(
        "Your complaint REL-TEST: we are taking one part of it\n"
    )


def test_Code_2_4_an_issue_whose_letter_never_went_is_told_once_the_complaint_is_taken_after_all(
    landlord: Landlord,
) -> None:
    claim = {"reliance": "insurance_claim", "qualitas": "liability_or_pi_claim"}[landlord.key]
    by_post(landlord).refuses_as(claim, on="Wed 04 Nov 2026")
    refused = [owed for owed in landlord.owes() if "post_issue_refused" in owed]

    landlord.reverses_refusal(on="Thu 05 Nov 2026")
    landlord.refuses_as(
        {"reliance": "rent_or_service_charge", "qualitas": "other_appeal_route"}[landlord.key], on="Fri 06 Nov 2026"
    )
    landlord.reverses_refusal(on="Mon 09 Nov 2026")

    assert refused == []
    assert [issue.number for issue in landlord.complaint.taken] == [1]
    assert sum("post_issue_refused" in owed for owed in landlord.owes()) == 1
    assert "The letting rules are unfair." in written(landlord, NoticeKind.ISSUE_REFUSED)
