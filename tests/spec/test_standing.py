"""How a complaint stands: the line of a queue, and every deadline with its sum in words."""

import pytest

from domain.calendar.days import short
from domain.complaint.resident import Resident
from domain.policy.channels import Channel
from domain.views.deadlines import deadlines_shown
from domain.views.page import Standing
from domain.views.standing import standing
from domain.views.status import tags
from tests.spec.cast import RULEBOOK, Landlord, promise
from tests.spec.days import day

BY_POST = Resident(name="Ada Post", address=("1 Example Street",), prefers=Channel.LETTER)


def words(landlord: Landlord) -> str:
    return standing(landlord.complaint, landlord.rules, landlord.now).words


def test_Q_004_a_queue_says_where_it_stands_and_what_is_due_next(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    received = words(reliance)
    reliance.allocates()
    reliance.acknowledges(on="Tue 03 Nov 2026")
    acknowledged = words(reliance)
    reliance.responds(on="Tue 10 Nov 2026")
    answered = words(reliance)
    reliance.is_asked_for_stage_2(on="Wed 11 Nov 2026")
    escalated = words(reliance)
    reliance.hears_withdrawal()

    assert received == "stage 1 received; stage 1 acknowledgement due Mon 09 Nov 2026"
    assert acknowledged == "stage 1 acknowledged; stage 1 contact with the resident due Mon 09 Nov 2026"
    assert answered == "stage 1 answered, stage 2 can be asked for until Tue 08 Dec 2026"
    assert escalated == "stage 2 received; stage 2 acknowledgement due Wed 18 Nov 2026"
    assert words(reliance) == "closed: withdrawn"


def test_Q_004_after_the_final_response_nothing_more_can_be_asked_for(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026")
    qualitas.allocates()
    qualitas.acknowledges()
    qualitas.speaks_with_resident()
    qualitas.responds()
    qualitas.is_asked_for_stage_2()
    qualitas.allocates(to="rachel-stone")
    qualitas.acknowledges()
    qualitas.speaks_with_resident()
    qualitas.responds()

    assert words(qualitas) == "stage 2 answered; stage 2 closure due Mon 09 Nov 2026"


def test_Q_101_overdue_is_the_present_state_of_an_open_complaint(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    before = standing(landlord.complaint, landlord.rules, landlord.now).overdue

    landlord.waits(until="Tue 10 Nov 2026")

    assert (before, standing(landlord.complaint, landlord.rules, landlord.now).overdue) == (False, True)


def test_D2_every_deadline_says_how_it_came_about(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    reliance.acknowledges(on="Fri 13 Nov 2026")
    reliance.responds(on="Mon 16 Nov 2026", promises=(promise(),))

    shown = {line.clock: line for line in deadlines_shown(reliance.complaint, reliance.rules)}

    assert shown["stage_1.acknowledge"].missed
    assert shown["stage_1.acknowledge"].internal_target is not None
    assert short(shown["stage_1.acknowledge"].internal_target) == "Fri 06 Nov 2026"
    assert shown["stage_1.respond"].literal_due_on is not None
    assert short(shown["stage_1.respond"].literal_due_on) == "Fri 27 Nov 2026"
    assert shown["action.1"].explanation == "promised for Friday 26 March 2027."
    assert shown["stage_1.escalation_window"].explanation.startswith("20 working days after Monday 16 November 2026")


def test_R_053_before_the_response_there_is_no_last_day_to_ask(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")

    clocks = [line.clock for line in deadlines_shown(landlord.complaint, landlord.rules)]

    assert "stage_1.escalation_window" not in clocks


def line(landlord: Landlord) -> Standing:
    return standing(landlord.complaint, landlord.rules, landlord.now)


def waiting(landlord: Landlord) -> list[tuple[str, tuple[str, ...]]]:
    return [(str(each.what), each.of) for each in line(landlord).waits_for]


def test_a_line_says_whose_it_is_what_it_is_about_and_since_when(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", at="23:30")

    shown = line(landlord)

    assert (shown.name, shown.matter, shown.received_on) == (
        "Sam Sample",
        "Damp in the bedroom.",
        day("Mon 02 Nov 2026"),
    )


@pytest.mark.parametrize("summary", ["word " * 40, "x" * 400, "  one\n\ntwo  "], ids=["words", "one word", "lines"])
def test_what_it_is_about_is_one_line_of_80_characters_however_long_the_summary_is(
    reliance: Landlord, summary: str
) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.complaint = reliance.complaint.changed(summary=summary)

    matter = line(reliance).matter

    assert len(matter) <= 80
    assert matter == "one two" if "\n" in summary else matter.endswith("…")


def test_Q_062_a_line_says_what_promise_is_due_next_and_whose_and_its_words_only_whose(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026")
    qualitas.allocates()
    qualitas.acknowledges()
    qualitas.speaks_with_resident()
    qualitas.responds(promises=(promise(owner="Damp Ltd"),))

    shown = line(qualitas)

    assert (shown.next_due, shown.promised) == ("promised action 1 (Damp Ltd)", "Treat the damp")
    assert "promised action 1 (Damp Ltd) due Fri 26 Mar 2027" in shown.words
    assert "Treat" not in shown.words


def test_the_words_of_a_line_say_neither_the_residents_name_nor_the_matter(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")

    assert "Sample" not in line(reliance).words
    assert "Damp" not in line(reliance).words


def test_it_waits_to_be_given_to_somebody(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    before = waiting(reliance)

    reliance.allocates()

    assert (before, waiting(reliance)) == ([("allocation", ("team_supervisor",))], [])


def test_it_waits_for_approval_and_then_for_the_draft_or_its_changes(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026")
    qualitas.allocates()
    qualitas.drafts()
    drafted = waiting(qualitas)
    qualitas.returns_draft()
    returned = waiting(qualitas)
    qualitas.drafts()
    qualitas.approves()

    assert drafted == [("approval", (RULEBOOK.edition("qualitas").stage_1.approve.role,))]  # type: ignore[union-attr]  # it has one
    assert returned == [("changes", ("nadia-karim",))]
    assert waiting(qualitas) == []


def test_it_waits_for_the_decision_on_an_old_issue(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    reliance.adds_issue("The roof leaked.", occurred_on=day("Fri 02 May 2025"))
    undecided = waiting(reliance)

    reliance.accepts_late()

    assert (undecided, waiting(reliance)) == ([("age_decision", ("department_manager",))], [])


def test_it_waits_to_be_posted_while_a_letter_is_printed_and_not_recorded_as_gone(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026", resident=BY_POST)
    reliance.allocates()
    reliance.acknowledges()
    printed = waiting(reliance)

    reliance.posts("acknowledgement")

    assert (printed, waiting(reliance)) == ([("posting", ("priya-nair",))], [])


def test_it_waits_for_the_residents_word_on_more_time(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026")
    qualitas.allocates()
    qualitas.acknowledges()
    qualitas.extends(5, reason="The surveyor is ill.")
    asked = waiting(qualitas)

    qualitas.hears_of_extension(agrees=True)

    assert (asked, waiting(qualitas)) == ([("reply", ("resident",))], [])


def test_a_closed_complaint_with_a_late_request_is_not_settled_until_that_is_decided(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    reliance.acknowledges()
    reliance.speaks_with_resident()
    reliance.responds()
    reliance.waits(until="Tue 12 Jan 2027")
    closed = line(reliance)
    reliance.is_asked_for_stage_2()
    asked = line(reliance)

    reliance.decides_late_request(accept=False, by="amara-okafor")

    assert (closed.closed, closed.settled, closed.waits_for) == (True, True, ())
    assert (asked.closed, asked.settled, asked.next_due_on is None) == (True, False, False)
    assert [str(each.what) for each in asked.waits_for] == ["late_request"]
    assert line(reliance).settled


def test_a_closed_complaint_with_a_promise_is_not_settled_until_it_is_kept_and_answered_for(
    qualitas: Landlord,
) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026")
    qualitas.allocates()
    qualitas.acknowledges()
    qualitas.responds(promises=(promise(owner="nadia-karim"),))
    qualitas.closes()
    promised = line(qualitas)

    qualitas.completes_action()
    done = line(qualitas)
    asked = waiting(qualitas)
    qualitas.hears_of_action(satisfactory=True)

    assert (promised.closed, promised.settled) == (True, False)
    assert (done.settled, asked) == (False, [("reply", ("resident",))])
    assert line(qualitas).settled


def test_a_closed_complaint_that_owes_the_ombudsman_an_answer_is_not_settled(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.hears_withdrawal()
    before = line(reliance).settled
    reliance.hears_from_the_ombudsman()
    asked = line(reliance).settled

    reliance.answers_the_ombudsman()

    assert (before, asked, line(reliance).settled) == (True, False, True)


def test_a_line_is_hidden_from_whom_it_is_about_and_not_from_whoever_took_part_in_stage_1(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026", about_staff=frozenset({"tom-hughes"}))
    reliance.allocates()
    reliance.acknowledges()
    reliance.responds()
    reliance.is_asked_for_stage_2()

    shown = line(reliance)

    assert shown.hidden_from == ("tom-hughes",)
    assert {"tom-hughes", "priya-nair"} <= set(shown.not_told)


def test_a_line_has_the_tags_that_the_list_in_temporal_has(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.waits(until="Tue 10 Nov 2026")

    assert line(reliance).tags == tags(reliance.complaint) == ("late",)
