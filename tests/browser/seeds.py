"""What is in the house before anybody opens a page: the samples of `complaints dev`, and a complaint for each state."""

import asyncio
import tomllib
from pathlib import Path
from typing import Any

from cli.development.samples import play, samples
from desk.desk import Desk
from desk.errors import UnansweredError
from domain.complaint.reference import ComplaintId

SEEDS = Path(__file__).parent / "seeds"
_AT_ONCE, _TRIES = 2, 6


async def seed(desk: Desk) -> dict[str, ComplaintId]:
    """Open every sample and every seed, and take their steps; each one's place by the name of its file."""
    stories = [*samples(), *((file.stem, *_story(file)) for file in sorted(SEEDS.glob("*.toml")))]
    room = asyncio.Semaphore(_AT_ONCE)

    async def one(name: str, complaint: dict[str, Any], story: dict[str, Any]) -> ComplaintId:
        async with room:
            for _ in range(_TRIES):
                try:
                    return await play(desk, name, complaint, story)
                except UnansweredError:  # on a busy machine; each step has its key
                    continue
        raise AssertionError(f"nobody answered for {name}")

    places = await asyncio.gather(*(one(*story) for story in stories))
    return {name: place for (name, *_), place in zip(stories, places, strict=True)}


def _story(file: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    values = tomllib.loads(file.read_text(encoding="utf-8"))
    return values["complaint"], values["story"]
