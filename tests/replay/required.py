"""What each model that is kept or sent requires and reads: frozen at a release, for all that come after it.

A complaint's state, its rules, its pages and its messages are read years after they were written. A later field has a
default, and none is dropped or renamed: what was kept under its name would be passed over without a word.
`required.json` says what they required and read when the last release was made; a test compares. `make release` writes
it again.
"""

import json
from collections.abc import Iterable, Iterator
from enum import Enum
from pathlib import Path
from typing import Any, get_args

from pydantic import AliasChoices, BaseModel

from activities.recording import Recorded
from domain.complaint.complaint import Case
from domain.messages.message import Answer
from domain.messages.news import CalendarChanged, NoticeDelivered, NoticeFailed
from domain.outbox.errands import Accepted, Ended, Errand
from domain.procedure.steps import STEPS
from domain.rounds.reports import Round
from domain.views.page import Page

FROZEN = Path(__file__).parent / "required.json"
NEWS = (NoticeDelivered, NoticeFailed, CalendarChanged)
ROOTS: tuple[type[BaseModel], ...] = (
    *(Case, Page, Recorded, Round, Errand, Accepted, Ended, Answer),
    *NEWS,
    *(step.order for step in STEPS.values()),
)
"""What workflows and activities are given, answer and keep."""

Required = dict[str, list[str]]
"""Names of fields, by the model that has them."""


def required_of(roots: Iterable[type[BaseModel]] = ROOTS) -> Required:
    """The required fields of *roots* and of every model within them, by the model's name."""
    found = {name_of(model): sorted(_required(model)) for model in models_within(roots)}
    return dict(sorted(found.items()))


def read_by(roots: Iterable[type[BaseModel]] = ROOTS) -> Required:
    """All names that *roots*, and every model within them, read values under, and what each enumeration may say."""
    models = models_within(roots)
    found = {name_of(model): sorted(_read(model)) for model in models}
    said = {each for model in models for field in model.model_fields.values() for each in _enums_in(field.annotation)}
    return dict(sorted((found | {name_of(each): sorted(str(one.value) for one in each) for each in said}).items()))


def no_longer_read(now: Required, then: Required) -> list[str]:
    """The names, and words of enumerations, that the last release read and that are read no more, as "Model.field"."""
    return [f"{model}.{field}" for model in then for field in then[model] if field not in now.get(model, [field])]


def models_within(roots: Iterable[type[BaseModel]]) -> set[type[BaseModel]]:
    """*roots*, and every model that they can hold."""
    found, left = set[type[BaseModel]](), [*roots]
    while left:
        model = left.pop()
        if model not in found:
            found.add(model)
            left += [inner for field in model.model_fields.values() for inner in _models_in(field.annotation)]
    return found


def without_a_default(now: Required, then: Required) -> list[str]:
    """The fields that models of the last release have come to require since, as "Model.field"; and models gone."""
    new = [f"{model}.{field}" for model in then for field in now.get(model, []) if field not in then[model]]
    return [*new, *(f"{model} is gone" for model in then if model not in now)]


def name_of(model: type[BaseModel | Enum]) -> str:
    """By which a model or an enumeration is known: where it stands, and its name."""
    return f"{model.__module__}.{model.__qualname__}"


def _required(model: type[BaseModel]) -> Iterator[str]:
    return (name for name, field in model.model_fields.items() if field.is_required())


def _read(model: type[BaseModel]) -> Iterator[str]:
    for name, field in model.model_fields.items():
        yield name
        match field.validation_alias:
            case str(former):
                yield former
            case AliasChoices(choices=choices):
                yield from (each for each in choices if isinstance(each, str))


def _enums_in(annotation: Any) -> Iterator[type[Enum]]:  # noqa: ANN401 - any field's type
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        yield annotation
    for part in get_args(annotation):
        yield from _enums_in(part)


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:  # noqa: ANN401 - any field's type
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        yield from (each for each in annotation.__subclasses__() if each.__module__.startswith("domain."))
    for part in get_args(annotation):
        yield from _models_in(part)


def freeze(release: str) -> None:
    """Write down what is required and read now, as that release does it."""
    frozen = {"release": release, "requires": required_of(), "reads": read_by()}
    FROZEN.write_text(json.dumps(frozen, indent=1) + "\n", encoding="utf-8")


def frozen() -> tuple[str, Required, Required]:
    """The release whose requirements are written down, these, and the names it reads."""
    kept = json.loads(FROZEN.read_text(encoding="utf-8"))
    return kept["release"], kept["requires"], kept["reads"]
