"""Answer what was put forward for approval, a response or a longer extension: approve it, or return it (A-29, A-42).

Whoever approves gives the approval themselves, and put none of the words forward.
"""

from collections.abc import Callable
from datetime import datetime
from typing import ClassVar, NoReturn

from domain.complaint.actor import Actor
from domain.complaint.approvals import Approvable, Request, awaiting
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.messages.message import Message
from domain.policy.rules import Rules
from domain.policy.staff import roles_in_words
from domain.procedure.gates import check_unanswered
from domain.procedure.stages.draft import approve_draft, draft_of, return_draft
from domain.procedure.stages.extend import approve_extension, check_asked_extension, return_extension
from domain.procedure.stages.findings import check_findings
from domain.procedure.step import Step, Whose
from domain.value import required


class ReturnDraft(Message):
    """Return what waits for approval, a draft response or an extension, with comments."""

    name: ClassVar[str] = "return_draft"

    comments: str = ""
    """What the author should change."""
    what: Approvable | None = None
    """What is returned, where both wait: response or extension."""


class Approve(Message):
    """Approve what waits for it: the draft response, or an extension."""

    name: ClassVar[str] = "approve"

    what: Approvable | None = None
    """What is approved, where both wait: response or extension."""


def may_approve(complaint: Complaint, by: Actor, _at: datetime, rules: Rules) -> None:
    """Somebody may approve what waits for that, complete as it is by now (Q-052).

    Raises:
        NotAllowedError: nothing waits that they may approve, or an issue was added that the draft does not find on.
    """
    _first_refusal(complaint, by, rules, _check_may_approve)


def may_return(complaint: Complaint, by: Actor, _at: datetime, rules: Rules) -> None:
    """Who may approve may return, and nobody words that they put forward themselves (Q-052).

    Raises:
        NotAllowedError: the policy asks no approval, nothing waits, or this officer may not answer.
    """
    _first_refusal(complaint, by, rules, _check_may_answer)


def check_approve(complaint: Complaint, order: Approve, rules: Rules) -> None:
    """What is approved was put forward before, and still makes sense.

    Raises:
        NotAllowedError: they may not approve this one, or the day cannot be right.
    """
    request = _asked(complaint, order, rules)
    _check_may_approve(complaint, request, order.by, rules)
    if request.what is Approvable.EXTENSION:
        check_asked_extension(complaint, order.at, rules)


def approve(complaint: Complaint, order: Approve, rules: Rules, now: datetime) -> Complaint:
    """Approve it: the response may go, or the extension's letter goes."""
    if _asked(complaint, order, rules).what is Approvable.EXTENSION:
        return approve_extension(complaint, order, rules, now)
    return approve_draft(complaint, order, rules, now)


def check_return(complaint: Complaint, order: ReturnDraft, rules: Rules) -> None:
    """It is sent back with comments.

    Raises:
        NotAllowedError: no comments, they may not answer this one, or the day cannot be right.
    """
    request = _asked(complaint, order, rules)
    _check_may_answer(complaint, request, order.by, rules)
    if not order.comments.strip():
        raise NotAllowedError(f"{request.clause}: say what the author should change.")


def return_it(complaint: Complaint, order: ReturnDraft, rules: Rules, now: datetime) -> Complaint:
    """Send it back to whoever put it forward."""
    if _asked(complaint, order, rules).what is Approvable.EXTENSION:
        return return_extension(complaint, order, order.comments, rules, now)
    return return_draft(complaint, order, order.comments, rules, now)


def _first_refusal(
    complaint: Complaint, by: Actor, rules: Rules, check: Callable[[Complaint, Request, Actor, Rules], None]
) -> None:
    """Refuse where they may answer nothing that waits, with the sentence for the first of it."""
    waiting = awaiting(complaint, rules)
    if not waiting:
        _refuse_as_nothing_waits(complaint, rules)
    refusals = []
    for request in waiting:
        try:
            check(complaint, request, by, rules)
        except NotAllowedError as refusal:
            refusals.append(refusal)
    if len(refusals) == len(waiting):
        raise refusals[0]


def _refuse_as_nothing_waits(complaint: Complaint, rules: Rules) -> NoReturn:
    stage = complaint.progress.stage
    policy = rules.edition.stage(stage)
    check_unanswered(complaint, policy.respond.clause)
    if policy.approve is None:
        raise NotAllowedError(f"Nothing is waiting for approval at {stage.words}.")
    raise NotAllowedError(f"{policy.approve.clause}: no draft is waiting for approval.", instead="draft")


def _check_may_answer(_complaint: Complaint, request: Request, by: Actor, rules: Rules) -> None:
    role = roles_in_words(request.roles, rules)
    officer = required(by.officer, "officer")
    if not officer.roles & set(request.roles):
        raise NotAllowedError(
            f"{request.clause}: only the role {role} can approve {_SAID[request.what]}, "
            f"and {officer.name} does not hold it."
        )
    if officer.id in request.words_of:
        raise NotAllowedError(
            f"{request.clause}: {officer.name} {_DID[request.what]}; somebody else in the role {role} must approve it."
        )


def _check_may_approve(complaint: Complaint, request: Request, by: Actor, rules: Rules) -> None:
    _check_may_answer(complaint, request, by, rules)
    if request.what is Approvable.RESPONSE:
        check_findings(complaint, draft_of(complaint).response, request.clause, instead="return_draft")


def _asked(complaint: Complaint, order: Approve | ReturnDraft, rules: Rules) -> Request:
    """What the order answers, put forward before it."""
    waiting = [each for each in awaiting(complaint, rules) if order.what in {None, each.what}]
    if not waiting:
        raise NotAllowedError(f"No {order.what} is waiting for approval.")
    if len(waiting) > 1:
        raise NotAllowedError("Both a response and an extension wait for approval: say which (what).")
    if others := order.by_whose_hand - {order.by.officer.id if order.by.officer else ""}:
        raise NotAllowedError(
            f"{waiting[0].clause}: whoever approves gives the answer themselves; it cannot be recorded by "
            f"{', '.join(sorted(others))} for {order.who}."
        )
    if order.at < waiting[0].asked_at:
        what = "the draft was put forward" if waiting[0].what is Approvable.RESPONSE else "it was asked for"
        raise NotAllowedError(f"{waiting[0].clause}: this is dated before {what}; give the right date.")
    return waiting[0]


_SAID = {Approvable.RESPONSE: "responses", Approvable.EXTENSION: "a longer extension"}
_DID = {
    Approvable.RESPONSE: "wrote the draft, or one before it",
    Approvable.EXTENSION: "asked for the extension, now or before",
}

STEPS = (
    Step(
        ReturnDraft,
        said="return",
        whose=Whose.DECIDER,
        may=may_return,
        check=check_return,
        does=return_it,
        undoes=("draft", "change_draft", "request_extension"),
    ),
    Step(
        Approve,
        said="approve",
        whose=Whose.DECIDER,
        may=may_approve,
        check=check_approve,
        does=approve,
        undoes=("request_extension",),
    ),
)
