"""Promises that change: released, on another day, in other hands; each with a reason, and told to the resident."""

import pytest

from cli.complaint_page import page
from domain.complaint.entry_kinds import EntryKind
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.resident_facts import ActionReleasedFacts
from domain.views.deadlines import deadlines_shown
from tests.spec.cast import RULEBOOK, Landlord
from tests.spec.days import day


@pytest.fixture
def promised(landlord: Landlord) -> Landlord:
    """A complaint answered on Thu 19 Nov 2026, with the wall to be painted by Mon 30 Nov."""
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.acknowledges(on="Thu 05 Nov 2026")
    landlord.speaks_with_resident()
    landlord.responds(on="Thu 19 Nov 2026")
    landlord.promises(due_on="Mon 30 Nov 2026", on="Fri 20 Nov 2026")
    return landlord


def of_promises(lines: list[str]) -> list[str]:
    """Those of *lines* that are of promised actions."""
    return [line for line in lines if line.startswith("action.")]


# -- released


def test_F_045_Q_062_a_released_promise_is_owed_no_more_and_nobody_is_reminded_of_it(promised: Landlord) -> None:
    promised.releases_action(on="Mon 23 Nov 2026")
    promised.waits(until="Fri 11 Dec 2026")

    assert promised.owes() == []
    assert of_promises(promised.missed) == []
    assert not any("promised action" in line for line in promised.reminders())


def test_F_045_the_resident_is_told_of_a_release_and_why(promised: Landlord) -> None:
    promised.releases_action(on="Mon 23 Nov 2026", reason="You told us that you have painted it.")

    facts = promised.facts(ActionReleasedFacts)
    assert (facts.what, facts.reason) == ("Paint the wall", "You told us that you have painted it.")
    assert facts.previous_due_on == day("Mon 30 Nov 2026")
    assert promised.told(NoticeKind.ACTION_RELEASED) == [
        "Mon 23 Nov 12:00 action_released to resident by email",
        "Mon 23 Nov 12:00 action_released to resident by text",
    ]
    assert promised.record_of(EntryKind.ACTION_RELEASED) == ["action 1 released: You told us that you have painted it."]


def test_F_045_a_complaint_that_waited_for_its_promise_closes_when_that_is_released(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    reliance.acknowledges(on="Thu 05 Nov 2026")
    reliance.speaks_with_resident()
    reliance.responds(on="Thu 19 Nov 2026")
    reliance.promises(due_on="Fri 26 Mar 2027")
    reliance.waits(until="Mon 01 Feb 2027")
    before = reliance.complaint.closed

    reliance.releases_action(on="Tue 02 Feb 2027")

    assert before is None
    assert reliance.complaint.closed
    assert reliance.settled


def test_F_045_a_miss_before_the_release_stands_and_one_after_it_was_none(promised: Landlord) -> None:
    promised.waits(until="Mon 07 Dec 2026")
    promised.releases_action(on="Fri 27 Nov 2026")
    in_time = of_promises(promised.missed)
    promised.promises(due_on="Tue 08 Dec 2026", what="Mend the door")
    promised.waits(until="Wed 09 Dec 2026")
    promised.releases_action(2, on="Thu 10 Dec 2026")

    assert in_time == []
    assert of_promises(promised.missed) == ["action.2 due Tue 08 Dec 2026"]


def test_F_045_what_is_released_is_neither_completed_nor_answered_and_may_be_promised_again(promised: Landlord) -> None:
    assert "give the reason" in promised.refuses(lambda: promised.releases_action(reason=" "))
    assert "there is no action 7" in promised.refuses(lambda: promised.releases_action(7))
    promised.promises(due_on="Wed 02 Dec 2026", what="Mend the door")
    promised.releases_action()

    assert "action 1 is already released" in promised.refuses(promised.completes_action)
    assert "action 1 is already released" in promised.refuses(lambda: promised.releases_action(reason="Once more."))
    assert "action 1 was released" in promised.refuses(lambda: promised.hears_of_action(satisfactory=True))
    promised.promises(due_on="Mon 30 Nov 2026")
    assert promised.owes()[-1] == "action.3 due Mon 30 Nov 2026"


def test_F_045_the_final_response_lists_a_released_promise_no_more(promised: Landlord) -> None:
    promised.releases_action(on="Mon 23 Nov 2026")
    promised.is_asked_for_stage_2(on="Tue 24 Nov 2026")
    promised.allocates(to=promised.parts.reviewer)
    promised.acknowledges(on="Wed 25 Nov 2026")
    promised.speaks_with_resident()
    promised.consults(promised.parts.consulted_at_stage_2)
    promised.responds(on="Fri 04 Dec 2026")

    assert "Paint the wall" not in promised.letter(NoticeKind.FINAL_RESPONSE).model_dump_json()


# -- what it is, and whose


def test_Q_062_reminders_say_what_was_promised_and_whose_it_is(promised: Landlord) -> None:
    promised.waits(until="Fri 27 Nov 2026")

    owner = promised.parts.handler
    assert f"Fri 27 Nov reminder to {owner}: promised action 1: Paint the wall ({owner})" in promised.reminders()


def test_Q_062_show_says_what_was_promised_and_whose_it_is(promised: Landlord) -> None:
    deadlines = deadlines_shown(promised.complaint, promised.rules)
    of = RULEBOOK.landlord(promised.key)
    lines = page(promised.complaint, deadlines, of, promised.staff, promised.now).splitlines()

    owner = promised.parts.handler
    assert any(f"Mon 30 Nov 2026  promised action 1: Paint the wall ({owner})" in line for line in lines)
