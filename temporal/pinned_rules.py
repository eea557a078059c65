"""The rules that a running complaint is judged by, as its history has them.

They stand in its input, the calendar in the last one that it was told of and could take. That is so as soon as it has
been told, whether a worker is there or not, so nobody tells it twice.
"""

from collections.abc import Sequence

from pydantic import ValidationError
from temporalio.api.common.v1 import Payload
from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowHistory
from temporalio.common import RawValue
from temporalio.converter import DataConverter, WorkflowSerializationContext

from domain.calendar.working_calendar import WorkingCalendar
from domain.complaint.complaint import Case
from domain.messages.news import CalendarChanged
from domain.policy.rules import Rules
from workflows.messages import why_not_ours

CALENDAR_CHANGED = "calendar_changed"
"""The signal that tells a complaint of a later calendar."""


async def rules_in(history: WorkflowHistory, converter: DataConverter, namespace: str) -> Rules:
    """The rules with which the present run began, with the calendar that it was told of since."""
    case = await case_in(history, converter, namespace)
    converter = converter.with_context(WorkflowSerializationContext(namespace, history.workflow_id))
    calendar: WorkingCalendar = case.rules.calendar
    for event in history.events:
        if event.event_type == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED:
            signal = event.workflow_execution_signaled_event_attributes
            if signal.signal_name == CALENDAR_CHANGED:
                calendar = _taken(calendar, await _news(signal.input.payloads, converter, case))
    rules: Rules = case.rules.model_copy(update={"calendar": calendar})
    return rules


async def case_in(history: WorkflowHistory, converter: DataConverter, namespace: str) -> Case:
    """The complaint and the rules with which the run began."""
    converter = converter.with_context(WorkflowSerializationContext(namespace, history.workflow_id))
    began = history.events[0].workflow_execution_started_event_attributes.input.payloads
    case: Case
    (case,) = await converter.decode(began, [Case])
    return case


async def _news(payloads: Sequence[Payload], converter: DataConverter, case: Case) -> CalendarChanged | None:
    """What a signal said; None where the complaint refused it as malformed, damaged or not encrypted."""
    try:
        opened, news = await converter.decode([*payloads, *payloads], [RawValue, CalendarChanged])
        if why_not_ours(opened.payload, takes_plain=case.takes_plain):
            return None
    except (ValidationError, ValueError, KeyError, TypeError, RuntimeError):
        return None
    return news if isinstance(news, CalendarChanged) else None


def _taken(calendar: WorkingCalendar, news: CalendarChanged | None) -> WorkingCalendar:
    """The calendar after that news: the complaint refuses another nation's, and one that ends earlier."""
    if news is None or news.calendar.nation is not calendar.nation:
        return calendar
    return news.calendar if news.calendar.covers_to >= calendar.covers_to else calendar
