"""Accepting a complaint though an issue is beyond the age limit (A-03, Q-016, Code 2.3)."""

from datetime import datetime
from typing import ClassVar

from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.exclusions import LateAcceptance
from domain.complaint.record import EntryKind
from domain.messages.message import Message
from domain.policy.rules import Rules
from domain.policy.stages import Stage
from domain.procedure.exclusions.age_limit import deciders, issues_beyond, issues_to_decide, limit_words, with_days
from domain.procedure.gates import check_unanswered
from domain.procedure.step import Step
from domain.value import known


class AcceptLate(Message):
    """Take a complaint though an issue is beyond the age limit (A-03, Q-016)."""

    name: ClassVar[str] = "accept_late"

    reasons: str = ""
    """Why it is accepted all the same."""


def check_accept_late(complaint: Complaint, order: AcceptLate, rules: Rules) -> None:
    """Taking an issue beyond the age limit is a decision too: by whom the policy says, with reasons (A-03, Q-016).

    Raises:
        NotAllowedError: nothing is to be decided, this officer may not, or there are no reasons.
    """
    rule = rules.edition.eligibility
    check_unanswered(complaint, rule.clause)
    if complaint.stage is not Stage.ONE or not issues_to_decide(complaint, rules):
        raise NotAllowedError(
            f"{rule.clause}: no issue is older than {limit_words(rules)} without a decision, "
            "so there is nothing to accept late."
        )
    if order.by.officer is None or not order.by.officer.roles & set(rule.decided_by):
        raise NotAllowedError(f"{rule.clause}: {deciders(rules)} decides whether an old issue is accepted.")
    if not order.reasons.strip():
        raise NotAllowedError(f"{rule.clause}: give the reasons why it is accepted all the same.")


def accept_late(complaint: Complaint, order: AcceptLate, rules: Rules, now: datetime) -> Complaint:
    """Take the complaint though an issue is beyond the age limit."""
    by = known(order.by.officer, "officer")
    beyond = tuple(issue.number for issue in issues_beyond(complaint, rules))
    decision = LateAcceptance(issues=beyond, by=by, at=order.at, reasons=order.reasons)
    accepted = complaint.changed(late_acceptance=decision)
    return accepted.noting(
        EntryKind.ACCEPTED_LATE,
        f"accepted though {with_days(issues_to_decide(complaint, rules))} is older than {limit_words(rules)}: "
        f"{order.reasons}",
        at=order.at,
        now=now,
        by=order.by,
        clause=rules.edition.eligibility.clause,
    )


STEPS = (Step(AcceptLate, said="accept-late", check=check_accept_late, does=accept_late),)
