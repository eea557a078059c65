"""`complaints doctor`: whether everything an installation needs is well, and what to do where it is not."""

import asyncio
import json
import logging
import os
import tomllib
from pathlib import Path

import typer

from cli.at_desk import Json, in_a_sentence
from cli.operations.checks import CHECKS
from cli.operations.checkup import CheckResult, Patient, examine
from cli.say import say
from providers.logs import set_up_logs
from providers.settings import SIMULATOR_FILE, Settings, settings
from temporal.connection import DEVELOPMENT_CONFIG, connect_when_asked

app = typer.Typer(rich_markup_mode=None)


@app.command()
def doctor(*, as_json: Json = False) -> None:
    """Look at everything an installation needs, and say what to do where something is wrong."""
    with in_a_sentence():
        findings = asyncio.run(_findings())
    if as_json:
        say(json.dumps([finding.model_dump() for finding in findings], ensure_ascii=False))
    else:
        say("\n".join(finding.line for finding in findings))
    raise typer.Exit(0 if all(finding.ok for finding in findings) else 1)


async def _findings() -> tuple[CheckResult, ...]:
    chosen = settings()
    set_up_logs(chosen.log_format, logging.CRITICAL)  # what is wrong is said in its line
    return await examine(Patient(with_simulator(chosen), await connect_when_asked()), CHECKS)


def with_simulator(chosen: Settings) -> Settings:
    """The settings with the vendors that `complaints dev` simulates while it runs, where no others are set."""
    config = Path(os.environ.get("TEMPORAL_CONFIG_FILE") or DEVELOPMENT_CONFIG)
    simulated = config.with_name(SIMULATOR_FILE)
    if chosen.sendgrid_key.get_secret_value() or chosen.twilio_account or not simulated.is_file():
        return chosen
    told = tomllib.loads(simulated.read_text(encoding="utf-8"))
    return Settings.model_validate(chosen.model_dump() | told)
