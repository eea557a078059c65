"""Printed letters: recording that one was posted or handed over, and printing one again for another day."""

from datetime import date, datetime
from typing import ClassVar

from domain.calendar.days import in_words, landlord_day
from domain.complaint.actor import Actor
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.facts.stages import Posted, PrintedAgain
from domain.complaint.notice_kinds import NoticeKind, letter_called
from domain.complaint.notices import Notice
from domain.complaint.resident_facts import LetterCorrectedFacts, ResponseFacts
from domain.duties.letters import UnsentLetter, kept_letter, meet_by_letter, meet_owed, unsent_letters, with_letter
from domain.duties.owed import escalation_window
from domain.duties.posting import made_for, print_again
from domain.messages.message import How, LetterName, Message
from domain.outbox.posting import posting_day
from domain.outbox.tell import tell_resident, tell_that_it_went
from domain.policy.channels import Channel
from domain.policy.rules import Rules
from domain.policy.stages import Stage
from domain.procedure.step import Step, When, Whose
from domain.value import Day, required


class RecordPosted(Message):
    """Record that a printed letter has gone."""

    name: ClassVar[str] = "record_posted"

    letter: LetterName
    """The letter that has gone."""
    how: How = How.POST
    """How a printed letter went."""
    went_anyway: bool = False
    """Whether it has gone though it was printed for another day; where it can, print it again instead."""


class PrintAgain(Message):
    """Print a letter again, to go on another day than the one it was made for."""

    name: ClassVar[str] = "print_again"
    repeatable: ClassVar[bool] = True

    letter: LetterName
    """The letter."""
    post_on: Day | None = None
    """The day on which it will be posted or handed over; the next on which it can be posted where none is named."""


def may_post(complaint: Complaint, _by: Actor, _at: datetime, _rules: Rules) -> None:
    """A letter is waiting to be posted.

    Raises:
        NotAllowedError: none does.
    """
    if not any(unsent_letters(complaint)):
        raise NotAllowedError("No letter is waiting to be posted.")


def check_posted(complaint: Complaint, order: RecordPosted, rules: Rules) -> None:
    """A letter that was decided on and has not gone can be recorded as posted.

    Raises:
        NotAllowedError: there is no such letter waiting, the date lies before it was decided on, or it was printed for
            another day.
    """
    waiting = _known(complaint, order.letter)
    if order.at < waiting.since:
        happened = "was printed or came back" if waiting.owed else "was decided on"
        raise NotAllowedError(f"The {waiting.called} {happened} later than that; give the right date.")
    printed_for, went_on = _made_for(complaint, waiting), landlord_day(order.at, rules.zone)
    if printed_for and went_on != printed_for and not order.went_anyway:
        raise NotAllowedError(
            f"The {waiting.called} was printed to go on {in_words(printed_for)}, and what it says counts from "
            "that day: print it again for the day it goes. If it has gone already, say so.",
            instead="print_again",
        )


def _made_for(complaint: Complaint, letter: UnsentLetter) -> date | None:
    """The day for which *letter* was printed; None where it was not."""
    printed = _printed(complaint, letter)
    return printed.post_on if printed else None


def _printed(complaint: Complaint, letter: UnsentLetter) -> Notice | None:
    gone = (each for each in complaint.gone if each.channel is Channel.LETTER)
    return next((each for each in gone if each.key == letter.notice), None)


def record_posted(complaint: Complaint, order: RecordPosted, rules: Rules, now: datetime) -> Complaint:
    """A printed letter has gone: with that its duty is met (D11)."""
    waiting = required(letter_waiting(complaint, order.letter), "letter that waits")
    by_hand = order.how is How.BY_HAND
    went_on, printed_for = landlord_day(order.at, rules.zone), _made_for(complaint, waiting)
    facts = Posted(letter=waiting.words, by_hand=by_hand, printed_for=printed_for if printed_for != went_on else None)
    posted = (
        complaint.without(waiting.notice).without_page(waiting.notice).noting(facts, at=order.at, now=now, by=order.by)
    )
    letter = next((each for each in (*complaint.outbox, *complaint.gone) if each.key == waiting.notice), None)
    if letter:  # the text tells the day that counts, whatever day the letter was printed for
        posted = tell_that_it_went(posted, rules, made_for(posted, letter, went_on, rules)[1], now)
    if waiting.owed:
        met = meet_owed(posted, rules, waiting.owed, order.at, now, channel=Channel.LETTER, by_hand=by_hand)
    else:
        met = meet_by_letter(posted, rules, waiting.duty, order.at, now, channel=Channel.LETTER, by_hand=by_hand)
    return correct_last_day(met, letter, went_on, rules, now)


def correct_last_day(
    complaint: Complaint, letter: Notice | None, went_on: date, rules: Rules, now: datetime
) -> Complaint:
    """What went later than the day it was made for gives longer to ask for stage 2 than it says: that is told."""
    window = escalation_window(complaint, rules)
    if letter is None or window is None or complaint.at_stage(Stage.TWO) or complaint.closed:
        return complaint
    if not isinstance(letter.facts, ResponseFacts) or window.on <= letter.facts.last_day:
        return complaint
    kept = kept_letter(complaint, letter)
    if kept and letter.fulfils:
        complaint = with_letter(complaint, letter.fulfils, kept.model_copy(update={"told": window.on}))
    facts = LetterCorrectedFacts(
        dated=letter.post_on or landlord_day(letter.created_at, rules.zone),
        went_on=went_on,
        last_day=window.on,
        previous_last_day=letter.facts.last_day,
        handler=complaint.handler,
    )
    return tell_resident(complaint, rules, NoticeKind.LETTER_CORRECTED, facts, now, clause=window.limit.clause)


def may_print_again(complaint: Complaint, _by: Actor, _at: datetime, _rules: Rules) -> None:
    """A printed letter is waiting to be posted.

    Raises:
        NotAllowedError: none is.
    """
    if not any(_printed(complaint, letter) for letter in unsent_letters(complaint)):
        raise NotAllowedError("No printed letter is waiting to be posted.")


def check_print_again(complaint: Complaint, order: PrintAgain, rules: Rules) -> None:
    """A letter that was printed and has not gone can be printed for a day to come.

    Raises:
        NotAllowedError: there is no such letter waiting, it is not printed yet, or the day is past.
    """
    letter = _known(complaint, order.letter)
    if _printed(complaint, letter) is None:
        raise NotAllowedError(f"The {letter.called} is not printed yet.")
    if order.post_on and order.post_on < landlord_day(order.at, rules.zone):
        raise NotAllowedError(f"{in_words(order.post_on)} is past; print it for the day on which it will go.")


def print_letter_again(complaint: Complaint, order: PrintAgain, rules: Rules, now: datetime) -> Complaint:
    """A printed letter is printed for another day, and bears that date."""
    letter = _known(complaint, order.letter)
    post_on = order.post_on or posting_day(now, rules)
    noted = complaint.noting(PrintedAgain(letter=letter.words, post_on=post_on), at=order.at, now=now, by=order.by)
    return print_again(noted, required(_printed(complaint, letter), "printed letter"), post_on, rules, now)


def _known(complaint: Complaint, name: str) -> UnsentLetter:
    letter = letter_waiting(complaint, name)
    if letter is None:
        meant = f"letter {name}" if name.isdigit() else letter_called(name)
        raise NotAllowedError(f"No {meant} is waiting to be posted. {say_waiting(complaint)}")
    return letter


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
    Step(
        PrintAgain,
        said="print-again",
        whose=Whose.ANYBODY,
        may=may_print_again,
        check=check_print_again,
        does=print_letter_again,
        when=When.BEFORE_STAGE_1_TOO,
    ),
)
