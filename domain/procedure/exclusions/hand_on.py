"""Where what is refused belongs: a service, those who deal with claims, the review of a policy (Q-020, R-036)."""

from datetime import datetime

from domain.complaint.actor import staff
from domain.complaint.complaint import Complaint
from domain.complaint.exclusions import Refusal
from domain.complaint.facts import front_door as entries
from domain.complaint.facts.exclusions import Referred
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.record import EntryFacts
from domain.complaint.staff_facts import ReferralFacts
from domain.complaint.triage import ServiceRequest
from domain.duties.fulfilment import duty_of
from domain.outbox.tell import tell_handler, tell_staff
from domain.policy.definition import Classification
from domain.policy.duty_kinds import DutyKind
from domain.policy.exclusions import Exclusion
from domain.policy.rules import Rules


def hand_on(complaint: Complaint, refusal: Refusal, exclusion: Exclusion, rules: Rules, now: datetime) -> Complaint:
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
