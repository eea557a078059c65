"""Speaking with the resident: owed whatever else is done, at Qualitas in another call than the acknowledging one."""

import pytest

from domain.complaint.entry_kinds import EntryKind
from domain.complaint.notice_kinds import NoticeKind
from tests.spec.cast import Landlord, posted


@pytest.fixture
def answered(landlord: Landlord) -> Landlord:
    """A complaint of Mon 02 Nov 2026, acknowledged on Tue 03 Nov and answered on Wed 04 Nov; nobody spoke with them."""
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.acknowledges(on="Tue 03 Nov 2026")
    landlord.responds(on="Wed 04 Nov 2026")
    return landlord


def of_contact(landlord: Landlord) -> list[str]:
    """The days on which the contact was missed."""
    return [missed for missed in landlord.missed if "contact" in missed]


def test_R_062_Q_054_a_response_does_not_make_the_contact_vanish(answered: Landlord) -> None:
    due = answered.due("stage_1.contact")
    owed = [each for each in answered.owes() if "contact" in each]

    answered.waits(until="Wed 11 Nov 2026")

    assert owed == [f"stage_1.contact due {due}"]
    assert of_contact(answered) == owed
    assert any("contact with the resident missed" in line for line in answered.record_of(EntryKind.DUTY_MISSED))


def test_R_062_Q_054_missed_and_answered_nobody_is_reminded_of_it(answered: Landlord) -> None:
    answered.waits(until="Tue 01 Dec 2026")

    assert not any("overdue" in line and "contact" in line for line in answered.reminders())
    assert not any("contact" in each for each in answered.owes())


def test_R_062_Q_054_spoken_with_after_the_response_it_is_made(answered: Landlord) -> None:
    answered.speaks_with_resident(on="Thu 05 Nov 2026")

    answered.waits(until="Wed 11 Nov 2026")

    assert not of_contact(answered)
    assert any("contact with the resident done in time" in line for line in answered.record_of(EntryKind.DUTY_MET))


def test_R_062_Q_054_a_call_in_time_that_is_recorded_after_all_takes_the_miss_back(answered: Landlord) -> None:
    answered.waits(until="Fri 13 Nov 2026")
    missed = of_contact(answered)

    answered.speaks_with_resident(on="Tue 03 Nov 2026", at="17:00")

    assert missed
    assert not of_contact(answered)


def test_A_37_after_the_response_no_note_asks_to_talk_before_it(answered: Landlord) -> None:
    assert "has already been answered" in answered.refuses(answered.leaves_a_written_note)


def test_R_062_once_made_it_is_not_made_again_after_the_response(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    reliance.acknowledges(on="Tue 03 Nov 2026")
    reliance.speaks_with_resident()
    reliance.responds(on="Wed 04 Nov 2026")

    assert "has already been answered" in reliance.refuses(reliance.speaks_with_resident)


def test_F_071_R_082_at_stage_2_it_is_missed_too(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    reliance.acknowledges(on="Tue 03 Nov 2026")
    reliance.speaks_with_resident()
    reliance.responds(on="Mon 09 Nov 2026")
    reliance.is_asked_for_stage_2(on="Tue 10 Nov 2026")
    reliance.allocates(to=reliance.parts.reviewer)
    reliance.acknowledges(on="Wed 11 Nov 2026")
    reliance.consults(reliance.parts.consulted_at_stage_2)
    reliance.responds(on="Thu 12 Nov 2026")

    reliance.waits(until="Wed 18 Nov 2026")

    assert of_contact(reliance) == ["stage_2.contact due Tue 17 Nov 2026"]


def test_R_062_at_reliance_one_call_may_do_both(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()

    reliance.speaks_with_resident(on="Tue 03 Nov 2026", at="10:00")
    reliance.acknowledges(on="Tue 03 Nov 2026", at="10:00")

    assert not any("contact" in each for each in reliance.owes())


def test_Q_054_the_call_that_acknowledges_is_not_the_later_one(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026")
    qualitas.allocates()
    qualitas.speaks_with_resident(on="Tue 03 Nov 2026", at="10:00")
    qualitas.acknowledges(on="Tue 03 Nov 2026", at="10:00")
    owed = [each for each in qualitas.owes() if "contact" in each]

    qualitas.speaks_with_resident(on="Wed 04 Nov 2026")

    assert owed == ["stage_1.contact due Fri 06 Nov 2026"]
    assert not any("contact" in each for each in qualitas.owes())


def test_Q_054_a_call_after_an_acknowledgement_that_is_recorded_later_counts(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026")
    qualitas.allocates()
    qualitas.speaks_with_resident(on="Wed 04 Nov 2026", at="10:00")
    owed = [each for each in qualitas.owes() if "contact" in each]

    qualitas.acknowledges(on="Wed 04 Nov 2026", at="11:00", already_sent=posted("Tue 03 Nov 2026"))

    assert owed
    assert not any("contact" in each for each in qualitas.owes())


def test_Q_054_what_was_agreed_is_recorded(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026")
    qualitas.allocates()
    qualitas.acknowledges(on="Tue 03 Nov 2026")

    sentence = qualitas.refuses(lambda: qualitas.speaks_with_resident(agreed=""))
    qualitas.speaks_with_resident(agreed="A plumber comes on Friday.")

    assert sentence == "8.1: say what was agreed with the resident, or that nothing was."
    assert "contact: spoke: agreed: A plumber comes on Friday" in qualitas.record_of(EntryKind.CONTACT)


def test_A_37_three_attempts_and_a_note_stand_for_it_before_the_response(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.acknowledges(on="Mon 02 Nov 2026", at="15:00")
    for day in ("Tue 03 Nov 2026", "Wed 04 Nov 2026", "Thu 05 Nov 2026"):
        landlord.tries_to_reach_resident(on=day)
    landlord.leaves_a_written_note()
    landlord.responds(on="Fri 06 Nov 2026")

    landlord.waits(until="Wed 11 Nov 2026")

    assert not of_contact(landlord)
    assert landlord.told(NoticeKind.CONTACT_NOTE)
