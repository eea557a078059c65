"""Record entries about duties and their deadlines: met, missed, moved."""

from datetime import date
from typing import Literal

from domain.calendar.days import in_words
from domain.complaint.entry_kinds import EntryKind
from domain.complaint.facts.fact import Fact, People
from domain.policy.duty_kinds import DutyKey
from domain.value import Value


class DutyMet(Fact):
    """A duty was met, in time or late."""

    kind: Literal[EntryKind.DUTY_MET] = EntryKind.DUTY_MET
    duty: DutyKey
    called: str
    """What is owed, in the policy's words."""
    due_on: date
    done_on: date
    working_days_late: int = 0

    @property
    def is_late(self) -> bool:
        """Whether its day had passed."""
        return self.done_on > self.due_on

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """In time, or how late."""
        days = self.working_days_late
        late = f"{days} working day{'s' if days != 1 else ''} late" if days else "late"
        return f"{self.called} done {late if self.is_late else 'in time'} (due {in_words(self.due_on)})"


class DutyMissed(Fact):
    """A duty's day passed."""

    kind: Literal[EntryKind.DUTY_MISSED] = EntryKind.DUTY_MISSED
    duty: DutyKey
    called: str
    due_on: date

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """Which day."""
        return f"{self.called} missed: due {in_words(self.due_on)}"


class MissCorrected(Fact):
    """A deadline recorded as missed was not missed (D6)."""

    kind: Literal[EntryKind.MISSED_CORRECTED] = EntryKind.MISSED_CORRECTED
    duty: DutyKey
    called: str
    done_on: date | None = None
    """The day it was done, where it was recorded later."""
    closed_on: date | None = None
    """The day the complaint was closed, where that was recorded later."""
    moved_to: date | None = None
    """The day for which it was owed instead."""
    because: str = ""
    """Why else."""
    before: date | None = None
    """The day before which that happened, where it was recorded later."""

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """Why not."""
        return f"{self.called} was not missed: {self._why}"

    @property
    def _why(self) -> str:
        if self.done_on:
            return f"it was done on {in_words(self.done_on)} and recorded later"
        if self.closed_on:
            return f"the complaint was closed on {in_words(self.closed_on)}, recorded later"
        why = self.because or "it was no longer owed"
        if self.moved_to and self.because:
            return f"{self.because}, and it is due by {in_words(self.moved_to)}"
        if self.moved_to:
            why = f"it was put off to {in_words(self.moved_to)}"
        return f"{why} before {in_words(self.before)} had passed, recorded later" if self.before else why


class ResidentToldLate(Fact):
    """The resident is told what is late, and when they hear again (A-16)."""

    kind: Literal[EntryKind.TOLD_LATE] = EntryKind.TOLD_LATE
    called: tuple[str, ...]
    """What is late, in the policy's words."""
    hear_by: date

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """What, and until when."""
        late = ", ".join(self.called)
        return f"the resident is told what is late ({late}) and that they hear again by {in_words(self.hear_by)}"


class DutyReopened(Fact):
    """The letter that had met a duty never arrived."""

    kind: Literal[EntryKind.DUTY_REOPENED] = EntryKind.DUTY_REOPENED
    duty: DutyKey
    called: str
    why: str

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """Why it is owed again."""
        return f"{self.called} is owed again: {self.why}"


class RemindersSwallowed(Fact):
    """Reminders that nobody could send on their day."""

    kind: Literal[EntryKind.REMINDERS_SWALLOWED] = EntryKind.REMINDERS_SWALLOWED
    count: int

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """How many."""
        return f"{self.count} earlier reminder{'s' if self.count > 1 else ''} could not be sent on the day"


class MovedDate(Value):
    """A date that another calendar moves."""

    duty: DutyKey
    called: str
    was: date
    on: date

    @property
    def words(self) -> str:
        """From when to when."""
        return f"{self.called} moves from {in_words(self.was)} to {in_words(self.on)}"


class CalendarRenewed(Fact):
    """The complaint counts by another calendar."""

    kind: Literal[EntryKind.CALENDAR_CHANGED] = EntryKind.CALENDAR_CHANGED
    version: str
    moved: tuple[MovedDate, ...] = ()

    @property
    def changes(self) -> str:
        """Every date that moves, or that none does."""
        return "; ".join(each.words for each in self.moved) or "no open date moves"

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """What it moves."""
        return f"calendar {self.version}: {self.changes}"


class CalendarShort(Fact):
    """A date is counted past the calendar's end."""

    kind: Literal[EntryKind.CALENDAR_SHORT] = EntryKind.CALENDAR_SHORT
    ends_on: date

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """Where it ends."""
        return f"the calendar ends on {in_words(self.ends_on)}: later dates are provisional until it is renewed"


DutyFact = (
    DutyMet
    | DutyMissed
    | MissCorrected
    | ResidentToldLate
    | DutyReopened
    | RemindersSwallowed
    | CalendarRenewed
    | CalendarShort
)
"""What was owed, and met or missed."""
