"""The sample complaints of `complaints dev`: invented people, each a file of `samples/` as `open --file` takes it.

The file of the same name in `samples/steps/` says how long ago it was received and what was done since, in the names of
the commands' options. Every step has a key of its own, and says how long before the first start it was taken, so that
starting again changes nothing.
"""

import asyncio
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cli.development.readiness import until
from desk.desk import Desk
from domain.complaint.complaint import NotAllowedError
from domain.complaint.reference import ComplaintId
from intake.moments import length
from intake.order_fields import nest
from intake.order_names import ORDERS

_SENT_WITHIN = 10


def samples_folder() -> Path:
    """The folder of samples, beside the packages; an installation without it has none."""
    return Path(__file__).parents[2] / "samples"


async def open_samples(desk: Desk) -> str:
    """Open every sample that is not there yet and take its steps; the reference of the first."""
    places = await asyncio.gather(*(play(desk, *sample) for sample in samples()))
    return places[0].reference if places else "REFERENCE"


def samples() -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Each sample's name, its complaint, and what was done since."""
    for file in sorted(samples_folder().glob("*.toml")):
        yield file.stem, _values(file), _values(file.parent / "steps" / file.name)


def _values(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


async def play(desk: Desk, name: str, complaint: dict[str, Any], story: dict[str, Any]) -> ComplaintId:
    """Open one sample, and take its steps as far as the policy still allows them."""
    key, received = f"sample-{name}", {"ago": story["received_ago"]}
    opened = await desk.open(desk.new_complaint(complaint | _dated(received, datetime.now(UTC)) | {"key": key}))
    began = (await desk.complaint(opened.place)).received_at + length(story["received_ago"])
    for number, step in enumerate(story.get("steps", []), start=1):
        try:
            await _take(desk, opened.place, _dated(step, began) | {"key": f"{key}-{number}"})
        except NotAllowedError:  # somebody has moved this sample on by hand: it is theirs now
            break
    return opened.place


async def _take(desk: Desk, place: ComplaintId, values: dict[str, Any]) -> None:
    step = values.pop("step")
    answer = await desk.order(place, await desk.order_from(place, step, nest(ORDERS[step], values)))
    if not answer.repeated:
        await _everything_sent(desk, place)


async def _everything_sent(desk: Desk, place: ComplaintId) -> None:
    """Wait, within reason, until what a step has to tell has gone: in life the next step follows days later."""

    async def all_gone() -> bool:
        now, outbox = await desk.now(place), (await desk.complaint(place)).outbox
        return all(notice.not_before > now for notice in outbox)

    with suppress(TimeoutError):
        async with asyncio.timeout(_SENT_WITHIN):
            await until(all_gone)


def _dated(values: dict[str, Any], now: datetime) -> dict[str, Any]:
    """*values* with the moments that are given as so long ago."""
    dated = dict(values)
    for ago, at in (("ago", "at"), ("sent_ago", "sent_at")):
        if ago in dated:
            dated[at] = (now - length(dated.pop(ago))).isoformat()
    return dated
