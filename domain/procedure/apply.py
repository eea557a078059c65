"""The procedure's front: whether an order is allowed, and what it does.

`check` refuses in a handler's words; `apply` carries out. An order is judged by when it happened (D6): the complaint is
first brought up to that instant, so a late message is late however soon after an outage it is read, and one in time is
in time.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.separation_of_duties import check_not_about
from domain.messages import orders
from domain.messages.orders import Answer, Message
from domain.messages.timing import check_not_ahead, check_not_before, taken
from domain.policy.rules import Rules
from domain.policy.stages import Stage
from domain.procedure.exclusions import accept_late as accepting
from domain.procedure.exclusions import refuse as excluding
from domain.procedure.exclusions import reverse as reversing
from domain.procedure.front_door import convert as converting
from domain.procedure.front_door import resolve as resolving
from domain.procedure.front_door import support as supporting
from domain.procedure.front_door import triage as triaging
from domain.procedure.ombudsman import enquiry as ombudsman_asking
from domain.procedure.remedies import actions as promising
from domain.procedure.stages import acknowledge as acknowledging
from domain.procedure.stages import allocate as stages_allocate
from domain.procedure.stages import close as closing
from domain.procedure.stages import contact as stages_contact
from domain.procedure.stages import details as stages_details
from domain.procedure.stages import draft as stages_draft
from domain.procedure.stages import escalate as escalating
from domain.procedure.stages import extend as extending
from domain.procedure.stages import investigate as investigating
from domain.procedure.stages import issues as understanding
from domain.procedure.stages import post as posting
from domain.procedure.stages import respond as responding
from domain.procedure.time.tick import pass_deadlines

_Check = Callable[[Complaint, Any, Rules], None]
_Step = Callable[[Complaint, Any, Rules, datetime], Complaint]

STEPS: dict[type[Message], tuple[_Check, _Step]] = {
    orders.Allocate: (stages_allocate.check_allocate, stages_allocate.allocate),
    orders.Reassign: (stages_allocate.check_reassign, stages_allocate.reassign),
    orders.RefuseComplaint: (excluding.check_refuse, excluding.refuse),
    orders.ReverseRefusal: (reversing.check_reverse, reversing.reverse_refusal),
    orders.AcceptLate: (accepting.check_accept_late, accepting.accept_late),
    orders.Acknowledge: (acknowledging.check_acknowledge, acknowledging.acknowledge),
    orders.RecordContact: (stages_contact.check_contact, stages_contact.record_contact),
    orders.AddIssue: (understanding.check_add_issue, understanding.add_issue),
    orders.ConfirmIssue: (understanding.check_confirm_issue, understanding.confirm_issue),
    orders.RecordSupport: (supporting.check_support, supporting.record_support),
    orders.RecordDetails: (stages_details.check_details, stages_details.record_details),
    orders.RecordInvestigation: (investigating.check_investigation, investigating.record_investigation),
    orders.Consult: (investigating.check_consult, investigating.consult),
    orders.PutDraft: (stages_draft.check_draft, stages_draft.draft),
    orders.ReturnDraft: (stages_draft.check_return, stages_draft.return_draft),
    orders.Approve: (stages_draft.check_approve, stages_draft.approve),
    orders.Respond: (responding.check_respond, responding.respond),
    orders.RecordPosted: (posting.check_posted, posting.record_posted),
    orders.AddAction: (promising.check_add, promising.add_action),
    orders.CompleteAction: (promising.check_complete, promising.complete_action),
    orders.AnswerAction: (promising.check_answer, promising.answer_action),
    orders.RequestExtension: (extending.check_extension, extending.extend),
    orders.AnswerExtension: (extending.check_answer_extension, extending.answer_extension),
    orders.Triage: (triaging.check_triage, triaging.triage),
    orders.Convert: (converting.check_convert, converting.convert),
    orders.Resolve: (resolving.check_resolve, resolving.resolve),
    orders.RequestEscalation: (escalating.check_escalation, escalating.request_escalation),
    orders.DecideEscalation: (escalating.check_decision, escalating.decide_escalation),
    orders.OmbudsmanAsks: (ombudsman_asking.check_asks, ombudsman_asking.ombudsman_asks),
    orders.AnswerOmbudsman: (ombudsman_asking.check_answer, ombudsman_asking.answer_ombudsman),
    orders.Withdraw: (closing.check_withdraw, closing.withdraw),
    orders.Close: (closing.check_close, closing.close),
}

_BEFORE_STAGE_1 = (
    orders.Triage,
    orders.Convert,
    orders.Resolve,
    orders.AddIssue,
    orders.ConfirmIssue,
    orders.RecordSupport,
    orders.OmbudsmanAsks,
    orders.AnswerOmbudsman,
)
"""What is done with what is no complaint, or not yet; all else belongs to a stage."""
_ABOUT_EARLIER_STAGES = (
    orders.RecordPosted,
    orders.CompleteAction,
    orders.AnswerAction,
    orders.RequestEscalation,
    orders.DecideEscalation,
)
_RESIDENT_MAY = (orders.RequestEscalation, orders.AnswerExtension, orders.AnswerAction, orders.Withdraw, orders.Convert)
"""What the resident may do themselves; all else is done by a member of staff, who is named."""
_UNDOES = {
    "acknowledge": ("confirm_issue",),
    "record_contact": ("confirm_issue", "record_details"),
    "record_details": ("confirm_issue", "triage"),
    "confirm_issue": ("record_details", "allocate", "reassign"),
    "triage": ("convert", "resolve"),
    "convert": ("triage",),
    "draft": ("return_draft", "approve"),
    "return_draft": ("draft",),
    "complete_action": ("answer_action",),
    "answer_action": ("complete_action",),
    "request_extension": ("answer_extension", "record_posted"),
    "request_escalation": ("decide_escalation",),
    "decide_escalation": ("request_escalation",),
    "refuse": ("reverse_refusal", "record_posted"),
    "add_issue": ("accept_late", "allocate", "reassign"),
    "ombudsman_asks": ("answer_ombudsman",),
    "answer_ombudsman": ("ombudsman_asks",),
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
    if complaint.stage is None and not isinstance(order, _BEFORE_STAGE_1):
        raise NotAllowedError(_no_complaint_yet(complaint, rules))
    check_not_before(order, *_beginning(complaint, order), rules)
    check_not_about(complaint, order.by)
    brought = pass_deadlines(complaint, rules, order.at, now)
    may, _ = STEPS[type(order)]
    may(brought, order, rules)
    if order.by is None and not isinstance(order, _RESIDENT_MAY):
        raise NotAllowedError("This is done by a member of staff: say who.")
    return brought, order


def _beginning(complaint: Complaint, order: Message) -> tuple[datetime, str]:
    """Before what an order of its kind cannot have happened, and what that was."""
    if complaint.stage is None or isinstance(order, (*_BEFORE_STAGE_1, *_ABOUT_EARLIER_STAGES)):
        return complaint.received_at, "the complaint was received"
    started_at = complaint.progress.started_at
    received = complaint.stage is Stage.ONE and started_at == complaint.received_at
    return started_at, "the complaint was received" if received else f"{complaint.progress.stage.words} was asked for"


def _no_complaint_yet(complaint: Complaint, rules: Rules) -> str:
    clause, words = rules.edition.front_door.clause, complaint.classification.one
    return f"{clause}: {complaint.reference} is recorded as {words}; convert it to a complaint first."


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
    if len(done.stages) > len(before.stages) or (before.refused and not done.refused):
        kept = ("request_escalation", "decide_escalation", "reverse_refusal", "triage", "convert", "resolve")
        seen = [identity for identity in seen if "#" in identity or identity.startswith(kept)]
    return done.changed(seen=tuple(seen))
