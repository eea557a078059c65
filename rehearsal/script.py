"""The script of a rehearsal: what the record gained, with the deadlines as they stand after each step."""

from datetime import date, datetime

from domain.calendar.days import short
from domain.complaint.complaint import Complaint
from domain.complaint.facts.notices import NoticeExpired, NoticeSent
from domain.complaint.notice_facts import OwedFacts
from domain.complaint.notices import Notice
from domain.duties.owed import escalation_window, open_duties
from domain.policy.duty_kinds import WINDOW, DutyKey
from domain.policy.rules import Rules
from domain.policy.stages import Stage
from domain.views.written import put_in_words
from rehearsal.timeline import TimelineLine, line_of_entry, to_the_minute

DEADLINE, REJECTED, REPEATED, WORLD = "deadline", "rejected", "repeated", "world"
"""The kinds of line that are not of the record: a due date, what became of an order, what the world does."""


class Script:
    """Writes one complaint's lines, in the order in which things happen to it."""

    def __init__(self, zone: str) -> None:
        self._zone = zone
        self._lines: list[TimelineLine] = []
        self._noted = 0
        self._told: dict[DutyKey, date] = {}
        self._open: set[DutyKey] = set()

    @property
    def lines(self) -> tuple[TimelineLine, ...]:
        """All lines so far."""
        return tuple(self._lines)

    def say(self, kind: str, text: str, now: datetime, *, by: str = "", clause: str = "") -> None:
        """Add a line that is not of the record."""
        at = to_the_minute(now, self._zone)
        self._lines.append(TimelineLine(at=at, recorded_at=at, kind=kind, text=text, by=by, clause=clause))

    def note(self, complaint: Complaint, sent: Notice | None = None) -> None:
        """Add what the record has gained; a reminder that was *sent*, or given up, says what it is about."""
        for entry in complaint.record[self._noted :]:
            is_it = sent and isinstance(entry.facts, NoticeSent | NoticeExpired) and entry.facts.notice is sent.kind
            about = _about(sent) if sent and is_it else ""
            self._lines.append(
                line_of_entry(put_in_words(entry, complaint), self._zone).model_copy(update={"about": about})
            )
        self._noted = len(complaint.record)

    def note_deadlines(self, complaint: Complaint, rules: Rules, now: datetime) -> None:
        """Add every deadline that is new, is there again or has moved."""
        deadlines = _deadlines(complaint, rules)
        for key, words, on, clause in deadlines:
            before = self._told.get(key)
            if before != on or key not in self._open:
                moved = f" (before: {short(before)})" if before and before != on else ""
                self.say(DEADLINE, f"{short(on)}: {words}{moved}", now, clause=clause)
            self._told[key] = on
        self._open = {key for key, *_ in deadlines}


def _deadlines(complaint: Complaint, rules: Rules) -> list[tuple[DutyKey, str, date, str]]:
    """The open deadlines, the nearest first: key, words, last day, clause."""
    found = [
        (duty.key, f"{duty.words}{f', to be posted by {short(duty.send_by)}' if duty.send_by else ''}", duty)
        for duty in open_duties(complaint, rules)
    ]
    dates = [(key, words, duty.due_on, duty.clause) for key, words, duty in found]
    last_day = escalation_window(complaint, rules)
    if last_day and not complaint.closed and complaint.progress.stage is Stage.ONE:
        dates.append((WINDOW, "last day to ask for stage 2", last_day.on, last_day.limit.clause))
    return sorted(dates, key=lambda deadline: deadline[2])


def _about(notice: Notice) -> str:
    owed = notice.facts.duties if isinstance(notice.facts, OwedFacts) else ()
    return "; ".join(f"{due.what}, due {short(due.due_on)}" for due in owed)
