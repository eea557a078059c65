"""Days of a policy that contradict each other: what comes first would be due last (D1)."""

from collections.abc import Iterator
from typing import NamedTuple

from domain.calendar.limits import Anchor, TimeLimit, Unit
from domain.policy.edition import Edition, StagePolicy
from domain.policy.landlord import Landlord
from domain.policy.stages import Stage
from domain.value import Key

_MILESTONES = ("acknowledge", "contact", "details", "investigate", "understanding")
"""What of a stage leads to its response."""


class OutOfOrder(NamedTuple):
    """The key of a limit whose day contradicts another's, and why."""

    key: Key
    why: str


def out_of_order(edition: Edition, landlord: Landlord) -> Iterator[OutOfOrder]:
    """Each limit of the edition by which something would be due after what it leads to."""
    for stage in Stage:
        yield from _in_stage(stage, edition.stage(stage), landlord)
    yield from _around_stage_2(edition)
    yield from _before_stage_1(edition)


def _in_stage(stage: Stage, policy: StagePolicy, landlord: Landlord) -> Iterator[OutOfOrder]:
    for name in _MILESTONES:
        limit: TimeLimit | None = getattr(policy, name)
        if limit and _latest(limit, policy) > _latest_of_response(limit, policy):
            why = f"is due after the response it leads to ({limit.words} beside {policy.respond.words})"
            yield OutOfOrder((stage, name, "amount"), why)
    if policy.approve and _days(policy.approve) >= _days(policy.respond):
        why = f"the response ({policy.respond.words}) lies inside its approval, which would come before it"
        yield OutOfOrder((stage, "approve", "amount"), why)
    if policy.acknowledge.internal_target_earlier >= policy.acknowledge.amount:
        yield OutOfOrder((stage, "acknowledge", "internal_target_earlier"), "the landlord's own target would be past")
    if policy.contact.over_working_days > policy.contact.amount:
        why = "the attempts would take longer than the time to speak with the resident"
        yield OutOfOrder((stage, "contact", "over_working_days"), why)
    if policy.respond.arrives and landlord.delivery.letter >= policy.respond.amount:
        yield OutOfOrder((stage, "respond", "amount"), "a posted response would have to go before its time began")


def _around_stage_2(edition: Edition) -> Iterator[OutOfOrder]:
    window, acknowledge = edition.stage_1.escalation_window, edition.stage_2.acknowledge
    if window is None:
        return
    at: Key = (Stage.ONE, "escalation_window")
    if window.tell_before_closing >= window.amount:
        yield OutOfOrder((*at, "tell_before_closing"), "the closing would be told before the window begins")
    if _days(window.offered_within) >= _days(window):
        yield OutOfOrder((*at, "offered_within", "amount"), "stage 2 would be offered after the time to ask for it")
    if _days(window.late_decided_within) > _days(acknowledge):
        why = "a late request would be decided after stage 2 has to be acknowledged"
        yield OutOfOrder((*at, "late_decided_within", "amount"), why)


def _before_stage_1(edition: Edition) -> Iterator[OutOfOrder]:
    quick, acknowledge = edition.quick_resolution, edition.stage_1.acknowledge
    lapse, at = quick.lapses_after, ("quick_resolution", "lapses_after", "amount")
    if quick.limit and quick.limit.starts_from is lapse.starts_from and _days(lapse) < _days(quick.limit):
        yield OutOfOrder(at, f"it would lapse within the time to put it right ({quick.limit.words})")
    if quick.keeps_receipt and lapse.starts_from is acknowledge.starts_from and _days(lapse) >= _days(acknowledge):
        yield OutOfOrder(at, "stage 1 would begin when it has to be acknowledged already")


def _latest(limit: TimeLimit, policy: StagePolicy) -> int:
    """How long after the stage began it is due at the latest, in sevenths of working days."""
    before = _days(policy.acknowledge) if limit.starts_from is Anchor.ACKNOWLEDGED else 0
    return before + _days(limit)


def _latest_of_response(limit: TimeLimit, policy: StagePolicy) -> int:
    """When the response is due, where whatever *limit* counts from happens as late as it may, or at once."""
    before = _days(policy.acknowledge) if limit.starts_from is policy.respond.starts_from is Anchor.ACKNOWLEDGED else 0
    return before + _days(policy.respond)


def _days(limit: TimeLimit) -> int:
    """How long it is, in a measure that compares working days with calendar days: seven a day for five a day."""
    return limit.amount * (7 if limit.unit is Unit.WORKING_DAYS else 5)
