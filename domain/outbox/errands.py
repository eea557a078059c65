"""What a sending activity is given, and what it gives back."""

from collections.abc import Iterator
from datetime import datetime

from domain.complaint.complaint import Complaint
from domain.complaint.long_texts import LongText, wanted
from domain.complaint.notices import Notice
from domain.complaint.resident import Resident
from domain.outbox.together import beside, falls_with
from domain.policy.channels import Channel
from domain.value import Value


class Errand(Value):
    """One notice to be sent by its channel: the input of a sending activity."""

    landlord: str
    reference: str
    notice: Notice
    resident: Resident
    large_print: bool = False
    beside: tuple[Notice, ...] = ()
    """Reminders of the same minute: those that have the same reader are told in the same message."""
    texts: tuple[LongText, ...] = ()
    """Long texts of the notice that the register is not known to hold yet."""


def errand_of(complaint: Complaint, notice: Notice) -> Errand:
    """The errand on which one of the complaint's notices goes."""
    return Errand(
        landlord=complaint.landlord,
        reference=complaint.reference,
        notice=notice,
        resident=notice.reach or complaint.resident.as_reached,
        large_print=complaint.support.large_print,
        beside=beside(notice, complaint.outbox),
        texts=_texts_of(complaint, notice),
    )


def setting_out(complaint: Complaint, now: datetime) -> Iterator[Notice]:
    """The notices that go now, in their order.

    To the resident by one channel the next sets out when the one before it has gone, so that what waited for a provider
    arrives in order. A reminder waits for another of its minute, in case that tells its reader of it too. Nothing else
    waits; what is of no use any more is not held, so that it can be given up.
    """
    ahead: set[Channel] = set()
    reminding = list[Notice]()
    for notice in sorted(complaint.outbox, key=lambda each: each.created_at):
        if notice.not_before > now or waits_for_person(complaint, notice):
            continue
        if notice.useful_until > now and any(falls_with(notice, earlier) for earlier in reminding):
            continue
        reminding.append(notice)
        if not _keeps_order(notice):
            yield notice
        elif notice.channel not in ahead or notice.useful_until <= now:
            ahead.add(notice.channel)
            yield notice


def held(complaint: Complaint, now: datetime) -> tuple[Notice, ...]:
    """The notices that could go now, and wait for an earlier one."""
    going = {notice.key for notice in setting_out(complaint, now)}
    ripe = (each for each in complaint.outbox if each.not_before <= now)
    could_go = (each for each in ripe if not waits_for_person(complaint, each))
    return tuple(each for each in could_go if each.key not in going)


def waits_for_person(complaint: Complaint, notice: Notice) -> bool:
    """Whether it goes only after somebody has done something: released it, or found an address."""
    return is_on_hold(complaint, notice) or lacks_address(complaint, notice)


def is_on_hold(complaint: Complaint, notice: Notice) -> bool:
    """Whether it is for the resident, and the complaint was revived: it waits for a person's release."""
    return complaint.hold is not None and notice.is_for_resident


def lacks_address(complaint: Complaint, notice: Notice) -> bool:
    """Whether it goes by letter, and no address is known to which it could be posted: it waits for one."""
    resident = notice.reach or complaint.resident.as_reached
    return notice.is_for_resident and notice.channel is Channel.LETTER and not resident.address_by(Channel.LETTER)


def _keeps_order(notice: Notice) -> bool:
    """Whether it arrives by itself: printed letters are posted by people, and staff can sort what they read."""
    return notice.is_for_resident and notice.channel is not Channel.LETTER


def _texts_of(complaint: Complaint, notice: Notice) -> tuple[LongText, ...]:
    """The long texts of the notice that the register may not hold yet."""
    if not complaint.texts:
        return ()
    named = wanted(notice)
    return tuple(each for each in complaint.texts if each.digest in named)


class Accepted(Value):
    """A notice's provider took it: the result of a sending activity."""

    key: str
    channel: Channel
    at: datetime
    to: str
    """The id of a member of staff, or how the record names another recipient: "resident"."""
    provider_id: str
    first_line: str
    told_too: tuple[str, ...] = ()
    """The keys of other reminders that were told in the same message."""
    maybe_twice: bool = False
    """A crash left it unknown whether an earlier try was accepted: it may have been sent twice (D12)."""
    tries: int = 1
    """How often it was tried, with the try that was taken."""


class Ended(Value):
    """How an errand ended whose answer never came: what the ledger knows of it."""

    accepted: Accepted | None = None
    """There where its provider had taken it all the same."""
    tries: int = 0
    unknown: int = 0
    """Tries of which nobody knows whether they were taken."""
    tried_at: datetime | None = None
    """When the first of those was made."""

    @property
    def nobody_knows(self) -> bool:
        """Whether it may have gone, and nothing says so."""
        return self.accepted is None and self.unknown > 0
