"""Answering a stage: draft, approval, the response and its letter."""

from datetime import date, datetime

from domain.complaint import Complaint, Draft, NotAllowedError, Sending
from domain.days import landlord_day, short
from domain.duties import window_if_sent
from domain.findings import check_findings, settled
from domain.investigating import note_investigated
from domain.meeting import duty_of, note_met, received_on, send_letter
from domain.notices import Facts, NoticeKind
from domain.orders import Approve, How, PutDraft, Respond, ReturnDraft
from domain.people import Officer
from domain.policy import Approval, Channel, Rules, Stage
from domain.promising import promised
from domain.receiving import check_unanswered
from domain.record import EntryKind
from domain.responses import Outcome, Promise, Response
from domain.separation import check_apart, check_not_about, involving
from domain.stage_duties import respond_duty
from domain.telling import drop, tell_staff
from domain.value import known


def check_draft(complaint: Complaint, order: PutDraft, rules: Rules) -> None:
    """A draft is complete, and its author may write it.

    Raises:
        NotAllowedError: something is missing, or the author took part in stage 1.
    """
    clause = rules.edition.stage(complaint.progress.stage).respond.clause
    check_unanswered(complaint, clause)
    _check_author(complaint, order.by, rules)
    _check_complete(complaint, settled(order.response), clause)
    _check_promises(order.response, landlord_day(order.at, rules.zone), clause)


def draft(complaint: Complaint, order: PutDraft, rules: Rules, now: datetime) -> Complaint:
    """Put a response forward; where the policy asks for approval, tell whoever approves (Q-052)."""
    progress = complaint.progress
    author = known(order.by, "officer")
    put = complaint.with_progress(
        progress,
        draft=Draft(author=author, response=settled(order.response), submitted_at=order.at),
        involved=involving(progress, author),
    ).noting(
        EntryKind.DRAFTED, "response drafted", at=order.at, now=now, by=order.who, clause=_clause(complaint, rules)
    )
    put = note_investigated(put, rules, order.at, now)
    rule = rules.edition.stage(progress.stage).approve
    if rule is None:
        return put
    due_on = duty_of(put, rules, f"{progress.stage}.approve").due_on
    facts = Facts(
        stage=progress.stage,
        summary=put.summary,
        handler=author,
        response=settled(order.response),
        issues=put.issues,
        due_on=due_on,
    )
    return tell_staff(
        put,
        rules,
        NoticeKind.APPROVAL_REQUESTED,
        (rule.role,),
        facts,
        now,
        not_to=frozenset({author.id}),
        clause=rule.clause,
    )


def check_return(complaint: Complaint, order: ReturnDraft, rules: Rules) -> None:
    """Who may approve may send back, with comments.

    Raises:
        NotAllowedError: no draft waits, no comments, or this officer may not approve.
    """
    rule = _check_may_approve(complaint, order, rules)
    if not order.comments.strip():
        raise NotAllowedError(f"{rule.clause}: say what the author should change.")


def return_draft(complaint: Complaint, order: ReturnDraft, rules: Rules, now: datetime) -> Complaint:
    """Send the draft back to its author."""
    progress, waiting = complaint.progress, _draft(complaint)
    duty = duty_of(complaint, rules, f"{progress.stage}.approve")
    returned = complaint.with_progress(
        progress,
        draft=waiting.model_copy(update={"comments": order.comments}),
        involved=involving(progress, order.by),
    ).noting(
        EntryKind.RETURNED,
        f"draft returned to {waiting.author.name}: {order.comments}",
        at=order.at,
        now=now,
        by=order.who,
        clause=duty.clause,
    )
    returned = note_met(returned, rules, duty, order.at, landlord_day(order.at, rules.zone), now)
    due_on = respond_duty(returned, rules).due_on
    facts = Facts(stage=progress.stage, comments=order.comments, handler=order.by, due_on=due_on)
    return tell_staff(returned, rules, NoticeKind.DRAFT_RETURNED, (waiting.author.id,), facts, now)


def check_approve(complaint: Complaint, order: Approve, rules: Rules) -> None:
    """Senior management approves, and never its own draft (Q-052).

    Raises:
        NotAllowedError: the policy asks no approval, no draft waits, this officer may not approve, or an issue that was
            added since the draft was written has no finding in it.
    """
    rule = _check_may_approve(complaint, order, rules)
    check_findings(complaint, _draft(complaint).response, rule.clause)


def approve(complaint: Complaint, order: Approve, rules: Rules, now: datetime) -> Complaint:
    """Approve the draft: it may now go."""
    progress, waiting = complaint.progress, _draft(complaint)
    duty = duty_of(complaint, rules, f"{progress.stage}.approve")
    approver = known(order.by, "officer")
    approved = complaint.with_progress(
        progress,
        draft=waiting.model_copy(update={"approved_by": approver, "approved_at": order.at}),
        involved=involving(progress, approver),
    ).noting(EntryKind.APPROVED, "response approved", at=order.at, now=now, by=order.who, clause=duty.clause)
    approved = note_met(approved, rules, duty, order.at, landlord_day(order.at, rules.zone), now)
    facts = Facts(stage=progress.stage, handler=approver, due_on=respond_duty(approved, rules).due_on)
    return tell_staff(approved, rules, NoticeKind.DRAFT_APPROVED, (waiting.author.id,), facts, now)


def check_respond(complaint: Complaint, order: Respond, rules: Rules) -> None:
    """A response goes when the stage is acknowledged, everything is in it, and those who must have had their say.

    Raises:
        NotAllowedError: the sentence names the rule and what is missing (R-067, F-044, F-079, Q-052, Q-059, Q-079).
    """
    progress = complaint.progress
    policy = rules.edition.stage(progress.stage)
    clause = policy.respond.clause
    check_unanswered(complaint, clause)
    if progress.acknowledgement is None:
        raise NotAllowedError(f"{policy.acknowledge.clause}: {progress.stage.words} is not acknowledged yet.")
    if order.decided_at < progress.acknowledgement.decided_at:
        raise NotAllowedError(f"{clause}: the response is dated before the acknowledgement; give the right date.")
    _check_author(complaint, order.by, rules)
    if policy.approve:
        _check_is_approved(complaint, order, rules, policy.approve)
    waiting = progress.draft
    response = order.response or (waiting.response if waiting else None)
    if response is None:
        raise NotAllowedError(f"{clause}: there is no response and no draft; give the response.")
    _check_complete(complaint, settled(response), clause)
    _check_promises(response, landlord_day(order.decided_at, rules.zone), clause)
    if policy.consult and not _consulted(complaint, policy.consult.role, order.decided_at):
        whom = rules.landlord.roles[policy.consult.role]
        raise NotAllowedError(f"{policy.consult.clause}: record the consultation with the {whom} first.")
    if order.already_sent and not order.already_sent.next_step_told:
        told = "of stage 2 and the last day to ask for it" if progress.stage is Stage.ONE else "of the Ombudsman"
        raise NotAllowedError(f"{clause}: confirm that the letter that has gone told the resident {told}.")


def respond(complaint: Complaint, order: Respond, rules: Rules, now: datetime) -> Complaint:
    """Answer the stage; the duty is met when the letter has gone, or has arrived where the policy asks that (Q-077)."""
    progress = complaint.progress
    waiting = progress.draft
    response = settled(order.response or (waiting.response if waiting else Response()))
    author = order.by if order.response or waiting is None else waiting.author
    duty = f"{progress.stage}.respond"
    went_on = landlord_day(order.already_sent.at if order.already_sent else order.at, rules.zone)
    by_hand = bool(order.already_sent and order.already_sent.how is How.BY_HAND)
    channel = Channel.LETTER if order.already_sent else complaint.resident.long_channels[0]
    window = window_if_sent(went_on, received_on(went_on, channel, rules, by_hand=by_hand), rules)
    last_day = window.on if progress.stage is Stage.ONE else None
    done = complaint.with_progress(
        progress,
        response=response,
        responded=Sending(decided_at=order.decided_at, told=last_day),
        involved=involving(progress, author),
    ).noting(
        EntryKind.RESPONDED,
        f"{progress.stage.words} response: {response.outcome.words if response.outcome else ''}",
        at=order.at,
        now=now,
        by=order.who,
        clause=_clause(complaint, rules),
    )
    done = drop(done, {NoticeKind.EXTENSION}, "the response goes instead", now)
    done = note_investigated(done, rules, order.decided_at, now)
    still_to_do = _still_to_do(done, response, rules)
    done = promised(done, response.promises, order, rules, now)
    facts = Facts(
        stage=progress.stage,
        summary=complaint.summary,
        received_on=landlord_day(progress.started_at, rules.zone),
        handler=progress.owner,
        response=_with_names(response),
        issues=done.issues,
        still_to_do=still_to_do or None,
        last_day=last_day,
        window=window.limit.words if last_day else None,
    )
    kind = NoticeKind.RESPONSE if progress.stage is Stage.ONE else NoticeKind.FINAL_RESPONSE
    return send_letter(done, rules, kind, facts, now, duty=duty, already_sent=order.already_sent)


def _with_names(response: Response) -> Response:
    """As letters print it: a promise's owner by name."""
    return response.model_copy(update={"promises": tuple(_named(promise) for promise in response.promises)})


def _named(promise: Promise) -> Promise:
    return promise.model_copy(update={"owner": promise.owner_name or promise.owner})


def _still_to_do(complaint: Complaint, response: Response, rules: Rules) -> tuple[Promise, ...]:
    """What was promised before and is open still: a response tells of every action outstanding (Code 6.9, 6.19)."""
    return tuple(
        _named(action.promise).model_copy(
            update={"due_on": duty_of(complaint, rules, f"action.{action.number}").due_on}
        )
        for action in complaint.open_actions
        if action.promise not in response.promises
    )


def missing(response: Response, stage: Stage) -> tuple[str, ...]:
    """What a response still lacks, in a handler's words (R-067, F-040 to F-044, Q-059, Q-060, Q-079, Code 6.9)."""
    there = {
        "the outcome": response.outcome,
        "the complaint in words": response.complaint.strip(),
        "the reasons": response.reasons.strip() or any(finding.says_why for finding in response.findings),
        "the remedy": response.remedy.strip() or response.outcome is Outcome.NOT_UPHELD,
        "the learning, or why there is none": response.learning or response.no_learning_because.strip(),
        "whether the stage 1 outcome stands": stage is Stage.ONE or response.stage_1_stands is not None,
    }
    return tuple(words for words, is_there in there.items() if not is_there)


def _check_complete(complaint: Complaint, response: Response, clause: str) -> None:
    check_findings(complaint, response, clause)
    if lacks := missing(response, complaint.progress.stage):
        raise NotAllowedError(f"{clause}: the response still lacks: {'; '.join(lacks)}.")


def _check_promises(response: Response, on: date, clause: str) -> None:
    for promise in response.promises:
        if not promise.what.strip() or not promise.owner.strip():
            raise NotAllowedError(f"{clause}: each promised action needs what will be done, by whom and by when.")
        if promise.due_on < on:
            raise NotAllowedError(f"{clause}: an action is promised by {short(promise.due_on)}, which is past already.")


def _check_author(complaint: Complaint, author: Officer | None, rules: Rules) -> None:
    if author is None:
        raise NotAllowedError("A response is written by a member of staff; say who.")
    check_not_about(complaint, author)
    check_apart(complaint, author, rules)


def _check_may_approve(complaint: Complaint, order: Approve | ReturnDraft, rules: Rules) -> Approval:
    progress, officer = complaint.progress, order.by
    rule = rules.edition.stage(progress.stage).approve
    if rule is None:
        raise NotAllowedError(f"The policy asks for no approval at {progress.stage.words}.")
    check_unanswered(complaint, rule.clause)
    if progress.draft is None or not progress.draft.awaits_approval:
        raise NotAllowedError(f"{rule.clause}: no draft waits for approval.")
    role = rules.landlord.roles[rule.role]
    if officer is None or rule.role not in officer.roles:
        name = officer.name if officer else "the resident"
        raise NotAllowedError(f"{rule.clause}: the role {role} approves responses, which {name} does not hold.")
    if officer.id == progress.draft.author.id:
        raise NotAllowedError(
            f"{rule.clause}: {officer.name} wrote the draft; somebody else in the role {role} approves it."
        )
    if order.at < progress.draft.submitted_at:
        raise NotAllowedError(f"{rule.clause}: this is dated before the draft was put forward; give the right date.")
    return rule


def _check_is_approved(complaint: Complaint, order: Respond, rules: Rules, rule: Approval) -> None:
    waiting = complaint.progress.draft
    role = rules.landlord.roles[rule.role]
    if waiting is None or waiting.approved_at is None:
        raise NotAllowedError(f"{rule.clause}: the {role} has not approved a response yet; put a draft forward.")
    if order.response and settled(order.response) != waiting.response:
        raise NotAllowedError(f"{rule.clause}: this is not the response that the {role} approved; draft it anew.")
    if order.decided_at < waiting.approved_at:
        raise NotAllowedError(f"{rule.clause}: the response is dated before its approval; give the right date.")


def _consulted(complaint: Complaint, role: str, by: datetime) -> bool:
    consultations = complaint.progress.consultations
    return any(role in consultation.officer.roles and consultation.at <= by for consultation in consultations)


def _draft(complaint: Complaint) -> Draft:
    return known(complaint.progress.draft, "draft")


def _clause(complaint: Complaint, rules: Rules) -> str:
    return rules.edition.stage(complaint.progress.stage).respond.clause
