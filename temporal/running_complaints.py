"""Complaints as their workflows have them, for the calendar check and for whoever moves dates by it.

A workflow answers what its complaint is; the calendar it counts by stands in its history: in its input, or in the last
calendar that it was told of and could take. That is so as soon as it has been told, whether a worker is there or not,
so nobody tells it twice.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

from pydantic import ValidationError
from temporalio.api.common.v1 import Payload
from temporalio.api.enums.v1 import EventType
from temporalio.client import Client, WorkflowHandle, WorkflowQueryFailedError
from temporalio.service import RPCError, RPCStatusCode

from activities.ports import NoAnswerError, NotRunningError, ServerAwayError
from domain.calendar.working_calendar import WorkingCalendar
from domain.complaint.complaint import Case, Complaint
from domain.messages.news import CalendarChanged
from temporal.payload_codec import CannotOpenError
from workflows.ids import complaint_workflow_id
from workflows.seals import DAMAGED

_PATIENCE = timedelta(seconds=10)
_SIGNAL = "calendar_changed"
_SILENT = {RPCStatusCode.DEADLINE_EXCEEDED, RPCStatusCode.CANCELLED, RPCStatusCode.FAILED_PRECONDITION}
_NO_CONNECTION = "Failed client connect"

Handle = WorkflowHandle[object, object]


class TemporalComplaints:
    """Fulfils `RunningComplaints`."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def case(self, landlord: str, reference: str) -> Case:
        """The complaint with the rules it is judged by now.

        Raises:
            NotRunningError: it is not running.
            NoAnswerError: no worker answers for it, or what Temporal has of it cannot be opened.
            ServerAwayError: Temporal does not answer.
        """
        handle = self._handle(landlord, reference)
        with self._in_our_words():
            began, told = await self._history(handle)
            complaint = await handle.query("complaint", result_type=Complaint, rpc_timeout=_PATIENCE)
        calendar = began.rules.calendar
        for news in told:
            calendar = _taken(calendar, news)
        rules = began.rules.model_copy(update={"calendar": calendar})
        return Case(complaint=complaint, rules=rules, recorded_through=len(complaint.record))

    async def change_calendar(self, landlord: str, reference: str, calendar: WorkingCalendar) -> None:
        """Tell the complaint that its calendar has changed.

        Raises:
            NotRunningError: it is not running.
            ServerAwayError: Temporal does not answer.
        """
        with self._in_our_words():
            news = CalendarChanged(calendar=calendar)
            await self._handle(landlord, reference).signal(_SIGNAL, news, rpc_timeout=_PATIENCE)

    def _handle(self, landlord: str, reference: str) -> Handle:
        return self._client.get_workflow_handle(complaint_workflow_id(landlord, reference))

    async def _history(self, handle: Handle) -> tuple[Case, list[CalendarChanged]]:
        """What the present run began with, and the calendars it was told of since."""
        events = (await handle.fetch_history(rpc_timeout=_PATIENCE)).events
        began = events[0].workflow_execution_started_event_attributes.input.payloads
        (case,) = await self._client.data_converter.decode(began, [Case])
        signals = (
            event.workflow_execution_signaled_event_attributes
            for event in events
            if event.event_type == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED
        )
        told = [await self._news(signal.input.payloads) for signal in signals if signal.signal_name == _SIGNAL]
        return case, [news for news in told if news]

    async def _news(self, payloads: Sequence[Payload]) -> CalendarChanged | None:
        """What a signal said; None where the complaint refused it as malformed or damaged."""
        try:
            (news,) = await self._client.data_converter.decode(payloads, [CalendarChanged])
        except (ValidationError, ValueError, KeyError, TypeError, RuntimeError):
            return None
        return news if isinstance(news, CalendarChanged) else None

    @contextmanager
    def _in_our_words(self) -> Iterator[None]:
        try:
            yield
        except WorkflowQueryFailedError as error:
            raise NoAnswerError(f"its worker cannot answer: {error}") from error
        except CannotOpenError as error:
            raise NoAnswerError(f"what Temporal has of it cannot be opened: {error}") from error
        except KeyError as error:  # the SDK's, for an encoding that nobody can read
            if DAMAGED.decode() not in str(error):
                raise
            raise NoAnswerError("what Temporal has of it is damaged") from error
        except RPCError as error:
            if error.status is RPCStatusCode.NOT_FOUND:
                raise NotRunningError("it is not running at Temporal") from error
            if error.status in _SILENT:
                raise NoAnswerError("no worker answers for it") from error
            raise self._away() from error
        except RuntimeError as error:  # the SDK has no type of its own for it
            if not str(error).startswith(_NO_CONNECTION):
                raise
            raise self._away() from error

    def _away(self) -> ServerAwayError:
        return ServerAwayError(f"Temporal does not answer at {self._client.service_client.config.target_host}")


def _taken(calendar: WorkingCalendar, news: CalendarChanged) -> WorkingCalendar:
    """The calendar after that news: the complaint refuses another nation's, and one that ends earlier."""
    same_nation = news.calendar.nation is calendar.nation
    return news.calendar if same_nation and news.calendar.covers_to >= calendar.covers_to else calendar
