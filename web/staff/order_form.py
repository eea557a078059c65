"""The form of an order as a page shows it: its fields with what there is to choose, what was typed, what is wrong."""

import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from starlette.datastructures import FormData

from domain.complaint.actor import ActorKind
from domain.complaint.complaint import Case
from domain.complaint.reference import ComplaintId
from domain.messages.message import Message
from domain.policy.staff import StaffDirectory
from domain.procedure.step import Step
from domain.procedure.steps import STEPS
from domain.views.to_choose import Choices, to_choose
from intake.field_kinds import Kind
from intake.order_forms import FormField, Posted, field_at, form_of, read_form, rows_posted
from web.staff.addresses import complaint_page, order_page

ORDERS: Mapping[str, Step] = {step.name: step for step in STEPS.values()}
"""Every order of the procedure, by its name on the wire."""
FORM, EXPECTS, PRESSED, WHOSE = "form", "expects", "pressed", "whose"
"""What a form posts beside its fields: its own name, the last entry that was seen, the button, whose words they are."""
RESIDENT = "resident"
_OURS = frozenset({FORM, EXPECTS, PRESSED, WHOSE})
_BY_CHANCE = re.compile(r"[A-Za-z0-9_-]{16,64}")
_ADD = "add:"
_CHANCE = 16
"""Bytes of it in a form's name."""
_GONE = "already_sent"
_BEFORE = "-was"
_IN_A_LINE = frozenset(
    {
        *("name", "email", "mobile", "channel", "how", "agreed_how", "to", "told_by", "policy", "passed_on_to"),
        *("reference", "ombudsman_reference", "court_reference", "prior_reference", "managing_agent"),
        *("about_contractor", "letter", "code"),
    }
)
"""Fields whose words are seldom more than a line."""

COMMON = tuple(
    FormField(name, (name,), kind, Message.model_fields[name].description or "")
    for name, kind in (("at", Kind.MOMENT), ("channel", Kind.WORDS))
)
"""The fields of every order that a person fills in; who gives and records it, the page knows."""


@dataclass(frozen=True)
class Problem:
    """Something that is wrong with what was posted."""

    says: str
    """The sentence; empty where something that is needed was left out."""
    at: str = ""
    """The input it is about; empty where it is about all of it."""
    label: str = ""
    """What that input asks for."""
    instead: str = ""
    """The order that would help, by its name on the wire."""


@dataclass(frozen=True)
class OrderForm:
    """The form of one order to one complaint."""

    step: Step
    place: ComplaintId
    own: tuple[FormField, ...]
    """The order's own fields."""
    posted: Posted
    name: str
    """Made by chance with the page: with what it says, the key of the order."""
    expects: int | None
    """The last entry of the record that its sender has seen; None where nobody knows."""
    problems: tuple[Problem, ...] = ()
    more_rows: Mapping[str, int] = field(default_factory=dict)
    """How many empty rows are shown of what may be given more than once."""

    @property
    def fields(self) -> tuple[FormField, ...]:
        """Every field, those of every order last."""
        return (*self.own, *COMMON)

    @property
    def address(self) -> str:
        """Where it is posted."""
        return order_page(self.place, self.step.name)

    @property
    def says(self) -> str:
        """What it does, as the order says of itself."""
        return " ".join((self.step.order.__doc__ or "").split("Source:", maxsplit=1)[0].split())

    @property
    def complaint_page(self) -> str:
        """Where the complaint is read."""
        return complaint_page(self.place)

    @property
    def often(self) -> tuple[FormField, ...]:
        """The order's own fields, but for those that are rarely needed."""
        return tuple(each for each in self.own if each.key[0] != _GONE)

    @property
    def rarely(self) -> tuple[FormField, ...]:
        """What is said of a letter that has gone already."""
        return tuple(each for each in self.own if each.key[0] == _GONE)

    @property
    def has_rarely(self) -> bool:
        """Whether something is said, or wrong, of what is rarely needed."""
        names = {each.name for each in (*self.rarely, *COMMON)}
        return bool(names & self.values.keys()) or any(each.at in names for each in self.problems)

    @property
    def has_often(self) -> bool:
        """Whether anything is said, or wrong, of the order's own fields."""
        names = {each.name for each in self.often}
        return bool(names & self.values.keys()) or any(each.at.partition(".")[0] in names for each in self.problems)

    @property
    def in_words(self) -> Iterator[tuple[str, str]]:
        """What was typed in words, each with what was asked for."""
        for name, typed in self.posted.items():
            words, label = "\n".join(typed).strip(), self._label(name)
            if words and label and not name.endswith(_BEFORE):
                yield label, words

    @property
    def may_be_residents(self) -> bool:
        """Whether the resident may give it, and we take it down."""
        return ActorKind.RESIDENT in self.step.givers

    @property
    def is_residents(self) -> bool:
        """Whether the resident gives it: they do unless somebody says otherwise."""
        return self.may_be_residents and self.text(WHOSE) in {"", RESIDENT}

    @property
    def values(self) -> dict[str, object]:
        """The plain values of what was posted."""
        return read_form(self.fields, self.posted)

    @property
    def hidden(self) -> Iterator[tuple[str, str]]:
        """All that was posted, to be posted again."""
        for name, typed in self.posted.items():
            if name not in _OURS - {WHOSE}:
                yield from ((name, each) for each in typed)

    @staticmethod
    def page_of(order: str, place: ComplaintId) -> str:
        """Where the order of that name is given."""
        return order_page(place, order)

    @staticmethod
    def is_in_a_line(each: FormField) -> bool:
        """Whether its words are seldom more than a line."""
        return each.kind is Kind.WORDS and each.name in _IN_A_LINE

    def field(self, name: str) -> FormField:
        """The field of that name.

        Raises:
            LookupError: it has none.
        """
        found = next((each for each in self.fields if each.name == name), None)
        if found is None:
            raise LookupError(f"{self.step.name} has no field {name}")
        return found

    def text(self, name: str) -> str:
        """What was typed there."""
        return next(iter(self.posted.get(name, ())), "")

    def texts(self, name: str) -> Sequence[str]:
        """All that was chosen there."""
        return self.posted.get(name, ())

    def error(self, name: str) -> Problem | None:
        """What is wrong with what was typed there."""
        return next((each for each in self.problems if each.at == name), None)

    def rows(self, rows: FormField) -> list[int]:
        """The places of the rows that are shown: those with something in them, and empty ones."""
        there = [place for place in rows_posted(rows, self.posted) if self._is_filled(rows, place)]
        after = max(there, default=-1) + 1
        return [*there, *range(after, after + self.more_rows.get(rows.name, 0 if there else 1))]

    def _is_filled(self, rows: FormField, place: int) -> bool:
        start = f"{rows.name}.{place}."
        return any(typed and any(typed) for name, typed in self.posted.items() if name.startswith(start))

    def with_problems(self, *problems: Problem) -> "OrderForm":
        """The same form, and what is wrong with it."""
        return replace(self, problems=problems)

    def renewed(self, problem: Problem) -> "OrderForm":
        """The same form with another name, and why it was refused: a key that is too old stands in nobody's way."""
        return replace(self, problems=(problem,), name=secrets.token_urlsafe(_CHANCE))

    def problem(self, says: str, key: Sequence[str | int], instead: str = "") -> Problem:
        """What is wrong with what stands under *key* in the order."""
        at = field_at(self.fields, tuple(key))
        return Problem(says, at, self._label(at), instead)

    def missing(self) -> tuple[Problem, ...]:
        """What is needed and was left out."""
        return tuple(
            Problem("", first_input(each), each.label)
            for each in self.own
            if each.is_needed and each.name not in self.values
        )

    def _label(self, at: str) -> str:
        name, *row = at.split(".")
        found = next((each for each in self.fields if each.name == name), None)
        if found is None:
            return ""
        inner = next((each for each in found.rows if row and each.name == row[-1]), None)
        return inner.label if inner else found.label


def blank(step: Step, place: ComplaintId, case: Case | None, people: StaffDirectory, posted: Posted) -> OrderForm:
    """A new form of *step*, with what is filled in already; without *case* there is nothing to choose from."""
    offered = _offered(case, step, people)
    own = tuple(_offering(each, offered) for each in form_of(step.order))
    seen = case.complaint.record_summary.entries if case else None
    return OrderForm(step, place, own, posted, secrets.token_urlsafe(_CHANCE), seen)


def filled_in(form: OrderForm, posted: Posted) -> OrderForm:
    """*form* as it was posted: with its own name, and the last entry that its sender has seen."""
    name, seen = next(iter(posted.get(FORM, ())), ""), next(iter(posted.get(EXPECTS, ())), "")
    return replace(
        form,
        posted=posted,
        name=name if _BY_CHANCE.fullmatch(name) else form.name,
        expects=int(seen) if seen.isdecimal() and len(seen) < 10 else form.expects,  # noqa: PLR2004 - no record is so long
    )


def with_another_row(form: OrderForm, pressed: str) -> OrderForm:
    """*form* with one more row of what "Add another" was pressed for."""
    name = pressed.removeprefix(_ADD)
    there = [each for each in form.own if each.name == name and each.kind is Kind.ROWS]
    return replace(form, more_rows={name: 1}) if there else form


def asks_for_a_row(pressed: str) -> bool:
    """Whether "Add another" was pressed."""
    return pressed.startswith(_ADD)


def typed_in(data: FormData) -> dict[str, list[str]]:
    """What was posted, names with all that was sent under them; files are left aside."""
    posted: dict[str, list[str]] = {}
    for name, value in data.multi_items():
        if isinstance(value, str):
            posted.setdefault(name, []).append(value)
    return posted


def first_input(each: FormField) -> str:
    """The input to which a sentence about a field leads."""
    return f"{each.name}.0.{each.rows[0].name}" if each.kind is Kind.ROWS else each.name


def _offered(case: Case | None, step: Step, people: StaffDirectory) -> Mapping[str, Choices]:
    about = case.complaint.about_staff if case else frozenset()
    there = tuple((each.id, f"{each.name}, {each.job_title}") for each in people.people if each.id not in about)
    named: dict[str, Choices] = {Kind.PERSON: there, Kind.OWNER: there}
    return {**(to_choose(case.complaint, case.rules, step.name) if case else {}), **named}


def _offering(each: FormField, offered: Mapping[str, Choices]) -> FormField:
    """*each* with what there is to choose from."""
    if each.kind is Kind.ROWS:
        return each._replace(rows=tuple(_offering(inner, offered) for inner in each.rows))
    choices = each.choices or offered.get(each.kind) or offered.get(each.name, ())
    return each._replace(choices=choices)
