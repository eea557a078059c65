"""The procedure's front: whether an order is allowed, and what it does.

`check` refuses in a handler's words; `apply` carries out. An order is judged by when it happened (D6): the complaint is
first brought up to that instant, so a late message is late however soon after an outage it is read, and one in time is
in time.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

from domain.complaint.actor import Actor, staff
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.facts.exclusions import AgeToReview
from domain.complaint.facts.notices import AboutNotice
from domain.complaint.long_texts import as_texts, beginning, fill_in, take_out
from domain.complaint.notice_kinds import letter_called
from domain.complaint.separation_of_duties import check_not_about, check_not_by
from domain.duties.fulfilment import take_back_misses
from domain.duties.owed import NOT_RECKONED_FROM
from domain.messages.message import Answer, Message
from domain.messages.room import MOST_FOR_ORDERS, check_room, may_outgrow
from domain.messages.timing import check_not_ahead, check_not_before, take_as_now_where_ahead, take_to_the_minute
from domain.outbox.errands import lacks_address
from domain.policy.channels import Channel
from domain.policy.rules import Rules
from domain.policy.staff import Officer
from domain.policy.stages import Stage
from domain.procedure.givers import check_giver
from domain.procedure.parts import note_part
from domain.procedure.repeats import is_repeat, remember
from domain.procedure.step import Step, When
from domain.procedure.steps import STEPS, step_named, step_of
from domain.procedure.time.tick import pass_deadlines
from domain.value import Value

_ON_THE_STAFF = staff(Officer(id="anybody", name="", job_title=""))
"""Anybody on the staff, as far as it goes by how a complaint stands and not by whom they are."""
_MOST_SHOWN = 5
"""Entries that a refusal tells of, where more were added."""


class Offer(Value):
    """An order, and whether somebody may give it now."""

    order: str
    """Its name on the wire."""
    said: str
    """What a scenario calls it."""
    why_not: str = ""
    """Why it may not be given now; empty where it may."""
    instead: str = ""
    """The order that would help, by its name; empty where none would."""

    @property
    def is_open(self) -> bool:
        """Whether it may be given."""
        return not self.why_not


def check(complaint: Complaint, order: Message, rules: Rules, now: datetime) -> None:
    """Whether *order* may be carried out now; a repeat always may, and changes nothing.

    Raises:
        NotAllowedError: the sentence names the rule that refuses it and says what to do.
    """
    if not is_repeat(complaint, order, rules, now):
        _brought(complaint, order, rules, now)
        if may_outgrow(complaint, order):
            apply(complaint, order, rules, now)


def may(complaint: Complaint, by: Actor, order: type[Message], rules: Rules, now: datetime) -> None:
    """Whether *by* may give such an order now, before any of its fields is filled.

    Raises:
        NotAllowedError: they may not; the sentence names the rule, and the order that would help where one would.
    """
    step = step_of(order)
    _check_belongs(step, complaint, rules)
    check_not_about(complaint, by.officer)
    check_giver(step, complaint, by, rules)
    _check_may(step, pass_deadlines(complaint, rules, now, now), by, now, rules)


def offers(complaint: Complaint, by: Actor, rules: Rules, now: datetime) -> tuple[Offer, ...]:
    """Every order, with whether *by* may give it now, and for the others why not."""
    return tuple(_offer(step, complaint, by, rules, now) for step in STEPS.values())


def _offer(step: Step, complaint: Complaint, by: Actor, rules: Rules, now: datetime) -> Offer:
    try:
        may(complaint, by, step.order, rules, now)
    except NotAllowedError as refusal:
        return Offer(order=step.name, said=step.said, why_not=str(refusal), instead=refusal.instead)
    return Offer(order=step.name, said=step.said)


def apply(
    complaint: Complaint, order: Message, rules: Rules, now: datetime, *, most: int = MOST_FOR_ORDERS
) -> tuple[Complaint, Answer]:
    """Carry *order* out: the complaint as it stands then, of *most* so many bytes, and what was done in a sentence.

    Raises:
        NotAllowedError: as `check`.
    """
    if is_repeat(complaint, order, rules, now):
        return complaint, Answer(said=f"{order.name.replace('_', ' ')}: done already, nothing changed", repeated=True)
    brought, as_taken = _brought(complaint, order, rules, now)
    light, texts = take_out(as_taken)
    step = step_of(order)
    done = note_part(step, light, brought, step.does(brought.holding(texts), light, rules, now))
    done = done.recorded_by(light.recorded_by, since=brought.record_summary.entries)
    done = take_back_misses(brought, done, rules, light.decided_at, now)
    done = remember(done, order, brought, now)
    if may_outgrow(complaint, order):
        check_room(complaint, done, most)
    entry, *rest = (each for each in done.record[len(brought.record) :] if not isinstance(each.facts, AboutNotice))
    asks = (each for each in rest if isinstance(each.facts, AgeToReview))
    told = (*(done.sentence(each) for each in (entry, *asks)), *_to_post(brought, done))
    said = fill_in("; ".join(told), as_texts(done.texts))
    return done, Answer(said=said, entry=entry.number, at=entry.at)


def _to_post(before: Complaint, after: Complaint) -> Iterator[str]:
    """What is to be printed and posted after an order, so that whoever gave it does not think that it has gone."""
    for notice in after.outbox:
        if notice.is_for_resident and notice.channel is Channel.LETTER and before.notice(notice.key) is None:
            waits = "cannot go: no address is known" if lacks_address(after, notice) else "is to be printed and posted"
            yield f"the {letter_called(notice.kind)} {waits}"


def _brought(complaint: Complaint, order: Message, rules: Rules, now: datetime) -> tuple[Complaint, Message]:
    """The complaint as it stood when *order* happened, and the order as it is taken, once it is known to be allowed."""
    check_not_ahead(order, rules, now)
    order = take_to_the_minute(take_as_now_where_ahead(order, now), _what_happened(complaint), now)
    step = step_of(order)
    _check_belongs(step, complaint, rules)
    check_not_before(order, *_beginning(complaint, step), rules)
    check_not_about(complaint, order.by.officer)
    check_not_by(complaint, order.recorded_by)
    brought = pass_deadlines(complaint, rules, order.at, now)
    check_giver(step, brought, order.by, rules)
    _check_may(step, brought, order.by, order.at, rules)
    step.check(brought, order, rules)
    _check_expected(complaint, order)
    return brought, order


def _check_may(step: Step, complaint: Complaint, by: Actor, at: datetime, rules: Rules) -> None:
    """As the step's own `may`; the order that would help is one that is not refused itself."""
    try:
        step.may(complaint, by, at, rules)
    except NotAllowedError as refusal:
        refusal.instead = _helps(refusal.instead, complaint, by, at, rules)
        raise


def _helps(instead: str, complaint: Complaint, by: Actor, at: datetime, rules: Rules) -> str:
    """The order *instead*, or the one that helps where that is refused too; empty where nothing would."""
    asked = set[str]()
    while instead and instead not in asked:
        asked.add(instead)
        try:
            step = step_named(instead)
            _check_belongs(step, complaint, rules)
            step.may(complaint, by if by.kind in step.givers else _ON_THE_STAFF, at, rules)
        except NotAllowedError as refusal:
            if refusal.instead:
                instead = refusal.instead
                continue
        return instead
    return ""


def _what_happened(complaint: Complaint) -> Iterator[object]:
    """What an order may follow: how the complaint stands, without its record and what it has told people."""
    return (value for field, value in complaint.__dict__.items() if field not in NOT_RECKONED_FROM)


def _check_expected(complaint: Complaint, order: Message) -> None:
    """Nobody acts on what they have not seen: what a person has added since is shown first."""
    if order.expects is None:
        return
    record = complaint.record_summary
    if order.expects > record.entries:
        raise NotAllowedError(
            f"Entry {order.expects} cannot have been seen: the record ends with entry {record.entries}. "
            "Look again, then repeat the order."
        )
    added = tuple(number for number in record.by_people if number > order.expects)
    if added:
        carried = {
            entry.number: f"({complaint.who(entry.by)}): {complaint.sentence(entry)}" for entry in complaint.record
        }
        numbers = ", ".join(f"entry {number}" for number in added)
        raise NotAllowedError(
            say_what_was_added(added, carried),
            kept=f"something had been added since its sender looked: {numbers}",
            unseen=added,
        )


def say_what_was_added(added: tuple[int, ...], told: Mapping[int, str]) -> str:
    """The sentence that refuses an order whose sender has not seen the entries *added*.

    *told* is who did what, by the numbers of the entries; of an entry that is not in it the number is given.
    """
    shown = added[:_MOST_SHOWN]
    said = "; ".join(f"{number} {beginning(told[number])}" if number in told else f"entry {number}" for number in shown)
    more = f"; and {len(added) - _MOST_SHOWN} more" if len(added) > _MOST_SHOWN else ""
    return f"Something was added since you looked: {said}{more}. Look again, then repeat the order."


def _beginning(complaint: Complaint, step: Step) -> tuple[datetime, str]:
    """Before what an order of its kind cannot have happened, and what that was."""
    if complaint.stage is None or step.when is not When.AT_ITS_STAGE:
        return complaint.received_at, "the complaint was received"
    started_at = complaint.progress.started_at
    received = complaint.stage is Stage.ONE and started_at == complaint.received_at
    return started_at, "the complaint was received" if received else f"{complaint.progress.stage.words} was asked for"


def _check_belongs(step: Step, complaint: Complaint, rules: Rules) -> None:
    """What belongs to a stage is done of a complaint at one."""
    if complaint.stage is None and step.when is not When.BEFORE_STAGE_1_TOO:
        clause, words = rules.edition.front_door.clause, complaint.classification.one
        raise NotAllowedError(
            f"{clause}: {complaint.reference} is recorded as {words}; convert it to a complaint first.",
            instead="convert",
        )
