"""What the register is given to keep: entries of the record, and how the complaint stands."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import TypeVar

from domain.complaint.complaint import Complaint
from domain.complaint.long_texts import LongText
from domain.policy.definition import Classification
from domain.policy.stages import Stage
from domain.value import Value
from domain.views.written import WrittenEntry, put_in_words

T = TypeVar("T")


class Standing(Value):
    """How a complaint stands, in a line: what a queue shows."""

    words: str
    classification: Classification = Classification.COMPLAINT
    stage: Stage | None = None
    """None while it is no complaint at stage 1."""
    handler: str = ""
    """The owner's staff id."""
    next_due_at: datetime | None = None
    next_due: str = ""
    """What is owed next, in words: "stage 1 response"."""
    next_due_on: date | None = None
    """The last day on which that is in time."""
    overdue: bool = False
    closed: bool = False
    calendar: str = ""
    """The mark of the calendar it counts by."""
    not_told: tuple[str, ...] = ()
    """Ids of staff who are told nothing of it: it is about them, or they may not review what they took part in."""
    acts_at: tuple[datetime, ...] = ()
    """When the complaint acts by itself on what is owed next: its reminders, and the midnight by which it is missed."""


class Page(Value):
    """Record entries to be written, with how the complaint stands: the input of the recording activity."""

    landlord: str
    reference: str
    key: str
    entries: tuple[WrittenEntry, ...]
    texts: tuple[LongText, ...] = ()
    """Long texts of which the entries, or the complaint's state, have stubs."""
    standing: Standing


_MOST_BYTES = 500_000
"""Bytes of one page: Temporal carries two megabytes at once, and a flood of messages must not stop the record."""
_MOST_ENTRIES = 100


def next_page(complaint: Complaint, standing: Standing) -> Page:
    """What the register is to be given next: long texts first, so that what has stubs of them can be filled in."""
    texts = _as_fit(complaint.texts, lambda each: len(each.text.encode(errors="replace")), _MOST_BYTES)
    room = _MOST_BYTES - sum(len(each.text) for each in texts)
    entries = (put_in_words(entry, complaint) for entry in complaint.record[:_MOST_ENTRIES])
    all_texts = len(texts) == len(complaint.texts)
    return Page(
        landlord=complaint.landlord,
        reference=complaint.reference,
        key=complaint.key,
        entries=_as_fit(entries, lambda each: len(each.model_dump_json()), room) if all_texts else (),
        texts=texts,
        standing=standing,
    )


def _as_fit(items: Iterable[T], length: Callable[[T], int], room: int) -> tuple[T, ...]:
    """The first *items* that have room; at least one."""
    fit = list[T]()
    for item in items:
        room -= length(item)
        if fit and room < 0:
            break
        fit.append(item)
    return tuple(fit)
