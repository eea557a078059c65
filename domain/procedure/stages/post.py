"""Recording that a printed letter was posted or handed over."""

from datetime import datetime
from typing import ClassVar

from domain.complaint.actor import Actor
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.facts.stages import Posted
from domain.duties.letters import UnsentLetter, meet_by_letter, meet_owed, unsent_letters
from domain.messages.message import How, LetterName, Message
from domain.outbox.tell import tell_that_it_went
from domain.policy.channels import Channel
from domain.policy.rules import Rules
from domain.procedure.step import Step, When, Whose
from domain.value import required


class RecordPosted(Message):
    """Record that a printed letter has gone."""

    name: ClassVar[str] = "record_posted"

    letter: LetterName
    """The letter that has gone: its number, or its kind, as 'response'."""
    how: How = How.POST
    """How a printed letter went."""


def may_post(complaint: Complaint, _by: Actor, _at: datetime, _rules: Rules) -> None:
    """A letter is waiting to be posted.

    Raises:
        NotAllowedError: none does.
    """
    if not any(unsent_letters(complaint)):
        raise NotAllowedError("No letter is waiting to be posted.")


def check_posted(complaint: Complaint, order: RecordPosted, _rules: Rules) -> None:
    """A letter that was decided on and has not gone can be recorded as posted.

    Raises:
        NotAllowedError: there is no such letter waiting, or the date lies before it was decided on.
    """
    waiting = letter_waiting(complaint, order.letter)
    if waiting is None:
        meant = f"letter {order.letter}" if order.letter.isdigit() else f"{order.letter.replace('_', ' ')} letter"
        raise NotAllowedError(f"No {meant} is waiting to be posted. {say_waiting(complaint)}")
    if order.at < waiting.since:
        happened = "was printed or came back" if waiting.owed else "was decided on"
        raise NotAllowedError(f"The {waiting.words} letter {happened} later than that; give the right date.")


def record_posted(complaint: Complaint, order: RecordPosted, rules: Rules, now: datetime) -> Complaint:
    """A printed letter has gone: with that its duty is met (D11)."""
    waiting = required(letter_waiting(complaint, order.letter), "letter that waits")
    by_hand = order.how is How.BY_HAND
    facts = Posted(letter=waiting.words, by_hand=by_hand)
    posted = complaint.without(waiting.notice).noting(facts, at=order.at, now=now, by=order.by)
    letter = next((each for each in (*complaint.outbox, *complaint.gone) if each.key == waiting.notice), None)
    posted = tell_that_it_went(posted, rules, letter, now) if letter else posted
    if waiting.owed:
        return meet_owed(posted, rules, waiting.owed, order.at, now, channel=Channel.LETTER, by_hand=by_hand)
    return meet_by_letter(posted, rules, waiting.duty, order.at, now, channel=Channel.LETTER, by_hand=by_hand)


def letter_waiting(complaint: Complaint, meant: str) -> UnsentLetter | None:
    """The letter that waits of that number, or of the kind of that name."""
    return next((letter for letter in unsent_letters(complaint) if letter.is_called(meant)), None)


def say_waiting(complaint: Complaint) -> str:
    """Which letters wait, by number and kind."""
    waiting = [f"{letter.number} ({letter.words})" for letter in unsent_letters(complaint)]
    return f"Waiting: {', '.join(waiting)}." if waiting else "None is."


STEPS = (
    Step(
        RecordPosted,
        said="posted",
        whose=Whose.ANYBODY,
        may=may_post,
        check=check_posted,
        does=record_posted,
        when=When.BEFORE_STAGE_1_TOO,
    ),
)
