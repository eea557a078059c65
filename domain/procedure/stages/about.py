"""Whom the complaint is about, found at any time: they take no further part, and what was theirs waits for others."""

from datetime import datetime
from typing import ClassVar

from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.facts.stages import FoundAbout
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.notices import Notice
from domain.complaint.separation_of_duties import kept_from, without_part
from domain.complaint.staff_facts import NeedsHandlerFacts
from domain.duties.owed import open_duties
from domain.messages.message import Message
from domain.outbox.tell import drop_one, tell_staff
from domain.policy.rules import Rules
from domain.policy.staff import Officer
from domain.policy.stages import Stage
from domain.procedure.gates import may_always
from domain.procedure.stages.draft import ask_approval
from domain.procedure.stages.taken_back import letters_taken_back, take_back_letters
from domain.procedure.step import Step, When, Whose

_REMINDERS = {NoticeKind.REMINDER, NoticeKind.OVERDUE}
_OF_WHAT_THEY_DID = {
    NoticeKind.APPROVAL_REQUESTED,
    NoticeKind.DRAFT_APPROVED,
    NoticeKind.EXTENSION_TO_APPROVE,
    NoticeKind.EXTENSION_APPROVED,
}
"""What tells of something that stands no more once it is known that the complaint is about whoever did it."""
_OF_THEM = "the complaint is about whoever asked for it or approved it"
_FOR_THEM = "the complaint is about whoever it was for"


class RecordAbout(Message):
    """Record that the complaint is about a member of staff, who takes no further part in it."""

    name: ClassVar[str] = "record_about"

    officer: Officer
    """The person it is about."""
    why: str = ""
    """How it was found out."""


def check_about(complaint: Complaint, order: RecordAbout, _rules: Rules) -> None:
    """It is recorded of each member of staff once.

    Raises:
        NotAllowedError: it is on record.
    """
    if order.officer.id in complaint.about_staff:
        sentence = "Code 5.8: it is on record already that the complaint is about {}."
        raise NotAllowedError(sentence.format(order.officer.name), kept=sentence.format(order.officer.id))


def record_about(complaint: Complaint, order: RecordAbout, rules: Rules, now: datetime) -> Complaint:
    """Record it, whatever has become of the complaint, and leave to others what was theirs."""
    theirs = tuple(action.number for action in complaint.open_actions if action.promise.owner == order.officer.id)
    facts = FoundAbout(officer=order.officer.id, why=order.why, promises=theirs)
    noted = complaint.noting(
        facts, at=order.at, now=now, by=order.by, clause=rules.edition.oversight.clause, naming=order.officer
    )
    return take_no_part(noted, order.officer, rules, now)


def take_no_part(complaint: Complaint, officer: Officer | None, rules: Rules, now: datetime) -> Complaint:
    """It is about *officer*: no word, approval or letter of theirs goes, and others are told what is needed of them."""
    if officer is None or officer.id in complaint.about_staff:
        return complaint
    taken = take_back_letters(complaint, officer.id, rules, now)
    letters = letters_taken_back(complaint, taken)
    kept = without_part(taken, officer)
    for notice in taken.outbox:
        kept = _not_to(kept, notice, officer, now)
    if _is_approval_needed_again(complaint, kept):
        kept = ask_approval(kept, rules, kept.progress.draft.author, now) if kept.progress.draft else kept
    had_it = complaint.handler is not None and complaint.handler.id == officer.id
    theirs = tuple(action.promise.what for action in kept.open_actions if action.promise.owner == officer.id)
    if (had_it and not kept.closed) or letters or theirs:
        return _ask_others(kept, letters, theirs, rules, now)
    return kept


def _not_to(complaint: Complaint, notice: Notice, officer: Officer, now: datetime) -> Complaint:
    """What waits to go to them is taken back; a reminder, and what went to a role of theirs, goes to somebody else."""
    current = complaint.notice(notice.key)
    if current is None or current.is_for_resident:
        return complaint
    if current.to.candidates[:1] == (officer.id,) and current.kind not in _REMINDERS:
        return drop_one(complaint, current, _FOR_THEM, now)
    by = getattr(current.facts, "handler", None) if current.kind in _OF_WHAT_THEY_DID else None
    if by is not None and by.id == officer.id:
        return drop_one(complaint, current, _OF_THEM, now)
    spared = current.model_copy(update={"not_to": current.not_to | {officer.id}})
    return complaint.changed(outbox=tuple(spared if each.key == notice.key else each for each in complaint.outbox))


def _is_approval_needed_again(before: Complaint, kept: Complaint) -> bool:
    """Whether somebody had approved the draft, and has to again."""
    was, draft = (each.stages[-1].draft if each.stages else None for each in (before, kept))
    return bool(was and was.approved_at and draft and draft.awaits_approval and not before.progress.responded)


def _ask_others(
    complaint: Complaint, letters: tuple[str, ...], promises: tuple[str, ...], rules: Rules, now: datetime
) -> Complaint:
    """Its handler hears what somebody else must do; where it has none, whoever may own the stage and took no part."""
    stage = complaint.stage
    owner = rules.edition.stage(stage or Stage.ONE).owner
    days = [duty.due_on for duty in open_duties(complaint, rules)]
    facts = NeedsHandlerFacts(
        summary=complaint.summary,
        stage=stage,
        due_on=min(days, default=None),
        handler=complaint.handler,
        is_closed=complaint.closed is not None or None,
        letters=letters or None,
        promises=promises or None,
    )
    to = (complaint.handler.id,) if complaint.handler else owner.roles
    not_to = kept_from(complaint, stage, rules)
    return tell_staff(complaint, rules, NoticeKind.NEEDS_HANDLER, to, facts, now, not_to=not_to, clause=owner.clause)


STEPS = (
    Step(
        RecordAbout,
        said="record-about",
        whose=Whose.OVERSIGHT,
        may=may_always,
        check=check_about,
        does=record_about,
        when=When.BEFORE_STAGE_1_TOO,
    ),
)
