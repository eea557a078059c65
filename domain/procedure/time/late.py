"""The resident hears by themselves that the landlord is late, unless what was late has been done meanwhile (A-16)."""

from datetime import date, datetime

from domain.calendar.days import landlord_day
from domain.calendar.deadlines import deadline_after
from domain.complaint.complaint import Complaint
from domain.complaint.facts.duties import ResidentToldLate
from domain.complaint.late import LateThing, ToldLate
from domain.complaint.marks import Owed
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.resident_facts import LateLetterFacts
from domain.duties.duty import Duty
from domain.duties.late import as_missed, what_is_late
from domain.duties.letters import is_posted
from domain.duties.owed import duties, open_duties
from domain.outbox.tell import tell_resident
from domain.policy.channels import Channel
from domain.policy.duty_kinds import DutyKind
from domain.policy.rules import Rules
from domain.value import required


def tells_late_at(complaint: Complaint, rules: Rules) -> datetime | None:
    """When the letter goes that tells the resident what is late; None where nothing is, or nobody can be told."""
    due = next((duty for duty in open_duties(complaint, rules) if duty.key.kind is DutyKind.LATE_LETTER), None)
    return due.started_at if due else None


def tell_late(complaint: Complaint, rules: Rules, now: datetime) -> Complaint:
    """Tell the resident once what is late, that we are sorry, and by when they hear again."""
    at = tells_late_at(complaint, rules)
    if at is None or at > now:
        return complaint
    rule = required(rules.edition.late_letter, "late letter")
    owed = duties(complaint, rules)
    late = what_is_late(complaint, owed)
    hear_by = deadline_after(landlord_day(now, rules.zone), rule.hear_within, rules.calendar, rules.zone).on
    before = complaint.late_told.of if complaint.late_told else ()
    of = tuple(dict.fromkeys((*before, *(as_missed(duty) for duty in late))))
    about = tuple(Owed(duty=duty.key, due_on=duty.due_on) for duty in late)
    told = complaint.changed(late_told=ToldLate(at=now, of=of, hear_by=hear_by)).noting(
        ResidentToldLate(called=tuple(duty.words for duty in late), hear_by=hear_by),
        at=now,
        now=now,
        clause=rule.clause,
    )
    facts = LateLetterFacts(
        summary=complaint.summary,
        stage=complaint.stage,
        classification=None if complaint.stages else complaint.classification,
        handler=complaint.handler,
        late=tuple(_as_told(duty) for duty in late if not _is_part_of_another(duty, late)),
        hear_by=hear_by,
        again=_have_heard_of_it(complaint, about) or None,
        respond_by=_response_still_due(complaint, owed, late),
    )
    return tell_resident(told, rules, NoticeKind.LATE_LETTER, facts, now, about=about, clause=rule.clause)


def _have_heard_of_it(complaint: Complaint, late: tuple[Owed, ...]) -> bool:
    """Whether a letter that said so of something of this has gone; not one that was printed and never posted."""
    told = (notice for notice in complaint.gone if notice.kind is NoticeKind.LATE_LETTER)
    went = (notice for notice in told if notice.channel is not Channel.LETTER or is_posted(complaint, notice))
    return any(set(notice.about) & set(late) for notice in went)


def _as_told(duty: Duty) -> LateThing:
    return LateThing(what=duty.key.row.told_late, due_on=duty.due_on, promised=duty.promised or None)


def _is_part_of_another(duty: Duty, late: tuple[Duty, ...]) -> bool:
    """Whether it is the investigation of a response that is late too."""
    answers = {other.stage for other in late if other.key.kind is DutyKind.RESPOND}
    return duty.key.kind is DutyKind.INVESTIGATE and duty.stage in answers


def _response_still_due(complaint: Complaint, owed: tuple[Duty, ...], late: tuple[Duty, ...]) -> date | None:
    """The day of the response that the resident was told, where that is still to come."""
    told = complaint.stages[-1].acknowledgement if complaint.stages else None
    coming = [duty for duty in owed if duty.key.kind is DutyKind.RESPOND and duty.is_open and duty not in late]
    return coming[-1].due_on if coming and told and told.met_at else None
