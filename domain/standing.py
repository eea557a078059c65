"""How a complaint stands: the line a queue shows, and its deadlines with the sum in words."""

from datetime import date, datetime

from domain.complaint import Complaint
from domain.days import short
from domain.deadlines import explain
from domain.duties import Duty, duties, internal_targets, literal_response_due, open_duties, window
from domain.policy import Rules
from domain.record import Standing
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


def standing(complaint: Complaint, rules: Rules, now: datetime) -> Standing:
    """How the complaint stands, by what is owed next."""
    owed = sorted(open_duties(complaint, rules), key=lambda duty: duty.due_on)
    first = owed[0] if owed else None
    return Standing(
        words=_in_words(complaint, rules, first),
        stage=complaint.progress.stage,
        handler=complaint.progress.owner.id if complaint.progress.owner else "",
        next_due_at=first.deadline.passes_at() if first else None,
        next_due=f"{first.words} due {short(first.due_on)}" if first else "",
        overdue=bool(first and first.deadline.is_late(now)),
        closed=complaint.closed is not None,
    )


def deadlines_shown(complaint: Complaint, rules: Rules) -> tuple[DeadlineShown, ...]:
    """Every deadline of the complaint with the sum behind it."""
    targets: dict[str, date] = {}
    for progress in complaint.stages:
        targets |= internal_targets(complaint, progress, rules)
    shown = [_shown(duty, complaint, rules, targets) for duty in duties(complaint, rules)]
    last_day = window(complaint, rules)
    if last_day:
        words = "last day to ask for stage 2"
        why = explain(last_day, rules.calendar).explanation
        shown.append(
            DeadlineShown(
                clock=last_day.clock, words=words, due_on=last_day.on, clause=last_day.limit.clause, explanation=why
            )
        )
    return tuple(shown)


def _shown(duty: Duty, complaint: Complaint, rules: Rules, targets: dict[str, date]) -> DeadlineShown:
    is_promise = duty.key.startswith("action.")
    why = f"promised for {short(duty.due_on)}." if is_promise else explain(duty.deadline, rules.calendar).explanation
    progress = complaint.at_stage(duty.stage)
    literal = literal_response_due(progress, rules) if progress and duty.key.endswith(".respond") else None
    return DeadlineShown(
        clock=duty.key,
        words=duty.words,
        due_on=duty.due_on,
        clause=duty.clause,
        explanation=why,
        done_on=duty.done_on,
        is_open=duty.is_open,
        missed=any(missed.duty == duty.key for missed in complaint.missed),
        internal_target=targets.get(duty.key),
        literal_due_on=literal.on if literal else None,
        send_by=duty.send_by,
    )


def _in_words(complaint: Complaint, rules: Rules, first: Duty | None) -> str:
    if complaint.closed:
        words = f"closed: {complaint.closed.reason.replace('_', ' ')}"
    elif complaint.progress.responded and complaint.progress.responded.met_at:
        last_day = window(complaint, rules) if len(complaint.stages) == 1 else None
        words = f"{complaint.progress.stage.words} answered"
        words += f", stage 2 can be asked for until {short(last_day.on)}" if last_day else ""
    elif complaint.progress.acknowledgement:
        words = f"{complaint.progress.stage.words} acknowledged"
    else:
        words = f"{complaint.progress.stage.words} received"
    return f"{words}; {first.words} due {short(first.due_on)}" if first else words
