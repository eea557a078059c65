"""The ladder: who is reminded of a deadline, and when (D10).

A rung is a working day, at the complaint's own second of the minutes after the landlord's reminder hours begin. Each
duty's rungs follow from its due date, so a moved deadline has rungs of its own: that is its generation. A rung fires
once, finds its reader only then, and says what is true then.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import count, islice, takewhile
from typing import NamedTuple
from zlib import crc32

from domain.calendar.days import instant_on, landlord_day, local_time
from domain.calendar.deadlines import working_day
from domain.complaint.approvals import Request, awaiting
from domain.complaint.complaint import Complaint
from domain.complaint.facts.duties import RemindersSwallowed
from domain.complaint.marks import Owed, Reminded
from domain.complaint.notice_facts import Due
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.separation_of_duties import kept_from
from domain.complaint.staff_facts import ReminderFacts
from domain.duties.duty import Duty
from domain.duties.owed import open_duties
from domain.outbox.tell import put_persons_for, tell_staff, told_of
from domain.policy.duty_kinds import DutyKind
from domain.policy.landlord import Rungs, Told
from domain.policy.rules import Rules
from domain.policy.stages import Stage

_DAY = timedelta(days=1)
_RECURRING_TOLD = 6
"""Rungs after the pattern's last that a standing names."""


def rung_time(reference: str, rules: Rules) -> time:
    """The time of day at which this complaint's reminders go: spread, so that thousands do not go at once."""
    ladder = rules.landlord.ladder
    mark, minutes = divmod(crc32(reference.encode()), ladder.spread_minutes + 1)
    seconds = mark % 60 if ladder.spread_minutes and ladder.spread_to_the_second else 0
    starts = ladder.starts_at.hour * 60 + ladder.starts_at.minute + minutes
    return time(starts // 60, starts % 60, seconds)


def rungs(duty: Duty, rules: Rules, through: date = date.min) -> Iterator[date]:
    """The days on which people are reminded of *duty*, in order, without end: after the last rung it recurs.

    Those that recur up to *through* may be left out: of a duty long overdue there are hundreds.
    """
    pattern, calendar = _pattern(duty, rules), rules.calendar
    for days in pattern.before:
        yield working_day(duty.watch_on, -days, calendar)
    if pattern.on_the_day and calendar.is_working_day(duty.watch_on):
        yield duty.watch_on
    for days in pattern.after:
        yield working_day(duty.due_on, days, calendar)
    last, every = pattern.after[-1], pattern.then_every
    overdue_by = calendar.working_days_between(duty.due_on, through) if through > duty.due_on else 0
    first = max(1, (overdue_by - last) // every)
    yield from (working_day(duty.due_on, last + n * every, calendar) for n in count(first))


def next_rung(duty: Duty, complaint: Complaint, rules: Rules, now: datetime) -> datetime:
    """When the next reminder of *duty* falls due; one that nobody could send goes in the next reminder hours."""
    at = rung_time(complaint.reference, rules)
    return max(next(_to_come(duty, complaint, rules, at))[1], _next_hours(now, at, rules))


def acts_on(duty: Duty, complaint: Complaint, rules: Rules) -> tuple[datetime, ...]:
    """When a complaint acts by itself on a duty that nobody does: it reminds, and notes that the duty was missed.

    The rungs of the pattern, and so many of those that recur that a complaint which sleeps is found while they last.
    """
    pattern, at = _pattern(duty, rules), rung_time(complaint.reference, rules)
    rungs_told = len(pattern.before) + pattern.on_the_day + len(pattern.after) + _RECURRING_TOLD
    reminds_at = (instant_on(day, at, rules.zone) for day in islice(rungs(duty, rules), rungs_told))
    missed_at = (duty.deadline.passes_at(),) if duty.passes else ()
    goes_at = (duty.started_at,) if duty.key.kind is DutyKind.LATE_LETTER else ()
    return tuple(sorted({*(each for each in reminds_at if each > duty.started_at), *missed_at, *goes_at}))


def climb(complaint: Complaint, rules: Rules, now: datetime) -> Complaint:
    """Send the reminders that are due: one a reader, however many duties it names.

    Rungs that an outage swallowed are not sent after the event: one entry counts them.
    """
    at = rung_time(complaint.reference, rules)
    if not _in_hours(now, at, rules):
        return complaint
    owed_to: dict[tuple[NoticeKind, str], list[tuple[_Readers, Duty]]] = {}
    swallowed = 0
    for duty in open_duties(complaint, rules):
        fallen = _fallen(duty, complaint, rules, now, at)
        if not fallen:
            continue
        swallowed += len(fallen) - 1
        complaint = _climbed(complaint, duty, fallen[-1])
        readers = _readers(duty, complaint, rules, fallen[-1], now)
        owed_to.setdefault((readers.kind, readers.to[0]), []).append((readers, duty))
    if swallowed:
        complaint = complaint.noting(RemindersSwallowed(count=swallowed), at=now, now=now)
    # What is overdue comes first: its message tells the reader of the rest of that minute too.
    for group in sorted(owed_to.values(), key=lambda group: group[0][0].kind is not NoticeKind.OVERDUE):
        complaint = _remind(complaint, rules, now, _together([readers for readers, _ in group]), [d for _, d in group])
    return complaint


class _Readers(NamedTuple):
    """Who hears of a duty, and in which words."""

    kind: NoticeKind
    to: tuple[str, ...]
    not_to: frozenset[str]


def _together(groups: list[_Readers]) -> _Readers:
    """Those who hear of several duties at once: the same first reader, and whoever stands behind for any of them."""
    behind = dict.fromkeys(candidate for readers in groups for candidate in readers.to)
    return _Readers(groups[0].kind, tuple(behind), frozenset().union(*(readers.not_to for readers in groups)))


def line_of(duty: Duty, rules: Rules, today: date) -> Due:
    """What those who have to do it read of *duty*: what, by when, and how late it is."""
    return Due(
        what=duty.in_full,
        due_on=duty.watch_on,
        overdue_by=max(0, rules.calendar.working_days_between(duty.due_on, today)),
        clause=duty.clause,
    )


def _remind(complaint: Complaint, rules: Rules, now: datetime, readers: _Readers, owed: list[Duty]) -> Complaint:
    today = landlord_day(now, rules.zone)
    lines = tuple(line_of(duty, rules, today) for duty in owed)
    return tell_staff(
        complaint,
        rules,
        readers.kind,
        readers.to,
        ReminderFacts(
            stage=complaint.stage,
            classification=None if complaint.stages else complaint.classification,
            summary=complaint.summary,
            duties=lines,
            may_extend=any(duty.key.kind is DutyKind.RESPOND for duty in owed) or None,
            handler=complaint.handler,
            adjustments=complaint.support.done_differently or None,
            resident_died=complaint.death is not None or None,
        ),
        now,
        about=tuple(Owed(duty=duty.key, due_on=duty.due_on) for duty in owed),
        useful_until=min(next_rung(duty, complaint, rules, now) for duty in owed),
        not_to=readers.not_to,
        clause=owed[0].clause,
    )


def _readers(duty: Duty, complaint: Complaint, rules: Rules, rung: date, now: datetime) -> _Readers:
    """Up to the day its owner, or whoever was asked to approve; after it the next role, then the one after that."""
    told = told_of(duty.key, rules)
    owner, asked = _action_owner(duty, complaint), _asked(duty, complaint, rules)
    # A promise is kept by whoever made it, at any stage; nobody approves their own words.
    not_to = kept_from(complaint, Stage.ONE if owner else duty.stage, rules) | (asked.words_of if asked else set())
    if duty.key.kind is DutyKind.DECIDE_LATE_REQUEST:
        not_to |= complaint.stages[0].involved  # nobody who took part in stage 1 may decide
    if landlord_day(now, rules.zone) <= duty.due_on:
        remind = (asked.named if asked else "", *told.remind)
        return _Readers(NoticeKind.REMINDER, put_persons_for(remind, complaint, owner), not_to)
    raised_to = _raised_to(told, duty, rules, rung)
    return _Readers(NoticeKind.OVERDUE, put_persons_for(raised_to, complaint, owner), not_to)


def _asked(duty: Duty, complaint: Complaint, rules: Rules) -> Request | None:
    """What was asked to be approved, where the duty is to answer that."""
    return next((request for request in awaiting(complaint, rules) if request.duty == duty.key), None)


def _raised_to(told: Told, duty: Duty, rules: Rules, rung: date) -> tuple[str, ...]:
    """Who is told after the day: the next role, then the one after that."""
    step = rules.calendar.working_days_between(duty.due_on, rung)
    above = sum(step > days for days in _pattern(duty, rules).after[:-1])
    return told.raise_to[min(above, len(told.raise_to) - 1) :]


def _action_owner(duty: Duty, complaint: Complaint) -> str:
    owners = {DutyKind.ACTION.numbered(action.number): action.promise.owner for action in complaint.actions}
    return owners.get(duty.key, "")


def _fallen(duty: Duty, complaint: Complaint, rules: Rules, now: datetime, at: time) -> list[date]:
    to_come = _to_come(duty, complaint, rules, at)
    return [day for day, _ in takewhile(lambda rung: rung[1] <= now, to_come)]


def _to_come(duty: Duty, complaint: Complaint, rules: Rules, at: time) -> Iterator[tuple[date, datetime]]:
    """The rungs that have not fired, with their instants; those before the clock's start are skipped."""
    through = _through(complaint, duty)
    days = ((day, instant_on(day, at, rules.zone)) for day in rungs(duty, rules, through) if day > through)
    return ((day, falls_at) for day, falls_at in days if falls_at > duty.started_at)


def _pattern(duty: Duty, rules: Rules) -> Rungs:
    ladder = rules.landlord.ladder
    return ladder.long if duty.deadline.limit.amount >= ladder.long_from else ladder.short


def _through(complaint: Complaint, duty: Duty) -> date:
    for reminded in complaint.reminded:
        if reminded.due_on == duty.watch_on and reminded.duty == duty.key:
            return reminded.through
    return date.min


def _climbed(complaint: Complaint, duty: Duty, through: date) -> Complaint:
    others = tuple(old for old in complaint.reminded if old.due_on != duty.watch_on or old.duty != duty.key)
    mark = Reminded(duty=duty.key, due_on=duty.watch_on, through=through)
    return complaint.changed(reminded=(*others, mark))


def _in_hours(now: datetime, at: time, rules: Rules) -> bool:
    local = local_time(now, rules.zone)
    in_hours = at <= local.time() <= rules.landlord.ladder.ends_at
    return in_hours and rules.calendar.is_working_day(local.date())


def _next_hours(now: datetime, at: time, rules: Rules) -> datetime:
    """*now* in reminder hours, else the next time they begin."""
    if _in_hours(now, at, rules):
        return now
    local = local_time(now, rules.zone)
    day = local.date() if local.time() < at else local.date() + _DAY
    return instant_on(working_day(day - _DAY, 1, rules.calendar), at, rules.zone)
