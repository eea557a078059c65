"""Correcting the day on which a printed letter went, or that it went at all (D11, P-47)."""

from datetime import date, datetime
from typing import ClassVar

from domain.calendar.days import in_words, instant_on, landlord_day, local_time
from domain.complaint.actor import Actor
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.facts.corrections import PostingCorrected
from domain.complaint.notice_kinds import letter_called
from domain.complaint.notices import Notice
from domain.complaint.stages import Letter
from domain.duties.fulfilment import take_back_misses_by_correction
from domain.duties.letters import received_on, with_letter
from domain.duties.never_gone import PostedLetter, owe_as_never_gone, posted_letters
from domain.duties.readdressing import send_again
from domain.duties.told import keep_told, moved_dates
from domain.messages.message import LetterName, Message
from domain.policy.channels import Channel
from domain.policy.rules import Rules
from domain.procedure.stages.post import correct_last_day
from domain.procedure.step import Step, When, Whose
from domain.value import Day, required

_CORRECTED = "the day of posting was corrected"


class CorrectPosting(Message):
    """Correct the day on which a letter was posted, or say that it has not been posted."""

    name: ClassVar[str] = "correct_posting"

    letter: LetterName
    """The letter."""
    right_day: Day | None = None
    """The day on which it really went; left out where it has not gone."""
    why: str
    """Why the record was wrong."""


def may_correct_posting(complaint: Complaint, _by: Actor, _at: datetime, _rules: Rules) -> None:
    """A letter is recorded as posted.

    Raises:
        NotAllowedError: none is.
    """
    if not any(posted_letters(complaint)):
        raise NotAllowedError("No letter is recorded as posted.")


def check_posting(complaint: Complaint, order: CorrectPosting, rules: Rules) -> None:
    """Such a letter is recorded as posted, on another day than is right, and there is a reason.

    Raises:
        NotAllowedError: there is no such letter, or the day cannot be right.
    """
    letter = _meant(complaint, order.letter)
    if letter is None:
        raise NotAllowedError(f"No {letter_called(order.letter)} is recorded as posted.")
    if not order.why.strip():
        raise NotAllowedError("Say why the record was wrong: it keeps both days, and the reason.")
    if order.right_day is None:
        _check_kept(complaint, letter)
        return
    if order.right_day == landlord_day(letter.at, rules.zone):
        raise NotAllowedError(f"It is recorded as posted on {in_words(order.right_day)} already.")
    if order.right_day > landlord_day(order.at, rules.zone):
        raise NotAllowedError(f"{in_words(order.right_day)} is still to come; give the day on which it went.")
    if order.right_day < landlord_day(letter.since, rules.zone):
        raise NotAllowedError(f"The {letter.called} was decided on later than that; give the right day.")


def _check_kept(complaint: Complaint, letter: PostedLetter) -> None:
    """What is to be posted again is there to be posted."""
    if not any(notice.key == letter.notice for notice in complaint.gone):
        raise NotAllowedError(
            "That letter had gone before it was recorded here, so there is nothing to post. "
            "Write to the resident again, and record that as contact."
        )


def correct_posting(complaint: Complaint, order: CorrectPosting, rules: Rules, now: datetime) -> Complaint:
    """Take the letter to have gone on the right day, or not at all; no date that was told comes earlier."""
    letter = required(_meant(complaint, order.letter), "posted letter")
    was = landlord_day(letter.at, rules.zone)
    right = keep_told(complaint, _gone_on(complaint, letter, order.right_day, rules), rules)
    facts = PostingCorrected(
        letter=letter.words, was=was, now=order.right_day, why=order.why, moved=moved_dates(complaint, right, rules)
    )
    noted = right.noting(facts, at=order.at, now=now, by=order.by)
    notice = next((gone for gone in complaint.gone if gone.key == letter.notice), None)
    if order.right_day is None:
        return _owed_again(noted, required(notice, "letter"), order, rules, now)
    noted = take_back_misses_by_correction(complaint, noted, rules, _CORRECTED, order.at, now)
    return correct_last_day(noted, notice, order.right_day, rules, now)


def _owed_again(complaint: Complaint, notice: Notice, order: CorrectPosting, rules: Rules, now: datetime) -> Complaint:
    """It is owed as if it had not gone: its page is in the tray; where it has none, as an e-mail, it is printed."""
    owed = owe_as_never_gone(complaint, notice, "it had not been posted", order.at, rules, now)
    if notice.channel is Channel.LETTER:
        return owed.with_page(notice)
    return send_again(owed, notice, rules, now, by_post=True)


def _gone_on(complaint: Complaint, letter: PostedLetter, right_day: date | None, rules: Rules) -> Complaint:
    if right_day is None:
        return complaint
    at = instant_on(right_day, local_time(letter.at, rules.zone).time(), rules.zone)
    if letter.kept and letter.duty:
        complaint = with_letter(complaint, letter.duty, _went_at(letter.kept, letter.at, at, rules))
    owed = tuple(
        each.model_copy(update={"gone_at": at}) if each.notice == letter.notice and each.gone_at else each
        for each in complaint.owed_letters
    )
    return complaint.changed(owed_letters=owed)


def _went_at(letter: Letter, was: datetime, at: datetime, rules: Rules) -> Letter:
    """The letter as it went at *at*, by the post or by hand as it did."""
    day, old_day = landlord_day(at, rules.zone), landlord_day(was, rules.zone)
    by_hand = letter.through_on != received_on(old_day, Channel.LETTER, rules)
    received = received_on(day, Channel.LETTER, rules, by_hand=by_hand)
    went = (
        {"again_at": at, "again_received_on": received} if letter.again_at else {"met_at": at, "received_on": received}
    )
    return letter.model_copy(update=went)


def _meant(complaint: Complaint, name: str) -> PostedLetter | None:
    return next((letter for letter in posted_letters(complaint) if letter.is_called(name)), None)


STEPS = (
    Step(
        CorrectPosting,
        said="correct-posting",
        whose=Whose.OWNER,
        may=may_correct_posting,
        check=check_posting,
        does=correct_posting,
        when=When.BEFORE_STAGE_1_TOO,
        under=("correct", "posting"),
        undoes=("correct_posting", "record_posted"),
    ),
)
