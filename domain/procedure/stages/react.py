"""What the resident says of a response: on record with who, when and how (R-068, F-042, F-077).

Whoever is not satisfied with stage 1 is offered stage 2, at once if they wish (R-069); until they have said whether
they want it, the complaint does not close by itself.
"""

from datetime import datetime
from typing import ClassVar

from domain.calendar.days import landlord_day
from domain.complaint.actor import Actor
from domain.complaint.closing import CloseReason
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.facts.front_door import Reopened
from domain.complaint.facts.stages import ReactionRecorded
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.notice_rules import Event
from domain.complaint.resident_facts import Stage2OfferedFacts
from domain.complaint.staff_facts import UnsatisfiedFacts
from domain.complaint.stages import Reaction
from domain.duties.fulfilment import duty_of, note_met
from domain.duties.owed import escalation_window, open_duties
from domain.messages.message import Message
from domain.outbox.tell import drop, tell_handler, tell_resident
from domain.policy.duty_kinds import OFFER
from domain.policy.rules import Rules
from domain.procedure.gates import check_open
from domain.procedure.stages.escalate import RequestEscalation, check_escalation, may_escalate, request_escalation
from domain.procedure.step import STAFF_OR_RESIDENT, Step, Whose
from domain.value import required


class RecordReaction(Message):
    """Record what the resident says of the response, and whether they want stage 2.

    Source: R-068, F-042.
    """

    name: ClassVar[str] = "record_reaction"

    satisfied: bool
    """Whether the resident is satisfied with the response."""
    said: str = ""
    """What they said, in their words."""
    how: str = ""
    """How they told us: by telephone, in person …"""
    wants_stage_2: bool | None = None
    """Whether they want a review at stage 2, where they were asked."""


def may_react(complaint: Complaint, _by: Actor, _at: datetime, rules: Rules) -> None:
    """There is a response that the resident can speak of, also once it is closed.

    Raises:
        NotAllowedError: the stage has not been answered.
    """
    if complaint.progress.responded is None:
        check_open(complaint)
        raise NotAllowedError(
            f"{rules.edition.closing.clause}: {complaint.progress.stage.words} has not been answered yet, "
            "so there is no response to speak of."
        )


def check_reaction(complaint: Complaint, order: RecordReaction, rules: Rules) -> None:
    """What is said follows the response, and stage 2 is for whoever is not satisfied with stage 1.

    Raises:
        NotAllowedError: the day cannot be right, nothing says how it was told, or the answers do not go together.
    """
    clause = rules.edition.closing.clause
    responded = required(complaint.progress.responded, "response")
    if order.at < (responded.met_at or responded.decided_at):
        raise NotAllowedError(f"{clause}: the reaction is dated before the response went; give the right date.")
    if order.by.officer and not order.how.strip():
        raise NotAllowedError(f"{clause}: say how the resident told us: by telephone, in person, by e-mail …")
    if order.satisfied and order.wants_stage_2:
        raise NotAllowedError(f"{clause}: whoever wants stage 2 is not satisfied with the response; say so.")
    if order.wants_stage_2:
        may_escalate(complaint, order.by, order.at, rules)
        check_escalation(complaint, _request(order), rules)


def record_reaction(complaint: Complaint, order: RecordReaction, rules: Rules, now: datetime) -> Complaint:
    """Record it; for whoever is not satisfied, begin stage 2 as they wish, or offer it."""
    clause = rules.edition.closing.clause
    reaction = Reaction(satisfied=order.satisfied, at=order.at, wants_stage_2=order.wants_stage_2)
    facts = ReactionRecorded(
        stage=complaint.progress.stage,
        satisfied=order.satisfied,
        how=order.how,
        said=order.said,
        wants_stage_2=order.wants_stage_2,
    )
    complaint = _take_back_closing(complaint, order, rules, now)
    was_owed = next((duty for duty in open_duties(complaint, rules) if duty.key == OFFER), None)
    heard = complaint.with_progress(complaint.progress, reaction=reaction)
    heard = heard.noting(facts, at=order.at, now=now, by=order.by, clause=clause)
    if was_owed and not reaction.is_undecided:
        heard = note_met(heard, rules, was_owed, order.at, landlord_day(order.at, rules.zone), now)
    if order.wants_stage_2:
        return request_escalation(heard, _request(order), rules, now)
    return heard if order.satisfied else _offer(heard, order, rules, now)


def _take_back_closing(complaint: Complaint, order: RecordReaction, rules: Rules, now: datetime) -> Complaint:
    """It closed by itself because this was recorded late: what was said in time stops that (D6)."""
    closed = complaint.closed
    by_itself = closed is not None and closed.reason is CloseReason.WINDOW_PASSED and order.at < closed.at
    if order.satisfied or not by_itself:
        return complaint
    opened = drop(complaint.changed(closed=None), Event.REOPENED, now)
    facts = Reopened(by_mistake=True, why="the resident had told us before that they are not satisfied")
    return opened.noting(facts, at=order.at, now=now, clause=rules.edition.closing.clause)


def _request(order: RecordReaction) -> RequestEscalation:
    return RequestEscalation(at=order.at, by=order.by, recorded_by=order.recorded_by, reasons=order.said)


def _offer(complaint: Complaint, order: RecordReaction, rules: Rules, now: datetime) -> Complaint:
    """The handler hears of it; at stage 1 the resident is offered the review, unless they want none."""
    stage, undecided = complaint.progress.stage, required(complaint.progress.reaction, "reaction").is_undecided
    is_offered = complaint.is_undecided
    due_on = duty_of(complaint, rules, OFFER).due_on if is_offered and not complaint.closed else None
    for_handler = UnsatisfiedFacts(
        stage=stage,
        summary=complaint.summary,
        received_on=landlord_day(order.at, rules.zone),
        reason=order.said or None,
        due_on=due_on,
        wants_no_review=None if undecided else True,
        resident_died=complaint.death is not None or None,
    )
    told = tell_handler(complaint, rules, NoticeKind.UNSATISFIED, for_handler, now)
    if not is_offered:
        return told
    window = escalation_window(complaint, rules)
    facts = Stage2OfferedFacts(
        summary=complaint.summary,
        received_on=landlord_day(order.at, rules.zone),
        last_day=window.on if window and not window.is_late(order.at) else None,
        due_on=due_on,
        is_closed=complaint.closed is not None,
    )
    return tell_resident(told, rules, NoticeKind.STAGE_2_OFFERED, facts, now, clause=rules.edition.closing.clause)


STEPS = (
    Step(
        RecordReaction,
        said="reaction",
        whose=Whose.ANYBODY,
        may=may_react,
        check=check_reaction,
        does=record_reaction,
        givers=STAFF_OR_RESIDENT,
        undoes=("record_reaction",),
    ),
)
