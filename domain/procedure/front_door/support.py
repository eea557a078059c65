"""What helps the resident to complain: recorded, told to whoever deals with them, honoured (R-041, Code 5.10).

What the resident needs stands in the record, in their words; people are told what is done differently, never why, and
no letter speaks of it at all.
"""

from datetime import datetime
from typing import ClassVar

from domain.calendar.days import in_words, landlord_day
from domain.complaint.actor import Actor, ActorRef, on_staff
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.facts.front_door import SupportRecorded
from domain.complaint.support import Support
from domain.messages.message import Message
from domain.policy.rules import Rules
from domain.procedure.gates import may_always
from domain.procedure.step import Step, When, Whose


class RecordSupport(Message):
    """Record what helps the resident to complain, and what is done differently for them.

    Source: R-041, Code 5.10.
    """

    name: ClassVar[str] = "record_support"

    support: Support
    """What helps the resident to complain."""


def check_support(_complaint: Complaint, order: RecordSupport, rules: Rules) -> None:
    """Something is said, and a review lies ahead.

    Raises:
        NotAllowedError: nothing is said, or the day of the review is past.
    """
    if order.support == Support():
        raise NotAllowedError(
            f"{rules.edition.support.clause}: say what the resident needs, what is done differently for them, "
            "or what they were offered."
        )
    check_review(order.support, order.at, rules)


def check_review(support: Support, at: datetime, rules: Rules) -> None:
    """A review of the support lies ahead.

    Raises:
        NotAllowedError: its day is past.
    """
    if support.review_on and support.review_on < landlord_day(at, rules.zone):
        raise NotAllowedError(
            f"{rules.edition.support.clause}: the support is to be reviewed on {in_words(support.review_on)}, "
            "which is past; give a day to come."
        )


def record_support(complaint: Complaint, order: RecordSupport, rules: Rules, now: datetime) -> Complaint:
    """Keep what helps the resident; it takes the place of what was recorded before."""
    return _noted(complaint, order.support, order.at, now, rules, by=order.by)


def note_first_recorded(complaint: Complaint, order: Message, rules: Rules, now: datetime) -> Complaint:
    """Note the support that was recorded when the complaint was taken down, where there was any."""
    if complaint.support == Support():
        return complaint
    return _noted(complaint, complaint.support, order.at, now, rules, by=on_staff(order.recorded_by))


def _noted(
    complaint: Complaint, support: Support, at: datetime, now: datetime, rules: Rules, *, by: Actor | ActorRef
) -> Complaint:
    clause = rules.edition.support.clause
    recorded = complaint.changed(support=support, support_at=now)
    return recorded.noting(SupportRecorded(support=support), at=at, now=now, by=by, clause=clause)


STEPS = (
    Step(
        RecordSupport,
        said="support",
        whose=Whose.ANYBODY,
        may=may_always,
        check=check_support,
        does=record_support,
        when=When.BEFORE_STAGE_1_TOO,
        undoes=("record_support",),
    ),
)
