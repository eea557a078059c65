"""Chaos: complaints live through their stories while parts are killed, frozen and locked; then all is compared.

`python -m bench.chaos --seed 7`: the seed says which complaint does what and which faults come in which order. How far
each has come when one strikes is the machine's affair, so a run that found something is told by its seed and its log.

What is compared when all is well again: every order that was answered is on the record, once and under one number; no
number of the record is missing, and the register has as many entries as the complaint; what providers accepted is
known to the ledger, and nothing went twice that nobody marked; no deadline has passed unnoticed.
"""

import argparse
import asyncio
import os
import tomllib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random
from time import perf_counter
from typing import Any, NamedTuple, TypeVar
from unittest.mock import patch

from activities.ports import NoAnswerError, RegisterAwayError, TemporalAwayError
from bench.chaos_check import Found, compare
from bench.chaos_faults import FAULTS, Fault
from bench.figures import say
from bench.world import World, world
from cli.development.readiness import until
from cli.development.samples import samples_folder
from cli.process import run_main
from desk.desk import Desk
from desk.errors import DeskError, UnknownComplaintError
from desk.wiring import open_desk
from domain.complaint.carried_out import digest
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.old_keys import may_hold
from domain.complaint.reference import ComplaintId
from domain.messages.message import Message
from intake.errors import BadInputError
from intake.moments import length
from intake.order_fields import nest
from intake.order_names import ORDERS
from providers.settings import Payloads

T = TypeVar("T")

_AWAY = (NoAnswerError, RegisterAwayError, TemporalAwayError)
_AGAIN_AFTER = 0.5
_BETWEEN_FAULTS = (1.0, 8.0)
_GIVEN_TWICE, _ASKED_AGAIN, _MOVED_ON = 0.15, 0.2, 0.6
"""How often an order is given by two desks at once, repeated later, and a complaint's clock moved on between two."""
_MOST_DAYS = 12
_SETTLES_WITHIN = 240.0


class Plan(NamedTuple):
    """What a run is asked to do."""

    seed: int
    complaints: int
    seconds: float
    """For how long faults come; what was begun is finished after it."""
    at_once: int = 12
    """Complaints that live at the same time."""


@dataclass
class Life:
    """One complaint, and what its desks were told."""

    place: ComplaintId
    answered: dict[str, set[int]] = field(default_factory=dict)
    """By the key of each order that was carried out: the numbers of the entry that the answers named."""
    orders: list[Message] = field(default_factory=list)
    refused: int = 0


@dataclass
class Outcome:
    """What a run was, and what it found."""

    lives: list[Life]
    faults: dict[str, int]
    found: Found

    @property
    def orders(self) -> int:
        """Orders that were carried out."""
        return sum(len(life.answered) for life in self.lives)


class _Sample(NamedTuple):
    complaint: dict[str, Any]
    received_ago: str
    steps: tuple[dict[str, Any], ...]


async def run(plan: Plan) -> Outcome:
    """Let the complaints live among the faults, mend everything, wait until all is quiet, and compare."""
    async with world(Payloads.ENCRYPTED) as running:
        await running.complaint_worker()
        async with AsyncExitStack() as opened:
            opened.enter_context(patch.dict(os.environ, running.environment))
            desk = await opened.enter_async_context(open_desk(running.settings()))
            over = perf_counter() + plan.seconds
            async with asyncio.TaskGroup() as together:  # a fault that cannot be done ends the run
                trouble = together.create_task(_trouble(running, plan, over))
                living = together.create_task(_live_all(desk, plan))
            struck, lives = trouble.result(), living.result()
            _tell("all have lived, all is well")
            await _all_quiet(desk, lives)
            _tell("all is quiet")
            forgotten = [each async for each in _forgotten(desk, lives)]
            found = await compare(desk, running, {life.place: life.answered for life in lives})
            return Outcome(lives, struck, found._replace(wrong=[*forgotten, *found.wrong]))


async def _trouble(running: World, plan: Plan, over: float) -> dict[str, int]:
    """One fault after another until the time is over; each is mended before the next."""
    chance, struck = _chance(plan, "faults"), dict.fromkeys(FAULTS, 0)
    while (left := over - perf_counter()) > 0:
        await asyncio.sleep(min(left, chance.uniform(*_BETWEEN_FAULTS)))
        name = chance.choice(list(FAULTS))
        fault: Fault = FAULTS[name]
        await fault(running, chance)
        struck[name] += 1
        _tell(name)
    return struck


def _tell(what: str) -> None:
    say(f"{datetime.now(UTC):%H:%M:%S} {what}\n")


def _chance(plan: Plan, what: object) -> Random:
    """What falls to *what* in the run of that seed: always the same."""
    return Random(f"{plan.seed}/{what}")  # noqa: S311 - it keeps no secret


async def _live_all(desk: Desk, plan: Plan) -> list[Life]:
    room = asyncio.Semaphore(plan.at_once)

    async def live(number: int) -> Life:
        async with room:
            return await _live(desk, _chance(plan, number), f"chaos-{plan.seed}-{number}")

    return list(await asyncio.gather(*(live(number) for number in range(plan.complaints))))


def _samples() -> tuple[_Sample, ...]:
    return tuple(_read_samples())


def _read_samples() -> Iterator[_Sample]:
    for file in sorted(samples_folder().glob("*.toml")):
        steps = tomllib.loads((file.parent / "steps" / file.name).read_text(encoding="utf-8"))
        complaint = tomllib.loads(file.read_text(encoding="utf-8"))
        yield _Sample(complaint, steps["received_ago"], tuple(steps.get("steps", ())))


async def _live(desk: Desk, chance: Random, key: str) -> Life:
    """One of the samples, its steps in order; its clock moves on between them, as days pass."""
    sample = chance.choice(_samples())
    began = datetime.now(UTC)
    values = sample.complaint | {"at": (began - length(sample.received_ago)).isoformat(), "key": key}
    opened = await _insisted(lambda: desk.open(desk.new_complaint(values)))
    life = Life(opened.place)
    for number, step in enumerate(sample.steps):
        await _take(desk, chance, life, _dated(step, began) | {"key": f"{key}-{number}"})
    for day in range(chance.randint(1, 3)):
        await _move_on(desk, chance, life)
        note = {"step": "contact", "outcome": "spoke", "note": f"Call {day}.", "by": _handler(sample)}
        await _take(desk, chance, life, note | {"key": f"{key}-call-{day}"})
    return life


def _handler(sample: _Sample) -> str:
    handlers = (str(step["handler"]) for step in sample.steps if "handler" in step)
    return next(handlers, str(sample.complaint["recorded_by"]))


def _dated(step: dict[str, Any], began: datetime) -> dict[str, Any]:
    moments = {"ago": "at", "sent_ago": "sent_at"}
    dated = {moments[name]: (began - length(step[name])).isoformat() for name in moments if name in step}
    return {name: value for name, value in step.items() if name not in moments} | dated


async def _move_on(desk: Desk, chance: Random, life: Life) -> None:
    if chance.random() < _MOVED_ON:
        by = timedelta(days=chance.randint(1, _MOST_DAYS), minutes=chance.randint(0, 900))
        await _insisted(lambda: _forward(desk, life.place, by))


async def _forward(desk: Desk, place: ComplaintId, by: timedelta) -> None:
    """Move its clock on; that of a complaint that has ended stays.

    Raises:
        UnknownComplaintError: it is not running, and has not been closed.
    """
    try:
        await desk.fast_forward(place, by)
    except UnknownComplaintError:
        line, _ = await desk.registered(place)
        if not line.standing.closed:
            raise


async def _take(desk: Desk, chance: Random, life: Life, values: dict[str, Any]) -> None:
    """Give one order until it is answered, now and then by two desks at once, and now and then again afterwards."""
    step, key = values.pop("step"), values["key"]
    try:
        order = await _insisted(lambda: desk.order_from(life.place, step, nest(ORDERS[step], values)))
        desks = 2 if chance.random() < _GIVEN_TWICE else 1
        again = 1 if chance.random() < _ASKED_AGAIN else 0
        given = [_insisted(lambda: desk.order(life.place, order)) for _ in range(desks)]
        answers = list(await asyncio.gather(*given))
        answers += [await _insisted(lambda: desk.order(life.place, order)) for _ in range(again)]
    except (NotAllowedError, BadInputError):
        life.refused += 1
        return
    life.answered[key] = {answer.entry for answer in answers if answer.entry}
    life.orders.append(order)


async def _insisted(what: Callable[[], Awaitable[T]]) -> T:
    """What is asked for, asked again while parts are away: as people do, who are told to."""
    while True:
        try:
            return await what()
        except (NotAllowedError, BadInputError):
            raise
        except (DeskError, *_AWAY):
            await asyncio.sleep(_AGAIN_AFTER)


async def _all_quiet(desk: Desk, lives: list[Life]) -> None:
    """Wait until no complaint has anything to send that may go now.

    Raises:
        TimeoutError: one still has after four minutes with all parts well.
    """
    async with asyncio.timeout(_SETTLES_WITHIN):
        for life in lives:
            await until(partial(_insisted, partial(_is_quiet, desk, life.place)))


async def _forgotten(desk: Desk, lives: list[Life]) -> AsyncIterator[str]:
    """Each order that was answered and, given once more, is not known to have been carried out.

    A key that has become too old is refused, and known all the same.
    """
    for life in lives:
        for order in life.orders:
            try:
                is_known = (await desk.order(life.place, order)).repeated
            except NotAllowedError:
                is_known = _has_key(await desk.complaint(life.place), digest(order.key))
            if not is_known:
                yield f"{life.place.reference}: the order {order.key} was answered, and given again it was not known"


def _has_key(complaint: Complaint, key: str) -> bool:
    return key in {each.key for each in complaint.seen} or may_hold(complaint.old_keys, key)


async def _is_quiet(desk: Desk, place: ComplaintId) -> bool:
    now, complaint = await desk.now(place), await desk.complaint(place)
    return all(notice.not_before > now for notice in complaint.outbox)


def report(outcome: Outcome, plan: Plan) -> str:
    """What was done, what was looked at, and what is wrong."""
    faults = ", ".join(f"{name} {times}" for name, times in outcome.faults.items())
    looked_at = ", ".join(f"{count} {what}" for what, count in outcome.found.looked_at.items())
    refused = sum(life.refused for life in outcome.lives)
    wrong = [f"WRONG  {what}" for what in outcome.found.wrong] or ["Nothing is wrong."]
    head = f"Seed {plan.seed}: {plan.complaints} complaints, faults for {plan.seconds:.0f} s: {faults}."
    return "\n".join((head, f"Compared: {looked_at}; {refused} orders refused by the policy.", *wrong))


def main() -> int:
    """Run as asked; the exit code says whether something is wrong."""
    options = argparse.ArgumentParser(prog="python -m bench.chaos", description="Chaos, and what it left behind.")
    options.add_argument("--seed", type=int, default=1, help="which complaints and faults (%(default)s)")
    options.add_argument("--complaints", type=int, default=300, help="how many (%(default)s)")
    options.add_argument("--minutes", type=float, default=10, help="for how long faults come (%(default)s)")
    asked = options.parse_args()
    plan = Plan(asked.seed, asked.complaints, asked.minutes * 60)
    outcome = asyncio.run(run(plan))
    say(report(outcome, plan))
    return bool(outcome.found.wrong)


if __name__ == "__main__":
    run_main(main)
