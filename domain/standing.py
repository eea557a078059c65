"""How a complaint stands: the line a queue shows, and its deadlines with the sum in words."""

from datetime import date, datetime

from domain.complaint import Complaint
from domain.days import in_words, landlord_day, short
from domain.deadlines import explain
from domain.duties import duties, open_duties, window
from domain.duty import Duty
from domain.ladder import acts_on
from domain.policy import Rules
from domain.record import Standing
from domain.separation import kept_from
from domain.stage_duties import internal_targets, literal_response_due
from domain.status import status
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
    first = first_owed(complaint, rules)
    return Standing(
        words=_in_words(complaint, rules, first),
        classification=complaint.classification,
        stage=complaint.stage,
        handler=complaint.handler.id if complaint.handler else "",
        next_due_at=first.deadline.passes_at() if first else None,
        next_due=f"{first.words} due {short(first.due_on)}" if first else "",
        overdue=bool(first and first.deadline.is_late(now)),
        closed=complaint.closed is not None,
        calendar=rules.calendar.mark,
        not_told=tuple(sorted(kept_from(complaint, complaint.stage, rules))),
        acts_at=acts_on(first, complaint, rules) if first else (),
    )


def first_owed(complaint: Complaint, rules: Rules) -> Duty | None:
    """What is owed first; None when nothing is."""
    return min(open_duties(complaint, rules), key=lambda duty: duty.due_on, default=None)


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
    explanation = why(duty, rules)
    progress = complaint.at_stage(duty.stage) if duty.stage else None
    literal = literal_response_due(progress, rules) if progress and duty.key.endswith(".respond") else None
    return DeadlineShown(
        clock=duty.key,
        words=duty.words,
        due_on=duty.due_on,
        clause=duty.clause,
        explanation=explanation,
        done_on=duty.done_on,
        is_open=duty.is_open,
        missed=any(missed.duty == duty.key for missed in complaint.missed),
        internal_target=targets.get(duty.key),
        literal_due_on=literal.on if literal else None,
        send_by=duty.send_by,
    )


def why(duty: Duty, rules: Rules) -> str:
    """Why the duty is owed by its day: the sum, or who named the day."""
    if duty.ladder == "action":
        return f"promised for {short(duty.due_on)}."
    if duty.ladder == "ombudsman":
        return f"the Ombudsman asks for it by {short(duty.due_on)}."
    if duty.ladder == "refusal_review":
        return f"set for {short(duty.due_on)} when the complaint was refused."
    if duty.ladder == "support_review":
        return f"set for {short(duty.due_on)} when the support was recorded."
    if duty.key == "stage_1.refusal_letter" and duty.due_on == landlord_day(duty.started_at, rules.zone):
        return f"{_sum_before(duty, rules)}the letter goes that day."
    return explain(duty.deadline, rules.calendar).explanation


def _sum_before(duty: Duty, rules: Rules) -> str:
    """The count to the day by which a refusal would have been told, and that it was decided later."""
    counted_on = duty.deadline.counted_on or duty.due_on
    counted = explain(duty.deadline._replace(on=counted_on, counted_on=None), rules.calendar).explanation
    if counted_on == duty.due_on:
        return f"{counted} The complaint was refused on that day: "
    return f"{counted} The complaint was refused later than that, on {in_words(duty.due_on)}: "


def _before_stage_1(complaint: Complaint, rules: Rules) -> str:
    """What it is while it is no complaint: "concern, early resolution agreed", "enquiry passed on to repairs"."""
    what = complaint.classification.words
    if complaint.quick and complaint.quick.is_open:
        return f"{what}, {rules.edition.quick_resolution.name.lower()} agreed"
    return f"{what} passed on to {complaint.request.passed_on_to}" if complaint.request else what


def _in_words(complaint: Complaint, rules: Rules, first: Duty | None) -> str:
    if complaint.closed:
        closed = f"closed: {complaint.closed.reason.replace('_', ' ')}"
        words = closed if complaint.stages else f"{complaint.classification.words} {closed}"
    elif complaint.stage is None:
        words = _before_stage_1(complaint, rules)
    else:
        last_day = window(complaint, rules) if len(complaint.stages) == 1 else None
        words = f"{complaint.progress.stage.words} {status(complaint)}"
        words += f", stage 2 can be asked for until {short(last_day.on)}" if last_day else ""
    return f"{words}; {first.words} due {short(first.due_on)}" if first else words
