"""A terminal with a command in it, as somebody at a keyboard has it."""

import os
import pty
import re
import select
import subprocess
import sys
import termios
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

_TAKES_THE_TERMINAL = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.executable, [sys.executable, "-m", "cli", *sys.argv[1:]])
"""
"""The terminal of a new session, so that Ctrl-C reaches the command in it."""
CTRL_C, CTRL_D = "\x03", "\x04"

_LOCAL = 3
"""Where `tcgetattr` has the local modes."""
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


class Keyboard:
    """Types, and reads what the command shows."""

    def __init__(self, command: subprocess.Popen[bytes], terminal: int) -> None:
        self._command = command
        self._terminal = terminal
        self.shown = ""
        self._read_to = 0

    def sees(self, words: str, seconds: float = 30) -> None:
        """Wait until it shows *words*, after what was seen before."""
        until = time.monotonic() + seconds
        while (at := self.shown.find(words, self._read_to)) < 0:
            assert time.monotonic() < until, f"{words!r} was never shown; shown was: {self.shown[-1500:]}"
            self._read(0.2)
        self._read_to = at + len(words)

    def types(self, text: str) -> None:
        """Type a line."""
        self.presses(f"{text}\n")

    def presses(self, keys: str) -> None:
        """Press keys, as soon as somebody listens to each of them."""
        until = time.monotonic() + 30
        while termios.tcgetattr(self._terminal)[_LOCAL] & termios.ICANON:
            assert time.monotonic() < until, f"nobody listens; shown was: {self.shown[-1500:]}"
            self._read(0.05)
        os.write(self._terminal, keys.encode())

    def leaves(self, keys: str) -> int:
        """Press keys that end it, again where nothing comes of them, as somebody would; the command's exit code.

        A Ctrl-C that comes just before Python waits for a key is noticed with the next key only.
        """
        for _ in range(6):
            self.presses(keys)
            self._read_while_running(5)
            if self._command.poll() is not None:
                break
        return self.ended()

    def ended(self, seconds: float = 30) -> int:
        """Read to the end; the command's exit code."""
        self._read_while_running(seconds)
        code = self._command.wait(timeout=1)
        self._read(0)
        return code

    def _read_while_running(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while self._command.poll() is None and time.monotonic() < until:
            self._read(0.2)

    def _read(self, seconds: float) -> None:
        with suppress(OSError):  # the other end has gone
            while select.select([self._terminal], [], [], seconds)[0]:
                if not (more := os.read(self._terminal, 65536)):
                    return
                self.shown += _ESCAPES.sub("", more.decode(errors="replace")).replace("\r\n", "\n")
                seconds = 0


@contextmanager
def terminal(*arguments: str, folder: Path, environment: Mapping[str, str]) -> Iterator[Keyboard]:
    """`complaints` with these arguments in a terminal of its own, ended with the block."""
    ours, theirs = pty.openpty()
    command = subprocess.Popen(
        [sys.executable, "-c", _TAKES_THE_TERMINAL, *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=folder,
        env={**environment, "TERM": "dumb"},
        start_new_session=True,
    )
    os.close(theirs)
    try:
        yield Keyboard(command, ours)
    finally:
        if command.poll() is None:
            command.kill()
        command.wait(timeout=10)
        os.close(ours)
