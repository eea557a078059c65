"""`complaints open`: a complaint reaches the landlord."""

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from domain.days import in_words, local_time
from domain.policy import Channel
from intake.at_desk import File, Json, at_desk, values_in
from intake.desk import Desk
from intake.desk_moments import instant
from intake.desk_refusals import BadInputError
from intake.opening import NewComplaint, Opened

app = typer.Typer(rich_markup_mode=None)

_RESIDENT = ("name", "email", "mobile", "address", "prefers", "wants_texts")


@app.command("open")
def open_complaint(  # noqa: PLR0913 - one parameter an option
    landlord: Annotated[str | None, typer.Option(help="The landlord's key, as its folder in policies/.")] = None,
    summary: Annotated[str | None, typer.Option(help="What the complaint is about.")] = None,
    name: Annotated[str | None, typer.Option(help="The resident's name, exactly as they write it.")] = None,
    email: Annotated[str | None, typer.Option(help="Their e-mail address.")] = None,
    mobile: Annotated[str | None, typer.Option(help="Their mobile number, for texts.")] = None,
    address: Annotated[list[str] | None, typer.Option(help="Their address; once a line.")] = None,
    prefers: Annotated[Channel | None, typer.Option(help="How they want to be written to.")] = None,
    *,
    wants_texts: Annotated[
        bool | None, typer.Option(help="Whether they want texts; they do unless they say no.")
    ] = None,
    channel: Annotated[str | None, typer.Option(help="How it came: telephone, e-mail, visit …")] = None,
    at: Annotated[
        str | None, typer.Option(help="When it reached any member of staff, local time: '2026-11-02 10:15'; else now.")
    ] = None,
    recorded_by: Annotated[
        str | None, typer.Option(envvar="PUTRIGHT_STAFF", help="The staff id of whoever took it down.")
    ] = None,
    about_staff: Annotated[
        list[str] | None, typer.Option(help="The staff id of somebody it is about; may be given more than once.")
    ] = None,
    reference: Annotated[str | None, typer.Option(help="A reference of your own; else one is made.")] = None,
    key: Annotated[str | None, typer.Option(help="The sender's own key: the same key opens one complaint.")] = None,
    file: File = None,
    as_json: Json = False,
) -> None:
    """Open a complaint, or find the one opened with the same reference or key."""
    resident = {
        "name": name, "email": email, "mobile": mobile, "address": address, "prefers": prefers,
        "wants_texts": wants_texts,
    }  # fmt: skip
    given = {
        "landlord": landlord, "summary": summary, "channel": channel, "at": at, "recorded_by": recorded_by,
        "about_staff": about_staff, "reference": reference, "key": key,
    }  # fmt: skip
    values = _merged(file, {**_said(given), "resident": _said(resident)})
    opened, zone = at_desk(lambda desk: _opened(desk, values))
    typer.echo(_as_json(opened) if as_json else _in_lines(opened, zone))


def _said(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _merged(file: Path | None, given: dict[str, Any]) -> dict[str, Any]:
    """The file's values, with the options in their places."""
    values = values_in(file) if file else {}
    resident = values.get("resident", {})
    return {
        **values,
        **given,
        "resident": {**resident, **given["resident"]} if isinstance(resident, dict) else resident,
    }


async def _opened(desk: Desk, values: dict[str, Any]) -> tuple[Opened, str]:
    new = new_complaint(desk, values)
    return await desk.open(new), desk.rulebook.landlord(new.landlord).time_zone


def new_complaint(desk: Desk, values: dict[str, Any]) -> NewComplaint:
    """The complaint that is given in plain values.

    Raises:
        BadInputError: one of them cannot be meant.
    """
    landlord = values.get("landlord")
    if not isinstance(landlord, str):
        raise BadInputError(f"landlord is missing; there are: {', '.join(desk.rulebook.landlords())}")
    zone = desk.rulebook.landlord(landlord).time_zone
    at: datetime | None = instant(values["at"], zone) if "at" in values else None
    try:
        return NewComplaint.model_validate(values | {"at": at})
    except ValidationError as refusal:
        raise BadInputError(_first(refusal)) from refusal


def _first(refusal: ValidationError) -> str:
    """The first thing that is wrong, with the option's name."""
    error = refusal.errors(include_url=False, include_input=False)[0]
    field = ".".join(str(part) for part in error["loc"]).removeprefix("resident.")
    reasons = {"missing": "is missing", "string_too_short": "is blank", "extra_forbidden": "is unknown here"}
    return f"{field} {reasons.get(error['type'], error['msg'].removeprefix('Value error, '))}".strip()


def _in_lines(opened: Opened, zone: str) -> str:
    reference = opened.place.reference
    if opened.existed or opened.received_at is None:
        return f"{reference}: this complaint is there already; nothing was opened."
    received = local_time(opened.received_at, zone)
    first = opened.deadlines[0]
    return "\n".join(
        (
            f"{reference}: complaint opened, received {in_words(received.date())} at {received:%H:%M}.",
            f"Owed next: {first.words} by {in_words(first.due_on)} ({first.clause}).",
            f"Who has it? complaints allocate {reference} --handler ID --by ID",
        )
    )


def _as_json(opened: Opened) -> str:
    place = opened.place
    return json.dumps(
        {
            "landlord": place.landlord,
            "reference": place.reference,
            "workflow_id": place.workflow_id,
            "existed": opened.existed,
            "received_at": opened.received_at.isoformat() if opened.received_at else None,
        }
    )
