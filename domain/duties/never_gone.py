"""What was recorded as gone and never went, or never reached the resident: it is owed as if it had not gone (D11)."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from domain.complaint.closing import CloseReason
from domain.complaint.complaint import Complaint
from domain.complaint.facts.front_door import Reopened
from domain.complaint.notice_kinds import NoticeKind, letter_called
from domain.complaint.notice_rules import Event, kinds_called
from domain.complaint.notices import Notice
from domain.complaint.owed_letters import OwedLetter
from domain.complaint.stages import Letter
from domain.duties.letters import KEPT_LETTERS, is_kept, note_owed_again, owe_letter, reopen
from domain.outbox.tell import drop
from domain.policy.channels import Channel
from domain.policy.duty_kinds import DutyKey
from domain.policy.rules import Rules
from domain.value import required


class PostedLetter(NamedTuple):
    """A letter that is recorded as posted or handed over."""

    number: str
    """By which people tell it from the complaint's other letters."""
    notice: str
    """The key of its notice; empty where it had gone before it was recorded here."""
    words: str
    at: datetime
    since: datetime
    """When it was decided on, or owed."""
    duty: DutyKey | None = None
    """The duty of a stage that it met."""
    kept: Letter | None = None
    """As the stage keeps it."""
    owed: OwedLetter | None = None
    """Where its posting was owed by itself."""

    @property
    def called(self) -> str:
        """As a sentence calls it: "response letter"."""
        return letter_called(self.words)

    def is_called(self, name: str) -> bool:
        """Whether it is the letter of that number, or of the kind of that name."""
        by_kind = any(self.notice.endswith(f"/{self.number}-{kind}") for kind in kinds_called(name))
        return name == self.number or by_kind or (self.duty is not None and self.duty.row.letter == name)


def posted_letters(complaint: Complaint) -> Iterator[PostedLetter]:
    """Every letter that is recorded as posted, of the latest stage first."""
    for progress in reversed(complaint.stages):
        for kind, keeping in KEPT_LETTERS.items():
            letter, duty = keeping.of(progress), kind.at(progress.stage)
            if letter and letter.channel is Channel.LETTER and letter.met_at and not letter.came_back:
                number = complaint.letter_number(letter.notice) if letter.notice else ""
                at = letter.again_at or letter.met_at
                yield PostedLetter(number, letter.notice, duty.row.letter, at, letter.decided_at, duty, letter)
    printed = {notice.key for notice in complaint.gone if notice.channel is Channel.LETTER}
    for owed in reversed(complaint.owed_letters):
        if owed.gone_at and owed.meets is None and owed.notice in printed:
            number = complaint.letter_number(owed.notice)
            yield PostedLetter(number, owed.notice, owed.words, owed.gone_at, owed.since, owed=owed)


def owe_as_never_gone(
    complaint: Complaint, notice: Notice, why: str, at: datetime, rules: Rules, now: datetime
) -> Complaint:
    """*notice* never reached the resident: its duty is open as before, else the letter is owed by itself."""
    complaint = _without_window(complaint, notice, rules, now)
    ended = complaint.closed and notice.kind is not NoticeKind.REFUSAL
    if notice.fulfils and is_kept(complaint, notice) and not ended:
        return reopen(complaint, rules, notice.fulfils, why, now)
    owed = owe_letter(complaint, notice, now)
    return note_owed_again(owed, required(owed.owed_letter(notice.key), "owed letter"), why, at, now)


def _without_window(complaint: Complaint, notice: Notice, rules: Rules, now: datetime) -> Complaint:
    """Nobody could ask for stage 2 whom the response never reached: what closed for that is open again."""
    passed = complaint.closed is not None and complaint.closed.reason is CloseReason.WINDOW_PASSED
    if not passed or notice.kind is not NoticeKind.RESPONSE:
        return complaint
    clause = rules.edition.closing.clause
    opened = complaint.changed(closed=None).noting(Reopened(unanswerable=True), at=now, now=now, clause=clause)
    return drop(opened, Event.REOPENED, now)
