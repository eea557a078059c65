"""The Ombudsman asks about a complaint, perhaps before the landlord knew of it, and is answered (R-055).

The Ombudsman is not a stage of the procedure (A-14): their own date runs alongside the resident's clocks, and
outlives them.
"""

from datetime import date, datetime, timedelta
from typing import ClassVar

from domain.calendar.days import in_words, landlord_day
from domain.complaint.actor import Actor, ActorRef, on_staff
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.facts.ombudsman import OmbudsmanAnswered, OmbudsmanAsked
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.notice_rules import Event
from domain.complaint.ombudsman import OmbudsmanContact, OmbudsmanReferral
from domain.complaint.separation_of_duties import kept_from
from domain.complaint.staff_facts import OmbudsmanAskedFacts, StandingFacts
from domain.duties.fulfilment import duty_of, note_met
from domain.messages.message import Message
from domain.outbox.tell import drop, tell_staff
from domain.policy.consistency import LONGEST_LIMIT
from domain.policy.definition import Classification
from domain.policy.duty_kinds import DutyKind
from domain.policy.rules import Rules
from domain.policy.stages import Stage
from domain.procedure.gates import may_always
from domain.procedure.step import Step, When, Whose
from domain.value import required

DUTY = DutyKind.OMBUDSMAN.key
"""The duty to answer."""
_FURTHEST = timedelta(days=LONGEST_LIMIT)


class OmbudsmanAsks(Message):
    """Record that the Ombudsman has asked about the complaint."""

    name: ClassVar[str] = "ombudsman_asks"

    ombudsman: OmbudsmanReferral
    """What the Ombudsman asks."""


class AnswerOmbudsman(Message):
    """Record that the Ombudsman was answered."""

    name: ClassVar[str] = "answer_ombudsman"

    answer: str = ""
    """What the Ombudsman was told."""


def check_first_heard(referral: OmbudsmanReferral, taken_for: Classification, at: datetime, rules: Rules) -> None:
    """What reaches the landlord through the Ombudsman is a complaint, with what they sent in order.

    Raises:
        NotAllowedError: it is taken down as something else, or what they sent cannot be right.
    """
    check_referral(referral, at, rules)
    if taken_for is not Classification.COMPLAINT:
        raise NotAllowedError(
            f"{rules.edition.ombudsman_first.clause}: what reaches us through the Ombudsman is a complaint at stage 1; "
            f"do not record it as {taken_for.one}."
        )


def check_referral(referral: OmbudsmanReferral, at: datetime, rules: Rules) -> None:
    """The Ombudsman's reference and day are there, and the day is no slip; one that is past is taken as it is.

    Raises:
        NotAllowedError: there is no reference, or the day is more than a year away.
    """
    check_reference_and_day(referral.reference, referral.respond_by, at, rules)


def check_reference_and_day(reference: str, respond_by: date | None, at: datetime, rules: Rules) -> None:
    """What came from the Ombudsman has their reference, and the day they set is no slip.

    Raises:
        NotAllowedError: there is no reference, or the day is more than a year away.
    """
    clause = rules.edition.ombudsman_first.clause
    if not reference.strip():
        raise NotAllowedError(f"{clause}: give the Ombudsman's own reference; their letter or e-mail has it.")
    if respond_by and abs(respond_by - landlord_day(at, rules.zone)) > _FURTHEST:
        day = in_words(respond_by)
        raise NotAllowedError(f"{clause}: {day} is more than a year away; give the day that the Ombudsman named.")


def note_first_heard(
    complaint: Complaint, referral: OmbudsmanReferral, order: Message, rules: Rules, now: datetime
) -> Complaint:
    """A complaint that has just been received reached the landlord through the Ombudsman."""
    stands = StandingFacts(
        stage=complaint.stage,
        received_on=landlord_day(complaint.received_at, rules.zone),
        due_on=duty_of(complaint, rules, DutyKind.ACKNOWLEDGE.at(Stage.ONE)).due_on,
    )
    return _asked(complaint, referral, order.at, now, rules, stands, by=on_staff(order.recorded_by))


def check_asks(complaint: Complaint, order: OmbudsmanAsks, rules: Rules) -> None:
    """The Ombudsman may ask at any time: before stage 1, at either stage, after a refusal, after the end.

    Raises:
        NotAllowedError: what they sent cannot be right, or it is recorded already.
    """
    check_referral(order.ombudsman, order.at, rules)
    contact = complaint.ombudsman
    if contact and contact.awaits_answer and _referral(contact) == order.ombudsman:
        clause = rules.edition.ombudsman_first.clause
        raise NotAllowedError(f"{clause}: that is already recorded, to be answered by {in_words(contact.respond_by)}.")


def ombudsman_asks(complaint: Complaint, order: OmbudsmanAsks, rules: Rules, now: datetime) -> Complaint:
    """Record what the Ombudsman asks and by when, and alert who is to answer."""
    closed = complaint.closed
    stands = StandingFacts(
        stage=complaint.stage,
        classification=None if complaint.classification is Classification.COMPLAINT else complaint.classification,
        refusal=complaint.refused,
        reason=closed.reason.replace("_", " ") if closed else None,
        handler=complaint.handler,
    )
    complaint = drop(complaint, Event.OMBUDSMAN_ASKS_AGAIN, now)
    return _asked(complaint, order.ombudsman, order.at, now, rules, stands, by=order.by)


def may_answer(complaint: Complaint, _by: Actor, _at: datetime, rules: Rules) -> None:
    """The Ombudsman is answered once they have asked.

    Raises:
        NotAllowedError: they have not, or were answered already.
    """
    clause, contact = rules.edition.ombudsman_first.clause, complaint.ombudsman
    if contact is None:
        raise NotAllowedError(
            f"{clause}: the Ombudsman has not asked about it; record what they ask first.", instead="ombudsman_asks"
        )
    if not contact.awaits_answer:
        raise NotAllowedError(
            f"{clause}: the Ombudsman has already been answered; if they ask again, record that first.",
            instead="ombudsman_asks",
        )


def check_answer(complaint: Complaint, order: AnswerOmbudsman, rules: Rules) -> None:
    """The record says what the Ombudsman was told.

    Raises:
        NotAllowedError: nothing is said, or the day cannot be right.
    """
    clause = rules.edition.ombudsman_first.clause
    contact = required(complaint.ombudsman, "question of the Ombudsman's")
    if order.at < contact.contacted_at:
        raise NotAllowedError(f"{clause}: the answer is dated before the Ombudsman asked; give the right date.")
    if not order.answer.strip():
        raise NotAllowedError(f"{clause}: say what the Ombudsman was told or sent.")


def answer_ombudsman(complaint: Complaint, order: AnswerOmbudsman, rules: Rules, now: datetime) -> Complaint:
    """Record that the Ombudsman was answered, and what."""
    duty = duty_of(complaint, rules, DUTY)
    contact = required(complaint.ombudsman, "question of the Ombudsman's")
    contact = contact.model_copy(update={"answered_at": order.at, "answer": order.answer})
    answered = complaint.changed(ombudsman=contact).noting(
        OmbudsmanAnswered(answer=order.answer),
        at=order.at,
        now=now,
        by=order.by,
        clause=duty.clause,
    )
    answered = drop(answered, Event.OMBUDSMAN_ANSWERED, now)
    return note_met(answered, rules, duty, order.at, landlord_day(order.at, rules.zone), now)


def _asked(
    complaint: Complaint,
    referral: OmbudsmanReferral,
    at: datetime,
    now: datetime,
    rules: Rules,
    stands: StandingFacts,
    *,
    by: Actor | ActorRef,
) -> Complaint:
    clause = rules.edition.ombudsman_first.clause
    contact = OmbudsmanContact(**dict(referral), contacted_at=at, known_at=now)
    before = complaint.ombudsman if complaint.ombudsman and complaint.ombudsman.awaits_answer else None
    question = OmbudsmanAsked(
        reference=contact.reference,
        respond_by=contact.respond_by,
        replaces=before.reference if before else "",
        replaced_by_day=before.respond_by if before else None,
    )
    asked = complaint.changed(ombudsman=contact).noting(question, at=at, now=now, by=by, clause=clause)
    is_past = contact.respond_by < landlord_day(now, rules.zone)
    facts = OmbudsmanAskedFacts(**dict(stands), summary=complaint.summary, ombudsman_contact=contact, is_past=is_past)
    return _alert(asked, facts, rules, now)


def _alert(complaint: Complaint, facts: OmbudsmanAskedFacts, rules: Rules, now: datetime) -> Complaint:
    """Whoever answers the Ombudsman is told at once, and so is whoever it would be raised to."""
    told = rules.landlord.ladder.told[DUTY.ladder]
    clause = rules.edition.ombudsman_first.clause
    for to in ((*told.remind, *told.raise_to), told.raise_to):
        complaint = tell_staff(
            complaint,
            rules,
            NoticeKind.OMBUDSMAN_ASKED,
            to,
            facts,
            now,
            not_to=kept_from(complaint, None, rules),
            clause=clause,
        )
    return complaint


def _referral(contact: OmbudsmanContact) -> OmbudsmanReferral:
    return OmbudsmanReferral(reference=contact.reference, respond_by=contact.respond_by, asked=contact.asked)


STEPS = (
    Step(
        OmbudsmanAsks,
        said="ombudsman-asks",
        whose=Whose.ANYBODY,
        may=may_always,
        check=check_asks,
        does=ombudsman_asks,
        when=When.BEFORE_STAGE_1_TOO,
        under=("ombudsman", "asks"),
        undoes=("answer_ombudsman",),
    ),
    Step(
        AnswerOmbudsman,
        said="answer-ombudsman",
        whose=Whose.ANYBODY,
        may=may_answer,
        check=check_answer,
        does=answer_ombudsman,
        when=When.BEFORE_STAGE_1_TOO,
        under=("ombudsman", "answered"),
        undoes=("ombudsman_asks",),
    ),
)
