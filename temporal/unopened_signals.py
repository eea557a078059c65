"""Signals that hold a complaint up: they came after its last turn, under a key that is not on the ring (decision 8)."""

from collections.abc import AsyncIterator, Collection, Iterator

from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.history.v1 import HistoryEvent
from temporalio.api.workflowservice.v1 import GetWorkflowExecutionHistoryReverseRequest
from temporalio.client import Client

from domain.value import Value
from temporal.connection import PATIENCE
from temporal.payload_codec import key_of

_AT_ONCE = 100
"""Events of a history that are read at once, the last first: what came after the last turn is rarely more."""


class UnopenedSignal(Value):
    """A signal that nobody here can open, and with which its complaint waits."""

    workflow_id: str
    signal: str
    key_id: str
    last_turn: int
    """The event that ended the last turn before it; 0 where the complaint has had none."""


async def unopened_signals(client: Client, workflow_id: str, ring: Collection[str]) -> tuple[UnopenedSignal, ...]:
    """The signals that the running complaint cannot take in with the keys of *ring*, by their ids, the first first.

    Raises:
        RPCError: Temporal does not say.
    """
    since, last_turn = list[HistoryEvent](), 0
    async for event in _backwards(client, workflow_id):
        if event.HasField("workflow_task_completed_event_attributes"):
            last_turn = event.event_id
            break
        since.append(event)
    return tuple(
        UnopenedSignal(workflow_id=workflow_id, signal=signal, key_id=key_id, last_turn=last_turn)
        for event in reversed(since)
        for signal, key_id in _sealed(event)
        if key_id not in ring
    )


def _sealed(event: HistoryEvent) -> Iterator[tuple[str, str]]:
    """The signal that *event* tells of, with each key under which a part of it was sealed."""
    told = event.workflow_execution_signaled_event_attributes
    keys = (key_of(payload) for payload in told.input.payloads)
    yield from ((told.signal_name, key_id) for key_id in dict.fromkeys(keys) if key_id)


async def _backwards(client: Client, workflow_id: str) -> AsyncIterator[HistoryEvent]:
    """The history of a complaint's last run, its last event first."""
    asked = GetWorkflowExecutionHistoryReverseRequest(
        namespace=client.namespace,
        execution=WorkflowExecution(workflow_id=workflow_id),
        maximum_page_size=_AT_ONCE,
    )
    while True:
        page = await client.workflow_service.get_workflow_execution_history_reverse(asked, timeout=PATIENCE)
        for event in page.history.events:
            yield event
        if not page.next_page_token:
            return
        asked.next_page_token = page.next_page_token
