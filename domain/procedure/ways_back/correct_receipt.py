"""Correcting the day of receipt: every date is worked out again, and none that was told moves earlier (D2, D6)."""

from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar

from domain.calendar.days import in_words, instant_on, landlord_day, local_time
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.facts.corrections import ReceiptCorrected
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.resident_facts import ReceiptCorrectedFacts
from domain.complaint.stages import StageProgress
from domain.duties.fulfilment import duty_of, take_back_misses_by_correction
from domain.duties.told import keep_told, moved_dates, was_told
from domain.messages.message import Message
from domain.outbox.tell import tell_resident
from domain.policy.duty_kinds import DutyKind
from domain.policy.rules import Rules
from domain.policy.stages import Stage
from domain.procedure.exclusions.age_limit import check_days
from domain.procedure.gates import may_always
from domain.procedure.step import Step, When, Whose
from domain.value import Day

_CORRECTED = "the day of receipt was corrected"


class CorrectReceipt(Message):
    """Correct the day on which it was received, where that was recorded wrongly."""

    name: ClassVar[str] = "correct_receipt"

    right_day: Day
    """The right day."""
    why: str
    """Why the other was wrong."""


def check_receipt(complaint: Complaint, order: CorrectReceipt, rules: Rules) -> None:
    """Another day, with the reason; not after it was recorded, or after what has been done about it.

    Raises:
        NotAllowedError: the day cannot be right, or nothing says why the other was wrong.
    """
    was, right_at = landlord_day(complaint.received_at, rules.zone), _right_at(complaint, order, rules)
    if order.right_day == was:
        raise NotAllowedError(f"It is recorded as received on {in_words(was)} already.")
    if not order.why.strip():
        raise NotAllowedError("Say why the day was wrong: the record keeps both, and the reason.")
    if order.right_day > landlord_day(complaint.logged_at, rules.zone):
        raise NotAllowedError("It cannot have been received after it was recorded; give the right day.")
    first = min(_steps(complaint), default=None)
    if first and right_at > first:
        done_on = in_words(landlord_day(first, rules.zone))
        raise NotAllowedError(f"Something was done about it on {done_on}, so it had been received by then.")
    for issue in complaint.issues:
        if issue.added_at == complaint.received_at:
            check_days(issue, right_at, rules)


def _steps(complaint: Complaint) -> Iterator[datetime]:
    """When things were first done about it that follow its receipt."""
    yield from (conversion.at for conversion in complaint.conversions)
    yield from (refusal.decided_at for refusal in complaint.refusals)
    if complaint.quick:
        yield complaint.quick.agreed_at
    for progress in complaint.stages:
        if progress.acknowledgement:
            yield progress.acknowledgement.decided_at
        if progress.attempts.spoke_at:
            yield progress.attempts.spoke_at


def correct_receipt(complaint: Complaint, order: CorrectReceipt, rules: Rules, now: datetime) -> Complaint:
    """Count from the right day; a date that the resident was told stays, where it would come earlier."""
    was, right_at = complaint.received_at, _right_at(complaint, order, rules)
    right = complaint.changed(
        received_at=right_at,
        stages=tuple(_from(progress, was, right_at) for progress in complaint.stages),
        issues=tuple(
            issue.model_copy(update={"added_at": right_at}) if issue.added_at == was else issue
            for issue in complaint.issues
        ),
    )
    right = keep_told(complaint, right, rules)
    facts = ReceiptCorrected(
        was=landlord_day(was, rules.zone),
        now=order.right_day,
        why=order.why,
        moved=moved_dates(complaint, right, rules),
    )
    noted = right.noting(facts, at=order.at, now=now, by=order.by)
    noted = take_back_misses_by_correction(complaint, noted, rules, _CORRECTED, order.at, now)
    return tell_resident(noted, rules, NoticeKind.RECEIPT_CORRECTED, _told(complaint, right, facts, rules), now)


def _right_at(complaint: Complaint, order: CorrectReceipt, rules: Rules) -> datetime:
    """The same time of day on the right day, and not after it was recorded."""
    time = local_time(complaint.received_at, rules.zone).time()
    return min(instant_on(order.right_day, time, rules.zone), complaint.logged_at)


def _from(progress: StageProgress, was: datetime, right: datetime) -> StageProgress:
    return progress.model_copy(update={"started_at": right}) if progress.started_at == was else progress


def _told(before: Complaint, after: Complaint, facts: ReceiptCorrected, rules: Rules) -> ReceiptCorrectedFacts:
    """What the resident hears: both days, and the day of the response where they were told one that is to come."""
    told = ReceiptCorrectedFacts(received_on=facts.now, previous_received_on=facts.was)
    respond = DutyKind.RESPOND.at(Stage.ONE)
    if not (before.stages and was_told(before, respond) and duty_of(after, rules, respond).is_open):
        return told
    was_due, due_on = (duty_of(each, rules, respond).due_on for each in (before, after))
    moved = {"previous_due_on": was_due} if was_due != due_on else {}
    return told.model_copy(update={"due_on": due_on, **moved})


STEPS = (
    Step(
        CorrectReceipt,
        said="correct-receipt",
        whose=Whose.OWNER,
        may=may_always,
        check=check_receipt,
        does=correct_receipt,
        when=When.BEFORE_STAGE_1_TOO,
        under=("correct", "receipt"),
        undoes=("correct_receipt",),
    ),
)
