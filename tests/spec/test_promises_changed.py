"""Promises that change: released, on another day, in other hands; each with a reason, and told to the resident."""

import pytest

from cli.complaint_page import page
from domain.complaint.entry_kinds import EntryKind
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.resident import Resident
from domain.complaint.resident_facts import ActionChangedFacts, ActionReleasedFacts
from domain.views.deadlines import deadlines_shown
from tests.spec.cast import RULEBOOK, Landlord, promise
from tests.spec.days import day
from tests.spec.letters import written

BY_POST = Resident(name="Wilf Paper", address=("3 Example Street", "Birmingham", "B99 1AA"))


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


# -- another day, another owner


def test_F_045_Q_057_a_promise_on_another_day_is_owed_and_missed_by_that_day(promised: Landlord) -> None:
    promised.changes_action(on="Wed 25 Nov 2026", due_on="Mon 07 Dec 2026")
    moved = promised.owes()
    promised.waits(until="Tue 08 Dec 2026")

    assert moved == ["action.1 due Mon 07 Dec 2026"]
    assert of_promises(promised.missed) == ["action.1 due Mon 07 Dec 2026"]
    assert promised.record_of(EntryKind.ACTION_CHANGED) == [
        "action 1 is promised by Monday 7 December 2026 (before: Monday 30 November 2026): The painter is ill."
    ]


def test_F_045_the_resident_is_told_both_days_and_why(promised: Landlord) -> None:
    promised.changes_action(on="Wed 25 Nov 2026", due_on="Mon 07 Dec 2026")

    facts = promised.facts(ActionChangedFacts)
    assert (facts.previous_due_on, facts.due_on) == (day("Mon 30 Nov 2026"), day("Mon 07 Dec 2026"))
    assert (facts.previous_owner, facts.reason, facts.is_later) == (None, "The painter is ill.", True)
    assert promised.told(NoticeKind.ACTION_CHANGED) == [
        "Wed 25 Nov 12:00 action_changed to resident by email",
        "Wed 25 Nov 12:00 action_changed to resident by text",
    ]


def test_Q_057_Q_058_a_promise_in_other_hands_is_whoevers_it_is_now(promised: Landlord) -> None:
    promised.changes_action(on="Wed 25 Nov 2026", owner=promised.parts.colleague)
    promised.waits(until="Fri 27 Nov 2026")

    colleague = promised.parts.colleague
    assert promised.owes() == ["action.1 due Mon 30 Nov 2026"]
    assert (
        f"Fri 27 Nov reminder to {colleague}: promised action 1: Paint the wall ({colleague})" in promised.reminders()
    )
    facts = promised.facts(ActionChangedFacts)
    assert (facts.previous_due_on, facts.previous_owner, facts.owner) == (None, promised.parts.handler, colleague)


def test_F_045_a_day_moved_after_it_passed_leaves_the_miss_and_before_it_takes_it_back(promised: Landlord) -> None:
    promised.waits(until="Wed 02 Dec 2026")
    missed = of_promises(promised.missed)
    promised.changes_action(on="Mon 30 Nov 2026", due_on="Fri 04 Dec 2026")
    in_time = of_promises(promised.missed)
    promised.waits(until="Mon 07 Dec 2026")
    promised.changes_action(due_on="Fri 11 Dec 2026")

    assert missed == ["action.1 due Mon 30 Nov 2026"]
    assert in_time == []
    assert of_promises(promised.missed) == ["action.1 due Fri 04 Dec 2026"]


def test_F_045_what_was_to_be_done_again_may_have_another_day_too(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026")
    qualitas.allocates()
    qualitas.promises(due_on="Fri 06 Nov 2026")
    qualitas.completes_action(on="Fri 06 Nov 2026")
    qualitas.hears_of_action(on="Mon 09 Nov 2026", satisfactory=False)
    again = qualitas.due("action.1")

    qualitas.changes_action(on="Tue 10 Nov 2026", due_on="Wed 11 Nov 2026")

    assert again != "Wed 11 Nov 2026"
    assert qualitas.due("action.1") == "Wed 11 Nov 2026"


def test_F_045_a_promise_changes_to_a_day_to_come_or_to_somebody_else_with_a_reason(promised: Landlord) -> None:
    owner = promised.parts.handler
    assert "nothing changes" in promised.refuses(lambda: promised.changes_action(owner=owner))
    assert "nothing changes" in promised.refuses(lambda: promised.changes_action(due_on="Mon 30 Nov 2026"))
    assert "is past" in promised.refuses(lambda: promised.changes_action(due_on="Thu 19 Nov 2026"))
    assert "give the reason" in promised.refuses(lambda: promised.changes_action(owner="Damp Ltd", reason=""))
    promised.completes_action()
    assert "already completed" in promised.refuses(lambda: promised.changes_action(owner="Damp Ltd"))


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


# -- done again


@pytest.fixture
def painted_badly(promised: Landlord) -> Landlord:
    """The wall was painted on Thu 26 Nov, and the resident was not satisfied: it is owed again by Fri 04 Dec."""
    promised.completes_action(on="Thu 26 Nov 2026")
    promised.hears_of_action(on="Fri 27 Nov 2026", satisfactory=False)
    return promised


def test_Q_062_the_closure_letter_names_the_day_by_which_an_action_is_owed_now(painted_badly: Landlord) -> None:
    painted_badly.is_asked_for_stage_2(on="Mon 30 Nov 2026")
    painted_badly.hears_withdrawal(on="Mon 30 Nov 2026", at="15:00", keep=(1,))

    assert painted_badly.owes() == ["action.1 due Fri 04 Dec 2026"]
    assert "- Paint the wall. By when: Friday 4 December 2026." in written(painted_badly, NoticeKind.CLOSURE)


def test_Q_058_what_is_done_again_late_was_not_promised_by_the_day_it_is_late_by(painted_badly: Landlord) -> None:
    painted_badly.completes_action(on="Tue 08 Dec 2026")

    letter = written(painted_badly, NoticeKind.ACTION_COMPLETED)
    assert "We should have put it right by Friday 4 December 2026. It was late, and we are sorry." in letter
    assert "We promised it by" not in letter


# -- changed again before the letter about it was posted


@pytest.fixture
def moved_on_paper(landlord: Landlord) -> Landlord:
    """The wall moved from Mon 30 Nov to Mon 07 Dec; the letter that says so is printed, and not posted."""
    landlord.receives_complaint(on="Mon 02 Nov 2026", resident=BY_POST)
    landlord.allocates()
    landlord.acknowledges(on="Wed 04 Nov 2026")
    landlord.posts("acknowledgement")
    landlord.speaks_with_resident()
    landlord.responds(on="Thu 12 Nov 2026", promises=(promise("Mon 30 Nov 2026", "Paint the wall", "Paint Ltd"),))
    landlord.posts("response")
    landlord.changes_action(on="Wed 25 Nov 2026", due_on="Mon 07 Dec 2026")
    return landlord


def letters_owed(landlord: Landlord) -> list[str]:
    return [line.split()[0].partition(".")[2] for line in landlord.owes() if "post_action" in line]


def test_F_045_one_letter_tells_of_two_changes_from_the_day_that_the_resident_knows(moved_on_paper: Landlord) -> None:
    moved_on_paper.changes_action(on="Thu 26 Nov 2026", due_on="Mon 14 Dec 2026", owner="Wall Ltd")

    facts = moved_on_paper.facts(ActionChangedFacts)
    assert (facts.previous_due_on, facts.due_on) == (day("Mon 30 Nov 2026"), day("Mon 14 Dec 2026"))
    assert (facts.previous_owner, facts.owner) == ("Paint Ltd", "Wall Ltd")
    assert letters_owed(moved_on_paper) == ["post_action_changed_letter.2"]
    assert "(before: Monday 7 December 2026)" in moved_on_paper.record_of(EntryKind.ACTION_CHANGED)[-1]


def test_F_045_what_is_as_the_resident_knows_it_needs_no_letter(moved_on_paper: Landlord) -> None:
    moved_on_paper.changes_action(on="Thu 26 Nov 2026", due_on="Mon 30 Nov 2026")

    assert letters_owed(moved_on_paper) == []


def test_F_045_a_release_names_the_day_that_the_resident_knows(moved_on_paper: Landlord) -> None:
    moved_on_paper.releases_action(on="Thu 26 Nov 2026")

    assert moved_on_paper.facts(ActionReleasedFacts).previous_due_on == day("Mon 30 Nov 2026")
    assert letters_owed(moved_on_paper) == ["post_action_released_letter"]


def test_F_045_nobody_posts_the_new_day_of_what_is_done(moved_on_paper: Landlord) -> None:
    moved_on_paper.completes_action(on="Thu 26 Nov 2026")

    assert letters_owed(moved_on_paper) == ["post_action_completed_letter"]
