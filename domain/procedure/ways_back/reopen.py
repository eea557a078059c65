"""Opening again what was closed: the resident asks, or it was closed by mistake (A-38, Code 5.11, 6.10).

The stage it was closed at starts again, its clocks counted from the request; what was promised goes on as it was. A
review that was withdrawn is asked for again, within its window or late (P-47).
"""

from datetime import datetime
from typing import ClassVar

from domain.calendar.days import in_words, landlord_day
from domain.complaint.actor import Actor
from domain.complaint.closing import Closed
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.facts.front_door import Reopened
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.notice_rules import Event
from domain.complaint.resident_facts import ReopenedFacts
from domain.complaint.separation_of_duties import kept_from
from domain.complaint.staff_facts import EscalatedFacts, ToAllocateFacts
from domain.complaint.stages import StageProgress
from domain.duties.beside_the_stages import quick_ends
from domain.duties.fulfilment import duty_of
from domain.messages.message import Message
from domain.outbox.tell import drop, drop_one, tell_resident, tell_staff
from domain.policy.duty_kinds import DutyKind
from domain.policy.rules import Rules
from domain.policy.stages import Stage
from domain.procedure.front_door.stage_1 import begin_stage_1
from domain.procedure.gates import check_reopened_otherwise
from domain.procedure.stages.escalate import RequestEscalation, check_escalation, may_escalate, request_escalation
from domain.procedure.step import STAFF_OR_RESIDENT, Step, When, Whose
from domain.value import required

_ASKED = "the resident asked for it to be opened again"


class Reopen(Message):
    """Open the complaint again after it was closed."""

    name: ClassVar[str] = "reopen"

    why: str = ""
    """What the resident tells us now."""
    by_mistake: bool = False
    """It was closed by mistake: its dates go on as if it had never been closed."""


def may_reopen(complaint: Complaint, by: Actor, at: datetime, rules: Rules) -> None:
    """What is closed opens again: after a withdrawal when the resident asks, else when a member of staff decides so.

    Raises:
        NotAllowedError: it is open, or something else brings it back.
    """
    clause = rules.edition.closing.clause
    if complaint.closed is None:
        raise NotAllowedError(f"{clause}: it is open already.")
    check_reopened_otherwise(complaint)
    if by.officer is None and not complaint.withdrawn:
        instead = "request_escalation" if complaint.stage is Stage.ONE else ""
        raise NotAllowedError(
            f"{clause}: a member of staff opens it again; ask anybody who works for the landlord.", instead=instead
        )
    if complaint.review_withdrawn:
        may_escalate(complaint, by, at, rules)


def check_reopen(complaint: Complaint, order: Reopen, rules: Rules) -> None:
    """It was closed before, and after an answer the record says why it is opened again.

    Raises:
        NotAllowedError: the day cannot be right, nothing says why, or it is not for the resident to say.
    """
    clause, closed = rules.edition.closing.clause, required(complaint.closed, "end")
    if order.at < closed.at:
        closed_on = in_words(landlord_day(closed.at, rules.zone))
        raise NotAllowedError(f"{clause}: it was closed later than that ({closed_on}); give the right date.")
    if order.by_mistake and order.by.officer is None:
        raise NotAllowedError(f"{clause}: only a member of staff can say that it was closed by mistake.")
    if not complaint.withdrawn and not order.why.strip():
        raise NotAllowedError(f"{clause}: say what the resident tells us, or what the mistake was.")
    if complaint.review_withdrawn and not order.by_mistake:
        check_escalation(complaint, _as_request(order), rules)


def reopen(complaint: Complaint, order: Reopen, rules: Rules, now: datetime) -> Complaint:
    """Open it again, and tell the resident from when it counts."""
    if order.by_mistake:
        return _undo_closing(complaint, order, rules, now)
    if complaint.review_withdrawn:
        return request_escalation(complaint, _as_request(order), rules, now)
    if complaint.stage is None:
        return _reopen_contact(complaint, order, rules, now)
    return open_again(complaint, order, rules, now)


def open_again(complaint: Complaint, order: Reopen, rules: Rules, now: datetime, *, directed_by: str = "") -> Complaint:
    """The stage it was closed at starts again; *directed_by* is the Ombudsman's reference where they directed it."""
    begun = _noted(begin_stage_again(complaint, order.at, now), order, rules, now)
    return _tell(begun, complaint, order, rules, now, directed_by)


def begin_stage_again(complaint: Complaint, at: datetime, now: datetime) -> Complaint:
    """The stage that was closed starts again *at* that time; whoever took part in it is remembered (D15).

    Of a stage that was answered the answer stays, and what was missed: the resident may still ask for a review of it.
    """
    before = complaint.progress
    fresh = StageProgress(stage=before.stage, started_at=at, known_at=now, involved=before.involved)
    opened = _keeping_its_answer(complaint) if before.responded else _without_its_letters(complaint, now)
    again = {"closed": None, "waits_to_close": False, "late_request": None}
    return drop(opened.changed(stages=(*opened.stages, fresh), **again), Event.REOPENED, now)


def _without_its_letters(complaint: Complaint, now: datetime) -> Complaint:
    """Nothing of the stage that ended unanswered is owed, counted or sent any more."""
    stage = complaint.progress.stage
    for notice in complaint.outbox:
        if notice.fulfils and notice.fulfils.stage is stage:
            complaint = drop_one(complaint, notice, Event.REOPENED, now)
    return complaint.without_stage(stage)


def _keeping_its_answer(complaint: Complaint) -> Complaint:
    """The answer of the stage, what it missed, and what of its letters has still to reach the resident."""
    before = complaint.progress
    letters = (each.model_copy(update={"meets": None}) for each in complaint.owed_letters)
    return complaint.without_stage(before.stage).changed(
        missed=complaint.missed,
        gone=complaint.gone,
        owed_letters=tuple(letters),
        answered_before=before if before.stage is Stage.ONE else complaint.answered_before,
    )


def _as_request(order: Reopen) -> RequestEscalation:
    return RequestEscalation(at=order.at, by=order.by, recorded_by=order.recorded_by, reasons=order.why)


def _undo_closing(complaint: Complaint, order: Reopen, rules: Rules, now: datetime) -> Complaint:
    """It was closed by mistake: everything goes on as it was, with every date that was given."""
    closed = required(complaint.closed, "end")
    opened = drop(complaint.changed(closed=None), Event.REOPENED, now)
    opened = _noted(opened, order, rules, now)
    return _tell_resident(opened, closed, order, rules, now)


def _reopen_contact(complaint: Complaint, order: Reopen, rules: Rules, now: datetime) -> Complaint:
    """What was no complaint goes on as what it was; a concern whose time to be put right has passed is at stage 1."""
    ends, quick = quick_ends(complaint, rules), complaint.quick
    if quick and quick.is_open and ends and ends.is_late(order.at):
        return begin_stage_1(complaint, rules, order.at, now, by=order.by, why=order.why or _ASKED)
    closed, request = required(complaint.closed, "end"), complaint.request
    again = request.model_copy(update={"passed_on_at": order.at}) if request else None
    opened = drop(complaint.changed(closed=None, request=again), Event.REOPENED, now)
    return _tell_resident(_noted(opened, order, rules, now), closed, order, rules, now)


def _noted(complaint: Complaint, order: Reopen, rules: Rules, now: datetime) -> Complaint:
    counts_from = None if order.by_mistake else landlord_day(order.at, rules.zone)
    facts = Reopened(why=order.why, by_mistake=order.by_mistake, counts_from=counts_from)
    clause = rules.edition.closing.clause
    return complaint.noting(facts, at=order.at, now=now, by=order.by, clause=clause)


def _tell(
    complaint: Complaint, before: Complaint, order: Reopen, rules: Rules, now: datetime, directed_by: str
) -> Complaint:
    """Whoever gives the stage its owner hears of it, and so does the resident."""
    stage, closed = complaint.progress.stage, required(before.closed, "end")
    due_on = duty_of(complaint, rules, DutyKind.ACKNOWLEDGE.at(stage)).due_on
    received_on, by_day = landlord_day(order.at, rules.zone), max(due_on, landlord_day(now, rules.zone))
    owner = rules.edition.stage(stage).owner
    if stage is Stage.ONE:
        kind, facts = (
            NoticeKind.STAGE_1_TO_ALLOCATE,
            ToAllocateFacts(
                summary=complaint.summary,
                received_on=received_on,
                due_on=by_day,
                why=": ".join(words for words in ("" if directed_by else _ASKED, order.why) if words),
                handler=before.handler,
                closed_on=landlord_day(closed.at, rules.zone),
            ),
        )
        complaint = tell_staff(complaint, rules, kind, owner.roles, facts, now, clause=owner.clause)
    else:
        for_reviewer = EscalatedFacts(
            summary=complaint.summary,
            handler=complaint.stages[0].owner,
            received_on=received_on,
            due_on=by_day,
            reason=order.why or None,
            closed_on=landlord_day(closed.at, rules.zone),
            directed=directed_by or None,
        )
        not_to = kept_from(complaint, stage, rules)
        complaint = tell_staff(
            complaint, rules, NoticeKind.ESCALATED, owner.roles, for_reviewer, now, not_to=not_to, clause=owner.clause
        )
    return _tell_resident(complaint, closed, order, rules, now, directed_by)


def _tell_resident(
    complaint: Complaint, closed: Closed, order: Reopen, rules: Rules, now: datetime, directed_by: str = ""
) -> Complaint:
    stage, starts_again = complaint.stage, complaint.stages and not order.by_mistake
    key = DutyKind.ACKNOWLEDGE.at(stage or Stage.ONE)
    answered = complaint.answered_before is not None and stage is Stage.ONE
    facts = ReopenedFacts(
        summary=complaint.summary,
        received_on=landlord_day(order.at, rules.zone),
        closed_on=landlord_day(closed.at, rules.zone),
        by_mistake=order.by_mistake,
        actions_open=bool(complaint.open_actions),
        due_on=duty_of(complaint, rules, key).due_on if starts_again else None,
        was_answered=answered or None,
        stage=stage,
        classification=None if complaint.stages else complaint.classification,
        directed=directed_by or None,
    )
    clause = rules.edition.closing.clause
    return tell_resident(complaint, rules, NoticeKind.REOPENED, facts, now, clause=clause)


STEPS = (
    Step(
        Reopen,
        said="reopen",
        whose=Whose.ANYBODY,
        may=may_reopen,
        check=check_reopen,
        does=reopen,
        when=When.BEFORE_STAGE_1_TOO,
        givers=STAFF_OR_RESIDENT,
        undoes=("withdraw", "close"),
    ),
)
