"""Correcting an attempt to speak with the resident: its day, its outcome, or that it was made at all (A-37)."""

from datetime import datetime
from typing import ClassVar, NamedTuple

from pydantic import PositiveInt

from domain.calendar.days import in_words, instant_on, landlord_day, local_time
from domain.complaint.actor import Actor
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.facts.corrections import ContactCorrected
from domain.complaint.stages import Attempt, ContactOutcome, StageProgress
from domain.duties.fulfilment import take_back_misses_by_correction
from domain.duties.of_a_stage import contact_is_met
from domain.duties.told import moved_dates
from domain.messages.message import Message
from domain.policy.rules import Rules
from domain.procedure.step import Step, When, Whose
from domain.value import Day, required

_CORRECTED = "the contact was corrected"


class CorrectContact(Message):
    """Correct an attempt to speak with the resident that was recorded wrongly, or was never made."""

    name: ClassVar[str] = "correct_contact"

    entry: PositiveInt
    """Its entry in the record."""
    right_outcome: ContactOutcome | None = None
    """The right outcome, where another is recorded."""
    right_day: Day | None = None
    """The right day, where another is recorded."""
    never_made: bool = False
    """Whether nobody tried to speak with them: it was another resident's, or recorded twice."""
    why: str
    """Why the record was wrong."""


class _Meant(NamedTuple):
    """The attempt that is meant, and its stage."""

    progress: StageProgress
    attempt: Attempt


def may_correct_contact(complaint: Complaint, _by: Actor, _at: datetime, _rules: Rules) -> None:
    """An attempt is on record.

    Raises:
        NotAllowedError: none is.
    """
    if not any(progress.attempts.made for progress in complaint.stages):
        raise NotAllowedError("No attempt to speak with the resident is on record.")


def check_contact(complaint: Complaint, order: CorrectContact, rules: Rules) -> None:
    """Such an attempt is on record, and something of it was wrong.

    Raises:
        NotAllowedError: it is not, nothing changes, the day cannot be right, or nothing says why.
    """
    meant = _meant(complaint, order.entry)
    if meant is None:
        raise NotAllowedError(f"Entry {order.entry} records no attempt to speak with the resident; give its number.")
    if not order.why.strip():
        raise NotAllowedError("Say why the record was wrong: it keeps both, and the reason.")
    right = _right(meant.attempt, order, rules)
    if right == meant.attempt:
        raise NotAllowedError("That is what the record says already; give the right outcome or the right day.")
    if right and right.on > landlord_day(order.at, rules.zone):
        raise NotAllowedError(f"{in_words(right.on)} is still to come; give the day on which it was.")
    if right and right.at < meant.progress.started_at:
        raise NotAllowedError(f"{meant.progress.stage.words.capitalize()} had not begun by then; give the right day.")


def correct_contact(complaint: Complaint, order: CorrectContact, rules: Rules, now: datetime) -> Complaint:
    """Count the attempts as they were made: contact may be owed again, or have been made in time."""
    progress, attempt = required(_meant(complaint, order.entry), "attempt")
    right = _right(attempt, order, rules)
    attempts = progress.attempts.with_right(order.entry, right)
    limit = rules.edition.stage(progress.stage).contact
    counted = progress.model_copy(update={"attempts": attempts})
    after = complaint.with_progress(counted, contacted_at=contact_is_met(counted, limit, rules))
    facts = ContactCorrected(
        entry=order.entry,
        was=attempt.outcome,
        was_on=attempt.on,
        now=right.outcome if right else None,
        now_on=right.on if right else attempt.on,
        why=order.why,
        moved=moved_dates(complaint, after, rules),
    )
    noted = after.noting(facts, at=order.at, now=now, by=order.by, clause=limit.clause, stage=progress.stage)
    return take_back_misses_by_correction(complaint, noted, rules, _CORRECTED, order.at, now)


def _meant(complaint: Complaint, entry: int) -> _Meant | None:
    return next(
        (
            _Meant(progress, attempt)
            for progress in complaint.stages
            for attempt in progress.attempts.made
            if attempt.entry == entry
        ),
        None,
    )


def _right(attempt: Attempt, order: CorrectContact, rules: Rules) -> Attempt | None:
    """The attempt as it was; None where it was never made."""
    if order.never_made:
        return None
    on = order.right_day or attempt.on
    at = attempt.at if on == attempt.on else instant_on(on, local_time(attempt.at, rules.zone).time(), rules.zone)
    return attempt.model_copy(update={"outcome": order.right_outcome or attempt.outcome, "on": on, "at": at})


STEPS = (
    Step(
        CorrectContact,
        said="correct-contact",
        whose=Whose.OWNER,
        may=may_correct_contact,
        check=check_contact,
        does=correct_contact,
        when=When.OF_ANY_STAGE,
        under=("correct", "contact"),
        undoes=("correct_contact", "record_contact"),
    ),
)
