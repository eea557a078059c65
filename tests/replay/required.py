"""What each model that is kept or sent requires: frozen at a release, so that every later field has a default.

A complaint's state, its rules, its pages and its messages are read years after they were written. `required.json` says
what they required when the last release was made; a test compares. `make release` writes it again.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel

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


def required_of(roots: Iterable[type[BaseModel]] = ROOTS) -> Required:
    """The required fields of *roots* and of every model within them, by the model's name."""
    found = {name_of(model): sorted(_required(model)) for model in models_within(roots)}
    return dict(sorted(found.items()))


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


def name_of(model: type[BaseModel]) -> str:
    """By which a model is known: where it stands, and its name."""
    return f"{model.__module__}.{model.__qualname__}"


def _required(model: type[BaseModel]) -> Iterator[str]:
    return (name for name, field in model.model_fields.items() if field.is_required())


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:  # noqa: ANN401 - any field's type
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        yield from (each for each in annotation.__subclasses__() if each.__module__.startswith("domain."))
    for part in get_args(annotation):
        yield from _models_in(part)


def freeze(release: str) -> None:
    """Write down what is required now, as that release requires it."""
    frozen = {"release": release, "requires": required_of()}
    FROZEN.write_text(json.dumps(frozen, indent=1) + "\n", encoding="utf-8")


def frozen() -> tuple[str, Required]:
    """The release whose requirements are written down, and these."""
    kept = json.loads(FROZEN.read_text(encoding="utf-8"))
    return kept["release"], kept["requires"]
