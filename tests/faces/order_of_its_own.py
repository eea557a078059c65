"""Orders in a module of their own, as somebody would add them: their fields, who and when, their steps and rows."""

from datetime import datetime
from typing import ClassVar

from domain.complaint.actor import Actor
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.facts.stages import Contacted
from domain.complaint.stages import ContactOutcome
from domain.messages.message import Message
from domain.policy.rules import Rules
from domain.policy.staff import Officer
from domain.policy.work import Work
from domain.procedure import steps
from domain.procedure.gates import check_open
from domain.procedure.step import Step, When, Whose
from domain.value import Day, Given


class RecordReaction(Message):
    """Record how the resident took the response."""

    name: ClassVar[str] = "record_comment"

    reaction: str = ""
    """What the resident said of it."""
    heard_by: Officer | None = None
    """Whoever heard it."""


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
    said="comment",
    whose=Whose.ANYBODY,
    may=may_react,
    check=check_reaction,
    does=record_reaction,
    when=When.OF_ANY_STAGE,
)


class Visit(Given):
    """What was agreed of a visit."""

    what: str
    """What is looked at."""
    on: Day
    """The day of the visit."""
    channel: str = ""
    """How it was agreed."""
    rooms: tuple[str, ...] = ()
    """A room that is looked at."""


class AddVisit(Message):
    """Agree a visit with the resident."""

    name: ClassVar[str] = "add_visit"

    visit: Visit
    """What was agreed."""


def may_visit(complaint: Complaint, _by: Actor, _at: datetime, _rules: Rules) -> None:
    check_open(complaint)


def check_visit(_complaint: Complaint, order: AddVisit, _rules: Rules) -> None:
    if not order.visit.what.strip():
        raise NotAllowedError("Say what is looked at.")


def add_visit(complaint: Complaint, order: AddVisit, _rules: Rules, now: datetime) -> Complaint:
    visit = order.visit
    note = f"{visit.on:%d %B}, {visit.channel}: {visit.what} in {' and '.join(visit.rooms)}"
    return complaint.noting(Contacted(outcome=ContactOutcome.SPOKE, note=note), at=order.at, now=now, by=order.by)


VISIT = Step(
    AddVisit,
    said="add-visit",
    whose=Work.CONTACT,
    may=may_visit,
    check=check_visit,
    does=add_visit,
    when=When.OF_ANY_STAGE,
    under=("visit", "add"),
)


def add() -> None:
    """The lines by which the procedure knows them."""
    steps.STEPS[RecordReaction] = STEP
    steps.STEPS[AddVisit] = VISIT
