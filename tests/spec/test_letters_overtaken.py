"""Letters that wait while what they tell is overtaken by a later letter."""

from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.resident import Resident
from domain.policy.channels import Channel
from tests.spec.cast import Landlord

BY_POST_ONLY = Resident(name="Pat Post", address=("3 Example Street", "Birmingham", "B99 1AA"))


def test_P_13_an_acknowledgement_never_posted_is_owed_no_longer_once_the_response_has_gone(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026", resident=BY_POST_ONLY)
    reliance.allocates()
    reliance.acknowledges(on="Tue 03 Nov 2026")
    reliance.waits(until="Tue 10 Nov 2026")

    reliance.responds(on="Wed 11 Nov 2026")
    reliance.posts("response", on="Thu 12 Nov 2026")

    assert not reliance.duty("stage_1.acknowledge").is_open
    assert reliance.missed[0] == "stage_1.acknowledge due Mon 09 Nov 2026"


def test_P_14_a_second_extension_takes_the_place_of_a_letter_that_has_not_gone(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026", resident=BY_POST_ONLY)
    reliance.allocates()
    reliance.acknowledges(on="Tue 03 Nov 2026")
    reliance.posts("acknowledgement", on="Tue 03 Nov 2026")
    reliance.providers.away = {Channel.LETTER}
    reliance.extends(5, on="Thu 05 Nov 2026")

    reliance.extends(5, on="Fri 06 Nov 2026", exceptional_reason="A flood.", approved_by=reliance.parts.approver)

    second = reliance.complaint.progress.extensions[-1].letter
    waiting = [notice.key for notice in reliance.complaint.outbox if notice.kind is NoticeKind.EXTENSION]
    assert waiting == [second.notice]
