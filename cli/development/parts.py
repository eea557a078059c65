"""The parts of `complaints dev` as child processes: started, watched, and stopped to the last one."""

import asyncio
import os
import signal
from asyncio.subprocess import Process
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

_LOOK_EVERY = 0.2
_PATIENCE_SECONDS = 15
"""How long a part that is told to stop may take; then it is killed."""


class PartEndedError(Exception):
    """A part has ended though nobody told it to; the sentence says which, and where its log is."""


class Parts:
    """Child processes; each writes its own log."""

    def __init__(self, logs: Path, environment: Mapping[str, str], held: int | None = None) -> None:
        self._logs = logs
        self._environment = environment
        self._held = () if held is None else (held,)
        """The lock on their folder: it stands while any of them lives, whatever becomes of this process."""
        self._running: dict[str, Process] = {}

    async def start(self, name: str, command: Sequence[str]) -> None:
        """Start a part, out of reach of the terminal's Ctrl-C: it is told to stop in its turn."""
        with self._log(name).open("ab") as log:
            self._running[name] = await asyncio.create_subprocess_exec(
                *command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=dict(self._environment),
                start_new_session=True,
                pass_fds=self._held,
            )

    async def while_all_run(self, work: asyncio.Task[T]) -> T:
        """What comes of *work*.

        Raises:
            PartEndedError: a part has ended meanwhile.
        """
        try:
            while not work.done():
                self._check()
                await asyncio.wait([work], timeout=_LOOK_EVERY)
            return work.result()
        finally:
            work.cancel()

    async def stop(self) -> None:
        """Stop every part, the last one first, so that none misses what it stands on."""
        for process in reversed(self._running.values()):
            await _stop(process)
        self._running.clear()

    def _check(self) -> None:
        for name, process in self._running.items():
            if process.returncode is not None:
                raise PartEndedError(f"The {name} ended by itself (exit {process.returncode}); see {self._log(name)}.")

    def _log(self, name: str) -> Path:
        return self._logs / f"{name}.log"


async def _stop(process: Process) -> None:
    if process.returncode is None:
        with suppress(ProcessLookupError):
            process.terminate()
    try:
        await asyncio.wait_for(process.wait(), _PATIENCE_SECONDS)
    except TimeoutError:
        _kill_group(process.pid)
        await process.wait()


def _kill_group(pid: int) -> None:
    """A part leads a group of its own, so whatever it has started goes too."""
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
