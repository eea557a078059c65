"""Contact with the resident, details, the investigation, whom the handler consulted."""

from collections.abc import Callable

import pytest

from domain.complaint.entry_kinds import EntryKind
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.resident_facts import AcknowledgementFacts
from tests.spec.cast import Landlord


@pytest.fixture
def handled(landlord: Landlord) -> Landlord:
    """A complaint of Mon 02 Nov 2026 with its handler."""
    landlord.receives_complaint(on="Mon 02 Nov 2026", at="09:30")
    landlord.allocates()
    return landlord


def test_R_062_contact_is_due_five_working_days_from_receipt(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Thu 25 Mar 2027")

    assert reliance.due("stage_1.contact") == "Mon 05 Apr 2027"


def test_Q_054_contact_is_due_three_working_days_from_the_acknowledgement(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Wed 23 Dec 2026")
    qualitas.allocates()
    before = qualitas.due("stage_1.contact")

    qualitas.acknowledges(on="Thu 24 Dec 2026")

    assert before == "Mon 04 Jan 2027"  # three from when the acknowledgement is due, Tue 29 Dec
    assert qualitas.due("stage_1.contact") == "Thu 31 Dec 2026"


def test_R_062_Q_054_speaking_with_the_resident_meets_it(handled: Landlord) -> None:
    handled.acknowledges(on="Mon 02 Nov 2026")
    handled.speaks_with_resident(on="Tue 03 Nov 2026", note="She wants it dry.")

    assert not handled.duty("stage_1.contact").is_open
    assert any("spoke" in line and "She wants it dry" in line for line in handled.record)


def test_A_37_one_try_does_not(handled: Landlord) -> None:
    handled.tries_to_reach_resident(on="Tue 03 Nov 2026")

    assert handled.duty("stage_1.contact").is_open


def test_A_37_three_tries_over_three_working_days_and_a_written_note_do(handled: Landlord) -> None:
    handled.tries_to_reach_resident(on="Tue 03 Nov 2026")
    handled.tries_to_reach_resident(on="Wed 04 Nov 2026")
    handled.tries_to_reach_resident(on="Thu 05 Nov 2026")
    before = handled.duty("stage_1.contact").is_open

    handled.leaves_a_written_note(on="Thu 05 Nov 2026", at="15:00")

    assert before
    assert handled.complaint.progress.contacted_at is not None
    assert handled.told(NoticeKind.CONTACT_NOTE) == [
        "Thu 05 Nov 15:00 contact_note to resident by email",
        "Thu 05 Nov 15:00 contact_note to resident by text",
    ]


@pytest.mark.parametrize(
    "tries",
    [
        pytest.param(("Tue 03 Nov 2026", "Wed 04 Nov 2026"), id="two are too few"),
        pytest.param(("Tue 03 Nov 2026", "Wed 04 Nov 2026", "Wed 04 Nov 2026"), id="over two days"),
        pytest.param(("Thu 05 Nov 2026", "Fri 06 Nov 2026", "Sat 07 Nov 2026"), id="a Saturday is no working day"),
    ],
)
def test_A_37_too_few_tries_and_a_note_do_not(handled: Landlord, tries: tuple[str, ...]) -> None:
    for hour, on in enumerate(tries, start=10):
        handled.tries_to_reach_resident(on=on, at=f"{hour}:00")

    handled.leaves_a_written_note(on=tries[-1], at="15:00")

    assert handled.complaint.progress.contacted_at is None


def test_R_066_a_contact_after_it_was_made_is_recorded_and_changes_nothing(handled: Landlord) -> None:
    handled.speaks_with_resident(on="Tue 03 Nov 2026")
    met_at = handled.complaint.progress.contacted_at

    handled.speaks_with_resident(on="Wed 04 Nov 2026")

    assert handled.complaint.progress.contacted_at == met_at
    assert sum(entry.kind is EntryKind.CONTACT for entry in handled.complaint.record) == 2


def test_F_021_details_are_due_five_working_days_from_receipt(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Wed 23 Dec 2026")
    reliance.allocates()

    reliance.waits(until="Tue 05 Jan 2027")

    assert "stage_1.details due Mon 04 Jan 2027" in reliance.missed


def test_F_023_F_024_F_025_details_name_what_is_missing(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")

    sentence = reliance.refuses(
        lambda: reliance.records_details(understood="", desired_outcome="", told_timescale=False)
    )

    assert sentence == (
        "Appendix 1, Concern/Complaint Details: still missing: what the resident is unhappy with; "
        "the outcome they want; that they were told the timescale."
    )


def test_F_021_details_can_be_recorded_by_themselves(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")

    reliance.records_details(on="Thu 05 Nov 2026")

    assert not reliance.duty("stage_1.details").is_open


def test_F_021_an_acknowledgement_that_names_the_outcome_sought_completes_them(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()

    reliance.acknowledges(wants="The damp treated.")

    assert not reliance.duty("stage_1.details").is_open


def test_F_024_without_it_they_wait_for_what_the_resident_says(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    reliance.acknowledges(wants="")
    before = reliance.duty("stage_1.details").is_open

    reliance.speaks_with_resident(desired_outcome="The damp treated.")

    assert before
    assert not reliance.duty("stage_1.details").is_open


def test_F_024_what_was_said_on_the_telephone_stands_in_the_acknowledgement(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    reliance.speaks_with_resident(understood="Damp since October.", desired_outcome="The damp treated.")

    reliance.acknowledges(wants="")

    issues = reliance.facts(AcknowledgementFacts).issues or ()
    assert [issue.desired_outcome for issue in issues] == ["The damp treated."]
    assert not reliance.duty("stage_1.details").is_open


def test_Q_054_a_policy_without_a_details_clock_keeps_them_all_the_same(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026")

    qualitas.records_details()
    qualitas.records_details(understood="Damp and mould.")

    assert qualitas.complaint.issues[0].understood == "Damp and mould."
    assert not any(line.startswith("stage_1.details") for line in qualitas.owes())


def test_F_030_the_investigation_is_due_nine_working_days_from_the_acknowledgement(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()

    reliance.acknowledges(on="Thu 05 Nov 2026")

    assert reliance.due("stage_1.investigate") == "Wed 18 Nov 2026"


def test_R_066_F_030_recording_what_was_found_meets_it(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()

    reliance.investigates(found="No inspection was made.")

    assert "Mon 02 Nov: found: No inspection was made. (Appendix 1, Action Taken To Investigate)" in reliance.record
    assert not reliance.duty("stage_1.investigate").is_open


def test_R_066_what_was_found_so_far_leaves_it_open(handled: Landlord) -> None:
    handled.investigates(found="The surveyor comes on Friday.", more_needed=True)

    assert handled.complaint.progress.investigated_at is None
    assert any("More investigation is needed." in line for line in handled.record)


def test_R_066_nothing_is_no_finding(handled: Landlord) -> None:
    assert handled.refuses(lambda: handled.investigates(found=" ")).endswith(": say what was found.")


def test_R_052_consulting_says_with_whom_and_what_came_of_it(handled: Landlord) -> None:
    handled.consults(summary="Offer 50 pounds.")

    assert any(line.endswith(": Offer 50 pounds.") or "Offer 50 pounds." in line for line in handled.record)
    assert handled.parts.consulted in handled.complaint.progress.involved
    assert handled.refuses(lambda: handled.consults(summary="")).endswith(": say what the consultation concluded.")


@pytest.mark.parametrize("step", ["details", "investigation", "consultation", "draft", "extension"])
def test_R_067_what_belongs_before_the_response_is_not_done_after_it(handled: Landlord, step: str) -> None:
    steps: dict[str, Callable[[], None]] = {
        "details": handled.records_details,
        "investigation": handled.investigates,
        "consultation": handled.consults,
        "draft": lambda: handled.drafts(reasons="Others."),
        "extension": lambda: handled.extends(5),
    }
    handled.acknowledges()
    handled.responds()

    sentence = handled.refuses(steps[step])

    assert sentence.endswith("stage 1 has already been answered.")
