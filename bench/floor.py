"""The floor: a bare Temporal workflow with as many messages, activities and timers as a complaint, and no procedure.

It is given a script that is fixed (`floor.toml`). Its payloads are as long as a complaint's notices, record entries and
orders were when it was fixed: those have to travel either way.
"""

import asyncio
from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy

with workflow.unsafe.imports_passed_through():
    from bench.floor_script import EMAIL, FLOOR_EMAIL_QUEUE, FLOOR_TEXT_QUEUE, TEXT, WRITE, Script, Turn, Woken
    from domain.value import Value

_TRY_TIMEOUT = timedelta(seconds=45)
_RETRIES = RetryPolicy(initial_interval=timedelta(seconds=2), maximum_interval=timedelta(hours=2))


class Taken(Value):
    """The answer to a message."""

    said: str


@workflow.defn(name="Floor")
class FloorWorkflow:
    """One script."""

    @workflow.init
    def __init__(self, script: Script) -> None:
        self._script = script
        self._waiting = 0
        self._timer: asyncio.Task[None] | None = None

    @workflow.run
    async def run(self, script: Script) -> str:
        """Play the script, turn by turn."""
        for turn in script.turns:
            await self._woken(turn.by)
            await self._play(turn)
        return script.ends_with

    @workflow.update
    def message(self, order: dict[str, object]) -> Taken:
        """Take a message."""
        self._waiting += 1
        return Taken(said=f"{len(order)} fields taken")

    @message.validator
    def _may(self, order: dict[str, object]) -> None:
        if not order:
            raise ValueError("an order says something")

    async def _woken(self, by: Woken) -> None:
        if by is Woken.MESSAGE:
            await workflow.wait_condition(lambda: self._waiting > 0)
            self._waiting -= 1
        elif by is Woken.TIMER and self._timer:
            await self._timer

    async def _play(self, turn: Turn) -> None:
        """The notices and the first record write go at once; the other writes follow, as results come in."""
        for seconds in turn.timers[:1]:
            self._arm(seconds)
        emails = (_asks(EMAIL, length, FLOOR_EMAIL_QUEUE) for length in turn.emails)
        texts = (_asks(TEXT, length, FLOOR_TEXT_QUEUE) for length in turn.texts)
        first = (_asks(WRITE, length, None) for length in turn.pages[:1])
        await asyncio.gather(*emails, *texts, *first)
        for length in turn.pages[1:]:
            await _asks(WRITE, length, None)
        for seconds in turn.timers[1:]:
            self._arm(seconds)

    def _arm(self, seconds: float) -> None:
        if self._timer:
            self._timer.cancel()
        self._timer = asyncio.create_task(workflow.sleep(seconds))


async def _asks(activity: str, length: int, queue: str | None) -> None:
    await workflow.execute_activity(
        activity,
        "w" * length,
        task_queue=queue,
        start_to_close_timeout=_TRY_TIMEOUT,
        retry_policy=_RETRIES,
        result_type=str,
    )
