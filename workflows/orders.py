"""The orders of the procedure as the workflow's updates, each with a validator (D8).

They are made from the procedure's own table, so an order the procedure knows cannot be missing here. A validator keeps
a refused order out of history; the three that are requests of the resident too are refused on the record instead.
"""

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from temporalio import workflow
from temporalio.common import RawValue
from temporalio.exceptions import ApplicationError

with workflow.unsafe.imports_passed_through():
    from domain.complaint.complaint import NotAllowedError
    from domain.messages.message import Answer, Message
    from domain.procedure.step import Step
    from domain.procedure.steps import STEPS
    from workflows.messages import MalformedError


NOT_ALLOWED = "NotAllowed"
"""The type of the failure by which an update is refused.

Its details are the name of the order that would help, or nothing, and the numbers of entries its sender has not seen.
"""

MALFORMED = "Malformed"
"""The type of the failure by which an update that cannot be read is refused, before it is in history."""

C = TypeVar("C", bound=type)
M = TypeVar("M", bound=Message)


class TakesOrders(Protocol):
    """What a workflow does with an order."""

    @property
    def is_sure(self) -> bool:
        """Whether it knows its own last state."""
        ...

    async def be_sure(self) -> None:
        """Wait until it does."""
        ...

    def read(self, sent: RawValue, kind: type[M]) -> M:
        """*sent* as an order.

        Raises:
            MalformedError: it is none, or nobody who may send one has sent it.
        """
        ...

    def may(self, order: Message) -> None:
        """Refuse an order the policy does not allow.

        Raises:
            NotAllowedError: it is refused.
        """
        ...

    def obey(self, order: Message) -> Answer:
        """Carry an order out.

        Raises:
            NotAllowedError: it is refused.
        """
        ...

    def obey_or_record(self, order: Message) -> Answer:
        """Carry an order out, or record that it was refused.

        Raises:
            NotAllowedError: it is refused.
        """
        ...


def takes_orders(cls: C) -> C:
    """*cls* with an update for every order."""
    for step in STEPS.values():
        setattr(cls, f"update_{step.name}", _update(step))
    return cls


def _update(step: Step) -> Callable[..., Any]:
    kind = step.order

    async def take(self: TakesOrders, sent: RawValue) -> Answer:
        await self.be_sure()
        return _told(self.obey_or_record if step.is_signal else self.obey, _read(self, sent, kind))

    def validate(self: TakesOrders, sent: RawValue) -> None:
        order = _read(self, sent, kind)
        if self.is_sure and not step.is_signal:
            _told(self.may, order)

    take.__name__ = take.__qualname__ = f"update_{kind.name}"
    take.__annotations__ = {"sent": RawValue, "return": Answer}
    validate.__annotations__ = {"sent": RawValue, "return": None}
    first_line = (kind.__doc__ or kind.name).splitlines()[0]
    defined = workflow.update(name=kind.name, description=first_line)(take)
    defined.validator(validate)
    return defined


def _read(complaint: TakesOrders, sent: RawValue, kind: type[M]) -> M:
    """*sent* as an order; what is none fails the update alone."""
    try:
        return complaint.read(sent, kind)
    except MalformedError as fault:
        raise ApplicationError(str(fault), type=MALFORMED, non_retryable=True) from fault


R = TypeVar("R")


def _told(judge: Callable[[Message], R], order: Message) -> R:
    """The procedure's refusal as the sender's typed answer; it fails the update alone."""
    try:
        return judge(order)
    except NotAllowedError as refusal:
        raise ApplicationError(
            str(refusal), refusal.instead, refusal.unseen, type=NOT_ALLOWED, non_retryable=True
        ) from refusal
