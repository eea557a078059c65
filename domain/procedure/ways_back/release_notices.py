"""Releasing what waits to go to the resident of a complaint that was revived, once a person has looked at it."""

from datetime import datetime
from typing import ClassVar

from domain.complaint.actor import Actor
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.facts.revival import NoticeOnHold, NoticesReleased
from domain.complaint.notices import Notice
from domain.messages.message import Message
from domain.outbox.errands import is_on_hold
from domain.outbox.tell import drop_one, when_it_may_go
from domain.policy.rules import Rules
from domain.procedure.step import Step, When, Whose
from domain.value import required

_TOO_OLD = "it waited for a release until it was of no use"


class ReleaseNotices(Message):
    """Let go to the resident what has waited since the complaint was revived."""

    name: ClassVar[str] = "release_notices"

    checked: str = ""
    """How it was checked that none of it had gone before."""


def may_release(complaint: Complaint, _by: Actor, _at: datetime, _rules: Rules) -> None:
    """It was revived, and nobody has released its notices yet.

    Raises:
        NotAllowedError: its notices go by themselves.
    """
    if complaint.hold is None:
        raise NotAllowedError("Nothing is held back here: notices to the resident go by themselves.")


def check_release(_complaint: Complaint, _order: ReleaseNotices, _rules: Rules) -> None:
    """Whoever may release may do so at any time."""


def release_notices(complaint: Complaint, order: ReleaseNotices, rules: Rules, now: datetime) -> Complaint:
    """Everything to the resident goes by itself again; what must reach them has its time from now."""
    since = required(complaint.hold, "hold").since
    waiting = on_hold(complaint)
    facts = NoticesReleased(released=as_told(waiting), checked=order.checked)
    released = complaint.changed(hold=None).noting(facts, at=order.at, now=now, by=order.by)
    for notice in waiting:
        released = _let_go(released, notice, since, rules, now)
    return released


def on_hold(complaint: Complaint) -> tuple[Notice, ...]:
    """The notices to the resident that wait for a release."""
    return tuple(notice for notice in complaint.outbox if is_on_hold(complaint, notice))


def as_told(notices: tuple[Notice, ...]) -> tuple[NoticeOnHold, ...]:
    """*notices* as the record and the staff are told of them."""
    return tuple(NoticeOnHold(notice=notice.kind, channel=notice.channel) for notice in notices)


def _let_go(complaint: Complaint, notice: Notice, since: datetime, rules: Rules, now: datetime) -> Complaint:
    if notice.useful_until <= now and not notice.must_reach_resident:
        return drop_one(complaint, notice, _TOO_OLD, now)
    waited = now - max(since, notice.created_at)
    goes = notice.model_copy(
        update={
            "not_before": when_it_may_go(notice.channel, max(now, notice.not_before), rules),
            "useful_until": notice.useful_until + (waited if notice.must_reach_resident else waited * 0),
        }
    )
    return complaint.changed(outbox=tuple(goes if each.key == notice.key else each for each in complaint.outbox))


STEPS = (
    Step(
        ReleaseNotices,
        said="release-notices",
        whose=Whose.OWNER,
        may=may_release,
        check=check_release,
        does=release_notices,
        when=When.BEFORE_STAGE_1_TOO,
    ),
)
