"""Who is told: the resident or members of staff, each by name; nobody is meant by being left out."""

import pytest
from pydantic import ValidationError

from domain.complaint.recipients import THE_RESIDENT, Audience, Recipient, first_of


def test_D15_a_notice_to_staff_names_whom_and_one_to_the_resident_nobody_else() -> None:
    assert (first_of("priya-nair", "supervisor").words, THE_RESIDENT.words) == ("priya-nair", "the resident")
    assert first_of("complaints_officer").words == "complaints officer"


@pytest.mark.parametrize(
    ("audience", "candidates"),
    [(Audience.STAFF, ()), (Audience.RESIDENT, ("priya-nair",))],
    ids=["nobody", "two at once"],
)
def test_D15_a_recipient_who_is_nobody_or_two_at_once_is_refused(
    audience: Audience, candidates: tuple[str, ...]
) -> None:
    with pytest.raises(ValidationError, match="candidates are for staff"):
        Recipient(audience=audience, candidates=candidates)
