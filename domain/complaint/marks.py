"""Marks a complaint keeps for its clocks: missed deadlines, reminders given, dates given out."""

from datetime import date

from domain.policy.duty_kinds import DutyKey
from domain.value import Value


class Missed(Value):
    """A deadline that passed with its duty unmet."""

    duty: DutyKey
    due_on: date


class Owed(Value):
    """A duty as it was owed when somebody was told of it: a moved deadline makes another."""

    duty: DutyKey
    due_on: date


class Reminded(Value):
    """How far the ladder of one duty has come; a moved deadline is a new generation with its own (D10)."""

    duty: DutyKey
    due_on: date
    through: date


class Floor(Value):
    """A date that was given out before the calendar changed: the deadline never moves before it (D2)."""

    duty: DutyKey
    on: date
