"""Commands: how long one takes from its start to its end, as whoever types it waits for it.

Each is a process of its own, run in turn with the others, against a running worker; held against an empty Python and
against the import of Temporal's SDK, without which no order can be given. Its processor time, of user and system, says
more than its time on a machine where others work too.
"""

import asyncio
import resource
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from statistics import median
from time import perf_counter
from typing import NamedTuple

from bench.figures import Figure, Measurement, load
from bench.lives import start_complaint
from bench.stories import LANDLORD, ZONE, new_case, soon
from bench.world import world
from domain.calendar.days import landlord_day
from providers.rulebook import Rulebook, policies_folder
from providers.settings import Payloads

_REFERENCE = "REL-7K4M-9QXP"
_PYTHON = "python -c pass"
_SDK = "import temporalio.client"
_HELP_WANTED, _ORDER_WANTED = "≤ 500", "≤ 600"


class Took(NamedTuple):
    """How long a command took, and what of a processor it had, in seconds."""

    waited: float
    processor: float


async def measure(runs: int) -> AsyncIterator[Measurement]:
    """Run each command so many times, a round of all before the next; the median counts."""
    busy = load()
    rules = Rulebook(policies_folder()).rules(LANDLORD, landlord_day(soon(), ZONE))
    async with world(Payloads.ENCRYPTED, quick_vendors=True) as running:
        await running.complaint_worker()
        await running.quiet(await start_complaint(running, new_case(rules, _REFERENCE, soon())))
        commands = _commands(_REFERENCE)
        # The first round is not counted: it writes the bytecode.
        rounds = [await asyncio.to_thread(_round, commands, running.environment) for _ in range(runs + 1)][1:]
    waited = {name: median(each[name].waited for each in rounds) * 1e3 for name in commands}
    processor = {name: median(each[name].processor for each in rounds) * 1e3 for name in commands}
    wanted = {name: _HELP_WANTED if name == "complaints --help" else _ORDER_WANTED for name in list(commands)[2:]}
    figures = (
        *(Figure(name, waited[name], "ms", "the SDK alone", waited[_SDK], wanted.get(name, "")) for name in commands),
        *(Figure(f"{name}: processor", processor[name], "ms", "the SDK", processor[_SDK]) for name in commands),
    )
    yield Measurement("commands", f"median of {runs} runs", busy, figures)


def _commands(reference: str) -> dict[str, Sequence[str]]:
    complaints = (sys.executable, "-m", "cli")
    order = ("support", reference, "--by", "priya-nair", "--needs", "Large print.")
    return {
        _PYTHON: (sys.executable, "-c", "pass"),
        _SDK: (sys.executable, "-c", _SDK),
        "complaints --help": (*complaints, "--help"),
        "acknowledge --help": (*complaints, "acknowledge", "--help"),
        "list": (*complaints, "list"),
        "team": (*complaints, "team", LANDLORD),
        "find": (*complaints, "find", reference),
        "show": (*complaints, "show", reference),
        "letter": (*complaints, "letter", reference),
        "an order": (*complaints, *order),
        "an order --preview": (*complaints, *order, "--preview"),
    }


def _round(commands: Mapping[str, Sequence[str]], environment: Mapping[str, str]) -> dict[str, Took]:
    return {name: _timed(command, environment) for name, command in commands.items()}


def _timed(command: Sequence[str], environment: Mapping[str, str]) -> Took:
    began, had = perf_counter(), _processor()
    subprocess.run(command, env=environment, capture_output=True, check=True)  # noqa: S603 - our own commands
    return Took(perf_counter() - began, _processor() - had)


def _processor() -> float:
    """What the children that have ended had of a processor, in seconds: the server and the worker go on."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
