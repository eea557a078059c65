"""`complaints held`: revived complaints whose notices to residents wait for a person, and their release."""

import json
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Annotated

import typer

from activities.ports import NoAnswerError
from cli.at_desk import MINE, Json, at_desk, said
from cli.errors import BadUsageError, RefusedError
from cli.say import say
from desk.desk import Desk
from desk.errors import DeskError
from desk.readers import landlords_of
from domain.complaint.complaint import NotAllowedError
from domain.complaint.facts.revival import NoticeOnHold
from domain.complaint.reference import ComplaintId
from domain.procedure.steps import step_of
from domain.procedure.ways_back.release_notices import ReleaseNotices, as_told, on_hold
from domain.value import Value
from domain.views.status import Tag
from register.lines import Filters

app = typer.Typer(rich_markup_mode=None)

_HELD = Filters(tag=Tag.HELD)


class Held(Value):
    """A revived complaint that holds back what is for its resident."""

    place: ComplaintId
    notices: tuple[NoticeOnHold, ...] = ()
    why_not: str = ""
    """Why it was not released, or cannot be asked; empty where all is well."""


@app.command("held")
def show_held(
    landlord: Annotated[str | None, typer.Option(help="Only this landlord's.")] = None,
    by: Annotated[
        str | None, typer.Option("--by", envvar=MINE, help="The staff id of whoever asks, and with --release releases.")
    ] = None,
    checked: Annotated[
        str, typer.Option(help="With --release: how it was checked that none of it had gone before.")
    ] = "",
    *,
    release: Annotated[bool, typer.Option("--release", help="Release what waits, of all that are shown.")] = False,
    as_json: Json = False,
) -> None:
    """Show revived complaints and what waits to go to their residents; with --release, let all of it go."""
    if release and not by:
        raise BadUsageError("say who releases them: --by STAFF-ID")

    async def act(desk: Desk) -> list[Held]:
        held = [await _looked_at(desk, place, by or "") async for place in _open_to(desk, landlord, by or "")]
        return [await _released(desk, each, by, checked) for each in held] if release and by else held

    held = at_desk(act)
    say(
        json.dumps([each.model_dump(mode="json") for each in held])
        if as_json
        else "\n".join(in_lines(held, done=release))
    )
    if release and (left := sum(bool(each.why_not) for each in held)):
        raise RefusedError(f"{left:,} of {len(held):,} could not be released")


async def _open_to(desk: Desk, landlord: str | None, reader: str) -> AsyncIterator[ComplaintId]:
    """Revived complaints that hold something, save those that are about *reader*."""
    theirs = _HELD.model_copy(update={"reader": reader})
    for key in landlords_of(reader, landlord, desk.rulebook):
        async for place in desk.reviving.open_complaints(key, theirs):
            yield place


async def _looked_at(desk: Desk, place: ComplaintId, reader: str) -> Held:
    try:
        complaint = await desk.complaint(place)
        desk.check_reader(place, reader, complaint.about_staff)
        return Held(place=place, notices=as_told(on_hold(complaint)))
    except (DeskError, NoAnswerError) as why:
        return Held(place=place, why_not=said(why))


async def _released(desk: Desk, held: Held, by: str, checked: str) -> Held:
    if held.why_not:
        return held
    given = {"by": by, "recorded_by": by, "checked": checked}
    try:
        await desk.order(held.place, await desk.order_from(held.place, step_of(ReleaseNotices).said, given))
    except (DeskError, NoAnswerError, NotAllowedError) as why:
        return held.model_copy(update={"why_not": said(why)})
    return held


def in_lines(held: list[Held], *, done: bool) -> Iterator[str]:
    """What each holds back, and how much that is in all, for people."""
    for each in held:
        waits = ", ".join(notice.words for notice in each.notices) or "nothing is waiting now"
        yield f"{each.place.reference}: {each.why_not or waits}"
    many = f"{len(held):,} revived complaint{'' if len(held) == 1 else 's'}"
    kinds = counted(notice for each in held if not each.why_not for notice in each.notices)
    yield f"{many} held; notices to residents {'released' if done else 'waiting'}: {kinds or 'none'}."


def counted(notices: Iterable[NoticeOnHold]) -> str:
    """How many of each kind: "1 extension, 2 response"; empty where there are none."""
    kinds = Counter(each.notice.replace("_", " ") for each in notices)
    return ", ".join(f"{count:,} {kind}" for kind, count in sorted(kinds.items()))
