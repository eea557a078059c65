"""Marks a complaint keeps for its clocks: deadlines missed, reminders given, dates that were given out."""

from datetime import date

from domain.value import Value


class Missed(Value):
    """A deadline that passed with its duty unmet."""

    duty: str
    due_on: date


class Reminded(Value):
    """How far the ladder of one duty has come; a moved deadline is a new generation with its own (D10)."""

    duty: str
    due_on: date
    through: date


class Floor(Value):
    """A date that was given out before the calendar changed: the deadline never moves before it (D2)."""

    duty: str
    on: date
