"""The record and its form exist from the moment the landlord knows of a concern (Appendix 1, header)."""

from domain.complaint.complaint import Case
from domain.record_form.filling import fill
from tests.spec.cast import RULEBOOK, Landlord
from tests.spec.days import day


def answers(landlord: Landlord, row: str) -> tuple[str, ...]:
    """What the form says in the box of *row*, as it stands."""
    case = Case(complaint=landlord.complaint, rules=landlord.rules)
    form = fill(RULEBOOK.record_form(landlord.key), case, day("Mon 30 Nov 2026"))
    return next(field.lines for section in form.sections for field in section.fields if field.row == row)


def test_F_004_a_concern_has_its_record_and_its_form_before_it_is_a_complaint(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026", sorting=None)

    reliance.agrees_to_put_right(on="Mon 02 Nov 2026")

    assert reliance.complaint.stage is None
    assert answers(reliance, "F-003") == (reliance.complaint.reference,)
    assert answers(reliance, "F-011") == ("Sam Sample",)


def test_F_004_it_is_the_same_record_when_the_concern_becomes_a_complaint(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026", sorting=None)
    reliance.agrees_to_put_right(on="Mon 02 Nov 2026")
    before = reliance.complaint.record

    reliance.waits(until="Mon 09 Nov 2026")

    assert reliance.complaint.stage == "stage_1"
    assert reliance.complaint.record[: len(before)] == before
    assert answers(reliance, "F-003") == (reliance.complaint.reference,)
