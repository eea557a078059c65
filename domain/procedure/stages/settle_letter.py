"""Settling whether a letter arrived of which nobody knows: somebody found out, and says so."""

from datetime import datetime
from typing import ClassVar

from domain.complaint.actor import Actor
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.facts.stages import LetterSettled
from domain.complaint.notice_rules import kinds_called
from domain.complaint.unknown_letters import UnknownLetter
from domain.duties.in_doubt import goes_again, note_gone, note_not_gone
from domain.messages.message import LetterName, Message
from domain.policy.channels import Channel
from domain.policy.rules import Rules
from domain.procedure.step import Step, When, Whose
from domain.value import required


class SettleLetter(Message):
    """Record whether a letter arrived of which nobody knew: where it did not, it goes again."""

    name: ClassVar[str] = "settle_letter"

    letter: LetterName
    """The letter of which nobody knows whether it went."""
    arrived: bool
    """Whether it arrived."""
    known_by: str
    """How that is known: what the resident said, or what the provider shows."""
    print_it: bool = False
    """Whether a letter that did not arrive goes by post now, whatever way the resident prefers."""


def may_settle(complaint: Complaint, _by: Actor, _at: datetime, _rules: Rules) -> None:
    """Nobody knows of some letter whether it went.

    Raises:
        NotAllowedError: of every letter it is known.
    """
    if not complaint.unknown_letters:
        raise NotAllowedError("Of every letter it is known whether it went.")


def check_settle(complaint: Complaint, order: SettleLetter, _rules: Rules) -> None:
    """It is one of those letters, and it is said how the answer is known.

    Raises:
        NotAllowedError: it is none of them, nothing says how that is known, or what arrived is to be printed.
    """
    letter = _meant(complaint, order.letter)
    if letter is None:
        waiting = (f"{complaint.letter_number(each.notice)} ({each.words})" for each in complaint.unknown_letters)
        raise NotAllowedError(
            f"Of no such letter it is unknown whether it went. Nobody knows of: {', '.join(waiting)}."
        )
    if order.at < letter.tried_at:
        raise NotAllowedError("The letter was tried later than that; give the right date.")
    if not order.known_by.strip():
        raise NotAllowedError("Say how that is known: what the resident said, or what the provider shows.")
    if order.arrived and order.print_it:
        raise NotAllowedError(
            "A letter that arrived is not printed; say either that it arrived, or that it is printed."
        )


def settle_letter(complaint: Complaint, order: SettleLetter, rules: Rules, now: datetime) -> Complaint:
    """What arrived had gone when it was tried; what did not goes again, where it is still owed."""
    letter = required(_meant(complaint, order.letter), "letter in doubt")
    facts = LetterSettled(
        letter=letter.words,
        arrived=order.arrived,
        known_by=order.known_by,
        again=_again(complaint, order, letter, rules),
    )
    noted = complaint.noting(facts, at=order.at, now=now, by=order.by)
    if order.arrived:
        return note_gone(noted, letter, rules, now)
    return note_not_gone(noted, letter, rules, now, by_post=order.print_it)


def _again(complaint: Complaint, order: SettleLetter, letter: UnknownLetter, rules: Rules) -> Channel | None:
    """By which way it goes again; None where it does not."""
    if order.arrived or not goes_again(complaint, letter, rules):
        return None
    return Channel.LETTER if order.print_it else complaint.resident.long_channels[0]


def _meant(complaint: Complaint, name: str) -> UnknownLetter | None:
    return next((each for each in reversed(complaint.unknown_letters) if _is_called(complaint, each, name)), None)


def _is_called(complaint: Complaint, letter: UnknownLetter, name: str) -> bool:
    return name == complaint.letter_number(letter.notice) or letter.kind in kinds_called(name)


STEPS = (
    Step(
        SettleLetter,
        said="settle-letter",
        whose=Whose.ANYBODY,
        may=may_settle,
        check=check_settle,
        does=settle_letter,
        when=When.BEFORE_STAGE_1_TOO,
    ),
)
