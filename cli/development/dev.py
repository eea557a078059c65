"""`complaints dev`: everything on one machine, to try, to show and to develop with; nothing real is ever sent."""

import asyncio
import os
import shutil
import signal
from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from cli.at_desk import acting_at_desk, in_a_sentence
from cli.development.makes import stop_with_make
from cli.development.parts import PartEndedError, Parts
from cli.development.people import write_people
from cli.development.plan import USUAL_FOLDER, Plan, lock, plan
from cli.development.readiness import until_answers, until_serving, until_working
from cli.development.samples import open_samples
from cli.errors import RefusedError
from cli.say import say
from providers.key_ring import make_key_file
from register.upgrade import upgrade

app = typer.Typer(rich_markup_mode=None)

_STARTS_WITHIN = 60
_KEY = "development"


@app.command()
def dev(
    folder: Annotated[
        Path, typer.Option("--data", envvar="PUTRIGHT_DATA", help="Where everything is kept between runs.")
    ] = USUAL_FOLDER,
    ports_from: Annotated[
        int | None,
        typer.Option(envvar="PUTRIGHT_PORTS_FROM", help="Use the ports from this one on (default: the usual ones)."),
    ] = None,
) -> None:
    """Run everything on this machine: Temporal and its UI, an inbox, a worker, the desk, sample complaints."""
    where = plan(folder, ports_from)
    held = lock(folder)
    os.environ.update(where.environment)
    try:
        with in_a_sentence():
            asyncio.run(_run(where, held))
    except PartEndedError as ended:
        raise RefusedError(f"{ended} Everything else was stopped.") from ended
    except TimeoutError as slow:
        raise RefusedError(f"It did not start within {_STARTS_WITHIN} s; the logs are in {where.logs}.") from slow


async def _run(where: Plan, held: int) -> None:
    """Start everything, serve until told to stop, and leave nothing running."""
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    parts = Parts(where.logs, where.environment, held)
    told_to_stop = asyncio.create_task(stop.wait())
    make = asyncio.create_task(stop_with_make(stop))
    serving = asyncio.create_task(_serve(where, parts))
    try:
        await asyncio.wait([serving, told_to_stop], return_when=asyncio.FIRST_COMPLETED)
        if serving.done():
            serving.result()
        say("Stopping.")
    finally:
        serving.cancel()
        make.cancel()
        where.temporal_config.unlink(missing_ok=True)
        where.simulator_file.unlink(missing_ok=True)
        await parts.stop()
    say("Stopped.")


async def _serve(where: Plan, parts: Parts) -> None:
    """Start everything, say what is where, and watch it."""
    starting = asyncio.create_task(_start(where, parts))
    async with asyncio.timeout(_STARTS_WITHIN):
        sample = await parts.while_all_run(starting)
    say(_what_is_where(where, sample))
    await parts.while_all_run(asyncio.create_task(asyncio.Event().wait()))


async def _start(where: Plan, parts: Parts) -> str:
    """Start part after part, each as soon as what it stands on answers; the reference of a sample to try."""
    say("Starting Temporal, the inbox, a worker, the desk …")
    write_people(where.people)
    await parts.start("temporal", where.temporal_command())
    await parts.start("simulator", where.simulator_command())
    make_key_file(where.keys, _KEY)
    await parts.start("codec server", where.codec_command())
    await asyncio.to_thread(upgrade, where.environment["PUTRIGHT_REGISTER_URL"])
    await until_serving()
    await parts.start("worker", where.worker_command())
    await parts.start("web", where.web_command())
    pages = (f"{where.web}/healthz", f"{where.inbox}/healthz", f"{where.codec}/healthz", where.temporal_ui)
    await asyncio.gather(*map(until_answers, pages), until_working())
    where.temporal_config.write_text(where.temporal_profile, encoding="utf-8")
    where.simulator_file.write_text(where.simulator_settings, encoding="utf-8")
    return await acting_at_desk(open_samples)


def _what_is_where(where: Plan, sample: str) -> str:
    complaints = "complaints" if shutil.which("complaints") else ".venv/bin/complaints"
    exports = "".join(f"  export {name}={quote(value)}\n" for name, value in where.elsewhere.items())
    return f"""
Putright runs on this machine. Nothing real is ever sent.

  {where.web}   the desk: sign in as any of the landlords' people, with a button
  {where.temporal_ui}   Temporal's UI: the complaints as engineers see them
  {where.inbox}   the inbox: every e-mail, text and letter
  {where.codec}   the codec server: opens for the UI what Temporal keeps encrypted

In another terminal, in this folder:

{exports}  {complaints} list
  {complaints} show {sample}
  {complaints} fast-forward {sample} 5d
  {complaints} open
  {complaints} open --landlord reliance --name "Ann Example" --email ann@example.com --summary "The ceiling leaks."
  {complaints} allocate REFERENCE --handler priya-nair --by daniel-osei
  {complaints} acknowledge REFERENCE --by priya-nair --understood "The ceiling leaks when it rains."
  {complaints} respond REFERENCE --by priya-nair --file samples/responses/upheld.toml
  {complaints} --help

Data: {where.folder}; logs: {where.logs}. Ctrl-C stops everything.
Ready.
"""
