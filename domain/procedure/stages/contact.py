"""Record attempts to speak with the resident (A-37)."""

from datetime import datetime
from typing import ClassVar

from pydantic import PositiveInt

from domain.calendar.days import landlord_day
from domain.complaint.actor import Actor
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.facts.stages import Contacted
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.notice_rules import Event
from domain.complaint.resident_facts import ContactNoteFacts
from domain.complaint.stages import Attempt, ContactOutcome
from domain.duties.fulfilment import duty_of, note_met
from domain.duties.of_a_stage import contact_is_met, counts_as_contact
from domain.messages.message import Message
from domain.outbox.tell import drop, tell_resident
from domain.policy.duty_kinds import DutyKind
from domain.policy.rules import Rules
from domain.policy.work import Work
from domain.procedure.gates import check_open, check_there, check_unanswered
from domain.procedure.stages.details import check_short_form, note_details_if_complete, with_short_form
from domain.procedure.step import Step


class RecordContact(Message):
    """Record an attempt to speak with the resident."""

    name: ClassVar[str] = "record_contact"
    repeatable: ClassVar[bool] = True

    outcome: ContactOutcome
    """The outcome."""
    note: str = ""
    """Anything worth keeping."""
    issues: tuple[PositiveInt, ...] = ()
    """An issue it was about."""
    understood: str = ""
    """What the resident means, as we understood it; printed in the letter."""
    desired_outcome: str = ""
    """The outcome the resident wants; printed in the letter."""
    agreed: str = ""
    """What was agreed with the resident, or that nothing was."""


def may_contact(complaint: Complaint, _by: Actor, at: datetime, rules: Rules) -> None:
    """The resident is spoken with before the response; where nobody has, after it too.

    Raises:
        NotAllowedError: the stage is answered and the contact was made, or the complaint is closed.
    """
    progress = complaint.progress
    if progress.responded and (progress.contacted_at is None or at < progress.responded.decided_at):
        return check_open(complaint)
    return check_unanswered(complaint, _clause(complaint, rules))


def check_contact(complaint: Complaint, order: RecordContact, rules: Rules) -> None:
    """What was understood in it goes to the issue it is about.

    Raises:
        NotAllowedError: there is no such issue, or which of several was meant is not said.
    """
    clause = _clause(complaint, rules)
    for number in order.issues:
        check_there(complaint, number, clause)
    check_short_form(complaint, order, clause)
    _check_note(complaint, order, clause)
    _check_agreed(complaint, order, rules)


def _check_note(complaint: Complaint, order: RecordContact, clause: str) -> None:
    """A note asks to talk before we respond: after the response it would say what is not so."""
    progress, responded = complaint.progress, complaint.progress.responded
    if order.outcome is ContactOutcome.WRITTEN_NOTE and responded and order.at >= responded.decided_at:
        raise NotAllowedError(
            f"{clause}: {progress.stage.words} has already been answered, and the note asks to talk before that; "
            "try to speak with the resident, and record that."
        )


def _check_agreed(complaint: Complaint, order: RecordContact, rules: Rules) -> None:
    """The contact in which something is to be agreed says what was (Q-054)."""
    progress, limit = complaint.progress, rules.edition.stage(complaint.progress.stage).contact
    is_the_contact = order.outcome is ContactOutcome.SPOKE and counts_as_contact(progress, order.at, limit)
    if limit.agrees_actions and is_the_contact and progress.contacted_at is None and not order.agreed.strip():
        raise NotAllowedError(f"{limit.clause}: say what was agreed with the resident, or that nothing was.")


def record_contact(complaint: Complaint, order: RecordContact, rules: Rules, now: datetime) -> Complaint:
    """Record an attempt; three over three working days and a written note stand for contact (R-062, Q-054, A-37)."""
    progress = complaint.progress
    limit = rules.edition.stage(progress.stage).contact
    entry, on = complaint.record_summary.entries + 1, landlord_day(order.at, rules.zone)
    attempts = progress.attempts.adding(Attempt(entry=entry, outcome=order.outcome, at=order.at, on=on))
    tried = complaint.with_progress(progress, attempts=attempts).noting(
        Contacted(
            outcome=order.outcome, channel=order.channel, issues=order.issues, note=order.note, agreed=order.agreed
        ),
        at=order.at,
        now=now,
        by=order.by,
        clause=limit.clause,
    )
    tried = with_short_form(tried, order)
    if order.outcome is ContactOutcome.SPOKE:
        tried = drop(tried, Event.SPOKEN, now)
    tried = note_details_if_complete(tried, rules, order.at, now)
    if order.outcome is ContactOutcome.WRITTEN_NOTE:
        facts = ContactNoteFacts(
            stage=progress.stage,
            summary=complaint.summary,
            handler=progress.owner,
            due_on=progress.acknowledgement.told if progress.acknowledgement else None,
        )
        tried = tell_resident(tried, rules, NoticeKind.CONTACT_NOTE, facts, now, clause=limit.clause)
    return note_contact_if_made(tried, rules, now)


def note_contact_if_made(complaint: Complaint, rules: Rules, now: datetime) -> Complaint:
    """With what was tried the contact is made: whichever was recorded first, it or the acknowledgement (Q-054)."""
    progress = complaint.progress
    met_at = contact_is_met(progress, rules.edition.stage(progress.stage).contact, rules)
    if progress.contacted_at or met_at is None:
        return complaint
    duty = duty_of(complaint, rules, DutyKind.CONTACT.at(progress.stage))
    made = complaint.with_progress(progress, contacted_at=met_at)
    return note_met(made, rules, duty, met_at, landlord_day(met_at, rules.zone), now)


def _clause(complaint: Complaint, rules: Rules) -> str:
    return rules.edition.stage(complaint.progress.stage).contact.clause


STEPS = (
    Step(
        RecordContact,
        said="contact",
        whose=Work.CONTACT,
        may=may_contact,
        check=check_contact,
        does=record_contact,
        undoes=("confirm_issue", "record_details"),
    ),
)
