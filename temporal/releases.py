"""Releases: which one a worker is of, and how Temporal routes open complaints between them.

A complaint stays on the release it runs on, so that new code never meets a history of older code. It changes over where
it continues as new: when it notices that another release is current, at its next turn with nothing under way.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable
from datetime import UTC, datetime, timedelta
from importlib.metadata import version

from temporalio.api.deployment.v1 import RoutingConfig, WorkerDeploymentInfo
from temporalio.api.enums.v1 import (
    RoutingConfigUpdateState,
    TaskQueueType,
    WorkerDeploymentVersionStatus,
    WorkerVersioningMode,
)
from temporalio.api.taskqueue.v1 import PollerInfo, TaskQueue
from temporalio.api.workflowservice.v1 import (
    DescribeTaskQueueRequest,
    DescribeWorkerDeploymentRequest,
    SetWorkerDeploymentCurrentVersionRequest,
)
from temporalio.client import Client
from temporalio.common import VersioningBehavior, WorkerDeploymentVersion
from temporalio.service import RPCError, RPCStatusCode
from temporalio.worker import WorkerDeploymentConfig

from domain.value import Value
from temporal.connection import PATIENCE
from temporal.errors import in_our_words
from workflows.attributes import LANDLORD
from workflows.ids import COMPLAINT
from workflows.queues import COMPLAINTS_QUEUE

DEPLOYMENT = "complaints"
NO_RELEASE = ""
"""What workers are of for which no release is set."""

_OPEN = f"WorkflowType='{COMPLAINT}' AND ExecutionStatus='Running'"
_VERSION = "TemporalWorkerDeploymentVersion"
ASKS_WITHIN = timedelta(minutes=2)
"""A worker that runs asks at least once a minute; the rest is for clocks that differ."""
_LOOK_EVERY = 0.1
_LOOKS = 100
_BEING_TOLD = RoutingConfigUpdateState.ROUTING_CONFIG_UPDATE_STATE_IN_PROGRESS
_NOT_SO = {RPCStatusCode.FAILED_PRECONDITION, RPCStatusCode.INVALID_ARGUMENT, RPCStatusCode.NOT_FOUND}


class ReleaseError(Exception):
    """Temporal does not take that; the sentence says why."""


class Release(Value):
    """One release, as Temporal knows it."""

    name: str
    state: str
    """`current`, `ramping`, `draining`, `drained` or `not current yet`; empty for workers of no release."""
    open_complaints: int
    asked_at: datetime | None = None
    """When one of its workers asked for work last; they ask at least once a minute, and that is forgotten soon."""


class Releases(Value):
    """All of them."""

    current: str = NO_RELEASE
    ramping: str = NO_RELEASE
    ramping_percentage: float = 0
    releases: tuple[Release, ...]


def of_worker(release: str) -> WorkerDeploymentConfig:
    """What a worker of *release* says of itself; without one only Putright's version, and any worker does any work."""
    if not release:
        usual = WorkerDeploymentVersion(DEPLOYMENT, version("putright"))
        return WorkerDeploymentConfig(version=usual, use_worker_versioning=False)
    return WorkerDeploymentConfig(
        version=WorkerDeploymentVersion(DEPLOYMENT, release),
        use_worker_versioning=True,
        default_versioning_behavior=VersioningBehavior.PINNED,
    )


class TemporalReleases:
    """The releases of the client's own namespace."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def shown(self) -> Releases:
        """Each release with the complaints that are open on it, the newest first; those of none at the end.

        Raises:
            TemporalAwayError: Temporal does not answer.
        """
        with in_our_words(self._client):
            known, asked = await self._deployment(), await self._asked()
            names = {each.deployment_version.build_id: each.status for each in known.version_summaries}
            every = [await self._release(name, _state(status), asked.get(name)) for name, status in names.items()]
            unversioned = await self._release(NO_RELEASE, "", asked.get(NO_RELEASE))
        return Releases(
            current=known.routing_config.current_deployment_version.build_id,
            ramping=known.routing_config.ramping_deployment_version.build_id,
            ramping_percentage=known.routing_config.ramping_version_percentage,
            releases=(*every, unversioned),
        )

    async def make_current(self, name: str) -> None:
        """Let new complaints begin on that release, and tell the others of it; return when every queue knows.

        Raises:
            ReleaseError: it has no workers, or they lack a queue that the one before has.
            TemporalAwayError: Temporal does not answer.
        """
        if (await self.routing()).current_deployment_version.build_id == name:
            return
        await self._check_somebody_works(name)
        asked = SetWorkerDeploymentCurrentVersionRequest(
            namespace=self._client.namespace, deployment_name=DEPLOYMENT, build_id=name, identity="complaints release"
        )
        with in_our_words(self._client):
            try:
                await self._client.workflow_service.set_worker_deployment_current_version(asked, timeout=PATIENCE)
            except RPCError as error:
                if error.status not in _NOT_SO:
                    raise
                raise ReleaseError(error.message) from error
        await self.routing()

    async def routing(self) -> RoutingConfig:
        """Which release is current, once every queue has been told of it.

        Raises:
            ReleaseError: the queues have not been told in time.
            TemporalAwayError: Temporal does not answer.
        """
        with in_our_words(self._client):
            for _ in range(_LOOKS):
                known = await self._deployment()
                if known.routing_config_update_state != _BEING_TOLD:
                    return known.routing_config
                await asyncio.sleep(_LOOK_EVERY)
        raise ReleaseError("Temporal has not yet told every task queue which release is current; try again")

    async def on_others(self, routing: RoutingConfig, landlord: str | None) -> AsyncIterator[str]:
        """The ids of the open complaints that are on neither the current nor the ramping release.

        Raises:
            TemporalAwayError: Temporal does not answer.
        """
        whose = f" AND {LANDLORD.name}='{landlord}'" if landlord else ""
        with in_our_words(self._client):
            async for found in self._client.list_workflows(f"{_OPEN}{whose} AND {_elsewhere(routing)}"):
                yield found.id

    async def who_asks(self, now: datetime) -> frozenset[str]:
        """The workers that have asked for complaints within the last two minutes, as they call themselves.

        Raises:
            TemporalAwayError: Temporal does not answer.
        """
        with in_our_words(self._client):
            return frozenset(
                poller.identity
                for poller in await self._pollers()
                if now - poller.last_access_time.ToDatetime(UTC) <= ASKS_WITHIN
            )

    async def _check_somebody_works(self, name: str) -> None:
        """Temporal itself remembers workers for minutes after they have gone."""
        with in_our_words(self._client):
            asked_at = (await self._asked()).get(name)
        if asked_at is None or datetime.now(UTC) - asked_at > ASKS_WITHIN:
            raise ReleaseError(f"no worker {f'of release {name}' if name else 'without a release'} asks for work")

    async def _deployment(self) -> WorkerDeploymentInfo:
        asked = DescribeWorkerDeploymentRequest(namespace=self._client.namespace, deployment_name=DEPLOYMENT)
        try:
            known = await self._client.workflow_service.describe_worker_deployment(asked, retry=True, timeout=PATIENCE)
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise
            return WorkerDeploymentInfo()
        return known.worker_deployment_info

    async def _asked(self) -> dict[str, datetime]:
        """When workers asked for complaints last, by their release."""
        asked: dict[str, datetime] = {}
        for poller in await self._pollers():
            worker = poller.deployment_options
            versioned = worker.worker_versioning_mode == WorkerVersioningMode.WORKER_VERSIONING_MODE_VERSIONED
            name, at = worker.build_id if versioned else NO_RELEASE, poller.last_access_time.ToDatetime(UTC)
            asked[name] = max(at, asked.get(name, at))
        return asked

    async def _pollers(self) -> Iterable[PollerInfo]:
        queue = DescribeTaskQueueRequest(
            namespace=self._client.namespace,
            task_queue=TaskQueue(name=COMPLAINTS_QUEUE),
            task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
        )
        answer = await self._client.workflow_service.describe_task_queue(queue, retry=True, timeout=PATIENCE)
        return answer.pollers

    async def _release(self, name: str, state: str, asked_at: datetime | None) -> Release:
        found = await self._client.count_workflows(f"{_OPEN} AND {_is_on(name)}", rpc_timeout=PATIENCE)
        return Release(name=name, state=state, open_complaints=found.count, asked_at=asked_at)


def _state(status: "WorkerDeploymentVersionStatus.ValueType") -> str:
    """`current`, `drained`; a release that was never current is in one of two states that differ in nothing to us."""
    word = WorkerDeploymentVersionStatus.Name(status).removeprefix("WORKER_DEPLOYMENT_VERSION_STATUS_").lower()
    return "not current yet" if word in {"created", "inactive"} else word


def _is_on(name: str) -> str:
    return f"{_VERSION}='{DEPLOYMENT}:{name}'" if name else f"{_VERSION} IS NULL"


def _elsewhere(routing: RoutingConfig) -> str:
    """Where a complaint is that a nudge would move. One that waits for its first turn there has no release yet."""
    if not (current := routing.current_deployment_version.build_id):
        return f"{_VERSION} IS NOT NULL"
    names = {current, routing.ramping_deployment_version.build_id or current}
    others = " AND ".join(f"{_VERSION}!='{DEPLOYMENT}:{name}'" for name in sorted(names))
    return f"({_VERSION} IS NULL OR ({others}))"
