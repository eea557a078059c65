"""A workflow that does what none may, by way of code that passes the sandbox by as ours does."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from tests.workflows.reading import words_of


@workflow.defn
class Curious:
    """Looks at its machine, which a replay on another would not find the same."""

    @workflow.run
    async def run(self, path: str) -> str:
        """Read a file."""
        return words_of(path)
