"""The procedure's front: whether an order is allowed, and what it does.

`check` refuses in a handler's words; `apply` carries out. An order is judged by when it happened (D6): the complaint is
first brought up to that instant, so a late message is late however soon after an outage it is read, and one in time is
in time.
"""

from collections.abc import Callable
from datetime import datetime
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
from domain.dating import check_not_ahead, check_not_before, taken
from domain.orders import Answer, Message
from domain.policy import Rules
from domain.separation import check_not_about
from domain.ticking import pass_deadlines

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
_RESIDENT_MAY = (orders.RequestEscalation, orders.AnswerExtension, orders.AnswerAction, orders.Withdraw)
"""What the resident may do themselves; all else is done by a member of staff, who is named."""
_UNDOES = {
    "draft": ("return_draft", "approve"),
    "return_draft": ("draft",),
    "complete_action": ("answer_action",),
    "answer_action": ("complete_action",),
    "request_extension": ("answer_extension", "record_posted"),
    "request_escalation": ("decide_escalation",),
    "decide_escalation": ("request_escalation",),
}
"""After the one, the other may be done again in the same words."""


def check(complaint: Complaint, order: Message, rules: Rules, now: datetime) -> None:
    """Whether *order* may be carried out now; a repeat always may, and changes nothing.

    Raises:
        NotAllowedError: the sentence names the rule that refuses it and says what to do.
    """
    if not _is_repeat(complaint, order):
        _brought(complaint, order, rules, now)


def apply(complaint: Complaint, order: Message, rules: Rules, now: datetime) -> tuple[Complaint, Answer]:
    """Carry *order* out: the complaint as it stands then, and what was done in a sentence.

    Raises:
        NotAllowedError: as `check`.
    """
    if _is_repeat(complaint, order):
        return complaint, Answer(said=f"{order.name.replace('_', ' ')}: done already, nothing changed", repeated=True)
    brought, as_taken = _brought(complaint, order, rules, now)
    _, step = STEPS[type(order)]
    done = _remember(step(brought, as_taken, rules, now), order, brought)
    entry = next(entry for entry in done.record[len(brought.record) :] if not entry.notice)
    return done, Answer(said=entry.text, entry=entry.number, at=entry.at)


def _brought(complaint: Complaint, order: Message, rules: Rules, now: datetime) -> tuple[Complaint, Message]:
    """The complaint as it stood when *order* happened, and the order as it is taken, once it is known to be allowed."""
    check_not_ahead(order, rules, now)
    order = taken(order, now)
    if isinstance(order, _ABOUT_EARLIER_STAGES) or complaint.progress is complaint.stages[0]:
        check_not_before(order, complaint.received_at, "the complaint was received", rules)
    else:
        check_not_before(order, complaint.progress.started_at, "stage 2 was asked for", rules)
    check_not_about(complaint, order.by)
    brought = pass_deadlines(complaint, rules, order.at, now)
    may, _ = STEPS[type(order)]
    may(brought, order, rules)
    if order.by is None and not isinstance(order, _RESIDENT_MAY):
        raise NotAllowedError("This is done by a member of staff: say who.")
    return brought, order


def _is_repeat(complaint: Complaint, order: Message) -> bool:
    """Whether the order was carried out before: by its key, or, without one, as the last of its kind."""
    if order.key or order.repeatable:
        return order.identity in complaint.seen
    same = [identity for identity in complaint.seen if identity.startswith(f"{order.name}:")]
    return bool(same) and same[-1] == order.identity


def _remember(done: Complaint, order: Message, before: Complaint) -> Complaint:
    seen = [*done.seen, order.identity]
    undone = tuple(f"{name}:" for name in _UNDOES.get(order.name, ()))
    seen = [identity for identity in seen if not identity.startswith(undone)]
    if len(done.stages) > len(before.stages):
        kept = ("request_escalation", "decide_escalation")
        seen = [identity for identity in seen if "#" in identity or identity.startswith(kept)]
    return done.changed(seen=tuple(seen))
