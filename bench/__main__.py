"""`python -m bench`: measures, prints a table, and writes JSON; `--help` says what can be chosen."""

import argparse
import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from bench import commands, herd, idle, overhead, procedure, queue, steady, web
from bench.figures import Measurement, kept, machine, say, table
from providers.settings import Payloads

_ALL = ("domain", "commands", "queue", "web", "overhead", "steady", "herd", "idle")


def main() -> int:
    """Measure what was asked for; what was measured before a run was stopped is kept."""
    options = _options().parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C: what was started is stopped
    say(machine())
    measured = list[Measurement]()
    try:
        asyncio.run(_measure(options, measured))
    except KeyboardInterrupt:
        say("\nstopped")
        return 130
    finally:
        say(f"\nwritten: {kept(measured, options.out)}")
    return 0


async def _measure(options: argparse.Namespace, measured: list[Measurement]) -> None:
    for name in options.what or _ALL:
        async for each in _measurements(name, options):
            measured.append(each)
            say(f"\n{table(each)}")


def _measurements(name: str, options: argparse.Namespace) -> AsyncIterator[Measurement]:
    payloads = Payloads(options.payloads)
    every: dict[str, Callable[[], AsyncIterator[Measurement]]] = {
        "domain": lambda: procedure.measure(options.turns),
        "queue": lambda: queue.measure(options.lines, options.entries, options.pages),
        "web": lambda: web.measure(options.lines, options.entries, options.pages),
        "commands": lambda: commands.measure(options.runs),
        "overhead": lambda: overhead.measure(options.complaints, options.rounds, payloads),
        "steady": lambda: steady.measure(steady.Load(options.steady, options.per_second, options.minutes), payloads),
        "herd": lambda: herd.measure(options.herd, payloads),
        "idle": lambda: idle.measure(options.open, payloads),
    }
    return every[name]()


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="python -m bench", description="Measures Putright on this machine.")
    options.add_argument("what", nargs="*", choices=[*_ALL, []], help="what to measure; without any, everything")
    options.add_argument("--complaints", type=int, default=60, help="overhead: complaints a round (%(default)s)")
    options.add_argument("--rounds", type=int, default=5, help="overhead: rounds (%(default)s)")
    options.add_argument("--herd", type=int, default=2000, help="herd: complaints due at once (%(default)s)")
    options.add_argument("--open", type=int, default=20000, help="idle: open complaints (%(default)s)")
    options.add_argument(
        "--lines", type=int, default=100_000, help="queue, web: open complaints, and closed (%(default)s)"
    )
    options.add_argument(
        "--entries", type=int, default=8, help="queue, web: entries of each one's record (%(default)s)"
    )
    options.add_argument("--pages", type=int, default=1000, help="queue, web: pages of each kind (%(default)s)")
    options.add_argument("--steady", type=int, default=1300, help="steady: complaints in all (%(default)s)")
    options.add_argument("--per-second", type=float, default=6, help="steady: complaints a second (%(default)s)")
    options.add_argument("--minutes", type=float, default=10, help="steady: until memory is read (%(default)s)")
    options.add_argument("--runs", type=int, default=9, help="commands: how often each is run (%(default)s)")
    options.add_argument("--turns", type=int, default=2000, help="domain: how often each step is taken (%(default)s)")
    options.add_argument("--payloads", default="encrypted", choices=["encrypted", "plain"], help="(%(default)s)")
    options.add_argument("--out", type=Path, default=Path("var/bench"), help="folder for the JSON (%(default)s)")
    return options


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    # With Temporal's SDK the end of a process may be a hang or an abort (sdk-python#300).
    os._exit(code)
