"""Messages at the workflow's door: no message, however malformed, may stop or fail a complaint (D8).

The SDK alone would drop a signal it cannot decode, stop the workflow at one with a wrong number of arguments, and fail
it at one whose handler raises an application error. Here each becomes a refusal on the complaint's record. An update
that cannot be read is refused by its validator, so that it leaves no trace in history.
"""

import inspect
from typing import ClassVar, NoReturn, TypeVar

from temporalio import workflow
from temporalio.api.common.v1 import Payload
from temporalio.common import RawValue
from temporalio.worker import (
    ContinueAsNewInput,
    HandleSignalInput,
    Interceptor,
    WorkflowInboundInterceptor,
    WorkflowInterceptorClassInput,
    WorkflowOutboundInterceptor,
)

with workflow.unsafe.imports_passed_through():
    from pydantic import BaseModel, ValidationError

    from domain.complaint.complaint import Case
    from domain.messages.room import MOST_AT_ONCE
    from workflows.seals import CAME, DAMAGED, IN_CLEAR, UNOPENED, WHY

T = TypeVar("T", bound=BaseModel)


class MalformedError(Exception):
    """What came is not what the message takes; the sentence names the fields."""


def decode(sent: RawValue, kind: type[T], *, takes_plain: bool) -> T:
    """*sent* as *kind*; *takes_plain* says whether it may have come without being encrypted.

    Raises:
        MalformedError: it is none.
    """
    if why := why_not_ours(sent.payload, takes_plain=takes_plain):
        raise MalformedError(why)
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


def why_not_ours(payload: Payload, *, takes_plain: bool) -> str:
    """Why nobody who holds a key can have sent *payload* to this complaint; empty where somebody has."""
    encoding = payload.metadata.get("encoding")
    if encoding == DAMAGED:
        return payload.metadata.get(WHY, b"it was damaged on its way").decode(errors="replace")
    if encoding == UNOPENED:
        return "it is encrypted with a key that the worker does not have"
    if payload.metadata.get(CAME) == IN_CLEAR and not takes_plain:
        return "it was not encrypted, and this complaint takes only what is"
    return ""


def _in_words(error: ValidationError) -> str:
    faults = (
        f"{'.'.join(str(part) for part in fault['loc']) or 'the message'}: {fault['msg'].lower()}"
        for fault in error.errors(include_url=False, include_input=False)
    )
    return "; ".join(faults)


class MessageGuard(Interceptor):
    """Stands between the wire and the signal handlers, and says how a run that continues takes its messages.

    Where the worker seals what it sends, a run that it continues as new takes only what is sealed: that then stands in
    the new run's input, so that no history changes its meaning with a worker's settings.
    """

    def __init__(self, *, seals: bool = False) -> None:
        self._seals = seals

    def workflow_interceptor_class(
        self,
        input: WorkflowInterceptorClassInput,  # noqa: A002, ARG002 - the SDK's name
    ) -> type[WorkflowInboundInterceptor]:
        """The guard of one workflow."""
        return _SealingGuard if self._seals else _PlainGuard


class _Guard(WorkflowInboundInterceptor):
    seals: ClassVar[bool]

    def init(self, outbound: WorkflowOutboundInterceptor) -> None:
        super().init(_Renewing(outbound, seals=self.seals))

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


class _SealingGuard(_Guard):
    seals = True


class _PlainGuard(_Guard):
    seals = False


class _Renewing(WorkflowOutboundInterceptor):
    def __init__(self, following: WorkflowOutboundInterceptor, *, seals: bool) -> None:
        super().__init__(following)
        self._takes_plain = not seals

    def continue_as_new(self, input: ContinueAsNewInput) -> NoReturn:  # noqa: A002 - the SDK's name
        input.args = [_renewed(each, takes_plain=self._takes_plain) for each in input.args]
        self.next.continue_as_new(input)


def _renewed(argument: object, *, takes_plain: bool) -> object:
    return argument.model_copy(update={"takes_plain": takes_plain}) if isinstance(argument, Case) else argument
