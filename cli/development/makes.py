"""`make run` told to stop by a signal to make alone, which make keeps to itself until what it runs has ended."""

import asyncio
import os
import re
import signal
from pathlib import Path

_LOOK_EVERY = 0.3
_STATUS = Path("/proc") / str(os.getppid()) / "status"
_BLOCKED = re.compile(r"^SigBlk:\s*([0-9a-f]+)$", re.MULTILINE)
_MAKES = re.compile(r"^Name:\s*g?make$", re.MULTILINE)


async def stop_with_make(stop: asyncio.Event) -> None:
    """Set *stop* once the make that runs this has got SIGINT; nothing where no make does, or it cannot be seen."""
    while _MAKES.search(status := _status()):
        if _has_interrupt(status):
            stop.set()
            return
        await asyncio.sleep(_LOOK_EVERY)


def _has_interrupt(status: str) -> bool:
    """Whether a process is at work on SIGINT: it blocks the signal meanwhile."""
    blocked = _BLOCKED.search(status)
    return bool(blocked and int(blocked[1], 16) >> (signal.SIGINT - 1) & 1)


def _status() -> str:
    try:
        return _STATUS.read_text(encoding="utf-8")
    except OSError:  # it has ended, or this machine does not tell
        return ""
