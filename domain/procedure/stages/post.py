"""Recording that a printed letter was posted or handed over."""

from datetime import datetime
from typing import ClassVar, NamedTuple

from domain.complaint.actor import Actor
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.facts.stages import Posted
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.owed_letters import OwedLetter
from domain.duties.beside_the_stages import post_key
from domain.duties.letters import letter_decided_on, meet_by_letter, meet_owed
from domain.messages.message import How, Message, Posting
from domain.outbox.tell import tell_that_it_went
from domain.policy.channels import Channel
from domain.policy.duty_kinds import MET_BY_LETTER, DutyKey
from domain.policy.rules import Rules
from domain.procedure.step import Step, When, Whose
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
    waiting, letter = _waiting(complaint, order.letter), order.letter.replace("_", " ")
    if waiting is None:
        raise NotAllowedError(f"No {letter} letter is waiting to be posted.")
    if order.at < waiting.since:
        happened = "was printed or came back" if waiting.owed else "was decided on"
        raise NotAllowedError(f"The {letter} letter {happened} later than that; give the right date.")


def record_posted(complaint: Complaint, order: RecordPosted, rules: Rules, now: datetime) -> Complaint:
    """A printed letter has gone: with that its duty is met (D11)."""
    waiting = required(_waiting(complaint, order.letter), "letter that waits")
    by_hand = order.how is How.BY_HAND
    facts = Posted(letter=order.letter, by_hand=by_hand)
    posted = complaint.without(waiting.notice).noting(facts, at=order.at, now=now, by=order.by)
    letter = next((each for each in (*complaint.outbox, *complaint.gone) if each.key == waiting.notice), None)
    posted = tell_that_it_went(posted, rules, letter, now) if letter else posted
    if waiting.owed:
        return meet_owed(posted, rules, waiting.owed, order.at, now, channel=Channel.LETTER, by_hand=by_hand)
    return meet_by_letter(posted, rules, waiting.duty, order.at, now, channel=Channel.LETTER, by_hand=by_hand)


class _Waiting(NamedTuple):
    """A letter that has not gone."""

    notice: str
    since: datetime
    """When it was decided on; of an owed one, when it was printed or came back."""
    duty: DutyKey
    owed: OwedLetter | None = None


def _waiting(complaint: Complaint, meant: Posting) -> _Waiting | None:
    """The letter meant: of the latest stage that has such a letter not yet gone, else the last that is owed."""
    kind = MET_BY_LETTER.get(meant)
    for progress in reversed(complaint.stages):
        letter = letter_decided_on(progress, kind) if kind else None
        if kind and letter and letter.met_at is None:
            return _Waiting(letter.notice, letter.decided_at, kind.at(progress.stage))
    kinds = kinds_called(meant)
    owed = next((each for each in reversed(complaint.owed_letters) if each.waits and each.kind in kinds), None)
    return _Waiting(owed.notice, owed.since.replace(second=0, microsecond=0), post_key(owed), owed) if owed else None


def kinds_called(letter: Posting) -> tuple[NoticeKind, ...]:
    """The kinds of notice that go by the name of *letter*: the response of either stage."""
    return (NoticeKind.RESPONSE, NoticeKind.FINAL_RESPONSE) if letter is Posting.RESPONSE else (NoticeKind(letter),)


STEPS = (
    Step(
        RecordPosted,
        said="posted",
        whose=Whose.ANYBODY,
        may=may_post,
        check=check_posted,
        does=record_posted,
        when=When.OF_ANY_STAGE,
    ),
)
