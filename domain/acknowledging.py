"""Acknowledging a complaint, at either stage."""

from datetime import datetime

from domain.complaint import Complaint, NotAllowedError, Sending
from domain.days import in_words, landlord_day
from domain.duties import respond_duty
from domain.investigating import note_details_if_complete
from domain.meeting import send_letter
from domain.notices import Facts, NoticeKind
from domain.orders import Acknowledge
from domain.policy import Rules
from domain.receiving import check_unanswered
from domain.record import EntryKind


def check_acknowledge(complaint: Complaint, order: Acknowledge, rules: Rules) -> None:
    """An acknowledgement names who deals with it and what was understood (R-065, Code 5.6).

    Raises:
        NotAllowedError: no owner, nothing understood, or it is acknowledged already.
    """
    clause = rules.edition.stage(complaint.progress.stage).acknowledge.clause
    check_unanswered(complaint, clause)
    if complaint.progress.acknowledgement:
        raise NotAllowedError(f"{clause}: {complaint.progress.stage.words} is acknowledged already.")
    if complaint.progress.owner is None:
        raise NotAllowedError(
            f"{clause}: the acknowledgement tells the resident who deals with the complaint; allocate it first."
        )
    if not order.understood.strip():
        raise NotAllowedError(f"{clause}: say what was understood; the acknowledgement sets it out for the resident.")


def acknowledge(complaint: Complaint, order: Acknowledge, rules: Rules, now: datetime) -> Complaint:
    """Decide on the acknowledgement: it tells who deals with it, what was understood and when to expect the response.

    With the outcome sought it says all that the landlord's form asks for, so the details are on record too (C-03).
    """
    progress = complaint.progress
    desired_outcome = order.desired_outcome or progress.desired_outcome
    sending = Sending(decided_at=order.decided_at)
    done = complaint.with_progress(
        progress, acknowledgement=sending, understood=order.understood, desired_outcome=desired_outcome
    )
    due_on = respond_duty(done, rules).due_on
    done = done.with_progress(done.progress, acknowledgement=sending.model_copy(update={"told": due_on}))
    done = done.noting(
        EntryKind.ACKNOWLEDGED,
        f"{progress.stage.words} acknowledgement: full response by {in_words(due_on)}",
        at=order.at,
        now=now,
        by=order.who,
        clause=rules.edition.stage(progress.stage).acknowledge.clause,
    )
    facts = Facts(
        stage=progress.stage,
        summary=complaint.summary,
        received_on=landlord_day(progress.started_at, rules.zone),
        handler=progress.owner,
        understood=order.understood,
        desired_outcome=desired_outcome or None,
        due_on=due_on,
        is_past=due_on < landlord_day(now, rules.zone) or None,
    )
    done = note_details_if_complete(done, rules, order.decided_at, now)
    duty = f"{progress.stage}.acknowledge"
    return send_letter(done, rules, NoticeKind.ACKNOWLEDGEMENT, facts, now, duty=duty, already_sent=order.already_sent)
