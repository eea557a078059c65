"""An order's word on who somebody is, compared with the staff directory that the worker holds, before it is accepted.

Only whoever holds a key can make an order, and the desk finds the roles in it. So that a desk with other files, or a
program of somebody who holds the key, gives nobody a role, the validator asks the worker. What has been accepted is not
asked again: a replay does not validate.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

from temporalio import workflow
from temporalio.exceptions import ApplicationError
from temporalio.worker import (
    HandleUpdateInput,
    Interceptor,
    WorkflowInboundInterceptor,
    WorkflowInterceptorClassInput,
)

with workflow.unsafe.imports_passed_through():
    from domain.messages.message import Message
    from domain.policy.staff import Officer
    from domain.procedure.steps import STEPS
    from workflows.ids import complaint_of
    from workflows.orders import NOT_ALLOWED

_ORDERS = {step.name: step.order for step in STEPS.values()}

WhyNot = Callable[[str, Officer, datetime, datetime], str]
"""Why a landlord's officer is not who the directory says: given the order's instant and the present one."""


class StaffCheck(Interceptor):
    """Has every new order's officers compared with what the worker holds."""

    def __init__(self, why_not: WhyNot) -> None:
        self._why_not = why_not

    def workflow_interceptor_class(
        self,
        input: WorkflowInterceptorClassInput,  # noqa: A002, ARG002 - the SDK's name
    ) -> type[WorkflowInboundInterceptor]:
        """The check of one workflow."""
        why_not = self._why_not

        class Check(WorkflowInboundInterceptor):
            def handle_update_validator(self, input: HandleUpdateInput) -> None:  # noqa: A002 - the SDK's name
                self.next.handle_update_validator(input)
                if kind := _ORDERS.get(input.update):
                    _check(workflow.instance().read(input.args[0], kind), why_not)

        return Check


def officers_of(order: Message) -> tuple[Officer, ...]:
    """The members of staff whom *order* names with their roles."""
    named = (getattr(order, field) for field in type(order).model_fields)
    return tuple(each for each in (order.by.officer, *named) if isinstance(each, Officer))


def roles_in_words(roles: Iterable[str]) -> str:
    """Roles by their names, in order."""
    return ", ".join(sorted(roles)) or "nobody in particular"


def _check(order: Message, why_not: WhyNot) -> None:
    landlord = complaint_of(workflow.info().workflow_id).landlord
    for officer in officers_of(order):
        if why := why_not(landlord, officer, order.at, workflow.now()):
            raise ApplicationError(why, "", (), type=NOT_ALLOWED, non_retryable=True)
