"""The letter that tells the resident that the landlord is late (R-087, F-030, F-075, A-16, Code 5.9)."""

from collections.abc import Iterable

from domain.calendar.days import instant_on, landlord_day
from domain.calendar.deadlines import Deadline, deadline_after
from domain.complaint.complaint import Complaint
from domain.complaint.marks import Missed
from domain.complaint.stages import Letter
from domain.duties.duty import Duty, given_day, is_noted_missed
from domain.policy.duty_kinds import DutyKind
from domain.policy.edition import LateLetterRule
from domain.policy.rules import Rules


def what_is_late(complaint: Complaint, owed: Iterable[Duty]) -> tuple[Duty, ...]:
    """Of what is *owed*, all that the resident waits for and was missed, where no letter is on its way."""
    return tuple(
        duty
        for duty in owed
        if duty.key.row.told_late
        and duty.is_open
        and is_noted_missed(duty, complaint)
        and not _is_decided(complaint, duty)
    )


def late_letter(complaint: Complaint, owed: Iterable[Duty], rules: Rules) -> Duty | None:
    """The letter is owed on the next working day, and again on the day by which they were told they would hear.

    It goes by itself, so nobody is reminded of it before. None where nothing is late, or nobody can be told.
    """
    rule, late = rules.edition.late_letter, what_is_late(complaint, owed)
    if rule is None or not late or complaint.death or complaint.resident.is_anonymous:
        return None
    deadline = min(_days_to_tell(complaint, late, rule, rules), key=lambda deadline: deadline.on)
    key = DutyKind.LATE_LETTER.key
    return Duty(
        key=key,
        words=key.words,
        stage=None,
        deadline=deadline,
        started_at=instant_on(deadline.on, rule.goes_at, rules.zone),
        clause=rule.clause,
        counts=False,
    )


def as_missed(duty: Duty) -> Missed:
    """The mark of a miss of *duty*."""
    return Missed(duty=duty.key, due_on=duty.due_on)


def _days_to_tell(complaint: Complaint, late: tuple[Duty, ...], rule: LateLetterRule, rules: Rules) -> list[Deadline]:
    told = complaint.late_told
    told_of = told.of if told else ()
    days = [_day_after(complaint, duty, rule, rules) for duty in late if as_missed(duty) not in told_of]
    if told and any(as_missed(duty) in told_of for duty in late):
        days.append(given_day(told.hear_by, told.at, rule.clause, rules))
    return days


def _day_after(complaint: Complaint, duty: Duty, rule: LateLetterRule, rules: Rules) -> Deadline:
    """The next working day after it was missed; where the landlord learnt of it later, after that."""
    letter = _letter_for(complaint, duty)
    known_at = max(duty.started_at, letter.reopened_at or duty.started_at) if letter else duty.started_at
    known_on = landlord_day(known_at, rules.zone)
    return deadline_after(max(duty.due_on, known_on), rule, rules.calendar, rules.zone)


def _is_decided(complaint: Complaint, duty: Duty) -> bool:
    """Whether the letter that meets it has been decided on, and is on its way."""
    letter = _letter_for(complaint, duty)
    return letter is not None and not letter.reopened


def _letter_for(complaint: Complaint, duty: Duty) -> Letter | None:
    progress = complaint.at_stage(duty.stage) if duty.stage else None
    letters = {
        DutyKind.ACKNOWLEDGE: progress.acknowledgement if progress else None,
        DutyKind.RESPOND: progress.responded if progress else None,
    }
    return letters.get(duty.key.kind)
