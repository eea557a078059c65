"""Records the histories that `test_histories.py` replays: `make histories`, after a change on purpose.

Every scenario is lived on a real server, all at the same time. Each is saved as it is in its middle, since a replay of
a closed complaint alone does not notice all that would stop an open one, and as it is at its end, with every run: one
that comes back has another. Payloads are plain: the people are the scenarios' and made up, replay does not ask how a
value travelled, and who reviews a change can read what was replayed.
"""

import asyncio
import logging
import sys
import tempfile
from pathlib import Path

import structlog
from temporalio.client import WorkflowHistory

from cli.process import run_main
from temporal.data_converter import data_converter
from tests.replay.saved import NEWEST, save
from tests.workflows.test_scenarios import EVERY_SAMPLE, Lived, lived, moved_story
from tests.world import PLAIN, World, world


async def record(running: World, name: str, folder: Path) -> str:
    """Live the scenario, save its histories there, and say what they hold."""
    story = moved_story(name)
    middle = len(story.events) // 2
    opened: list[WorkflowHistory] = []

    async def look(life: Lived, place: int) -> None:
        nonlocal opened
        await life.nothing_under_way()
        if not opened or (place <= middle and not await life.has_ended()):
            opened = await runs(life)

    life = await lived(running, story, look)
    closed = await runs(life)
    size = save({"open": opened, "closed": closed}, folder / f"{name}.json.xz")
    events = (sum(len(run.events) for run in moment) for moment in (opened, closed))
    return "{}: open {} events, closed {} events in {} runs, {:,} bytes".format(name, *events, len(closed), size)


async def runs(life: Lived) -> list[WorkflowHistory]:
    """The histories of all the complaint's runs, the first one first."""
    client = life.world.env.client
    found = [(run.start_time, run.run_id) async for run in client.list_workflows(f"WorkflowId='{life.handle.id}'")]
    return [await client.get_workflow_handle(life.handle.id, run_id=run).fetch_history() for _, run in sorted(found)]


async def record_all(folder: Path) -> None:
    """Record every scenario, and drop the files of those that are no more."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        async with world(Path(scratch), data_converter(PLAIN, "default")) as running:
            lines = await asyncio.gather(*(record(running, name, folder) for name in EVERY_SAMPLE))
    for line in lines:
        sys.stdout.write(f"{line}\n")
    files = list(folder.glob("*.json.xz"))
    for file in files:
        if file.name.removesuffix(".json.xz") not in EVERY_SAMPLE:
            file.unlink()
    sys.stdout.write(f"{sum(file.stat().st_size for file in files if file.exists()):,} bytes in {folder}\n")


def main() -> None:
    """Record into the folder that is named, else where the test looks."""
    logging.getLogger("temporalio.activity").setLevel(logging.CRITICAL)  # a number that cannot work is part of a story
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    folder = Path(sys.argv[1]) if sys.argv[1:] else NEWEST
    asyncio.run(record_all(folder))


if __name__ == "__main__":
    run_main(main)
