"""Every order has a form, and what is posted with it is read as options and files are."""

from datetime import UTC, datetime
from typing import Any

import pytest

from domain.messages.message import Message
from domain.procedure.front_door.contact_details import ChangeContact
from domain.procedure.remedies.actions import AddAction
from domain.procedure.stages.draft import PutDraft
from domain.procedure.stages.extend import RequestExtension
from domain.procedure.steps import STEPS, step_of
from intake.field_kinds import Kind
from intake.order_fields import fields_of, nest
from intake.order_forms import FormField, field_at, form_of, read_form, rows_posted
from intake.order_reader import OrderReader
from tests.intake.filled_forms import filled
from tests.spec.cast import RULEBOOK

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
READER = OrderReader(RULEBOOK.directory("reliance"), "Europe/London", {})


def order_from(order: type[Message], posted: dict[str, list[str]]) -> Message:
    values = nest(order, read_form(form_of(order), posted))
    match values:
        case {"already_sent": dict(sent)}:
            values["already_sent"] = sent | {"at": datetime(2026, 11, 2, 10, 15)}  # noqa: DTZ001 - as the desk reads it
    return READER.order(step_of(order).said, {**values, "by": "priya-nair"}, NOW, ())


@pytest.mark.parametrize("order", STEPS, ids=lambda order: order.name)
def test_every_field_of_every_order_reaches_it(order: type[Message]) -> None:
    given = order_from(order, filled(order, "priya-nair"))

    left_out = [field.key for field in form_of(order) if not _at(given, field)]
    assert not left_out


def _at(order: Message, field: FormField) -> bool:
    """Whether *order* says something there, all rows and their fields included."""
    value: Any = order
    for part in field.key:
        value = getattr(value, str(part))
    if field.kind is Kind.ROWS:
        return all(getattr(row, each.name) for row in value for each in field.rows) and bool(value)
    return bool(value)


@pytest.mark.parametrize("order", STEPS, ids=lambda order: order.name)
def test_a_form_asks_for_what_the_command_line_takes(order: type[Message]) -> None:
    assert [field.name for field in form_of(order)] == [field.name for field in fields_of(order)]
    assert [field.name for field in form_of(order) if not field.label] == []


@pytest.mark.parametrize("order", STEPS, ids=lambda order: order.name)
def test_an_empty_form_says_nothing(order: type[Message]) -> None:
    blank = {name: [""] for name, typed in filled(order, "priya-nair").items() if typed != ["yes"]}

    assert read_form(form_of(order), blank) == {}


def test_what_a_form_tells_people_is_not_how_it_is_typed_elsewhere() -> None:
    said = [f"{field.says} {[row.says for row in field.rows]}" for order in STEPS for field in form_of(order)]

    assert not [words for words in said if "--" in words or "staff id" in words or "2026" in words or '""' in words]


def test_nothing_said_takes_away_what_was_there_and_else_leaves_it() -> None:
    fields = form_of(ChangeContact)

    assert read_form(fields, {"email": [""], "email-was": ["ann@example.com"]}) == {"email": ""}
    assert read_form(fields, {"email": ["ann@example.com"], "email-was": ["ann@example.com"]}) == {}
    assert read_form(fields, {"address": [""], "address-was": ["3 Example Street"]}) == {"address": [""]}
    assert read_form(fields, {"email": [""]}) == {}


def test_rows_are_read_in_order_and_empty_ones_left_aside() -> None:
    posted = {
        "findings.10.issue": ["2"],
        "findings.10.finding": ["upheld"],
        "findings.2.issue": ["1"],
        "findings.2.finding": ["not_ours"],
        "findings.3.issue": ["3"],
        "findings.3.finding": [""],
        "findings.x.finding": ["upheld"],
    }

    read = read_form(form_of(PutDraft), posted)

    assert read == {"findings": [{"issue": "1", "finding": "not_ours"}, {"issue": "2", "finding": "upheld"}]}
    (findings,) = (field for field in form_of(PutDraft) if field.name == "findings")
    assert rows_posted(findings, posted) == [2, 3, 10]


def test_a_day_may_lack_its_year_and_one_that_is_none_is_refused_by_whoever_reads_it() -> None:
    fields = form_of(AddAction)

    assert read_form(fields, {"due_on-day": ["24"], "due_on-month": ["12"]}) == {"due_on": "24/12"}
    assert read_form(fields, {"due_on-day": ["next week"]}) == {"due_on": "next week"}


def test_a_contractor_is_named_beside_the_choice_of_a_person() -> None:
    fields = form_of(AddAction)

    assert read_form(fields, {"owner": ["priya-nair"], "owner-name": [""]}) == {"owner": "priya-nair"}
    assert read_form(fields, {"owner": [""], "owner-name": ["Green Roofing Ltd"]}) == {"owner": "Green Roofing Ltd"}


def test_lines_end_as_they_do_everywhere() -> None:
    assert read_form(form_of(RequestExtension), {"reason": [" One.\r\nTwo. "]}) == {"reason": "One.\nTwo."}


@pytest.mark.parametrize(
    ("order", "key", "name"),
    [
        (AddAction, ("promise", "due_on"), "due_on"),
        (AddAction, ("promise",), "what"),
        (PutDraft, ("response", "promises", 2, "due_on"), "promises.2.due_on"),
        (PutDraft, ("response", "promises", 2), "promises.2.what"),
        (RequestExtension, ("already_sent",), "sent_at"),
        (ChangeContact, ("email",), "email"),
        (ChangeContact, ("nothing",), ""),
        (ChangeContact, (), ""),
    ],
)
def test_what_is_wrong_is_found_in_the_form(order: type[Message], key: tuple[str | int, ...], name: str) -> None:
    assert field_at(form_of(order), key) == name
