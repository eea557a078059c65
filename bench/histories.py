"""What a history cost."""

from collections.abc import Iterable
from statistics import median
from typing import NamedTuple

from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import WorkflowHistory

_OF_THE_CLOCK = {
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_OPTIONS_UPDATED,
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TIME_SKIPPING_TRANSITIONED,
}
"""The development server's own, where a clock is moved: no complaint has them in production."""
_BILLED = {
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED,
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED,
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED,
    EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED,
    EventType.EVENT_TYPE_TIMER_STARTED,
    EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES,
}
"""What Temporal Cloud bills an action each for."""


class Cost(NamedTuple):
    """What one workflow cost its server."""

    events: int
    actions: int
    size: int
    """Bytes of its history."""
    messages: int
    activities: int
    timers: int
    tasks: int
    """Workflow tasks: how often a worker was given it."""


def cost(history: WorkflowHistory) -> Cost:
    """Count it up."""
    events = _events(history)
    kinds = [event.event_type for event in events]
    return Cost(
        events=len(events),
        actions=sum(kind in _BILLED for kind in kinds),
        size=sum(event.ByteSize() for event in events),
        messages=kinds.count(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED),
        activities=kinds.count(EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED),
        timers=kinds.count(EventType.EVENT_TYPE_TIMER_STARTED),
        tasks=kinds.count(EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED),
    )


def usual(costs: Iterable[Cost]) -> Cost:
    """The median of each."""
    return Cost(*(int(median(values)) for values in zip(*costs, strict=True)))


def _events(history: WorkflowHistory) -> list[HistoryEvent]:
    return [event for event in history.events if event.event_type not in _OF_THE_CLOCK]
