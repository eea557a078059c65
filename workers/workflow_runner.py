"""How workflows run in their worker: in the SDK's sandbox, without two things that ours have no use for.

The sandbox would load a workflow's module again for each complaint: ours keep no state, and are passed through.
And the SDK would enter the sandbox twice for each payload, to ask in what context it is to be encoded: our converter
asks for none (decision 11). What is left of it refuses `open` and imports at run time; the rest is for the linter.
"""

from typing import Any

from temporalio.bridge.proto.workflow_activation import WorkflowActivation
from temporalio.bridge.proto.workflow_completion import WorkflowActivationCompletion
from temporalio.converter import StorageDriverStoreContext
from temporalio.worker import WorkflowInstance, WorkflowInstanceDetails, WorkflowRunner
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions
from temporalio.workflow import Info

OURS = ("activities", "domain", "workflows")
"""What workflows are made of."""


class PlainlyEncoded(WorkflowRunner):
    """Runs workflows in the sandbox; their payloads are encoded alike, whatever they are for."""

    def __init__(self) -> None:
        self._sandboxed = SandboxedWorkflowRunner(SandboxRestrictions.default.with_passthrough_modules(*OURS))

    def prepare_workflow(self, defn: Any) -> None:  # noqa: ANN401 - the SDK does not name the type
        """Check that a workflow can be loaded in the sandbox."""
        self._sandboxed.prepare_workflow(defn)

    def create_instance(self, det: WorkflowInstanceDetails) -> WorkflowInstance:
        """One workflow in its sandbox."""
        return _Instance(self._sandboxed.create_instance(det))

    def set_worker_level_failure_exception_types(self, types: Any) -> None:  # noqa: ANN401 - as the SDK passes them
        """What fails a workflow rather than stops it."""
        self._sandboxed.set_worker_level_failure_exception_types(types)


class _Instance(WorkflowInstance):
    def __init__(self, sandboxed: WorkflowInstance) -> None:
        self._sandboxed = sandboxed

    def activate(self, act: WorkflowActivation) -> WorkflowActivationCompletion:
        return self._sandboxed.activate(act)

    def get_serialization_context(self, command_info: object) -> None:  # noqa: ARG002 - the SDK's
        return None

    def get_external_store_context(self, command_info: object) -> StorageDriverStoreContext:  # noqa: ARG002
        return StorageDriverStoreContext(target=None)

    def get_info(self) -> Info:
        return self._sandboxed.get_info()

    def get_thread_id(self) -> int | None:
        return self._sandboxed.get_thread_id()
