"""What a history cost, and the floor's script that it gives."""

import json
from collections.abc import Iterable, Iterator
from statistics import median
from typing import NamedTuple

from temporalio.api.common.v1 import Payload
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import WorkflowHistory
from temporalio.converter import DataConverter

from bench.floor_script import Script, Turn, Woken

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
_WAKES = {
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED: Woken.START,
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED: Woken.MESSAGE,
    EventType.EVENT_TYPE_TIMER_FIRED: Woken.TIMER,
}


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


async def script(history: WorkflowHistory, converter: DataConverter) -> Script:
    """The floor's script: turn by turn as many activities and timers as the complaint had, and as long."""
    decoded = WorkflowHistory(history.workflow_id, _events(history))
    turns = [await _turn(by, events, converter) for by, events in _turns(decoded.events)]
    return Script(turns=tuple(turns), ends_with="closed")


def _events(history: WorkflowHistory) -> list[HistoryEvent]:
    return [event for event in history.events if event.event_type not in _OF_THE_CLOCK]


def _turns(events: Iterable[HistoryEvent]) -> Iterator[tuple[Woken, list[HistoryEvent]]]:
    """A turn begins with what wakes the workflow; what it then asks for is the turn's."""
    by, turn = Woken.START, list[HistoryEvent]()
    for event in events:
        woken = _WAKES.get(event.event_type)
        if woken and woken is not Woken.START:
            yield by, turn
            by, turn = woken, []
        turn.append(event)
    yield by, turn


async def _turn(by: Woken, events: Iterable[HistoryEvent], converter: DataConverter) -> Turn:
    emails, texts, pages, timers = list[int](), list[int](), list[int](), list[float]()
    for event in events:
        if event.event_type == EventType.EVENT_TYPE_TIMER_STARTED:
            timers.append(event.timer_started_event_attributes.start_to_fire_timeout.ToTimedelta().total_seconds())
        elif event.event_type == EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED:
            asked = event.activity_task_scheduled_event_attributes
            given = await _opened(asked.input.payloads[0], converter)
            {"send_email": emails, "send_text": texts}.get(asked.activity_type.name, pages).append(_length(given))
    return Turn(by=by, emails=tuple(emails), texts=tuple(texts), pages=tuple(pages), timers=tuple(timers))


async def _opened(payload: Payload, converter: DataConverter) -> bytes:
    opened = await converter.payload_codec.decode([payload]) if converter.payload_codec else [payload]
    return opened[0].data


def _length(given: bytes) -> int:
    """Of the notice itself, or of the record's entries: how the complaint stands is ours to add."""
    needed = json.loads(given)
    needed.pop("standing", None)
    return len(json.dumps(needed, separators=(",", ":")))
