"""Personal data stay with the landlord; where another party has to know, that is logged (R-100, Q-021)."""

from datetime import datetime
from typing import ClassVar

from domain.complaint.actor import staff
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.disclosures import Disclosure
from domain.complaint.facts.confidentiality import Disclosed
from domain.complaint.separation_of_duties import check_not_about
from domain.messages.message import Message
from domain.policy.rules import Rules
from domain.policy.staff import Officer
from domain.procedure.gates import check_holds, may_always
from domain.procedure.step import Step, When, Whose


class RecordDisclosure(Message):
    """Record that another party was told a name or other personal data, because it was necessary.

    Source: R-100, Q-021.
    """

    name: ClassVar[str] = "record_disclosure"

    to: str
    """Who was told: a contractor, a neighbour, another organisation."""
    what: str
    """What they were told."""
    why: str
    """Why it was necessary."""
    allowed_by: Officer
    """The person who allowed it."""


def check_disclosure(complaint: Complaint, order: RecordDisclosure, rules: Rules) -> None:
    """It says to whom, what and why, and was allowed by somebody who may.

    Raises:
        NotAllowedError: something is missing, or whoever allowed it may not.
    """
    rule = rules.edition.confidentiality
    said = {"who was told": order.to, "what they were told": order.what, "why it was necessary": order.why}
    if lacks := [what for what, words in said.items() if not words.strip()]:
        raise NotAllowedError(f"{rule.clause}: say {' and '.join(lacks)}.")
    check_not_about(complaint, order.allowed_by)
    if rule.allowed_by:
        does = "allows that another party is told"
        check_holds(staff(order.allowed_by), rule.allowed_by, rules, rule.clause, does)


def record_disclosure(complaint: Complaint, order: RecordDisclosure, rules: Rules, now: datetime) -> Complaint:
    """Keep it with the complaint, and note it."""
    told = Disclosure(at=order.at, to=order.to, what=order.what, why=order.why, allowed_by=order.allowed_by)
    facts = Disclosed(to=order.to, what=order.what, why=order.why, allowed_by=order.allowed_by.id)
    kept = complaint.changed(disclosures=(*complaint.disclosures, told))
    clause = rules.edition.confidentiality.clause
    return kept.noting(facts, at=order.at, now=now, by=order.by, clause=clause, naming=order.allowed_by)


STEPS = (
    Step(
        RecordDisclosure,
        said="disclosure",
        whose=Whose.ANYBODY,
        may=may_always,
        check=check_disclosure,
        does=record_disclosure,
        when=When.BEFORE_STAGE_1_TOO,
    ),
)
