"""Closing a complaint: by order, or by itself when the time to ask for stage 2 has passed."""

from datetime import datetime
from typing import ClassVar

from domain.complaint.actor import PROCEDURE, Actor
from domain.complaint.closing import Closed, CloseReason
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.duties.fulfilment import take_back_misses
from domain.duties.owed import escalation_window
from domain.messages.message import Message
from domain.policy.rules import Rules
from domain.policy.stages import Stage
from domain.policy.work import Work
from domain.procedure.gates import check_open, check_response_known
from domain.procedure.stages.ends import end
from domain.procedure.stages.withdraw import Withdraw, check_withdraw, may_withdraw, withdraw
from domain.procedure.step import Step
from domain.value import required

_CLOSED_BY_ANOTHER_STEP = {
    CloseReason.PUT_RIGHT: ("record the outcome of the early or quick resolution", "resolve"),
    CloseReason.REFUSED: ("refuse it, with the reason that the policy gives", "refuse"),
    CloseReason.RECORDED: ("say what it is, if it is not a complaint", "triage"),
}


class Close(Message):
    """Close the complaint."""

    name: ClassVar[str] = "close"

    reason: CloseReason
    """Why it is closed."""
    resolution_agreed: bool = False
    """The resident agrees to the resolution."""
    no_wish_to_escalate: bool = False
    """The resident does not wish to go to stage 2."""
    note: str = ""
    """Anything worth keeping."""


def may_close(complaint: Complaint, _by: Actor, _at: datetime, rules: Rules) -> None:
    """What is open can be closed, unless its response has still to go or a manager decides; the reason asks for more.

    Raises:
        NotAllowedError: it is closed, its response has not gone yet, or a request for stage 2 waits for a decision.
    """
    check_open(complaint)
    clause, progress = rules.edition.closing.clause, complaint.progress
    check_response_known(complaint, clause)
    if progress.responded and progress.responded.came_back:
        raise NotAllowedError(
            f"{clause}: the {progress.stage.words} response came back; close it when the letter has gone again, "
            "or is released.",
            instead="record_posted",
        )
    if progress.responded and progress.responded.through_at is None:
        raise NotAllowedError(
            f"{clause}: the {progress.stage.words} response has not gone yet; "
            "close it when it has, or record it as posted.",
            instead="record_posted",
        )
    if progress.responded and complaint.waiting_request:
        raise NotAllowedError(
            f"{clause}: a manager is deciding on a request for stage 2; that comes first.", instead="decide_escalation"
        )


def check_close(complaint: Complaint, order: Close, rules: Rules) -> None:
    """Every close but a withdrawal needs a response, and what the policy asks besides (F-045, Q-061, R-088).

    Raises:
        NotAllowedError: the sentence names the rule and what is missing.
    """
    clause = rules.edition.closing.clause
    progress = complaint.progress
    if another := _CLOSED_BY_ANOTHER_STEP.get(order.reason):
        how, instead = another
        raise NotAllowedError(
            f"{clause}: a complaint is not closed as {order.reason.replace('_', ' ')}; {how}.", instead=instead
        )
    if order.reason is CloseReason.WITHDRAWN:
        may_withdraw(complaint, order.by, order.at, rules)
        if complaint.open_actions and not complaint.waiting_request:
            raise NotAllowedError(
                f"{clause}: something was promised and is still open; withdraw it, and say of each promise whether the "
                "resident still wants it.",
                instead="withdraw",
            )
        return check_withdraw(complaint, _withdrawal(order), rules)
    if progress.responded is None:
        raise NotAllowedError(
            f"{clause}: {progress.stage.words} has not been answered; only a withdrawal closes it now.",
            instead="withdraw",
        )
    if order.at < required(progress.responded.through_at, "response"):
        raise NotAllowedError(f"{clause}: the closure is dated before the response went; give the right date.")
    return _check_reason(complaint, order, rules)


def close(complaint: Complaint, order: Close, rules: Rules, now: datetime) -> Complaint:
    """Close the complaint."""
    if order.reason is CloseReason.WITHDRAWN:
        return withdraw(complaint, _withdrawal(order), rules, now)
    closed = Closed(at=order.at, reason=order.reason, by=order.by)
    return end(complaint, closed, order.note, rules, now)


def closes_by_itself_at(complaint: Complaint, rules: Rules) -> datetime | None:
    """When the unused window closes the complaint: at its last midnight, or when the last promise ends (F-045)."""
    last_day = escalation_window(complaint, rules)
    waits = complaint.waiting_request or complaint.is_undecided
    if complaint.closed or last_day is None or complaint.at_stage(Stage.TWO) or waits:
        return None
    if not rules.edition.closing.waits_for_actions:
        return max(last_day.passes_at(), _heard_at(complaint))
    if complaint.open_actions:
        return None
    request_ended_at = complaint.late_request.ended_at if complaint.late_request else None
    since = (request_ended_at, *(action.ended_at for action in complaint.actions))
    return max([last_day.passes_at(), _heard_at(complaint), *(at for at in since if at)])


def _heard_at(complaint: Complaint) -> datetime:
    """When the resident said last what they think of the response; else when it began."""
    reaction = complaint.progress.reaction
    return reaction.at if reaction else complaint.progress.started_at


def close_by_itself(complaint: Complaint, rules: Rules, at: datetime, now: datetime) -> Complaint:
    """The window has passed unused: close, and tell the resident."""
    closed = end(complaint, Closed(at=at, reason=CloseReason.WINDOW_PASSED, by=PROCEDURE), "", rules, now)
    return take_back_misses(complaint, closed, rules, at, now)


def _withdrawal(order: Close) -> Withdraw:
    return Withdraw(at=order.at, by=order.by, reason=order.note)


def _check_reason(complaint: Complaint, order: Close, rules: Rules) -> None:
    rule = rules.edition.closing
    if rule.waits_for_actions and complaint.open_actions:
        numbers = ", ".join(str(action.number) for action in complaint.open_actions)
        raise NotAllowedError(
            f"{rule.clause}: promised action {numbers} is still open; complete or release it before closing.",
            instead="complete_action",
        )
    if order.reason is CloseReason.WINDOW_PASSED:
        raise NotAllowedError(
            f"{rule.clause}: the complaint closes by itself when the time to ask for stage 2 has passed."
        )
    _check_reaction(complaint, order, rules)
    if order.reason is CloseReason.UNABLE_TO_AGREE and complaint.progress.stage is Stage.ONE:
        raise NotAllowedError(f"{rule.clause}: unable_to_agree applies only after stage 2; offer the resident stage 2.")
    if order.reason is not CloseReason.RESOLVED_SATISFIED or not rule.needs_agreement:
        return
    lacks = [
        words
        for words, there in (
            ("that the resident agrees with the resolution", order.resolution_agreed),
            ("that they do not wish to go to stage 2", order.no_wish_to_escalate or complaint.at_stage(Stage.TWO)),
        )
        if not there
    ]
    if lacks:
        raise NotAllowedError(f"{rule.clause}: confirm {' and '.join(lacks)}.")


def _check_reaction(complaint: Complaint, order: Close, rules: Rules) -> None:
    """Nobody is said to be satisfied, or not, who has not said so (R-068, R-070)."""
    clause, reaction = rules.edition.closing.clause, complaint.progress.reaction
    if order.reason is CloseReason.RESOLVED_SATISFIED and not (reaction and reaction.satisfied):
        raise NotAllowedError(
            f"{clause}: nothing on record says that the resident is satisfied; ask them, and record what they say.",
            instead="record_reaction",
        )
    if order.reason is CloseReason.UNABLE_TO_AGREE and reaction and reaction.satisfied:
        raise NotAllowedError(
            f"{clause}: the resident has said that they are satisfied; close it as resolved_satisfied.", instead="close"
        )


STEPS = (
    Step(
        Close,
        said="close",
        whose=Work.CLOSE,
        may=may_close,
        check=check_close,
        does=close,
        is_signal=True,
        undoes=("request_escalation",),
    ),
)
