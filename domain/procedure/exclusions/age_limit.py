"""How old an issue may be, and who decides on an old one (R-037, Q-016 to Q-018, Code 2.3)."""

from datetime import date, datetime
from typing import Protocol

from domain.calendar.days import in_words, landlord_day
from domain.complaint.ages import age_exception, issues_beyond, issues_to_decide, old_issues
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.facts.exclusions import AgeToReview, IssueAge
from domain.complaint.issues import Issue
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.staff_facts import AgeToReviewFacts, IssueDecidedFacts
from domain.duties.fulfilment import duty_of
from domain.outbox.tell import tell_handler, tell_staff
from domain.policy.duty_kinds import DutyKind
from domain.policy.exclusions import Exclusion
from domain.policy.rules import Rules
from domain.policy.staff import Officer
from domain.policy.stages import Stage
from domain.value import required

_FLOOR = "Code 2.3"


class TellsItsDays(Protocol):
    """What may say when an issue happened, and since when the resident knew of it."""

    @property
    def occurred_on(self) -> date | None:
        """When it happened."""
        ...

    @property
    def known_on(self) -> date | None:
        """When the resident came to know of it, where that was later."""
        ...


def check_days(issue: TellsItsDays, at: datetime, rules: Rules) -> None:
    """What is told at *at* happened, and was known, by then.

    Raises:
        NotAllowedError: a day lies after it.
    """
    told_on = landlord_day(at, rules.zone)
    for what, day in (("happened", issue.occurred_on), ("was known", issue.known_on)):
        if day and day > told_on:
            raise NotAllowedError(
                f"{rules.edition.eligibility.clause}: an issue that {what} on {in_words(day)} cannot have been "
                f"reported on {in_words(told_on)}; give the right day."
            )


def review_ages(
    complaint: Complaint, issues: tuple[Issue, ...], rules: Rules, *, at: datetime, now: datetime
) -> Complaint:
    """At stage 1, where one of *issues* is old: record it, and tell whoever decides (A-03)."""
    old = tuple(issue for issue in old_issues(complaint, rules) if issue in issues)
    if not old or complaint.stage is not Stage.ONE:
        return complaint
    rule = rules.edition.eligibility
    beyond = any(issue in issues_beyond(complaint, rules) for issue in old)
    entry = AgeToReview(
        issues=ages(old),
        policy_months=rule.policy_months,
        limit_months=rule.age_limit_months,
        beyond=beyond,
        deciders=deciders(rules) if beyond else "",
    )
    noted = complaint.noting(entry, at=at, now=now, clause=rule.clause)
    acknowledged, due_on = _waits(complaint, rules)
    facts = AgeToReviewFacts(issues=old, late=beyond, due_on=due_on, acknowledged=acknowledged or None)
    return tell_staff(noted, rules, NoticeKind.AGE_TO_REVIEW, rule.decided_by, facts, now, clause=rule.clause)


def tell_decided(
    complaint: Complaint, issues: tuple[Issue, ...], by: Officer, reason: str, rules: Rules, now: datetime
) -> Complaint:
    """Tell whoever handles the complaint that somebody else has decided on *issues*, and by when it goes on."""
    if complaint.stage is not Stage.ONE or complaint.handler is None or complaint.handler.id == by.id:
        return complaint
    acknowledged, due_on = _waits(complaint, rules)
    facts = IssueDecidedFacts(
        issues=issues,
        accepted=all(issue.is_taken for issue in issues),
        handler=by,
        reason=reason,
        due_on=due_on,
        is_overdue=due_on < landlord_day(now, rules.zone) or None,
        acknowledged=acknowledged or None,
    )
    return tell_handler(complaint, rules, NoticeKind.ISSUE_DECIDED, facts, now)


def _waits(complaint: Complaint, rules: Rules) -> tuple[bool, date]:
    """Whether the complaint is acknowledged, and the day by which it is to be, or to be answered."""
    acknowledged = complaint.progress.acknowledgement is not None
    before = DutyKind.RESPOND if acknowledged else DutyKind.ACKNOWLEDGE
    return acknowledged, duty_of(complaint, rules, before.at(Stage.ONE)).due_on


def check_age_decided(complaint: Complaint, rules: Rules, done: str) -> None:
    """An issue beyond the age limit is taken up only once somebody has accepted it, before the answer at last (Q-016).

    Raises:
        NotAllowedError: nobody has decided on it.
    """
    if waits := too_old(complaint, rules, done):
        raise NotAllowedError(f"{rules.edition.eligibility.clause}: {waits}", instead="accept_late")


def too_old(complaint: Complaint, rules: Rules, done: str = "acknowledged") -> str:
    """At stage 1, what is beyond the age limit and who must decide before it is *done*; empty where nothing waits."""
    undecided = issues_to_decide(complaint, rules)
    if complaint.stage is not Stage.ONE or not undecided:
        return ""
    return (
        f"{with_days(undecided)} is older than {limit_words(rules)}. "
        f"{deciders(rules)} must accept it with reasons, or refuse it, before the complaint is {done}."
    )


def check_too_old(complaint: Complaint, issues: tuple[Issue, ...], exclusion: Exclusion, rules: Rules) -> None:
    """What is refused is too old only where each of its *issues* is known to be, and none has an exception.

    Raises:
        NotAllowedError: the sentence names the issue for which the complaint is accepted.
    """
    beyond = issues_beyond(complaint, rules)
    for issue in issues:
        if issue in beyond:
            continue
        if exception := age_exception(issue, complaint, rules):
            clause = rules.edition.eligibility.exceptions_clause
            raise NotAllowedError(
                f"{clause}: {issue.shown} is accepted however old it is ({exception.replace('_', ' ')})."
            )
        if issue.starts_from is None:
            raise NotAllowedError(
                f"{exclusion.clause}: nobody has recorded when {issue.shown} happened, so nobody can say that it is "
                "too old; ask the resident, and record the day first.",
                instead="confirm_issue",
            )
        raise NotAllowedError(
            f"{_FLOOR}: {issue.shown} counts from {in_words(issue.starts_from)}, "
            f"within {limit_words(rules)} of its receipt, so {_what_is_accepted(complaint, issues)} is accepted."
        )


def _what_is_accepted(complaint: Complaint, issues: tuple[Issue, ...]) -> str:
    return "the complaint" if issues == complaint.taken else "the issue"


def with_days(issues: tuple[Issue, ...]) -> str:
    """As refusals name them: "issue 1 (from Fri 02 May 2025), issue 3 (from …)"."""
    return ", ".join(age.words for age in ages(issues))


def ages(issues: tuple[Issue, ...]) -> tuple[IssueAge, ...]:
    """Each of *issues* with the day its age counts from."""
    return tuple(IssueAge(number=issue.number, starts_from=required(issue.starts_from, "day")) for issue in issues)


def limit_words(rules: Rules) -> str:
    """The age limit: "12 months"."""
    return f"{rules.edition.eligibility.age_limit_months} months"


def deciders(rules: Rules) -> str:
    """Who decides on what is beyond the limit: "Department Manager"."""
    return " or ".join(rules.landlord.roles[role] for role in rules.edition.eligibility.decided_by)
