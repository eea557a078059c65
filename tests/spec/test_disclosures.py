"""What another party is told is logged: to whom, what, why it was necessary, and who allowed it (R-100, Q-021)."""

import pytest

from domain.complaint.entry_kinds import EntryKind
from tests.spec.cast import Landlord


def test_R_100_Q_021_a_disclosure_is_on_record_with_its_reason_and_who_allowed_it(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")

    landlord.discloses()

    allowed = landlord.officer(landlord.parts.consulted).signature
    said = "told Damp Ltd: Her name and telephone number; necessary because: They agree the visit with her; allowed by"
    assert landlord.record_of(EntryKind.DISCLOSED) == [f"{said} {allowed}"]
    (told,) = landlord.complaint.disclosures
    assert (told.to, told.allowed_by.id) == ("Damp Ltd", landlord.parts.consulted)


@pytest.mark.parametrize("lacks", ["to", "what", "why"])
def test_R_100_Q_021_nothing_of_it_is_left_out(landlord: Landlord, lacks: str) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")

    said = landlord.refuses(lambda: landlord.discloses(**{lacks: " "}))

    words = {"to": "who was told", "what": "what they were told", "why": "why it was necessary"}[lacks]
    assert said.endswith(f": say {words}.")


def test_R_100_Q_021_who_allows_it_holds_a_role_that_may_and_is_not_whom_it_is_about(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", about_staff=(landlord.parts.consulted,))

    by_handler = landlord.refuses(lambda: landlord.discloses(allowed_by=landlord.parts.handler))
    about = landlord.refuses(landlord.discloses)

    assert by_handler.endswith("allows that another party is told.")
    assert "who may take no part in it" in about


def test_R_100_after_the_end_of_a_complaint_it_is_logged_too(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.hears_withdrawal(on="Tue 03 Nov 2026")

    landlord.discloses(on="Wed 04 Nov 2026")

    assert len(landlord.complaint.disclosures) == 1


# -- the telephone first


def test_Q_041_the_record_says_what_came_of_telephoning_first(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026")
    qualitas.allocates()

    qualitas.acknowledges(telephone="She was glad that we rang, and is at home on Friday.")

    assert qualitas.record_of(EntryKind.ACKNOWLEDGED)[0].endswith(
        "; telephone call first: She was glad that we rang, and is at home on Friday"
    )


def test_Q_041_a_telephone_that_nobody_tried_is_on_record_as_that(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026")
    qualitas.allocates()

    qualitas.acknowledges()

    assert qualitas.record_of(EntryKind.ACKNOWLEDGED)[0].endswith(
        "; telephone call first: not tried, and nobody said why not"
    )


def test_Q_041_attempts_that_are_on_record_say_it(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026")
    qualitas.allocates()
    qualitas.tries_to_reach_resident()
    qualitas.tries_to_reach_resident()

    qualitas.acknowledges()

    assert qualitas.record_of(EntryKind.ACKNOWLEDGED)[0].endswith("tried 2 times, and nobody was reached")


def test_Q_041_reliance_wants_no_call_first(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()

    reliance.acknowledges()

    assert "telephone" not in reliance.record_of(EntryKind.ACKNOWLEDGED)[0]
