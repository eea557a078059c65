"""Putting a concern right at once: early resolution at Reliance, quick resolution at Qualitas (A-13).

For whoever is dissatisfied and chooses it, where nothing forces stage 1. No response letter follows, and it is counted
apart from stage 1 (Q-045); what comes of it is in `resolving`.
"""

from datetime import datetime

from domain.calendar.days import in_words, landlord_day
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.facts.front_door import QuickAgreed
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.resident_facts import QuickAgreedFacts
from domain.complaint.triage import Choice, QuickTry, TriageAnswers
from domain.duties.beside_the_stages import quick_ends
from domain.duties.fulfilment import duty_of
from domain.messages.message import Message
from domain.outbox.tell import tell_resident
from domain.policy.definition import Quick
from domain.policy.duty_kinds import DutyKind
from domain.policy.rules import Rules
from domain.procedure.gates import check_holds
from domain.value import required


def check_nothing_open(complaint: Complaint, rules: Rules) -> None:
    """What was agreed has its outcome before it is anything else.

    Raises:
        NotAllowedError: it is still to be put right.
    """
    if complaint.quick and complaint.quick.is_open:
        quick = rules.edition.quick_resolution
        raise NotAllowedError(
            f"{quick.clause}: the {quick.name.lower()} that was agreed is still open; "
            "record its outcome, or convert it to a complaint.",
            instead="resolve",
        )


def check_triggers(sorting: TriageAnswers, rule: Quick) -> None:
    """Any one of them forces stage 1 (R-051).

    Raises:
        NotAllowedError: the sentence names the trigger.
    """
    for trigger in sorting.triggers:
        if trigger in rule.excluded_by:
            name = rule.name.lower()
            raise NotAllowedError(
                f"{rule.clause}: {trigger.words}, so it is a stage 1 complaint and not one for {name}; "
                "record it as a complaint."
            )


def check_quick(complaint: Complaint, sorting: TriageAnswers, order: Message, rules: Rules) -> None:
    """What early or quick resolution asks for besides (R-050, F-020, Q-042, Q-043).

    Raises:
        NotAllowedError: the sentence names what is missing.
    """
    rule = rules.edition.quick_resolution
    name = rule.name.lower()
    if sorting.chose is not Choice.QUICK_RESOLUTION:
        raise NotAllowedError(
            f"{rule.clause}: {name} is for residents who are dissatisfied and choose it; this resident did not."
        )
    if sorting.first_contact is None:
        raise NotAllowedError(f"{rule.clause}: say whether this is the first time they contact us about it (F-020).")
    if complaint.quick:
        raise NotAllowedError(f"{rule.clause}: {name} has already been tried; record it as a complaint.")
    _check_agreed(sorting, order, rule, rules)
    as_agreed = complaint.changed(quick=_quick_try(sorting, order))
    ends = quick_ends(as_agreed, rules)
    if ends and ends.is_late(order.at):
        raise NotAllowedError(
            f"{rule.clause}: the time for {name} ended on {in_words(ends.on)}; record it as a complaint, at stage 1."
        )


def agree_quick(complaint: Complaint, sorting: TriageAnswers, order: Message, rules: Rules, now: datetime) -> Complaint:
    """It is put right at once: no response letter follows, and it is counted apart from stage 1 (Q-045)."""
    rule = rules.edition.quick_resolution
    agreed = complaint.changed(quick=_quick_try(sorting, order))
    owed = duty_of(agreed, rules, DutyKind.QUICK_RESOLUTION.key)
    facts_agreed = QuickAgreed(
        called=rule.name.lower(), action=sorting.agreed_action, how=sorting.agreed_how, due_on=owed.due_on
    )
    agreed = agreed.noting(facts_agreed, at=order.at, now=now, by=order.by, clause=rule.clause)
    facts = QuickAgreedFacts(
        summary=complaint.summary,
        received_on=landlord_day(complaint.received_at, rules.zone),
        what=sorting.agreed_action,
        due_on=owed.due_on,
        handler=order.by.officer,
    )
    return tell_resident(agreed, rules, NoticeKind.QUICK_AGREED, facts, now, clause=rule.clause)


def _check_agreed(sorting: TriageAnswers, order: Message, rule: Quick, rules: Rules) -> None:
    check_holds(order.by, rule.by, rules, rule.clause, f"agrees to {rule.name.lower()}; ask one of them")
    if not sorting.agreed_action.strip():
        raise NotAllowedError(f"{rule.clause}: say what will be done at once to put it right.")
    if rule.needs_agreement and not sorting.agreed_how.strip():
        raise NotAllowedError(f"{rule.clause}: agree with the resident what will be done, and say how they agreed.")


def _quick_try(sorting: TriageAnswers, order: Message) -> QuickTry:
    by = required(order.by.officer, "officer")
    return QuickTry(agreed_at=order.at, by=by, action=sorting.agreed_action, agreed_how=sorting.agreed_how)
