"""A workflow that does what none may."""

from pathlib import Path

from temporalio import workflow


@workflow.defn
class Curious:
    """Looks at its machine, which a replay on another would not find the same."""

    @workflow.run
    async def run(self, path: str) -> str:
        """Read a file."""
        return Path(path).read_text()
