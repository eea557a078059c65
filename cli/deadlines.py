"""Commands about days: when a deadline falls due and why, and which day is the N-th working day."""

import json
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

import typer

from cli.errors import BadUsageError, RefusedError
from cli.say import say
from domain.calendar.days import in_words
from domain.calendar.deadlines import Deadline, explain, last_day
from domain.calendar.working_calendar import CalendarShortError, Nation, WorkingCalendar
from domain.policy.clocks import CLOCKS, NoLimitError, UnknownClockError, limit_of
from domain.policy.edition import Edition
from intake.days import day as typed_day
from intake.errors import BadInputError
from providers.calendars import CHECKED_FROM, CHECKED_TO, national_calendar
from providers.rulebook import Rulebook, RulebookError, UnknownEditionError, UnknownLandlordError, policies_folder

app = typer.Typer(rich_markup_mode=None)

_COUNT = re.compile(r"[+-]?\d{1,9}", re.ASCII)
_STANDARD_INPUT = "-"

Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


@app.command()
def deadline(
    landlord: Annotated[
        str, typer.Argument(metavar="LANDLORD", help="The landlord's key: the name of its folder in policies/.")
    ],
    clock: Annotated[str, typer.Argument(metavar="CLOCK", help=f"One of: {', '.join(CLOCKS)}.")],
    day: Annotated[str, typer.Argument(metavar="DATE", help="The date the clock starts, for example 23/12/2026.")],
    edition: Annotated[
        str | None, typer.Option(help="An edition of the policy, such as 2024-06 (default: the one in force on DATE).")
    ] = None,
    *,
    as_json: Json = False,
) -> None:
    """Say when a limit of a landlord's policy falls due, with the sum in words."""
    with _refusals():
        started_on = _date(day)
        rulebook = Rulebook(policies_folder())
        policy = rulebook.edition(landlord, edition, started_on)
        limit = limit_of(policy, clock)
        calendar = rulebook.calendar(landlord, CHECKED_FROM, CHECKED_TO)
        zone = rulebook.landlord(landlord).time_zone
        due = last_day(started_on, limit, calendar)
        answer = Deadline(on=due, limit=limit, started_on=started_on, zone=zone)
        say(_as_json(answer, calendar, policy) if as_json else _in_lines(answer, calendar, policy))


@app.command("working-day", context_settings={"ignore_unknown_options": True})
def working_day(
    day: Annotated[
        str | None, typer.Argument(metavar="DATE", help="The date to count from, for example 24/12/2026.")
    ] = None,
    n: Annotated[str | None, typer.Argument(metavar="N", help="1 is the next working day, -1 the one before.")] = None,
    nation: Annotated[str | None, typer.Option(help=f"One of: {', '.join(Nation)}.")] = None,
    batch: Annotated[str | None, typer.Option(help="A file of DATE,N,NATION lines; - reads standard input.")] = None,
    *,
    as_json: Json = False,
) -> None:
    """Say which day is the N-th working day after DATE, or before it when N is negative."""
    if batch is not None:
        if day is not None or nation is not None:
            raise BadUsageError("with --batch each line gives its own date, count and nation: give no others")
        raise typer.Exit(_answer_each(_lines_of(batch), as_json=as_json))
    if day is None or n is None or nation is None:
        raise BadUsageError("working-day needs DATE, N and --nation, or --batch")
    with _refusals():
        say(_nth(day, n, nation, as_json=as_json))


@contextmanager
def _refusals() -> Iterator[None]:
    """A question that makes no sense leaves with 2; one without an answer with 1."""
    try:
        yield
    except (UnknownLandlordError, UnknownEditionError, UnknownClockError) as refusal:
        raise BadUsageError(str(refusal)) from refusal
    except (RulebookError, NoLimitError, CalendarShortError) as refusal:
        raise RefusedError(str(refusal)) from refusal


def _date(text: str) -> date:
    try:
        return typed_day(text)
    except BadInputError as refusal:
        raise BadUsageError(str(refusal)) from refusal


def _count(text: str) -> int:
    if not _COUNT.fullmatch(text):
        raise BadUsageError(f"{text!r} is not a count of working days: write a whole number such as 5 or -1")
    if int(text) == 0:
        raise BadUsageError("there is no 0th working day: count at least one day after or before")
    return int(text)


def _nation(text: str) -> Nation:
    if text not in set(Nation):
        raise BadUsageError(f"{text!r} is not a nation here; choose from: {', '.join(Nation)}")
    return Nation(text)


@cache
def _calendar_of(nation: Nation) -> WorkingCalendar:
    return national_calendar(nation, CHECKED_FROM, CHECKED_TO)


def _nth(day: str, n: str, nation: str, *, as_json: bool) -> str:
    """The answer to one question, as it is printed."""
    start, calendar = _date(day), _calendar_of(_nation(nation))
    found = calendar.nth_working_day(start, _count(n))
    if not as_json:
        return found.isoformat()
    skipped = [closed.model_dump(mode="json") for closed in calendar.skipped_between(start, found)]
    return json.dumps({"date": found.isoformat(), "skipped": skipped})


def _lines_of(batch: str) -> Iterator[str]:
    """The lines of the batch."""
    if batch == _STANDARD_INPUT:
        yield from _text(sys.stdin.buffer)
        return
    try:
        with Path(batch).open("rb") as file:
            yield from _text(file)
    except OSError as refusal:
        raise BadUsageError(f"{batch} cannot be read: {refusal.strerror}") from refusal


def _text(lines: Iterable[bytes]) -> Iterator[str]:
    """The lines as text: what is not UTF-8 spoils its own line only, and a mark at the beginning none."""
    return (line.decode(errors="replace").removeprefix("\ufeff") for line in lines)


def _answer_each(lines: Iterable[str], *, as_json: bool) -> int:
    """Print one answer a line, an empty one for a bad line; the exit code."""
    code = 0
    for number, line in enumerate(lines, start=1):
        answer = ""
        try:
            answer = _answer(line, as_json=as_json)
        except typer.TyperException as refusal:
            say(f"line {number}: {refusal.format_message()}", err=True)
            code = 1
        say(answer)
    return code


def _answer(line: str, *, as_json: bool) -> str:
    match [part.strip() for part in line.split(",")]:
        case [day, n, nation]:
            with _refusals():
                return _nth(day, n, nation, as_json=as_json)
        case _:
            raise BadUsageError(f"{line.strip()!r} is not DATE,N,NATION")


def _as_json(deadline: Deadline, calendar: WorkingCalendar, edition: Edition) -> str:
    words = explain(deadline, calendar)
    return json.dumps(
        {
            "due_on": deadline.on.isoformat(),
            "clause": deadline.limit.clause,
            "edition": edition.edition,
            "in_force": deadline.started_on >= edition.in_force_from,
            "limit": {"amount": deadline.limit.amount, "unit": deadline.limit.unit},
            "skipped": [closed.model_dump(mode="json") for closed in words.skipped],
            "explanation": words.explanation,
        },
        ensure_ascii=False,
    )


def _before_it(deadline: Deadline, edition: Edition) -> str:
    if deadline.started_on >= edition.in_force_from:
        return ""
    return f"That edition came into force later, on {in_words(edition.in_force_from)}."


def _in_lines(deadline: Deadline, calendar: WorkingCalendar, edition: Edition) -> str:
    limit = deadline.limit
    ours = " The number is ours: the policy gives none." if limit.ours else ""
    lines = (
        f"{deadline.on.isoformat()}: {in_words(deadline.on)}",
        explain(deadline, calendar).explanation,
        f"Clause {limit.clause} of the {edition.control.title}, edition {edition.edition}.{ours}",
        _before_it(deadline, edition),
        limit.note,
    )
    return "\n".join(line for line in lines if line)
