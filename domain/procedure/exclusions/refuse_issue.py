"""Refusing one issue of several, with a letter of its own, while the complaint goes on with the others (Code 2.1)."""

from datetime import datetime

from domain.calendar.days import landlord_day
from domain.complaint.actor import staff
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.exclusions import Refusal
from domain.complaint.facts.exclusions import NotAccepted
from domain.complaint.issues import Issue
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.notice_rules import Event
from domain.complaint.notices import Notice
from domain.complaint.resident_facts import IssueRefusedFacts, RefusalReversedFacts
from domain.outbox.tell import drop_where, tell_resident, waiting_of
from domain.policy.exclusions import Exclusion
from domain.policy.rules import Rules
from domain.procedure.exclusions.age_limit import tell_decided
from domain.procedure.exclusions.hand_on import hand_on
from domain.procedure.gates import check_there
from domain.value import required


def check_one_of_several(complaint: Complaint, number: int, exclusion: Exclusion, clause: str) -> Issue:
    """The issue of that number can be refused alone.

    Raises:
        NotAllowedError: it is not there, it is the only one, or the reason is about whoever complains.
    """
    issue = check_there(complaint, number, clause)
    if len(complaint.taken) == 1:
        raise NotAllowedError(
            f"{clause}: {issue.shown} is all that the complaint is about; refuse the complaint (leave the issue out)."
        )
    if exclusion.is_about_whoever_complains:
        raise NotAllowedError(
            f"{exclusion.clause}: this reason is about whoever complains, not about one issue; leave the issue out, "
            "or give a reason that fits the issue."
        )
    return issue


def refuse_issue(
    complaint: Complaint, number: int, refusal: Refusal, exclusion: Exclusion, rules: Rules, now: datetime
) -> Complaint:
    """Take one issue out of the complaint: on record, handed on where it belongs, told in a letter of its own."""
    issue = check_there(complaint, number, exclusion.clause).model_copy(update={"refusal": refusal})
    by, noted = staff(refusal.decided_by), NotAccepted(code=refusal.code, reasons=refusal.reasons, issue=number)
    done = complaint.with_issue(issue).noting(noted, at=refusal.decided_at, now=now, by=by, clause=exclusion.clause)
    done = drop_where(done, lambda notice: _takes(notice, number), Event.REFUSED, now)
    done = tell_decided(done, (issue,), refusal.decided_by, refusal.reasons, rules, now)
    return _tell(hand_on(done, refusal, exclusion, rules, now), issue, refusal, exclusion, rules, now)


def note_untold(complaint: Complaint, now: datetime) -> Complaint:
    """The whole complaint is refused now: of an issue whose own letter has not gone, the resident knows nothing."""
    waiting = (*waiting_of(complaint, NoticeKind.ISSUE_REFUSED, now), *complaint.outbox)
    numbers = {notice.facts.issue.number for notice in waiting if isinstance(notice.facts, IssueRefusedFacts)}
    for issue in complaint.issues:
        if issue.number in numbers and issue.refusal:
            untold = issue.refusal.model_copy(update={"untold": True})
            complaint = complaint.with_issue(issue.model_copy(update={"refusal": untold}))
    return complaint


def tell_untold(complaint: Complaint, rules: Rules, now: datetime) -> Complaint:
    """The complaint is taken after all, and an issue of it is not: the resident hears of that now."""
    for issue in complaint.issues:
        if issue.is_taken or issue.refusal is None or not issue.refusal.untold:
            continue
        refusal = issue.refusal.model_copy(update={"untold": False})
        told = complaint.with_issue(issue.model_copy(update={"refusal": refusal}))
        exclusion = required(rules.edition.exclusion(refusal.code), "exclusion")
        complaint = _tell(told, issue, refusal, exclusion, rules, now)
    return complaint


def _tell(
    done: Complaint, issue: Issue, refusal: Refusal, exclusion: Exclusion, rules: Rules, now: datetime
) -> Complaint:
    service = refusal.passed_on_to
    facts = IssueRefusedFacts(
        issue=issue,
        refusal=refusal,
        excludes=refusal.matter or exclusion.says,
        handler=refusal.decided_by,
        received_on=landlord_day(issue.added_at, rules.zone),
        passed_on_to=service or None,
        covered_by=rules.edition.front_door.passed_on_to.get(service),
    )
    return tell_resident(done, rules, NoticeKind.ISSUE_REFUSED, facts, now, clause=exclusion.clause)


def _takes(notice: Notice, number: int) -> bool:
    """Whether *notice* still tells that the issue was taken after all."""
    facts = notice.facts
    return isinstance(facts, RefusalReversedFacts) and facts.issue is not None and facts.issue.number == number
