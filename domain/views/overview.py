"""What a complaint's page tells beside its record, worked out once for every face that shows it."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from enum import StrEnum

from domain.calendar.days import landlord_day, months_after
from domain.complaint.complaint import Complaint
from domain.complaint.entry_kinds import EntryKind
from domain.complaint.facts.exclusions import AgeToReview
from domain.complaint.facts.notices import NoticeArrived, NoticeUndeliverable
from domain.complaint.issues import Issue
from domain.complaint.responses import Finding
from domain.complaint.stages import Draft, StageProgress
from domain.duties.letters import UnsentLetter, is_posted, unsent_letters
from domain.outbox.errands import lacks_address
from domain.policy.channels import Channel
from domain.policy.duty_kinds import WINDOW
from domain.policy.stages import Stage
from domain.value import Value
from domain.views.deadlines import DeadlineShown
from domain.views.written import WrittenEntry

HOW_TOLD = frozenset(
    {EntryKind.NOTICE_SENT, EntryKind.NOTICE_FAILED, EntryKind.NOTICE_EXPIRED, EntryKind.POSTED},
)
"""The entries that tell who was told what, and how that went."""


class LetterNeeds(StrEnum):
    """What somebody does of a letter that has not gone."""

    FINDING_OUT = "finding_out"
    """Nobody knows whether it went: find out."""
    ADDRESS = "address"
    """It cannot be printed: find out where to post it."""
    POSTING = "posting"
    """It is printed: post it, on its day where it has one."""
    PRINTING_AGAIN = "printing_again"
    """It was printed for a day that is past."""


class LetterToDo(Value):
    """A letter that waits for a person."""

    number: str
    """By which it is told from the complaint's other letters."""
    notice: str
    """The key of its notice."""
    called: str
    """As a sentence calls it: "response letter"."""
    needs: LetterNeeds
    duty: str
    """The name of what is met when it goes."""
    post_on: date | None = None
    """The day for which it is printed; None where it is for any day."""
    channel: Channel | None = None
    """By which way it may have gone, where nobody knows."""


class LetterNews(Value):
    """What is known of a letter, an e-mail or a text after it went."""

    delivered_at: datetime | None = None
    came_back_at: datetime | None = None
    why: str = ""
    """Why it came back."""
    is_posted: bool | None = None
    """Of a printed letter, whether somebody recorded that it has gone; None of what is not printed."""


class InOrder(Value):
    """A complaint's deadlines as a page shows them."""

    window: DeadlineShown | None = None
    """The last day on which the resident may ask for stage 2, while they may."""
    owed: tuple[DeadlineShown, ...] = ()
    """What is owed, what is due first."""
    done: tuple[DeadlineShown, ...] = ()


class FoundAt(Value):
    """What was found of an issue at a stage."""

    stage: Stage
    finding: Finding
    reasons: str = ""


def in_order(deadlines: Iterable[DeadlineShown], complaint: Complaint) -> InOrder:
    """*deadlines* of *complaint*: what the resident may still ask, what is owed, what was done."""
    given = tuple(deadlines)
    may_ask = complaint.closed is None and complaint.at_stage(Stage.TWO) is None
    owed = (each for each in given if each.is_open and each.clock != WINDOW.name)
    return InOrder(
        window=next((each for each in given if each.clock == WINDOW.name and may_ask), None),
        owed=tuple(sorted(owed, key=lambda each: each.due_on)),
        done=tuple(each for each in given if each.done_on),
    )


def letters_to_do(complaint: Complaint, owed: Collection[str], today: date) -> Iterator[LetterToDo]:
    """The letters that wait for a person, and for what; nothing of one on its way. *owed* names what is owed still."""
    for letter in unsent_letters(complaint):
        if letter.duty.name in owed and (found := _to_do(letter, complaint, today)):
            yield found


def _to_do(letter: UnsentLetter, complaint: Complaint, today: date) -> LetterToDo | None:
    waits, doubt = complaint.notice(letter.notice), complaint.unknown_letter(letter.notice)
    post_on = next((gone.post_on for gone in complaint.gone if gone.key == letter.notice), None)
    if doubt:
        needs = LetterNeeds.FINDING_OUT
    elif waits and not lacks_address(complaint, waits):
        return None
    elif waits:
        needs = LetterNeeds.ADDRESS
    else:
        needs = LetterNeeds.PRINTING_AGAIN if post_on and post_on < today else LetterNeeds.POSTING
    return LetterToDo(
        number=letter.number,
        notice=letter.notice,
        called=letter.called,
        needs=needs,
        duty=letter.duty.name,
        post_on=post_on,
        channel=doubt.channel if doubt else None,
    )


def letter_news(complaint: Complaint, notice: str) -> LetterNews:
    """What came of the letter of that *notice*'s key after it went."""
    label, told = complaint.label(notice), LetterNews()
    for entry in complaint.record:
        match entry.facts:
            case NoticeArrived(label=of) if of == label:
                told = told.model_copy(update={"delivered_at": entry.at})
            case NoticeUndeliverable(label=of, came_back=True, why=why) if of == label:
                told = told.model_copy(update={"came_back_at": entry.at, "why": why})
            case _:
                pass
    printed = (each for each in complaint.gone if each.key == notice and each.channel is Channel.LETTER)
    page = next(printed, None)
    return told.model_copy(update={"is_posted": is_posted(complaint, page)}) if page else told


def unanswered(complaint: Complaint) -> StageProgress | None:
    """The stage that is still to be answered; None where there is none, or the complaint is closed."""
    progress = complaint.stages[-1] if complaint.stages else None
    return None if progress is None or progress.responded or complaint.closed else progress


def draft_put_forward(complaint: Complaint) -> Draft | None:
    """The response that is put forward and has not gone."""
    progress = unanswered(complaint)
    return progress.draft if progress else None


def age_to_decide(issue: Issue, complaint: Complaint, zone: str) -> AgeToReview | None:
    """Who must decide whether to take *issue*, which is older than the limit; None where nobody must."""
    late = complaint.late_acceptance
    is_accepted = late is not None and issue.number in late.issues
    if is_accepted or not issue.is_taken or issue.age_exception or complaint.closed:
        return None
    asked = (entry.facts for entry in complaint.record if isinstance(entry.facts, AgeToReview))
    return next((each for each in asked if _is_beyond(issue, each, complaint, zone)), None)


def _is_beyond(issue: Issue, asked: AgeToReview, complaint: Complaint, zone: str) -> bool:
    """Whether the age of *issue* was asked about and is beyond the limit."""
    limit = months_after(landlord_day(complaint.received_at, zone), -asked.limit_months)
    is_asked = any(age.number == issue.number for age in asked.issues)
    return is_asked and issue.starts_from is not None and issue.starts_from < limit


def findings_on(issue: Issue, complaint: Complaint) -> Iterator[FoundAt]:
    """What each stage found of *issue*."""
    for progress in complaint.stages:
        for each in progress.response.findings if progress.response else ():
            if each.issue == issue.number:
                yield FoundAt(stage=progress.stage, finding=each.finding, reasons=each.reasons)


def entries_missing(complaint: Complaint) -> int:
    """How many entries of the record are not at hand, as the register cannot be read or has lost them."""
    return complaint.record_summary.entries - len(complaint.record)


def unknown_to(complaint: Complaint, written: Iterable[WrittenEntry]) -> tuple[WrittenEntry, ...]:
    """What the register has of the record and the complaint does not know, as it was wound back."""
    return tuple(entry for entry in written if entry.number > complaint.record_summary.entries)
