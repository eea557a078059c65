"""Refusing a complaint: a person's decision, told in a letter with its reasons and the Ombudsman (R-030, Q-020).

Nothing is ever refused by the calendar or by a code alone (Code 2.5): only the order `refuse` does it.
"""

from datetime import datetime
from typing import ClassVar

from domain.calendar.days import landlord_day
from domain.complaint.actor import Actor, staff
from domain.complaint.closing import Closed, CloseReason
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.exclusions import Grounds, Refusal
from domain.complaint.facts import front_door as entries
from domain.complaint.facts.exclusions import NotAccepted, Referred
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.notice_rules import Event
from domain.complaint.record import EntryFacts
from domain.complaint.resident_facts import RefusalFacts
from domain.complaint.staff_facts import ReferralFacts
from domain.complaint.stages import Letter
from domain.complaint.triage import ServiceRequest
from domain.duties.fulfilment import duty_of, nothing_missed_since
from domain.duties.letters import send_letter
from domain.messages.message import WithLetter
from domain.outbox.tell import drop, tell_handler, tell_staff
from domain.policy.definition import Classification
from domain.policy.duty_kinds import DutyKind
from domain.policy.exclusions import Exclusion
from domain.policy.landlord import RoleName
from domain.policy.rules import Rules
from domain.policy.stages import Stage
from domain.procedure.exclusions.grounds import check_grounds
from domain.procedure.gates import check_holds, check_unanswered
from domain.procedure.step import Step, Whose
from domain.value import required


class RefuseComplaint(Grounds, WithLetter):
    """Refuse a complaint, for a reason that the policy gives (R-030, Q-020)."""

    name: ClassVar[str] = "refuse"

    answer: bool | None = None
    """The answer to the question the policy asks first; yes means that the complaint is accepted."""
    investigate_internally: bool = False
    """Whether the landlord investigates it internally all the same."""


def may_refuse(complaint: Complaint, by: Actor, _at: datetime, rules: Rules) -> None:
    """A complaint is refused at stage 1 before its response, by somebody who decides on one exclusion at least.

    Raises:
        NotAllowedError: it is past that, or they decide on none.
    """
    clause = rules.edition.refusal.clause
    check_unanswered(complaint, clause)
    if complaint.stage is not Stage.ONE:
        raise NotAllowedError(
            f"{clause}: stage 1 has been answered: a complaint that was accepted cannot be refused later."
        )
    deciders = tuple(dict.fromkeys(role for each in rules.edition.exclusions for role in _deciders(each, rules)))
    check_holds(by, deciders, rules, clause, "decides whether a complaint is refused")


def check_refuse(complaint: Complaint, order: RefuseComplaint, rules: Rules) -> None:
    """A complaint is refused by whom the policy says for that reason, on grounds that hold.

    Raises:
        NotAllowedError: the sentence names the clause, and what to do.
    """
    clause = rules.edition.refusal.clause
    exclusion = _exclusion(order, rules)
    check_holds(order.by, _deciders(exclusion, rules), rules, exclusion.clause, "decides whether this is refused")
    _check_not_reversed(complaint, exclusion)
    _check_question(order, exclusion)
    check_grounds(complaint, order, landlord_day(order.decided_at, rules.zone), exclusion, rules)
    if order.investigate_internally and not rules.edition.refusal.investigates_internally:
        raise NotAllowedError(
            f"{clause}: the policy has no internal investigation of refused complaints; leave it out."
        )
    if order.already_sent and complaint.resident.is_anonymous:
        raise NotAllowedError(f"{clause}: there is nobody to write to, so no letter can have gone; leave it out.")


def refuse(complaint: Complaint, order: RefuseComplaint, rules: Rules, now: datetime) -> Complaint:
    """Refuse the complaint: on record with who decided and why, handed on where it belongs, told in a letter."""
    exclusion = _exclusion(order, rules)
    refusal = _refusal(order, exclusion)
    closed = Closed(at=order.decided_at, reason=CloseReason.REFUSED, by=order.by)
    done = complaint.changed(refusals=(*complaint.refusals, refusal), closed=closed)
    for facts in (NotAccepted(code=refusal.code, reasons=refusal.reasons), entries.MatterClosed(reason=closed.reason)):
        done = done.noting(facts, at=order.decided_at, now=now, by=order.by, clause=exclusion.clause)
    done = drop(done, Event.REFUSED, now)
    done = nothing_missed_since(done, closed, rules, now)
    done = _hand_on(done, refusal, exclusion, rules, now)
    return done if done.resident.is_anonymous else _write(done, order, refusal, exclusion, rules, now)


def _exclusion(order: RefuseComplaint, rules: Rules) -> Exclusion:
    exclusion = rules.edition.exclusion(order.code)
    if exclusion is None:
        codes = ", ".join(known.code for known in rules.edition.exclusions)
        raise NotAllowedError(
            f"{rules.edition.refusal.clause}: {order.code!r} is not one of the policy's reasons for refusing a "
            f"complaint; choose from: {codes}. A complaint that fits none of them is accepted (Code 2.1)."
        )
    return exclusion


def _deciders(exclusion: Exclusion, rules: Rules) -> tuple[RoleName, ...]:
    by_age = rules.edition.eligibility.decided_by if exclusion.is_age else ()
    return exclusion.decided_by or by_age or rules.edition.refusal.decided_by


def _check_question(order: RefuseComplaint, exclusion: Exclusion) -> None:
    if exclusion.asks and order.answer is None:
        raise NotAllowedError(f'{exclusion.clause}: answer this first, yes or no: "{exclusion.asks}"')
    if exclusion.asks and order.answer:
        raise NotAllowedError(
            f'{exclusion.clause}: "{exclusion.asks}" was answered yes, so this is a complaint and must be accepted.'
        )


def _check_not_reversed(complaint: Complaint, exclusion: Exclusion) -> None:
    if any(refusal.code == exclusion.code for refusal in complaint.refusals):
        raise NotAllowedError(
            f"{exclusion.clause}: a refusal for this reason ({exclusion.code}) has already been reversed; "
            "accept the complaint, or give another reason that fits."
        )


def _refusal(order: RefuseComplaint, exclusion: Exclusion) -> Refusal:
    carried = order.model_dump(include=Refusal.model_fields.keys() - {"decided_by", "decided_at"})
    return Refusal(
        **carried,
        clause=exclusion.clause,
        decided_by=required(order.by.officer, "officer"),
        decided_at=order.decided_at,
        kept_as=exclusion.becomes,
        referred_to=exclusion.refers_to or "",
        investigated_internally=order.investigate_internally,
    )


def _hand_on(complaint: Complaint, refusal: Refusal, exclusion: Exclusion, rules: Rules, now: datetime) -> Complaint:
    """What is not taken as a complaint goes where it belongs; nobody is told more than they need (Q-021)."""
    done = complaint
    if refusal.policy:
        done = _note(done, _for_review(refusal, rules), refusal, now)
    if refusal.passed_on_to:
        done = _pass_on(done, refusal, rules, now)
    facts = ReferralFacts(excludes=refusal.matter or exclusion.says, handler=refusal.decided_by)
    if exclusion.refers_to:
        role, to = rules.landlord.roles[exclusion.refers_to], (exclusion.refers_to,)
        done = _note(done, Referred(role=role), refusal, now)
        handed = facts.model_copy(update={"passed_on_to": role})
        done = tell_staff(done, rules, NoticeKind.REFERRAL, to, handed, now, clause=exclusion.clause)
    if refusal.investigated_internally:
        done = _note(done, Referred(), refusal, now)
        by_day = facts.model_copy(update={"due_on": duty_of(done, rules, DutyKind.INTERNAL_INVESTIGATION.key).due_on})
        done = tell_handler(done, rules, NoticeKind.REFERRAL, by_day, now)
    return done


def _pass_on(complaint: Complaint, refusal: Refusal, rules: Rules, now: datetime) -> Complaint:
    """A service deals with it, and somebody looks whether it has, as with any request (Q-011, Q-031)."""
    covered_by = rules.edition.front_door.passed_on_to[refusal.passed_on_to]
    facts = entries.PassedOn(service=refusal.passed_on_to, covered_by=covered_by, kept_as=refusal.kept_as)
    request = complaint.request
    if request is None or request.answered_at:
        request = ServiceRequest(passed_on_to=refusal.passed_on_to, passed_on_at=refusal.decided_at)
    return _note(complaint.changed(request=request), facts, refusal, now)


def _for_review(refusal: Refusal, rules: Rules) -> entries.KeptForReview:
    """For which review feedback is kept."""
    control = rules.edition.control
    return entries.KeptForReview(
        kept_as=refusal.kept_as or Classification.POLICY_FEEDBACK,
        policy=refusal.policy,
        next_review=control.next_review if refusal.policy == control.title else "",
    )


def _note(complaint: Complaint, facts: EntryFacts, refusal: Refusal, now: datetime) -> Complaint:
    by = staff(refusal.decided_by)
    return complaint.noting(facts, at=refusal.decided_at, now=now, by=by, clause=refusal.clause)


def _write(
    complaint: Complaint, order: RefuseComplaint, refusal: Refusal, exclusion: Exclusion, rules: Rules, now: datetime
) -> Complaint:
    done = complaint.with_progress(complaint.progress, refusal_letter=Letter(decided_at=order.decided_at))
    service = refusal.passed_on_to
    facts = RefusalFacts(
        refusal=refusal,
        excludes=refusal.matter or exclusion.says,
        handler=refusal.decided_by,
        received_on=landlord_day(complaint.received_at, rules.zone),
        passed_on_to=service or None,
        covered_by=rules.edition.front_door.passed_on_to.get(service),
    )
    duty = DutyKind.REFUSAL_LETTER.at(Stage.ONE)
    return send_letter(done, rules, NoticeKind.REFUSAL, facts, now, duty=duty, already_sent=order.already_sent)


STEPS = (
    Step(
        RefuseComplaint,
        said="refuse",
        whose=Whose.DECIDER,
        may=may_refuse,
        check=check_refuse,
        does=refuse,
        undoes=("reverse_refusal", "record_posted"),
    ),
)
