"""The end of a complaint, or of another contact, as the record and the resident hear of it."""

from datetime import datetime

from domain.complaint.closing import Closed, CloseReason
from domain.complaint.complaint import Complaint
from domain.complaint.facts.front_door import MatterClosed
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.resident_facts import ClosureFacts
from domain.complaint.responses import Promise
from domain.outbox.tell import tell_resident
from domain.policy.rules import Rules
from domain.procedure.remedies.actions import still_to_do


def end(
    complaint: Complaint, closed: Closed, note: str, rules: Rules, now: datetime, *, released: tuple[Promise, ...] = ()
) -> Complaint:
    """Close it, and tell the resident why, what is still to be done and what was *released* with it."""
    clause = rules.edition.closing.clause
    done = complaint.changed(closed=closed, waits_to_close=False).noting(
        MatterClosed(reason=closed.reason, note=note), at=closed.at, now=now, by=closed.by, clause=clause
    )
    facts = ClosureFacts(
        stage=complaint.stage,
        summary=complaint.summary,
        reason=_why(complaint, closed),
        actions_open=bool(complaint.open_actions),
        still_to_do=still_to_do(complaint, rules) or None,
        released=released or None,
        classification=None if complaint.stages else complaint.classification,
    )
    return tell_resident(done, rules, NoticeKind.CLOSURE, facts, now, clause=clause)


def _why(complaint: Complaint, closed: Closed) -> str:
    """Why it is closed, as the letter says it; nobody is said to disagree who has not said so."""
    reaction = complaint.progress.reaction if complaint.stages else None
    if closed.reason is CloseReason.UNABLE_TO_AGREE and reaction and not reaction.satisfied:
        return f"you told us that you are not satisfied with our final response. {closed.reason.words.capitalize()}"
    return closed.reason.words
