"""Records the histories that `test_histories.py` replays: `python -m tests.replay.record`, after a change on purpose.

Each story is lived twice: to its end, and to its middle, since a replay of a closed complaint alone does not notice
all that would stop an open one.
"""

import asyncio
import dataclasses
import gzip
import re
import sys
import tempfile
from pathlib import Path

from intake.run_main import run_main
from tests.workflows.test_scenarios import lived, moved_story
from tests.world import PLAIN, World, world
from workers.data_converter import data_converter

HISTORIES = Path(__file__).parent / "histories"
STORIES = ("qualitas-extended", "reliance-to-the-ombudsman")
_SENDER = re.compile(r'"identity": ?"[^"]*"')
"""Which process sent what: it names the machine, and replay does not ask."""


async def _record(running: World, name: str, *, to_its_end: bool) -> None:
    story = moved_story(name)
    if not to_its_end:
        half = story.events[: len(story.events) // 2 + 1]
        story = dataclasses.replace(story, events=half, until=half[-1].at)
    life = await lived(running, story)
    history = await life.handle.fetch_history()
    state = "closed" if to_its_end else "open"
    page = _SENDER.sub('"identity": "putright"', history.to_json())
    (HISTORIES / f"{name}-{state}.json.gz").write_bytes(gzip.compress(page.encode(), mtime=0))
    sys.stdout.write(f"{name}, {state}: {len(history.events)} events\n")


async def _record_all() -> None:
    for to_its_end in (True, False):
        with tempfile.TemporaryDirectory() as folder:
            async with world(Path(folder), data_converter(PLAIN, "default")) as running:
                for name in STORIES:
                    await _record(running, name, to_its_end=to_its_end)


if __name__ == "__main__":
    HISTORIES.mkdir(exist_ok=True)
    run_main(lambda: asyncio.run(_record_all()))
