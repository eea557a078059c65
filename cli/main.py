"""The command line `complaints`: finds the module of the command that was asked for, and loads no other.

What the list of commands says of each stands in a file made from the commands themselves (`make tables`), so that
`complaints --help` loads none of them.
"""

import gc
import os
import sys
import tomllib
import traceback
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_group

from cli.process import run_main
from cli.say import say

# The module of each command that is no order; it holds `app`, a Typer with the command in it under this name.
LOOKING = {
    "open": "cli.open",
    "show": "cli.show",
    "list": "cli.lists",
    "team": "cli.lists",
    "find": "cli.find",
    "may": "cli.show",
    "form": "cli.record_form",
    "letter": "cli.letters",
}
POLICIES = {
    "deadline": "cli.deadlines",
    "working-day": "cli.deadlines",
    "rehearse": "cli.rehearse",
    "policy": "cli.policy",
    "calendar": "cli.operations.calendar",
}
RUNNING = {
    "dev": "cli.development.dev",
    "fast-forward": "cli.show",
    "doctor": "cli.operations.doctor",
    "worker": "cli.operations.worker",
    "web": "cli.operations.web",
    "codec-server": "cli.operations.codec_server",
    "register": "cli.operations.worker",
    "schedules": "cli.operations.schedules",
    "release": "cli.operations.releases",
    "revive": "cli.operations.revive",
    "held": "cli.operations.held",
}
COMMANDS = {**LOOKING, **POLICIES, **RUNNING}

COMMAND_HELP = Path(__file__).with_name("command_help.toml")
"""What each command says of itself, under the titles and in the order in which they are listed."""

_WHILE_LOADING = (50_000, 20, 20)
"""How rarely the garbage collector looks at what is loaded, which is no garbage: as Python sets it up, a sixth of the
time to load a command goes to that. A worker sets its own when it has loaded."""
TRACEBACK = "PUTRIGHT_TRACEBACK"
"""The environment's name for whether a fault of ours is shown with its traceback."""
_LOGS_ITS_FAULTS = (["worker"], ["web"], ["codec-server"])
"""Commands that run for months: what stopped one is looked for in its log."""

_BESIDE_A_NAME = 6
"""Columns of a line of the list that hold neither the name of a command nor its help."""


class Commands(TyperGroup):
    """The commands of the table above, each loaded when it is asked for, so that a quick answer stays quick."""

    # Typer's own types for a context and a command are private: hence Any in the signatures.
    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401, ARG002 - Typer's signature
        """The names of all commands."""
        return [name for commands in _command_help().values() for name in commands]

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401, ARG002 - Typer's signature
        """The list of all commands, each with the beginning of its help."""
        sections = _command_help()
        room = formatter.width - _BESIDE_A_NAME - max(len(name) for commands in sections.values() for name in commands)
        for title, commands in sections.items():
            lines = [(name, TyperCommand(name, help=text).get_short_help_str(room)) for name, text in commands.items()]
            with formatter.section(title):
                formatter.write_dl(lines)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401 - Typer's signature
        """The command that was typed; where there is none, those whose names come near are named."""
        names = self.list_commands(ctx)
        if args[0] not in names and self.get_command(ctx, args[0]) is None:
            near = get_close_matches(args[0], names)
            what_then = f"Did you mean {' or '.join(near)}?" if near else "`complaints --help` lists them."
            ctx.fail(f"No such command {args[0]!r}. {what_then}")
        return super().resolve_command(ctx, args)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401, ARG002 - Typer's signature
        """The command of that name; none where there is none."""
        if cmd_name in COMMANDS:
            return get_group(import_module(COMMANDS[cmd_name]).app).commands[cmd_name]
        return import_module("cli.orders").order_command(cmd_name)

    def main(self, *args: Any, **extra: Any) -> Any:  # noqa: ANN401 - Typer's signature
        """Run a command; a refusal is one sentence on standard error and its exit code."""
        try:
            code = super().main(*args, **extra | {"standalone_mode": False})
        except typer.TyperException as refusal:
            say(_in_our_words(refusal.format_message()), err=True)
            sys.exit(refusal.exit_code)
        except typer.Abort:
            sys.exit(1)
        except OSError as fault:
            _tell_of_fault(fault, f"This machine does not do it: {fault.strerror or type(fault).__name__}.")
        except Exception as fault:  # noqa: BLE001 - whoever typed a command can do nothing with a traceback
            _tell_of_fault(fault, f"Putright itself is at fault ({type(fault).__name__}, {_place(fault)}).")
        sys.exit(code if isinstance(code, int) else 0)


def _in_our_words(refusal: str) -> str:
    """What Typer refuses, without what pydantic puts before it."""
    return refusal.replace("Value error, ", "")


def _tell_of_fault(fault: Exception, sentence: str) -> NoReturn:
    """Say what went wrong in a sentence; where it is in the code stands in the logs of what works, or is asked for.

    Raises:
        *fault* itself, where its traceback is wanted.
    """
    if os.environ.get(TRACEBACK) or sys.argv[1:2] in _LOGS_ITS_FAULTS:
        raise fault
    say(f"{sentence} Nothing that you typed explains it. With {TRACEBACK}=1 it shows where; report that.", err=True)
    sys.exit(1)


def _place(fault: Exception) -> str:
    """The file and line where *fault* arose."""
    frame = traceback.extract_tb(fault.__traceback__)[-1]
    return f"{Path(frame.filename).name}:{frame.lineno}"


def _command_help() -> dict[str, dict[str, str]]:
    return tomllib.loads(COMMAND_HELP.read_text(encoding="utf-8"))


app = typer.Typer(
    cls=Commands, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None
)


@app.callback()
def complaints() -> None:
    """Run a housing landlord's complaints procedure."""


def main() -> None:
    """The console script; what it and its servers make is for its owner only, as it is about people."""
    os.umask(0o077)
    gc.set_threshold(*_WHILE_LOADING)
    run_main(app)
