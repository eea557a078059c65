"""Refusing a complaint: a person's decision, told in a letter with its reasons and the Ombudsman (R-030, Q-020).

Nothing is ever refused by the calendar or by a code alone (Code 2.5): only the order `refuse` does it.
"""

from datetime import datetime
from typing import ClassVar

from pydantic import PositiveInt

from domain.calendar.days import landlord_day
from domain.complaint.actor import Actor
from domain.complaint.closing import Closed, CloseReason
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.exclusions import Grounds, Refusal
from domain.complaint.facts import front_door as entries
from domain.complaint.facts.exclusions import NotAccepted
from domain.complaint.issues import Issue
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.notice_rules import Event
from domain.complaint.resident_facts import RefusalFacts
from domain.complaint.stages import Letter
from domain.duties.letters import how_it_goes, send_letter
from domain.duties.posting import day_it_was_due
from domain.messages.message import WithLetter
from domain.outbox.tell import drop
from domain.policy.duty_kinds import DutyKind
from domain.policy.exclusions import Exclusion
from domain.policy.landlord import RoleName
from domain.policy.rules import Rules
from domain.policy.stages import Stage
from domain.procedure.exclusions.grounds import check_grounds
from domain.procedure.exclusions.hand_on import hand_on
from domain.procedure.exclusions.refuse_issue import check_one_of_several, note_untold, refuse_issue
from domain.procedure.gates import check_holds, check_unanswered
from domain.procedure.step import Step, Whose
from domain.value import required


class RefuseComplaint(Grounds, WithLetter):
    """Refuse a complaint, for a reason that the policy gives.

    Source: R-030, Q-020.
    """

    name: ClassVar[str] = "refuse"

    issue: PositiveInt | None = None
    """The one issue that is refused, while the others go on; left out, the whole complaint is."""
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
    one = check_one_of_several(complaint, order.issue, exclusion, clause) if order.issue else None
    _check_not_reversed(complaint.refusals if one is None else _before(one), exclusion)
    _check_question(order, exclusion)
    issues, decided_on = (one,) if one else complaint.taken, landlord_day(order.decided_at, rules.zone)
    check_grounds(complaint, issues, order, decided_on, exclusion, rules)
    if one and (order.already_sent or order.investigate_internally):
        raise NotAllowedError(
            f"{clause}: of one issue the letter goes from here, and the complaint is investigated without it; "
            "leave out that the letter has gone, and the internal investigation."
        )
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
    if order.issue:
        return refuse_issue(complaint, order.issue, refusal, exclusion, rules, now)
    closed = Closed(at=order.decided_at, reason=CloseReason.REFUSED, by=order.by)
    done = complaint.changed(refusals=(*complaint.refusals, refusal), closed=closed)
    for facts in (NotAccepted(code=refusal.code, reasons=refusal.reasons), entries.MatterClosed(reason=closed.reason)):
        done = done.noting(facts, at=order.decided_at, now=now, by=order.by, clause=exclusion.clause)
    done = drop(note_untold(done, now), Event.REFUSED, now)
    done = hand_on(done, refusal, exclusion, rules, now)
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


def _before(issue: Issue) -> tuple[Refusal, ...]:
    return (issue.refusal,) if issue.refusal else ()


def _check_question(order: RefuseComplaint, exclusion: Exclusion) -> None:
    if exclusion.asks and order.answer is None:
        raise NotAllowedError(f'{exclusion.clause}: answer this first, yes or no: "{exclusion.asks}"')
    if exclusion.asks and order.answer:
        raise NotAllowedError(
            f'{exclusion.clause}: "{exclusion.asks}" was answered yes, so this is a complaint and must be accepted.'
        )


def _check_not_reversed(refusals: tuple[Refusal, ...], exclusion: Exclusion) -> None:
    if any(refusal.code == exclusion.code for refusal in refusals):
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


def _write(
    complaint: Complaint, order: RefuseComplaint, refusal: Refusal, exclusion: Exclusion, rules: Rules, now: datetime
) -> Complaint:
    letter = Letter(decided_at=order.decided_at, decided_by=order.by_whose_hand)
    done = complaint.with_progress(complaint.progress, refusal_letter=letter)
    duty, service = DutyKind.REFUSAL_LETTER.at(Stage.ONE), refusal.passed_on_to
    goes_on, _, _ = how_it_goes(done, order.already_sent, rules, now)
    facts = RefusalFacts(
        refusal=refusal,
        excludes=refusal.matter or exclusion.says,
        handler=refusal.decided_by,
        received_on=landlord_day(complaint.received_at, rules.zone),
        passed_on_to=service or None,
        covered_by=rules.edition.front_door.passed_on_to.get(service),
        was_due_on=day_it_was_due(done, duty, goes_on, rules),
    )
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
