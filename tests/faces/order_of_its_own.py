"""An order in a module of its own, as somebody would add one: its fields, who and when, its step and its row."""

from datetime import datetime
from typing import ClassVar

from domain.complaint.actor import Actor
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.facts.stages import Contacted
from domain.complaint.stages import ContactOutcome
from domain.messages.message import Message
from domain.policy.rules import Rules
from domain.policy.staff import Officer
from domain.procedure import steps
from domain.procedure.gates import check_open
from domain.procedure.step import Step, When


class RecordReaction(Message):
    """Record how the resident took the response."""

    name: ClassVar[str] = "record_reaction"

    reaction: str = ""
    """What the resident said of it."""
    heard_by: Officer | None = None
    """The staff id of whoever heard it."""


def may_react(complaint: Complaint, _by: Actor, _at: datetime, _rules: Rules) -> None:
    check_open(complaint)
    if complaint.progress.responded is None:
        raise NotAllowedError("There is no response yet to react to.", instead="respond")


def check_reaction(_complaint: Complaint, order: RecordReaction, _rules: Rules) -> None:
    if not order.reaction.strip():
        raise NotAllowedError("Say how the resident took it.")


def record_reaction(complaint: Complaint, order: RecordReaction, _rules: Rules, now: datetime) -> Complaint:
    facts = Contacted(outcome=ContactOutcome.SPOKE, note=order.reaction)
    return complaint.noting(facts, at=order.at, now=now, by=order.by, naming=order.heard_by)


STEP = Step(
    RecordReaction,
    said="reaction",
    may=may_react,
    check=check_reaction,
    does=record_reaction,
    when=When.OF_ANY_STAGE,
)


def add() -> None:
    """The one line by which the procedure knows it."""
    steps.STEPS[RecordReaction] = STEP
