"""Stage 1 begins for a contact that was not a complaint before, and is withdrawn where it should not have begun.

It is a classification, never an escalation: the first contact stays on record, and stage 1 is stage 1 (A-13). Its dates
count from the first receipt where a concern was still being put right and the policy keeps it (R-050), else from when
the resident asked (A-25). Whoever agreed to put it right has taken part, and reviews nothing at stage 2 (A-17, Q-072).
"""

from collections.abc import Iterable
from datetime import datetime

from domain.calendar.days import landlord_day
from domain.complaint.actor import Actor
from domain.complaint.complaint import Complaint
from domain.complaint.facts import front_door as entries
from domain.complaint.facts.duties import MissCorrected
from domain.complaint.marks import Missed
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.notice_rules import Event
from domain.complaint.resident_facts import Stage1BegunFacts
from domain.complaint.staff_facts import ToAllocateFacts
from domain.complaint.stages import StageProgress
from domain.complaint.triage import Conversion
from domain.duties.duty import Duty
from domain.duties.fulfilment import correct, duty_of
from domain.duties.owed import duties
from domain.outbox.tell import drop, tell_resident, tell_staff
from domain.policy.definition import Classification
from domain.policy.duty_kinds import DutyKind
from domain.policy.rules import Rules
from domain.policy.stages import Stage
from domain.procedure.exclusions.age_limit import review_ages


def begin_stage_1(
    complaint: Complaint,
    rules: Rules,
    at: datetime,
    now: datetime,
    *,
    by: Actor,
    why: str,
    known_at: datetime | None = None,
) -> Complaint:
    """Take it for a complaint at stage 1 from *at*; a closed record opens again."""
    was = complaint.classification
    counts_from, because = _counts_from(complaint, rules, at)
    clause = _clause(complaint, rules)
    tried = complaint.dealt_with_before | ({complaint.quick.by.id} if complaint.quick else frozenset[str]())
    progress = StageProgress(stage=Stage.ONE, started_at=counts_from, known_at=known_at or now, involved=tried)
    conversion = Conversion(at=at, was=was, became=Classification.COMPLAINT)
    begun = _given_up(complaint, at, why).changed(
        classification=Classification.COMPLAINT,
        conversions=(*complaint.conversions, conversion),
        stages=(progress,),
        closed=None,
    )
    facts = entries.BecameComplaint(
        was=was, why=why, counts_from=landlord_day(counts_from, rules.zone), because=because
    )
    begun = begun.noting(facts, at=at, now=now, by=by, clause=clause)
    if complaint.closed:
        begun = begun.noting(entries.Reopened(), at=at, now=now, clause=clause)
    begun = drop(begun, Event.COMPLAINT_NOW, now)
    begun = _tell(begun, rules, was, why, now)
    return review_ages(begun, begun.issues, rules, at=at, now=now)


def may_end(complaint: Complaint) -> bool:
    """Whether stage 1 can still be taken back: nothing was told, promised or written of it yet."""
    if not complaint.stages or complaint.stage is Stage.TWO:
        return not complaint.stages
    progress = complaint.progress
    told = progress.acknowledgement or progress.extensions or progress.responded or progress.refusal_letter
    return not (told or progress.draft or complaint.actions)


def end_stage_1(complaint: Complaint, rules: Rules, since: datetime, why: str, now: datetime) -> Complaint:
    """There is no stage 1, from *since*: what it missed after that was not missed, and what tells of it goes back."""
    of_stage_1 = (duty for duty in duties(complaint, rules) if duty.key.stage is Stage.ONE)
    ended = _missed_nothing(complaint, of_stage_1, rules, since, why, now)
    return drop(ended.changed(stages=()), Event.NO_STAGE_1, now, why)


def came_before_the_lapse(complaint: Complaint, at: datetime) -> bool:
    """Whether *at* lies before a lapse that has begun stage 1, and that stage can still be taken back (D6)."""
    quick = complaint.quick
    if quick is None or quick.failed_at is None or not quick.lapsed:
        return False
    return at < quick.failed_at and complaint.stage is Stage.ONE and may_end(complaint)


def take_back_lapse(complaint: Complaint, rules: Rules, at: datetime, now: datetime) -> Complaint:
    """What happened at *at* was recorded after the lapse: the concern stands again as it stood before it."""
    name = rules.edition.quick_resolution.name.lower()
    clause = rules.edition.quick_resolution.clause
    back = complaint.noting(entries.Stage1Withdrawn(called=name), at=at, now=now, clause=clause)
    why = f"the {name} had not lapsed"
    to_put_right = (duty for duty in duties(back, rules) if duty.key.kind is DutyKind.QUICK_RESOLUTION)
    back = _missed_nothing(back, to_put_right, rules, at, why, now)
    back = end_stage_1(back, rules, at, why, now)
    reopened = {"failed_at": None, "why_failed": "", "lapsed": False}
    return back.changed(
        classification=Classification.CONCERN,
        conversions=back.conversions[:-1],
        quick=back.quick.model_copy(update=reopened) if back.quick else None,
    )


def _missed_nothing(
    complaint: Complaint, owed: Iterable[Duty], rules: Rules, since: datetime, why: str, now: datetime
) -> Complaint:
    """What was taken for missed on *since* or after it, of the duties *owed*, was not."""
    since_on, corrected = landlord_day(since, rules.zone), complaint
    for duty in owed:
        missed = Missed(duty=duty.key, due_on=duty.due_on)
        if missed in complaint.missed and duty.due_on >= since_on:
            facts = MissCorrected(duty=duty.key, called=duty.words, because=why)
            corrected = correct(corrected, missed, facts, duty, since, now)
    return corrected


def _counts_from(complaint: Complaint, rules: Rules, at: datetime) -> tuple[datetime, str]:
    """From when stage 1 counts, and why."""
    being_put_right = complaint.classification is Classification.CONCERN and complaint.closed is None
    if being_put_right and rules.edition.quick_resolution.keeps_receipt:
        return complaint.received_at, "when it was received"
    lapsed = complaint.quick is not None and complaint.quick.lapsed and complaint.quick.failed_at == at
    return at, "when the time to put it right ended" if lapsed else "when it was asked for"


def _clause(complaint: Complaint, rules: Rules) -> str:
    is_concern = complaint.classification is Classification.CONCERN
    return rules.edition.quick_resolution.clause if is_concern else rules.edition.front_door.clause


def _given_up(complaint: Complaint, at: datetime, why: str) -> Complaint:
    """What was agreed to put it right at once is given up, where it is still open."""
    quick = complaint.quick
    if quick is None or not quick.is_open:
        return complaint
    return complaint.changed(quick=quick.model_copy(update={"failed_at": at, "why_failed": why}))


def _tell(complaint: Complaint, rules: Rules, was: Classification, why: str, now: datetime) -> Complaint:
    owed = duty_of(complaint, rules, DutyKind.ACKNOWLEDGE.at(Stage.ONE))
    request = complaint.request
    facts = Stage1BegunFacts(
        summary=complaint.summary,
        was=was,
        passed_on_to=request.passed_on_to if request and request.answered_at is None else None,
        received_on=landlord_day(complaint.progress.started_at, rules.zone),
        due_on=owed.due_on,
    )
    told = tell_resident(complaint, rules, NoticeKind.STAGE_1_BEGUN, facts, now, clause=owed.clause)
    owner = rules.edition.stage_1.owner
    for_staff = ToAllocateFacts(
        summary=complaint.summary,
        was=was,
        received_on=facts.received_on,
        due_on=max(owed.due_on, landlord_day(now, rules.zone)),
        why=why,
        handler=complaint.holder,
    )
    return tell_staff(told, rules, NoticeKind.STAGE_1_TO_ALLOCATE, owner.roles, for_staff, now, clause=owner.clause)
