"""Whatever a letter promises is a duty or has happened; what was printed has gone, or somebody owes it (D11)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

import pytest
from hypothesis import given

from domain.complaint.closing import CloseReason
from domain.complaint.complaint import Complaint
from domain.complaint.entry_kinds import EntryKind
from domain.complaint.notice_facts import Facts
from domain.complaint.resident_facts import (
    AcknowledgementFacts,
    AnswerFacts,
    ContactNoteFacts,
    EscalationReceiptFacts,
    ExtensionFacts,
    QuickAgreedFacts,
    ReceiptFacts,
    RefusalReversedFacts,
    ResponseFacts,
    Stage1BegunFacts,
)
from domain.complaint.responses import Promise
from domain.duties.letters import is_posted, unsent_letters
from domain.duties.owed import duties, escalation_window, open_duties
from domain.outbox.tell import is_overtaken
from domain.policy.channels import Channel
from domain.policy.duty_kinds import DutyKey, DutyKind
from domain.policy.stages import Stage
from tests.properties.stories import Move, alike, landlords, story, trodden_paths, unhurried, ways
from tests.spec.cast import Landlord, Sent, errand
from tests.spec.letters import WRITER

_BEGINS_AGAIN = {
    EntryKind.TRIAGED,
    EntryKind.REFUSAL_REVERSED,
    EntryKind.REOPENED,
    EntryKind.STAGE_1_WITHDRAWN,
    EntryKind.RECLASSIFIED,
    EntryKind.ESCALATED,
    EntryKind.BECAME_COMPLAINT,
}
"""After these a promise of before is kept by what begins then, or has ended."""


class Promised(NamedTuple):
    """What a letter says will be done, and by when."""

    duty: DutyKey
    by: date


def promised(facts: Facts) -> Iterator[Promised]:
    """The days that a letter with those facts promises."""
    match facts:
        case EscalationReceiptFacts(due_on=date() as by, late=True):
            yield Promised(DutyKind.DECIDE_LATE_REQUEST.at(Stage.ONE), by)
        case EscalationReceiptFacts(due_on=date() as by):
            yield Promised(DutyKind.ACKNOWLEDGE.at(Stage.TWO), by)
        case ReceiptFacts(due_on=date() as by) | Stage1BegunFacts(due_on=date() as by):
            yield Promised(DutyKind.ACKNOWLEDGE.at(Stage.ONE), by)
        case RefusalReversedFacts(due_on=date() as by):
            yield Promised(DutyKind.ACKNOWLEDGE.at(Stage.ONE), by)
        case QuickAgreedFacts(due_on=date() as by):
            yield Promised(DutyKind.QUICK_RESOLUTION.key, by)
        case AcknowledgementFacts(is_past=None) | ExtensionFacts() | ContactNoteFacts(due_on=date()):
            yield Promised(DutyKind.RESPOND.at(facts.stage), facts.due_on or date.min)


def is_kept(landlord: Landlord, promise: Promised, sent: Sent) -> bool:
    """Whether it is still owed, and no earlier than was said, or is done, or has given way to what came after."""
    complaint = landlord.complaint
    came_after = {entry.facts.kind for entry in complaint.record if entry.recorded_at >= sent.notice.created_at}
    duty = next((duty for duty in duties(complaint, landlord.rules) if duty.key == promise.duty), None)
    if duty is None or came_after & _BEGINS_AGAIN:
        return bool(came_after & _BEGINS_AGAIN)
    if duty.is_open:
        return True
    return duty.done_at is not None or _gave_way(complaint, promise.duty)


def _gave_way(complaint: Complaint, duty: DutyKey) -> bool:
    """Whether the end of it, a newer letter or a release lies behind what is owed no more."""
    progress = complaint.at_stage(duty.stage) if duty.stage else None
    letters = (progress.acknowledgement, progress.responded) if progress else ()
    released = any(letter and letter.released_at for letter in letters)
    answered = progress is not None and progress.responded is not None
    ended = complaint.closed is not None or (complaint.quick is not None and complaint.quick.failed_at is not None)
    return released or answered or ended


def is_still_promised(complaint: Complaint, promise: Promise) -> bool:
    """Whether an action of that promise was taken down: it is owed, done, changed or released from then on."""
    return any(promise.what == action.promise.what for action in complaint.actions)


@landlords
@unhurried
@alike
@given(way=ways, path=trodden_paths)
def test_whatever_a_letter_promises_is_a_duty_or_has_happened(
    key: str, way: tuple[bool, bool], path: list[Move]
) -> None:
    landlord = story(key, way, path)

    for _ in range(2):
        for sent in landlord.sent:
            facts = sent.notice.facts
            assert all(is_kept(landlord, promise, sent) for promise in promised(facts)), facts
            if isinstance(facts, AnswerFacts):
                told = (*facts.response.promises, *(facts.still_to_do or ()))
                assert all(is_still_promised(landlord.complaint, promise) for promise in told)
        landlord._pass(landlord.now + timedelta(days=40))


@landlords
@unhurried
@alike
@given(way=ways, path=trodden_paths)
def test_what_was_printed_or_came_back_has_gone_or_somebody_owes_it(
    key: str, way: tuple[bool, bool], path: list[Move]
) -> None:
    landlord = story(key, way, path)

    landlord._pass(landlord.now + timedelta(days=40))

    complaint = landlord.complaint
    owed = {duty.key for duty in open_duties(complaint, landlord.rules)}
    waiting = {letter.notice for letter in unsent_letters(complaint) if letter.duty in owed}
    for notice in complaint.gone:
        is_printed = notice.channel is Channel.LETTER
        if is_printed and notice.key not in waiting and not is_posted(complaint, notice):
            assert complaint.closed or _gave_way_since(landlord, notice.key) or is_overtaken(complaint, notice)


def _gave_way_since(landlord: Landlord, key: str) -> bool:
    """Whether the record says that the letter is not sent, or was released, or another has its place."""
    label = landlord.complaint.label(key)
    dropped = {getattr(entry.facts, "label", "") for entry in landlord.complaint.record if "not sent" in _words(entry)}
    released = any(entry.facts.kind is EntryKind.LETTER_RELEASED for entry in landlord.complaint.record)
    return label in dropped or released


def _words(entry: object) -> str:
    facts = getattr(entry, "facts", None)
    return facts.sentence(()) if facts is not None else ""


@landlords
@unhurried
@alike
@given(way=ways, path=trodden_paths)
def test_no_window_runs_out_before_the_response_got_through_and_never_before_the_day_it_names(
    key: str, way: tuple[bool, bool], path: list[Move]
) -> None:
    landlord = story(key, way, path)

    landlord._pass(landlord.now + timedelta(days=60))

    complaint = landlord.complaint
    response = complaint.stages[0].responded if complaint.stages else None
    if response and response.through_at is None:
        assert escalation_window(complaint, landlord.rules) is None
        assert complaint.closed is None or complaint.closed.reason is not CloseReason.WINDOW_PASSED
    if complaint.closed and complaint.closed.reason is CloseReason.WINDOW_PASSED:
        named = [sent.notice.facts.last_day for sent in landlord.sent if isinstance(sent.notice.facts, ResponseFacts)]
        assert all(day < complaint.closed.at.date() + timedelta(days=1) for day in named)


@landlords
@unhurried
@alike
@given(way=ways, path=trodden_paths)
def test_nothing_goes_that_cannot_be_written(key: str, way: tuple[bool, bool], path: list[Move]) -> None:
    landlord = story(key, way, path)

    for sent in landlord.sent:
        reader = None if sent.notice.is_for_resident else landlord.staff.person(sent.to)
        words = WRITER.render(errand(landlord, sent), reader)
        assert words.text or sent.channel is not Channel.TEXT


@pytest.mark.parametrize("key", ["reliance", "qualitas"])
def test_every_letter_of_a_story_that_begins_again_is_counted(key: str) -> None:
    landlord = story(key, (True, True), [])

    assert [promise.duty.name for sent in landlord.sent for promise in promised(sent.notice.facts)]
