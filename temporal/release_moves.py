"""Moves open complaints to the current release: each is nudged, takes a turn, and continues as new there.

What is under way is never left behind: a complaint with a notice or a page of its record on the way stays, and moves by
itself when that has ended. One whose own release cannot give it a turn can be taken over: the current release goes on
with its history as it is, as long as it replays there.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from google.protobuf.field_mask_pb2 import FieldMask
from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.workflow.v1 import VersioningOverride, WorkflowExecutionOptions
from temporalio.api.workflowservice.v1 import DescribeWorkflowExecutionResponse, UpdateWorkflowExecutionOptionsRequest
from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.service import RPCError, RPCStatusCode

from domain.value import Value
from temporal.connection import PATIENCE
from temporal.errors import in_our_words
from workflows.ids import complaint_of, complaint_workflow_id

T = TypeVar("T")

_AT_ONCE = 20
_LOOK_EVERY = 0.1
_TURN_ENDS_WITHIN = 10.0
"""Seconds after which Temporal takes a turn away from a worker that has failed it: only then another can have it."""
_PROBLEMS = "TemporalReportedProblems"
_FIELD = FieldMask(paths=["versioning_override"])


class Remaining(Value):
    """A complaint that has not moved."""

    landlord: str
    reference: str
    release: str
    """Which it is on; empty for none."""
    why: str
    may_yet: bool
    """Whether it is worth waiting for: it may move in the next moment."""
    has_no_turn: bool
    """Whether its own release gives it no turn, so that only another can."""

    @property
    def id(self) -> str:
        """Its id at Temporal."""
        return complaint_workflow_id(self.landlord, self.reference)


class ReleaseMoves:
    """Moves complaints to the releases that are current or ramping; each step has so many seconds of patience."""

    def __init__(self, client: Client, targets: frozenset[str], patience: float) -> None:
        self._client = client
        self._targets = targets
        self._patience = patience

    async def nudge(self, ids: Sequence[str]) -> list[Remaining]:
        """Nudge these complaints, and say which have not moved in time, and why.

        Raises:
            TemporalAwayError: Temporal does not answer.
        """
        with in_our_words(self._client):
            await _each(ids, self._signal)
            return await self._left(ids, self._patience)

    async def take_over(self, left: Sequence[Remaining]) -> list[Remaining]:
        """Have the current release go on with those that have no turn on their own, and say what is left of all.

        One that it cannot replay goes back to its own release, unharmed.

        Raises:
            TemporalAwayError: Temporal does not answer.
        """
        ids = [each.id for each in left if each.has_no_turn]
        with in_our_words(self._client):
            await _each(ids, self._let_anybody)
            try:
                still = await self._left(ids, self._patience + _TURN_ENDS_WITHIN, even_so=True)
            finally:
                await _each(ids, self._let_its_own)
        return [each for each in left if not each.has_no_turn] + still

    async def _left(self, ids: Sequence[str], patience: float, *, even_so: bool = False) -> list[Remaining]:
        """Those that have not moved, once it is of no use to wait any longer; *even_so* is to wait for all."""
        loop = asyncio.get_running_loop()
        until = loop.time() + patience
        left = await self._look(ids)
        while any(even_so or each.may_yet for each in left) and loop.time() < until:
            await asyncio.sleep(_LOOK_EVERY)
            left = await self._look([each.id for each in left])
        return left

    async def _look(self, ids: Sequence[str]) -> list[Remaining]:
        return [each for each in await _each(ids, self._seen) if each]

    async def _seen(self, workflow_id: str) -> Remaining | None:
        handle = self._client.get_workflow_handle(workflow_id)
        description = await handle.describe(rpc_timeout=PATIENCE)
        raw = description.raw_description
        if description.status is not WorkflowExecutionStatus.RUNNING or self._has_moved(raw):
            return None
        complaint, release = complaint_of(workflow_id), _release(raw)
        why, may_yet, has_no_turn = _why(raw, release)
        return Remaining(
            landlord=complaint.landlord,
            reference=complaint.reference,
            release=release,
            why=why,
            may_yet=may_yet,
            has_no_turn=has_no_turn,
        )

    def _has_moved(self, raw: DescribeWorkflowExecutionResponse) -> bool:
        """Whether it has had a turn on a release that it is to be on."""
        info = raw.workflow_execution_info.versioning_info
        return _release(raw) in self._targets and not info.HasField("version_transition")

    async def _signal(self, workflow_id: str) -> None:
        try:
            await self._client.get_workflow_handle(workflow_id).signal("nudge", rpc_timeout=PATIENCE)
        except RPCError as error:
            _has_ended(error)

    async def _let_anybody(self, workflow_id: str) -> None:
        await self._override(workflow_id, VersioningOverride(auto_upgrade=True))

    async def _let_its_own(self, workflow_id: str) -> None:
        """It stays where it has had its last turn."""
        await self._override(workflow_id, None)

    async def _override(self, workflow_id: str, override: VersioningOverride | None) -> None:
        asked = UpdateWorkflowExecutionOptionsRequest(
            namespace=self._client.namespace,
            workflow_execution=WorkflowExecution(workflow_id=workflow_id),
            workflow_execution_options=WorkflowExecutionOptions(versioning_override=override),
            update_mask=_FIELD,
        )
        try:
            await self._client.workflow_service.update_workflow_execution_options(asked, retry=True, timeout=PATIENCE)
        except RPCError as error:
            _has_ended(error)


async def _each(ids: Sequence[str], does: Callable[[str], Awaitable[T]]) -> list[T]:
    """Do it to each, some at once."""
    free = asyncio.Semaphore(_AT_ONCE)

    async def one(workflow_id: str) -> T:
        async with free:
            return await does(workflow_id)

    return await asyncio.gather(*(one(workflow_id) for workflow_id in ids))


def _has_ended(error: RPCError) -> None:
    """Pass over that a complaint has ended meanwhile: it has nowhere to go."""
    if error.status is not RPCStatusCode.NOT_FOUND:
        raise error


def _release(raw: DescribeWorkflowExecutionResponse) -> str:
    return raw.workflow_execution_info.versioning_info.deployment_version.build_id


def _why(raw: DescribeWorkflowExecutionResponse, release: str) -> tuple[str, bool, bool]:
    """Why it is where it is; whether it may move in the next moment, and whether its own release gives it no turn."""
    whose = f"worker of release {release}" if release else "worker without a release"
    fails = _PROBLEMS in raw.workflow_execution_info.search_attributes.indexed_fields
    if fails or raw.pending_workflow_task.attempt > 1:
        return f"its turn fails on a {whose}; the worker's log says why", False, True
    if raw.HasField("pending_workflow_task"):
        return f"no {whose} takes its turn", True, True
    if under_way := raw.pending_activities:
        what, tries = under_way[0].activity_type.name.replace("_", " "), max(each.attempt for each in under_way)
        return f"{what} is under way (try {tries}); it moves by itself when that has ended", tries <= 1, False
    if raw.workflow_execution_info.versioning_info.versioning_override.HasField("pinned"):
        return "somebody has pinned it there by an override at Temporal", False, False
    return "it had its turn and stayed; nudge again", True, False
