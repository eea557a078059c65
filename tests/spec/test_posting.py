"""Printed letters: each is somebody's task, and is recorded as posted by its number or its kind."""

from cli.complaint_page import page
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.resident import Resident
from domain.complaint.staff_facts import LetterToPostFacts
from domain.policy.channels import Channel
from domain.views.deadlines import deadlines_shown
from domain.views.page import WaitsFor
from domain.views.standing import standing
from tests.spec.cast import RULEBOOK, SAM, Landlord

BY_POST = SAM.model_copy(update={"prefers": Channel.LETTER, "wants_texts": False})


def shown(landlord: Landlord) -> list[str]:
    deadlines = deadlines_shown(landlord.complaint, landlord.rules)
    of = RULEBOOK.landlord(landlord.key)
    return page(landlord.complaint, deadlines, of, landlord.staff, landlord.now).splitlines()


def waits_for_posting(landlord: Landlord) -> bool:
    line = standing(landlord.complaint, landlord.rules, landlord.now)
    return any(each.what is WaitsFor.POSTING for each in line.waits_for)


def begun(landlord: Landlord, resident: Resident = BY_POST) -> Landlord:
    landlord.receives_complaint(on="Mon 02 Nov 2026", resident=resident)
    landlord.allocates()
    return landlord


# -- every printed letter is somebody's task


def test_D11_a_printed_letter_without_a_duty_of_a_stage_is_told_shown_and_listed_until_it_is_posted(
    landlord: Landlord,
) -> None:
    begun(landlord)
    number = landlord.facts(LetterToPostFacts).letter

    assert landlord.facts(LetterToPostFacts).notice is NoticeKind.RECEIPT
    posted = f"complaints posted REL-TEST --letter {number}"
    assert f"  the receipt letter is printed: post it, then {posted}" in shown(landlord)
    assert waits_for_posting(landlord)

    landlord.posts(number)

    assert not any("is printed" in line for line in shown(landlord))
    assert not waits_for_posting(landlord)
    assert "receipt letter posted" in [entry.text for entry in landlord.written]


def test_D11_a_letter_is_named_by_its_number_where_several_of_its_kind_wait(landlord: Landlord) -> None:
    begun(landlord)
    landlord.acknowledges()
    landlord.posts("acknowledgement")
    landlord.promises(due_on="Fri 06 Nov 2026", what="Paint the wall")
    landlord.promises(due_on="Fri 06 Nov 2026", what="Mend the door")
    landlord.completes_action(1)
    first = landlord.facts(LetterToPostFacts).letter
    landlord.completes_action(2)

    landlord.posts(first)

    assert [line for line in landlord.owes() if "post_action_completed" in line] == [
        "stage_1.post_action_completed.2 due Tue 03 Nov 2026"
    ]


def test_D11_what_does_not_wait_is_refused_with_what_does(landlord: Landlord) -> None:
    begun(landlord)
    number = landlord.facts(LetterToPostFacts).letter

    assert landlord.refuses(lambda: landlord.posts("closure")) == (
        f"No closure letter is waiting to be posted. Waiting: {number} (receipt)."
    )
    assert landlord.refuses(lambda: landlord.posts("99")).startswith("No letter 99 is waiting to be posted.")
