"""What a repeat is: the same key or, without a key, the same words within a few minutes (D8).

A repeat is answered and changes nothing. A key that was used for something else, and one that is too old to tell, are
refused: nothing that has a key is ever carried out twice.
"""

from datetime import UTC, datetime

from domain.complaint.carried_out import A_FEW_MINUTES, CarriedOut, digest
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.old_keys import may_hold, with_keys
from domain.messages.message import Message
from domain.messages.timing import say_when
from domain.policy.rules import Rules
from domain.procedure.steps import step_of


def is_repeat(complaint: Complaint, order: Message, rules: Rules, now: datetime) -> bool:
    """Whether *order* was carried out before.

    Raises:
        NotAllowedError: its key was used for something else, or is too old to tell.
    """
    if order.key:
        return _is_known_key(complaint, order, rules, now)
    return any(_says_the_same(earlier, order) for earlier in complaint.seen if earlier.is_remembered(now))


def remember(done: Complaint, order: Message, before: Complaint, now: datetime) -> Complaint:
    """The complaint *done* with *order* remembered, and what is too old forgotten but for its keys.

    What *order* undid may be given again in the same words; so may everything, where it began a stage.
    """
    began = _began_a_stage(before, done)
    undone = step_of(order).undoes
    remembered = [each for each in done.seen if each.is_remembered(now)]
    kept = [_taken_back(each) if began or each.order in undone else each for each in remembered]
    seen = (*(each for each in kept if each.key or not each.taken_back), _carried_out(order, now))
    old = [each.key for each in done.seen if each.key and not each.is_remembered(now)]
    return done.changed(seen=seen, old_keys=with_keys(done.old_keys, old) if old else done.old_keys)


def _began_a_stage(before: Complaint, done: Complaint) -> bool:
    """Whether a stage began, or began again."""
    took_back_refusal = before.refused is not None and done.refused is None
    opened_again = before.closed is not None and done.closed is None
    return len(done.stages) > len(before.stages) or took_back_refusal or opened_again


def _is_known_key(complaint: Complaint, order: Message, rules: Rules, now: datetime) -> bool:
    key = digest(order.key)
    known = next((each for each in complaint.seen if each.key == key), None)
    if known is None and not may_hold(complaint.old_keys, key):
        return False
    if known is None or not known.is_remembered(now):
        raise NotAllowedError(
            f"{_words(order.name)}: this key is too old to tell whether it was carried out: look at the record, and if "
            "it is not there give it with a new key."
        )
    if (known.order, known.content) != (order.name, order.content):
        raise NotAllowedError(
            f"{_words(order.name)}: this key was used for something else: {_words(known.order)}, "
            f"{say_when(known.at, rules)}. Nothing was done; give it without a key, or with a new one."
        )
    return True


def _says_the_same(earlier: CarriedOut, order: Message) -> bool:
    if earlier.taken_back or (earlier.order, earlier.content) != (order.name, order.content):
        return False
    if order.repeatable:
        return _minute(earlier.at) == _minute(order.at)
    return abs(earlier.at - order.at) <= A_FEW_MINUTES


def _minute(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(second=0, microsecond=0)


def _taken_back(earlier: CarriedOut) -> CarriedOut:
    return earlier.model_copy(update={"taken_back": True})


def _carried_out(order: Message, now: datetime) -> CarriedOut:
    key = digest(order.key) if order.key else ""
    return CarriedOut(order=order.name, key=key, content=order.content, at=order.at, recorded_at=now)


def _words(name: str) -> str:
    return name.replace("_", " ")
