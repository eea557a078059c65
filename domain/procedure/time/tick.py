"""What the passing of time does, and what is due next (D5).

`tick` is level-triggered: it looks at how things stand and brings them up to *now*, in one step or in many alike.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from domain.calendar.days import MIDNIGHT, instant_on, landlord_day, local_time, moment, short
from domain.calendar.deadlines import deadline_after, working_day
from domain.complaint.actions import Action, awaits_answer
from domain.complaint.complaint import Complaint
from domain.complaint.facts.duties import CalendarShort, DutyMissed
from domain.complaint.facts.remedies import ActionAnswered
from domain.complaint.facts.stages import WaitsToClose
from domain.complaint.marks import Missed, Owed, Reminded
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.notice_rules import NOTICES, Event
from domain.complaint.notices import Notice
from domain.complaint.staff_facts import ClosingSoonFacts, LettersTakenBackFacts, LetterToPostFacts
from domain.duties.duty import Duty, is_noted_missed
from domain.duties.ladder import climb, next_rung, rung_time
from domain.duties.letters import letters_to_post, owe_what_came_back, unsent_letters
from domain.duties.owed import duties, escalation_window, open_duties, owes_nothing
from domain.duties.posting import ask_for_addresses, print_for_the_next_post, reads_otherwise_on, write_for_today
from domain.outbox.errands import held, is_on_hold
from domain.outbox.tell import drop_one, drop_owed, tell_handler
from domain.policy.duty_kinds import WINDOW
from domain.policy.rules import Rules
from domain.policy.stages import Stage
from domain.procedure.front_door.resolve import lapse, lapses_at
from domain.procedure.stages.close import close_by_itself, closes_by_itself_at
from domain.procedure.time.late import tell_late, tells_late_at

_NOT_TO_POST = "the letter was posted, taken back or made again"


@dataclass(frozen=True, slots=True)
class Next:
    """The next instant at which something happens by itself, and what."""

    at: datetime
    what: str

    def words(self, zone: str) -> str:
        """As the timer shows it: "Tue 17 Nov 09:07 reminder: stage 1 response due Thu 19 Nov 2026"."""
        return f"{moment(self.at, zone)} {self.what}"


def tick(complaint: Complaint, rules: Rules, now: datetime) -> Complaint:
    """Bring the complaint up to *now*: deadlines missed, windows closed, reminders sent, stale reminders dropped."""
    complaint = pass_deadlines(owe_what_came_back(complaint, now), rules, now, now)
    complaint = write_for_today(complaint, rules, now)
    complaint = print_for_the_next_post(complaint, rules, now)
    complaint = ask_for_addresses(complaint, rules, now)
    complaint = _tell_closing_soon(complaint, rules, now)
    complaint = tell_late(complaint, rules, now)
    complaint = climb(complaint, rules, now)
    complaint = _drop_what_is_done(_drop_pages_not_to_post(complaint, now), rules, now)
    return _name_pages_taken_back(complaint, rules, now)


def pass_deadlines(complaint: Complaint, rules: Rules, through: datetime, now: datetime) -> Complaint:
    """Record every deadline that passed unmet by *through*, each on its own day, and close what closes by itself."""
    while event := min(_passing(complaint, rules, through), key=lambda event: event[0], default=None):
        at, happens = event
        complaint = happens(complaint, rules, at, now)
    complaint = _note_waiting(complaint, rules, through, now)
    complaint = _note_unanswered(complaint, rules, through, now)
    return _note_short_calendar(complaint, rules, now)


def next_due(complaint: Complaint, rules: Rules, now: datetime) -> Next | None:
    """The next thing that happens by itself; None when only a message can move the complaint on."""
    return min(_coming(complaint, rules, now), key=lambda coming: coming.at, default=None)


def is_settled(complaint: Complaint, rules: Rules) -> bool:
    """Whether nothing is left to do: closed, promises kept, everybody told, nothing held back."""
    return not complaint.outbox and complaint.hold is None and owes_nothing(complaint, rules)


_Happens = Callable[[Complaint, Rules, datetime, datetime], Complaint]


def _passing(complaint: Complaint, rules: Rules, through: datetime) -> Iterator[tuple[datetime, _Happens]]:
    """What has come to pass by *through* and is not recorded yet; of two at one instant the first happens first."""
    for duty in duties(complaint, rules):
        if not _may_be_missed(duty, complaint):
            continue
        passes_at = duty.deadline.passes_at()
        if passes_at <= through:
            yield passes_at, partial(_note_missed, duty)
    ends_at = lapses_at(complaint, rules)
    if ends_at and ends_at <= through:
        yield ends_at, lapse
    closes_at = closes_by_itself_at(complaint, rules)
    if closes_at and closes_at <= through:
        yield closes_at, close_by_itself


def _note_missed(duty: Duty, complaint: Complaint, _rules: Rules, at: datetime, now: datetime) -> Complaint:
    missed = Missed(duty=duty.key, due_on=duty.due_on)
    return complaint.changed(missed=(*complaint.missed, missed)).noting(
        DutyMissed(duty=duty.key, called=duty.words, due_on=duty.due_on),
        at=at,
        now=now,
        clause=duty.clause,
        stage=duty.stage,
    )


def _coming(complaint: Complaint, rules: Rules, now: datetime) -> Iterator[Next]:
    if ends_at := lapses_at(complaint, rules):
        yield Next(ends_at, f"stage 1 begins by itself: the time for {_quick_words(rules)} has passed")
    yield from _duties_coming(complaint, rules, now)
    if closes_at := closes_by_itself_at(complaint, rules):
        yield Next(closes_at, "closes: the time to ask for stage 2 has passed")
    if waits_from := _waits_to_close_from(complaint, rules):
        yield Next(waits_from, "the time to ask for stage 2 ends; a promise is still open")
    if tells_at := _closing_soon_at(complaint, rules):
        yield Next(tells_at, "tells the handler that the time to ask for stage 2 ends soon")
    if told_at := tells_late_at(complaint, rules):
        yield Next(max(told_at, now), "tells the resident what is late")
    for action in complaint.actions:
        if ends := _answer_ends_at(action, complaint, rules):
            yield Next(ends, f"resident's answer on action {action.number} ends")
    yield from _notices_coming(complaint, rules, now)


def _notices_coming(complaint: Complaint, rules: Rules, now: datetime) -> Iterator[Next]:
    tomorrow = landlord_day(now, rules.zone) + timedelta(days=1)
    for notice in complaint.outbox:
        if is_on_hold(complaint, notice):
            continue
        if notice.not_before > now:
            yield Next(notice.not_before, f"{notice.words} goes by {notice.channel}")
        elif reads_otherwise_on(tomorrow, notice, complaint, rules):
            yield Next(instant_on(tomorrow, MIDNIGHT, rules.zone), f"{notice.words} is written for another day")
    for notice in held(complaint, now):
        yield Next(notice.useful_until, f"{notice.words} is of no use by {notice.channel} any more")


def _quick_words(rules: Rules) -> str:
    return rules.edition.quick_resolution.name.lower()


def _duties_coming(complaint: Complaint, rules: Rules, now: datetime) -> Iterator[Next]:
    for duty in duties(complaint, rules):
        what = f"{duty.words} due {short(duty.due_on)}"
        if _may_be_missed(duty, complaint):
            yield Next(duty.deadline.passes_at(), f"missed: {what}")
        if duty.is_open:
            rung = next_rung(duty, complaint, rules, now)
            late = local_time(rung, rules.zone).date() > duty.due_on
            yield Next(rung, f"overdue, raised: {what}" if late else f"reminder to handler: {what}")


def _may_be_missed(duty: Duty, complaint: Complaint) -> bool:
    """Whether *duty* is unmet, or met too late, and that is not yet recorded."""
    return duty.passes and (duty.is_open or duty.is_late) and not is_noted_missed(duty, complaint)


def _note_waiting(complaint: Complaint, rules: Rules, through: datetime, now: datetime) -> Complaint:
    """The window passed while a promise is open: say once why the complaint stays open (F-045)."""
    waits_from = _waits_to_close_from(complaint, rules)
    if waits_from is None or waits_from > through:
        return complaint
    return complaint.changed(waits_to_close=True).noting(
        WaitsToClose(),
        at=waits_from,
        now=now,
        clause=rules.edition.closing.clause,
    )


def _waits_to_close_from(complaint: Complaint, rules: Rules) -> datetime | None:
    """When the unused window ends with a promise still open, where that keeps the complaint open; None once noted."""
    last_day = escalation_window(complaint, rules)
    waits = complaint.open_actions and rules.edition.closing.waits_for_actions
    is_past = complaint.closed or complaint.waits_to_close or complaint.at_stage(Stage.TWO) or complaint.is_undecided
    return last_day.passes_at() if last_day and waits and not is_past else None


def _note_unanswered(complaint: Complaint, rules: Rules, through: datetime, now: datetime) -> Complaint:
    """The resident was asked about a completed action and has not answered in time: taken as no reply."""
    for action in complaint.actions:
        ends_at = _answer_ends_at(action, complaint, rules)
        if ends_at is None or ends_at > through:
            continue
        silent = tuple(
            old.model_copy(update={"answered_at": ends_at}) if old.number == action.number else old
            for old in complaint.actions
        )
        complaint = complaint.changed(actions=silent).noting(
            ActionAnswered(number=action.number),
            at=ends_at,
            now=now,
            clause=rules.edition.actions.clause,
        )
    return complaint


def _answer_ends_at(action: Action, complaint: Complaint, rules: Rules) -> datetime | None:
    """When the resident's silence on a completed action is taken as no reply; None where no answer is awaited."""
    limit = rules.edition.actions.answer_within
    if action.completed_at is None or complaint.death or not awaits_answer(action, rules):
        return None
    if limit is None:
        return action.completed_at
    completed_on = landlord_day(action.completed_at, rules.zone)
    return deadline_after(completed_on, limit, rules.calendar, rules.zone).passes_at()


def _note_short_calendar(complaint: Complaint, rules: Rules, now: datetime) -> Complaint:
    """A date is counted past the calendar's end: raise an alarm once, and go on (D2)."""
    is_short = any(duty.deadline.provisional for duty in open_duties(complaint, rules))
    if is_short == complaint.calendar_is_short:
        return complaint
    complaint = complaint.changed(calendar_is_short=is_short)
    if not is_short:
        return complaint
    return complaint.noting(CalendarShort(ends_on=rules.calendar.covers_to), at=now, now=now)


def _closing_soon_at(complaint: Complaint, rules: Rules) -> datetime | None:
    """When the handler is told that the complaint will close; None once they were, or when it is too late to say."""
    last_day, rule = escalation_window(complaint, rules), rules.edition.stage_1.escalation_window
    is_past = complaint.closed or complaint.waits_to_close or complaint.late_request or complaint.at_stage(Stage.TWO)
    if last_day is None or rule is None or is_past or complaint.is_undecided:
        return None
    if any(mark.due_on == last_day.on for mark in _closing_marks(complaint)):
        return None
    day = working_day(last_day.on, -rule.tell_before_closing, rules.calendar)
    at = instant_on(day, rung_time(complaint.reference, rules), rules.zone)
    responded = complaint.stages[0].responded
    return at if responded and responded.through_at and at > responded.through_at else None


def _closing_marks(complaint: Complaint) -> Iterator[Reminded]:
    return (mark for mark in complaint.reminded if mark.duty == WINDOW)


def _tell_closing_soon(complaint: Complaint, rules: Rules, now: datetime) -> Complaint:
    last_day, tells_at = escalation_window(complaint, rules), _closing_soon_at(complaint, rules)
    if last_day is None or tells_at is None or tells_at > now:
        return complaint
    mark = Reminded(duty=WINDOW, due_on=last_day.on, through=landlord_day(now, rules.zone))
    complaint = complaint.changed(reminded=(*complaint.reminded, mark))
    facts = ClosingSoonFacts(
        summary=complaint.summary, closes_on=last_day.on, actions_open=bool(complaint.open_actions)
    )
    return tell_handler(complaint, rules, NoticeKind.CLOSING_SOON, facts, now)


def _drop_what_is_done(complaint: Complaint, rules: Rules, now: datetime) -> Complaint:
    """What waits to go, or to be posted, when nothing it speaks of is owed any more is taken back (D10)."""
    waiting = [notice for notice in complaint.outbox if _speaks_of_what_is_owed(notice)]
    to_post = [notice for notice in complaint.gone if complaint.owed_letter(notice.key)]
    printed = [notice for notice in to_post if _speaks_of_what_is_owed(notice)]
    if not waiting and not printed:
        return complaint
    owed = {Owed(duty=duty.key, due_on=duty.due_on) for duty in open_duties(complaint, rules)}
    for notice in waiting:
        if not owed.intersection(notice.about):
            complaint = drop_one(complaint, notice, Event.DONE, now)
    for notice in printed:
        letter = complaint.owed_letter(notice.key)
        if letter and not owed.intersection(notice.about):
            complaint = drop_owed(complaint, letter, Event.DONE, now)
    return complaint


def _drop_pages_not_to_post(complaint: Complaint, now: datetime) -> Complaint:
    """Nobody is told to post a letter that was posted, taken back or made again since."""
    asked = [(notice, notice.facts) for notice in complaint.outbox if isinstance(notice.facts, LetterToPostFacts)]
    waiting = {letter.number for letter in unsent_letters(complaint)} if asked else set[str]()
    for notice, facts in asked:
        if facts.letter not in waiting:
            complaint = drop_one(complaint, notice, _NOT_TO_POST, now)
    return complaint


def _name_pages_taken_back(complaint: Complaint, rules: Rules, now: datetime) -> Complaint:
    """Somebody is told, once, which printed letters are not to be posted any more, so that they leave the tray."""
    to_post = {letter.notice for letter in letters_to_post(complaint, rules)} if complaint.pages else set[str]()
    taken_back = tuple(page for page in complaint.pages if page.notice not in to_post)
    if not taken_back:
        return complaint
    names = (f"{complaint.letter_number(page.notice)} ({page.kind.replace('_', ' ')})" for page in taken_back)
    left = complaint.changed(pages=tuple(page for page in complaint.pages if page not in taken_back))
    return tell_handler(left, rules, NoticeKind.LETTERS_TAKEN_BACK, LettersTakenBackFacts(letters=tuple(names)), now)


def _speaks_of_what_is_owed(notice: Notice) -> bool:
    return bool(notice.about) and Event.DONE in NOTICES[notice.kind].untrue_after
