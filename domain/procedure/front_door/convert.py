"""Converting: anything becomes a complaint when the resident asks; a complaint something else only as they wish.

The first contact stays on record either way (A-49), and a service request goes on beside the complaint (Q-031).
"""

from datetime import datetime
from typing import ClassVar

from domain.complaint.actor import Actor
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.facts.front_door import Reclassified
from domain.complaint.triage import TriageAnswers
from domain.messages.message import Message
from domain.policy.definition import Classification
from domain.policy.rules import Rules
from domain.procedure.front_door.other_matters import check_kept, check_service, take_as
from domain.procedure.front_door.stage_1 import begin_stage_1, came_before_the_lapse, may_end, take_back_lapse
from domain.procedure.gates import check_open
from domain.procedure.step import STAFF_OR_RESIDENT, Step, When, Whose


class Convert(Message):
    """Convert a contact to a complaint, or a complaint that the resident no longer wants to something else."""

    name: ClassVar[str] = "convert"

    to: Classification = Classification.COMPLAINT
    """What it becomes; a complaint, where nothing is said."""
    why: str = ""
    """Why, in the resident's words where they gave any."""
    resident_agrees: bool = False
    """Whether the resident chose it: a complaint becomes something else only if they agree."""
    passed_on_to: str = ""
    """The service it is passed on to, such as repairs; printed in the letter."""


def may_convert(complaint: Complaint, by: Actor, at: datetime, rules: Rules) -> None:
    """Anything becomes a complaint; staff make a complaint something else while nothing of its stage 1 has gone out.

    Raises:
        NotAllowedError: it is a complaint already, and it is too late to make it anything else, or not for them to do.
    """
    if complaint.refused or not complaint.stages or came_before_the_lapse(complaint, at):
        return _check_becomes_complaint(complaint, at, rules)
    check_open(complaint)
    stage, clause = complaint.progress.stage.words, rules.edition.front_door.clause
    if by.officer is None:
        raise NotAllowedError(f"{clause}: it is already a complaint, at {stage}.")
    if not may_end(complaint):
        is_answered = complaint.progress.responded is not None
        raise NotAllowedError(
            f"{clause}: it is already a complaint, at {stage}; {stage} is under way, so it stays a complaint"
            f"{'.' if is_answered else '; the resident may withdraw it.'}",
            instead="" if is_answered else "withdraw",
        )
    return None


def check_convert(complaint: Complaint, order: Convert, rules: Rules) -> None:
    """Anything becomes a complaint, closed or not; a complaint is reclassified only if the resident agrees.

    Raises:
        NotAllowedError: it is a complaint already, or the resident does not agree that it is none.
    """
    if order.to is not Classification.COMPLAINT:
        return _check_away(complaint, order, rules)
    return _check_becomes_complaint(complaint, order.at, rules)


def _check_becomes_complaint(complaint: Complaint, at: datetime, rules: Rules) -> None:
    clause = rules.edition.front_door.clause
    if complaint.refused:
        raise NotAllowedError(
            f"{clause}: it was refused as a complaint ({complaint.refused.code.replace('_', ' ')}); "
            f"{_how_it_comes_back(complaint)}",
            instead="resolve" if _has_open_request(complaint) else "reverse_refusal",
        )
    if complaint.stages and not came_before_the_lapse(complaint, at):
        raise NotAllowedError(f"{clause}: it is already a complaint, at {complaint.progress.stage.words}.")


def _has_open_request(complaint: Complaint) -> bool:
    return complaint.request is not None and complaint.request.answered_at is None


def _how_it_comes_back(complaint: Complaint) -> str:
    if complaint.request and _has_open_request(complaint):
        return (
            f"if they are unhappy with the answer from {complaint.request.passed_on_to}, record that with the answer; "
            "otherwise reverse the refusal to accept it."
        )
    return "reverse the refusal to accept it."


def convert(complaint: Complaint, order: Convert, rules: Rules, now: datetime) -> Complaint:
    """Take it for what it is from now on; the first contact stays as it was."""
    if order.to is not Classification.COMPLAINT:
        return _convert_away(complaint, order, rules, now)
    if complaint.stages:
        complaint = take_back_lapse(complaint, rules, order.at, now)
    why = order.why or ("the resident asked for it" if order.by.officer is None else "the resident wants to complain")
    return begin_stage_1(complaint, rules, order.at, now, by=order.by, why=why)


def _check_away(complaint: Complaint, order: Convert, rules: Rules) -> None:
    rule = rules.edition.front_door
    if order.by.officer is None:
        raise NotAllowedError(f"{rule.clause}: only a member of staff can reclassify a complaint.")
    if complaint.stage is None:
        raise NotAllowedError(
            f"{rule.clause}: it is recorded as {complaint.classification.one}; "
            "triage reclassifies it, convert only makes it a complaint.",
            instead="triage",
        )
    if order.to is Classification.CONCERN:
        raise NotAllowedError(
            f"{rule.clause}: triage asks what is needed to put it right at once; convert does not.",
            instead="triage",
        )
    check_kept(order.to, rule)
    if complaint.closed or not may_end(complaint):
        raise NotAllowedError(
            f"{rule.clause}: {complaint.progress.stage.words} is under way, so it stays a complaint; "
            "the resident may withdraw it.",
            instead="withdraw",
        )
    if not order.resident_agrees:
        raise NotAllowedError(
            f"{rule.clause}: a complaint is reclassified only if the resident agrees; "
            "ask them, and say that they agree."
        )
    check_service(order.to, order.passed_on_to, rules)


def _convert_away(complaint: Complaint, order: Convert, rules: Rules, now: datetime) -> Complaint:
    facts = Reclassified(became=order.to, why=order.why)
    clause = rules.edition.front_door.clause
    noted = complaint.noting(facts, at=order.at, now=now, by=order.by, clause=clause)
    noted = noted.changed(holder=order.by.officer or noted.holder)
    sorting = TriageAnswers(classification=order.to, passed_on_to=order.passed_on_to, why=order.why)
    return take_as(noted, sorting, order, rules, now)


STEPS = (
    Step(
        Convert,
        said="convert",
        whose=Whose.ANYBODY,
        may=may_convert,
        check=check_convert,
        does=convert,
        when=When.BEFORE_STAGE_1_TOO,
        givers=STAFF_OR_RESIDENT,
        undoes=("convert", "triage"),
    ),
)
