"""Deadlines as they are shown: what is owed by when, and the sum that says why."""

from datetime import date

from domain.calendar.days import in_words, landlord_day
from domain.calendar.deadlines import explain
from domain.calendar.limits import Anchor
from domain.complaint.complaint import Complaint
from domain.duties.duty import Duty
from domain.duties.of_a_stage import internal_targets, literal_response_due
from domain.duties.owed import duties, escalation_window
from domain.policy.duty_kinds import WINDOW, DutyKey, DutyKind
from domain.policy.rules import Rules
from domain.value import Value


class DeadlineShown(Value):
    """A deadline as people ask about it."""

    clock: str
    words: str
    due_on: date
    clause: str
    explanation: str
    done_on: date | None = None
    is_open: bool = True
    missed: bool = False
    internal_target: date | None = None
    """The landlord's own earlier target (A-04, A-05)."""
    literal_due_on: date | None = None
    """Counted from the actual acknowledgement, for the Code's measure (D4)."""
    send_by: date | None = None
    kind: DutyKind | None = None
    """What is owed; None where a worker of before answered."""

    def is_overdue(self, today: date) -> bool:
        """Whether it is owed still, and was due before *today*."""
        return self.is_open and self.due_on < today


def deadlines_shown(complaint: Complaint, rules: Rules) -> tuple[DeadlineShown, ...]:
    """Every deadline of the complaint with the sum behind it."""
    targets: dict[DutyKey, date] = {}
    for progress in complaint.stages:
        targets |= internal_targets(complaint, progress, rules)
    shown = [_shown(duty, complaint, rules, targets) for duty in duties(complaint, rules)]
    last_day = escalation_window(complaint, rules)
    if last_day:
        words = "last day to ask for stage 2"
        why = explain(last_day, rules.calendar).explanation
        shown.append(
            DeadlineShown(
                clock=WINDOW.name,
                words=words,
                due_on=last_day.on,
                clause=last_day.limit.clause,
                explanation=why,
                kind=WINDOW.kind,
            )
        )
    return tuple(shown)


def _shown(duty: Duty, complaint: Complaint, rules: Rules, targets: dict[DutyKey, date]) -> DeadlineShown:
    explanation = why(duty, rules)
    progress = complaint.at_stage(duty.stage) if duty.stage else None
    literal = literal_response_due(progress, rules) if progress and duty.key.kind is DutyKind.RESPOND else None
    return DeadlineShown(
        clock=duty.key.name,
        words=duty.in_full,
        due_on=duty.due_on,
        clause=duty.clause,
        explanation=explanation,
        done_on=duty.done_on,
        is_open=duty.is_open,
        missed=any(missed.duty == duty.key for missed in complaint.missed),
        internal_target=targets.get(duty.key),
        literal_due_on=literal.on if literal else None,
        send_by=duty.send_by,
        kind=duty.key.kind,
    )


def why(duty: Duty, rules: Rules) -> str:
    """Why the duty is owed by its day: the sum, or who named the day."""
    if duty.deadline.limit.starts_from is Anchor.GIVEN:
        return duty.key.row.given.format(day=in_words(duty.due_on))
    if duty.key.kind is DutyKind.REFUSAL_LETTER and duty.due_on == landlord_day(duty.started_at, rules.zone):
        return f"{_sum_before(duty, rules)}the letter goes that day."
    return explain(duty.deadline, rules.calendar).explanation


def _sum_before(duty: Duty, rules: Rules) -> str:
    """The count to the day by which a refusal would have been told, and that it was decided later."""
    counted_on = duty.deadline.counted_on or duty.due_on
    counted = explain(duty.deadline._replace(on=counted_on, counted_on=None), rules.calendar).explanation
    if counted_on == duty.due_on:
        return f"{counted} The complaint was refused on that day: "
    return f"{counted} The complaint was refused later than that, on {in_words(duty.due_on)}: "
