"""How a complaint stands: the line of a queue, and every deadline with its sum in words."""

from domain.calendar.days import short
from domain.views.deadlines import deadlines_shown
from domain.views.standing import standing
from tests.spec.cast import Landlord, promise


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
    qualitas.responds()
    qualitas.is_asked_for_stage_2()
    qualitas.allocates(to="rachel-stone")
    qualitas.acknowledges()
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
    assert shown["action.1"].explanation == "promised for Fri 26 Mar 2027."
    assert shown["stage_1.escalation_window"].explanation.startswith("20 working days after Monday 16 November 2026")


def test_R_053_before_the_response_there_is_no_last_day_to_ask(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")

    clocks = [line.clock for line in deadlines_shown(landlord.complaint, landlord.rules)]

    assert "stage_1.escalation_window" not in clocks
