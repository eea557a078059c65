"""How a step tells people: it puts notices into the complaint's outbox."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypedDict, Unpack

from domain.calendar.days import instant_on, landlord_day, local_time
from domain.complaint.complaint import Complaint
from domain.complaint.facts.notices import NobodyToTell, NoticeDropped
from domain.complaint.marks import Owed
from domain.complaint.notice_facts import Facts, SoonFacts
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.notice_rules import NOTICES, Event, Form
from domain.complaint.notices import Notice
from domain.complaint.owed_letters import OwedLetter
from domain.complaint.recipients import THE_RESIDENT, Recipient, first_of
from domain.complaint.resident import Resident
from domain.complaint.separation_of_duties import kept_from
from domain.outbox.posting import posting_day
from domain.policy.channels import Channel
from domain.policy.duty_kinds import DutyKey, DutyKind
from domain.policy.landlord import Landlord, Told
from domain.policy.rules import Rules
from domain.policy.stages import Stage

_DAY = timedelta(days=1)
OVERTAKEN = "a newer letter says more"
"""Why an older letter does not go, in the words of the record."""
_SETS_OUT_WITHIN = timedelta(minutes=5)
"""What is not taken back by a newer letter: it is with its provider, or about to be."""


class Rarer(TypedDict, total=False):
    """What only some notices carry."""

    fulfils: DutyKey
    about: tuple[Owed, ...]
    useful_until: datetime
    not_before: datetime
    not_to: frozenset[str]
    clause: str
    reach: Resident


def tell_resident(
    complaint: Complaint, rules: Rules, kind: NoticeKind, facts: Facts, now: datetime, **rarer: Unpack[Rarer]
) -> Complaint:
    """Tell the resident, in the way they prefer, with a status text where they take texts (D11).

    The text goes beside a short notice; about a letter it goes once that has gone.
    """
    resident = complaint.resident
    if complaint.death:
        return complaint
    if resident.is_anonymous:
        return _note_nobody(complaint, now)
    rule = NOTICES[kind]
    channels = resident.long_channels if rule.is_letter else resident.short_channels
    by_letter = channels[0] is Channel.LETTER
    if isinstance(facts, SoonFacts):
        facts = facts.as_of(posting_day(now, rules) if by_letter else landlord_day(now, rules.zone))
    complaint = note_handler_named(drop_overtaken(complaint, kind, now), kind, facts, now)
    if channels[0] is Channel.TEXT:
        return _put(complaint, rules, kind, facts, now, channels=channels, to=THE_RESIDENT, **rarer)
    at_length = tuple(channel for channel in channels if channel is not Channel.TEXT)
    told = _put(complaint, rules, kind, facts, now, channels=at_length, to=THE_RESIDENT, **rarer)
    # What says that a letter went is true only once it has.
    alone = rule.text_is_enough and resident.as_reached.has_texts_alone
    return tell_by_text(told, rules, kind, facts, now) if alone or not rule.is_letter else told


def note_handler_named(complaint: Complaint, kind: NoticeKind, facts: Facts, now: datetime) -> Complaint:
    """Where a letter names who deals with the stage, nothing else need say that (4.1.1)."""
    owner = complaint.stages[-1].owner if complaint.stages else None
    named = getattr(facts, "handler", None)
    if owner is None or named is None or named.id != owner.id:
        return complaint
    if kind is not NoticeKind.HANDLER_CHANGED:
        complaint = drop(complaint, Event.HANDLER_NAMED, now)
    return complaint.with_progress(complaint.progress, handler_told=owner.id)


def tell_that_it_went(complaint: Complaint, rules: Rules, letter: Notice, now: datetime) -> Complaint:
    """The status text about a letter that has gone; what is no letter had its text beside it."""
    if not NOTICES[letter.kind].is_letter:
        return complaint
    return tell_by_text(complaint, rules, letter.kind, letter.facts, now)


def _note_nobody(complaint: Complaint, now: datetime) -> Complaint:
    """Say once on the record that there is nobody to tell (R-031)."""
    if complaint.record_summary.nobody_told:
        return complaint
    return complaint.noting(NobodyToTell(), at=now, now=now)


def tell_by_text(complaint: Complaint, rules: Rules, kind: NoticeKind, facts: Facts, now: datetime) -> Complaint:
    """Tell the resident how things stand by text, where they take texts, beside what goes at length."""
    if complaint.death or not complaint.resident.can_have(Channel.TEXT):
        return complaint
    return _put(complaint, rules, kind, facts, now, channels=(Channel.TEXT,), to=THE_RESIDENT)


def tell_by_old_way(
    complaint: Complaint, rules: Rules, kind: NoticeKind, facts: Facts, now: datetime, *, was: Resident, by: Channel
) -> Complaint:
    """Tell the resident as they were reached before, *by* that way and no other."""
    if complaint.death:
        return complaint
    return _put(complaint, rules, kind, facts, now, channels=(by,), to=THE_RESIDENT, reach=was.as_reached)


def tell_staff(
    complaint: Complaint,
    rules: Rules,
    kind: NoticeKind,
    to: tuple[str, ...],
    facts: Facts,
    now: datetime,
    **rarer: Unpack[Rarer],
) -> Complaint:
    """Tell the first of *to* who is present when it goes; whoever owns such stages stands behind them."""
    behind = rules.edition.stage(complaint.stage or Stage.ONE).owner
    readers = tuple(dict.fromkeys((*to, *behind.roles, *behind.else_roles)))
    rarer["not_to"] = rarer.get("not_to", frozenset()) | complaint.about_staff
    return _put(complaint, rules, kind, facts, now, channels=(Channel.EMAIL,), to=first_of(*readers), **rarer)


def tell_handler(
    complaint: Complaint,
    rules: Rules,
    kind: NoticeKind,
    facts: Facts,
    now: datetime,
    *,
    not_to: frozenset[str] = frozenset(),
) -> Complaint:
    """Tell the owner of the stage the complaint has reached, or whoever stands behind them where it is not *not_to*."""
    stage = complaint.stage or Stage.ONE
    to = put_persons_for(told_of(DutyKind.RESPOND.at(stage), rules).remind, complaint)
    return tell_staff(complaint, rules, kind, to, facts, now, not_to=kept_from(complaint, stage, rules) | not_to)


def tell_who_asked(
    complaint: Complaint, rules: Rules, kind: NoticeKind, asker: str, facts: Facts, now: datetime
) -> Complaint:
    """Tell whoever put something forward for approval, and whoever has the stage now where that is somebody else."""
    owner = (complaint.handler.id,) if complaint.handler else ()
    to = tuple(person for person in dict.fromkeys((asker, *owner)) if person not in complaint.about_staff)
    for person in to or (asker,):
        complaint = tell_staff(complaint, rules, kind, (person,), facts, now)
    return complaint


def told_of(duty: DutyKey, rules: Rules) -> Told:
    """Who is told of *duty*; of a kind that the complaint's rules do not know yet, who is told of the response."""
    told, respond = rules.landlord.ladder.told, DutyKind.RESPOND.at(duty.stage or Stage.ONE)
    return told.get(duty.ladder) or told[respond.ladder]


def drop(complaint: Complaint, event: Event, now: datetime, why: str = "") -> Complaint:
    """Take back what waits to go and is not true any more after *event* (D10); *why*, where its own words say less."""
    for notice in complaint.outbox:
        if event in NOTICES[notice.kind].untrue_after:
            complaint = drop_one(complaint, notice, why or event, now)
    for letter in complaint.owed_letters:
        if letter.waits and event in NOTICES[letter.kind].untrue_after:
            complaint = drop_owed(complaint, letter, why or event, now)
    return complaint


def waiting_of(complaint: Complaint, kind: NoticeKind, now: datetime) -> tuple[Notice, ...]:
    """The notices of that *kind* that have not reached the resident: printed and not posted, or long in waiting."""
    printed = {notice.key: notice for notice in complaint.gone}
    owed = (printed[letter.notice] for letter in complaint.owed_letters if letter.waits and letter.notice in printed)
    held = (notice for notice in complaint.outbox if _has_waited(notice, now))
    found = {notice.key: notice for notice in (*owed, *held) if notice.kind is kind}
    return tuple(sorted(found.values(), key=lambda notice: notice.created_at))


def _has_waited(notice: Notice, now: datetime) -> bool:
    return notice.created_at <= now - _SETS_OUT_WITHIN and notice.channel is not Channel.TEXT


def drop_where(complaint: Complaint, applies: Callable[[Notice], bool], why: str, now: datetime) -> Complaint:
    """Take back each notice that *applies*, while it waits to go or to be posted, and record why."""
    for notice in complaint.outbox:
        if applies(notice):
            complaint = drop_one(complaint, notice, why, now)
    printed = {notice.key: notice for notice in complaint.gone}
    for letter in complaint.owed_letters:
        notice_of = printed.get(letter.notice)
        if letter.waits and notice_of and applies(notice_of):
            complaint = drop_owed(complaint, letter, why, now)
    return complaint


def drop_overtaken(complaint: Complaint, by: NoticeKind, now: datetime) -> Complaint:
    """Take back what the letter *by* overtakes; what was written only minutes ago is on its way, and goes before it."""
    for notice in complaint.outbox:
        if _has_waited(notice, now) and by in NOTICES[notice.kind].overtaken_by:
            complaint = drop_one(complaint, notice, OVERTAKEN, now)
    for letter in complaint.owed_letters:
        if letter.waits and by in NOTICES[letter.kind].overtaken_by:
            complaint = drop_owed(complaint, letter, OVERTAKEN, now)
    return complaint


def is_overtaken(complaint: Complaint, notice: Notice) -> bool:
    """Whether a letter was written since that says all of *notice* and more."""
    since = (later for later in (*complaint.gone, *complaint.outbox) if later.created_at > notice.created_at)
    return any(later.kind in NOTICES[notice.kind].overtaken_by for later in since)


def drop_one(complaint: Complaint, notice: Notice, why: str, now: datetime) -> Complaint:
    """Take one notice back, and record why."""
    facts = NoticeDropped(label=complaint.label(notice.key), notice=notice.kind, channel=notice.channel, why=why)
    dropped = complaint.without(notice.key).noting(facts, at=now, now=now)
    owed = dropped.owed_letter(notice.key)
    return dropped.with_owed(owed.model_copy(update={"released_at": now})) if owed else dropped


def drop_owed(complaint: Complaint, letter: OwedLetter, why: str, now: datetime) -> Complaint:
    """Owe a letter no more that was printed, or came back, and record why."""
    doubt = complaint.unknown_letter(letter.notice)
    channel = doubt.channel if doubt else Channel.LETTER
    label = complaint.label(letter.notice)
    facts = NoticeDropped(label=label, notice=letter.kind, channel=channel, why=why, unknown=doubt is not None)
    known = complaint.without_unknown(letter.notice)
    dropped = known.with_owed(letter.model_copy(update={"released_at": now}))
    return dropped.noting(facts, at=now, now=now)


def put_persons_for(names: tuple[str, ...], complaint: Complaint, action_owner: str = "") -> tuple[str, ...]:
    """*names* of the ladder with "handler" and "action_owner" put into persons."""
    owner = complaint.handler
    persons = {"handler": owner.id if owner else "", "action_owner": action_owner}
    return tuple(person for name in names if (person := persons.get(name, name)))


def when_it_may_go(channel: Channel, now: datetime, rules: Rules) -> datetime:
    """*now*, or for a text outside the hours for texts the next time they begin."""
    return when_texts_go(now, rules.landlord) if channel is Channel.TEXT else now


def when_texts_go(now: datetime, landlord: Landlord) -> datetime:
    """*now* within the landlord's hours for texts, or the next time they begin."""
    hours = landlord.text_hours
    local = local_time(now, landlord.time_zone)
    if hours.starts_at <= local.time() < hours.ends_at:
        return now
    day = local.date() if local.time() < hours.starts_at else local.date() + _DAY
    return instant_on(day, hours.starts_at, landlord.time_zone)


def notice_key(complaint: Complaint, kind: NoticeKind) -> str:
    """The key that the complaint's next notice has, for life."""
    return complaint.key_of(f"{complaint.notices_made + 1}-{kind}")


def _put(
    complaint: Complaint,
    rules: Rules,
    kind: NoticeKind,
    facts: Facts,
    now: datetime,
    *,
    channels: tuple[Channel, ...],
    to: Recipient,
    **rarer: Unpack[Rarer],
) -> Complaint:
    usefulness = rules.landlord.usefulness
    matters = NOTICES[kind].form is not Form.SHORT and channels != (Channel.TEXT,)
    days = usefulness.statutory if matters else usefulness.status
    rarer.setdefault("useful_until", now + days * _DAY)
    rarer.setdefault("not_before", when_it_may_go(channels[0], now, rules))
    notice = Notice(
        key=notice_key(complaint, kind),
        kind=kind,
        to=to,
        channels=channels,
        created_at=now,
        facts=facts,
        post_on=posting_day(now, rules) if channels[0] is Channel.LETTER else None,
        **rarer,
    )
    return complaint.changed(outbox=(*complaint.outbox, notice), notices_made=complaint.notices_made + 1)
