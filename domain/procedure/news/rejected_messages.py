"""Refusals: what was asked and could not be done, kept for the auditor and told to the handler (D6, D8).

A sender gone wrong may send thousands of messages: the record takes so many a day, and the handler so many at a time,
so that neither can stop the complaint.
"""

from datetime import datetime

from domain.complaint.actor import PROCEDURE, Actor
from domain.complaint.complaint import Complaint
from domain.complaint.facts.fact import shortened
from domain.complaint.facts.messages import MessageRejected, TooManyRejected
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.staff_facts import MessageRejectedFacts
from domain.outbox.tell import tell_handler
from domain.policy.rules import Rules

_MOST_IN_A_DAY = 100
_MOST_TO_TELL = 10


def note_rejection(
    complaint: Complaint, asked: str, came: str, why: str, now: datetime, by: Actor = PROCEDURE
) -> Complaint:
    """Record that *asked* was refused, with what came and why (each shortened); after too many in a day, no more."""
    in_a_day = complaint.record_summary.rejected_on(now)
    if in_a_day > _MOST_IN_A_DAY:
        return complaint
    if in_a_day == _MOST_IN_A_DAY:
        return complaint.noting(TooManyRejected(most=_MOST_IN_A_DAY), at=now, now=now, by=by)
    facts = MessageRejected(asked=shortened(asked), why=shortened(why), came=shortened(came))
    return complaint.noting(facts, at=now, now=now, by=by)


def reject(
    complaint: Complaint, asked: str, came: str, why: str, rules: Rules, now: datetime, by: Actor = PROCEDURE
) -> Complaint:
    """Record the refusal of a message whose sender waits for no answer, and tell the handler of it."""
    noted = note_rejection(complaint, asked, came, why, now, by)
    waiting = sum(notice.kind is NoticeKind.MESSAGE_REJECTED for notice in complaint.outbox)
    if noted is complaint or waiting >= _MOST_TO_TELL:
        return noted
    facts = MessageRejectedFacts(what=shortened(asked).replace("_", " "), why=shortened(why))
    return tell_handler(noted, rules, NoticeKind.MESSAGE_REJECTED, facts, now)
