"""How workflows run in their worker: in the SDK's sandbox, without two things that ours have no use for.

The sandbox would load a workflow's module again for each complaint: ours keep no state, and are passed through.
And the SDK would enter the sandbox twice for each payload, to ask in what context it is to be encoded: for ours it is
always the workflow itself, which is known here (decision 11). What is left of the sandbox refuses `open` and imports at
run time; the rest is for the linter. A turn that needs a key which is not on the ring waits for it here.
"""

from typing import Any

from temporalio.bridge.proto.workflow_activation import WorkflowActivation
from temporalio.bridge.proto.workflow_completion import WorkflowActivationCompletion
from temporalio.converter import StorageDriverStoreContext, WorkflowSerializationContext
from temporalio.worker import WorkflowInstance, WorkflowInstanceDetails, WorkflowRunner
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions
from temporalio.workflow import Info

from temporal.payload_codec import CannotOpenError, key_lacking_in, lacking

OURS = ("activities", "domain", "workflows")
"""What workflows are made of."""


class PlainlyEncoded(WorkflowRunner):
    """Runs workflows in the sandbox; their payloads are all encoded for the workflow itself, whatever they are for."""

    def __init__(self) -> None:
        self._sandboxed = SandboxedWorkflowRunner(SandboxRestrictions.default.with_passthrough_modules(*OURS))

    def prepare_workflow(self, defn: Any) -> None:  # noqa: ANN401 - the SDK does not name the type
        """Check that a workflow can be loaded in the sandbox."""
        self._sandboxed.prepare_workflow(defn)

    def create_instance(self, det: WorkflowInstanceDetails) -> WorkflowInstance:
        """One workflow in its sandbox."""
        context = WorkflowSerializationContext(namespace=det.info.namespace, workflow_id=det.info.workflow_id)
        return _Instance(self._sandboxed.create_instance(det), context)

    def set_worker_level_failure_exception_types(self, types: Any) -> None:  # noqa: ANN401 - as the SDK passes them
        """What fails a workflow rather than stops it."""
        self._sandboxed.set_worker_level_failure_exception_types(types)


class _Instance(WorkflowInstance):
    def __init__(self, sandboxed: WorkflowInstance, context: WorkflowSerializationContext) -> None:
        self._sandboxed = sandboxed
        self._context = context

    def activate(self, act: WorkflowActivation) -> WorkflowActivationCompletion:
        _check_opened(act)
        return self._sandboxed.activate(act)

    def get_serialization_context(self, command_info: object) -> WorkflowSerializationContext:  # noqa: ARG002 - the SDK's
        return self._context

    def get_external_store_context(self, command_info: object) -> StorageDriverStoreContext:  # noqa: ARG002
        return StorageDriverStoreContext(target=None)

    def get_info(self) -> Info:
        return self._sandboxed.get_info()

    def get_thread_id(self) -> int | None:
        return self._sandboxed.get_thread_id()


def _check_opened(act: WorkflowActivation) -> None:
    """Wait for the key where something in history needs it; what is not in history yet is refused by whoever reads it.

    Raises:
        CannotOpenError: the key is not on the ring: Temporal gives the turn again later.
    """
    if not key_lacking_in(act.SerializeToString()):
        return
    for job in act.jobs:
        is_question = job.HasField("query_workflow") or (job.HasField("do_update") and job.do_update.run_validator)
        if not is_question and (key_id := key_lacking_in(job.SerializeToString())):
            raise CannotOpenError(lacking(key_id))
