"""Withdrawing at the resident's wish: a complaint, what is no complaint yet, or a late request alone (A-38).

Each promise that is open is kept or released by the resident's own word; what is kept is watched to its end (F-045).
"""

from datetime import datetime
from typing import ClassVar

from pydantic import PositiveInt

from domain.calendar.days import landlord_day
from domain.complaint.actor import Actor
from domain.complaint.closing import Closed, CloseReason
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.facts.stages import LateRequestWithdrawn
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.notice_rules import Event
from domain.complaint.resident_facts import RequestWithdrawnFacts
from domain.duties.fulfilment import duty_of
from domain.messages.message import Message
from domain.outbox.tell import drop, tell_resident
from domain.policy.duty_kinds import DutyKind
from domain.policy.rules import Rules
from domain.policy.stages import Stage
from domain.procedure.gates import check_open, check_response_known
from domain.procedure.remedies.actions import note_released
from domain.procedure.stages.ends import end
from domain.procedure.step import STAFF_OR_RESIDENT, Step, When, Whose
from domain.value import required

_NOT_WANTED = "the resident withdrew the complaint and does not want it any more"


class Withdraw(Message):
    """Withdraw the complaint at the resident's request; while a late request for stage 2 waits, that request alone."""

    name: ClassVar[str] = "withdraw"

    reason: str = ""
    """The resident's reason for withdrawing it, if they give one."""
    keep: tuple[PositiveInt, ...] = ()
    """A promised action that the resident still wants."""
    release: tuple[PositiveInt, ...] = ()
    """A promised action that the resident does not want any more."""


def may_withdraw(complaint: Complaint, _by: Actor, _at: datetime, rules: Rules) -> None:
    """Whatever is open can be withdrawn until it is answered, and a late request until it is decided.

    Raises:
        NotAllowedError: the stage is answered, or it is closed.
    """
    if complaint.waiting_request:
        return
    check_open(complaint)
    if complaint.stages and complaint.progress.responded:
        clause, stage = rules.edition.closing.clause, complaint.progress.stage.words
        check_response_known(complaint, clause)
        if complaint.progress.responded.met_at is None:
            raise NotAllowedError(
                f"{clause}: the {stage} response has not gone yet; when it has, or is recorded as posted, close the "
                "complaint with the reason that fits.",
                instead="record_posted",
            )
        raise NotAllowedError(
            f"{clause}: {stage} has been answered; close it with the reason that fits.", instead="close"
        )


def check_withdraw(complaint: Complaint, order: Withdraw, rules: Rules) -> None:
    """Of each open promise the resident says whether they still want it; a request is taken back after it was made.

    Raises:
        NotAllowedError: a promise is left open, named twice or not there, or the day cannot be right.
    """
    if request := complaint.waiting_request:
        if order.at < request.at:
            clause = rules.edition.closing.clause
            raise NotAllowedError(f"{clause}: that is before stage 2 was asked for; give the right date.")
        return
    _check_promises(complaint, order, rules)


def _check_promises(complaint: Complaint, order: Withdraw, rules: Rules) -> None:
    clause = rules.edition.actions.clause
    numbers = [action.number for action in complaint.open_actions]
    said = [*order.keep, *order.release]
    if strange := sorted({number for number in said if number not in numbers or said.count(number) > 1}):
        there = ", ".join(str(number) for number in numbers) or "none"
        raise NotAllowedError(
            f"{clause}: promised action {strange[0]} is not open, or is named twice; the open ones are: {there}."
        )
    left = [action for action in complaint.open_actions if action.number not in said]
    if left:
        named = "; ".join(f"{action.number} ({action.promise.what})" for action in left)
        raise NotAllowedError(
            f"{clause}: ask the resident about each action that was promised, and say which they still want (keep) "
            f"and which they do not (release): {named}."
        )


def withdraw(complaint: Complaint, order: Withdraw, rules: Rules, now: datetime) -> Complaint:
    """Stop, as the resident asks; what they still want is done all the same."""
    if complaint.waiting_request:
        return _take_back_request(complaint, order, rules, now)
    closed = Closed(at=order.at, reason=CloseReason.WITHDRAWN, by=order.by)
    released = [action for action in complaint.open_actions if action.number in order.release]
    done = _without_unsent_letters(complaint, drop(complaint, Event.WITHDRAWN, now))
    for action in released:
        done = note_released(done, action, _NOT_WANTED, order, rules, now)
    return end(done, closed, order.reason, rules, now, released=tuple(action.promise for action in released))


def _without_unsent_letters(before: Complaint, complaint: Complaint) -> Complaint:
    """A letter that was decided on and is taken back was never given: should it open again, it is owed again."""
    for notice in before.outbox:
        if complaint.notice(notice.key) or not notice.fulfils or complaint.stage is not notice.fulfils.stage:
            continue
        progress = complaint.progress
        if notice.fulfils.kind is DutyKind.ACKNOWLEDGE:
            complaint = complaint.with_progress(progress, acknowledgement=None)
        if notice.fulfils.kind is DutyKind.EXTENSION_LETTER:
            complaint = complaint.with_progress(progress, extensions=progress.extensions[:-1])
    return complaint


def _take_back_request(complaint: Complaint, order: Withdraw, rules: Rules, now: datetime) -> Complaint:
    """Nobody decides on the request any more; the complaint stays as it is."""
    request = required(complaint.waiting_request, "late request")
    duty = duty_of(complaint, rules, DutyKind.DECIDE_LATE_REQUEST.at(Stage.ONE))
    back = complaint.changed(late_request=request.model_copy(update={"withdrawn_at": order.at})).noting(
        LateRequestWithdrawn(reason=order.reason), at=order.at, now=now, by=order.by, clause=duty.clause
    )
    back = drop(back, Event.REQUEST_WITHDRAWN, now)
    facts = RequestWithdrawnFacts(
        summary=complaint.summary,
        received_on=landlord_day(request.at, rules.zone),
        withdrawn_on=landlord_day(order.at, rules.zone),
        is_closed=complaint.closed is not None,
    )
    return tell_resident(back, rules, NoticeKind.REQUEST_WITHDRAWN, facts, now, clause=duty.clause)


STEPS = (
    Step(
        Withdraw,
        said="withdraw",
        whose=Whose.ANYBODY,
        may=may_withdraw,
        check=check_withdraw,
        does=withdraw,
        when=When.BEFORE_STAGE_1_TOO,
        givers=STAFF_OR_RESIDENT,
        undoes=("request_escalation", "reopen"),
    ),
)
