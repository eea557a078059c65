"""`complaints calendar`: whether open complaints count by today's working days, and moving those that do not (D2)."""

import asyncio
import json
import logging
from collections.abc import Callable
from typing import Annotated

import typer

from activities.ports import TemporalAwayError
from cli.at_desk import Json, in_a_sentence
from cli.errors import BadUsageError, RefusedError
from cli.say import say
from desk.calendar import Applied
from desk.calendar_wiring import open_calendar_desk
from providers.logs import set_up_logs
from providers.rulebook import Rulebook
from providers.settings import settings

app = typer.Typer(rich_markup_mode=None)
calendar = typer.Typer(rich_markup_mode=None, no_args_is_help=True)
app.add_typer(calendar, name="calendar", help="Compare and renew the working days that open complaints count by.")

_PROGRESS = 100


@calendar.command()
def check(
    landlord: Annotated[
        str | None, typer.Argument(metavar="[LANDLORD]", help="Only this landlord (default: all).")
    ] = None,
    *,
    as_json: Json = False,
) -> None:
    """Say which open complaints count by an older calendar than today's, and which dates would move."""
    with in_a_sentence():
        files = Rulebook(settings().policies)
        keys = (files.landlord(landlord).key,) if landlord else files.landlords()
        _go_through(keys, really=False, as_json=as_json)


@calendar.command()
def apply(
    landlord: Annotated[
        str, typer.Argument(metavar="LANDLORD", help="The landlord's key: the name of its folder in policies/.")
    ],
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do it.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be done; this is the default.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Move a landlord's open complaints to today's calendar: say what would change, and with --yes change it."""
    if yes and dry_run:
        raise BadUsageError("--yes does it and --dry-run does not: choose one")
    with in_a_sentence():
        moved = _go_through((Rulebook(settings().policies).landlord(landlord).key,), really=yes, as_json=as_json)
    if moved and not yes and not as_json:
        say("Nothing was done; add --yes to do it.")


def _go_through(landlords: tuple[str, ...], *, really: bool, as_json: bool) -> list[Applied]:
    """Take complaint after complaint, and say of each what came of it as soon as it is known."""
    everything: dict[str, list[Applied]] = {}
    for landlord in landlords:
        everything[landlord] = _one_landlord(landlord, really=really, tell=_silent if as_json else _print)
        if not as_json:
            say(f"{landlord}: {_summary(everything[landlord], really=really)}")
    if as_json:
        plain = {key: [each.model_dump(mode="json") for each in of] for key, of in everything.items()}
        say(json.dumps(plain, ensure_ascii=False))
    applied = [each for of in everything.values() for each in of]
    if failed := sum(bool(each.why_not) for each in applied):
        raise RefusedError(f"{failed} of {len(applied)} gave no answer or refused; run the command again")
    return applied


def _one_landlord(landlord: str, *, really: bool, tell: Callable[[Applied], None]) -> list[Applied]:
    try:
        return asyncio.run(_applied(landlord, really=really, tell=tell))
    except TemporalAwayError as why:
        raise RefusedError(f"{why}; what has been done stays; run the command again") from why


async def _applied(landlord: str, *, really: bool, tell: Callable[[Applied], None]) -> list[Applied]:
    chosen = settings()
    set_up_logs(chosen.log_format, logging.WARNING)
    applied: list[Applied] = []
    async with open_calendar_desk(chosen) as desk:
        found = await desk.older(landlord)
        async for each in desk.apply(landlord, found, really=really):
            applied.append(each)
            tell(each)
            if not len(applied) % _PROGRESS:
                say(f"{len(applied)} of {found.complaints} …", err=True)
    return applied


def _silent(_: Applied) -> None:
    """Say nothing: a program reads it all at the end."""


def _print(applied: Applied) -> None:
    say(f"{applied.reference}: {_in_words(applied)}")
    for told in applied.move.told if applied.move else ():
        say(f"    {told}")


def _in_words(applied: Applied) -> str:
    if applied.why_not:
        return f"NOT MOVED: {applied.why_not}"
    if applied.move is None:
        return "counts by today's calendar already; its line in the register does not show it yet"
    return applied.move.changes or "no open date moves"


def _summary(applied: list[Applied], *, really: bool) -> str:
    older = [each for each in applied if each.move]
    failed = sum(bool(each.why_not) for each in applied)
    if not older and not failed:
        return "every open complaint counts by today's calendar."
    moving = sum(bool(each.move and each.move.changes) for each in older)
    told = f", {len(older)} told" if really else ""
    return f"{len(older)} by an older calendar, {moving} with dates that move{told}, {failed} failed."
