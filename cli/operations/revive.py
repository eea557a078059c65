"""`complaints revive`: start complaints that Temporal has lost, from what the register kept."""

import asyncio
import json
from collections.abc import Iterable, Iterator
from typing import Annotated

import typer

from cli.at_desk import Asking, Json, at_desk
from cli.errors import BadUsageError, RefusedError
from cli.operations.held import counted
from cli.say import say
from desk.desk import Desk
from desk.reviving import How, Revival
from domain.complaint.reference import ComplaintId
from register.lines import Filters

app = typer.Typer(rich_markup_mode=None)

_AT_ONCE = 20
"""Complaints that are looked at, or started, at the same time."""
_NOTHING_DONE = "Nothing was done. Add --yes to revive them as shown."
_HELD = (
    "Nothing goes to their residents until somebody has looked at what waits: complaints held shows it, and "
    "complaints release-notices REFERENCE releases one."
)


@app.command("revive")
def revive_complaints(
    reference: Annotated[str | None, typer.Argument(metavar="[REFERENCE]", help="The complaint's reference.")] = None,
    landlord: Annotated[str | None, typer.Option(help="With --all: only this landlord's.")] = None,
    end_run: Annotated[
        str, typer.Option(metavar="RUN", help="End this older run of the complaint first, which Temporal still has.")
    ] = "",
    by: Asking = "",
    *,
    end_older: Annotated[
        bool,
        typer.Option(
            "--end-older", help="End runs that know less than the register, or that no key opens; they are named."
        ),
    ] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="Every open complaint that Temporal does not have.")
    ] = False,
    from_record: Annotated[
        bool, typer.Option("--from-record", help="Build them from the register's tables: no key opens the kept states.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Revive them; without it, only show what would happen.")] = False,
    as_json: Json = False,
) -> None:
    """Start complaints that Temporal has lost from what the register kept; shows what would happen, unless --yes."""
    if (reference is None) is not everything:
        raise BadUsageError("name one complaint, or give --all")
    if everything and end_run:
        raise BadUsageError("--end-run ends a run of one complaint: name the complaint too")
    if landlord and not everything:
        raise BadUsageError("--landlord goes with --all")

    how = How(from_record=from_record, end_run=end_run, end_older=end_older)

    async def act(desk: Desk) -> tuple[list[Revival], int]:
        if reference:
            return await _each(desk, [await _named(desk, reference, by)], how, yes=yes), 0
        came = await _each(desk, await _open(desk, landlord), how, yes=yes)
        open_to_them = set(await _open(desk, landlord, by)) if by else {each.place for each in came}
        shown = [each for each in came if each.place in open_to_them]
        return shown, len(came) - len(shown)

    revivals, hidden = at_desk(act)
    if reference and not revivals[0].is_possible:
        raise RefusedError(f"{revivals[0].place.reference} is not revived: {revivals[0].why_not}")
    say(_as_json(revivals, done=yes) if as_json else "\n".join(in_lines(revivals, done=yes)))
    if hidden:
        say(
            f"{hidden:,} more, which you may not read: {'the same was done' if yes else 'the same would be done'}.",
            err=as_json,
        )


async def _named(desk: Desk, typed: str, reader: str) -> ComplaintId:
    """The complaint that is meant; an operator who is no member of staff need not say who they are."""
    place = await desk.place(typed)
    if reader:
        known, _ = await desk.registered(place)
        desk.check_reader(place, reader, known.standing.hidden_from)
    return place


async def _open(desk: Desk, landlord: str | None, reader: str = "") -> list[ComplaintId]:
    """Every open complaint, save what is about *reader*."""
    if landlord:
        desk.rulebook.landlord(landlord)
    return [place async for place in desk.reviving.open_complaints(landlord, Filters(reader=reader))]


async def _each(desk: Desk, places: list[ComplaintId], how: How, *, yes: bool) -> list[Revival]:
    """What came, or would come, of each, some at the same time."""
    act, free = (desk.reviving.revive if yes else desk.reviving.plan), asyncio.Semaphore(_AT_ONCE)

    async def one(place: ComplaintId) -> Revival:
        async with free:
            return await act(place, how)

    return list(await asyncio.gather(*(one(place) for place in places)))


def _as_json(revivals: list[Revival], *, done: bool) -> str:
    lines = [each.model_dump(mode="json") | {"done": done and each.is_possible} for each in revivals]
    return json.dumps(lines, ensure_ascii=False)


def in_lines(revivals: list[Revival], *, done: bool) -> Iterator[str]:
    """What came, or would come, of each, for people."""
    possible = [each for each in revivals if each.is_possible]
    for each in possible:
        yield from _told(each, done=done)
    yield from _left(revivals)
    yield f"{len(possible):,} {'revived' if done else 'would be revived'}{_waiting(possible)}."
    if possible:
        yield _HELD if done else _NOTHING_DONE


def _told(revival: Revival, *, done: bool) -> Iterator[str]:
    """What becomes of one, a line for each kind of thing."""
    source = "record" if revival.from_record else "state"
    what = "revived" if done else "would go on"
    yield f"{revival.place.reference}: {what} from the {source} kept with entry {revival.through}"
    told = {
        "ends first, at Temporal": (f"run {revival.ends}",) if revival.ends else (),
        "missed": revival.late,
        "due": revival.due,
        "waits to go to the resident": tuple(each.words for each in revival.held),
        "sent before, though the record does not say so": revival.went,
        "nobody knows whether it was sent": revival.unsure,
        "not known any more": revival.not_rebuilt,
    }
    yield from (f"  {kind}: {'; '.join(parts)}" for kind, parts in told.items() if parts)


def _left(revivals: list[Revival]) -> Iterator[str]:
    """Those that are not revived, and why; of many that run as they should no more than how many."""
    others = (each for each in revivals if each.why_not and not each.is_running)
    yield from (f"{each.place.reference}: not revived: {each.why_not}" for each in others)
    running = sum(each.is_running for each in revivals)
    if running:
        yield f"{running:,} of {len(revivals):,} are running at Temporal, and are left alone."


def _waiting(revivals: Iterable[Revival]) -> str:
    """How many notices wait, of which kinds: "; waiting to go to residents: 1 extension, 2 response"."""
    kinds = counted(held for each in revivals for held in each.held)
    return f"; waiting to go to residents: {kinds}" if kinds else ""
