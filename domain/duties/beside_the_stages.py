"""What is owed beside the stages: a promise, an answer to the Ombudsman, and what comes of things before stage 1."""

from collections.abc import Iterator
from datetime import date, datetime

from domain.calendar.days import landlord_day
from domain.calendar.deadlines import Deadline, deadline_after, keep_given_out
from domain.calendar.limits import Anchor, TimeLimit, Unit
from domain.complaint.actions import Action
from domain.complaint.complaint import Complaint
from domain.complaint.exclusions import Refusal
from domain.complaint.long_texts import in_short
from domain.complaint.ombudsman import OmbudsmanContact, OmbudsmanDirection
from domain.complaint.owed_letters import OwedLetter
from domain.complaint.triage import QuickTry, ServiceRequest
from domain.duties.duty import Duty, floors, given_day
from domain.policy.duty_kinds import DutyKey, DutyKind
from domain.policy.rules import Rules
from domain.value import required


def stageless_duties(complaint: Complaint, rules: Rules) -> Iterator[Duty]:
    """All that is or was owed beside the stages."""
    yield from (_keep_promise(action, rules) for action in complaint.actions)
    if complaint.ombudsman:
        yield _answer_ombudsman(complaint.ombudsman, rules)
    yield from (
        _do_as_directed(direction, direction.respond_by, rules)
        for direction in complaint.directions
        if direction.respond_by
    )
    if complaint.support.review_on:
        yield _review_support(complaint, complaint.support.review_on, rules)
    if complaint.quick:
        yield _put_right_at_once(complaint, complaint.quick, rules)
    if complaint.request:
        yield _follow_up(complaint, complaint.request, rules)
    if complaint.refused:
        yield from _on_refused(complaint, complaint.refused, rules)
    yield from (_post(letter, complaint, rules) for letter in complaint.owed_letters)


def _post(letter: OwedLetter, complaint: Complaint, rules: Rules) -> Duty:
    """Somebody posts a letter that was printed, or sends one that came back another way."""
    key = post_key(letter)
    clause, within = letter.clause, rules.landlord.delivery.post_within
    limit = TimeLimit(amount=within, unit=Unit.WORKING_DAYS, starts_from=Anchor.READY_TO_POST, clause=clause)
    since, done_at = landlord_day(letter.since, rules.zone), letter.gone_at
    return Duty(
        key=key,
        words=f"{key.words} of the {letter.called}{f' ({letter.lacks})' if letter.lacks else ''}",
        stage=letter.stage,
        deadline=keep_given_out(
            deadline_after(since, limit, rules.calendar, rules.zone),
            _made_for(letter, complaint),
            *floors(complaint, key),
        ),
        started_at=letter.since,
        clause=clause,
        done_at=done_at,
        done_on=landlord_day(done_at, rules.zone) if done_at else None,
        lapsed=letter.released_at is not None,
        counts=False,
        unknown=letter.waits and complaint.unknown_letter(letter.notice) is not None,
    )


def _made_for(letter: OwedLetter, complaint: Complaint) -> date | None:
    """The day on which a printed letter is to go."""
    return next((notice.post_on for notice in complaint.gone if notice.key == letter.notice), None)


def quick_ends(complaint: Complaint, rules: Rules) -> Deadline | None:
    """The last day of an early or quick resolution: unresolved after it, stage 1 begins by itself; None without one."""
    if complaint.quick is None:
        return None
    limit = rules.edition.quick_resolution.lapses_after
    return _quick_deadline(complaint, complaint.quick, limit, rules)


def post_key(letter: OwedLetter) -> DutyKey:
    """The duty to post an owed letter."""
    return DutyKind.POST.of(letter.kind, letter.stage, letter.number)


def _keep_promise(action: Action, rules: Rules) -> Duty:
    rule = rules.edition.actions
    done_at = action.completed_at
    key = DutyKind.ACTION.numbered(action.number)
    given_at = max(at for at in (action.added_at, action.reopened_at, action.moved_at) if at)
    return Duty(
        key=key,
        words=f"{key.words} {action.number}",
        stage=action.stage,
        deadline=_redo_by(action, rules) if given_at == action.reopened_at else _promised_for(action, given_at, rules),
        started_at=given_at,
        clause=rule.clause,
        done_at=done_at,
        done_on=landlord_day(done_at, rules.zone) if done_at else None,
        lapsed=action.released_at is not None,
        promised=in_short(action.promise.what),
        whose=action.promise.owner_in_words,
    )


def _promised_for(action: Action, given_at: datetime, rules: Rules) -> Deadline:
    """The day that was promised."""
    return given_day(action.promise.due_on, given_at, rules.edition.actions.clause, rules)


def _redo_by(action: Action, rules: Rules) -> Deadline:
    """The day by which an action that was not satisfactory is done again, never before the day that was promised."""
    reopened_on = landlord_day(required(action.reopened_at, "reopening"), rules.zone)
    deadline = deadline_after(reopened_on, rules.edition.actions.redo_within, rules.calendar, rules.zone)
    return keep_given_out(deadline, action.promise.due_on, because="the day that was promised stands")


def _answer_ombudsman(contact: OmbudsmanContact, rules: Rules) -> Duty:
    """The Ombudsman is answered by their own day, whatever becomes of the complaint (R-055)."""
    clause = rules.edition.ombudsman_first.clause
    done_at = contact.answered_at
    key = DutyKind.OMBUDSMAN.key
    return Duty(
        key=key,
        words=key.words,
        stage=None,
        deadline=given_day(contact.respond_by, contact.contacted_at, clause, rules),
        started_at=max(contact.contacted_at, contact.known_at or contact.contacted_at),
        clause=clause,
        done_at=done_at,
        done_on=landlord_day(done_at, rules.zone) if done_at else None,
    )


def _do_as_directed(direction: OmbudsmanDirection, respond_by: date, rules: Rules) -> Duty:
    """What the Ombudsman directs is done by their own day, whatever becomes of the complaint (R-055)."""
    clause, key = rules.edition.ombudsman_first.clause, DutyKind.DIRECTION.numbered(direction.number)
    done_at = direction.done_at
    return Duty(
        key=key,
        words=f"{key.words} {direction.number}",
        stage=None,
        deadline=given_day(respond_by, direction.directed_at, clause, rules),
        started_at=max(direction.directed_at, direction.known_at),
        clause=clause,
        done_at=done_at,
        done_on=landlord_day(done_at, rules.zone) if done_at else None,
    )


def _put_right_at_once(complaint: Complaint, quick: QuickTry, rules: Rules) -> Duty:
    """By the policy's own limit, else by the day on which stage 1 begins by itself (A-13)."""
    rule = rules.edition.quick_resolution
    limit = rule.limit or rule.lapses_after
    done_at = quick.resolved_at
    return Duty(
        key=DutyKind.QUICK_RESOLUTION.key,
        words=rule.name.lower(),
        stage=None,
        deadline=_quick_deadline(complaint, quick, limit, rules),
        started_at=quick.agreed_at,
        clause=limit.clause,
        done_at=done_at,
        done_on=landlord_day(done_at, rules.zone) if done_at else None,
        lapsed=quick.failed_at is not None or complaint.contact_withdrawn,
        counts=rule.limit is not None,
    )


def _quick_deadline(complaint: Complaint, quick: QuickTry, limit: TimeLimit, rules: Rules) -> Deadline:
    started_at = complaint.received_at if limit.starts_from is Anchor.RECEIVED else quick.agreed_at
    started_on, key = landlord_day(started_at, rules.zone), DutyKind.QUICK_RESOLUTION.key
    return keep_given_out(deadline_after(started_on, limit, rules.calendar, rules.zone), *floors(complaint, key))


def _follow_up(complaint: Complaint, request: ServiceRequest, rules: Rules) -> Duty:
    """Somebody looks whether the service has answered, so that no request is forgotten (Q-031)."""
    limit, key = rules.edition.front_door.follow_up, DutyKind.SERVICE_REQUEST.key
    passed_on = landlord_day(request.passed_on_at, rules.zone)
    done_at = request.answered_at
    return Duty(
        key=key,
        words=f"{key.words} to {request.passed_on_to}",
        stage=None,
        deadline=keep_given_out(deadline_after(passed_on, limit, rules.calendar, rules.zone), *floors(complaint, key)),
        started_at=request.passed_on_at,
        clause=limit.clause,
        done_at=done_at,
        done_on=landlord_day(done_at, rules.zone) if done_at else None,
        lapsed=done_at is None and complaint.contact_withdrawn,
    )


def _review_support(complaint: Complaint, review_on: date, rules: Rules) -> Duty:
    """Somebody asks whether what helps the resident still does: it is recorded anew, with another day or none."""
    clause, key = rules.edition.support.clause, DutyKind.SUPPORT_REVIEW.key
    recorded_at = complaint.support_at or complaint.logged_at
    return Duty(
        key=key,
        words=key.words,
        stage=None,
        deadline=given_day(review_on, recorded_at, clause, rules),
        started_at=recorded_at,
        clause=clause,
        lapsed=complaint.closed is not None,
    )


def _on_refused(complaint: Complaint, refusal: Refusal, rules: Rules) -> Iterator[Duty]:
    """What the letter promised of a refused matter: to look into it internally, and to look at it again (R-030)."""
    limit, decided_on = rules.edition.refusal.investigation, landlord_day(refusal.decided_at, rules.zone)
    if refusal.investigated_internally and limit:
        key, done_at = DutyKind.INTERNAL_INVESTIGATION.key, refusal.looked_into_at
        deadline = deadline_after(decided_on, limit, rules.calendar, rules.zone)
        yield Duty(
            key=key,
            words=f"{key.words} of what was refused",
            stage=None,
            deadline=keep_given_out(deadline, *floors(complaint, key)),
            started_at=refusal.decided_at,
            clause=limit.clause,
            done_at=done_at,
            done_on=landlord_day(done_at, rules.zone) if done_at else None,
        )
    if refusal.review_on:
        key, done_at = DutyKind.REFUSAL_REVIEW.key, refusal.reviewed_at
        yield Duty(
            key=key,
            words=key.words,
            stage=None,
            deadline=given_day(refusal.review_on, refusal.decided_at, refusal.clause, rules),
            started_at=refusal.decided_at,
            clause=refusal.clause,
            done_at=done_at,
            done_on=landlord_day(done_at, rules.zone) if done_at else None,
        )
