"""What waits for the resident goes as they are reached now, once that has changed (F-013).

It is another notice, under a key of its own: what set out under the old one may still be on its way.
"""

from collections.abc import Iterator
from datetime import datetime

from domain.calendar.days import landlord_day
from domain.complaint.complaint import Complaint
from domain.complaint.facts.notices import NoticeDropped
from domain.complaint.notice_rules import NOTICES
from domain.complaint.notices import Notice
from domain.complaint.resident import Resident
from domain.duties.letters import KEPT_LETTERS, letter_decided_on, with_key
from domain.duties.owed import open_duties
from domain.duties.posting import brought_up_to_date, made_for
from domain.outbox.posting import posting_day
from domain.outbox.tell import drop_one, notice_key, tell_by_text, when_it_may_go
from domain.policy.channels import Channel
from domain.policy.rules import Rules

_CHANGED = "how the resident is reached has changed"


def readdress(complaint: Complaint, before: Resident, rules: Rules, now: datetime) -> Complaint:
    """Take back what waits to go as the resident was reached *before*, and have it go as they are reached now."""
    for notice in tuple(_waiting(complaint, rules)):
        if notice.channels == (Channel.TEXT,):
            complaint = _text_again(complaint, notice, before, rules, now)
        elif _goes_elsewhere(notice, before.as_reached, complaint.resident.as_reached):
            complaint = go_again(complaint, notice, rules, now)
    return complaint


def go_again(complaint: Complaint, notice: Notice, rules: Rules, now: datetime) -> Complaint:
    """Take *notice* back, printed or not, and have it go as the resident is reached now."""
    taken = _taken_back(complaint, notice, now)
    return _put_again(taken, notice, _ways(notice, complaint.resident), rules, now)


def send_again(complaint: Complaint, notice: Notice, rules: Rules, now: datetime, *, by_post: bool) -> Complaint:
    """*notice*, which never arrived, goes as the resident is reached now, or *by_post*."""
    ways = (Channel.LETTER,) if by_post else _ways(notice, complaint.resident)
    left = tuple(gone for gone in complaint.gone if gone.key != notice.key)
    return _put_again(complaint.changed(gone=left), notice, ways, rules, now)


def _put_again(
    complaint: Complaint, notice: Notice, ways: tuple[Channel, ...], rules: Rules, now: datetime
) -> Complaint:
    key = notice_key(complaint, notice.kind)
    again = notice.model_copy(
        update={
            "key": key,
            "channels": ways,
            "created_at": now,
            "not_before": when_it_may_go(ways[0], now, rules),
            "useful_until": now + (notice.useful_until - notice.created_at),
            "failures": (),
            "formerly": (),
            "asked_for_address": False,
        }
    )
    put = with_key(complaint.changed(notices_made=complaint.notices_made + 1), notice.key, key)
    goes_on = posting_day(now, rules) if ways[0] is Channel.LETTER else landlord_day(now, rules.zone)
    put, again = brought_up_to_date(put, again, rules)
    put, again = made_for(put, again, goes_on, rules)
    return put.changed(outbox=(*put.outbox, again))


def _waiting(complaint: Complaint, rules: Rules) -> Iterator[Notice]:
    """What is for the resident and has not gone: still to go, or printed to be posted."""
    yield from (notice for notice in complaint.outbox if notice.is_for_resident and notice.reach is None)
    # What is in doubt may have arrived: it goes again only where somebody says so.
    to_post = _to_post(complaint, rules) - {letter.notice for letter in complaint.unknown_letters}
    yield from (notice for notice in complaint.gone if notice.key in to_post and notice.reach is None)


def _to_post(complaint: Complaint, rules: Rules) -> frozenset[str]:
    """The keys of the letters that are owed, by a duty of their stage or by themselves."""
    owed = {duty.key for duty in open_duties(complaint, rules)}
    kept = (
        letter.notice
        for progress in complaint.stages
        for kind in KEPT_LETTERS
        if (letter := letter_decided_on(progress, kind)) and kind.at(progress.stage) in owed
    )
    return frozenset(kept) | {letter.notice for letter in complaint.owed_letters if letter.waits}


def _goes_elsewhere(notice: Notice, before: Resident, now: Resident) -> bool:
    """Whether *notice* would go another way now, or to another address."""
    first, then = _ways(notice, now)[0], _ways(notice, before)[0]
    moved = before.address_by(notice.channel) != now.address_by(notice.channel)
    other = (then, before.address_by(then)) != (first, now.address_by(first))
    return moved or other or not now.can_have(notice.channel)


def _ways(notice: Notice, resident: Resident) -> tuple[Channel, ...]:
    return resident.long_channels if NOTICES[notice.kind].is_letter else resident.short_channels


def _text_again(complaint: Complaint, notice: Notice, before: Resident, rules: Rules, now: datetime) -> Complaint:
    """A status text goes to the new number, and nowhere where texts are not wanted or not safe any more."""
    resident = complaint.resident
    if resident.can_have(Channel.TEXT) and resident.mobile == before.mobile:
        return complaint
    taken = drop_one(complaint, notice, _CHANGED, now)
    return tell_by_text(taken, rules, notice.kind, notice.facts, now)


def _taken_back(complaint: Complaint, notice: Notice, now: datetime) -> Complaint:
    """This complaint without *notice*; the record says so, unless it says already that it came back."""
    label = complaint.label(notice.key)
    left = tuple(gone for gone in complaint.gone if gone.key != notice.key)
    taken = complaint.without(notice.key).changed(gone=left)
    if complaint.record_summary.news_of(label).came_back:
        return taken
    facts = NoticeDropped(label=label, notice=notice.kind, channel=notice.channel, why=_CHANGED)
    return taken.noting(facts, at=now, now=now)
