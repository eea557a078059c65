"""Messages at the workflow's door: no message, however malformed, may stop or fail a complaint (D8).

The SDK alone would drop a signal it cannot decode, stop the workflow at one with a wrong number of arguments, and fail
it at one whose handler raises an application error. Here each becomes a refusal on the complaint's record.
"""

import inspect
from typing import TypeVar

from temporalio import workflow
from temporalio.common import RawValue
from temporalio.worker import (
    HandleSignalInput,
    Interceptor,
    WorkflowInboundInterceptor,
    WorkflowInterceptorClassInput,
)

with workflow.unsafe.imports_passed_through():
    from pydantic import BaseModel, ValidationError

    from domain.messages.room import MOST_AT_ONCE
    from workflows.seals import DAMAGED

T = TypeVar("T", bound=BaseModel)


class MalformedError(Exception):
    """What came is not what the message takes; the sentence names the fields."""


def decode(sent: RawValue, kind: type[T]) -> T:
    """*sent* as *kind*.

    Raises:
        MalformedError: it is none.
    """
    if _is_damaged(sent):
        raise MalformedError("it was damaged on its way and cannot be decrypted")
    if (length := len(sent.payload.data)) > MOST_AT_ONCE:
        raise MalformedError(f"it is too long: {length // 1000} kB, and {MOST_AT_ONCE // 1000} kB is the most")
    try:
        message = workflow.payload_converter().from_payload(sent.payload, kind)
    except ValidationError as error:
        raise MalformedError(_in_words(error)) from error
    except (ValueError, KeyError, TypeError, RuntimeError) as error:
        raise MalformedError("it cannot be read as JSON") from error
    if not isinstance(message, kind):  # an empty payload is None, whatever was asked for
        raise MalformedError("it is empty")
    return message


def what_came(*sent: RawValue) -> str:
    """The message as it came, for the record."""
    return ", ".join(value.payload.data.decode(errors="replace") for value in sent)


def _is_damaged(sent: RawValue) -> bool:
    return sent.payload.metadata.get("encoding") == DAMAGED


def _in_words(error: ValidationError) -> str:
    faults = (
        f"{'.'.join(str(part) for part in fault['loc']) or 'the message'}: {fault['msg'].lower()}"
        for fault in error.errors(include_url=False, include_input=False)
    )
    return "; ".join(faults)


class MessageGuard(Interceptor):
    """Stands between the wire and the signal handlers."""

    def workflow_interceptor_class(
        self,
        input: WorkflowInterceptorClassInput,  # noqa: A002, ARG002 - the SDK's name
    ) -> type[WorkflowInboundInterceptor]:
        """The guard of one workflow."""
        return _Guard


class _Guard(WorkflowInboundInterceptor):
    async def handle_signal(self, input: HandleSignalInput) -> None:  # noqa: A002 - the SDK's name
        handler = workflow.get_signal_handler(input.signal)
        if handler is not None:
            try:
                inspect.signature(handler).bind(*input.args)
            except TypeError:
                raws = [value for value in input.args if isinstance(value, RawValue)]
                refuse = workflow.instance().reject_message
                refuse(input.signal, f"it takes one argument, and {len(input.args)} were sent", what_came(*raws))
                return
        await self.next.handle_signal(input)
