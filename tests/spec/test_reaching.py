"""How the resident is reached: what is not safe, what changes later, and who is told of that (F-013, Code 5.10)."""

import pytest

from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.resident import Resident
from domain.policy.channels import Channel
from tests.spec.cast import SAM, Landlord, errand
from tests.spec.letters import WRITER

BY_POST = SAM.model_copy(update={"prefers": Channel.LETTER})


def unsafe(resident: Resident, *channels: Channel) -> Resident:
    """The resident, with what others may read."""
    return resident.model_copy(update={"not_safe": frozenset(map(resident.address_by, channels))})


@pytest.mark.parametrize("channel", [Channel.EMAIL, Channel.TEXT])
def test_F_013_R_100_nothing_goes_by_a_way_that_is_not_safe(landlord: Landlord, channel: Channel) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", resident=unsafe(SAM, channel))
    landlord.allocates()
    landlord.acknowledges()
    landlord.waits("Tue 03 Nov 2026")

    ways = {sent.channel for sent in landlord.sent if sent.notice.is_for_resident}

    assert channel not in ways
    assert ways


def test_F_013_R_100_a_letter_that_is_not_safe_at_their_address_goes_by_e_mail_whatever_they_prefer(
    landlord: Landlord,
) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", resident=unsafe(BY_POST, Channel.LETTER))
    landlord.allocates()
    landlord.acknowledges()

    assert "by email" in landlord.told(NoticeKind.RECEIPT)[0]
    assert "by email" in landlord.told(NoticeKind.ACKNOWLEDGEMENT)[0]


def test_F_013_R_100_where_no_way_is_safe_the_page_bears_no_address(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", resident=unsafe(BY_POST, *Channel))
    landlord.allocates()
    landlord.acknowledges()

    letter = next(sent for sent in landlord.sent if sent.kind is NoticeKind.ACKNOWLEDGEMENT)
    page = WRITER.render(errand(landlord, letter), None).html

    assert letter.channel is Channel.LETTER
    assert "Sam Sample" in page
    assert "3 Example Street" not in page
