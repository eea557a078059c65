"""Long texts: kept once, beside the complaint, and filled in wherever they are read (D5)."""

import pytest

from domain.complaint.actor import staff
from domain.complaint.complaint import NotAllowedError
from domain.complaint.facts.fact import in_one_line
from domain.complaint.issues import Issue, NewIssue
from domain.complaint.long_texts import (
    LONG,
    as_texts,
    beginning,
    fill_in,
    length_of,
    same_texts,
    take_out,
    wanted,
    without_stubs,
)
from domain.complaint.responses import Lesson
from domain.messages.room import MOST_FOR_ORDERS, size
from domain.policy.channels import Channel
from domain.procedure.apply import apply, check
from domain.procedure.stages.contact import RecordContact
from domain.procedure.stages.draft import PutDraft
from domain.procedure.stages.issues import AddIssue, ConfirmIssue
from domain.procedure.stages.respond import Respond
from domain.views.standing import standing
from tests.spec.cast import SAM, Landlord, response

LONG_WORDS = "The ceiling of the bathroom leaks whenever it rains. " * 60
ON = "Mon 02 Nov 2026"


def test_a_long_text_is_taken_out_and_filled_in_again() -> None:
    new = NewIssue(words=LONG_WORDS, desired_outcome="A dry ceiling.")

    light, texts = take_out(new)

    assert [each.text for each in texts] == [LONG_WORDS]
    assert len(light.words) < 200
    assert light.desired_outcome == new.desired_outcome
    assert fill_in(light, as_texts(texts)) == new
    assert wanted(light) == {texts[0].digest}


def test_what_is_short_stays_as_it_is() -> None:
    new = NewIssue(words="x" * (LONG - 1))

    light, texts = take_out(new)

    assert (light, texts) == (new, ())
    assert light is new


def test_of_a_stub_its_length_and_its_beginning_are_known() -> None:
    stub, _ = take_out(LONG_WORDS)

    assert length_of(stub) == len(LONG_WORDS)
    assert beginning(f"issue 1: {stub}") == f"issue 1: {LONG_WORDS[:80]}…"
    assert without_stubs(NewIssue(words=stub)).words == f"{LONG_WORDS[:80]}…"


def test_taken_out_once_it_is_not_taken_out_again() -> None:
    stub, _ = take_out(LONG_WORDS)

    assert same_texts(stub, LONG_WORDS)
    assert not same_texts(stub, LONG_WORDS + ".")


def test_what_somebody_wrote_is_never_taken_for_a_stub() -> None:
    forged = f"\ue000{'ab' * 16}\ue00112\ue001Hello\ue002"

    light, texts = take_out(NewIssue(words=f"Damp. {forged}", understood=forged))

    assert (wanted(light), texts) == (frozenset(), ())
    assert light.words == f"Damp. \ufffd{'ab' * 16}\ufffd12\ufffdHello\ufffd"


def test_a_sentence_that_ends_a_part_is_taken_out_without_its_full_stop() -> None:
    words = "The tiles were fixed " * 80 + "at last."

    stub, texts = take_out(words)

    assert fill_in(in_one_line(stub, "thank you"), as_texts(texts)) == in_one_line(words, "thank you")
    assert fill_in(stub, as_texts(texts)) == words
    assert length_of(stub) == len(words)


def test_a_promise_made_again_in_a_long_response_is_one_action(reliance: Landlord) -> None:
    acknowledged(reliance)
    what = "Repair the ceiling and paint it. " * 9
    reliance.promises("Mon 30 Nov 2026", what=what)
    promise = reliance.complaint.actions[0].promise

    reliance.speaks_with_resident()
    reliance.responds(reasons="r" * 21_000, promises=(promise,))

    assert len(reliance.complaint.actions) == 1


def test_an_understanding_given_again_among_long_texts_stays_confirmed(reliance: Landlord) -> None:
    acknowledged(reliance)
    understood, by = "The ceiling has leaked since May. " * 9, staff(reliance.owner)
    for number, outcome in enumerate(("Dry.", "x" * 21_000)):
        order = ConfirmIssue(
            at=reliance.now, by=by, issue=1, understood=understood, desired_outcome=outcome, confirmed=number == 0
        )
        reliance.complaint, _ = apply(reliance.complaint, order, reliance.rules, reliance.now)

    assert reliance.complaint.issues[0].confirmed_at


def test_an_order_that_holds_a_great_many_texts_is_lightened_in_each() -> None:
    many = response(
        findings=(), learning=tuple(Lesson(words=f"{number} " + "We look at every tile. " * 50) for number in range(80))
    )

    light, texts = take_out(many)

    assert len(texts) == 80
    assert fill_in(light, as_texts(texts)) == many


def acknowledged(landlord: Landlord) -> Landlord:
    landlord.receives_complaint(on=ON, resident=SAM)
    landlord.allocates()
    landlord.acknowledges(on=ON)
    return landlord


def test_a_long_summary_is_kept_once_and_the_line_says_how_it_begins(reliance: Landlord) -> None:
    reliance.receives_complaint(on=ON, summary=LONG_WORDS)

    complaint = reliance.complaint

    assert [each.text for each in complaint.texts] == [LONG_WORDS]
    assert complaint.model_dump_json().count(LONG_WORDS.strip()) == 1
    matter = standing(complaint, reliance.rules, reliance.now).matter
    assert matter.startswith("The ceiling of the bathroom leaks")
    assert len(matter) <= 80
    assert "\ue000" not in matter


def test_a_refusal_names_a_long_issue_by_how_it_begins() -> None:
    stub, _ = take_out(LONG_WORDS)
    issue = Issue(number=1, words=stub, added_at="2026-11-02T10:00:00Z")

    assert issue.shown == f"issue 1 ({' '.join(LONG_WORDS.split())[:60]}…)"
    assert issue.learning(understood="It leaks.", confirmed_at=None).in_their_words == ""


def test_the_answer_to_an_order_and_its_letter_have_all_its_words(reliance: Landlord) -> None:
    acknowledged(reliance)
    by = staff(reliance.owner)

    reliance.complaint, answer = apply(
        reliance.complaint,
        RecordContact(at=reliance.now, by=by, outcome="spoke", note=LONG_WORDS),
        reliance.rules,
        reliance.now,
    )

    assert LONG_WORDS.strip().removesuffix(".") in answer.said


def test_the_draft_that_was_approved_is_known_again_whether_or_not_it_was_let_go_of(qualitas: Landlord) -> None:
    acknowledged(qualitas)
    qualitas.speaks_with_resident()
    qualitas.drafts(reasons=LONG_WORDS)
    qualitas.approves()
    words = qualitas._response(reasons=LONG_WORDS)

    given = Respond(at=qualitas.now, by=staff(qualitas.owner), response=words)
    check(qualitas.complaint, given, qualitas.rules, qualitas.now)
    other = given.model_copy(update={"response": qualitas._response(reasons=LONG_WORDS + "And more.")})
    with pytest.raises(NotAllowedError, match="not the response that"):
        check(qualitas.complaint, other, qualitas.rules, qualitas.now)


def test_the_same_long_issue_is_known_again(reliance: Landlord) -> None:
    reliance.receives_complaint(on=ON, summary=LONG_WORDS)
    add = AddIssue(at=reliance.now, by=staff(reliance.officer("priya-nair")), issue=NewIssue(words=LONG_WORDS))

    with pytest.raises(NotAllowedError, match="says the same"):
        check(reliance.complaint, add, reliance.rules, reliance.now)


# -- how much a complaint can carry


def noise(number: int, length: int = 49_000) -> str:
    return f"{number} " + "x" * length


def test_an_order_beyond_half_of_what_temporal_carries_is_refused_in_a_sentence(reliance: Landlord) -> None:
    acknowledged(reliance)
    orders = [
        RecordContact(at=reliance.now, by=staff(reliance.owner), outcome="spoke", note=noise(number))
        for number in range(20)
    ]
    for order in orders[:18]:
        check(reliance.complaint, order, reliance.rules, reliance.now)
        reliance.complaint, _ = apply(reliance.complaint, order, reliance.rules, reliance.now)
    reliance.complaint, _ = apply(reliance.complaint, orders[18], reliance.rules, reliance.now)

    for judge in (check, apply):
        with pytest.raises(NotAllowedError, match="can take no more until the register has what was recorded last"):
            judge(reliance.complaint, orders[19], reliance.rules, reliance.now)
    assert size(reliance.complaint) <= MOST_FOR_ORDERS


def test_once_the_register_has_it_as_much_can_be_taken_again(reliance: Landlord) -> None:
    acknowledged(reliance)
    by = staff(reliance.owner)
    for number in range(60):
        order = RecordContact(at=reliance.now, by=by, outcome="spoke", note=noise(number))
        reliance.complaint, _ = apply(reliance.complaint, order, reliance.rules, reliance.now)
        complaint = reliance.complaint
        digests = frozenset(each.digest for each in complaint.texts)
        reliance.complaint = complaint.written(complaint.record_summary.entries, digests)

    assert size(reliance.complaint) < 40_000


def test_the_longest_response_of_all_fits_while_the_register_is_there(qualitas: Landlord) -> None:
    acknowledged(qualitas)
    qualitas.speaks_with_resident()

    qualitas.drafts(
        reasons="r" * 49_000, remedy="m" * 49_000, learning=tuple(Lesson(words=letter * 49_000) for letter in "lno")
    )
    complaint = qualitas.complaint
    qualitas.complaint = complaint.written(complaint.record_summary.entries, frozenset(wanted(complaint)))
    qualitas.approves()
    qualitas.obeys(Respond(at=qualitas.now, by=staff(qualitas.owner)))

    assert size(qualitas.complaint) < MOST_FOR_ORDERS
    (letter,) = [sent for sent in qualitas.sent if sent.kind == "response" and sent.channel is not Channel.TEXT]
    named = wanted(letter.notice)
    assert len(named) == 5


def test_one_message_may_not_be_endless(reliance: Landlord) -> None:
    acknowledged(reliance)
    order = PutDraft(
        at=reliance.now,
        by=staff(reliance.owner),
        response=response(learning=tuple(Lesson(words="x" * 49_000) for _ in range(7))),
    )

    with pytest.raises(NotAllowedError, match="343 kB, and 300 kB is the most at once"):
        apply(reliance.complaint, order, reliance.rules, reliance.now)
