"""Recording that a printed letter was posted or handed over."""

from datetime import datetime
from typing import ClassVar

from domain.complaint.actor import Actor
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.facts.stages import Posted
from domain.complaint.notice_rules import NOTICES
from domain.complaint.stages import Letter
from domain.duties.letters import letter_decided_on, meet_by_letter, with_letter
from domain.messages.message import How, Message, Posting
from domain.outbox.tell import tell_by_text
from domain.policy.channels import Channel
from domain.policy.duty_kinds import MET_BY_LETTER, DutyKey
from domain.policy.rules import Rules
from domain.procedure.step import Step, When
from domain.value import required


class RecordPosted(Message):
    """Record that a printed letter has gone."""

    name: ClassVar[str] = "record_posted"

    letter: Posting
    """The letter that has gone."""
    how: How = How.POST
    """How a printed letter went."""


def may_post(complaint: Complaint, _by: Actor, _at: datetime, _rules: Rules) -> None:
    """A letter is waiting to be posted.

    Raises:
        NotAllowedError: none does.
    """
    if not any(_waiting(complaint, letter) for letter in Posting):
        raise NotAllowedError("No letter is waiting to be posted.")


def check_posted(complaint: Complaint, order: RecordPosted, _rules: Rules) -> None:
    """A letter that was decided on and has not gone can be recorded as posted.

    Raises:
        NotAllowedError: there is no such letter waiting, or the date lies before it was decided on.
    """
    waiting = _waiting(complaint, order.letter)
    if waiting is None:
        raise NotAllowedError(f"No {order.letter} letter is waiting to be posted.")
    if order.at < waiting[1].decided_at:
        raise NotAllowedError(f"The {order.letter} letter was decided on later than that; give the right date.")


def record_posted(complaint: Complaint, order: RecordPosted, rules: Rules, now: datetime) -> Complaint:
    """A printed letter has gone: with that its duty is met (D11)."""
    duty, letter = required(_waiting(complaint, order.letter), "letter that waits")
    by_hand = order.how is How.BY_HAND
    facts = Posted(letter=order.letter, by_hand=by_hand)
    posted = complaint.without(letter.notice).noting(facts, at=order.at, now=now, by=order.by)
    if letter.came_back:
        return with_letter(posted, duty, letter.model_copy(update={"came_back": False}))
    posted = _tell_of_response(complaint, posted, letter.notice, rules, now)
    return meet_by_letter(posted, rules, duty, order.at, now, channel=Channel.LETTER, by_hand=by_hand)


def _tell_of_response(before: Complaint, posted: Complaint, key: str, rules: Rules, now: datetime) -> Complaint:
    """The status text that waited for a response to be posted; one that set out by e-mail was told of then."""
    letter = next((notice for notice in (*before.outbox, *before.gone) if notice.key == key), None)
    waited = (
        letter is not None
        and NOTICES[letter.kind].waits_for_post
        and not letter.failures
        and letter.channel is Channel.LETTER
    )
    return tell_by_text(posted, rules, letter.kind, letter.facts, now) if letter and waited else posted


def _waiting(complaint: Complaint, meant: Posting) -> tuple[DutyKey, Letter] | None:
    """The duty and letter meant: of the latest stage that has such a letter not yet gone."""
    for progress in reversed(complaint.stages):
        kind = MET_BY_LETTER[meant]
        letter = letter_decided_on(progress, kind)
        if letter and (letter.met_at is None or letter.came_back):
            return kind.at(progress.stage), letter
    return None


STEPS = (
    Step(RecordPosted, said="posted", may=may_post, check=check_posted, does=record_posted, when=When.OF_ANY_STAGE),
)
