"""A complaint with a change that no open complaint could take: a command that its history does not have."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.complaint.complaint import Case
    from workflows.complaint import ComplaintWorkflow


@workflow.defn(name="Complaint")
class CarelesslyChanged(ComplaintWorkflow):
    """Notes something for the list on each turn, without a guard."""

    @workflow.init
    def __init__(self, case: Case) -> None:
        super().__init__(case)

    @workflow.run
    async def run(self, case: Case) -> None:
        """As before."""
        await super().run(case)

    def _publish(self) -> None:
        super()._publish()
        workflow.upsert_memo({"turn_at": workflow.now().isoformat()})
