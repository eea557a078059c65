"""Those whom the policies name may complain (Reliance 3.1, Qualitas 5.1), and how they stand to us is on record."""

import pytest

from domain.complaint.complainant import Particulars, Relation
from domain.policy.stages import Stage
from tests.spec.cast import Landlord


def complains(landlord: Landlord, relation: Relation) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", particulars=Particulars(relation=relation))


def is_heard(landlord: Landlord, relation: Relation) -> bool:
    """Whether it is a complaint at stage 1, with its relation on record and its acknowledgement owed."""
    complaint = landlord.complaint
    kept = complaint.particulars.relation is relation
    return complaint.stage is Stage.ONE and kept and landlord.duty("stage_1.acknowledge").is_open


@pytest.mark.parametrize("relation", [Relation.TENANT, Relation.LICENSEE, Relation.HOUSEHOLD_MEMBER])
def test_R_021_tenants_licensees_and_their_households_complain(reliance: Landlord, relation: Relation) -> None:
    complains(reliance, relation)

    assert is_heard(reliance, relation)


@pytest.mark.parametrize("relation", [Relation.FORMER_TENANT, Relation.FORMER_LICENSEE])
def test_R_022_former_tenants_and_licensees_complain(reliance: Landlord, relation: Relation) -> None:
    complains(reliance, relation)

    assert is_heard(reliance, relation)


def test_R_023_an_applicant_for_housing_complains(reliance: Landlord) -> None:
    complains(reliance, Relation.APPLICANT)

    assert is_heard(reliance, Relation.APPLICANT)


@pytest.mark.parametrize("relation", [Relation.MP, Relation.COUNCILLOR])
def test_R_024_an_mp_or_a_councillor_complains(reliance: Landlord, relation: Relation) -> None:
    complains(reliance, relation)

    assert is_heard(reliance, relation)


@pytest.mark.parametrize(
    "relation",
    [Relation.TENANT, Relation.LEASEHOLDER, Relation.APPLICANT, Relation.ORGANISATION, Relation.OTHER],
)
def test_Q_033_tenants_leaseholders_applicants_and_any_person_or_organisation_complain(
    qualitas: Landlord, relation: Relation
) -> None:
    complains(qualitas, relation)

    assert is_heard(qualitas, relation)
