"""The command line `complaints`: finds the module of the command that was asked for, and loads no other."""

import sys
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_group

from intake.run_main import run_main

# The module of each command; it holds `app`, a Typer with the command in it under this name.
COMMANDS = {
    "open": "intake.opening_command",
    "show": "intake.looking_commands",
    "list": "intake.looking_commands",
    "form": "intake.form_command",
    "fast-forward": "intake.looking_commands",
    "triage": "intake.order_commands",
    "convert": "intake.order_commands",
    "resolve": "intake.order_commands",
    "issue": "intake.order_commands",
    "support": "intake.order_commands",
    "refuse": "intake.order_commands",
    "reverse-refusal": "intake.order_commands",
    "accept-late": "intake.order_commands",
    "ombudsman": "intake.order_commands",
    "allocate": "intake.order_commands",
    "reassign": "intake.order_commands",
    "acknowledge": "intake.order_commands",
    "contact": "intake.order_commands",
    "details": "intake.order_commands",
    "investigation": "intake.order_commands",
    "consult": "intake.order_commands",
    "draft": "intake.order_commands",
    "return": "intake.order_commands",
    "approve": "intake.order_commands",
    "respond": "intake.order_commands",
    "posted": "intake.order_commands",
    "action": "intake.order_commands",
    "extend": "intake.order_commands",
    "answer-extension": "intake.order_commands",
    "escalate": "intake.order_commands",
    "decide-escalation": "intake.order_commands",
    "withdraw": "intake.order_commands",
    "close": "intake.order_commands",
    "dev": "intake.dev",
    "worker": "intake.running_commands",
    "codec-server": "intake.codec_server",
    "register": "intake.running_commands",
    "schedules": "intake.schedules_command",
    "calendar": "intake.calendar_command",
    "release": "intake.release_command",
    "doctor": "intake.doctor_command",
    "deadline": "intake.dates",
    "working-day": "intake.dates",
    "rehearse": "intake.rehearse",
    "policy": "intake.policy_command",
}


class Commands(TyperGroup):
    """The commands of the table above, each loaded when it is asked for, so that a quick answer stays quick."""

    # Typer's own types for a context and a command are private: hence Any in the three signatures.
    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401, ARG002 - Typer's signature
        """The names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401, ARG002 - Typer's signature
        """The command of that name; none where there is none."""
        if cmd_name not in COMMANDS:
            return None
        return get_group(import_module(COMMANDS[cmd_name]).app).commands[cmd_name]

    def main(self, *args: Any, **extra: Any) -> Any:  # noqa: ANN401 - Typer's signature
        """Run a command; a refusal is one sentence on standard error and its exit code."""
        try:
            code = super().main(*args, **extra | {"standalone_mode": False})
        except typer.TyperException as refusal:
            typer.echo(refusal.format_message(), err=True)
            sys.exit(refusal.exit_code)
        except typer.Abort:
            sys.exit(1)
        sys.exit(code if isinstance(code, int) else 0)


app = typer.Typer(
    cls=Commands, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None
)


@app.callback()
def complaints() -> None:
    """Run a housing landlord's complaints procedure."""


def main() -> None:
    """The console script."""
    run_main(app)
