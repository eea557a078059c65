"""Finding out: contact with the resident, details, the investigation or review, and whom its owner consulted."""

from datetime import datetime

from domain.complaint import Complaint, Consultation, Contact, ContactOutcome, NotAllowedError
from domain.days import landlord_day
from domain.duties import contact_is_met
from domain.meeting import duty_of, note_met
from domain.notices import Facts, NoticeKind
from domain.orders import Consult, RecordContact, RecordDetails, RecordInvestigation
from domain.policy import Rules
from domain.receiving import check_unanswered
from domain.record import EntryKind
from domain.separation import check_apart, check_not_about, involving
from domain.telling import tell_resident


def check_contact(complaint: Complaint, _order: RecordContact, rules: Rules) -> None:
    """Contact is recorded while the stage is unanswered.

    Raises:
        NotAllowedError: the stage is answered or the complaint closed.
    """
    check_unanswered(complaint, rules.edition.stage(complaint.progress.stage).contact.clause)


def record_contact(complaint: Complaint, order: RecordContact, rules: Rules, now: datetime) -> Complaint:
    """Record an attempt; three over three working days and a written note stand for contact (R-062, Q-054, A-37)."""
    progress = complaint.progress
    limit = rules.edition.stage(progress.stage).contact
    contact = Contact(at=order.at, outcome=order.outcome, note=order.note)
    tried = complaint.with_progress(progress, contacts=(*progress.contacts, contact)).noting(
        EntryKind.CONTACT,
        f"contact: {order.outcome.replace('_', ' ')}{f': {order.note}' if order.note else ''}",
        at=order.at,
        now=now,
        by=order.who,
        clause=limit.clause,
    )
    learnt = {"understood": order.understood, "desired_outcome": order.desired_outcome}
    tried = tried.with_progress(tried.progress, **{field: words for field, words in learnt.items() if words.strip()})
    tried = note_details_if_complete(tried, rules, order.at, now)
    if order.outcome is ContactOutcome.WRITTEN_NOTE:
        facts = Facts(
            stage=progress.stage,
            summary=complaint.summary,
            handler=progress.owner,
            due_on=progress.acknowledgement.told if progress.acknowledgement else None,
        )
        tried = tell_resident(tried, rules, NoticeKind.CONTACT_NOTE, facts, now, clause=limit.clause)
    met_at = contact_is_met(tried.progress, limit, rules)
    if progress.contacted_at or met_at is None:
        return tried
    duty = duty_of(complaint, rules, f"{progress.stage}.contact")
    tried = tried.with_progress(tried.progress, contacted_at=met_at)
    return note_met(tried, rules, duty, met_at, landlord_day(met_at, rules.zone), now)


def check_details(complaint: Complaint, order: RecordDetails, rules: Rules) -> None:
    """Details are complete or not recorded (F-021 to F-025).

    Raises:
        NotAllowedError: something is missing, or the stage is answered.
    """
    limit = rules.edition.stage(complaint.progress.stage).details
    clause = limit.clause if limit else rules.edition.stage(complaint.progress.stage).contact.clause
    check_unanswered(complaint, clause)
    missing = [
        words
        for words, there in (
            ("what the resident is unhappy with", order.understood.strip()),
            ("the outcome they want", order.desired_outcome.strip()),
            ("that they were told the timescale", order.told_timescale),
        )
        if not there
    ]
    if missing:
        raise NotAllowedError(f"{clause}: still missing: {'; '.join(missing)}.")


def record_details(complaint: Complaint, order: RecordDetails, rules: Rules, now: datetime) -> Complaint:
    """Record what the resident is unhappy with and wants."""
    progress = complaint.progress
    limit = rules.edition.stage(progress.stage).details
    done = complaint.with_progress(progress, understood=order.understood, desired_outcome=order.desired_outcome).noting(
        EntryKind.DETAILS,
        f"details: {order.understood}; wants: {order.desired_outcome}",
        at=order.at,
        now=now,
        by=order.who,
        clause=limit.clause if limit else "",
    )
    return note_details(done, rules, order.at, now)


def note_details_if_complete(complaint: Complaint, rules: Rules, at: datetime, now: datetime) -> Complaint:
    """With the acknowledgement, which tells the timescale, what was said in it and in contact completes the details."""
    progress = complaint.progress
    if not (progress.acknowledgement and progress.understood and progress.desired_outcome):
        return complaint
    return note_details(complaint, rules, at, now)


def note_details(complaint: Complaint, rules: Rules, at: datetime, now: datetime) -> Complaint:
    """What the resident is unhappy with and wants is on record, and they know when to expect an answer (C-03)."""
    progress = complaint.progress
    if progress.details_at:
        return complaint
    done = complaint.with_progress(progress, details_at=at)
    if rules.edition.stage(progress.stage).details is None:
        return done
    duty = duty_of(complaint, rules, f"{progress.stage}.details")
    return note_met(done, rules, duty, at, landlord_day(at, rules.zone), now)


def check_investigation(complaint: Complaint, order: RecordInvestigation, rules: Rules) -> None:
    """Findings are put in words, at stage 2 by somebody apart from stage 1.

    Raises:
        NotAllowedError: no finding, the stage is answered, or they took part in stage 1.
    """
    limit = rules.edition.stage(complaint.progress.stage).investigate
    clause = limit.clause if limit else rules.edition.stage(complaint.progress.stage).owner.clause
    check_unanswered(complaint, clause)
    check_apart(complaint, order.by, rules)
    if not order.found.strip():
        raise NotAllowedError(f"{clause}: say what was found.")


def record_investigation(complaint: Complaint, order: RecordInvestigation, rules: Rules, now: datetime) -> Complaint:
    """Record what was found; at stage 2 also whether stage 1 was complete (F-030, F-072)."""
    progress = complaint.progress
    limit = rules.edition.stage(progress.stage).investigate
    complete = {None: "", True: " Stage 1 was complete.", False: " Stage 1 was not complete."}[order.stage_1_complete]
    more = " More investigation is needed." if order.more_needed else ""
    done = complaint.with_progress(progress, involved=involving(progress, order.by)).noting(
        EntryKind.INVESTIGATED,
        f"found: {order.found}{complete}{more}",
        at=order.at,
        now=now,
        by=order.who,
        clause=limit.clause if limit else "",
    )
    return done if order.more_needed else note_investigated(done, rules, order.at, now)


def note_investigated(complaint: Complaint, rules: Rules, at: datetime, now: datetime) -> Complaint:
    """The outcome is recorded: with that the investigation ends, whichever step recorded it (C-04, C-10)."""
    progress = complaint.progress
    if progress.investigated_at:
        return complaint
    done = complaint.with_progress(progress, investigated_at=at)
    if rules.edition.stage(progress.stage).investigate is None:
        return done
    duty = duty_of(complaint, rules, f"{progress.stage}.investigate")
    return note_met(done, rules, duty, at, landlord_day(at, rules.zone), now)


def check_consult(complaint: Complaint, order: Consult, rules: Rules) -> None:
    """A consultation says with whom and what came of it (R-052, R-054).

    Raises:
        NotAllowedError: no summary, the stage is answered, or the complaint is about them.
    """
    rule = rules.edition.stage(complaint.progress.stage).consult
    clause = rule.clause if rule else rules.edition.stage(complaint.progress.stage).owner.clause
    check_unanswered(complaint, clause)
    if not order.summary.strip():
        raise NotAllowedError(f"{clause}: say what the consultation came to.")
    check_not_about(complaint, order.officer)


def consult(complaint: Complaint, order: Consult, rules: Rules, now: datetime) -> Complaint:
    """Record a consultation; who is consulted at stage 1 may not review at stage 2 (A-17)."""
    progress = complaint.progress
    rule = rules.edition.stage(progress.stage).consult
    consultation = Consultation(officer=order.officer, at=order.at, summary=order.summary)
    return complaint.with_progress(
        progress,
        consultations=(*progress.consultations, consultation),
        involved=involving(progress, order.officer),
    ).noting(
        EntryKind.CONSULTED,
        f"consulted {order.officer.signature}: {order.summary}",
        at=order.at,
        now=now,
        by=order.who,
        clause=rule.clause if rule else "",
    )
