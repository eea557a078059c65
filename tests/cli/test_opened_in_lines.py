"""What `complaints open` says of what was opened."""

from datetime import UTC, datetime

import pytest

from cli.open import _in_lines
from desk.opening import Opened
from domain.complaint.reference import ComplaintId
from domain.complaint.resident import Resident

OPENED = Opened(
    place=ComplaintId(landlord="reliance", reference="REL-7K4M-9QXP"),
    received_at=datetime(2026, 11, 2, 10, 15, tzinfo=UTC),
)


def test_F_013_it_warns_of_a_resident_whom_nothing_reaches_and_says_what_to_do() -> None:
    warned = _in_lines(OPENED.model_copy(update={"lacks_a_way": True}), "Europe/London")

    assert "We have no way to reach them. Ask how, and record it: complaints change-contact REL-7K4M-9QXP" in warned
    assert "no way to reach" not in _in_lines(OPENED, "Europe/London")


@pytest.mark.parametrize(
    ("resident", "lacks"),
    [
        (Resident(name="Ann Sample"), True),
        (Resident(name="Ann Sample", address=("1 Sample Street",)), False),
        (Resident(name=""), False),
    ],
    ids=["a name alone", "an address", "nobody knows who it is"],
)
def test_F_013_a_name_alone_reaches_nobody(resident: Resident, *, lacks: bool) -> None:
    assert resident.lacks_a_way is lacks


def test_R_037_it_says_that_somebody_must_decide_on_an_old_issue() -> None:
    waits = "issue 1 (from Saturday 20 September 2025) is older than 12 months. Department Manager must accept it."

    said = _in_lines(OPENED.model_copy(update={"too_old": waits}), "Europe/London")

    assert "Issue 1 (from Saturday 20 September 2025) is older than 12 months." in said
    assert "complaints issue confirm REL-7K4M-9QXP --issue N --age-exception ongoing_related_issue" in said
