"""`complaints release`: which release open complaints run on, which one is current, and moving them to it."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from typing import Annotated, Any, NamedTuple, TypeVar

import typer

from cli.at_desk import Json, in_a_sentence
from cli.errors import BadUsageError, RefusedError
from cli.say import say
from providers.rulebook import Rulebook
from providers.settings import settings
from temporal.connection import connect_plainly
from temporal.release_moves import ReleaseMoves, Remaining
from temporal.releases import NO_RELEASE, Release, ReleaseError, Releases, TemporalReleases

T = TypeVar("T")

app = typer.Typer(rich_markup_mode=None)
release = typer.Typer(rich_markup_mode=None, no_args_is_help=True)
app.add_typer(release, name="release", help="See which release open complaints run on, and move them to another.")

_BATCH = 100
_WAIT = 5.0
"""A turn takes some milliseconds, and a send a second or two."""


@release.command()
def status(*, as_json: Json = False) -> None:
    """Show each release: whether it is current, how many open complaints are on it, whether workers ask for work."""
    shown = _at_temporal(_shown())
    if as_json:
        say(shown.model_dump_json())
        return
    say(_headline(shown))
    for each in shown.releases:
        say(_line(each, datetime.now(UTC)))


@release.command()
def current(
    name: Annotated[
        str | None,
        typer.Argument(metavar="[RELEASE]", help="The release's name, as its workers have it in PUTRIGHT_RELEASE."),
    ] = None,
    *,
    none: Annotated[
        bool, typer.Option("--none", help="No release: workers that have none take new complaints.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Make a release current: new complaints begin on it, and open ones move to it when they are nudged."""
    if bool(name) is none:
        raise BadUsageError("name the release, or give --none")
    shown = _at_temporal(_made_current(name or NO_RELEASE))
    if as_json:
        say(shown.model_dump_json())
        return
    say(_headline(shown))
    elsewhere = sum(each.open_complaints for each in shown.releases if each.name not in {shown.current, shown.ramping})
    if elsewhere:
        say(f"Open complaints on others: {elsewhere:,}. `complaints release nudge` moves them.")


@release.command()
def nudge(
    landlord: Annotated[str | None, typer.Option(help="Only this landlord's.")] = None,
    batch: Annotated[int, typer.Option(min=1, max=10_000, help="How many at once.")] = _BATCH,
    wait: Annotated[
        float, typer.Option(min=0.1, max=600, help="How many seconds a batch has to take its turns.")
    ] = _WAIT,
    *,
    take_over: Annotated[
        bool,
        typer.Option(
            "--take-over",
            help="Also those whose own release gives them no turn, because its workers are gone or failing: "
            "the current release continues their history.",
        ),
    ] = False,
    as_json: Json = False,
) -> None:
    """Move open complaints from older releases to the current one; given again, it goes on with those that remain."""
    with in_a_sentence():
        whose = Rulebook(settings().policies).landlord(landlord).key if landlord else None
    nudging = _Nudging(batch, wait, take_over=take_over, tell=_silent if as_json else _tell)
    moved = _at_temporal(_moved(whose, nudging))
    say(moved.as_json if as_json else moved.words)
    if moved.remain:
        raise RefusedError(moved.what_next)


class Moved(NamedTuple):
    """What came of a nudge."""

    to: str
    found: int
    remain: list[Remaining]

    @property
    def as_json(self) -> str:
        """It all, for programs."""
        remain = [each.model_dump(include={"landlord", "reference", "release", "why"}) for each in self.remain]
        return json.dumps({"release": self.to, "found": self.found, "remain": remain})

    @property
    def words(self) -> str:
        """How many, for people."""
        if not self.found:
            return "Nothing to move: no open complaint is on another release."
        return f"{self.found - len(self.remain):,} moved to {_named(self.to)}, {len(self.remain):,} remain."

    @property
    def what_next(self) -> str:
        """What to do about those that remain."""
        no_turn = sum(each.has_no_turn for each in self.remain)
        others = f"; for {no_turn:,} start a worker that gives them a turn, or add --take-over" if no_turn else ""
        return f"{len(self.remain):,} of {self.found:,} have not moved; run the command again{others}"


async def _shown() -> Releases:
    return await TemporalReleases(await connect_plainly()).shown()


async def _made_current(name: str) -> Releases:
    releases = TemporalReleases(await connect_plainly())
    await releases.make_current(name)
    return await releases.shown()


class _Nudging(NamedTuple):
    """How it is done: how many at once, with how many seconds of patience, and whether others are taken over."""

    batch: int
    wait: float
    take_over: bool
    tell: Callable[[list[Remaining], str], None]


async def _moved(landlord: str | None, how: _Nudging) -> Moved:
    """Move them batch after batch, and say how far it is and which remain."""
    client = await connect_plainly()
    releases = TemporalReleases(client)
    routing = await releases.routing()
    to, ramping = routing.current_deployment_version.build_id, routing.ramping_deployment_version.build_id
    moves = ReleaseMoves(client, frozenset({to, ramping or to}), how.wait)
    ids = [workflow_id async for workflow_id in releases.on_others(routing, landlord)]
    remain: list[Remaining] = []
    for first in range(0, len(ids), how.batch):
        left = await moves.nudge(ids[first : first + how.batch])
        left = await moves.take_over(left) if how.take_over else left
        how.tell(left, f"{min(first + how.batch, len(ids)):,} of {len(ids):,} …")
        remain += left
    return Moved(to, len(ids), remain)


def _silent(_: list[Remaining], __: str) -> None:
    """Say nothing: a program reads it all at the end."""


def _tell(left: list[Remaining], how_far: str) -> None:
    for each in left:
        say(f"{each.reference}: NOT MOVED: {each.why}")
    say(how_far, err=True)


def _at_temporal(act: Coroutine[Any, Any, T]) -> T:
    with in_a_sentence():
        try:
            return asyncio.run(act)
        except ReleaseError as why:
            raise RefusedError(str(why)) from why


def _headline(shown: Releases) -> str:
    if not shown.current:
        return "No release is current: new complaints begin on workers that have none."
    ramping = f"; to {_named(shown.ramping)} go {shown.ramping_percentage:g} % of them" if shown.ramping else ""
    return f"Release {shown.current} is current: new complaints begin on it{ramping}."


def _line(of: Release, now: datetime) -> str:
    state = f"{of.state}, " if of.state else ""
    asked = f"workers asked for work {(now - of.asked_at).seconds} s ago" if of.asked_at else "no workers"
    return f"{_named(of.name)}: {state}{of.open_complaints:,} open complaints, {asked}"


def _named(name: str) -> str:
    return f"release {name}" if name else "no release"
