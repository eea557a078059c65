"""`complaints schedules`: the rounds that Temporal runs by the clock, made, brought up to date, and shown."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TypeVar

import typer
from temporalio.client import Client, Schedule
from temporalio.service import RPCError

from activities.ports import TemporalAwayError
from cli.at_desk import Json, in_a_sentence
from cli.errors import RefusedError
from cli.say import say
from domain.calendar.days import moment_in_full
from providers.rulebook import Rulebook
from providers.settings import settings
from temporal.connection import connect
from temporal.errors import reaching
from temporal.refusals import NotTrustedError
from temporal.schedules import Planned, apply_schedules, planned_schedules, remove_unwanted, unread, wanted
from workflows.ids import landlord_of_round

T = TypeVar("T")

app = typer.Typer(rich_markup_mode=None)
schedules = typer.Typer(rich_markup_mode=None, no_args_is_help=True)
app.add_typer(
    schedules, name="schedules", help="Look after the rounds: digests, reports, the calendar check, the sweep."
)


@schedules.command()
def apply(*, as_json: Json = False) -> None:
    """Make the schedules that the landlords' files ask for, bring up to date those that are there, and say which."""
    made, removed = _at_temporal(_applied)
    if as_json:
        say(json.dumps({"made": made, "removed": removed}))
        return
    for schedule_id, is_new in made.items():
        say(f"{schedule_id}: {'made' if is_new else 'brought up to date'}")
    for schedule_id in removed:
        say(f"{schedule_id}: removed, no landlord's file asks for it any more")


@schedules.command()
def show(*, as_json: Json = False) -> None:
    """Show each schedule: when it runs next, when it ran last, and whether somebody has paused it."""
    planned = _at_temporal(lambda client, asked: planned_schedules(client, asked, unread(settings())))
    if as_json:
        say(json.dumps([each.model_dump(mode="json") for each in planned]))
        return
    files = Rulebook(settings().policies)
    left_out = unread(settings())
    zones = {key: files.landlord(key).time_zone for key in files.landlords() if key not in left_out}
    for each in planned:
        say(_line(each, zones.get(landlord_of_round(each.id), "UTC")))
    if any(each.missing or not each.wanted for each in planned):
        raise RefusedError("Temporal's schedules are not those of the landlords' files: `complaints schedules apply`")


async def _applied(client: Client, asked: dict[str, Schedule]) -> tuple[dict[str, bool], tuple[str, ...]]:
    return await apply_schedules(client, asked), await remove_unwanted(client, asked, unread(settings()))


def _at_temporal(act: Callable[[Client, dict[str, Schedule]], Awaitable[T]]) -> T:
    with in_a_sentence():
        return asyncio.run(_acting(act))


async def _acting(act: Callable[[Client, dict[str, Schedule]], Awaitable[T]]) -> T:
    chosen = settings()
    with _of_temporal():
        client = await connect(chosen)
        with reaching(client.service_client.config.target_host):
            return await act(client, wanted(chosen))


@contextmanager
def _of_temporal() -> Iterator[None]:
    try:
        yield
    except RPCError as why:
        raise RefusedError(f"Temporal does not take it: {why.message}") from why
    except NotTrustedError:
        raise
    except TemporalAwayError as why:
        raise RefusedError(f"{why}; start it first") from why


def _line(planned: Planned, zone: str) -> str:
    if planned.missing:
        return f"{planned.id:<34}  MISSING"
    if not planned.wanted:
        return f"{planned.id:<34}  no landlord's file asks for it any more"
    paused = f"PAUSED {planned.why_paused}".strip()
    runs = paused if planned.paused else f"next {_when(planned.next_at, zone)}"
    return f"{planned.id:<34}  {runs}, last {_when(planned.last_at, zone)}"


def _when(at: datetime | None, zone: str) -> str:
    return moment_in_full(at, zone) if at else "never"
