"""What is open or still owes something, as the rounds read it from the register (D13); fulfils the port `OpenWork`.

What names the resident, or tells the matter, is not read: no report says it.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Engine, Text, func, or_, select, type_coerce

from domain.rounds.reports import Work
from domain.views.page import Standing
from register.engine import at_register
from register.tables import ComplaintRow, as_text

_OF_THE_RESIDENT = {"name", "matter", "promised"}
_FIELDS = (name for name in Standing.model_fields if name not in _OF_THE_RESIDENT)
_LINE = tuple(ComplaintRow.__table__.c[name] for name in ("reference", "recorded_at", *_FIELDS))


class RegisterOpenWork:
    """Reads the register; each method raises RegisterAwayError when it cannot be reached."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def due(self, landlord: str, by: datetime, handlers: tuple[str, ...] | None = None) -> tuple[Work, ...]:
        """What is owed and due by an instant, what is due first first; of *handlers* alone where they are given."""
        theirs = () if handlers is None else (ComplaintRow.handler.in_(handlers),)
        return self._owed(landlord, ComplaintRow.next_due_at <= by, *theirs)

    def quiet(self, landlord: str, since: datetime) -> tuple[Work, ...]:
        """What owes something and should have acted before *since*, with nothing recorded from then on."""
        is_quiet = or_(ComplaintRow.recorded_at.is_(None), ComplaintRow.recorded_at < since)
        # The instants are text that begins with the first of them; in UTC the order of such text is that of time.
        acts_at = type_coerce(ComplaintRow.acts_at, Text)
        return self._owed(landlord, is_quiet, acts_at != "", acts_at < as_text((since,)))

    def marks(self, landlord: str) -> Mapping[str, int]:
        """By which calendars the landlord's complaints count that are open or owe something, and how many by each."""
        counted = select(ComplaintRow.calendar, func.count().label("complaints"))
        asked = counted.where(*_counts_on(landlord)).group_by(ComplaintRow.calendar)
        with at_register(self._engine) as connection:
            return {row.calendar: row.complaints for row in connection.execute(asked)}

    def counting_by(self, landlord: str, marks: tuple[str, ...], after: str, limit: int) -> tuple[str, ...]:
        """References of such complaints that count by one of those calendars, in order, from beyond *after*."""
        theirs = (ComplaintRow.calendar.in_(marks), ComplaintRow.reference > after)
        asked = select(ComplaintRow.reference).where(*_counts_on(landlord), *theirs)
        with at_register(self._engine) as connection:
            return tuple(connection.execute(asked.order_by(ComplaintRow.reference).limit(limit)).scalars())

    def _owed(self, landlord: str, *which: ColumnElement[bool]) -> tuple[Work, ...]:
        asked = select(*_LINE).where(*_unsettled_at(landlord), *which)
        ordered = asked.order_by(ComplaintRow.next_due_at.nulls_last(), ComplaintRow.reference)
        with at_register(self._engine) as connection:
            return tuple(_work(dict(row)) for row in connection.execute(ordered).mappings())


def _unsettled_at(landlord: str) -> tuple[ColumnElement[bool], ...]:
    return ComplaintRow.landlord == landlord, ComplaintRow.settled.is_(False)


def _counts_on(landlord: str) -> tuple[ColumnElement[bool], ...]:
    """What has days to count: what is open, and what was closed and has something due."""
    has_days = or_(ComplaintRow.closed.is_(False), ComplaintRow.next_due_at.is_not(None))
    return *_unsettled_at(landlord), has_days


def _work(row: dict[str, Any]) -> Work:
    return Work(reference=row["reference"], recorded_at=row["recorded_at"], standing=Standing.model_validate(row))
