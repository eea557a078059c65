"""An action that is promised again is the same action, not another (F-045, Code 6.9)."""

import pytest

from domain.complaint.entry_kinds import EntryKind
from domain.complaint.resident_facts import FinalResponseFacts
from domain.procedure.stages.respond import Respond
from intake.order_fields import nest
from tests.spec.cast import PROMISE_FOR, Landlord, promise


@pytest.fixture
def reviewed(landlord: Landlord) -> Landlord:
    """Stage 1 promised to treat the damp; stage 2 is acknowledged, and its response may go."""
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.acknowledges(on="Tue 03 Nov 2026")
    landlord.responds(on="Mon 09 Nov 2026", promises=(promise(),))
    landlord.is_asked_for_stage_2(on="Wed 11 Nov 2026")
    landlord.allocates(to=landlord.parts.reviewer)
    landlord.acknowledges(on="Thu 12 Nov 2026")
    landlord.speaks_with_resident()
    landlord.consults(landlord.parts.consulted_at_stage_2)
    return landlord


def actions(landlord: Landlord) -> list[str]:
    return [
        f"{action.number} {action.promise.what} by {action.promise.due_on}" for action in landlord.complaint.actions
    ]


def test_F_045_an_action_said_again_in_the_same_words_is_the_same_action(reviewed: Landlord) -> None:
    reviewed.responds(on="Mon 16 Nov 2026", promises=(promise(what="treat  the damp."),))

    assert actions(reviewed) == ["1 Treat the damp by 2027-03-26"]
    assert len([key for key in reviewed.owes() if key.startswith("action.")]) == 1
    assert reviewed.facts(FinalResponseFacts).still_to_do is None


def test_F_045_said_again_with_another_day_it_is_owed_by_the_day_in_the_letter(reviewed: Landlord) -> None:
    reviewed.responds(on="Mon 16 Nov 2026", promises=(promise("Fri 29 Jan 2027"),))

    assert actions(reviewed) == ["1 Treat the damp by 2027-01-29"]
    assert reviewed.due("action.1") == "Fri 29 Jan 2027"
    assert any("so the stage 2 response says" in line for line in reviewed.record_of(EntryKind.ACTION_CHANGED))


def test_F_045_said_again_in_other_words_it_is_marked_by_its_number(reviewed: Landlord) -> None:
    marked = promise(what="Cure the damp in the bedroom").model_copy(update={"same_as": 1})

    reviewed.responds(on="Mon 16 Nov 2026", promises=(marked,))

    assert actions(reviewed) == ["1 Treat the damp by 2027-03-26"]


def test_F_045_a_number_that_is_not_open_is_refused(reviewed: Landlord) -> None:
    marked = promise(what="Cure the damp").model_copy(update={"same_as": 7})

    sentence = reviewed.refuses(lambda: reviewed.responds(on="Mon 16 Nov 2026", promises=(marked,)))

    assert sentence.endswith("action 7 is not open; still to be done: 1.")


def test_F_045_two_promises_in_the_same_words_in_one_response_are_two(reviewed: Landlord) -> None:
    visits = (promise("Fri 08 Jan 2027", what="Visit you"), promise("Fri 05 Feb 2027", what="Visit you"))

    reviewed.responds(on="Mon 16 Nov 2026", promises=visits)

    assert len(reviewed.complaint.actions) == 3


def test_F_045_what_was_done_and_is_promised_again_is_another_action(reviewed: Landlord) -> None:
    reviewed.completes_action(1, on="Fri 13 Nov 2026")

    reviewed.responds(on="Mon 16 Nov 2026", promises=(promise("Fri 29 Jan 2027"),))

    assert len(reviewed.complaint.actions) == 2


def test_F_045_the_number_is_typed_at_the_end_of_the_line() -> None:
    line = f"Cure the damp; priya-nair; {PROMISE_FOR}; 1"

    given = nest(Respond, {"promises": [line, "Paint it; priya-nair; 2027-01-15"]})

    assert given["response"] == {
        "promises": [
            {"what": "Cure the damp", "owner": "priya-nair", "due_on": PROMISE_FOR, "same_as": "1"},
            {"what": "Paint it", "owner": "priya-nair", "due_on": "2027-01-15"},
        ]
    }
