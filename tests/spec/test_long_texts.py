"""Long texts: kept once, beside the complaint, and filled in wherever they are read (D5)."""

import pytest

from domain.complaint.actor import staff
from domain.complaint.complaint import NotAllowedError
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
from domain.messages.room import MOST_FOR_ORDERS, size
from domain.policy.channels import Channel
from domain.procedure.apply import apply, check
from domain.procedure.stages.contact import RecordContact
from domain.procedure.stages.draft import PutDraft
from domain.procedure.stages.issues import AddIssue
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

    assert take_out(stub) == (stub, ())
    assert same_texts(stub, LONG_WORDS)
    assert not same_texts(stub, LONG_WORDS + ".")


def test_signs_of_our_own_in_what_somebody_wrote_change_nothing() -> None:
    words = "\ue000abc\ue001 " + LONG_WORDS + "\ue002"

    light, texts = take_out(words)

    assert fill_in(f"<{light}>", as_texts(texts)) == f"<{words}>"


def test_an_order_that_holds_a_great_many_short_texts_is_lightened_too() -> None:
    many = response(findings=(), learning=tuple(f"{number} " + "We look at every tile. " * 20 for number in range(80)))

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

    qualitas.drafts(reasons="r" * 49_000, remedy="m" * 49_000, learning=("l" * 49_000, "n" * 49_000, "o" * 49_000))
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
        response=response(learning=tuple("x" * 49_000 for _ in range(7))),
    )

    with pytest.raises(NotAllowedError, match="343 kB, and 300 kB is the most at once"):
        apply(reliance.complaint, order, reliance.rules, reliance.now)
