"""Answering a stage: draft, approval, the response and its letter."""

from datetime import date, datetime
from typing import ClassVar

from domain.calendar.days import in_words, landlord_day
from domain.complaint.actions import said_again
from domain.complaint.actor import Actor
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.facts.stages import Responded
from domain.complaint.long_texts import same_texts
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.notice_rules import Event
from domain.complaint.resident_facts import AnswerFacts, FinalResponseFacts, ResponseFacts
from domain.complaint.responses import Outcome, Promise, Response
from domain.complaint.separation_of_duties import FOR_SOMEBODY_ELSE, check_not_promised_to
from domain.complaint.stages import Letter
from domain.duties.duty import day_it_missed
from domain.duties.letters import counts_on, how_it_goes, received_on, send_letter
from domain.duties.of_a_stage import respond_duty
from domain.duties.owed import window_if_sent
from domain.messages.message import WithLetter
from domain.outbox.tell import drop, drop_one
from domain.policy.duty_kinds import DutyKind
from domain.policy.edition import Approval
from domain.policy.rules import Rules
from domain.policy.stages import Stage
from domain.policy.work import Work
from domain.procedure.exclusions.age_limit import check_age_decided
from domain.procedure.gates import check_open, check_unanswered
from domain.procedure.remedies.actions import check_said_again, promise_actions, still_to_do
from domain.procedure.stages.findings import check_findings, settle_outcome
from domain.procedure.stages.investigate import note_investigated
from domain.procedure.step import Step
from domain.value import required


class Respond(WithLetter):
    """Respond to the complaint at the stage it has reached, with the draft unless another response is given."""

    name: ClassVar[str] = "respond"

    response: Response | None = None
    """The response (default: the draft is sent)."""


def may_respond(complaint: Complaint, by: Actor, at: datetime, rules: Rules) -> None:
    """A stage is answered once, when it is acknowledged, by somebody who may, after those who must have had their say.

    An answer that came back and is owed again may be given again.

    Raises:
        NotAllowedError: the sentence names the rule and what comes first (Q-052, R-067).
    """
    progress = complaint.progress
    policy = rules.edition.stage(progress.stage)
    if progress.responded and progress.responded.reopened:
        check_open(complaint)
    else:
        check_unanswered(complaint, policy.respond.clause)
    if progress.acknowledgement is None:
        raise NotAllowedError(
            f"{policy.acknowledge.clause}: {progress.stage.words} is not acknowledged yet.", instead="acknowledge"
        )
    if progress.owner is None:
        raise NotAllowedError(
            f"{policy.respond.clause}: nobody deals with {progress.stage.words} now, and the letter says who does and "
            "is signed by them; allocate it first.",
            instead="allocate",
        )
    check_age_decided(complaint, rules, "answered")
    waiting = progress.draft
    if policy.approve and (waiting is None or waiting.approved_at is None):
        role = rules.landlord.roles[policy.approve.role]
        raise NotAllowedError(
            f"{policy.approve.clause}: the {role} has not approved a response yet; put a draft forward.",
            instead="approve" if waiting and waiting.awaits_approval else "draft",
        )
    if policy.approve and waiting:
        check_findings(complaint, waiting.response, policy.approve.clause, instead="draft")
    _check_consulted(complaint, by, at, rules)


def check_respond(complaint: Complaint, order: Respond, rules: Rules) -> None:
    """A response goes when everything is in it, and those who must have had their say.

    Raises:
        NotAllowedError: the sentence names the rule and what is missing (R-067, F-044, F-079, Q-052, Q-059, Q-079).
    """
    progress = complaint.progress
    policy = rules.edition.stage(progress.stage)
    clause = policy.respond.clause
    acknowledgement = required(progress.acknowledgement, "acknowledgement")
    if order.decided_at < acknowledgement.decided_at:
        raise NotAllowedError(f"{clause}: the response is dated before the acknowledgement; give the right date.")
    if policy.approve:
        _check_is_approved(complaint, order, rules, policy.approve)
    waiting = progress.draft
    if order.response is None and waiting and waiting.author.id in complaint.about_staff:
        raise NotAllowedError(f"{clause}: {FOR_SOMEBODY_ELSE}", instead="draft")
    response = order.response or (waiting.response if waiting else None)
    if response is None:
        raise NotAllowedError(f"{clause}: there is no response and no draft; give the response.", instead="draft")
    _check_complete(complaint, settle_outcome(response), clause)
    _check_promises(complaint, response, landlord_day(order.decided_at, rules.zone), clause)
    check_said_again(complaint, response.promises, clause)
    _check_consulted(complaint, order.by, order.decided_at, rules)
    if order.already_sent and not order.already_sent.next_step_told:
        told = "about stage 2 and the last day to ask for it" if progress.stage is Stage.ONE else "about the Ombudsman"
        raise NotAllowedError(f"{clause}: confirm that the letter already sent told the resident {told}.")


def respond(complaint: Complaint, order: Respond, rules: Rules, now: datetime) -> Complaint:
    """Answer the stage; the duty is met when the letter has gone, or has arrived where the policy asks that (Q-077)."""
    progress = complaint.progress
    waiting = progress.draft
    response = settle_outcome(order.response or (waiting.response if waiting else Response()))
    duty = DutyKind.RESPOND.at(progress.stage)
    went_on, channel, by_hand = how_it_goes(complaint, order.already_sent, rules, now)
    window = window_if_sent(went_on, received_on(went_on, channel, rules, by_hand=by_hand), rules)
    counted_on = counts_on(duty, went_on, channel, rules, by_hand=by_hand)
    last_day = window.on if progress.stage is Stage.ONE else None
    done = complaint.with_progress(
        progress,
        response=response,
        responded=Letter(decided_at=order.decided_at, told=last_day),
        answered_by=order.by.officer.id if order.by.officer else "",
    ).noting(
        Responded(stage=progress.stage, outcome=response.outcome),
        at=order.at,
        now=now,
        by=order.by,
        clause=response_clause(complaint, rules),
    )
    done = _without_former_letter(drop(done, Event.ANSWERED, now), progress.responded, now)
    done = note_investigated(done, rules, order.decided_at, now)
    outstanding = still_to_do(done, rules, but=said_again(done.open_actions, response.promises))
    done = promise_actions(done, response.promises, order, rules, now)
    answer = AnswerFacts(
        summary=complaint.summary,
        received_on=landlord_day(progress.started_at, rules.zone),
        handler=required(progress.owner, "owner"),
        response=with_names(response),
        issues=done.taken,
        still_to_do=outstanding or None,
        was_due_on=day_it_missed(respond_duty(complaint, rules), counted_on),
    )
    kind, facts = _as_told(answer, last_day, window.limit.words)
    return send_letter(done, rules, kind, facts, now, duty=duty, already_sent=order.already_sent)


def _without_former_letter(complaint: Complaint, former: Letter | None, now: datetime) -> Complaint:
    """An answer that is given again goes instead of the letter that came back."""
    waiting = complaint.notice(former.notice) if former else None
    return drop_one(complaint, waiting, Event.ANSWERED, now) if waiting else complaint


def _as_told(answer: AnswerFacts, last_day: date | None, window: str) -> tuple[NoticeKind, AnswerFacts]:
    """The stage 1 response says until when stage 2 can be asked for; the final response has nothing after it."""
    if last_day is None:
        return NoticeKind.FINAL_RESPONSE, FinalResponseFacts(**dict(answer))
    return NoticeKind.RESPONSE, ResponseFacts(**dict(answer), last_day=last_day, window=window)


def with_names(response: Response) -> Response:
    """As letters print it: a promise's owner by name."""
    return response.model_copy(update={"promises": tuple(_named(promise) for promise in response.promises)})


def _named(promise: Promise) -> Promise:
    return promise.model_copy(update={"owner": promise.owner_in_words})


def list_missing(response: Response, stage: Stage) -> tuple[str, ...]:
    """What a response still lacks, in a handler's words (R-067, F-040 to F-044, Q-059, Q-060, Q-079, Code 6.9)."""
    there = {
        "the outcome": response.outcome,
        "the complaint in words": response.complaint.strip(),
        "the reasons": response.reasons.strip() or any(finding.says_why for finding in response.findings),
        "the remedy": response.remedy.strip() or response.outcome is Outcome.NOT_UPHELD,
        "the learning, or why there is none": response.learning or response.no_learning_because.strip(),
        "the words of each lesson": all(lesson.words.strip() for lesson in response.learning),
        "whether the stage 1 outcome stands": stage is Stage.ONE or response.stage_1_stands is not None,
    }
    return tuple(words for words, is_there in there.items() if not is_there)


def _check_complete(complaint: Complaint, response: Response, clause: str) -> None:
    check_findings(complaint, response, clause)
    if lacks := list_missing(response, complaint.progress.stage):
        raise NotAllowedError(f"{clause}: the response still lacks: {'; '.join(lacks)}.")
    agent = complaint.particulars.managing_agent
    if agent.strip() and any(lesson.whose is None for lesson in response.learning):
        raise NotAllowedError(
            f"{clause}: the complaint is about a managing agent ({agent}); say of each lesson whose it is: "
            "landlord, managing_agent or both."
        )
    if not agent.strip() and any(lesson.is_for_agent or lesson.is_for_both for lesson in response.learning):
        raise NotAllowedError(
            f"{clause}: a lesson is for the managing agent, and none is on record; record who it is first, "
            "or say that the lesson is the landlord's.",
            instead="change_particulars",
        )


def _check_promises(complaint: Complaint, response: Response, on: date, clause: str) -> None:
    for promise in response.promises:
        if not promise.what.strip() or not promise.owner.strip():
            raise NotAllowedError(f"{clause}: each promised action needs what will be done, by whom and by when.")
        check_not_promised_to(complaint, promise.owner)
        if promise.due_on < on:
            day = in_words(promise.due_on)
            raise NotAllowedError(f"{clause}: an action is promised by {day}, which is already past.")
    again = said_again(complaint.open_actions, response.promises)
    for action in complaint.open_actions:
        if action.promise.owner in complaint.about_staff and action not in again:
            raise NotAllowedError(
                f"{clause}: the complaint is about whoever has promised action {action.number} "
                f"({action.promise.what}), and the response names them; first say who does it now.",
                instead="change_action",
            )


def _check_is_approved(complaint: Complaint, order: Respond, rules: Rules, rule: Approval) -> None:
    waiting, role = required(complaint.progress.draft, "draft"), rules.landlord.roles[rule.role]
    if order.response and not same_texts(settle_outcome(order.response), waiting.response):
        raise NotAllowedError(f"{rule.clause}: this is not the response that the {role} approved; draft it again.")
    if waiting.approved_at and order.decided_at < waiting.approved_at:
        raise NotAllowedError(f"{rule.clause}: the response is dated before its approval; give the right date.")


def _check_consulted(complaint: Complaint, decides: Actor, at: datetime, rules: Rules) -> None:
    """Whoever the policy asks to be consulted was by *at*, and it was not who *decides* or has the stage."""
    rule = rules.edition.stage(complaint.progress.stage).consult
    if rule and not _consulted(complaint, rule.role, decides, at):
        whom = rules.landlord.roles[rule.role]
        raise NotAllowedError(f"{rule.clause}: record the consultation with the {whom} first.", instead="consult")


def _consulted(complaint: Complaint, role: str, decides: Actor, at: datetime) -> bool:
    owner = complaint.progress.owner
    deciding = {officer.id for officer in (decides.officer, owner) if officer}
    consultations = complaint.progress.consultations
    return any(
        role in each.officer.roles and each.at <= at and each.officer.id not in deciding for each in consultations
    )


def response_clause(complaint: Complaint, rules: Rules) -> str:
    """The clause that asks for the response of the stage the complaint has reached."""
    return rules.edition.stage(complaint.progress.stage).respond.clause


STEPS = (Step(Respond, said="respond", whose=Work.RESPOND, may=may_respond, check=check_respond, does=respond),)
