"""Giving an order from a page: once, not over somebody's head, and with nothing lost that was written (web.md 3.8)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from activities.ports import LetterError, NoAnswerError, RegisterAwayError, TemporalAwayError
from desk.errors import DeskError, NotKeptError, UnansweredError, UnknownComplaintError
from desk.letters import DoneAlreadyError, LetterShown
from desk.readers import HiddenError, WhoAsksError
from domain.complaint.complaint import NotAllowedError
from domain.complaint.reference import ComplaintId
from domain.messages.message import Answer, Message
from domain.procedure.step import Step
from domain.value import Key
from intake.errors import BadInputError
from intake.order_fields import nest
from web.parts import Parts
from web.staff.signed_in import SignedIn

_AWAY = (NoAnswerError, NotKeptError, UnansweredError, RegisterAwayError, TemporalAwayError)
_NOT_THERE = (UnknownComplaintError, HiddenError, WhoAsksError)


@dataclass(frozen=True)
class Done:
    """It is carried out, now or before."""

    answer: Answer


@dataclass(frozen=True)
class Told:
    """What the resident would be told, were it given."""

    letters: tuple[LetterShown, ...]


@dataclass(frozen=True)
class Refused:
    """It is refused, and nothing was done."""

    says: str
    key: Key = ()
    """Where in the order it is wrong; empty where it is the order itself."""
    instead: str = ""
    """The order that would help, by its name on the wire."""


@dataclass(frozen=True)
class Overtaken:
    """Somebody else has added to the record since its sender looked, and nothing was done."""

    says: str
    entries: tuple[int, ...]


@dataclass(frozen=True)
class Unanswered:
    """Nobody answers."""

    may_have_gone: bool
    """Whether nobody knows if it was carried out; else it was not sent."""


@dataclass(frozen=True)
class Ordered:
    """An order as somebody who is signed in gives it from a page."""

    step: Step
    values: Mapping[str, object]
    """Plain values, each under its option's name."""
    form: str
    """Made by chance with the page; the key is made of it and of what the order says."""
    expects: int | None = None
    """The last entry that its sender has seen."""
    by_resident: bool = False
    """Whether the resident gives it, and who is signed in takes it down."""

    @property
    def key(self) -> str:
        """The same for the same words from the same page, whoever sends them again: another for other words."""
        said = json.dumps([self.step.name, self.by_resident, self.values], sort_keys=True, ensure_ascii=False)
        return f"{self.form}.{sha256(said.encode()).hexdigest()[:16]}"


async def give(
    parts: Parts, staff: SignedIn, place: ComplaintId, ordered: Ordered
) -> Done | Refused | Overtaken | Unanswered:
    """Give the order, and say what came of it.

    Raises:
        UnknownComplaintError, HiddenError: there is no such complaint for them.
    """
    order = await _read(parts, staff, place, ordered)
    if not isinstance(order, Message):
        return order
    try:
        return Done(await parts.desk.order(place, order))
    except _NOT_THERE:
        raise
    except _AWAY:
        return Unanswered(may_have_gone=True)
    except (NotAllowedError, DeskError) as refusal:
        return _refused(refusal)


async def give_all(
    parts: Parts, staff: SignedIn, place: ComplaintId, orders: Sequence[Ordered]
) -> Done | Refused | Overtaken | Unanswered:
    """Give one order after the other, up to the first that is not carried out; what came of the last.

    Raises:
        as `give`
    """
    *first, last = orders
    seen = last.expects
    for each in first:
        came = await give(parts, staff, place, each)
        if not isinstance(came, Done):
            return came
        seen = came.answer.entry or None
    return await give(parts, staff, place, replace(last, expects=seen))


async def preview(
    parts: Parts, staff: SignedIn, place: ComplaintId, ordered: Ordered, first: Sequence[Ordered] = ()
) -> Told | Done | Refused | Overtaken | Unanswered:
    """What the order would tell the resident, once those of *first* were carried out; Done where it is a repeat.

    Raises:
        as `give`
    """
    orders = [await _read(parts, staff, place, each) for each in (*first, ordered)]
    wrong = [each for each in orders if not isinstance(each, Message)]
    if wrong:
        return wrong[0]
    *before, order = (each for each in orders if isinstance(each, Message))
    try:
        shown = await parts.letters.preview(place, order, before=before)
    except DoneAlreadyError as before_now:
        return Done(Answer(said=str(before_now), repeated=True))
    except _NOT_THERE:
        raise
    except _AWAY:
        return Unanswered(may_have_gone=False)
    except LetterError as faulty:
        return Refused(str(faulty))
    except (NotAllowedError, DeskError) as refusal:
        return _refused(refusal)
    return Told(tuple(each for each in shown if each.is_for_resident))


async def _read(parts: Parts, staff: SignedIn, place: ComplaintId, ordered: Ordered) -> Message | Refused | Unanswered:
    """The order as the desk takes it; given and recorded by whoever is signed in, whatever the page says."""
    me = staff.person.id
    by = {} if ordered.by_resident else {"by": me}
    expects = {} if ordered.expects is None else {"expects": ordered.expects}
    try:
        values = nest(ordered.step.order, {**ordered.values, **by, "recorded_by": me, "key": ordered.key, **expects})
        return await parts.desk.order_from(place, ordered.step.said, values)
    except BadInputError as refusal:
        return Refused(refusal.why or str(refusal), refusal.key)
    except _AWAY:
        return Unanswered(may_have_gone=False)


def _refused(refusal: NotAllowedError | DeskError) -> Refused | Overtaken:
    match refusal:
        case NotAllowedError(unseen=(_, *_) as unseen):
            return Overtaken(str(refusal), unseen)
        case NotAllowedError(instead=instead):
            return Refused(str(refusal), instead=instead)
    return Refused(str(refusal))
