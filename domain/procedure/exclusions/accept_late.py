"""Accepting a complaint though an issue is beyond the age limit (A-03, Q-016, Code 2.3)."""

from datetime import datetime
from typing import ClassVar

from pydantic import PositiveInt

from domain.complaint.actor import Actor
from domain.complaint.ages import issues_to_decide
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.exclusions import LateAcceptance
from domain.complaint.facts.exclusions import AcceptedLate
from domain.messages.message import Message
from domain.policy.rules import Rules
from domain.policy.stages import Stage
from domain.procedure.exclusions.age_limit import ages, limit_words, tell_decided, with_days
from domain.procedure.gates import check_holds, check_there, check_unanswered
from domain.procedure.step import Step, Whose
from domain.value import required


class AcceptLate(Message):
    """Accept a complaint although an issue is beyond the age limit.

    Source: A-03, Q-016.
    """

    name: ClassVar[str] = "accept_late"

    issue: PositiveInt | None = None
    """The one old issue that is accepted; every old one where none is named."""
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


def check_accept_late(complaint: Complaint, order: AcceptLate, rules: Rules) -> None:
    """The decision has its reasons, and is about an issue that waits for one.

    Raises:
        NotAllowedError: it has none, or that issue does not wait.
    """
    rule, waiting = rules.edition.eligibility, issues_to_decide(complaint, rules)
    if order.issue and order.issue not in {issue.number for issue in waiting}:
        issue = check_there(complaint, order.issue, rule.clause)
        raise NotAllowedError(f"{rule.clause}: {issue.shown} needs no decision on its age; {with_days(waiting)} does.")
    if not order.reasons.strip():
        raise NotAllowedError(f"{rule.clause}: give the reasons for accepting it all the same.")


def accept_late(complaint: Complaint, order: AcceptLate, rules: Rules, now: datetime) -> Complaint:
    """Take the complaint though an issue is beyond the age limit."""
    by = required(order.by.officer, "officer")
    taken = tuple(issue for issue in issues_to_decide(complaint, rules) if order.issue in {None, issue.number})
    before = complaint.late_acceptance.issues if complaint.late_acceptance else ()
    numbers = (*before, *(issue.number for issue in taken))
    decision = LateAcceptance(issues=numbers, by=by, at=order.at, reasons=order.reasons)
    accepted = complaint.changed(late_acceptance=decision)
    rule = rules.edition.eligibility
    facts = AcceptedLate(issues=ages(taken), limit_months=rule.age_limit_months, reasons=order.reasons)
    accepted = accepted.noting(facts, at=order.at, now=now, by=order.by, clause=rule.clause)
    return tell_decided(accepted, taken, by, order.reasons, rules, now)


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
