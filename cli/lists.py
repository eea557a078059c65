"""`complaints list` and `team`: what is to be done, what is due next first, and who has how much."""

import json
import textwrap
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any

import typer

from cli.at_desk import Asking, Json, at_desk
from cli.say import say
from desk.desk import Desk
from desk.team import Member
from domain.policy.definition import Classification
from domain.policy.staff import UnknownPersonError
from domain.policy.stages import Stage
from domain.value import Value
from domain.views.page import WaitsFor
from domain.views.status import Tag
from intake.checks import check_text
from register.lines import COUNTED, NOBODY, Filters, Part, QueuePage, RegisteredComplaint

app = typer.Typer(rich_markup_mode=None)

_COLUMNS = 100
_INDENT = " " * 15
_NOBODY = "nobody"
_HEADINGS = ("", "team", "open", "overdue", "today", "week", "away until", "deputy")
_NUMBERS = {2, 3, 4, 5}
_LEFT = " (left)"
_NAME, _TEAM, _DEPUTY = 25, 18, 17
"""How wide these columns are at most: a line has a hundred places."""


class _Asked(Value):
    """What somebody asked to see."""

    landlord: str | None
    team: str
    filters: Filters
    parts: tuple[Part, ...]
    limit: int


class _Found(Value):
    """What is shown of it, and how many lines are not."""

    lines: tuple[RegisteredComplaint, ...]
    said: tuple[tuple[date | None, str], ...] = ()
    """Of each the day at its landlord, and how long its handler is away."""
    more: int = 0
    is_exact: bool = True
    """Whether there are just so many more, and not more than that: counts stop somewhere."""


@app.command("list")
def list_complaints(  # noqa: PLR0913, PLR0917 - each is an option
    landlord: Annotated[str | None, typer.Option(help="Only this landlord's.")] = None,
    classification: Annotated[Classification | None, typer.Option(help="Only what is recorded as this.")] = None,
    handler: Annotated[
        str | None, typer.Option(help="Only theirs, by staff id; 'nobody' for what nobody has yet.")
    ] = None,
    team: Annotated[str, typer.Option(help="Only theirs who work in this department.")] = "",
    stage: Annotated[Stage | None, typer.Option(help="Only what is at this stage.")] = None,
    waits_for: Annotated[WaitsFor | None, typer.Option(help="Only what waits for this.")] = None,
    tag: Annotated[Tag | None, typer.Option(help="Only what is marked so.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many are shown.")] = 50,
    by: Asking = "",
    *,
    overdue: Annotated[bool, typer.Option("--overdue", help="Only what is overdue today.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="Those that are closed and owe nothing, too.")] = False,
    as_json: Json = False,
) -> None:
    """List what is open or still owes something, what is due next first; what has nothing due comes last."""
    filters = Filters(
        handlers=None if handler is None else (NOBODY if handler == _NOBODY else handler,),
        stage=stage,
        classification=classification,
        overdue=overdue,
        tag=tag,
        waits_for=waits_for,
        reader=by,
    )
    parts = (Part.DUE,) if overdue else (Part.DUE, Part.NOTHING_DUE, *((Part.SETTLED,) if everything else ()))
    asked = _Asked(landlord=landlord, team=team, filters=filters, parts=parts, limit=limit)
    found = at_desk(lambda desk: _looked_up(desk, asked))
    say(_as_json(found) if as_json else _in_lines(asked, found))
    if more := left_out(found):
        say(more, err=as_json)


@app.command("team")
def show_team(
    landlord: Annotated[str, typer.Argument(metavar="LANDLORD", help="Whose people.")],
    team: Annotated[str, typer.Option(help="Only those of this department.")] = "",
    *,
    as_json: Json = False,
) -> None:
    """Show who has how much, what of it is overdue or due this week, who is away until when, and who deputises."""
    members = at_desk(lambda desk: _members(desk, landlord, team))
    if as_json:
        say(json.dumps([member.model_dump(mode="json") for member in members], ensure_ascii=False))
    else:
        say(team_in_lines(members))


async def _looked_up(desk: Desk, asked: _Asked) -> _Found:
    """The first lines of each list that was asked for, as many as are wanted."""
    if asked.landlord is not None:
        desk.rulebook.landlord(asked.landlord)
    for handler in asked.filters.handlers or ():
        check_text("handler", handler)
    lines, more, is_exact = tuple[RegisteredComplaint, ...](), 0, True
    for part in asked.parts:
        wanted = asked.limit - len(lines)
        page = QueuePage()
        if wanted:
            page = await desk.page(asked.landlord, asked.filters, team=asked.team, part=part, limit=wanted)
            lines += page.lines
        if page.next or not wanted:
            counted = await desk.count(asked.landlord, asked.filters, team=asked.team, part=part)
            more, is_exact = more + max(counted - len(page.lines), 0), is_exact and counted <= COUNTED
    if not lines:
        _check_known(desk, asked.landlord, asked.filters.handlers or ())
    return _Found(lines=lines, said=desk.today_of(lines), more=more, is_exact=is_exact)


def _check_known(desk: Desk, landlord: str | None, handlers: tuple[str, ...]) -> None:
    """Whether somebody of that id works there: one who has left and holds nothing is a slip of the pen.

    Raises:
        UnknownPersonError: nobody does.
    """
    keys = (landlord,) if landlord else desk.rulebook.landlords()
    people = {person.id for key in keys for person in desk.people_of(key, is_asked_for=bool(landlord))}
    if unknown := [handler for handler in handlers if handler != NOBODY and handler not in people]:
        raise UnknownPersonError(f"nobody in the staff directory has the id {unknown[0]!r}")


async def _members(desk: Desk, landlord: str, team: str) -> tuple[Member, ...]:
    desk.rulebook.landlord(landlord)
    return await desk.team(landlord, team)


def _as_json(found: _Found) -> str:
    return json.dumps([known.model_dump(mode="json") for known in found.lines], ensure_ascii=False)


def _in_lines(asked: _Asked, found: _Found) -> str:
    kind = asked.filters.classification.words if asked.filters.classification else "complaint"
    none = f"No {'' if Part.SETTLED in asked.parts else 'open '}{kind}."
    each = (line_of(known, *found.said[number]) for number, known in enumerate(found.lines))
    return "\n".join(line for lines in each for line in lines) or none


def line_of(known: RegisteredComplaint, today: date | None = None, away: str = "") -> Iterator[str]:
    """One complaint: who has it and how it stands, whose it is and what it is about, what it waits for.

    *away* says how long its handler is away on *today*, and who stands in.
    """
    standing = known.standing
    due = "OVERDUE  " if standing.overdue else "DUE TODAY  " if today and standing.next_due_on == today else ""
    stands = f"{known.reference}  {standing.handler or 'nobody yet':<18}  {due}{standing.words}"
    yield from textwrap.wrap(stands, _COLUMNS, subsequent_indent=_INDENT)
    if told := ": ".join(each for each in (standing.name, standing.matter) if each):
        yield _cut(f"{_INDENT}{told}", _COLUMNS)
    if standing.tags:
        yield _cut(f"{_INDENT}marked: {', '.join(standing.tags)}", _COLUMNS)
    if standing.promised:
        yield _cut(f"{_INDENT}promised: {standing.promised}", _COLUMNS)
    if away:
        yield _cut(f"{_INDENT}{standing.handler} {away}", _COLUMNS)
    if standing.waits_for:
        waits = f"waits for {'; '.join(each.words for each in standing.waits_for)}"
        yield from textwrap.wrap(waits, _COLUMNS, initial_indent=_INDENT, subsequent_indent=_INDENT)


def left_out(found: _Found) -> str:
    """How many are not shown, and how to see them; empty where all are."""
    if not found.more and found.is_exact:
        return ""
    many = f"{found.more:,} more" if found.is_exact else f"more than {max(found.more - 1, 0):,} more"
    return f"… and {many}: --limit, or narrow it with --handler, --team, --stage, --waits-for, --tag or --overdue."


def team_in_lines(members: tuple[Member, ...]) -> str:
    """A line a person, in columns; what nobody has and what those hold who have left comes first."""
    rows = [_HEADINGS, *(_row(member) for member in members)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(_HEADINGS))]
    lines = ("  ".join(_placed(row, widths)).rstrip() for row in rows)
    return "\n".join((*lines, "", "Open: also what is closed and still owes something. Week: due by Sunday."))


def _row(member: Member) -> tuple[str, ...]:
    name = f"{_cut(member.name, _NAME - len(_LEFT))}{_LEFT}" if member.has_left else _cut(member.name, _NAME)
    away = f"{member.absent_until:%a %d %b}" if member.absent_until else ""
    numbers = (str(member.unsettled), str(member.overdue), str(member.today), str(member.due))
    return (name, _cut(member.team, _TEAM), *numbers, away, _cut(member.deputy, _DEPUTY))


def _placed(row: tuple[Any, ...], widths: list[int]) -> Iterator[str]:
    for place, (cell, width) in enumerate(zip(row, widths, strict=True)):
        yield cell.rjust(width) if place in _NUMBERS else cell.ljust(width)


def _cut(words: str, longest: int) -> str:
    """The beginning of *words*, in one line."""
    indent = words[: len(words) - len(words.lstrip())]
    words = f"{indent}{' '.join(words.split())}"
    return words if len(words) <= longest else f"{words[: longest - 1].rstrip()}…"
