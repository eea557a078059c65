"""What Temporal's histories hold of complaints beside their state: the pages that their runs had written."""

from collections.abc import Iterator
from dataclasses import replace

from temporalio.api.common.v1 import Payload
from temporalio.client import Client, WorkflowExecution, WorkflowExecutionStatus, WorkflowHistory
from temporalio.converter import DataConverter

from activities.recording import Recording
from domain.complaint.reference import ComplaintId
from domain.value import Value
from domain.views.page import Page
from temporal.errors import in_our_words
from temporal.payload_codec import SealingCodec
from workflows.ids import COMPLAINT, complaint_of, complaint_workflow_id

_WRITES = Recording.write_record.__name__


class Known(Value):
    """A complaint that Temporal has."""

    place: ComplaintId
    is_running: bool


class Histories:
    """Reads the histories of complaints."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def complaints(self) -> tuple[Known, ...]:
        """Every complaint that Temporal has, running or ended; its list may lag some seconds behind.

        Raises:
            TemporalAwayError: Temporal does not answer.
        """
        running: dict[str, bool] = {}
        for run in await self._runs(f"WorkflowType = '{COMPLAINT}'"):
            running[run.id] = running.get(run.id, False) or run.status is WorkflowExecutionStatus.RUNNING
        return tuple(Known(place=complaint_of(each), is_running=running[each]) for each in sorted(running))

    async def pages(self, place: ComplaintId) -> tuple[Page, ...]:
        """The pages that the complaint's runs had written, as far as Temporal has them, those of the first run first.

        Raises:
            UnreadableError: they are sealed with a key that is not on the ring.
            TemporalAwayError: Temporal does not answer.
        """
        workflow_id = complaint_workflow_id(place.landlord, place.reference)
        runs = await self._runs(f"WorkflowId = '{workflow_id}'")
        pages = list[Page]()
        for run in sorted(runs, key=lambda each: each.start_time):
            handle = self._client.get_workflow_handle(workflow_id, run_id=run.run_id)
            with in_our_words(self._client):
                history = await handle.fetch_history()
                pages += await self._opened([*_written(history)], workflow_id)
        return tuple(pages)

    async def _runs(self, which: str) -> list[WorkflowExecution]:
        with in_our_words(self._client):
            return [run async for run in self._client.list_workflows(which)]

    async def _opened(self, sealed: list[Payload], workflow_id: str) -> list[Page]:
        converter = _for_workflow(self._client.data_converter, workflow_id)
        return await converter.decode(sealed, [Page] * len(sealed))


def _written(history: WorkflowHistory) -> Iterator[Payload]:
    for event in history.events:
        scheduled = event.activity_task_scheduled_event_attributes
        if scheduled.activity_type.name == _WRITES:
            yield scheduled.input.payloads[0]


def _for_workflow(converter: DataConverter, workflow_id: str) -> DataConverter:
    codec = converter.payload_codec
    return (
        replace(converter, payload_codec=codec.for_workflow(workflow_id))
        if isinstance(codec, SealingCodec)
        else converter
    )
