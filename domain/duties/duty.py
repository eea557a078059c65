"""A duty: something the landlord owes, by when, and whether it is done."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

from domain.calendar.days import landlord_day
from domain.calendar.deadlines import Deadline
from domain.calendar.limits import Anchor, TimeLimit, Unit
from domain.complaint.complaint import Complaint
from domain.complaint.unknown_letters import NOBODY_KNOWS
from domain.policy.duty_kinds import DutyKey
from domain.policy.rules import Rules
from domain.policy.stages import Stage


class Duty(NamedTuple):
    """Something the landlord owes: by when, to be reminded of how, and whether it is done."""

    key: DutyKey
    words: str
    stage: Stage | None
    """The stage it belongs to: of a promised action, the one at which it was promised."""
    deadline: Deadline
    started_at: datetime
    clause: str
    done_at: datetime | None = None
    done_on: date | None = None
    """The day that counts as done: for a response that must arrive, the day it counts as received (A-33)."""
    lapsed: bool = False
    """True when nothing is owed any more though it was not done: a later step has overtaken it."""
    send_by: date | None = None
    """Where it must arrive by the due date and goes by post: the last day to post it."""
    counts: bool = True
    """Whether it is missed when its day passes; not where the policy sets no day and something follows by itself."""
    promised: str = ""
    """Of a promise: what will be done, in short."""
    whose: str = ""
    """Of a promise: who does it."""
    lacks: tuple[str, ...] = ()
    """Of details that are not complete: what is still missing, in a handler's words."""
    unknown: bool = False
    """Whether nobody knows if the letter that meets it went: it is neither met nor missed until somebody does."""

    @property
    def with_whose(self) -> str:
        """What is owed and by whom, without what it is about: "promised action 2 (Priya Nair)"."""
        return f"{self._with_doubt} ({self.whose})" if self.whose else self._with_doubt

    @property
    def in_full(self) -> str:
        """What is owed, as those who have to do it read it: "promised action 2: Paint the wall (Priya Nair)"."""
        if self.lacks:
            return f"{self.words} (still missing: {'; '.join(self.lacks)})"
        return f"{self.words}: {self.promised} ({self.whose})" if self.promised else self._with_doubt

    @property
    def _with_doubt(self) -> str:
        return f"{self.words} ({NOBODY_KNOWS})" if self.unknown else self.words

    @property
    def passes(self) -> bool:
        """Whether it is missed by itself once its day has passed."""
        return self.counts and not self.unknown

    @property
    def is_open(self) -> bool:
        """Whether it is still owed."""
        return self.done_at is None and not self.lapsed

    @property
    def due_on(self) -> date:
        """The last day on which it is in time."""
        return self.deadline.on

    @property
    def watch_on(self) -> date:
        """The day the reminders lead up to."""
        return self.send_by or self.due_on

    @property
    def is_late(self) -> bool:
        """Whether it was done after its due day."""
        return self.done_on is not None and self.done_on > self.due_on


def given_day(on: date, given_at: datetime, clause: str, rules: Rules) -> Deadline:
    """A day that somebody named: no calendar moves it; how far ahead it was says how often people are reminded."""
    started_on = landlord_day(given_at, rules.zone)
    days = max(1, rules.calendar.working_days_between(started_on, on))
    limit = TimeLimit(amount=days, unit=Unit.WORKING_DAYS, starts_from=Anchor.GIVEN, clause=clause)
    return Deadline(on=on, limit=limit, started_on=started_on, zone=rules.zone)


def is_noted_missed(duty: Duty, complaint: Complaint) -> bool:
    """Whether the record holds that *duty* was missed on the day it is due now."""
    return any(missed.due_on == duty.due_on and missed.duty == duty.key for missed in complaint.missed)


def day_it_missed(duty: Duty, done_on: date) -> date | None:
    """The day that *duty* was due, where *done_on* is later; None where it is in time."""
    return duty.due_on if done_on > duty.due_on else None


def floors(complaint: Complaint, key: DutyKey) -> Iterator[date]:
    """The days before which that clock's deadline never moves, because they were given out (D2)."""
    return (floor.on for floor in complaint.floors if floor.duty == key)
