"""Accepting a complaint though an issue is beyond the age limit (A-03, Q-016, Code 2.3)."""

from datetime import datetime
from typing import ClassVar

from domain.complaint.actor import Actor
from domain.complaint.ages import issues_beyond, issues_to_decide
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.exclusions import LateAcceptance
from domain.complaint.facts.exclusions import AcceptedLate
from domain.messages.message import Message
from domain.policy.rules import Rules
from domain.policy.stages import Stage
from domain.procedure.exclusions.age_limit import ages, limit_words
from domain.procedure.gates import check_holds, check_unanswered
from domain.procedure.step import Step, Whose
from domain.value import required


class AcceptLate(Message):
    """Accept a complaint although an issue is beyond the age limit (A-03, Q-016)."""

    name: ClassVar[str] = "accept_late"

    reasons: str = ""
    """The reasons for accepting it all the same."""


def may_accept_late(complaint: Complaint, by: Actor, _at: datetime, rules: Rules) -> None:
    """Taking an issue beyond the age limit is a decision too, by whom the policy says (A-03, Q-016).

    Raises:
        NotAllowedError: nothing is to be decided, or they do not decide it.
    """
    rule = rules.edition.eligibility
    check_unanswered(complaint, rule.clause)
    if complaint.stage is not Stage.ONE or not issues_to_decide(complaint, rules):
        raise NotAllowedError(
            f"{rule.clause}: no issue is older than {limit_words(rules)} without a decision, "
            "so there is nothing to accept late."
        )
    check_holds(by, rule.decided_by, rules, rule.clause, "decides whether an old issue is accepted")


def check_accept_late(_complaint: Complaint, order: AcceptLate, rules: Rules) -> None:
    """The decision has its reasons.

    Raises:
        NotAllowedError: it has none.
    """
    rule = rules.edition.eligibility
    if not order.reasons.strip():
        raise NotAllowedError(f"{rule.clause}: give the reasons for accepting it all the same.")


def accept_late(complaint: Complaint, order: AcceptLate, rules: Rules, now: datetime) -> Complaint:
    """Take the complaint though an issue is beyond the age limit."""
    by = required(order.by.officer, "officer")
    beyond = tuple(issue.number for issue in issues_beyond(complaint, rules))
    decision = LateAcceptance(issues=beyond, by=by, at=order.at, reasons=order.reasons)
    accepted = complaint.changed(late_acceptance=decision)
    rule = rules.edition.eligibility
    facts = AcceptedLate(
        issues=ages(issues_to_decide(complaint, rules)), limit_months=rule.age_limit_months, reasons=order.reasons
    )
    return accepted.noting(facts, at=order.at, now=now, by=order.by, clause=rule.clause)


STEPS = (
    Step(
        AcceptLate,
        said="accept-late",
        whose=Whose.DECIDER,
        may=may_accept_late,
        check=check_accept_late,
        does=accept_late,
    ),
)
