"""The procedure's front: whether an order is allowed, and what it does.

`check` refuses in a handler's words; `apply` carries out. An order is judged by when it happened (D6): the complaint is
first brought up to that instant, so a late message is late however soon after an outage it is read, and one in time is
in time.
"""

from datetime import datetime

from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.separation_of_duties import check_not_about
from domain.messages.message import Answer, Message
from domain.messages.timing import check_not_ahead, check_not_before, taken
from domain.policy.rules import Rules
from domain.policy.stages import Stage
from domain.procedure.step import Step, When
from domain.procedure.steps import STEPS, step_of
from domain.procedure.time.tick import pass_deadlines


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
    done = _remember(step_of(order).does(brought, as_taken, rules, now), order, brought)
    entry = next(entry for entry in done.record[len(brought.record) :] if not entry.notice)
    return done, Answer(said=entry.text, entry=entry.number, at=entry.at)


def _brought(complaint: Complaint, order: Message, rules: Rules, now: datetime) -> tuple[Complaint, Message]:
    """The complaint as it stood when *order* happened, and the order as it is taken, once it is known to be allowed."""
    check_not_ahead(order, rules, now)
    order = taken(order, now)
    step = step_of(order)
    if complaint.stage is None and step.when is not When.BEFORE_STAGE_1_TOO:
        raise NotAllowedError(_no_complaint_yet(complaint, rules))
    check_not_before(order, *_beginning(complaint, step), rules)
    check_not_about(complaint, order.by.officer)
    brought = pass_deadlines(complaint, rules, order.at, now)
    step.check(brought, order, rules)
    if order.by.kind not in step.givers:
        raise NotAllowedError("This is done by a member of staff: say who.")
    return brought, order


def _beginning(complaint: Complaint, step: Step) -> tuple[datetime, str]:
    """Before what an order of its kind cannot have happened, and what that was."""
    if complaint.stage is None or step.when is not When.AT_ITS_STAGE:
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
    undone = tuple(f"{name}:" for name in step_of(order).undoes)
    seen = [identity for identity in seen if not identity.startswith(undone)]
    if len(done.stages) > len(before.stages) or (before.refused and not done.refused):
        kept = tuple(step.name for step in STEPS.values() if step.outlives_stage)
        seen = [identity for identity in seen if "#" in identity or identity.startswith(kept)]
    return done.changed(seen=tuple(seen))
