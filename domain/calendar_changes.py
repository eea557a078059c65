"""A holiday proclaimed later reaches an open complaint as a message (D2)."""

from datetime import date, datetime

from domain.calendar import WorkingCalendar
from domain.complaint import Complaint, Floor, NotAllowedError
from domain.days import short
from domain.duties import open_duties, window
from domain.notices import Due, Facts, NoticeKind
from domain.policy import Rules, Stage
from domain.record import EntryKind
from domain.telling import tell_handler, tell_resident


def change_calendar(
    complaint: Complaint, rules: Rules, calendar: WorkingCalendar, now: datetime
) -> tuple[Complaint, Rules]:
    """Count every open deadline anew by *calendar*; a date given out never moves earlier, and who was told is told.

    Raises:
        NotAllowedError: the calendar is another nation's.
    """
    if calendar.nation is not rules.calendar.nation:
        raise NotAllowedError(
            f"the calendar is of {calendar.nation}; this complaint counts by {rules.calendar.nation}."
        )
    before = _dates(complaint, rules)
    new_rules = rules.model_copy(update={"calendar": calendar})
    earlier = tuple(
        Floor(duty=duty, on=on) for duty, on in before.items() if _dates(complaint, new_rules).get(duty, on) < on
    )
    complaint = complaint.changed(floors=(*complaint.floors, *earlier))
    after = _dates(complaint, new_rules)
    moved = {duty: (on, after[duty]) for duty, on in before.items() if duty in after and after[duty] > on}
    changes = "; ".join(f"{_words(duty)} {short(old)} → {short(new)}" for duty, (old, new) in moved.items())
    complaint = complaint.noting(
        EntryKind.CALENDAR_CHANGED,
        f"calendar {calendar.version}: {changes or 'no open date moves'}",
        at=now,
        now=now,
    )
    return _tell(complaint, new_rules, moved, now), new_rules


def _tell(complaint: Complaint, rules: Rules, moved: dict[str, tuple[date, date]], now: datetime) -> Complaint:
    if not moved:
        return complaint
    lines = tuple(Due(what=_words(duty), due_on=new) for duty, (_, new) in moved.items())
    facts = Facts(stage=complaint.progress.stage, summary=complaint.summary, duties=lines)
    complaint = tell_handler(complaint, rules, NoticeKind.DATES_MOVED, facts, now)
    told = complaint.progress.acknowledgement is not None
    for duty, (old, new) in moved.items():
        if (duty == f"{complaint.progress.stage}.respond" and told) or duty == "stage_1.escalation_window":
            facts = Facts(
                stage=complaint.progress.stage,
                what=_words(duty),
                previous_due_on=old,
                due_on=new,
                why="a new bank holiday",
            )
            complaint = tell_resident(complaint, rules, NoticeKind.DATE_MOVED, facts, now)
    return complaint


def _dates(complaint: Complaint, rules: Rules) -> dict[str, date]:
    dates = {duty.key: duty.due_on for duty in open_duties(complaint, rules)}
    last_day = window(complaint, rules)
    if last_day and not complaint.closed and not complaint.at_stage(Stage.TWO):
        dates["stage_1.escalation_window"] = last_day.on
    return dates


def _words(duty: str) -> str:
    return duty.replace("stage_1.", "stage 1 ").replace("stage_2.", "stage 2 ").replace("_", " ").replace(".", " ")
