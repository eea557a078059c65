"""Whom the complaint is about, found at any time: they take no further part, and what was theirs waits for others."""

from datetime import datetime
from typing import ClassVar

from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.facts.notices import NoticeDropped
from domain.complaint.facts.stages import FoundAbout
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.notices import Notice
from domain.complaint.separation_of_duties import kept_from, without_part
from domain.complaint.staff_facts import NeedsHandlerFacts
from domain.complaint.stages import Letter, StageProgress
from domain.duties.owed import open_duties
from domain.messages.message import Message
from domain.outbox.tell import drop_one, tell_staff
from domain.policy.channels import Channel
from domain.policy.rules import Rules
from domain.policy.staff import Officer
from domain.policy.stages import Stage
from domain.procedure.gates import may_always
from domain.procedure.stages.draft import ask_approval
from domain.procedure.step import Step, When, Whose

_REMINDERS = {NoticeKind.REMINDER, NoticeKind.OVERDUE}
_FOR_THEM = "the complaint is about whoever it was for"
_BY_THEM = "the complaint is about somebody who wrote, approved or gave this response"


class RecordAbout(Message):
    """Record that the complaint is about a member of staff, who takes no further part in it."""

    name: ClassVar[str] = "record_about"

    officer: Officer
    """The staff id of the person it is about."""
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
    """It is about *officer*: no word, approval or letter of theirs goes, and others are told where one is needed."""
    if officer is None or officer.id in complaint.about_staff:
        return complaint
    kept = without_part(_without_answer_of(complaint, officer, now), officer)
    for notice in complaint.outbox:
        kept = _not_to(kept, notice, officer, now)
    if _is_approval_needed_again(complaint, kept):
        kept = ask_approval(kept, rules, kept.progress.draft.author, now) if kept.progress.draft else kept
    had_it = complaint.handler is not None and complaint.handler.id == officer.id
    return _ask_for_handler(kept, rules, now) if had_it and not kept.closed else kept


def _without_answer_of(complaint: Complaint, officer: Officer, now: datetime) -> Complaint:
    """An answer that has not gone is taken back where they had a hand in it: the stage is to be answered by others."""
    progress = complaint.stages[-1] if complaint.stages else None
    answer = progress.responded if progress else None
    if progress is None or answer is None or answer.met_at or officer.id not in _hands_in(progress):
        return complaint
    if waiting := complaint.notice(answer.notice):
        taken_back = drop_one(complaint, waiting, _BY_THEM, now)
    else:
        taken_back = _note_printed(complaint, answer, now)
    return taken_back.with_progress(progress, responded=None, response=None)


def _note_printed(complaint: Complaint, answer: Letter, now: datetime) -> Complaint:
    """It is printed, and not to be posted any more."""
    kind = NoticeKind.RESPONSE if complaint.stage is Stage.ONE else NoticeKind.FINAL_RESPONSE
    facts = NoticeDropped(label=complaint.label(answer.notice), notice=kind, channel=Channel.LETTER, why=_BY_THEM)
    return complaint.noting(facts, at=now, now=now)


def _hands_in(progress: StageProgress) -> frozenset[str]:
    """Ids of those who wrote the answer, approved it or gave it."""
    draft = progress.draft
    approved = (draft.approved_by.id,) if draft and draft.approved_by else ()
    return frozenset((progress.answered_by, *approved, *(draft.written_by if draft else ())))


def _not_to(complaint: Complaint, notice: Notice, officer: Officer, now: datetime) -> Complaint:
    """What waits to go to them is taken back; a reminder, and what went to a role of theirs, goes to somebody else."""
    current = complaint.notice(notice.key)
    if current is None or current.is_for_resident:
        return complaint
    if current.to.candidates[:1] == (officer.id,) and current.kind not in _REMINDERS:
        return drop_one(complaint, current, _FOR_THEM, now)
    spared = current.model_copy(update={"not_to": current.not_to | {officer.id}})
    return complaint.changed(outbox=tuple(spared if each.key == notice.key else each for each in complaint.outbox))


def _is_approval_needed_again(before: Complaint, kept: Complaint) -> bool:
    """Whether somebody had approved the draft, and has to again."""
    was, draft = (each.stages[-1].draft if each.stages else None for each in (before, kept))
    return bool(was and was.approved_at and draft and draft.awaits_approval and not before.progress.responded)


def _ask_for_handler(complaint: Complaint, rules: Rules, now: datetime) -> Complaint:
    """Whoever may own the stage, and took no part that keeps them from it, is told that it needs somebody."""
    stage = complaint.stage
    owner = rules.edition.stage(stage or Stage.ONE).owner
    days = [duty.due_on for duty in open_duties(complaint, rules)]
    facts = NeedsHandlerFacts(summary=complaint.summary, stage=stage, due_on=min(days, default=None))
    not_to = kept_from(complaint, stage, rules)
    return tell_staff(
        complaint, rules, NoticeKind.NEEDS_HANDLER, owner.roles, facts, now, not_to=not_to, clause=owner.clause
    )


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
