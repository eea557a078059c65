"""How things reach the landlord, and how the resident is answered: two facts, never one."""

import pytest

from domain.complaint.complainant import Particulars, Relation
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.resident import Resident
from domain.complaint.sources import Source, say_how_it_came, source
from domain.policy.channels import Channel
from tests.spec.cast import RULEBOOK, SAM, Landlord

TYPED = {
    "T/C": Source.TELEPHONE,
    "Phone call": Source.TELEPHONE,
    "telephone": Source.TELEPHONE,
    "visit": Source.IN_PERSON,
    "Face-to-face": Source.IN_PERSON,
    "in person": Source.IN_PERSON,
    "E-mail": Source.EMAIL,
    "email": Source.EMAIL,
    "letter": Source.LETTER,
    "in writing": Source.LETTER,
    "web_form": Source.WEB_FORM,
    "Website contact form": Source.WEB_FORM,
    "Webform": Source.WEB_FORM,
    "MP Enquiry": Source.MP_OR_COUNCILLOR,
    "Cllr enquiry": Source.MP_OR_COUNCILLOR,
    "Social Media - Facebook": Source.SOCIAL_MEDIA,
    "Telephone Call - inbound": Source.TELEPHONE,
    "Email (shared inbox)": Source.EMAIL,
    "Letter handed in at reception": Source.LETTER,
    "Live chat": Source.OTHER,
    "context": Source.OTHER,
    "website": Source.WEB_FORM,
    "SMS": Source.TEXT,
    "Text": Source.TEXT,
    "Facebook": Source.SOCIAL_MEDIA,
    "the Ombudsman": Source.OMBUDSMAN,
    "MP": Source.MP_OR_COUNCILLOR,
    "Cllr.": Source.MP_OR_COUNCILLOR,
    "Letter from the MP": Source.MP_OR_COUNCILLOR,
    "e-mail from Cllr Jones": Source.MP_OR_COUNCILLOR,
    "the MP's office": Source.MP_OR_COUNCILLOR,
    "letter of the Housing Ombudsman": Source.OMBUDSMAN,
    "camper van": Source.OTHER,
    "member of staff": Source.STAFF,
    "carrier pigeon": Source.OTHER,
    "": Source.OTHER,
    "电话": Source.OTHER,
}


@pytest.mark.parametrize(("typed", "meant"), TYPED.items())
def test_R_095_F_022_whatever_word_is_typed_is_kept_and_counted(landlord: Landlord, typed: str, meant: Source) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", channel=typed)

    assert (landlord.complaint.channel, landlord.complaint.source) == (typed, meant)
    assert landlord.told(NoticeKind.RECEIPT)


def test_R_095_the_four_ways_of_the_policy_and_the_forms_text_are_all_known() -> None:
    ways = ("calling", "visiting", "e-mailing", "writing", "online", "text")

    assert [source(way) for way in ways] == [
        Source.TELEPHONE,
        Source.IN_PERSON,
        Source.EMAIL,
        Source.LETTER,
        Source.WEB_FORM,
        Source.TEXT,
    ]


def test_F_022_every_acronym_of_a_source_in_the_landlords_file_is_known() -> None:
    assert RULEBOOK.landlord("reliance").acronyms["T/C"] == "telephone call"
    assert source("T/C") is source("telephone call") is Source.TELEPHONE


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("T/C", "by telephone"),
        ("visit", "in person"),
        ("facebook", "on social media"),
        ("ombudsman", "through the Ombudsman"),
        ("carrier pigeon", "by carrier pigeon"),
        ("", ""),
    ],
)
def test_F_022_a_page_says_how_it_came_as_people_say_it(typed: str, said: str) -> None:
    assert say_how_it_came(typed) == said


def test_F_022_every_way_is_named_by_its_own_word() -> None:
    assert {each: source(each) for each in Source} == {each: each for each in Source}
    assert all(say_how_it_came(each) for each in Source)


@pytest.mark.parametrize("typed", ["telephone", "letter", "facebook", "MP"])
def test_R_095_how_it_came_does_not_say_how_the_resident_wants_to_be_answered(landlord: Landlord, typed: str) -> None:
    by_letter = SAM.model_copy(update={"prefers": Channel.LETTER})
    landlord.receives_complaint(on="Mon 02 Nov 2026", channel=typed, resident=by_letter)
    landlord.allocates()
    landlord.acknowledges()

    assert landlord.complaint.channel == typed
    at_length = [sent for sent in landlord.sent if sent.notice.fulfils]
    assert [sent.channel for sent in at_length] == [Channel.LETTER]


def test_R_095_who_complains_by_text_is_answered_in_writing_where_no_way_was_chosen(landlord: Landlord) -> None:
    resident = Resident(name="Sam Sample", email="sam@example.com", mobile="+447700900123")
    landlord.receives_complaint(on="Mon 02 Nov 2026", channel="text", resident=resident)
    landlord.allocates()
    landlord.acknowledges()

    assert any("acknowledgement to resident by email" in line for line in landlord.told(NoticeKind.ACKNOWLEDGEMENT))


@pytest.mark.parametrize("relation", [Relation.MP, Relation.COUNCILLOR])
def test_R_095_an_mps_or_councillors_letter_is_received_with_who_they_are_beside_how_it_came(
    landlord: Landlord, relation: Relation
) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", channel="MP", particulars=Particulars(relation=relation))

    assert landlord.complaint.particulars.relation is relation
    assert landlord.complaint.source is Source.MP_OR_COUNCILLOR
    assert landlord.record[0].startswith("Mon 02 Nov: complaint received through an MP or councillor")


def test_Q_036_it_may_be_told_to_any_member_of_staff(landlord: Landlord) -> None:
    for person in landlord.staff.people:
        told = Landlord(landlord.key)
        told.receives_complaint(on="Mon 02 Nov 2026", channel="face to face", recorded_by=person.id)

        assert told.complaint.received_by == told.written[0].by == person.id
        assert told.due("stage_1.acknowledge")
