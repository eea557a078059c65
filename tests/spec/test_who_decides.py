"""A late request waits for whoever may decide on it, and not for those who took part in stage 1 (A-06, Code 5.8)."""

import pytest

from domain.views.page import WaitsFor
from domain.views.waiting import waits_for
from tests.spec.cast import Landlord


@pytest.mark.parametrize("key", ["reliance", "qualitas"])
def test_A_06_a_late_request_waits_for_nobody_who_took_part_in_stage_1(key: str) -> None:
    landlord = Landlord(key)
    landlord.receives_complaint("Mon 02 Mar 2026")
    landlord.allocates()
    landlord.acknowledges()
    landlord.investigates()
    landlord.responds("Mon 09 Mar 2026")
    landlord.is_asked_for_stage_2("Mon 07 Sep 2026")
    waiting = next(each for each in waits_for(landlord.complaint, landlord.rules) if each.what is WaitsFor.LATE_REQUEST)
    assert landlord.parts.handler in waiting.not_of
    assert landlord.parts.decider not in waiting.not_of
    assert landlord.officer(landlord.parts.decider).roles & set(waiting.of)
