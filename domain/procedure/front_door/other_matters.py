"""Contacts that are not complaints: they go to their service, are put right at once, or are recorded with thanks.

Whatever it is, the resident is told that they can complain, and nothing that a service is to answer is forgotten.
"""

from datetime import datetime

from domain.calendar.days import landlord_day
from domain.complaint.closing import Closed, CloseReason
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.facts import front_door as entries
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.resident_facts import RedirectFacts
from domain.complaint.sources import Source, source
from domain.complaint.staff_facts import PassedOnFacts
from domain.complaint.triage import Choice, Conversion, ServiceRequest, TriageAnswers
from domain.duties.fulfilment import duty_of
from domain.messages.message import Message
from domain.outbox.tell import tell_resident, tell_staff
from domain.policy.definition import Classification, FrontDoor
from domain.policy.duty_kinds import DutyKind
from domain.policy.rules import Rules
from domain.policy.staff import roles_in_words
from domain.procedure.front_door.early_resolution import agree_quick
from domain.procedure.front_door.stage_1 import end_stage_1

_PASSED_ON = frozenset({Classification.SERVICE_REQUEST, Classification.ENQUIRY})
"""What a service deals with."""


def check_kept(classification: Classification, rule: FrontDoor) -> None:
    """The policy says what records are kept of.

    Raises:
        NotAllowedError: of this none are; the sentence lists them.
    """
    if classification not in rule.records:
        kept = ", ".join(kind.words for kind in (Classification.COMPLAINT, *rule.records))
        raise NotAllowedError(f"{rule.clause}: no records are kept of {classification.one}; choose from: {kept}.")


def check_service(classification: Classification, service: str, rules: Rules) -> None:
    """A request or an enquiry goes to a service that there is (R-010).

    Raises:
        NotAllowedError: it names none of them; the sentence lists them.
    """
    rule = rules.edition.front_door
    if classification in _PASSED_ON and service not in rule.passed_on_to:
        there_are = ", ".join(rule.passed_on_to)
        asked = f"there is no service {service!r}" if service else "say which service deals with it"
        raise NotAllowedError(f"{rule.clause}: {asked}; choose from: {there_are}.")


def take_as(complaint: Complaint, sorting: TriageAnswers, order: Message, rules: Rules, now: datetime) -> Complaint:
    """Carry out what follows for a contact that is not a complaint: no stage 1, and the people concerned are told."""
    was, became = complaint.classification, sorting.classification
    was_told = was is Classification.COMPLAINT and bool(complaint.stages)
    if complaint.stages:
        complaint = end_stage_1(complaint, rules, order.at, f"it is {became.one}", now)
    if was is not became:
        conversion = Conversion(at=order.at, was=was, became=became)
        complaint = complaint.changed(classification=became, conversions=(*complaint.conversions, conversion))
    if became is Classification.CONCERN:
        return agree_quick(complaint, sorting, order, rules, now)
    facts = RedirectFacts(
        classification=became,
        was=was if was_told else None,
        chose_no_complaint=True if sorting.chose is Choice.NEITHER else None,
        summary=complaint.summary,
        received_on=landlord_day(complaint.received_at, rules.zone),
    )
    if became in _PASSED_ON:
        return _pass_on(complaint, sorting, order, rules, now, facts)
    return _only_record(complaint, sorting, order, rules, now, facts)


def close_quietly(
    complaint: Complaint, order: Message, facts: entries.MatterClosed, now: datetime, *, clause: str
) -> Complaint:
    """Close without a letter: what the resident had to be told, they were told otherwise, or wanted no letter."""
    closed = complaint.changed(closed=Closed(at=order.at, reason=facts.reason, by=order.by))
    return closed.noting(facts, at=order.at, now=now, by=order.by, clause=clause)


def _pass_on(
    complaint: Complaint, sorting: TriageAnswers, order: Message, rules: Rules, now: datetime, facts: RedirectFacts
) -> Complaint:
    """A service deals with it; somebody looks whether it was answered (R-010, Q-031)."""
    rule, service = rules.edition.front_door, sorting.passed_on_to
    covered_by, before = rule.passed_on_to[service], complaint.request
    since = before.passed_on_at if before and before.answered_at is None else order.at
    passed = complaint.changed(request=ServiceRequest(passed_on_to=service, passed_on_at=since)).noting(
        entries.PassedOn(service=service, covered_by=covered_by),
        at=order.at,
        now=now,
        by=order.by,
        clause=rule.clause,
    )
    facts = facts.model_copy(update={"passed_on_to": service, "covered_by": covered_by})
    passed = tell_resident(passed, rules, NoticeKind.REDIRECT, facts, now, clause=rule.clause)
    return _answered_on_social_media(passed, sorting, order, rules, now)


def _answered_on_social_media(
    complaint: Complaint, sorting: TriageAnswers, order: Message, rules: Rules, now: datetime
) -> Complaint:
    """A first request for service on social media has those who answer it, and those behind them (Q-037)."""
    rule = rules.edition.front_door.social_media
    if rule is None or source(complaint.channel) is not Source.SOCIAL_MEDIA or sorting.first_contact is False:
        return complaint
    named = entries.AnswererNamed(
        answered_by=roles_in_words(rule.answered_by, rules), supported_by=roles_in_words(rule.supported_by, rules)
    )
    complaint = complaint.noting(named, at=order.at, now=now, by=order.by, clause=rule.clause)
    due_on = duty_of(complaint, rules, DutyKind.SERVICE_REQUEST.key).due_on
    facts = PassedOnFacts(
        summary=complaint.summary,
        received_on=landlord_day(complaint.received_at, rules.zone),
        passed_on_to=sorting.passed_on_to,
        due_on=due_on,
        handler=order.by.officer,
    )
    to = (*rule.answered_by, *rule.supported_by)
    return tell_staff(complaint, rules, NoticeKind.PASSED_ON, to, facts, now, clause=rule.clause)


def _only_record(
    complaint: Complaint, sorting: TriageAnswers, order: Message, rules: Rules, now: datetime, facts: RedirectFacts
) -> Complaint:
    """A compliment or feedback on a policy is kept like all else, and its sender thanked (Q-006)."""
    control, clause, note = rules.edition.control, rules.edition.front_door.clause, ""
    if complaint.classification is Classification.POLICY_FEEDBACK:
        policy = sorting.policy.strip() or control.title
        due = f", due {control.next_review}" if policy == control.title else ""
        note = f"kept for the next review of the {policy}{due}"
        is_ahead = policy == control.title and control.review_by >= landlord_day(now, rules.zone)
        facts = facts.model_copy(update={"what": policy, "next_review": control.next_review if is_ahead else None})
    if complaint.request is None or complaint.request.answered_at:
        complaint = close_quietly(
            complaint, order, entries.MatterClosed(reason=CloseReason.RECORDED, note=note), now, clause=clause
        )
    return tell_resident(complaint, rules, NoticeKind.REDIRECT, facts, now, clause=clause)
