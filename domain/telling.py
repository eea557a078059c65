"""How a step tells people: it puts notices into the complaint's outbox."""

from datetime import date, datetime, timedelta

from domain.complaint import Complaint
from domain.days import instant_on, landlord_day, local_time
from domain.notices import Facts, Notice, NoticeKind
from domain.policy import Channel, Rules

_DAY = timedelta(days=1)
_LETTERS = {
    NoticeKind.ACKNOWLEDGEMENT,
    NoticeKind.CONTACT_NOTE,
    NoticeKind.EXTENSION,
    NoticeKind.OMBUDSMAN_DETAILS,
    NoticeKind.RESPONSE,
    NoticeKind.ESCALATION_DECLINED,
    NoticeKind.FINAL_RESPONSE,
    NoticeKind.DATE_MOVED,
}
"""What the resident is told at length, so by e-mail or letter."""


def tell_resident(
    complaint: Complaint,
    rules: Rules,
    kind: NoticeKind,
    facts: Facts,
    now: datetime,
    *,
    fulfils: str = "",
    due_on: date | None = None,
    clause: str = "",
) -> Complaint:
    """Tell the resident, in the way they prefer, with a status text beside it where they take texts (D11)."""
    resident = complaint.resident
    channels = resident.long_channels if kind in _LETTERS else resident.short_channels
    told = _put(complaint, rules, kind, facts, now, channels=channels, fulfils=fulfils, due_on=due_on, clause=clause)
    return tell_by_text(told, rules, kind, facts, now) if channels[0] is not Channel.TEXT else told


def tell_by_text(complaint: Complaint, rules: Rules, kind: NoticeKind, facts: Facts, now: datetime) -> Complaint:
    """Tell the resident how things stand by text, where they take texts, beside what goes at length."""
    if not complaint.resident.can_have(Channel.TEXT):
        return complaint
    return _put(complaint, rules, kind, facts, now, channels=(Channel.TEXT,))


def tell_staff(
    complaint: Complaint,
    rules: Rules,
    kind: NoticeKind,
    to: tuple[str, ...],
    facts: Facts,
    now: datetime,
    *,
    about: tuple[str, ...] = (),
    useful_until: datetime | None = None,
    not_to: frozenset[str] = frozenset(),
    clause: str = "",
) -> Complaint:
    """Tell the first of *to* who is present when it goes; whoever owns such stages stands behind them."""
    behind = rules.edition.stage(complaint.progress.stage).owner
    return _put(
        complaint,
        rules,
        kind,
        facts,
        now,
        channels=(Channel.EMAIL,),
        to=tuple(dict.fromkeys((*to, *behind.roles, *behind.else_roles))),
        about=about,
        useful_until=useful_until,
        not_to=not_to | complaint.about_staff,
        clause=clause,
    )


def tell_handler(complaint: Complaint, rules: Rules, kind: NoticeKind, facts: Facts, now: datetime) -> Complaint:
    """Tell the owner of the stage the complaint has reached."""
    to = named(rules.landlord.ladder.told[f"{complaint.progress.stage}.respond"].remind, complaint)
    return tell_staff(complaint, rules, kind, to, facts, now)


def named(names: tuple[str, ...], complaint: Complaint, action_owner: str = "") -> tuple[str, ...]:
    """*names* of the ladder with "handler" and "action_owner" put into persons."""
    owner = complaint.progress.owner
    persons = {"handler": owner.id if owner else "", "action_owner": action_owner}
    return tuple(person for name in names if (person := persons.get(name, name)))


def when_it_may_go(channel: Channel, now: datetime, rules: Rules) -> datetime:
    """*now*, or for a text outside the hours for texts the next time they begin."""
    hours = rules.landlord.text_hours
    local = local_time(now, rules.zone)
    if channel is not Channel.TEXT or hours.starts_at <= local.time() < hours.ends_at:
        return now
    day = local.date() if local.time() < hours.starts_at else local.date() + _DAY
    return instant_on(day, hours.starts_at, rules.zone)


def _put(
    complaint: Complaint,
    rules: Rules,
    kind: NoticeKind,
    facts: Facts,
    now: datetime,
    *,
    channels: tuple[Channel, ...],
    to: tuple[str, ...] = (),
    fulfils: str = "",
    about: tuple[str, ...] = (),
    due_on: date | None = None,
    useful_until: datetime | None = None,
    not_to: frozenset[str] = frozenset(),
    clause: str = "",
) -> Complaint:
    number = complaint.notices_made + 1
    is_due_today = due_on is not None and due_on <= landlord_day(now, rules.zone)
    days = rules.landlord.usefulness.statutory if to or kind in _LETTERS else rules.landlord.usefulness.status
    if channels == (Channel.TEXT,):
        days = rules.landlord.usefulness.status
    notice = Notice(
        key=f"{complaint.landlord}/{complaint.reference}/{number}-{kind}",
        kind=kind,
        to=to,
        not_to=not_to,
        channels=channels,
        created_at=now,
        not_before=now if is_due_today else when_it_may_go(channels[0], now, rules),
        useful_until=useful_until or now + days * _DAY,
        facts=facts,
        fulfils=fulfils,
        about=about,
        clause=clause,
    )
    return complaint.changed(outbox=(*complaint.outbox, notice), notices_made=number)
