"""Promised actions: made with a response or later, each with its own clock, watched to the end (F-045, Q-062)."""

from datetime import date, datetime
from typing import ClassVar, NamedTuple

from pydantic import PositiveInt

from domain.calendar.days import in_words, landlord_day
from domain.calendar.deadlines import deadline_after
from domain.complaint.actions import Action, said_again
from domain.complaint.actor import Actor
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.facts.remedies import (
    ActionAnswered,
    ActionChanged,
    ActionCompleted,
    ActionPromised,
    ActionReleased,
)
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.notices import Notice
from domain.complaint.resident_facts import ActionChangedFacts, ActionCompletedFacts, ActionReleasedFacts
from domain.complaint.responses import NewTerms, Promise
from domain.complaint.separation_of_duties import check_not_promised_to
from domain.complaint.staff_facts import ActionUnsatisfactoryFacts
from domain.duties.duty import day_it_missed
from domain.duties.fulfilment import duty_of, note_met
from domain.messages.message import Message
from domain.outbox.tell import OVERTAKEN, drop_where, tell_handler, tell_resident, waiting_of
from domain.policy.duty_kinds import DutyKind
from domain.policy.rules import Rules
from domain.policy.work import Work
from domain.procedure.step import STAFF_OR_RESIDENT, Step, When, Whose


class AddAction(Message):
    """Promise the resident an action."""

    name: ClassVar[str] = "add_action"

    promise: Promise
    """What is promised, by whom and by when."""


class CompleteAction(Message):
    """Record that a promised action is done."""

    name: ClassVar[str] = "complete_action"

    action: PositiveInt
    """The promised action."""
    note: str = ""
    """Anything worth keeping."""


class AnswerAction(Message):
    """Record whether the resident finds a completed action satisfactory.

    Source: Q-058.
    """

    name: ClassVar[str] = "answer_action"

    action: PositiveInt
    """The promised action."""
    satisfactory: bool
    """Whether the resident finds the action satisfactory."""
    comment: str = ""
    """What the resident said of it."""


class ChangeAction(Message):
    """Give a promised action another day or another owner; the resident is told why."""

    name: ClassVar[str] = "change_action"

    action: PositiveInt
    """The promised action."""
    terms: NewTerms
    """The new day, or the new owner."""
    reason: str
    """Why it changes; printed in the letter."""


class ReleaseAction(Message):
    """Record that a promised action need not be done any more; the resident is told why."""

    name: ClassVar[str] = "release_action"

    action: PositiveInt
    """The promised action."""
    reason: str
    """Why it will not be done; printed in the letter."""


def promise_actions(
    complaint: Complaint, promises: tuple[Promise, ...], order: Message, rules: Rules, now: datetime
) -> Complaint:
    """Add *promises*: one that says an open action again is that action, and one that stands is not added twice."""
    again = said_again(complaint.open_actions, promises)
    for promise, action in zip(promises, again, strict=True):
        if action:
            complaint = _say_again(complaint, action, promise, order, rules, now)
        elif not _is_promised(complaint, promise):
            complaint = _promise(complaint, promise, order, rules, now)
    return complaint


def _promise(complaint: Complaint, promise: Promise, order: Message, rules: Rules, now: datetime) -> Complaint:
    action = Action(
        number=len(complaint.actions) + 1,
        promise=promise,
        stage=complaint.progress.stage,
        added_at=order.at,
    )
    entry = ActionPromised(number=action.number, due_on=promise.due_on, what=promise.what, owner=promise.owner_in_words)
    promised = complaint.changed(actions=(*complaint.actions, action))
    return promised.noting(entry, at=order.at, now=now, by=order.by, clause=rules.edition.actions.clause)


def _say_again(
    complaint: Complaint, before: Action, promise: Promise, order: Message, rules: Rules, now: datetime
) -> Complaint:
    """The same action, on the terms in which it is promised now: the letter that says it again tells the resident."""
    moves = promise.due_on != _due_on(complaint, before, rules)
    if not moves and promise.owner == before.promise.owner:
        return complaint
    new = before.promise.model_copy(
        update={"due_on": promise.due_on, "owner": promise.owner, "owner_name": promise.owner_name}
    )
    after = before.model_copy(update={"promise": new} | ({"moved_at": order.at} if moves else {}))
    changed = _with(complaint, after)
    entry = ActionChanged(
        number=before.number,
        due_on=_due_on(changed, after, rules),
        was_due_on=_due_on(complaint, before, rules),
        owner=new.owner_in_words,
        was_owner=before.promise.owner_in_words,
        reason=f"so the {complaint.progress.stage.words} response says",
    )
    return changed.noting(entry, at=order.at, now=now, by=order.by, clause=rules.edition.actions.clause)


def still_to_do(complaint: Complaint, rules: Rules, *, but: tuple[Action | None, ...] = ()) -> tuple[Promise, ...]:
    """What was promised and is open still, as the resident is told: by whom, and by the day it is owed by now."""
    return tuple(
        action.promise.model_copy(
            update={"owner": action.promise.owner_in_words, "due_on": _due_on(complaint, action, rules)}
        )
        for action in complaint.open_actions
        if action not in but
    )


def check_said_again(complaint: Complaint, promises: tuple[Promise, ...], clause: str) -> None:
    """What says an action again by its number names one that is still to be done.

    Raises:
        NotAllowedError: it is not there, or no longer open.
    """
    still_open = {action.number for action in complaint.open_actions}
    for promise in promises:
        if promise.same_as and promise.same_as not in still_open:
            there = ", ".join(map(str, sorted(still_open))) or "none"
            raise NotAllowedError(f"{clause}: action {promise.same_as} is not open; still to be done: {there}.")


def _is_promised(complaint: Complaint, promise: Promise) -> bool:
    return any(action.promise == promise and not action.released_at for action in complaint.actions)


def may_add(complaint: Complaint, _by: Actor, _at: datetime, rules: Rules) -> None:
    """Something may be promised on whatever was not withdrawn.

    Raises:
        NotAllowedError: the complaint was withdrawn.
    """
    clause = rules.edition.actions.clause
    if complaint.closed and complaint.closed.reason == "withdrawn":
        raise NotAllowedError(
            f"{clause}: the complaint was withdrawn; nothing more is promised on it.", instead="reopen"
        )


def check_add(complaint: Complaint, order: AddAction, rules: Rules) -> None:
    """A promise has something to do, somebody to do it, and a day not yet past.

    Raises:
        NotAllowedError: one of these is missing.
    """
    clause = rules.edition.actions.clause
    if not order.promise.what.strip() or not order.promise.owner.strip():
        raise NotAllowedError(f"{clause}: say what will be done and who will do it.")
    check_not_promised_to(complaint, order.promise.owner)
    if order.promise.due_on < landlord_day(order.at, rules.zone):
        raise NotAllowedError(f"{clause}: {in_words(order.promise.due_on)} is past; promise a day to come.")
    if _is_promised(complaint, order.promise) or any(said_again(complaint.open_actions, (order.promise,))):
        raise NotAllowedError(f"{clause}: this action has already been promised.", instead="change_action")


def add_action(complaint: Complaint, order: AddAction, rules: Rules, now: datetime) -> Complaint:
    """Promise the resident an action."""
    return promise_actions(complaint, (order.promise,), order, rules, now)


def may_complete(complaint: Complaint, _by: Actor, _at: datetime, rules: Rules) -> None:
    """A promised action is still open.

    Raises:
        NotAllowedError: none is.
    """
    if not complaint.open_actions:
        done = "every promised action is already completed or released"
        what = done if complaint.actions else "there is no promised action"
        raise NotAllowedError(f"{rules.edition.actions.clause}: {what}.", instead="add_action")


def check_complete(complaint: Complaint, order: CompleteAction, rules: Rules) -> None:
    """An action is completed once, and not before it was promised.

    Raises:
        NotAllowedError: no such action is open, or the date lies before the promise.
    """
    _check_open(_action(complaint, order.action, rules), order.at, rules)


def _check_open(action: Action, at: datetime, rules: Rules) -> None:
    """An action that is still to be done, and was promised before *at*."""
    clause = rules.edition.actions.clause
    if not action.is_open:
        ended = "completed" if action.completed_at else "released"
        raise NotAllowedError(f"{clause}: action {action.number} is already {ended}.", instead="add_action")
    if at < action.added_at:
        raise NotAllowedError(f"{clause}: action {action.number} was promised later than that; give the right date.")


def complete_action(complaint: Complaint, order: CompleteAction, rules: Rules, now: datetime) -> Complaint:
    """An action is done: the resident is told, and asked whether it is satisfactory where the policy asks (Q-058)."""
    action = _action(complaint, order.action, rules)
    duty = duty_of(complaint, rules, DutyKind.ACTION.numbered(action.number))
    rule = rules.edition.actions
    again = {"satisfactory": None, "answered_at": None}
    done = _with(complaint, action.model_copy(update=again | {"completed_at": order.at})).noting(
        ActionCompleted(number=action.number, note=order.note),
        at=order.at,
        now=now,
        by=order.by,
        clause=rule.clause,
    )
    completed_on = landlord_day(order.at, rules.zone)
    done = _drop_untold(note_met(done, rules, duty, order.at, completed_on, now), action.number, now)
    facts = ActionCompletedFacts(
        stage=action.stage,
        what=action.promise.what,
        completed_on=completed_on,
        asks_if_satisfactory=rule.resident_confirms,
        due_on=answer_by(completed_on, rules),
        was_due_on=day_it_missed(duty, completed_on),
        again=action.reopened_at is not None or None,
    )
    return tell_resident(done, rules, NoticeKind.ACTION_COMPLETED, facts, now, clause=rule.clause)


def may_answer(complaint: Complaint, _by: Actor, _at: datetime, rules: Rules) -> None:
    """The resident is asked about a completed action.

    Raises:
        NotAllowedError: none is completed, or what they think of each is known.
    """
    if not any(action.completed_at and action.satisfactory is None for action in complaint.actions):
        there = "; ".join(_why_unasked(action) for action in complaint.actions) or "nothing was promised"
        raise NotAllowedError(
            f"{rules.edition.actions.clause}: no action is waiting for the resident's answer: {there}.",
            instead="complete_action" if complaint.open_actions else "",
        )


def check_answer(complaint: Complaint, order: AnswerAction, rules: Rules) -> None:
    """The resident is asked about a completed action, once.

    Raises:
        NotAllowedError: the action is not completed, or was answered already.
    """
    action = _action(complaint, order.action, rules)
    clause = rules.edition.actions.clause
    if action.completed_at is None:
        raise NotAllowedError(f"{clause}: {_why_unasked(action)}.")
    if order.at < action.completed_at:
        raise NotAllowedError(f"{clause}: the answer is dated before the action was completed; give the right date.")
    if action.satisfactory is not None:
        raise NotAllowedError(f"{clause}: the resident has already said what they think of action {action.number}.")


def answer_action(complaint: Complaint, order: AnswerAction, rules: Rules, now: datetime) -> Complaint:
    """Record whether the resident is satisfied; if not, the action is open again and its handler told (Q-058)."""
    action = _action(complaint, order.action, rules)
    clause = rules.edition.actions.clause
    answer = {"satisfactory": order.satisfactory, "answered_at": order.at}
    if not order.satisfactory:
        answer |= {"completed_at": None, "reopened_at": order.at}
    answered = _with(complaint, action.model_copy(update=answer)).noting(
        ActionAnswered(number=action.number, satisfactory=order.satisfactory, comment=order.comment),
        at=order.at,
        now=now,
        by=order.by,
        clause=clause,
    )
    if order.satisfactory:
        return answered
    due_on = duty_of(answered, rules, DutyKind.ACTION.numbered(action.number)).due_on
    facts = ActionUnsatisfactoryFacts(
        stage=action.stage, what=action.promise.what, comments=order.comment or None, due_on=due_on
    )
    return tell_handler(answered, rules, NoticeKind.ACTION_UNSATISFACTORY, facts, now)


def check_change(complaint: Complaint, order: ChangeAction, rules: Rules) -> None:
    """A promise changes while it is open: to a day to come, or to somebody else, and the resident is told why.

    Raises:
        NotAllowedError: no such action is open, nothing changes, the day is past, or the reason is missing.
    """
    clause = rules.edition.actions.clause
    action = _action(complaint, order.action, rules)
    _check_open(action, order.at, rules)
    _check_reason(order.reason, rules)
    due_on = order.terms.due_on
    new, was_due_on = order.terms.of(action.promise), _due_on(complaint, action, rules)
    if new.owner != action.promise.owner:
        check_not_promised_to(complaint, new.owner)
    if new.owner == action.promise.owner and due_on in {None, was_due_on}:
        raise NotAllowedError(
            f"{clause}: nothing changes: action {action.number} is {action.promise.owner_in_words}'s to do by "
            f"{in_words(was_due_on)}; give another day, or another owner."
        )
    if due_on and due_on < landlord_day(order.at, rules.zone):
        raise NotAllowedError(f"{clause}: {in_words(due_on)} is past; promise a day to come.")


def change_action(complaint: Complaint, order: ChangeAction, rules: Rules, now: datetime) -> Complaint:
    """A promise has another day or another owner: it is owed by that, and the resident is told why."""
    before, clause = _action(complaint, order.action, rules), rules.edition.actions.clause
    after = before.model_copy(update={"promise": order.terms.of(before.promise)})
    if order.terms.due_on:
        after = after.model_copy(update={"moved_at": order.at})
    changed = _with(complaint, after)
    told, due_on = _told_of(complaint, before, rules, now), _due_on(changed, after, rules)
    changed = changed.noting(
        ActionChanged(
            number=before.number,
            due_on=due_on,
            was_due_on=_due_on(complaint, before, rules),
            owner=after.promise.owner_in_words,
            was_owner=before.promise.owner_in_words,
            reason=order.reason,
        ),
        at=order.at,
        now=now,
        by=order.by,
        clause=clause,
    )
    changed = _drop_untold(changed, before.number, now)
    facts = _as_changed(complaint, told, after, due_on, order.reason)
    if facts.previous_due_on is None and facts.previous_owner is None:
        return changed
    return tell_resident(changed, rules, NoticeKind.ACTION_CHANGED, facts, now, clause=clause)


class _Told(NamedTuple):
    """Until when, and by whom, the resident knows that it will be done."""

    due_on: date
    owner: str


def _told_of(complaint: Complaint, action: Action, rules: Rules, now: datetime) -> _Told:
    """What the resident was told last: nothing of a change whose letter has not gone yet."""
    if untold := _untold(complaint, action.number, now):
        first = untold[0].facts
        if isinstance(first, ActionChangedFacts):
            return _Told(first.previous_due_on or first.due_on, first.previous_owner or first.owner)
    return _Told(_due_on(complaint, action, rules), action.promise.owner_in_words)


def _untold(complaint: Complaint, number: int, now: datetime) -> tuple[Notice, ...]:
    """The letters about a change of that action that have not gone, in their order."""
    waiting = waiting_of(complaint, NoticeKind.ACTION_CHANGED, now)
    return tuple(
        notice for notice in waiting if isinstance(notice.facts, ActionChangedFacts) and notice.facts.number == number
    )


def _drop_untold(complaint: Complaint, number: int, now: datetime) -> Complaint:
    """Take back the letters about an earlier change of that action: the resident hears how it is now."""
    keys = {notice.key for notice in _untold(complaint, number, now)}
    return drop_where(complaint, lambda notice: notice.key in keys, OVERTAKEN, now)


def _as_changed(complaint: Complaint, told: _Told, after: Action, due_on: date, reason: str) -> ActionChangedFacts:
    was, was_owner, owner = told.due_on, told.owner, after.promise.owner_in_words
    return ActionChangedFacts(
        number=after.number,
        what=after.promise.what,
        reason=reason,
        due_on=due_on,
        owner=owner,
        previous_due_on=was if was != due_on else None,
        previous_owner=was_owner if was_owner != owner else None,
        is_later=due_on > was or None,
        stage=after.stage,
        handler=complaint.handler,
    )


def _due_on(complaint: Complaint, action: Action, rules: Rules) -> date:
    """The day by which *action* is owed as things stand."""
    return duty_of(complaint, rules, DutyKind.ACTION.numbered(action.number)).due_on


def check_release(complaint: Complaint, order: ReleaseAction, rules: Rules) -> None:
    """A promise is released while it is open, and the resident is told why.

    Raises:
        NotAllowedError: no such action is open, the date lies before the promise, or the reason is missing.
    """
    _check_open(_action(complaint, order.action, rules), order.at, rules)
    _check_reason(order.reason, rules)


def release_action(complaint: Complaint, order: ReleaseAction, rules: Rules, now: datetime) -> Complaint:
    """A promise is released: nothing of it is owed any more, and the resident is told why."""
    action = _action(complaint, order.action, rules)
    was = _told_of(complaint, action, rules, now).due_on
    released = note_released(complaint, action, order.reason, order, rules, now)
    released = _drop_untold(released, action.number, now)
    facts = ActionReleasedFacts(
        stage=action.stage,
        what=action.promise.what,
        reason=order.reason,
        previous_due_on=was,
        handler=complaint.handler,
    )
    return tell_resident(released, rules, NoticeKind.ACTION_RELEASED, facts, now, clause=rules.edition.actions.clause)


def note_released(
    complaint: Complaint, action: Action, reason: str, order: Message, rules: Rules, now: datetime
) -> Complaint:
    """*action* as released by *order*, on the record; telling the resident is its caller's."""
    return _with(complaint, action.model_copy(update={"released_at": order.at})).noting(
        ActionReleased(number=action.number, reason=reason),
        at=order.at,
        now=now,
        by=order.by,
        clause=rules.edition.actions.clause,
    )


def _check_reason(reason: str, rules: Rules) -> None:
    if not reason.strip():
        raise NotAllowedError(f"{rules.edition.actions.clause}: give the reason; the resident is told it.")


def _why_unasked(action: Action) -> str:
    if action.released_at:
        return f"action {action.number} was released"
    if action.completed_at is None:
        return f"action {action.number} is not completed yet"
    return f"the resident has already said what they think of action {action.number}"


def answer_by(completed_on: date, rules: Rules) -> date | None:
    """The last day of the time in which the resident is asked to answer; None where no answer is awaited."""
    rule = rules.edition.actions
    if not rule.resident_confirms or rule.answer_within is None:
        return None
    return deadline_after(completed_on, rule.answer_within, rules.calendar, rules.zone).on


def _action(complaint: Complaint, number: int, rules: Rules) -> Action:
    for action in complaint.actions:
        if action.number == number:
            return action
    there = ", ".join(str(action.number) for action in complaint.actions) or "none"
    raise NotAllowedError(f"{rules.edition.actions.clause}: there is no action {number}; choose from: {there}.")


def _with(complaint: Complaint, action: Action) -> Complaint:
    return complaint.changed(actions=tuple(action if old.number == action.number else old for old in complaint.actions))


STEPS = (
    Step(
        AddAction,
        said="add-action",
        whose=Work.PROMISE,
        may=may_add,
        check=check_add,
        does=add_action,
        under=("action", "add"),
    ),
    Step(
        CompleteAction,
        said="complete-action",
        whose=Whose.ANYBODY,
        may=may_complete,
        check=check_complete,
        does=complete_action,
        when=When.OF_ANY_STAGE,
        under=("action", "done"),
        undoes=("answer_action",),
    ),
    Step(
        AnswerAction,
        said="answer-action",
        whose=Whose.ANYBODY,
        may=may_answer,
        check=check_answer,
        does=answer_action,
        when=When.OF_ANY_STAGE,
        under=("action", "answer"),
        givers=STAFF_OR_RESIDENT,
        undoes=("answer_action", "complete_action"),
    ),
    Step(
        ChangeAction,
        said="change-action",
        whose=Work.PROMISE,
        may=may_complete,
        check=check_change,
        does=change_action,
        when=When.OF_ANY_STAGE,
        under=("action", "change"),
        undoes=("change_action",),
    ),
    Step(
        ReleaseAction,
        said="release-action",
        whose=Work.PROMISE,
        may=may_complete,
        check=check_release,
        does=release_action,
        when=When.OF_ANY_STAGE,
        under=("action", "release"),
    ),
)
