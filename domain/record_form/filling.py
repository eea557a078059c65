"""Filling in a landlord's record form: which answer stands under which name, and what a form may not ask."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from domain.calendar.limits import TimeLimit
from domain.complaint.complaint import Case
from domain.policy.consistency import Contradiction
from domain.policy.duty_kinds import NAMED, DutyKind
from domain.policy.edition import Edition
from domain.policy.stages import Stage
from domain.record_form import handling, intake
from domain.record_form.form import (
    FilledChoice,
    FilledField,
    FilledForm,
    FilledSection,
    FormField,
    FormSection,
    Lines,
    RecordForm,
    Rows,
)
from domain.value import Key, required

LINES: dict[str, Callable[[Case], Lines]] = {
    "handler": intake.handler,
    "reference": intake.reference,
    "name": intake.name,
    "relation": intake.relation,
    "contact_details": intake.contact_details,
    "property": intake.property_address,
    "managing_agent": intake.managing_agent,
    "first_contact": intake.first_contact,
    "outcome": handling.outcome,
    "learning": handling.learning,
    "told_of_stage_2": handling.told_of_stage_2,
    "closed_on": handling.closed_on_at_stage_1,
    "closed_by": handling.closed_by_at_stage_1,
    "stage_2_contact": handling.stage_2_contact,
    "review_of_stage_1": handling.review_of_stage_1,
    "stage_2_outcome": handling.stage_2_outcome,
    "stage_2_learning": handling.stage_2_learning,
    "told_of_ombudsman": handling.told_of_ombudsman,
    "stage_2_closed_on": handling.stage_2_closed_on,
    "stage_2_closed_by": handling.stage_2_closed_by,
    "feedback": handling.feedback,
    "stage_2_feedback": handling.stage_2_feedback,
    "by_hand": handling.nothing,
}
"""The answers in words; `by_hand` stays open for a pen."""

TABLES: dict[str, tuple[int, Callable[[Case], Rows]]] = {
    "department_and_job_title": (2, intake.department_and_job_title),
    "received": (3, intake.received),
    "issues": (4, intake.issues),
    "desired_outcomes": (2, intake.desired_outcomes),
    "expected_conclusion": (2, intake.expected_conclusion),
    "action_taken": (4, handling.action_taken),
    "outcome_communicated": (6, handling.outcome_communicated),
    "actions": (4, handling.actions),
    "escalated_to": (3, handling.escalated_to),
    "stage_2_action_taken": (4, handling.stage_2_action_taken),
    "stage_2_communicated": (6, handling.stage_2_communicated),
}
"""The answers in columns, and how many."""

STAGES = "stage"
"""The answer that is ticked."""

_LIMIT = re.compile(r"\(\((\w+\.\w+)\)\)")
"""A limit of the policy in a label or a note: ((stage_1.respond)) reads "10 working days"."""
_FOR_EXAMPLE = DutyKind.RESPOND.at(Stage.ONE).name


def fill(form: RecordForm, case: Case, printed_on: date) -> FilledForm:
    """The complaint on that form, as it stands."""
    return FilledForm(
        landlord=case.rules.landlord.name,
        reference=case.complaint.reference,
        printed_on=printed_on,
        title=form.title,
        source=form.source,
        note=_printed(form.note, case.rules.edition),
        sections=tuple(_section(section, case) for section in form.sections),
    )


def in_form(form: RecordForm, editions: Iterable[Edition]) -> Iterator[Contradiction]:
    """What the form asks that the record cannot answer, and limits it names that an edition has not."""
    editions = tuple(editions)
    yield from _unknown_limits(("note",), form.note, editions)
    for number, section in enumerate(form.sections):
        place: Key = ("sections", number)
        yield from _unknown_limits((*place, "note"), section.note, editions)
        for index, field in enumerate(section.fields):
            yield from _in_field((*place, "fields", index), field, editions)


def _in_field(place: Key, field: FormField, editions: tuple[Edition, ...]) -> Iterator[Contradiction]:
    names = sorted({*LINES, *TABLES, STAGES})
    if field.answer not in names:
        yield Contradiction((*place, "answer"), f"{field.answer!r} is unknown; choose from: {', '.join(names)}")
    columns = TABLES[field.answer][0] if field.answer in TABLES else 0
    if len(field.columns) != columns:
        yield Contradiction((*place, "columns"), f"{field.answer} has {columns} columns, not {len(field.columns)}")
    if bool(field.choices) != (field.answer == STAGES):
        yield Contradiction((*place, "choices"), f"only the answer {STAGES!r} has choices")
    for choice in field.choices:
        if choice.value not in handling.STAGES_OF_THE_FORM:
            there = ", ".join(handling.STAGES_OF_THE_FORM)
            yield Contradiction((*place, "choices"), f"{choice.value!r} is unknown; choose from: {there}")
        yield from _unknown_limits((*place, "choices"), choice.note, editions)
    yield from _unknown_limits((*place, "label"), field.label, editions)
    yield from _unknown_limits((*place, "note"), field.note, editions)


def _unknown_limits(place: Key, words: str, editions: tuple[Edition, ...]) -> Iterator[Contradiction]:
    for edition in editions:
        for name in _LIMIT.findall(words):
            if _limit(edition, name) is None:
                yield Contradiction(place, f"edition {edition.edition} has no limit {name}")
    if "((" in _LIMIT.sub("", words):
        yield Contradiction(place, f"only a limit stands in double brackets, as (({_FOR_EXAMPLE}))")


def _limit(edition: Edition, name: str) -> TimeLimit | None:
    return NAMED[name].limit_in(edition) if name in NAMED else None


def _printed(words: str, edition: Edition) -> str:
    """With the policy's own figures: the form follows the edition that the complaint is judged by."""
    return _LIMIT.sub(lambda named: required(_limit(edition, named[1]), named[0]).words, words)


def _section(section: FormSection, case: Case) -> FilledSection:
    return FilledSection(
        title=section.title,
        row=section.row,
        note=_printed(section.note, case.rules.edition),
        fields=tuple(_field(field, case) for field in section.fields),
    )


def _field(field: FormField, case: Case) -> FilledField:
    lines = LINES[field.answer](case) if field.answer in LINES else ()
    rows = _cells(TABLES[field.answer][1](case)) if field.answer in TABLES else ()
    ticked = handling.stages_reached(case) if field.answer == STAGES else frozenset()
    has_gaps = any(not cell for row in rows for cell in row)
    return FilledField(
        answer=field.answer,
        row=field.row,
        label=_printed(field.label, case.rules.edition),
        note=_printed(field.note, case.rules.edition),
        lines=intake.present(*lines),
        columns=field.columns,
        rows=rows,
        choices=tuple(
            FilledChoice(
                label=choice.label, note=_printed(choice.note, case.rules.edition), ticked=choice.value in ticked
            )
            for choice in field.choices
        ),
        wide=field.wide,
        space=field.space,
        to_fill=has_gaps or not (intake.present(*lines) or rows or ticked),
    )


def _cells(rows: Rows) -> Rows:
    """The rows, a cell of nothing but blanks left open."""
    return tuple(tuple(cell if cell.strip() else "" for cell in row) for row in rows)
