"""What `complaints show` prints of what was taken down."""

import pytest

from cli.complaint_page import page, unknown_to_it
from domain.complaint.complainant import Particulars, Relation
from domain.complaint.support import Support
from domain.complaint.triage import TriageAnswers
from domain.policy.channels import Channel
from domain.policy.definition import Classification
from domain.views.deadlines import deadlines_shown
from tests.register.registers import entry
from tests.spec.cast import RULEBOOK, Landlord, referral

EVERYTHING = Particulars(
    relation=Relation.LEASEHOLDER,
    property_address="Flat 9, 40 Invented Road, B99 9ZZ",
    managing_agent="Sample Lettings Ltd",
    about_contractor="Damp & Sons",
)


@pytest.fixture
def reliance() -> Landlord:
    return Landlord("reliance")


def shown(landlord: Landlord) -> list[str]:
    deadlines = deadlines_shown(landlord.complaint, landlord.rules)
    of = RULEBOOK.landlord(landlord.key)
    return page(landlord.complaint, deadlines, of, landlord.staff, landlord.now).splitlines()


def test_F_015_F_016_the_property_and_the_managing_agent_it_is_about(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026", particulars=EVERYTHING)

    lines = shown(reliance)
    assert "  Relation   leaseholder" in lines
    assert "  Property   Flat 9, 40 Invented Road, B99 9ZZ" in lines
    assert "  Managed by Sample Lettings Ltd" in lines
    assert "  Contractor Damp & Sons" in lines


def test_F_015_the_property_is_not_the_residents_own_address(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026", particulars=EVERYTHING)

    complaint = reliance.complaint
    assert complaint.particulars.property_address == "Flat 9, 40 Invented Road, B99 9ZZ"
    assert complaint.resident.address == ("3 Example Street", "Birmingham", "B99 1AA")


def test_what_the_register_has_and_a_wound_back_complaint_does_not_know_is_shown_with_what_goes_on_from_it() -> None:
    lines = list(unknown_to_it("REL-2222-2222", (entry(9, "acknowledged"),), "Europe/London"))

    assert lines[1] == "In the register, and not known to it"
    assert "complaints revive REL-2222-2222 --end-older" in " ".join(" ".join(lines).split())
    assert "acknowledged" in lines[-1]
    assert list(unknown_to_it("REL-2222-2222", (), "Europe/London")) == []


def test_F_015_F_016_nothing_is_shown_where_nothing_was_said(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")

    heads = {line[:13].strip() for line in shown(reliance)}
    assert heads.isdisjoint({"Relation", "Property", "Managed by", "Contractor", "Support", "Ombudsman"})


def test_R_100_an_address_that_is_not_safe_is_shown_as_one_not_to_use(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.changes_contact(not_safe=("email",))

    words = " ".join(" ".join(shown(reliance)).split())
    assert "(sam@example.com (NOT SAFE: do not use it); +447700900123; 3 Example Street, Birmingham, B99 1AA)" in words


def test_F_022_how_it_came_as_people_say_it(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026", at="14:35", channel="T/C")

    assert "  Received   Mon 02 Nov 2026 14:35 by telephone; its clock now shows" in "\n".join(shown(reliance))


def test_R_055_what_the_ombudsman_asks_and_whether_they_were_answered(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026", channel="", ombudsman=referral())

    lines = shown(reliance)
    assert "  Ombudsman  has asked (HOS-202611-77), to be answered by Friday 27 November 2026" in lines
    assert "  Fri 27 Nov 2026  answer to the Ombudsman  (4.0 Complaint Stages)" in lines
    assert "      the Ombudsman asks for it by Friday 27 November 2026." in lines
    reliance.answers_the_ombudsman()
    assert "  Ombudsman  has asked (HOS-202611-77), to be answered by Friday 27 November 2026; answered" in shown(
        reliance
    )


def test_R_041_what_is_done_differently_and_not_why(reliance: Landlord) -> None:
    support = Support(needs="I am partially sighted.", adjustments=("Speak slowly",), large_print=True)
    reliance.receives_complaint(on="Mon 02 Nov 2026", support=support)

    assert "  Support    Speak slowly; Letters in large print" in shown(reliance)


def test_Q_004_what_is_no_complaint_is_shown_too(reliance: Landlord) -> None:
    sorting = TriageAnswers(classification=Classification.ENQUIRY, passed_on_to="repairs", dissatisfied=False)
    reliance.receives_complaint(on="Mon 02 Nov 2026", sorting=sorting)

    assert shown(reliance)[0] == "REL-TEST  Reliance, enquiry"


def test_D12_what_to_do_of_a_letter_of_which_nobody_knows(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    reliance.providers.losing = {Channel.EMAIL}
    reliance.acknowledges(on="Tue 03 Nov 2026")

    words = " ".join(" ".join(shown(reliance)).split())
    assert "nobody knows whether the acknowledgement letter went by email: find out, then complaints settle-" in words
    assert "stage 1 acknowledgement (nobody knows whether its letter went)" in words
