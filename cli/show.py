"""`complaints show`, `may` and `fast-forward`: how a complaint stands, what may be done, and what time does to it."""

import json
from datetime import datetime, timedelta
from typing import Annotated

import typer

from cli.at_desk import MINE, Asking, Json, Reference, at_desk, said, what_helps
from cli.complaint_page import former_lives, former_page, happened, page, registered_page, unknown_to_it
from cli.say import say
from cli.toml_text import as_toml
from desk.desk import Desk
from desk.looking import Registered, look
from domain.calendar.days import moment_in_words
from domain.complaint.complaint import NotAllowedError
from domain.complaint.reference import ComplaintId
from domain.complaint.responses import Response
from domain.procedure.apply import Offer
from domain.procedure.steps import step_named
from domain.value import Value
from domain.views.written import WrittenEntry, record_in_words
from intake.moments import length
from register.lines import FormerEntry

app = typer.Typer(rich_markup_mode=None)


_Draft = Annotated[
    bool, typer.Option("--draft", help="Only the draft response, as a file to edit and give with --file.")
]


_Former = Annotated[
    bool, typer.Option("--former", help="Only what its former lives had otherwise than its record, where any is kept.")
]


@app.command()
def show(
    reference: Reference, *, by: Asking = "", draft: _Draft = False, former: _Former = False, as_json: Json = False
) -> None:
    """Show a complaint: who has it, what is owed and why by then, what was told, the record."""
    if draft:
        say(at_desk(lambda desk: _draft(desk, reference, by)), nl=False)
        return
    if former:
        say(at_desk(lambda desk: _former(desk, reference, by, as_json=as_json)))
        return
    say(at_desk(lambda desk: _shown(desk, reference, by, as_json=as_json)))


@app.command("fast-forward")
def fast_forward(
    reference: Reference,
    by: Annotated[str, typer.Argument(metavar="LENGTH", help="How far: 5d, 3h, 90m or 2w.")],
    *,
    reader: Asking = "",
    as_json: Json = False,
) -> None:
    """Move one complaint's clock on, on a development server, and say what happened on the way."""
    say(at_desk(lambda desk: _moved(desk, reference, length(by), reader, as_json=as_json)))


@app.command("may")
def may(
    reference: Reference,
    by: Annotated[str, typer.Option("--by", envvar=MINE, help="The staff id of the person asking.")],
    *,
    as_json: Json = False,
) -> None:
    """List the orders somebody may give to a complaint now, and why not the others."""
    say(at_desk(lambda desk: _offered(desk, reference, by, as_json=as_json)))


async def _offered(desk: Desk, typed: str, by: str, *, as_json: bool) -> str:
    found = await desk.may(await desk.place(typed), by)
    if as_json:
        return json.dumps([offer.model_dump() for offer in found], ensure_ascii=False)
    return offers_in_lines(found)


def offers_in_lines(found: tuple[Offer, ...]) -> str:
    """What may be done now, and of the rest why not and what would help."""
    may_now = [f"  {_command_of(offer)}" for offer in found if offer.is_open]
    rest = [
        f"  {_command_of(offer)}: {offer.why_not}{what_helps(offer.instead)}" for offer in found if not offer.is_open
    ]
    return "\n".join(["Now:", *(may_now or ["  nothing"]), "Not now:", *(rest or ["  nothing"])])


def _command_of(offer: Offer) -> str:
    return " ".join(step_named(offer.order).command)


async def _draft(desk: Desk, typed: str, by: str) -> str:
    place = await desk.place(typed)
    complaint = await desk.complaint(place)
    desk.check_reader(place, by, complaint.about_staff)
    put = complaint.progress.draft if complaint.stages else None
    if put is None:
        raise NotAllowedError(f"{complaint.reference} has no draft response.", instead="draft")
    return draft_as_toml(put.response)


def draft_as_toml(response: Response) -> str:
    """The draft as `draft` and `change-draft` take it from a file: what it has, with everything filled in."""
    return as_toml(response.model_dump(exclude_defaults=True, exclude={"promises": {"__all__": {"owner_name"}}}))


async def _shown(desk: Desk, typed: str, by: str, *, as_json: bool) -> str:
    place = await desk.place(typed)
    seen = await look(desk, place, by)
    if isinstance(seen, Registered):
        return _from_the_register(seen, _zone(desk, place), as_json=as_json)
    if as_json:
        return _json(
            complaint=seen.complaint, deadlines=seen.deadlines, former=seen.former, unknown_to_it=seen.unknown_to_it
        )
    landlord, people = desk.rulebook.landlord(place.landlord), desk.rulebook.directory(place.landlord)
    shown = page(seen.complaint, seen.deadlines, landlord, people, seen.now)
    shown = "\n".join([shown, *unknown_to_it(place.reference, seen.unknown_to_it, landlord.time_zone)])
    return _with_former(shown, place.reference, seen.former)


async def _former(desk: Desk, typed: str, by: str, *, as_json: bool) -> str:
    place = await desk.place(typed)
    known, _ = await desk.registered(place)
    desk.check_reader(place, by, known.standing.hidden_from)
    former = await desk.former_entries(place)
    return _json(former=former) if as_json else former_page(place.reference, former, _zone(desk, place))


def _with_former(shown: str, reference: str, former: tuple[FormerEntry, ...]) -> str:
    return "\n".join(each for each in (shown, former_lives(reference, former)) if each)


def _from_the_register(seen: Registered, zone: str, *, as_json: bool) -> str:
    if as_json:
        return _json(registered=seen.known, record=seen.entries, former=seen.former)
    say(f"From the register alone: {said(seen.why).rstrip('.')}.", err=True)
    return _with_former(registered_page(seen.known, seen.entries, zone), seen.known.reference, seen.former)


async def _moved(desk: Desk, typed: str, by: timedelta, reader: str, *, as_json: bool) -> str:
    place = await desk.place(typed)
    await desk.check_who_asks(place, reader)
    before = await _record(desk, place)
    shows = await desk.fast_forward(place, by)
    new = (await _record(desk, place))[len(before) :]
    if as_json:
        return _json(now=shows, record=new)
    zone = _zone(desk, place)
    lines = [f"{place.reference}: its clock now shows {moment_in_words(shows, zone)}."]
    lines += [happened(entry, desk.rulebook.directory(place.landlord), zone) for entry in new]
    return "\n".join(lines if new else [*lines, "  Nothing happened in between."])


async def _record(desk: Desk, place: ComplaintId) -> tuple[WrittenEntry, ...]:
    return record_in_words(await desk.complaint(place))


def _zone(desk: Desk, place: ComplaintId) -> str:
    return desk.rulebook.landlord(place.landlord).time_zone


def _json(**facts: Value | datetime | tuple[Value, ...]) -> str:
    return json.dumps({name: _plain(fact) for name, fact in facts.items()}, ensure_ascii=False)


def _plain(fact: object) -> object:
    if isinstance(fact, tuple):
        return [_plain(each) for each in fact]
    if isinstance(fact, datetime):
        return fact.isoformat()
    return fact.model_dump(mode="json") if isinstance(fact, Value) else fact
