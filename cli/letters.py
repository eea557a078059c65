"""`complaints letter`, and what `--preview` shows: letters and texts in the words in which they went, or would go."""

import json
from typing import Annotated

import typer

from cli.at_desk import Asking, Json, Reference, at_desk
from cli.errors import BadUsageError, RefusedError
from cli.say import say
from desk.desk import Desk
from desk.letters import LetterDesk, LetterShown, LettersShown, State
from domain.calendar.days import moment_in_full
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.reference import ComplaintId
from domain.messages.message import Message
from domain.policy.channels import Channel
from intake.new_complaint import NewComplaint
from providers.letters import LetterWriter
from providers.settings import settings

app = typer.Typer(rich_markup_mode=None)

_BY = {Channel.EMAIL: "e-mail", Channel.TEXT: "text", Channel.LETTER: "letter"}
_NOTHING = "The resident would be told nothing."
_KINDS = ", ".join(kind.replace("_", "-") for kind in NoticeKind)


@app.command()
def letter(
    reference: Reference,
    kind: Annotated[str | None, typer.Argument(metavar="KIND", help=f"One of: {_KINDS}.")] = None,
    number: Annotated[int | None, typer.Option(min=1, help="The letter of that number in the list.")] = None,
    *,
    by: Asking = "",
    as_list: Annotated[bool, typer.Option("--list", help="List what went, when and how, and what waits.")] = False,
    as_json: Json = False,
) -> None:
    """Show a letter as it went, else as it would go; without a kind, list what went and what waits.

    Of a kind the newest is shown, with the text that went beside it.
    """
    wanted = read_kind(kind) if kind else None
    found, zone = at_desk(lambda desk: letters_of(desk, reference, by))
    say(letters_in_lines(found, wanted, number, zone, as_list=as_list, as_json=as_json))


def letters_in_lines(
    found: LettersShown, kind: NoticeKind | None, number: int | None, zone: str, *, as_list: bool, as_json: bool
) -> str:
    """The letters that are asked for: listed, as JSON, or in the words in which they went.

    Raises:
        RefusedError: there is none.
    """
    if as_list or (kind is None and number is None):
        of_kind = _numbered(found, kind)
        return _as_json(of_kind) if as_json else _listed(of_kind, found, zone)
    chosen = _chosen(found, kind, number)
    return _as_json(chosen) if as_json else _written(chosen, zone)


async def previewed(desk: Desk, place: ComplaintId, order: Message, *, as_json: bool) -> str:
    """What *order* would tell people, as lines or as JSON.

    Raises:
        as `LetterDesk.preview`
    """
    shown = await _letter_desk(desk).preview(place, order)
    return _previewed(place.reference, shown, _zone(desk, place.landlord), as_json=as_json)


async def previewed_opening(desk: Desk, new: NewComplaint, *, as_json: bool) -> str:
    """What people would be told were *new* opened now, as lines or as JSON.

    Raises:
        as `LetterDesk.preview_opening`
    """
    reference, shown = await _letter_desk(desk).preview_opening(new)
    named = reference if new.reference else f"{reference} (an example of a reference)"
    return _previewed(named, shown, _zone(desk, new.landlord), as_json=as_json)


def _letter_desk(desk: Desk) -> LetterDesk:
    return LetterDesk(desk, LetterWriter(settings().policies, desk.rulebook.landlord))


def _zone(desk: Desk, landlord: str) -> str:
    return desk.rulebook.landlord(landlord).time_zone


async def letters_of(desk: Desk, typed: str, by: str = "") -> tuple[LettersShown, str]:
    """A complaint's letters, and the time zone of its landlord; *by* is the staff id of whoever asks.

    Raises:
        as `LetterDesk.letters`
    """
    place = await desk.place(typed)
    return await _letter_desk(desk).letters(place, by), _zone(desk, place.landlord)


def read_kind(typed: str) -> NoticeKind:
    """The kind of notice that is meant: "final-response".

    Raises:
        BadUsageError: there is none of that name.
    """
    try:
        return NoticeKind(typed.strip().lower().replace("-", "_").replace(" ", "_"))
    except ValueError as refusal:
        raise BadUsageError(f"{typed!r} is not a kind of letter; there are: {_KINDS}") from refusal


def _numbered(found: LettersShown, kind: NoticeKind | None) -> dict[int, LetterShown]:
    """Letters of a kind, or of all, by their numbers in the list."""
    return {place: each for place, each in enumerate(found.letters, start=1) if kind in {None, each.kind}}


def _chosen(found: LettersShown, kind: NoticeKind | None, number: int | None) -> dict[int, LetterShown]:
    """The letter of that number, else the newest of the kind."""
    numbered = _numbered(found, kind)
    of_kind = f" of the kind {_words(kind)}" if kind else ""
    if number is None and numbered:
        return _newest(numbered)
    if number in numbered:
        return {number: numbered[number]}
    unknown = f"; what waits is not known: {found.why_unknown}" if found.why_unknown else ""
    raise RefusedError(f"there is no letter{f' {number}' if number else ''}{of_kind}{unknown}")


def _newest(numbered: dict[int, LetterShown]) -> dict[int, LetterShown]:
    """The newest at length, and the newest text."""
    newest = {each.channel is Channel.TEXT: place for place, each in numbered.items()}
    return {place: numbered[place] for place in sorted(newest.values())}


def _previewed(reference: str, shown: tuple[LetterShown, ...], zone: str, *, as_json: bool) -> str:
    if as_json:
        return json.dumps([_fields(each) for each in shown], ensure_ascii=False)
    to_resident = [_in_full(each, zone) for each in shown if each.is_for_resident]
    to_staff = [
        f"Staff would be told: {_words(each.kind)}, to {each.to}." for each in shown if not each.is_for_resident
    ]
    head = f"{reference}: a preview. Nothing was sent or recorded."
    return "\n\n".join((head, *(to_resident or [_NOTHING]), *(["\n".join(to_staff)] if to_staff else [])))


def _written(chosen: dict[int, LetterShown], zone: str) -> str:
    return "\n\n".join(f"{number}. {_in_full(each, zone)}" for number, each in chosen.items())


def _listed(numbered: dict[int, LetterShown], found: LettersShown, zone: str) -> str:
    not_kept, why_unknown = found.not_kept, found.why_unknown
    lines = [f"{number:>3}  {_title(each)}, {_came_to(each, zone)}" for number, each in numbered.items()]
    unknown = [f"What waits is not known: {why_unknown}"] if why_unknown else []
    lost = f"Gone, as the record says, and no copy is kept here: {', '.join(not_kept)}." if not_kept else ""
    told = [*lines, *filter(None, [lost])] or ["Nothing has gone, and nothing waits to go."]
    return "\n".join([*told, *unknown])


def _in_full(each: LetterShown, zone: str) -> str:
    """A letter's head, and its words."""
    head = [f"{_title(each)}, {_came_to(each, zone)}"]
    if each.text:
        return "\n".join([*head, f"{len(each.text)} characters, {_many(each.segments, 'segment')}", "", each.text])
    if not each.body:
        return head[0]
    return "\n".join([*head, f"Subject: {each.subject}", "", each.body.rstrip()])


def _title(each: LetterShown) -> str:
    address = ", ".join(each.address.splitlines())
    to = "the resident" if each.is_for_resident else each.to
    return f"{_words(each.kind).capitalize()} by {_BY[each.channel]} to {to}{f' ({address})' if address else ''}"


def _came_to(each: LetterShown, zone: str) -> str:
    at = moment_in_full(each.at, zone)
    match each.state:
        case State.WENT:
            return f"went {at}{', perhaps twice' if each.maybe_twice else ''}"
        case State.WOULD_GO | State.WAITS:
            return f"{each.state} from {at}"
        case State.FOLLOWS:
            return each.state
        case State.FOR_PRINT:
            return f"{each.state} since {at}"
        case State.UNSURE | State.NOT_ACCEPTED:
            return f"{each.state}, tried {at}"


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _words(kind: NoticeKind) -> str:
    return kind.replace("_", " ")


def _as_json(chosen: dict[int, LetterShown]) -> str:
    return json.dumps([{"number": number, **_fields(each)} for number, each in chosen.items()], ensure_ascii=False)


def _fields(each: LetterShown) -> dict[str, object]:
    return {**each.model_dump(mode="json"), "characters": len(each.text), "segments": each.segments}
