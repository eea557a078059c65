"""Changing how the resident is called and reached, at any time (F-013).

They are told by the new way; by the old way only that something has changed, and only where it is safe to.
"""

from datetime import datetime
from typing import ClassVar

from domain.calendar.days import landlord_day
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.contact_details import RESIDENTS_HEAR, SAFE_WAYS, ContactDetails, changed_details, with_details
from domain.complaint.facts.contact_details import ContactChanged
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.resident import NewWay, Resident
from domain.complaint.resident_facts import DetailsChangedFacts, SomethingChangedFacts
from domain.duties.readdressing import readdress
from domain.messages.message import Message
from domain.outbox.tell import tell_by_old_way, tell_resident
from domain.policy.channels import Channel
from domain.policy.rules import Rules
from domain.procedure.gates import may_always
from domain.procedure.step import Step, When, Whose


class ChangeContact(Message):
    """Change how the resident is called and reached, or say which ways are safe to use.

    Source: F-013.
    """

    name: ClassVar[str] = "change_contact"

    details: ContactDetails
    """What has changed."""
    old_way_safe: bool | None = None
    """Whether the old way is safe: not where others may read it, or where it was never theirs."""
    note: str = ""
    """Anything worth keeping."""


def check_change(complaint: Complaint, order: ChangeContact, _rules: Rules) -> None:
    """Something changes; and where they would hear by the old way, somebody has asked whether that is safe.

    Raises:
        NotAllowedError: nothing changes, a way is not known, or nobody has asked.
    """
    before, after = complaint.resident, with_details(complaint.resident, order.details)
    if order.details.name is not None and not order.details.name.strip():
        raise NotAllowedError("The name is blank; say what the resident is called.")
    for channel in (*order.details.not_safe, *order.details.safe_again, *order.details.works_again):
        if not after.address_by(channel):
            raise NotAllowedError(f"Nothing is known by which to reach the resident by {channel}; give that first.")
    if after == before:
        raise NotAllowedError("That is how the resident is reached already; say what has changed.")
    if old_ways(before, after) and order.old_way_safe is None:
        raise NotAllowedError(
            "We would tell the resident by the old way that something has changed. "
            "Ask whether that is safe, and say so: it is not where others may read it, or where it was never theirs."
        )


def old_ways(before: Resident, after: Resident) -> tuple[Channel, ...]:
    """The ways by which the resident was reached and is no longer; an address that was left is none."""
    return tuple(channel for channel in Channel if _is_old(channel, before, after))


def _is_old(channel: Channel, before: Resident, after: Resident) -> bool:
    address = before.address_by(channel)
    if not (address and before.can_have(channel)) or address in before.not_safe | after.not_safe:
        return False
    was_first = channel in {before.long_channels[0], before.short_channels[0]}
    is_first = channel in {after.long_channels[0], after.short_channels[0]}
    replaced = address != after.address_by(channel)
    if channel is Channel.LETTER:
        return was_first and not is_first and not replaced
    return replaced or (was_first and not is_first)


def change_contact(complaint: Complaint, order: ChangeContact, rules: Rules, now: datetime) -> Complaint:
    """Keep how the resident is called and reached now, and tell them."""
    before, after = complaint.resident, _as_changed(complaint.resident, order)
    was, is_now = changed_details(before, after)
    facts = ContactChanged(
        was=was,
        now=is_now,
        not_safe=order.details.not_safe,
        usable_again=tuple(dict.fromkeys((*order.details.works_again, *order.details.safe_again))),
        old_way_safe=order.old_way_safe,
        note=order.note,
    )
    ways = _new_ways(complaint, after, now)
    changed = complaint.changed(resident=after, new_ways=ways).noting(facts, at=order.at, now=now, by=order.by)
    changed = readdress(changed, before, rules, now)
    changed = _tell_by_new_way(changed, facts, rules, order.at, now)
    for channel in old_ways(before, after) if order.old_way_safe else ():
        kind, nothing = NoticeKind.SOMETHING_CHANGED, SomethingChangedFacts()
        changed = tell_by_old_way(changed, rules, kind, nothing, now, was=before, by=channel)
    return changed


def _new_ways(complaint: Complaint, after: Resident, now: datetime) -> tuple[NewWay, ...]:
    """The ways whose address or number was changed, now or before."""
    before = complaint.resident
    new = tuple(way for way in Channel if before.address_by(way) != after.address_by(way))
    older = (way for way in complaint.new_ways if way.channel not in new)
    return (*older, *(NewWay(channel=way, at=now) for way in new))


def _tell_by_new_way(
    complaint: Complaint, changed: ContactChanged, rules: Rules, at: datetime, now: datetime
) -> Complaint:
    safe_ways = (SAFE_WAYS,) if changed.not_safe or changed.usable_again else ()
    facts = DetailsChangedFacts(
        changed_on=landlord_day(at, rules.zone),
        changed=(*(RESIDENTS_HEAR[name] for name in changed.changed), *safe_ways),
    )
    return tell_resident(complaint, rules, NoticeKind.DETAILS_CHANGED, facts, now)


def _as_changed(before: Resident, order: ChangeContact) -> Resident:
    """The resident as they are reached now; an old way that is not safe is never used again."""
    after = with_details(before, order.details)
    if order.old_way_safe is not False:
        return after
    left = frozenset(before.address_by(channel) for channel in old_ways(before, after))
    return after.model_copy(update={"not_safe": after.not_safe | left})


STEPS = (
    Step(
        ChangeContact,
        said="change-contact",
        whose=Whose.ANYBODY,
        may=may_always,
        check=check_change,
        does=change_contact,
        when=When.BEFORE_STAGE_1_TOO,
        undoes=("change_contact", "record_posted"),
    ),
)
