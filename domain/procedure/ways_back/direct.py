"""What the Ombudsman directs: carried out as their direction, with the day they set as a duty (R-055, Code 2.4)."""

from datetime import datetime
from typing import ClassVar

from pydantic import PositiveInt

from domain.calendar.days import in_words, landlord_day
from domain.complaint.actor import Actor
from domain.complaint.complaint import Complaint, LateRequest, NotAllowedError
from domain.complaint.facts.ombudsman import DirectionDone, OmbudsmanDirected
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.ombudsman import Direction, OmbudsmanDirection
from domain.complaint.separation_of_duties import kept_from
from domain.complaint.staff_facts import OmbudsmanDirectedFacts
from domain.duties.fulfilment import duty_of, note_met
from domain.messages.message import Message
from domain.outbox.tell import tell_staff
from domain.policy.duty_kinds import DutyKind
from domain.policy.rules import Rules
from domain.policy.stages import Stage
from domain.procedure.exclusions.reverse import ReverseRefusal, reverse_refusal
from domain.procedure.front_door.stage_1 import begin_stage_1
from domain.procedure.gates import may_always
from domain.procedure.ombudsman.enquiry import check_reference_and_day
from domain.procedure.stages.escalate import begin_stage_2
from domain.procedure.step import Step, When, Whose
from domain.procedure.ways_back.reopen import Reopen, open_again
from domain.value import Day


class OmbudsmanDirects(Message):
    """Record what the Ombudsman directs, and carry it out: stage 2, accepting the complaint, opening it again."""

    name: ClassVar[str] = "ombudsman_directs"

    directs: Direction
    """What the Ombudsman directs."""
    reference: str
    """The Ombudsman's own reference."""
    asked: str = ""
    """What they direct, in their words."""
    respond_by: Day | None = None
    """The Ombudsman's own deadline."""


class CompleteDirection(Message):
    """Record that what the Ombudsman directed has been done."""

    name: ClassVar[str] = "complete_direction"

    direction: PositiveInt
    """The direction."""
    answer: str
    """What was done, and what the Ombudsman was told."""


def check_directs(complaint: Complaint, order: OmbudsmanDirects, rules: Rules) -> None:
    """A direction has the Ombudsman's reference, and is one that can be carried out as the complaint stands.

    Raises:
        NotAllowedError: the sentence says what is missing, or under what it is recorded instead.
    """
    clause = rules.edition.ombudsman_first.clause
    check_reference_and_day(order.reference, order.respond_by, order.at, rules)
    if order.directs is Direction.OTHER and not order.asked.strip():
        raise NotAllowedError(f"{clause}: say what the Ombudsman directs.")
    if order.directs is not Direction.OTHER and (why := _not_so(complaint, order.directs)):
        raise NotAllowedError(f"{clause}: {why}; record what they direct as other, with their day.")
    if complaint.closed and order.directs is not Direction.OTHER and order.at < complaint.closed.at:
        closed_on = in_words(landlord_day(complaint.closed.at, rules.zone))
        raise NotAllowedError(f"{clause}: it was closed later than that ({closed_on}); give the right date.")


def _not_so(complaint: Complaint, directs: Direction) -> str:
    """Why the direction is none for a complaint that stands like this; empty where it is."""
    match directs:
        case Direction.STAGE_2 if complaint.refused or complaint.to_review is None:
            return "stage 2 reviews an answer at stage 1, and there is none"
        case Direction.STAGE_2 if complaint.at_stage(Stage.TWO) and not complaint.closed:
            return "it is at stage 2"
        case Direction.ACCEPT if complaint.stages and not complaint.refused:
            return "it is accepted as a complaint"
        case Direction.REOPEN if complaint.refused or complaint.closed is None:
            return "it was refused; what they direct is to accept it" if complaint.refused else "it is open"
    return ""


def ombudsman_directs(complaint: Complaint, order: OmbudsmanDirects, rules: Rules, now: datetime) -> Complaint:
    """Record it as the Ombudsman's own, tell who answers them, and carry it out."""
    clause = rules.edition.ombudsman_first.clause
    direction = OmbudsmanDirection(
        number=len(complaint.directions) + 1,
        reference=order.reference,
        directs=order.directs,
        asked=order.asked,
        respond_by=order.respond_by,
        directed_at=order.at,
        known_at=now,
    )
    facts = OmbudsmanDirected(
        number=direction.number,
        directs=order.directs,
        reference=order.reference,
        asked=order.asked,
        respond_by=order.respond_by,
    )
    heard = complaint.changed(directions=(*complaint.directions, direction)).noting(
        facts, at=order.at, now=now, by=order.by, clause=clause
    )
    return _carry_out(_alert(heard, direction, rules, now), order, rules, now)


def _alert(complaint: Complaint, direction: OmbudsmanDirection, rules: Rules, now: datetime) -> Complaint:
    facts = OmbudsmanDirectedFacts(
        summary=complaint.summary,
        reference_of_theirs=direction.reference,
        what=direction.directs.words,
        reason=direction.asked or None,
        due_on=direction.respond_by,
    )
    told, clause = rules.landlord.ladder.told[DutyKind.DIRECTION.key.ladder], rules.edition.ombudsman_first.clause
    not_to = kept_from(complaint, None, rules)
    return tell_staff(
        complaint, rules, NoticeKind.OMBUDSMAN_DIRECTED, told.remind, facts, now, not_to=not_to, clause=clause
    )


def _carry_out(complaint: Complaint, order: OmbudsmanDirects, rules: Rules, now: datetime) -> Complaint:
    why = ": ".join(words for words in (f"the Ombudsman directed it ({order.reference})", order.asked) if words)
    match order.directs:
        case Direction.ACCEPT if complaint.refused:
            reverse = ReverseRefusal(at=order.at, by=order.by, because=order.asked, ombudsman_reference=order.reference)
            return reverse_refusal(complaint, reverse, rules, now)
        case Direction.ACCEPT | Direction.REOPEN if not complaint.stages:
            return begin_stage_1(complaint, rules, order.at, now, by=order.by, why=why)
        case Direction.STAGE_2 | Direction.REOPEN if complaint.at_stage(Stage.TWO) and not complaint.review_withdrawn:
            return open_again(complaint, _reopening(order, why), rules, now, directed_by=order.reference)
        case Direction.REOPEN if not complaint.review_withdrawn:
            return open_again(complaint, _reopening(order, why), rules, now, directed_by=order.reference)
        case Direction.STAGE_2 | Direction.REOPEN:
            request = LateRequest(at=order.at, by=order.by, reasons=order.asked)
            return begin_stage_2(_decided(complaint, order, rules, now), request, rules, now, directed=order.reference)
    return complaint


def _reopening(order: OmbudsmanDirects, why: str) -> Reopen:
    return Reopen(at=order.at, by=order.by, why=why)


def _decided(complaint: Complaint, order: OmbudsmanDirects, rules: Rules, now: datetime) -> Complaint:
    """A late request that waits is decided with it; none is made of the direction."""
    if complaint.waiting_request is None:
        return complaint
    duty = duty_of(complaint, rules, DutyKind.DECIDE_LATE_REQUEST.at(Stage.ONE))
    decided = note_met(complaint, rules, duty, order.at, landlord_day(order.at, rules.zone), now)
    return decided.changed(late_request=None)


def may_complete_direction(complaint: Complaint, _by: Actor, _at: datetime, rules: Rules) -> None:
    """Something the Ombudsman directed is still to be done.

    Raises:
        NotAllowedError: nothing is.
    """
    if all(direction.done_at for direction in complaint.directions):
        clause = rules.edition.ombudsman_first.clause
        raise NotAllowedError(
            f"{clause}: nothing that the Ombudsman directed is still to be done.", instead="ombudsman_directs"
        )


def check_complete_direction(complaint: Complaint, order: CompleteDirection, rules: Rules) -> None:
    """A direction is done once, after it was given, and the record says what was done.

    Raises:
        NotAllowedError: there is no such direction, it is done, nothing is said, or the day cannot be right.
    """
    clause = rules.edition.ombudsman_first.clause
    left = {direction.number: direction for direction in complaint.directions if direction.done_at is None}
    direction = left.get(order.direction)
    if direction is None:
        there = ", ".join(map(str, left))
        raise NotAllowedError(f"{clause}: direction {order.direction} is not open; choose from: {there}.")
    if order.at < direction.directed_at:
        raise NotAllowedError(f"{clause}: that is before the Ombudsman directed it; give the right date.")
    if not order.answer.strip():
        raise NotAllowedError(f"{clause}: say what was done, and what the Ombudsman was told.")


def complete_direction(complaint: Complaint, order: CompleteDirection, rules: Rules, now: datetime) -> Complaint:
    """Record that it is done; with that the duty of its day is met."""
    clause, key = rules.edition.ombudsman_first.clause, DutyKind.DIRECTION.numbered(order.direction)
    by_day = any(each.number == order.direction and each.respond_by for each in complaint.directions)
    duty = duty_of(complaint, rules, key) if by_day else None
    done = tuple(
        each.model_copy(update={"done_at": order.at}) if each.number == order.direction else each
        for each in complaint.directions
    )
    facts = DirectionDone(number=order.direction, answer=order.answer)
    noted = complaint.changed(directions=done).noting(facts, at=order.at, now=now, by=order.by, clause=clause)
    return note_met(noted, rules, duty, order.at, landlord_day(order.at, rules.zone), now) if duty else noted


STEPS = (
    Step(
        OmbudsmanDirects,
        said="ombudsman-directs",
        whose=Whose.ANYBODY,
        may=may_always,
        check=check_directs,
        does=ombudsman_directs,
        when=When.BEFORE_STAGE_1_TOO,
        under=("ombudsman", "directs"),
        undoes=("withdraw", "close", "reopen"),
    ),
    Step(
        CompleteDirection,
        said="complete-direction",
        whose=Whose.ANYBODY,
        may=may_complete_direction,
        check=check_complete_direction,
        does=complete_direction,
        when=When.BEFORE_STAGE_1_TOO,
        under=("ombudsman", "done"),
    ),
)
