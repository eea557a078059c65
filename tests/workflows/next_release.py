"""The next release, for the tests of changing over: a complaint with a procedure that differs."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.complaint.complaint import Case
    from domain.messages.message import Answer, Message
    from workers.wiring import WORKFLOWS
    from workflows.complaint import ComplaintWorkflow


@workflow.defn(name="Complaint")
class ChangedComplaint(ComplaintWorkflow):
    """The next release's procedure: the record says of each order by whom it was taken."""

    @workflow.init
    def __init__(self, case: Case) -> None:
        super().__init__(case)

    @workflow.run
    async def run(self, case: Case) -> None:
        """As before."""
        await super().run(case)

    def obey(self, order: Message, **room: int) -> Answer:
        """Carry an order out, in the new way."""
        before = len(self._complaint.record)
        answer = super().obey(order, **room)
        changed = [
            entry.model_copy(update={"clause": f"NEW: {entry.clause}"}) for entry in self._complaint.record[before:]
        ]
        record = (*self._complaint.record[:before], *changed)
        self._complaint = self._complaint.model_copy(update={"record": record})
        return answer


CHANGED = (ChangedComplaint, *WORKFLOWS[1:])


@workflow.defn(name="Complaint")
class FaultyComplaint(ComplaintWorkflow):
    """A release with a fault: no turn of it ends but the first."""

    @workflow.init
    def __init__(self, case: Case) -> None:
        super().__init__(case)

    @workflow.run
    async def run(self, case: Case) -> None:
        """As before."""
        await super().run(case)

    def _continue_as_new_if_due(self) -> None:
        raise RuntimeError("a fault")


FAULTY = (FaultyComplaint, *WORKFLOWS[1:])
