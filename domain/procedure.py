"""The procedure's front: whether an order is allowed, and what it does.

`check` refuses in a handler's words; `apply` carries out. An order is judged by when it happened (D6): the complaint is
first brought up to that instant, so a late message is late however soon after an outage it is read, and one in time is
in time.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from domain import (
    acknowledging,
    closing,
    escalating,
    extending,
    investigating,
    orders,
    posting,
    promising,
    receiving,
    responding,
)
from domain.complaint import Complaint, NotAllowedError
from domain.days import local_time
from domain.orders import Answer, Message
from domain.policy import Rules
from domain.separation import check_not_about
from domain.ticking import pass_deadlines

CLOCK_SKEW = timedelta(minutes=5)

_Check = Callable[[Complaint, Any, Rules], None]
_Step = Callable[[Complaint, Any, Rules, datetime], Complaint]

STEPS: dict[type[Message], tuple[_Check, _Step]] = {
    orders.Allocate: (receiving.check_allocate, receiving.allocate),
    orders.Reassign: (receiving.check_reassign, receiving.reassign),
    orders.Acknowledge: (acknowledging.check_acknowledge, acknowledging.acknowledge),
    orders.RecordContact: (investigating.check_contact, investigating.record_contact),
    orders.RecordDetails: (investigating.check_details, investigating.record_details),
    orders.RecordInvestigation: (investigating.check_investigation, investigating.record_investigation),
    orders.Consult: (investigating.check_consult, investigating.consult),
    orders.PutDraft: (responding.check_draft, responding.draft),
    orders.ReturnDraft: (responding.check_return, responding.return_draft),
    orders.Approve: (responding.check_approve, responding.approve),
    orders.Respond: (responding.check_respond, responding.respond),
    orders.RecordPosted: (posting.check_posted, posting.record_posted),
    orders.AddAction: (promising.check_add, promising.add_action),
    orders.CompleteAction: (promising.check_complete, promising.complete_action),
    orders.AnswerAction: (promising.check_answer, promising.answer_action),
    orders.RequestExtension: (extending.check_extension, extending.extend),
    orders.AnswerExtension: (extending.check_answer_extension, extending.answer_extension),
    orders.RequestEscalation: (escalating.check_escalation, escalating.request_escalation),
    orders.DecideEscalation: (escalating.check_decision, escalating.decide_escalation),
    orders.Withdraw: (closing.check_withdraw, closing.withdraw),
    orders.Close: (closing.check_close, closing.close),
}

_ABOUT_EARLIER_STAGES = (
    orders.RecordPosted,
    orders.CompleteAction,
    orders.AnswerAction,
    orders.RequestEscalation,
    orders.DecideEscalation,
)
_UNDOES = {"return_draft": "draft", "decide_escalation": "request_escalation"}


def check(complaint: Complaint, order: Message, rules: Rules, now: datetime) -> None:
    """Whether *order* may be carried out now; a repeat always may, and changes nothing.

    Raises:
        NotAllowedError: the sentence names the rule that refuses it and says what to do.
    """
    if _is_repeat(complaint, order):
        return
    order = _taken(order, now)
    _check_dates(complaint, order, rules, now)
    check_not_about(complaint, order.by)
    may, _ = STEPS[type(order)]
    may(pass_deadlines(complaint, rules, order.at), order, rules)


def apply(complaint: Complaint, order: Message, rules: Rules, now: datetime) -> tuple[Complaint, Answer]:
    """Carry *order* out: the complaint as it stands then, and what was done in a sentence.

    Raises:
        NotAllowedError: as `check`.
    """
    if _is_repeat(complaint, order):
        return complaint, Answer(said=f"{order.name.replace('_', ' ')}: done already, nothing changed", repeated=True)
    check(complaint, order, rules, now)
    order = _taken(order, now)
    brought = pass_deadlines(complaint, rules, order.at)
    _, step = STEPS[type(order)]
    done = _remember(step(brought, order, rules, now), order, brought)
    entry = done.record[len(brought.record)]
    return done, Answer(said=entry.text, entry=entry.number, at=entry.at)


def _taken(order: Message, now: datetime) -> Message:
    """*order* with a time a little ahead of the clock taken as now."""
    return order.model_copy(update={"at": now}) if now < order.at <= now + CLOCK_SKEW else order


def _check_dates(complaint: Complaint, order: Message, rules: Rules, now: datetime) -> None:
    instants = [order.at]
    if (sent := getattr(order, "already_sent", None)) is not None:
        instants.append(sent.at)
    began = complaint.received_at if isinstance(order, _ABOUT_EARLIER_STAGES) else complaint.progress.started_at
    for at in instants:
        if at > now + CLOCK_SKEW:
            raise NotAllowedError(f"{_when(at, rules)} is in the future; give when it happened.")
        if at < began:
            what = "was received" if began == complaint.received_at else "reached this stage"
            raise NotAllowedError(
                f"{_when(at, rules)} is before the complaint {what} ({_when(began, rules)}); give when it happened."
            )


def _when(at: datetime, rules: Rules) -> str:
    return f"{local_time(at, rules.zone):%a %d %b %Y %H:%M}"


def _is_repeat(complaint: Complaint, order: Message) -> bool:
    """Whether the order was carried out before: by its key, or, without one, as the last of its kind."""
    if order.key or order.repeatable:
        return order.identity in complaint.seen
    same = [identity for identity in complaint.seen if identity.startswith(f"{order.name}:")]
    return bool(same) and same[-1] == order.identity


def _remember(done: Complaint, order: Message, before: Complaint) -> Complaint:
    seen = [*done.seen, order.identity]
    if undone := _UNDOES.get(order.name):
        seen = [identity for identity in seen if not identity.startswith(f"{undone}:")]
    if len(done.stages) > len(before.stages):
        kept = ("request_escalation", "decide_escalation")
        seen = [identity for identity in seen if "#" in identity or identity.startswith(kept)]
    return done.changed(seen=tuple(seen))
