"""Reminders of a complaint that fall in one minute and have one reader: they are told in one message.

Who reads a notice is found only when it goes, so there it is seen which of them have the same reader.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from domain.complaint.notice_facts import Due
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.notices import Notice
from domain.complaint.staff_facts import ReminderFacts
from domain.policy.staff import StaffDirectory, UnknownPersonError

REMINDERS = (NoticeKind.OVERDUE, NoticeKind.REMINDER)


class Told(NamedTuple):
    """Who is told a notice."""

    reader: str
    """A staff id."""
    stands_in_for: str = ""
    """The name of whoever would have been told, and is away."""


WhoIsTold = Callable[[Notice], Told | None]
"""Who is told a notice now; None where nobody can be."""


def who_by(directory: StaffDirectory, on: date) -> WhoIsTold:
    """Who is told on that day, by the staff directory."""

    def who(notice: Notice) -> Told | None:
        try:
            reader = directory.recipient(notice.to.candidates, on, notice.not_to)
            absent = directory.stood_in_for(notice.to.candidates, on, notice.not_to)
        except UnknownPersonError:
            return None
        return Told(reader.id, absent.name if absent else "")

    return who


def beside(notice: Notice, outbox: Iterable[Notice]) -> tuple[Notice, ...]:
    """The other reminders that fell in the same minute."""
    if notice.kind not in REMINDERS:
        return ()
    return tuple(other for other in outbox if other.key != notice.key and falls_with(notice, other))


def falls_with(notice: Notice, other: Notice) -> bool:
    """Whether both are reminders of one minute."""
    return {notice.kind, other.kind} <= {*REMINDERS} and _minute(notice) == _minute(other)


def in_one_message(notice: Notice, others: Iterable[Notice], who: WhoIsTold) -> tuple[Notice, tuple[str, ...]]:
    """*notice* with what its reader is told in the same minute, and the keys of the others that are told with it.

    Each line says for whom the reader stands in.
    """
    told = who(notice)
    if told is None or not isinstance(notice.facts, ReminderFacts):
        return notice, ()
    facts = notice.facts.model_copy(update={"duties": _for(notice.facts.duties, told)})
    with_it = list[str]()
    for other in others:
        reader = who(other)
        if reader and reader.reader == told.reader and isinstance(other.facts, ReminderFacts):
            lines = _for(other.facts.duties, reader)
            facts = _with(facts, lines, is_late=other.kind is notice.kind, may_extend=other.facts.may_extend)
            with_it.append(other.key)
    return notice.model_copy(update={"facts": facts}), tuple(with_it)


def _for(lines: tuple[Due, ...], told: Told) -> tuple[Due, ...]:
    return tuple(line.model_copy(update={"stands_in_for": told.stands_in_for}) for line in lines)


def _with(facts: ReminderFacts, lines: tuple[Due, ...], *, is_late: bool, may_extend: bool | None) -> ReminderFacts:
    """*facts* with more lines: what is as late as the rest among it, what is still to come apart."""
    if is_late:
        return facts.model_copy(
            update={"duties": (*facts.duties, *lines), "may_extend": facts.may_extend or may_extend}
        )
    return facts.model_copy(update={"coming": (*(facts.coming or ()), *lines)})


def _minute(notice: Notice) -> str:
    return f"{notice.created_at:%Y-%m-%d %H:%M}"
