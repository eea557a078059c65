"""Finding out: contact with the resident, the investigation or review, and whom its owner consulted."""

from datetime import datetime

from domain.complaint import Complaint, Consultation, Contact, ContactOutcome, NotAllowedError
from domain.days import landlord_day
from domain.meeting import duty_of, note_met
from domain.notices import Facts, NoticeKind
from domain.orders import Consult, RecordContact, RecordInvestigation
from domain.policy import Rules
from domain.receiving import check_unanswered
from domain.record import EntryKind
from domain.refused_matters import check_found, owed_on_refused, record_found
from domain.separation import check_apart, check_not_about, involving
from domain.stage_duties import contact_is_met
from domain.telling import tell_resident
from domain.understanding import check_short_form, check_there, note_details_if_complete, with_short_form


def check_contact(complaint: Complaint, order: RecordContact, rules: Rules) -> None:
    """Contact is recorded while the stage is unanswered; what was understood in it goes to the issue it is about.

    Raises:
        NotAllowedError: the stage is answered, the complaint closed, or there is no such issue.
    """
    clause = rules.edition.stage(complaint.progress.stage).contact.clause
    check_unanswered(complaint, clause)
    for number in order.issues:
        check_there(complaint, number, clause)
    check_short_form(complaint, order, clause)


def record_contact(complaint: Complaint, order: RecordContact, rules: Rules, now: datetime) -> Complaint:
    """Record an attempt; three over three working days and a written note stand for contact (R-062, Q-054, A-37)."""
    progress = complaint.progress
    limit = rules.edition.stage(progress.stage).contact
    contact = Contact(at=order.at, outcome=order.outcome, note=order.note, channel=order.channel, issues=order.issues)
    tried = complaint.with_progress(progress, contacts=(*progress.contacts, contact)).noting(
        EntryKind.CONTACT,
        _said(order),
        at=order.at,
        now=now,
        by=order.who,
        clause=limit.clause,
    )
    tried = with_short_form(tried, order)
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


def _said(order: RecordContact) -> str:
    """The contact in the record: "contact by telephone: spoke, of issues 1 and 2: she wants it dry"."""
    by = f" by {order.channel}" if order.channel else ""
    numbers = " and ".join(str(number) for number in order.issues)
    about = f", of issue{'s' if len(order.issues) > 1 else ''} {numbers}" if order.issues else ""
    return f"contact{by}: {order.outcome.replace('_', ' ')}{about}{f': {order.note}' if order.note else ''}"


def check_investigation(complaint: Complaint, order: RecordInvestigation, rules: Rules) -> None:
    """Findings are put in words, at stage 2 by somebody apart from stage 1.

    Raises:
        NotAllowedError: no finding, no such issue, the stage is answered, or they took part in stage 1.
    """
    if owed_on_refused(complaint, order, rules):
        check_found(complaint, order, rules)
        return
    limit = rules.edition.stage(complaint.progress.stage).investigate
    clause = limit.clause if limit else rules.edition.stage(complaint.progress.stage).owner.clause
    check_unanswered(complaint, clause)
    check_apart(complaint, order.by, rules)
    if not order.found.strip():
        raise NotAllowedError(f"{clause}: say what was found.")
    if order.issue:
        check_there(complaint, order.issue, clause)


def record_investigation(complaint: Complaint, order: RecordInvestigation, rules: Rules, now: datetime) -> Complaint:
    """Record what was found; at stage 2 also whether stage 1 was complete (F-030, F-072)."""
    if owed_on_refused(complaint, order, rules):
        return record_found(complaint, order, rules, now)
    progress = complaint.progress
    limit = rules.edition.stage(progress.stage).investigate
    complete = {None: "", True: " Stage 1 was complete.", False: " Stage 1 was not complete."}[order.stage_1_complete]
    more = " More investigation is needed." if order.more_needed else ""
    done = complaint.with_progress(progress, involved=involving(progress, order.by)).noting(
        EntryKind.INVESTIGATED,
        f"found{f' on issue {order.issue}' if order.issue else ''}: {order.found}{complete}{more}",
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
