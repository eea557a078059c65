"""Acknowledging a complaint, at either stage."""

from datetime import datetime
from typing import ClassVar

from domain.calendar.days import landlord_day
from domain.complaint.actor import Actor
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.facts.stages import Acknowledged
from domain.complaint.issues import list_issues
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.resident_facts import AcknowledgementFacts
from domain.complaint.stages import Letter, StageProgress
from domain.duties.duty import day_it_missed
from domain.duties.fulfilment import duty_of
from domain.duties.letters import how_it_goes, send_letter
from domain.duties.of_a_stage import respond_duty
from domain.messages.message import WithLetter
from domain.policy.duty_kinds import DutyKind
from domain.policy.rules import Rules
from domain.policy.stages import Stage
from domain.policy.work import Work
from domain.procedure.exclusions.age_limit import check_age_decided
from domain.procedure.gates import check_unanswered
from domain.procedure.stages.contact import note_contact_if_made
from domain.procedure.stages.details import check_short_form, note_details_if_complete, with_short_form
from domain.procedure.step import Step
from domain.value import required


class Acknowledge(WithLetter):
    """Acknowledge the complaint: tell the resident who deals with it, what was understood, when to expect an answer."""

    name: ClassVar[str] = "acknowledge"

    understood: str = ""
    """What the resident means, as we understood it; printed in the letter."""
    desired_outcome: str = ""
    """The outcome the resident wants; printed in the letter."""
    telephone: str = ""
    """What came of telephoning first, or why it was not possible, where the policy wants that."""


def may_acknowledge(complaint: Complaint, _by: Actor, _at: datetime, rules: Rules) -> None:
    """A stage that somebody has is acknowledged once (R-065).

    Raises:
        NotAllowedError: no owner, an old issue that nobody has decided on, one of several issues not understood, or it
            has been acknowledged; where that letter came back, the sentence says that it is to be posted.
    """
    clause = rules.edition.stage(complaint.progress.stage).acknowledge.clause
    check_unanswered(complaint, clause)
    if done := complaint.progress.acknowledgement:
        already = f"{clause}: {complaint.progress.stage.words} has already been acknowledged"
        if done.reopened or done.came_back:
            raise NotAllowedError(
                f"{already}; the letter came back: post it, and record that.", instead="record_posted"
            )
        raise NotAllowedError(f"{already}.")
    if complaint.progress.owner is None:
        raise NotAllowedError(
            f"{clause}: the acknowledgement tells the resident who deals with the complaint; allocate it first.",
            instead="allocate",
        )
    check_age_decided(complaint, rules, "acknowledged")
    if complaint.stage is Stage.ONE and len(complaint.taken) > 1:
        _check_understood(complaint, clause)


def check_acknowledge(complaint: Complaint, order: Acknowledge, rules: Rules) -> None:
    """An acknowledgement says what was understood of each issue (R-065, Code 5.6).

    Raises:
        NotAllowedError: an issue is not understood.
    """
    clause = rules.edition.stage(complaint.progress.stage).acknowledge.clause
    check_short_form(complaint, order, clause)
    _check_understood(with_short_form(complaint, order), clause)


def _check_understood(complaint: Complaint, clause: str) -> None:
    """Our understanding of each issue is there to be set out; whether it is right, the letter asks (A-45)."""
    if complaint.stage is Stage.TWO:
        if not complaint.progress.understood:
            raise NotAllowedError(f"{clause}: say what was understood; the acknowledgement sets it out.")
        return
    unclear = tuple(issue for issue in complaint.taken if not issue.understood)
    if unclear:
        how = "with the acknowledgement or " if len(complaint.taken) == 1 else ""
        raise NotAllowedError(
            f"{clause}: say what was understood of {list_issues(unclear)}, {how}by confirming the issue; "
            "the acknowledgement sets it out for the resident.",
            instead="confirm_issue",
        )


def acknowledge(complaint: Complaint, order: Acknowledge, rules: Rules, now: datetime) -> Complaint:
    """Decide on the acknowledgement: it tells who deals with it, what was understood and when to expect the response.

    It tells the timescale too, so with the outcomes sought and the answer to F-020 the details are on record (C-03).
    """
    progress = complaint.progress
    letter = Letter(decided_at=order.decided_at, decided_by=order.by_whose_hand)
    duty = DutyKind.ACKNOWLEDGE.at(progress.stage)
    goes_on, _, _ = how_it_goes(complaint, order.already_sent, rules, now)
    done = with_short_form(complaint, order)
    done = done.with_progress(done.progress, acknowledgement=letter)
    due_on = respond_duty(done, rules).due_on
    done = done.with_progress(done.progress, acknowledgement=letter.model_copy(update={"told": due_on}))
    done = done.noting(
        Acknowledged(stage=progress.stage, response_by=due_on, telephone=_of_telephone(order, progress, rules)),
        at=order.at,
        now=now,
        by=order.by,
        clause=rules.edition.stage(progress.stage).acknowledge.clause,
    )
    refused_first = bool(complaint.refusals) and progress.stage is Stage.ONE
    facts = AcknowledgementFacts(
        stage=progress.stage,
        summary=complaint.summary,
        received_on=landlord_day(complaint.received_at if refused_first else progress.started_at, rules.zone),
        begun_on=landlord_day(progress.started_at, rules.zone) if refused_first else None,
        handler=required(progress.owner, "owner"),
        issues=done.taken,
        understood=done.progress.understood,
        desired_outcome=done.progress.desired_outcome or None,
        due_on=due_on,
        is_past=due_on < landlord_day(now, rules.zone) or None,
        is_new_to_it=progress.owner_is_new or None,
        was_due_on=day_it_missed(duty_of(complaint, rules, duty), goes_on),
    )
    done = note_details_if_complete(done, rules, order.decided_at, now)
    done = note_contact_if_made(done, rules, now)
    return send_letter(done, rules, NoticeKind.ACKNOWLEDGEMENT, facts, now, duty=duty, already_sent=order.already_sent)


def _of_telephone(order: Acknowledge, progress: StageProgress, rules: Rules) -> str:
    """What came of telephoning first: as it is said, or as the attempts on record say (Q-041)."""
    if order.telephone.strip() or not rules.edition.stage(progress.stage).acknowledge.telephone_first:
        return order.telephone
    if progress.attempts.spoke_at:
        return "somebody has spoken with the resident"
    tries = progress.attempts.tries
    if not tries:
        return "not tried, and nobody said why not"
    return f"tried {'once' if tries == 1 else f'{tries} times'}, and nobody was reached"


STEPS = (
    Step(
        Acknowledge,
        said="acknowledge",
        whose=Work.ACKNOWLEDGE,
        may=may_acknowledge,
        check=check_acknowledge,
        does=acknowledge,
        undoes=("confirm_issue",),
    ),
)
