"""What a complaint is about: its issues, as they are understood, and the details on record (Code 5.6, F-020 to F-025).

A complaint of one issue has a short form: what was understood and the outcome sought may be given with the
acknowledgement, a contact or the details, and go into that issue's row. At stage 2 the same words say how the request
for a review is understood.
"""

from datetime import date, datetime
from typing import ClassVar

from pydantic import PositiveInt

from domain.complaint.actor import Actor
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.facts.stages import IssueAdded, IssueConfirmed
from domain.complaint.issues import Issue, NewIssue
from domain.complaint.long_texts import same_texts
from domain.messages.message import Message
from domain.policy.exclusions import AgeException
from domain.policy.rules import Rules
from domain.policy.staff import Officer
from domain.procedure.exclusions.age_limit import check_days, review_ages
from domain.procedure.gates import check_open, check_there, check_unanswered
from domain.procedure.stages.about import take_no_part
from domain.procedure.stages.details import _clause, learnt_of, note_details_if_complete
from domain.procedure.step import Step, When, Whose
from domain.value import Day


class AddIssue(Message):
    """Add an issue to a complaint that is not answered yet (Code 6.8)."""

    name: ClassVar[str] = "add_issue"

    issue: NewIssue
    """The issue, as it is recorded."""
    about: Officer | None = None
    """A person it turns out to be about; they take no further part."""


class ConfirmIssue(Message):
    """Record our understanding of an issue, and whether the resident confirmed it.

    Source: F-023.
    """

    name: ClassVar[str] = "confirm_issue"

    issue: PositiveInt
    """The issue."""
    understood: str = ""
    """What the resident means, as we understood it; printed in the letter."""
    desired_outcome: str = ""
    """The outcome the resident wants; printed in the letter."""
    not_ours: str = ""
    """Whose it is, and why the landlord is not responsible for it; printed in the letter."""
    ours: bool = False
    """It is the landlord's after all, though it was recorded as somebody else's."""
    occurred_on: Day | None = None
    """When it happened."""
    known_on: Day | None = None
    """When the resident found out, if that was later."""
    age_exception: AgeException | None = None
    """Why an old issue is accepted all the same."""
    about: Officer | None = None
    """A person it turns out to be about; they take no further part."""
    confirmed: bool = False
    """Whether the resident confirmed that our understanding is right."""


def may_add_issue(complaint: Complaint, _by: Actor, _at: datetime, _rules: Rules) -> None:
    """An issue joins a complaint until its stage 1 response is decided on; later it is another complaint (Code 6.8).

    Raises:
        NotAllowedError: stage 1 is answered, or the complaint is closed.
    """
    if complaint.stages and complaint.stages[0].responded:
        raise NotAllowedError(
            "Code 6.8: the stage 1 response has been decided on, so a new issue is another complaint; open it as one."
        )
    check_open(complaint)


def _are_same(one: str, other: str) -> bool:
    return one.split() == other.split() or same_texts(one, other)


def check_add_issue(complaint: Complaint, order: AddIssue, rules: Rules) -> None:
    """An issue is new, and its days can be right.

    Raises:
        NotAllowedError: the issue is there already, or a day of it cannot be right.
    """
    check_days(order.issue, order.at, rules)
    words = order.issue.words
    if same := next((issue for issue in complaint.issues if _are_same(issue.words, words)), None):
        raise NotAllowedError(
            f"Code 6.8: {same.shown} says the same; record anything new there.", instead="confirm_issue"
        )


def add_issue(complaint: Complaint, order: AddIssue, rules: Rules, now: datetime) -> Complaint:
    """Add an issue in the resident's words; a response that is drafted already has to speak of it too."""
    number = max((issue.number for issue in complaint.issues), default=0) + 1
    issue = Issue(number=number, added_at=order.at, **dict(order.issue))
    added = complaint.changed(issues=(*complaint.issues, issue)).noting(
        IssueAdded(words=issue.words, learnt=learnt_of(issue), about=order.about.id if order.about else ""),
        naming=order.about,
        at=order.at,
        now=now,
        by=order.by,
        clause=_clause(complaint, rules),
    )
    added = take_no_part(added, order.about, rules, now)
    added = review_ages(added, (issue,), rules, at=order.at, now=now)
    return note_details_if_complete(added, rules, order.at, now)


def may_confirm_issue(complaint: Complaint, _by: Actor, _at: datetime, rules: Rules) -> None:
    """An issue is confirmed, and corrected, until the stage it is at is answered (F-023).

    Raises:
        NotAllowedError: the stage is answered, or the complaint is closed.
    """
    if complaint.stages:
        check_unanswered(complaint, _clause(complaint, rules))
    check_open(complaint)


def check_confirm_issue(complaint: Complaint, order: ConfirmIssue, rules: Rules) -> None:
    """An issue is confirmed once it is understood (F-023).

    Raises:
        NotAllowedError: there is no such issue, or nothing is said of it.
    """
    clause = _clause(complaint, rules)
    issue = check_there(complaint, order.issue, clause)
    check_days(order, order.at, rules)
    said = order.understood + order.desired_outcome + order.not_ours
    if not (said.strip() or order.ours or order.confirmed or order.about or _days_learnt(order)):
        raise NotAllowedError(f"{clause}: say what is new about {issue.shown}, or that the resident confirmed it.")
    if order.confirmed and not (order.understood.strip() or issue.understood):
        raise NotAllowedError(f"{clause}: say what was understood of {issue.shown}; then it can be confirmed.")
    if order.ours and order.not_ours.strip():
        raise NotAllowedError(f"Code 5.7: {issue.shown} is ours or somebody else's, not both.")


def confirm_issue(complaint: Complaint, order: ConfirmIssue, rules: Rules, now: datetime) -> Complaint:
    """Record what was understood of an issue, whose it is, and when the resident confirmed it."""
    issue = check_there(complaint, order.issue, _clause(complaint, rules))
    if order.ours:
        issue = issue.model_copy(update={"not_ours": ""})
    learnt = issue.learning(
        understood=order.understood,
        desired_outcome=order.desired_outcome,
        not_ours=order.not_ours,
        confirmed_at=order.at if order.confirmed else None,
    ).model_copy(update=_days_learnt(order))
    facts = IssueConfirmed(
        learnt=learnt_of(learnt),
        confirmed_now=order.confirmed,
        confirmed=learnt.confirmed_at is not None,
        is_ours=order.ours,
        about=order.about.id if order.about else "",
    )
    done = complaint.with_issue(learnt).noting(
        facts,
        naming=order.about,
        at=order.at,
        now=now,
        by=order.by,
        clause=_clause(complaint, rules),
    )
    done = take_no_part(done, order.about, rules, now)
    done = review_ages(done, (learnt,), rules, at=order.at, now=now) if _days_learnt(order) else done
    return note_details_if_complete(done, rules, order.at, now)


def _days_learnt(order: ConfirmIssue) -> dict[str, date | AgeException]:
    """What the order says of the issue's age."""
    days = {"occurred_on": order.occurred_on, "known_on": order.known_on, "age_exception": order.age_exception}
    return {name: learnt for name, learnt in days.items() if learnt}


STEPS = (
    Step(
        AddIssue,
        said="add-issue",
        whose=Whose.ANYBODY,
        may=may_add_issue,
        check=check_add_issue,
        does=add_issue,
        when=When.BEFORE_STAGE_1_TOO,
        under=("issue", "add"),
        undoes=("accept_late", "allocate", "reassign"),
    ),
    Step(
        ConfirmIssue,
        said="confirm-issue",
        whose=Whose.DETAILS,
        may=may_confirm_issue,
        check=check_confirm_issue,
        does=confirm_issue,
        when=When.BEFORE_STAGE_1_TOO,
        under=("issue", "confirm"),
        undoes=("confirm_issue", "record_details", "allocate", "reassign"),
    ),
)
