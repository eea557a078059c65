"""Releasing a letter that can reach nobody: a manager says what was tried, and nothing waits for it any more."""

from datetime import datetime
from typing import ClassVar

from domain.complaint.actor import Actor
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.facts.stages import LetterReleased
from domain.duties.letters import release_kept, release_owed
from domain.messages.message import LetterName, Message
from domain.policy.channels import Channel
from domain.policy.rules import Rules
from domain.procedure.gates import check_holds
from domain.procedure.stages.post import letter_waiting, may_post, say_waiting
from domain.procedure.step import Step, When, Whose
from domain.value import required


class ReleaseLetter(Message):
    """Release a letter that can reach nobody, saying what was tried."""

    name: ClassVar[str] = "release_letter"

    letter: LetterName
    """The letter that is owed no more."""
    tried: str
    """What was tried to reach the resident."""


def may_release(complaint: Complaint, by: Actor, at: datetime, rules: Rules) -> None:
    """A letter waits, and a manager may release it.

    Raises:
        NotAllowedError: none does, or this officer may not.
    """
    may_post(complaint, by, at, rules)
    roles, clause = rules.landlord.delivery.released_by, rules.edition.oversight.clause
    check_holds(by, roles or rules.edition.oversight.roles, rules, clause, "releases a letter that can reach nobody")


def check_release(complaint: Complaint, order: ReleaseLetter, rules: Rules) -> None:
    """The letter waits and can go no way that is left, and what was tried is said.

    Raises:
        NotAllowedError: it does not wait, it is on its way, or nothing says what was tried.
    """
    clause, waiting = rules.edition.oversight.clause, letter_waiting(complaint, order.letter)
    if waiting is None:
        raise NotAllowedError(f"No such letter is waiting to be posted. {say_waiting(complaint)}")
    on_its_way = complaint.notice(waiting.notice)
    if on_its_way and on_its_way.channel is not Channel.LETTER:
        raise NotAllowedError(f"{clause}: the {waiting.called} is on its way by {on_its_way.channel}; wait for that.")
    if order.at < waiting.since:
        raise NotAllowedError(f"{clause}: the {waiting.called} was written later than that; give the right date.")
    if not order.tried.strip():
        raise NotAllowedError(f"{clause}: say what was tried to reach the resident: who was asked, where and when.")


def release_letter(complaint: Complaint, order: ReleaseLetter, rules: Rules, now: datetime) -> Complaint:
    """The letter is owed no more; the time to ask for stage 2 runs from now, so that the complaint can end."""
    waiting = required(letter_waiting(complaint, order.letter), "letter that waits")
    facts = LetterReleased(letter=waiting.words, tried=order.tried)
    clause = rules.edition.oversight.clause
    noted = complaint.without(waiting.notice).noting(facts, at=order.at, now=now, by=order.by, clause=clause)
    if waiting.owed:
        return release_owed(noted, waiting.owed, order.at)
    return release_kept(noted, waiting.duty, order.at)


STEPS = (
    Step(
        ReleaseLetter,
        said="release-letter",
        whose=Whose.RELEASE,
        may=may_release,
        check=check_release,
        does=release_letter,
        when=When.BEFORE_STAGE_1_TOO,
    ),
)
