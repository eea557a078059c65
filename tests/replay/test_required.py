"""What was kept by an earlier release is read by this one: every field that has been added since has a default."""

from datetime import date
from enum import StrEnum
from typing import Any, Literal, get_origin

import pytest
from pydantic import AliasChoices, BaseModel, Field
from pydantic.fields import FieldInfo
from pydantic_core import to_jsonable_python

from domain.complaint.complaint import Case
from domain.policy.rules import Rules
from domain.value import Value
from tests.replay.keep import version
from tests.replay.required import (
    frozen,
    models_within,
    name_of,
    no_longer_read,
    read_by,
    required_of,
    without_a_default,
)
from tests.replay.saved import NEWEST, saved
from tests.workflows.test_scenarios import EVERY_SAMPLE
from tests.world import RULEBOOK


def test_every_field_that_was_added_since_the_last_release_has_a_default() -> None:
    _, then, _ = frozen()

    assert without_a_default(required_of(), then) == [], "give each a default; a model that moved: edit required.json"


def test_every_name_that_the_last_release_read_is_read_still() -> None:
    _, _, then = frozen()

    assert no_longer_read(read_by(), then) == [], "renamed: let it read the former name too (AliasChoices)"


def test_what_a_release_requires_is_written_down_when_it_is_made() -> None:
    release, _, _ = frozen()

    assert release == version(), "`make release` writes it down, when the version has been set"


def test_a_field_without_a_default_and_a_model_that_is_gone_are_noticed() -> None:
    class Inner(Value):
        was: str
        new: str
        fine: str = ""

    class Outer(Value):
        inner: tuple[Inner, ...] | None = None

    then = {name_of(Inner): ["was"], name_of(Outer): [], "domain.gone.Gone": ["any"]}

    assert without_a_default(required_of([Outer]), then) == [f"{name_of(Inner)}.new", "domain.gone.Gone is gone"]


def test_a_field_that_was_renamed_is_noticed_and_one_that_reads_its_former_name_is_not() -> None:
    class Kept(Value):
        now: str = ""
        both: str = Field(default="", validation_alias=AliasChoices("both", "formerly"))

    then = {name_of(Kept): ["both", "formerly", "was"]}

    assert no_longer_read(read_by([Kept]), then) == [f"{name_of(Kept)}.was"]


def test_a_word_of_an_enumeration_that_is_gone_is_noticed() -> None:
    class Colour(StrEnum):
        RED = "red"

    class Kept(Value):
        colours: tuple[Colour, ...] = ()

    then = {name_of(Colour): ["blue", "red"]}

    assert no_longer_read(read_by([Kept]), then) == [f"{name_of(Colour)}.blue"]


def test_state_rules_pages_and_messages_are_all_looked_at() -> None:
    names = {model.__name__ for model in models_within([Case])}

    assert {"Complaint", "Notice", "WorkingCalendar", "Landlord", "Edition", "Officer"} <= names
    assert {"domain.views.page.Page", "domain.procedure.stages.close.Close"} <= required_of().keys()


@pytest.mark.parametrize("landlord", ["reliance", "qualitas"])
def test_rules_that_say_nothing_of_what_has_a_default_are_the_same_rules(landlord: str) -> None:
    rules = RULEBOOK.rules(landlord, date(2026, 11, 2))

    assert Rules.model_validate(without_defaults(rules)) == rules


@pytest.mark.parametrize("scenario", EVERY_SAMPLE)
def test_a_recorded_input_without_what_has_a_default_is_the_same(scenario: str) -> None:
    """The input of the last run, with the rules that were pinned in it."""
    begun = saved(NEWEST / f"{scenario}.json.xz")["closed"][-1].events[0].workflow_execution_started_event_attributes
    case = Case.model_validate_json(begun.input.payloads[0].data)

    assert Case.model_validate(without_defaults(case)) == case


def without_defaults(value: Any) -> Any:  # noqa: ANN401 - whatever a field holds
    """*value* as JSON has it, without what has its default; the kind by which a union tells its members apart stays."""
    match value:
        case BaseModel():
            held = {name: (field, getattr(value, name)) for name, field in type(value).model_fields.items()}
            return {name: without_defaults(inner) for name, (field, inner) in held.items() if _is_told(field, inner)}
        case tuple() | list() | frozenset():
            return [without_defaults(inner) for inner in value]
        case dict():
            return {to_jsonable_python(key): without_defaults(inner) for key, inner in value.items()}
    return to_jsonable_python(value)


def _is_told(field: FieldInfo, value: object) -> bool:
    is_tag = get_origin(field.annotation) is Literal
    return is_tag or field.is_required() or value != field.get_default(call_default_factory=True, validated_data={})
