"""Putting a response off: once, within the cap, in writing, with the Ombudsman's details (R-073, Q-056, Q-081)."""

from datetime import date, datetime
from typing import ClassVar

from pydantic import Field

from domain.calendar.days import in_words, landlord_day
from domain.calendar.deadlines import extend_deadline
from domain.complaint.actor import Actor
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.facts.stages import Extended, ExtensionAnswered
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.notice_rules import Event
from domain.complaint.resident_facts import ExtensionFacts, OmbudsmanDetailsFacts
from domain.complaint.separation_of_duties import check_not_about
from domain.complaint.stages import Extension, Letter
from domain.duties.letters import send_letter
from domain.duties.of_a_stage import respond_duty
from domain.messages.message import Message, WithLetter
from domain.outbox.tell import drop, tell_resident
from domain.policy.duty_kinds import DutyKind
from domain.policy.rules import Rules
from domain.policy.staff import Officer, roles_in_words
from domain.policy.work import Work
from domain.procedure.gates import check_unanswered, may_while_unanswered
from domain.procedure.step import STAFF_OR_RESIDENT, Step, Whose


class RequestExtension(WithLetter):
    """Extend the time for the response."""

    name: ClassVar[str] = "request_extension"

    working_days: int = Field(gt=0, le=500)
    """By how many working days."""
    reason: str = ""
    """Why more time is needed; printed in the letter."""
    exceptional_reason: str = ""
    """Why it goes beyond the policy's limit; printed in the letter."""
    approved_by: Officer | None = None
    """The staff id of the person who approved an extension beyond the policy's limit."""
    resident_agrees: bool | None = None
    """Whether the resident agrees to the new date, if they have already been asked."""


class AnswerExtension(Message):
    """Record whether the resident agrees to the extension."""

    name: ClassVar[str] = "answer_extension"

    agrees: bool
    """Whether the resident agrees to the extension."""


def check_extension(complaint: Complaint, order: RequestExtension, rules: Rules) -> None:
    """One extension within the cap; anything more needs its exceptional reason and somebody to approve it (A-42).

    Raises:
        NotAllowedError: no reason, too long or too often without approval, or the new date would be past.
    """
    progress = complaint.progress
    rule = rules.edition.stage(progress.stage).extension
    if not order.reason.strip():
        raise NotAllowedError(f"{rule.clause}: say why more time is needed; the letter gives the resident the reason.")
    if order.working_days > rule.amount or len(progress.extensions) >= rule.times:
        _check_beyond(complaint, order, rules)
    new_due_on = _new_due_on(complaint, order, rules)
    if new_due_on < landlord_day(order.at, rules.zone):
        raise NotAllowedError(f"{rule.clause}: the new date, {in_words(new_due_on)}, would already be past.")


def extend(complaint: Complaint, order: RequestExtension, rules: Rules, now: datetime) -> Complaint:
    """Move the response deadline, its reminders and the resident's date in one step, and tell the resident."""
    progress = complaint.progress
    rule = rules.edition.stage(progress.stage).extension
    previous = respond_duty(complaint, rules)
    due_on = _new_due_on(complaint, order, rules)
    extension = Extension(
        granted_at=order.decided_at,
        working_days=order.working_days,
        reason=order.reason,
        exceptional_reason=order.exceptional_reason,
        previous_due_on=previous.due_on,
        due_on=due_on,
        letter=Letter(decided_at=order.decided_at, told=due_on),
        resident_agrees=order.resident_agrees,
    )
    late = previous.deadline.is_late(order.decided_at)
    moved = complaint.with_progress(progress, extensions=(*progress.extensions, extension)).noting(
        Extended(
            previous_due_on=previous.due_on,
            due_on=due_on,
            reason=order.reason,
            approved_by=order.approved_by.id if order.approved_by else "",
            told_late=late,
        ),
        at=order.at,
        now=now,
        by=order.by,
        clause=rule.clause,
        naming=order.approved_by,
    )
    facts = ExtensionFacts(
        stage=progress.stage,
        summary=complaint.summary,
        handler=progress.owner,
        due_on=due_on,
        previous_due_on=previous.due_on,
        reason=order.reason,
        exceptional=bool(order.exceptional_reason),
        why=order.exceptional_reason or None,
        asks_agreement=rule.asks_agreement and order.resident_agrees is None,
        resident_agrees=order.resident_agrees,
    )
    moved = drop(moved, Event.LATER_DATE, now)
    duty = DutyKind.EXTENSION_LETTER.at(progress.stage)
    told = send_letter(moved, rules, NoticeKind.EXTENSION, facts, now, duty=duty, already_sent=order.already_sent)
    return _give_ombudsman(told, rules, now) if order.resident_agrees is False else told


def may_answer_extension(complaint: Complaint, _by: Actor, _at: datetime, rules: Rules) -> None:
    """The resident answers an extension that was asked of them.

    Raises:
        NotAllowedError: there is none, or it was answered.
    """
    clause = _agreement_clause(complaint, rules)
    check_unanswered(complaint, clause)
    extensions = complaint.progress.extensions
    if not extensions:
        raise NotAllowedError(f"{clause}: the response was not put off; there is nothing to agree to.")
    if extensions[-1].resident_agrees is not None:
        raise NotAllowedError(f"{clause}: the resident has already answered.")


def check_answer_extension(complaint: Complaint, order: AnswerExtension, rules: Rules) -> None:
    """The answer follows what was asked.

    Raises:
        NotAllowedError: it is dated before it.
    """
    clause, extensions = _agreement_clause(complaint, rules), complaint.progress.extensions
    if order.at < extensions[-1].granted_at:
        raise NotAllowedError(f"{clause}: the answer is dated before the extension; give the right date.")


def answer_extension(complaint: Complaint, order: AnswerExtension, rules: Rules, now: datetime) -> Complaint:
    """Record the resident's answer; if they do not agree, the Ombudsman's details go out at once (Q-081)."""
    progress = complaint.progress
    rule = rules.edition.stage(progress.stage).extension
    last = progress.extensions[-1].model_copy(update={"resident_agrees": order.agrees})
    answered = complaint.with_progress(progress, extensions=(*progress.extensions[:-1], last)).noting(
        ExtensionAnswered(agrees=order.agrees),
        at=order.at,
        now=now,
        by=order.by,
        clause=rule.agreement_clause or rule.clause,
    )
    return answered if order.agrees else _give_ombudsman(answered, rules, now)


def _clause(complaint: Complaint, rules: Rules) -> str:
    return rules.edition.stage(complaint.progress.stage).extension.clause


def _agreement_clause(complaint: Complaint, rules: Rules) -> str:
    return rules.edition.stage(complaint.progress.stage).extension.agreement_clause or _clause(complaint, rules)


def _check_beyond(complaint: Complaint, order: RequestExtension, rules: Rules) -> None:
    rule = rules.edition.stage(complaint.progress.stage).extension
    longest = f"{rule.amount} {rule.unit.replace('_', ' ')}"
    limit = f"an extension is at most {longest}, and given {'once' if rule.times == 1 else f'{rule.times} times'}"
    roles = roles_in_words(rule.beyond_approved_by, rules)
    if not order.exceptional_reason.strip():
        raise NotAllowedError(f"{rule.clause}: {limit}; more needs {rule.beyond}: say what they are.")
    if order.approved_by is None or not order.approved_by.roles & set(rule.beyond_approved_by):
        raise NotAllowedError(
            f"{rule.clause}: {limit}; {rule.beyond} must be approved by the role {roles}: say who approved."
        )
    check_not_about(complaint, order.approved_by)


def _new_due_on(complaint: Complaint, order: RequestExtension, rules: Rules) -> date:
    by = rules.edition.stage(complaint.progress.stage).extension.limit
    by = by.model_copy(update={"amount": order.working_days})
    return extend_deadline(respond_duty(complaint, rules).deadline, by, rules.calendar).on


def _give_ombudsman(complaint: Complaint, rules: Rules, now: datetime) -> Complaint:
    rule = rules.edition.stage(complaint.progress.stage).extension
    facts = OmbudsmanDetailsFacts(
        stage=complaint.progress.stage,
        summary=complaint.summary,
        due_on=respond_duty(complaint, rules).due_on,
        handler=complaint.progress.owner,
    )
    clause = rule.agreement_clause or rule.clause
    return tell_resident(complaint, rules, NoticeKind.OMBUDSMAN_DETAILS, facts, now, clause=clause)


STEPS = (
    Step(
        RequestExtension,
        said="extend",
        whose=Work.EXTEND,
        may=may_while_unanswered(_clause),
        check=check_extension,
        does=extend,
        is_signal=True,
        undoes=("answer_extension", "record_posted"),
    ),
    Step(
        AnswerExtension,
        said="answer-extension",
        whose=Whose.ANYBODY,
        may=may_answer_extension,
        check=check_answer_extension,
        does=answer_extension,
        givers=STAFF_OR_RESIDENT,
    ),
)
