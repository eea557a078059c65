"""The resident's death: whatever was still to go to them stops, and every letter to them is released."""

from datetime import datetime
from typing import ClassVar

from domain.calendar.days import in_words, landlord_day
from domain.complaint.actor import Actor
from domain.complaint.complaint import Complaint, Death, NotAllowedError
from domain.complaint.facts.contact_details import DeathRecorded
from domain.duties.letters import release_all
from domain.messages.message import Message
from domain.outbox.tell import drop_one
from domain.policy.rules import Rules
from domain.procedure.step import Step, When, Whose
from domain.value import Day

_DIED = "the resident has died"


class RecordDeath(Message):
    """Record that the resident has died: nothing more is sent to them."""

    name: ClassVar[str] = "record_death"

    died_on: Day | None = None
    """The day they died, if it is known."""
    told_by: str = ""
    """Who told us."""


def may_record(complaint: Complaint, _by: Actor, _at: datetime, _rules: Rules) -> None:
    """A death is recorded once.

    Raises:
        NotAllowedError: it is on record.
    """
    if complaint.death:
        raise NotAllowedError("The resident's death is on record already.")


def check_death(_complaint: Complaint, order: RecordDeath, rules: Rules) -> None:
    """Nobody dies after it is recorded.

    Raises:
        NotAllowedError: the day is still to come.
    """
    if order.died_on and order.died_on > landlord_day(order.at, rules.zone):
        raise NotAllowedError(f"{in_words(order.died_on)} is later than that; give the right day.")


def record_death(complaint: Complaint, order: RecordDeath, _rules: Rules, now: datetime) -> Complaint:
    """Keep it, take back what waits to go to the resident, and owe them no letter any more."""
    death = Death(recorded_at=order.at, died_on=order.died_on, told_by=order.told_by)
    facts = DeathRecorded(died_on=order.died_on, told_by=order.told_by)
    done = complaint.changed(death=death).noting(facts, at=order.at, now=now, by=order.by)
    for notice in complaint.outbox:
        done = drop_one(done, notice, _DIED, now) if notice.is_for_resident else done
    return release_all(done, order.at)


STEPS = (
    Step(
        RecordDeath,
        said="record-death",
        whose=Whose.ANYBODY,
        may=may_record,
        check=check_death,
        does=record_death,
        when=When.BEFORE_STAGE_1_TOO,
    ),
)
