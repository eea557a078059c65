"""Letters are made for the day they go, name what follows from that day, and are made again for another."""

from datetime import date, datetime

from domain.calendar.days import landlord_day
from domain.calendar.deadlines import keep_given_out
from domain.complaint.complaint import Complaint
from domain.complaint.notice_facts import Facts, SoonFacts
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.notices import Notice
from domain.complaint.resident_facts import (
    AcknowledgementFacts,
    AnswerFacts,
    ExtensionFacts,
    RefusalFacts,
    ResponseFacts,
)
from domain.complaint.staff_facts import AddressNeededFacts
from domain.complaint.stages import Letter
from domain.duties.beside_the_stages import post_key
from domain.duties.duty import day_it_missed, floors
from domain.duties.fulfilment import duty_of
from domain.duties.letters import counts_on, kept_letter, owe_letter, received_on, with_key, with_letter
from domain.duties.owed import open_duties, window_if_sent
from domain.outbox.errands import is_on_hold, lacks_address, waits_for_person
from domain.outbox.posting import posting_day
from domain.outbox.tell import notice_key, tell_handler
from domain.policy.channels import Channel
from domain.policy.duty_kinds import WINDOW, DutyKey, DutyKind
from domain.policy.rules import Rules
from domain.value import required

_NO_ADDRESS = "no address is known: ask for it"


def made_for(complaint: Complaint, notice: Notice, goes_on: date, rules: Rules) -> tuple[Complaint, Notice]:
    """*notice* as it goes on that day, in the way it goes now, and the complaint that holds the day it names."""
    letter, post_on = kept_letter(complaint, notice), goes_on if notice.channel is Channel.LETTER else None
    facts = _as_of(notice, goes_on, letter, complaint, rules)
    if notice.fulfils and isinstance(facts, AcknowledgementFacts | AnswerFacts | RefusalFacts):
        counted_on = counts_on(notice.fulfils, goes_on, notice.channel, rules)
        was_due_on = day_it_was_due(complaint, notice.fulfils, counted_on, rules)
        facts = facts.model_copy(update={"was_due_on": was_due_on})
    if letter and isinstance(facts, ResponseFacts):
        told = letter.model_copy(update={"told": facts.last_day})
        complaint = with_letter(complaint, required(notice.fulfils, "duty"), told)
    return complaint, notice.model_copy(update={"post_on": post_on, "facts": facts})


def brought_up_to_date(complaint: Complaint, notice: Notice, rules: Rules) -> tuple[Complaint, Notice]:
    """*notice*, which goes again, as what it tells stands by now: what corrected it since may have gone before it."""
    letter, facts = kept_letter(complaint, notice), notice.facts
    progress = complaint.at_stage(notice.fulfils.stage) if notice.fulfils and notice.fulfils.stage else None
    if letter is None or progress is None or not isinstance(facts, AcknowledgementFacts | ExtensionFacts):
        return complaint, notice
    due_on = duty_of(complaint, rules, DutyKind.RESPOND.at(progress.stage)).due_on
    stands: dict[str, object] = {"due_on": due_on}
    if isinstance(facts, AcknowledgementFacts):
        began_on = landlord_day(progress.started_at, rules.zone)
        received_on = landlord_day(complaint.received_at, rules.zone) if facts.begun_on else began_on
        begun_on = began_on if facts.begun_on else None
        owner = progress.owner or facts.handler
        stands |= {"received_on": received_on, "begun_on": begun_on, "handler": owner}
        if owner != facts.handler:
            stands["is_new_to_it"] = progress.owner_is_new or None
        complaint = with_letter(complaint, required(notice.fulfils, "duty"), letter.model_copy(update={"told": due_on}))
    return complaint, notice.model_copy(update={"facts": facts.model_copy(update=stands)})


def day_it_was_due(complaint: Complaint, key: DutyKey, counted_on: date, rules: Rules) -> date | None:
    """The day that the letter of that duty was due, where *counted_on* is later; None where it is in time.

    A refusal goes instead of an acknowledgement: where none had gone in time, it is late by the day of that one.
    """
    progress = complaint.at_stage(key.stage) if key.stage else None
    instead = key.kind is DutyKind.REFUSAL_LETTER and progress and progress.acknowledgement is None
    if instead and progress:
        acknowledge = DutyKind.ACKNOWLEDGE.at(progress.stage)
        missed = [each.due_on for each in complaint.missed if each.duty == acknowledge]
        if missed:
            return missed[-1]
    return day_it_missed(duty_of(complaint, rules, key), counted_on)


def print_again(complaint: Complaint, notice: Notice, post_on: date, rules: Rules, now: datetime) -> Complaint:
    """A printed letter is printed once more, to go on another day: the former page is not posted."""
    by_letter = notice.model_copy(update={"channels": (Channel.LETTER,)})
    return _make_again(complaint, by_letter, post_on, rules, now)


def write_for_today(complaint: Complaint, rules: Rules, now: datetime) -> Complaint:
    """E-mails that could not go on the day they were written for say what is true on the day they go."""
    for notice in complaint.outbox:
        if notice.not_before <= now and reads_otherwise_on(landlord_day(now, rules.zone), notice, complaint, rules):
            complaint = _make_again(complaint, notice, landlord_day(now, rules.zone), rules, now)
    return complaint


def reads_otherwise_on(day: date, notice: Notice, complaint: Complaint, rules: Rules) -> bool:
    """Whether an e-mail to the resident that waits from an earlier day says other things where it goes on *day*."""
    waits = notice.is_for_resident and notice.channel is Channel.EMAIL
    if not waits or is_on_hold(complaint, notice) or landlord_day(notice.created_at, rules.zone) >= day:
        return False
    return made_for(complaint, notice, day, rules)[1].facts != notice.facts


def _make_again(complaint: Complaint, notice: Notice, goes_on: date, rules: Rules, now: datetime) -> Complaint:
    """*notice* goes on another day, under a key of its own: what had its former key may have been on its way."""
    key, waits = notice_key(complaint, notice.kind), complaint.notice(notice.key)
    useful_for = notice.useful_until - notice.created_at
    again = notice.model_copy(
        update={
            "key": key,
            "not_before": now,
            "useful_until": notice.useful_until if waits else now + useful_for,
            "formerly": _formerly(notice) if waits else (),
        }
    )
    # Who is told to post the new page is told there not to post this one.
    left = (
        complaint.without(notice.key)
        .without_page(notice.key)
        .changed(
            gone=tuple(gone for gone in complaint.gone if gone.key != notice.key),
            notices_made=complaint.notices_made + 1,
        )
    )
    left, made = made_for(with_key(left, notice.key, key), again, goes_on, rules)
    return left.changed(outbox=(*left.outbox, made))


def _formerly(notice: Notice) -> tuple[str, ...]:
    """The keys under which an e-mail that waits may have gone; what is printed is known to be, or not."""
    return () if notice.channel is Channel.LETTER else (*notice.formerly, notice.errand_key)


def print_for_the_next_post(complaint: Complaint, rules: Rules, now: datetime) -> Complaint:
    """Letters still to be printed that can go no more on the day they were made for go on the next."""
    for notice in complaint.outbox:
        if is_too_late_for_its_post(notice, now, rules) and not waits_for_person(complaint, notice):
            complaint = print_again(complaint, notice, posting_day(now, rules), rules, now)
    return complaint


def ask_for_addresses(complaint: Complaint, rules: Rules, now: datetime) -> Complaint:
    """A letter for which no address is known is not printed: somebody is asked for one, once, and owes it."""
    for notice in complaint.outbox:
        if lacks_address(complaint, notice) and not notice.asked_for_address:
            complaint = _ask_for_address(complaint, notice, rules, now)
    return complaint


def _ask_for_address(complaint: Complaint, notice: Notice, rules: Rules, now: datetime) -> Complaint:
    owed, waits = complaint.owed_letter(notice.key), notice.fulfils in {d.key for d in open_duties(complaint, rules)}
    if owed:
        complaint = complaint.with_owed(owed.model_copy(update={"lacks": _NO_ADDRESS}))
    elif not waits:
        complaint = owe_letter(complaint, notice, now, _NO_ADDRESS)
    owed = complaint.owed_letter(notice.key)
    duty = duty_of(complaint, rules, post_key(owed) if owed else required(notice.fulfils, "duty"))
    asked = notice.model_copy(update={"asked_for_address": True})
    outbox = tuple(asked if each.key == notice.key else each for each in complaint.outbox)
    resident = complaint.resident
    not_safe = tuple(way for way in Channel if resident.address_by(way) and not resident.is_safe(way))
    facts = AddressNeededFacts(notice=notice.kind, due_on=duty.watch_on, not_safe=not_safe or None)
    return tell_handler(complaint.changed(outbox=outbox), rules, NoticeKind.ADDRESS_NEEDED, facts, now)


def is_too_late_for_its_post(notice: Notice, printed_at: datetime, rules: Rules) -> bool:
    """Whether *notice*, printed then, cannot go any more on the day it was made for."""
    if notice.channel is not Channel.LETTER or notice.post_on is None:
        return False
    return notice.post_on < landlord_day(printed_at, rules.zone)


def _as_of(notice: Notice, goes_on: date, letter: Letter | None, complaint: Complaint, rules: Rules) -> Facts:
    """The facts of *notice* as they are on the day it goes; a last day that was told moves no earlier."""
    told, is_new = (letter.told, letter.met_at is None) if letter else (None, False)
    match notice.facts:
        case SoonFacts() as facts:
            return facts.as_of(goes_on)
        case AcknowledgementFacts() as facts:
            return facts.model_copy(update={"is_past": facts.due_on < goes_on or None})
        case ExtensionFacts() as facts:
            past = {"is_past": facts.is_past or (is_new and facts.previous_due_on < goes_on) or None}
            return facts.model_copy(update=past | {"is_over": facts.due_on < goes_on or None})
        case ResponseFacts() as facts:
            window = window_if_sent(goes_on, received_on(goes_on, notice.channel, rules), rules)
            last_day = keep_given_out(window, told, *floors(complaint, WINDOW)).on
            return facts.model_copy(update={"last_day": last_day})
        case facts:
            return facts
