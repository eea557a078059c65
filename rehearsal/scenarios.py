"""Scenarios: a complaint's story as a complaints officer writes it (`docs/scenarios.md`), read strictly.

Whatever cannot be meant is refused with file, line and reason: an unknown key, a date that does not exist, a wrong
weekday, steps out of order, a person, step or landlord nobody knows. What the policy does not allow is no fault of the
scenario: the rehearsal shows the refusal, and the story goes on.
"""

import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import dropwhile, pairwise
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from domain.calendar.days import landlord_day
from domain.complaint.complainant import Particulars
from domain.complaint.issues import NewIssue
from domain.complaint.ombudsman import OmbudsmanReferral
from domain.complaint.resident import Resident
from domain.complaint.support import Support
from domain.complaint.triage import TriageAnswers
from domain.messages.message import Message
from domain.policy.rules import Rules
from domain.policy.staff import StaffDirectory
from domain.procedure.front_door.receive import Receive
from domain.value import Key
from intake.errors import NotMeantError, ScenarioError, validate
from intake.moments import end, with_seconds
from intake.order_names import FROM_ABOVE, ORDERS
from intake.order_reader import Given, OrderReader
from providers.rulebook import Rulebook, UnknownEditionError, UnknownLandlordError
from providers.toml_lines import line_of
from rehearsal.world_steps import BEFORE_RECEIPT, WORLD, World

_PLAYS_ON = timedelta(days=365)
"""How long a story without an end plays on after its last step, at the most."""


@dataclass(frozen=True, slots=True)
class ScenarioEvent:
    """One step of a story: an order, or what the world does."""

    step: str
    at: datetime
    """When it reaches the complaint; an order may have happened earlier."""
    does: Message | World


@dataclass(frozen=True, slots=True)
class Story:
    """A scenario with the rules and the people it plays among."""

    receive: Receive
    events: tuple[ScenarioEvent, ...]
    """All of them in order, the receipt among them."""
    until: datetime
    rules: Rules
    directory: StaffDirectory


class _Head(BaseModel):
    """What stands above the steps."""

    model_config = ConfigDict(frozen=True)

    landlord: str
    edition: str | None = None
    reference: str = Field(pattern=r"^[A-Z0-9]+(-[A-Z0-9]+)*$")
    summary: str = Field(min_length=1)
    resident: Resident
    about_staff: tuple[str, ...] = ()
    issues: tuple[NewIssue, ...] = ()
    sorting: TriageAnswers | None = None
    particulars: Particulars = Particulars()
    support: Support = Support()
    ombudsman: OmbudsmanReferral | None = None
    until: Any = None
    events: list[Given] = Field(min_length=1)


def read_story(text: str, name: str, rulebook: Rulebook) -> Story:
    """The story of the scenario file *name*, which holds *text*.

    Raises:
        ScenarioError: something in it cannot be meant.
        RulebookError: the landlord's own files cannot be used.
    """
    try:
        return _story(tomllib.loads(with_seconds(text)), rulebook)
    except tomllib.TOMLDecodeError as refusal:
        raise ScenarioError(f"{name}: is not TOML: {refusal}") from refusal
    except RecursionError as refusal:
        raise ScenarioError(f"{name}: has too many lists or tables within one another") from refusal
    except NotMeantError as refusal:
        raise ScenarioError(f"{name}, line {line_of(text, refusal.key)}: {refusal.sentence}") from refusal


def _story(values: Given, rulebook: Rulebook) -> Story:
    head = validate(_Head, values, ())
    try:
        zone, directory = rulebook.landlord(head.landlord).time_zone, rulebook.directory(head.landlord)
    except UnknownLandlordError as refusal:
        raise NotMeantError(("landlord",), str(refusal)) from refusal
    reader = OrderReader(directory, zone, head.model_dump(include=set(FROM_ABOVE)))
    for person in head.about_staff:
        reader.known(person, ("about_staff",))
    events = tuple(_event(given, ("events", number), reader) for number, given in enumerate(head.events))
    receive = _receive_in(events)
    return Story(
        receive=receive,
        events=events,
        until=_until(head, _last_of(events), reader),
        rules=_rules(head, receive, rulebook, zone),
        directory=directory,
    )


def _event(given: Given, key: Key, reader: OrderReader) -> ScenarioEvent:
    given = dict(given)
    step = given.pop("step", None)
    if step not in ORDERS | WORLD:
        why = f"{step!r} is not a step" if step else "is missing: say what happens"
        raise NotMeantError((*key, "step"), f"{why}; choose from: {', '.join(ORDERS | WORLD)}")
    if "at" not in given:
        raise NotMeantError(key, f"at is missing: say when the step {step} happens")
    at = recorded_at = reader.moment(given.pop("at"), (*key, "at"))
    if step in WORLD:
        return ScenarioEvent(step, at, validate(WORLD[step], given, key))
    if "recorded" in given:
        recorded_at = reader.moment(given.pop("recorded"), (*key, "recorded"))
    if recorded_at < at:
        raise NotMeantError((*key, "recorded"), "comes before it happened")
    return ScenarioEvent(step, recorded_at, reader.order(step, given, at, key))


def _receive_in(events: tuple[ScenarioEvent, ...]) -> Receive:
    """The order that receives the complaint: it comes first, and once."""
    begun = list(dropwhile(lambda each: each[1].step in BEFORE_RECEIPT, enumerate(events)))
    for place, (number, event) in enumerate(begun):
        if isinstance(event.does, Receive) is not (place == 0):
            why = "a complaint is received once" if place else "the story begins with the step receive"
            raise NotMeantError(("events", number, "step"), why)
    if not begun or not isinstance(first := begun[0][1].does, Receive):
        raise NotMeantError(("events",), "no step receives the complaint")
    return first


def _last_of(events: tuple[ScenarioEvent, ...]) -> datetime:
    """When the last step happens; each comes after the one above it."""
    for number, (before, event) in enumerate(pairwise(events), start=1):
        if event.at < before.at:
            raise NotMeantError(("events", number, "at"), f"comes before the step above it, {before.step}")
    return events[-1].at


def _until(head: _Head, last: datetime, reader: OrderReader) -> datetime:
    if head.until is None:
        return last + _PLAYS_ON
    until = reader.moment(head.until, ("until",), end)
    if until < last:
        raise NotMeantError(("until",), "comes before the last step")
    return until


def _rules(head: _Head, receive: Receive, rulebook: Rulebook, zone: str) -> Rules:
    """What the complaint is judged by: the edition named, else the one in force when it was received."""
    try:
        rules = rulebook.rules(head.landlord, landlord_day(receive.at, zone))
        named = rulebook.edition(head.landlord, head.edition) if head.edition else rules.edition
    except UnknownEditionError as refusal:
        raise NotMeantError(("edition",) if head.edition else ("landlord",), str(refusal)) from refusal
    return rules.model_copy(update={"edition": named})
