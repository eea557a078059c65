"""How a complaint stands: the line a queue shows, and its deadlines with the sum in words."""

from datetime import datetime

from domain.calendar.days import landlord_day, short
from domain.complaint.complaint import Complaint
from domain.complaint.long_texts import in_short
from domain.complaint.separation_of_duties import kept_from
from domain.duties.duty import Duty
from domain.duties.ladder import acts_on
from domain.duties.owed import escalation_window, open_duties, owes_nothing
from domain.policy.rules import Rules
from domain.views.page import Standing
from domain.views.status import status, tags
from domain.views.waiting import waits_for


def standing(complaint: Complaint, rules: Rules, now: datetime) -> Standing:
    """How the complaint stands, by what is owed next."""
    first, waiting = first_owed(complaint, rules), waits_for(complaint, rules)
    return Standing(
        words=_in_words(complaint, rules, first),
        name=complaint.resident.name,
        matter=in_short(complaint.summary),
        received_on=landlord_day(complaint.received_at, rules.zone),
        classification=complaint.classification,
        stage=complaint.stage,
        handler=complaint.handler.id if complaint.handler else "",
        next_due_at=first.deadline.passes_at() if first else None,
        next_due=first.with_whose if first else "",
        next_due_on=first.due_on if first else None,
        promised=first.promised if first else "",
        overdue=bool(first and first.deadline.is_late(now)),
        closed=complaint.closed is not None,
        settled=owes_nothing(complaint, rules) and not waiting,
        tags=tuple(str(tag) for tag in tags(complaint)),
        waits_for=waiting,
        calendar=rules.calendar.mark,
        not_told=tuple(sorted(kept_from(complaint, complaint.stage, rules))),
        hidden_from=tuple(sorted(complaint.about_staff)),
        acts_at=acts_on(first, complaint, rules) if first else (),
    )


def first_owed(complaint: Complaint, rules: Rules) -> Duty | None:
    """What is owed first; None when nothing is."""
    return min(open_duties(complaint, rules), key=lambda duty: duty.due_on, default=None)


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
        last_day = escalation_window(complaint, rules) if len(complaint.stages) == 1 else None
        words = f"{complaint.progress.stage.words} {status(complaint)}"
        words += f", stage 2 can be asked for until {short(last_day.on)}" if last_day else ""
    return f"{words}; {first.with_whose} due {short(first.due_on)}" if first else words
