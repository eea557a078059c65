"""What the register is given to keep: entries of the record, and how the complaint stands."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from domain.complaint.complaint import Complaint
from domain.complaint.long_texts import LongText
from domain.policy.definition import Classification
from domain.policy.rules import Rules
from domain.policy.stages import Stage
from domain.value import Value
from domain.views.finders import Finder, finders
from domain.views.tables import Tables, tables
from domain.views.written import WrittenEntry, put_in_words

T = TypeVar("T")

RESIDENT = "resident"
"""From whom an answer is awaited that staff cannot give."""


class WaitsFor(StrEnum):
    """What a complaint may wait for, beside its deadlines."""

    ALLOCATION = "allocation"
    """Nobody has it yet."""
    APPROVAL = "approval"
    """A draft of the response, or a longer extension, is there, and somebody approves or returns it."""
    CHANGES = "changes"
    """A draft, or a longer extension, has come back, and whoever put it forward changes it."""
    LATE_REQUEST = "late_request"
    """Stage 2 was asked for after the window, and somebody decides on that."""
    AGE_DECISION = "age_decision"
    """An issue is beyond the age limit, and somebody decides whether it is taken."""
    RELEASE = "release"
    """It was revived, and somebody looks at what waits to go to the resident and releases it."""
    POSTING = "posting"
    """A letter is printed, and somebody posts it and records that."""
    ADDRESS = "address"
    """A letter cannot be printed until somebody finds out where to post it."""
    OUTCOME = "outcome"
    """Nobody knows whether a letter went, and somebody finds out and records it."""
    REPLY = "reply"
    """The resident was asked something: whether they agree to more time, or whether an action is satisfactory."""

    @property
    def words(self) -> str:
        """As people say it: "age decision"."""
        return self.replace("_", " ")


class Waiting(Value):
    """Something a complaint waits for, and from whom."""

    what: WaitsFor
    of: tuple[str, ...] = ()
    """From whom: each a staff id, a role or "resident", the first choice first."""
    not_of: tuple[str, ...] = ()
    """Ids of those it cannot come from: they put it forward themselves, or took part in what it is about."""
    due_on: date | None = None
    """By when, where it is owed by somebody else than who has the complaint."""

    @property
    def words(self) -> str:
        """As people say it: "approval (department manager or slt)"."""
        of = " or ".join(each.replace("_", " ") for each in self.of)
        return f"{self.what.words} ({of})" if of else self.what.words


class Standing(Value):
    """How a complaint stands, in a line: what a queue shows."""

    words: str
    name: str = ""
    """The resident's name. Personal data (D14): for the register alone, never for a log or what Temporal shows."""
    matter: str = ""
    """What it is about, in 80 characters at most. Personal data, as the name."""
    received_on: date | None = None
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
    promised: str = ""
    """Where a promise is owed next, what will be done, in 80 characters at most. Personal data, as the name."""
    overdue: bool = False
    """Whether it was late when this was made; whoever reads it later goes by `next_due_at`."""
    closed: bool = False
    settled: bool = False
    """Whether nothing is left to do for it: closed, and nothing owed, awaited or printed to be posted."""
    tags: tuple[str, ...] = ()
    """What is special about it, in the order of the alphabet."""
    waits_for: tuple[Waiting, ...] = ()
    calendar: str = ""
    """The mark of the calendar it counts by."""
    not_told: tuple[str, ...] = ()
    """Ids of staff who are told nothing of it: it is about them, or they may not review what they took part in."""
    hidden_from: tuple[str, ...] = ()
    """Ids of staff who do not see it: it is about them."""
    acts_at: tuple[datetime, ...] = ()
    """When the complaint acts by itself on what is owed next: its reminders, and the midnight by which it is missed."""


class LastState(Value):
    """The state a complaint could go on from: without what the register holds once it has the page (D13)."""

    complaint: str
    """The complaint as JSON."""
    through: int
    """The last entry of its record."""
    has_ended: bool = False
    """Whether nothing is left to do: its workflow ends with it."""


class Page(Value):
    """Record entries to be written, with how the complaint stands: the input of the recording activity."""

    landlord: str
    reference: str
    key: str
    opened_with: str = ""
    """A digest of what was said when it was opened."""
    entries: tuple[WrittenEntry, ...]
    texts: tuple[LongText, ...] = ()
    """Long texts of which the entries, or the complaint's state, have stubs."""
    standing: Standing
    life: str = ""
    """In which of the complaint's lives it was written."""
    through: int = 0
    """The last entry that the complaint knows of, in this page or in another."""
    finders: tuple[Finder, ...] | None = None
    """The words by which it is found; None where they are as they were last written."""
    tables: Tables | None = None
    """What of the register's own tables is other than it was last written; None where nothing is."""
    rules: Rules | None = None
    """The rules it is judged by; None where they are as they were last written."""
    state: LastState | None = None
    """None in a page after which another follows at once."""


_MOST_BYTES = 500_000
"""Bytes of one page: Temporal carries two megabytes at once, and a flood of messages must not stop the record."""
_MOST_ENTRIES = 100
_LONG_STATE = 200_000
"""Signs from which a state travels alone: an ordinary one has ten thousand."""


class Handed(Value):
    """What the register was handed with the pages of a run, so that none says again what stays as it was."""

    standing: Standing | None = None
    finders: tuple[Finder, ...] | None = None
    tables: Tables = Tables()
    rules: Rules | None = None
    state: Complaint | None = None
    """The complaint in the last state that was handed over."""
    has_ended: bool = False
    """Whether that was the state in which it ends."""
    is_all: bool = True
    """Whether the last page had room for everything."""

    def lacks(self, complaint: Complaint, standing: Standing, *, has_ended: bool) -> bool:
        """Whether another page is to be written: something is new, or the state in which it ends."""
        if complaint.record or complaint.texts or standing != self.standing or not self.is_all:
            return True
        return has_ended and not (self.has_ended and complaint == self.state)

    def with_page(self, page: Page, complaint: Complaint) -> "Handed":
        """What it was handed once it has *page* of *complaint*."""
        return Handed(
            standing=page.standing,
            finders=self.finders if page.finders is None else page.finders,
            tables=self.tables.changed(page.tables) if page.tables else self.tables,
            rules=page.rules or self.rules,
            state=_as_left(complaint) if page.state else self.state,
            has_ended=page.state is not None and page.state.has_ended,
            is_all=page.state is not None,
        )


def next_page(
    complaint: Complaint, rules: Rules, standing: Standing, handed: Handed, *, has_ended: bool = False
) -> Page:
    """What the register is to be given next: long texts first, so that what has stubs of them can be filled in.

    The state goes with the last of several pages; where it is long, with one of its own.
    """
    texts = _as_fit(complaint.texts, lambda each: len(each.text.encode(errors="replace")), _MOST_BYTES)
    room = _MOST_BYTES - sum(len(each.text) for each in texts)
    entries: tuple[WrittenEntry, ...] = ()
    if len(texts) == len(complaint.texts):
        written = (put_in_words(entry, complaint) for entry in complaint.record[:_MOST_ENTRIES])
        entries = _as_fit(written, lambda each: len(each.model_dump_json()), room)
    found_by = finders(complaint)
    page = Page(
        landlord=complaint.landlord,
        reference=complaint.reference,
        key=complaint.key,
        opened_with=complaint.opened_with,
        entries=entries,
        texts=texts,
        standing=standing,
        life=complaint.life,
        through=complaint.record_summary.entries,
        finders=None if found_by == handed.finders else found_by,
    )
    if len(texts) < len(complaint.texts) or len(entries) < len(complaint.record):
        return page
    return _with_state(page, complaint, rules, handed, has_ended=has_ended)


def _with_state(page: Page, complaint: Complaint, rules: Rules, handed: Handed, *, has_ended: bool) -> Page:
    """*page* with the tables and the state: all at once, or where they are long each in a page of its own."""
    left = _as_left(complaint)
    state = LastState(complaint=left.model_dump_json(), through=left.record_summary.entries, has_ended=has_ended)
    changed = tables(complaint, rules).since(handed.tables)
    new_tables = changed if changed != Tables() else None
    is_long = len(state.complaint) > _LONG_STATE
    if is_long and (page.entries or page.texts):
        return page
    if is_long and new_tables:
        return page.model_copy(update={"tables": new_tables})
    new_rules = None if rules == handed.rules else rules
    return page.model_copy(update={"tables": new_tables, "rules": new_rules, "state": state})


def _as_left(complaint: Complaint) -> Complaint:
    """*complaint* without what the register holds once it has all of it."""
    return complaint.changed(record=(), texts=())


def _as_fit(items: Iterable[T], length: Callable[[T], int], room: int) -> tuple[T, ...]:
    """The first *items* that have room; at least one."""
    fit = list[T]()
    for item in items:
        room -= length(item)
        if fit and room < 0:
            break
        fit.append(item)
    return tuple(fit)
