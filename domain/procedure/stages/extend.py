"""Putting a response off: once, within the cap, in writing, with the Ombudsman's details (R-073, Q-056, Q-081)."""

from datetime import date, datetime
from typing import ClassVar

from pydantic import Field

from domain.calendar.days import in_words, landlord_day
from domain.calendar.deadlines import extend_deadline
from domain.complaint.actor import Actor
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.facts.stages import Extended, ExtensionAnswered, ExtensionRequested, ExtensionReturned
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.notice_rules import Event
from domain.complaint.resident_facts import ExtensionFacts, OmbudsmanDetailsFacts
from domain.complaint.separation_of_duties import check_not_about, kept_from
from domain.complaint.staff_facts import ExtensionApprovedFacts, ExtensionReturnedFacts, ExtensionToApproveFacts
from domain.complaint.stages import Extension, ExtensionAsked, Letter
from domain.duties.fulfilment import duty_of, note_met
from domain.duties.letters import send_letter
from domain.duties.of_a_stage import respond_duty
from domain.messages.message import Message, WithLetter
from domain.outbox.tell import drop, tell_resident, tell_staff, tell_who_asked
from domain.policy.channels import Channel
from domain.policy.duty_kinds import DutyKind
from domain.policy.edition import ExtensionRule
from domain.policy.rules import Rules
from domain.policy.staff import Officer, roles_in_words
from domain.policy.work import Work
from domain.procedure.gates import check_unanswered
from domain.procedure.step import STAFF_OR_RESIDENT, Step, Whose
from domain.value import required


class RequestExtension(WithLetter):
    """Extend the time for the response; beyond the policy's limit, ask for the approval it needs."""

    name: ClassVar[str] = "request_extension"

    working_days: int = Field(gt=0, le=500)
    """By how many working days."""
    reason: str = ""
    """Why more time is needed; printed in the letter."""
    exceptional_reason: str = ""
    """Why it goes beyond the policy's limit; printed in the letter."""
    approver: Officer | None = None
    """Who is asked to approve an extension beyond the policy's limit; its role where nobody is named."""
    resident_agrees: bool | None = None
    """Whether the resident agrees to the new date, if they have already been asked."""


class AnswerExtension(Message):
    """Record whether the resident agrees to the extension."""

    name: ClassVar[str] = "answer_extension"

    agrees: bool
    """Whether the resident agrees to the extension."""


def may_extend(complaint: Complaint, _by: Actor, _at: datetime, rules: Rules) -> None:
    """A response is put off once the resident has been told its day, until it is decided on (R-073, Q-056).

    Raises:
        NotAllowedError: the stage is not acknowledged yet, its acknowledgement is not posted yet, or it is answered.
    """
    clause = _clause(complaint, rules)
    check_unanswered(complaint, clause)
    if complaint.progress.acknowledgement is None:
        raise NotAllowedError(
            f"{clause}: {complaint.progress.stage.words} is not acknowledged yet, and its response is counted from "
            "the acknowledgement; acknowledge it first.",
            instead="acknowledge",
        )
    if _waits_to_be_posted(complaint, complaint.progress.acknowledgement):
        raise NotAllowedError(
            f"{clause}: the acknowledgement, which names the day that this puts off, is a letter that has not gone; "
            "post it, and record that.",
            instead="record_posted",
        )


def _waits_to_be_posted(complaint: Complaint, letter: Letter) -> bool:
    notices = (*complaint.gone, *complaint.outbox)
    by_letter = any(each.key == letter.notice and each.channel is Channel.LETTER for each in notices)
    return by_letter and letter.through_at is None and not letter.came_back


def check_extension(complaint: Complaint, order: RequestExtension, rules: Rules) -> None:
    """One extension within the cap; anything more needs its exceptional reason, and is asked for (A-42).

    Raises:
        NotAllowedError: no reason, nobody who could approve what is asked for, dated before the acknowledgement, or
            the new date would be past.
    """
    progress = complaint.progress
    rule = rules.edition.stage(progress.stage).extension
    if order.decided_at < required(progress.acknowledgement, "acknowledgement").decided_at:
        raise NotAllowedError(f"{rule.clause}: the extension is dated before the acknowledgement; give the right date.")
    if not order.reason.strip():
        raise NotAllowedError(f"{rule.clause}: say why more time is needed; the letter gives the resident the reason.")
    if _is_beyond(complaint, order, rules):
        _check_beyond(complaint, order, rules)
    new_due_on = _new_due_on(complaint, order.working_days, rules)
    if new_due_on < landlord_day(order.at, rules.zone):
        raise NotAllowedError(f"{rule.clause}: the new date, {in_words(new_due_on)}, would already be past.")


def extend(complaint: Complaint, order: RequestExtension, rules: Rules, now: datetime) -> Complaint:
    """Put the response off, or ask whoever may for more than the policy allows: that is told once it is approved."""
    complaint = drop(complaint, Event.EXTENSION_SETTLED, now)
    if _is_beyond(complaint, order, rules):
        return _ask(complaint, order, rules, now)
    return _grant(
        complaint, _granted(complaint, order, order.decided_at, order.by_whose_hand, rules), order, rules, now
    )


def _granted(
    complaint: Complaint,
    asked: RequestExtension | ExtensionAsked,
    decided_at: datetime,
    decided_by: frozenset[str],
    rules: Rules,
) -> Extension:
    """The extension as it is granted."""
    due_on = _new_due_on(complaint, asked.working_days, rules)
    return Extension(
        granted_at=decided_at,
        working_days=asked.working_days,
        reason=asked.reason,
        exceptional_reason=asked.exceptional_reason,
        previous_due_on=respond_duty(complaint, rules).due_on,
        due_on=due_on,
        letter=Letter(decided_at=decided_at, decided_by=decided_by, told=due_on),
        resident_agrees=asked.resident_agrees,
    )


def _grant(
    complaint: Complaint,
    extension: Extension,
    order: Message,
    rules: Rules,
    now: datetime,
    *,
    approver: Officer | None = None,
) -> Complaint:
    """Move the response deadline, its reminders and the resident's date in one step, and tell the resident."""
    progress = complaint.progress
    rule = rules.edition.stage(progress.stage).extension
    sent = order.already_sent if isinstance(order, WithLetter) else None
    entry = Extended(
        previous_due_on=extension.previous_due_on,
        due_on=extension.due_on,
        reason=extension.reason,
        approved_by=approver.id if approver else "",
        told_late=respond_duty(complaint, rules).deadline.is_late(sent.at if sent else now),
    )
    extensions = (*progress.extensions, extension)
    moved = complaint.with_progress(progress, extensions=extensions, extension_asked=None)
    moved = moved.noting(entry, at=order.at, now=now, by=order.by, clause=rule.clause, naming=approver)
    facts = ExtensionFacts(
        stage=progress.stage,
        summary=complaint.summary,
        handler=progress.owner,
        due_on=extension.due_on,
        previous_due_on=extension.previous_due_on,
        reason=extension.reason,
        exceptional=bool(extension.exceptional_reason),
        why=extension.exceptional_reason or None,
        asks_agreement=rule.asks_agreement and extension.resident_agrees is None,
        resident_agrees=extension.resident_agrees,
        is_past=entry.told_late or None,
    )
    moved = drop(moved, Event.LATER_DATE, now)
    duty = DutyKind.EXTENSION_LETTER.at(progress.stage)
    told = send_letter(moved, rules, NoticeKind.EXTENSION, facts, now, duty=duty, already_sent=sent)
    return _give_ombudsman(told, rules, now) if extension.resident_agrees is False else told


def _ask(complaint: Complaint, order: RequestExtension, rules: Rules, now: datetime) -> Complaint:
    """Ask for the approval; nothing has moved yet, and the resident is told nothing (A-42)."""
    progress, asker = complaint.progress, required(order.by.officer, "officer")
    rule, former = rules.edition.stage(progress.stage).extension, progress.extension_asked
    asked = ExtensionAsked(
        asker=asker,
        at=order.at,
        working_days=order.working_days,
        reason=order.reason,
        exceptional_reason=order.exceptional_reason,
        resident_agrees=order.resident_agrees,
        approver=order.approver,
        asked_by=order.by_whose_hand | (former.put_forward_by if former else frozenset()),
    )
    due_on = _new_due_on(complaint, order.working_days, rules)
    entry = ExtensionRequested(
        due_on=due_on,
        reason=order.reason,
        exceptional_reason=order.exceptional_reason,
        approver=order.approver.id if order.approver else "",
    )
    waiting = complaint.with_progress(progress, extension_asked=asked)
    waiting = waiting.noting(entry, at=order.at, now=now, by=order.by, clause=rule.clause, naming=order.approver)
    duty = duty_of(waiting, rules, DutyKind.APPROVE_EXTENSION.at(progress.stage))
    facts = ExtensionToApproveFacts(
        stage=progress.stage,
        summary=complaint.summary,
        handler=asker,
        previous_due_on=respond_duty(complaint, rules).due_on,
        new_due_on=due_on,
        longer=rule.limit.model_copy(update={"amount": order.working_days}).words,
        reason=order.reason,
        why=order.exceptional_reason,
        due_on=duty.due_on,
    )
    to = (*((order.approver.id,) if order.approver else ()), *rule.beyond_approved_by)
    not_to = kept_from(waiting, progress.stage, rules) | asked.put_forward_by
    return tell_staff(
        waiting, rules, NoticeKind.EXTENSION_TO_APPROVE, to, facts, now, not_to=not_to, clause=rule.clause
    )


def check_asked_extension(complaint: Complaint, at: datetime, rules: Rules) -> None:
    """What was asked for still helps.

    Raises:
        NotAllowedError: its new date would be past by now.
    """
    asked = required(complaint.progress.extension_asked, "extension asked for")
    new_due_on = _new_due_on(complaint, asked.working_days, rules)
    if new_due_on < landlord_day(at, rules.zone):
        raise NotAllowedError(
            f"{_clause(complaint, rules)}: the new date, {in_words(new_due_on)}, would already be past; return it.",
            instead="return_draft",
        )


def approve_extension(complaint: Complaint, order: Message, rules: Rules, now: datetime) -> Complaint:
    """Whoever was asked approves it: now it is granted, and told to the resident."""
    progress, approver = complaint.progress, required(order.by.officer, "officer")
    asked = required(progress.extension_asked, "extension asked for")
    duty = duty_of(complaint, rules, DutyKind.APPROVE_EXTENSION.at(progress.stage))
    extension = _granted(complaint, asked, order.at, asked.put_forward_by | order.by_whose_hand, rules)
    granted = _grant(drop(complaint, Event.EXTENSION_SETTLED, now), extension, order, rules, now, approver=approver)
    granted = note_met(granted, rules, duty, order.at, landlord_day(order.at, rules.zone), now)
    facts = ExtensionApprovedFacts(stage=progress.stage, handler=approver, due_on=extension.due_on)
    return tell_who_asked(granted, rules, NoticeKind.EXTENSION_APPROVED, asked.asker.id, facts, now)


def return_extension(complaint: Complaint, order: Message, comments: str, rules: Rules, now: datetime) -> Complaint:
    """It is not approved as it was asked for: the day of the response stands, and whoever asked is told."""
    progress, by = complaint.progress, required(order.by.officer, "officer")
    asked = required(progress.extension_asked, "extension asked for")
    duty = duty_of(complaint, rules, DutyKind.APPROVE_EXTENSION.at(progress.stage))
    returned = complaint.with_progress(
        progress,
        extension_asked=asked.model_copy(update={"comments": comments}),
    ).noting(
        ExtensionReturned(asker=asked.asker.id, comments=comments),
        at=order.at,
        now=now,
        by=order.by,
        clause=duty.clause,
        naming=asked.asker,
    )
    returned = drop(returned, Event.EXTENSION_SETTLED, now)
    due_on = respond_duty(returned, rules).due_on
    facts = ExtensionReturnedFacts(stage=progress.stage, comments=comments, handler=by, due_on=due_on)
    return tell_who_asked(returned, rules, NoticeKind.EXTENSION_RETURNED, asked.asker.id, facts, now)


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


def _is_beyond(complaint: Complaint, order: RequestExtension, rules: Rules) -> bool:
    """Whether it is longer or more often than the policy allows of itself."""
    progress = complaint.progress
    rule = rules.edition.stage(progress.stage).extension
    return order.working_days > rule.amount or len(progress.extensions) >= rule.times


def _check_beyond(complaint: Complaint, order: RequestExtension, rules: Rules) -> None:
    rule = rules.edition.stage(complaint.progress.stage).extension
    longest = f"{rule.amount} {rule.unit.replace('_', ' ')}"
    limit = f"an extension is at most {longest}, and given {'once' if rule.times == 1 else f'{rule.times} times'}"
    roles = roles_in_words(rule.beyond_approved_by, rules)
    if not order.exceptional_reason.strip():
        raise NotAllowedError(f"{rule.clause}: {limit}; more needs {rule.beyond}: say what they are.")
    if order.already_sent:
        raise NotAllowedError(
            f"{rule.clause}: {limit}; more is approved by the role {roles} before any letter goes: ask without it."
        )
    if order.approver:
        _check_approver(order.approver, order, rule, roles)
        check_not_about(complaint, order.approver)


def _check_approver(approver: Officer, order: RequestExtension, rule: ExtensionRule, roles: str) -> None:
    """Whoever is asked by name may answer."""
    if not approver.roles & set(rule.beyond_approved_by):
        raise NotAllowedError(
            f"{rule.clause}: {rule.beyond} must be approved by the role {roles}, which {approver.name} does not hold; "
            "ask somebody who does."
        )
    if order.by.officer and approver.id == order.by.officer.id:
        raise NotAllowedError(f"{rule.clause}: {approver.name} asks for it; somebody else must approve it.")


def _new_due_on(complaint: Complaint, working_days: int, rules: Rules) -> date:
    by = rules.edition.stage(complaint.progress.stage).extension.limit
    by = by.model_copy(update={"amount": working_days})
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
        may=may_extend,
        check=check_extension,
        does=extend,
        is_signal=True,
        undoes=("answer_extension", "record_posted", "approve", "return_draft"),
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
