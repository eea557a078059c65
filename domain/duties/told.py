"""The dates that a resident was told: none of them moves earlier, whatever is known later (D2)."""

from collections.abc import Iterator
from datetime import date

from domain.complaint.complaint import Complaint
from domain.complaint.facts.duties import MovedDate
from domain.complaint.marks import Floor
from domain.duties.owed import duties, escalation_window, open_duties
from domain.policy.duty_kinds import WINDOW, DutyKey, DutyKind
from domain.policy.rules import Rules
from domain.policy.stages import Stage


def was_told(complaint: Complaint, duty: DutyKey) -> bool:
    """Whether the resident has been given that date: the response's only with the acknowledgement or an extension."""
    progress = complaint.at_stage(duty.stage) if duty.stage and duty.kind is DutyKind.RESPOND else None
    was_given = progress is None or bool(progress.acknowledgement or progress.extensions)
    return bool(duty.row.residents_hear) and was_given


def highest(floors: tuple[Floor, ...]) -> tuple[Floor, ...]:
    """Of each duty the latest day before which it never moves."""
    return tuple({floor.duty: floor for floor in sorted(floors, key=lambda floor: floor.on)}.values())


def keep_told(before: Complaint, after: Complaint, rules: Rules) -> Complaint:
    """*after*, with each date that the resident had been told *before* and that would come earlier now kept."""
    now = dict(_dates(after, rules))
    kept = tuple(
        Floor(duty=duty, on=was)
        for duty, was in _dates(before, rules)
        if was_told(before, duty) and duty in now and now[duty] < was
    )
    return after.changed(floors=highest((*after.floors, *kept))) if kept else after


def moved_dates(before: Complaint, after: Complaint, rules: Rules) -> tuple[MovedDate, ...]:
    """The dates of what is still owed that have moved, from when to when."""
    was = dict(_dates(before, rules))
    owed = {duty.key: duty for duty in open_duties(after, rules)}
    return tuple(
        MovedDate(duty=key, called=duty.words, was=was[key], on=duty.due_on)
        for key, duty in owed.items()
        if key in was and was[key] != duty.due_on
    )


def _dates(complaint: Complaint, rules: Rules) -> Iterator[tuple[DutyKey, date]]:
    """The days of all that is or was owed, and the last day to ask for stage 2."""
    yield from ((duty.key, duty.due_on) for duty in duties(complaint, rules) if not duty.key.row.is_named)
    last_day = escalation_window(complaint, rules)
    if last_day and not complaint.at_stage(Stage.TWO):
        yield WINDOW, last_day.on
