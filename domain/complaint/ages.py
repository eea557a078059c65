"""How old the issues of a complaint are: which are beyond the age limit, and which of those nobody has decided on yet.

An issue's age is counted in calendar months from the later of the day it happened and the day the resident knew, to the
day of receipt; a month's end is clamped, and the day of the limit itself is in time (A-03).
"""

from domain.calendar.days import landlord_day, months_after
from domain.complaint.complainant import Relation
from domain.complaint.complaint import Complaint
from domain.complaint.issues import Issue
from domain.complaint.sources import Source
from domain.policy.exclusions import AgeException
from domain.policy.rules import Rules


def old_issues(complaint: Complaint, rules: Rules) -> tuple[Issue, ...]:
    """The issues at which a manager looks: older than the policy prints, without an exception."""
    return _older(complaint, rules.edition.eligibility.policy_months, rules)


def issues_beyond(complaint: Complaint, rules: Rules) -> tuple[Issue, ...]:
    """The issues beyond the age limit, without an exception: each is accepted or refused by decision only."""
    return _older(complaint, rules.edition.eligibility.age_limit_months, rules)


def issues_to_decide(complaint: Complaint, rules: Rules) -> tuple[Issue, ...]:
    """The issues beyond the age limit on which nobody has decided yet."""
    accepted = complaint.late_acceptance.issues if complaint.late_acceptance else ()
    return tuple(issue for issue in issues_beyond(complaint, rules) if issue.number not in accepted)


def age_exception(issue: Issue, complaint: Complaint, rules: Rules) -> AgeException | None:
    """Why *issue* is taken however old it is: said of it, or because of who brought it (A-18)."""
    brought = {
        AgeException.OMBUDSMAN_ASKED: complaint.ombudsman is not None or complaint.source is Source.OMBUDSMAN,
        AgeException.MP_ASKED: _came_through_mp(complaint),
    }
    there = [issue.age_exception, *(exception for exception, is_there in brought.items() if is_there)]
    return next((exception for exception in there if exception in rules.edition.eligibility.exceptions), None)


def _came_through_mp(complaint: Complaint) -> bool:
    """Whether an MP or a councillor complains, or the resident comes through one."""
    is_one = complaint.particulars.relation in {Relation.MP, Relation.COUNCILLOR}
    return is_one or complaint.source is Source.MP_OR_COUNCILLOR


def _older(complaint: Complaint, months: int, rules: Rules) -> tuple[Issue, ...]:
    limit = months_after(landlord_day(complaint.received_at, rules.zone), -months)
    return tuple(
        issue
        for issue in complaint.taken
        if issue.starts_from and issue.starts_from < limit and not age_exception(issue, complaint, rules)
    )
