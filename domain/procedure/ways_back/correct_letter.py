"""A letter that went was wrong, or went to the wrong person: another follows that says so (D11, R-100)."""

from datetime import date, datetime
from typing import ClassVar

from domain.calendar.days import landlord_day
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.facts.corrections import LetterCorrected
from domain.complaint.notice_kinds import NoticeKind, letter_called
from domain.complaint.notice_rules import kinds_called
from domain.complaint.notices import Notice
from domain.complaint.resident_facts import LetterWrongFacts
from domain.duties.letters import unsent_letters
from domain.duties.never_gone import owe_as_never_gone, posted_letters
from domain.duties.readdressing import go_again
from domain.messages.message import LetterName, Message
from domain.outbox.tell import tell_resident
from domain.policy.channels import Channel
from domain.policy.rules import Rules
from domain.procedure.gates import may_always
from domain.procedure.step import Step, When, Whose
from domain.value import required


class CorrectLetter(Message):
    """Put right a letter that was wrong, or that went to the wrong person."""

    name: ClassVar[str] = "correct_letter"

    letter: LetterName
    """The letter."""
    wrong: str = ""
    """What was wrong in it; printed in the letter."""
    right: str = ""
    """What is right; printed in the letter."""
    wrong_person: bool = False
    """Whether it went to somebody else; it goes to the resident again."""
    why: str
    """How it came about."""


def check_letter(complaint: Complaint, order: CorrectLetter, _rules: Rules) -> None:
    """The letter has gone, and it is said what was wrong and what is right, or that it went to somebody else.

    Raises:
        NotAllowedError: it has not gone, something is not said, or it would go to the same wrong address again.
    """
    notice = _meant(complaint, order.letter)
    if notice is None:
        raise NotAllowedError(f"No {letter_called(order.letter)} has gone that could be put right.")
    if not order.why.strip():
        raise NotAllowedError("Say how it came about: the record keeps that beside the correction.")
    if not order.wrong_person and not (order.wrong.strip() and order.right.strip()):
        raise NotAllowedError("Say what was wrong in the letter and what is right: the resident is told both.")
    changed = any(way.channel is notice.channel and way.at > notice.created_at for way in complaint.new_ways)
    if order.wrong_person and notice.channel is not Channel.LETTER and not changed:
        raise NotAllowedError(
            f"It would go to the same place again: first correct how the resident is reached by {notice.channel}.",
            instead="change_contact",
        )


def correct_letter(complaint: Complaint, order: CorrectLetter, rules: Rules, now: datetime) -> Complaint:
    """Tell the resident what was wrong; what went to somebody else is owed as if it had not gone, and goes again."""
    notice = required(_meant(complaint, order.letter), "letter that has gone")
    words = notice.words
    facts = LetterCorrected(
        letter=words,
        label=complaint.label(notice.key),
        sent_on=_sent_on(complaint, notice, rules),
        wrong_person=order.wrong_person,
        wrong=order.wrong,
        right=order.right,
        why=order.why,
    )
    noted = complaint.noting(facts, at=order.at, now=now, by=order.by)
    told = LetterWrongFacts(
        sent_on=facts.sent_on, wrong_person=order.wrong_person, wrong=order.wrong or None, right=order.right or None
    )
    noted = tell_resident(noted, rules, NoticeKind.LETTER_WRONG, told, now)
    if not order.wrong_person:
        return noted
    owed = owe_as_never_gone(noted, notice, "it went to the wrong person", order.at, rules, now)
    return go_again(owed, notice, rules, now)


def _meant(complaint: Complaint, name: str) -> Notice | None:
    """The last letter of that number or kind that has gone."""
    waiting = {letter.notice for letter in unsent_letters(complaint)}
    gone = (notice for notice in reversed(complaint.gone) if notice.key not in waiting and notice.reach is None)
    kinds = kinds_called(name)
    return next((each for each in gone if each.kind in kinds or complaint.letter_number(each.key) == name), None)


def _sent_on(complaint: Complaint, notice: Notice, rules: Rules) -> date:
    posted = next((letter.at for letter in posted_letters(complaint) if letter.notice == notice.key), None)
    sent = complaint.record_summary.news_of(complaint.label(notice.key)).sent_at
    return landlord_day(posted or sent or notice.created_at, rules.zone)


STEPS = (
    Step(
        CorrectLetter,
        said="correct-letter",
        whose=Whose.OWNER,
        may=may_always,
        check=check_letter,
        does=correct_letter,
        when=When.BEFORE_STAGE_1_TOO,
        under=("correct", "letter"),
    ),
)
