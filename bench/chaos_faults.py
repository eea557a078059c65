"""The faults that strike a run: each is done to the parts, lasts some seconds, and is mended before it returns."""

import asyncio
import json
import signal
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from random import Random
from typing import Any
from urllib.request import Request, urlopen

from temporalio.client import WorkflowExecutionStatus

from bench.world import Process, World
from cli.development.readiness import until_serving
from workflows.ids import COMPLAINT

Fault = Callable[[World, Random], Awaitable[None]]

_LASTS = (0.5, 5.0)
_WORKER = "complaint-worker"
_READY = "worker.ready"
_ANSWERS_WITHIN = 60.0


async def kill_worker(running: World, chance: Random) -> None:
    """SIGKILL to the worker, in the middle of whatever it does."""
    await _start_again(running.parts[_WORKER], signal.SIGKILL, chance, _READY)


async def stop_worker(running: World, chance: Random) -> None:
    """The worker is told to stop, as at a deployment."""
    await _start_again(running.parts[_WORKER], signal.SIGTERM, chance, _READY)


async def freeze_worker(running: World, chance: Random) -> None:
    """The worker stands still for longer than Temporal waits for it, and goes on as if nothing had been."""
    running.parts[_WORKER].signal(signal.SIGSTOP)
    await asyncio.sleep(chance.uniform(5, 12))
    running.parts[_WORKER].signal(signal.SIGCONT)


async def kill_temporal(running: World, chance: Random) -> None:
    """SIGKILL to Temporal's server."""
    running.temporal.stop(signal.SIGKILL)
    await asyncio.sleep(chance.uniform(*_LASTS))
    running.temporal.start()
    async with asyncio.timeout(_ANSWERS_WITHIN):
        await until_serving()


async def lock_register(running: World, chance: Random) -> None:
    """Somebody else holds the register, as a backup does that locks it."""
    await asyncio.to_thread(_hold, running, chance.uniform(2, 8))


async def hide_letters(running: World, chance: Random) -> None:
    """Letters can be kept nowhere: in the place of their folder stands a file."""
    folder = running.where.folder / "letters"
    aside = folder.with_name("letters-aside")
    if folder.exists():
        folder.rename(aside)
    folder.write_text("")
    await asyncio.sleep(chance.uniform(*_LASTS))
    folder.unlink()
    if aside.exists():
        aside.rename(folder)


async def refuse_for_a_while(running: World, chance: Random) -> None:
    """A vendor answers that it is overloaded, or has broken down."""
    mode = chance.choice(({"mode": "error", "status": 503}, {"mode": "rate_limited", "retry_after": 1}))
    await _behave(running, chance, mode)


async def lose_answers(running: World, chance: Random) -> None:
    """A vendor takes what it is sent, and its answer is lost."""
    mode: dict[str, Any] = {"mode": chance.choice(("accept_then_drop", "accept_then_hang"))}
    if mode["mode"] == "accept_then_hang":
        mode["seconds"] = 5
    await _behave(running, chance, mode | {"times": chance.randint(1, 5)})


async def send_nonsense(running: World, chance: Random) -> None:
    """Signals that nobody can read reach complaints."""
    found = running.client.list_workflows(f"WorkflowType = '{COMPLAINT}' AND ExecutionStatus = 'Running'", limit=20)
    ids = [each.id async for each in found if each.status is WorkflowExecutionStatus.RUNNING]
    for workflow_id in chance.sample(ids, min(3, len(ids))):
        handle = running.client.get_workflow_handle(workflow_id)
        name, given = chance.choice((("close", ["now"]), ("no_such_signal", [1]), ("notice_failed", [{"key": 7}])))
        await handle.signal(name, args=given)


FAULTS: dict[str, Fault] = {
    "worker killed": kill_worker,
    "worker stopped": stop_worker,
    "worker frozen": freeze_worker,
    "Temporal killed": kill_temporal,
    "register locked": lock_register,
    "no place for letters": hide_letters,
    "vendor away": refuse_for_a_while,
    "answers lost": lose_answers,
    "nonsense sent": send_nonsense,
}


async def _start_again(process: Process, how: signal.Signals, chance: Random, ready: str) -> None:
    said = process.times_said(ready)
    await asyncio.to_thread(process.stop, how)
    await asyncio.sleep(chance.uniform(*_LASTS))
    process.start()
    async with asyncio.timeout(_ANSWERS_WITHIN):
        await process.until_said(ready, said + 1)


def _hold(running: World, seconds: float) -> None:
    with closing(sqlite3.connect(running.register_file, timeout=30, isolation_level=None)) as register:
        register.execute("BEGIN EXCLUSIVE")
        asyncio.run(asyncio.sleep(seconds))
        register.execute("ROLLBACK")


async def _behave(running: World, chance: Random, mode: dict[str, Any]) -> None:
    service = chance.choice(("sendgrid", "twilio"))
    await asyncio.to_thread(_turn, running, service, mode)
    await asyncio.sleep(chance.uniform(*_LASTS))
    await asyncio.to_thread(_turn, running, service, {"mode": "ok"})


def _turn(running: World, service: str, mode: dict[str, Any]) -> None:
    asked = Request(  # noqa: S310 - our own http address
        f"{running.where.inbox}/control/{service}",
        json.dumps(mode).encode(),
        {"Content-Type": "application/json"},
        method="PUT",
    )
    with urlopen(asked, timeout=60) as answer:  # noqa: S310 - as above
        answer.read()
