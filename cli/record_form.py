"""`complaints form`: a complaint's record on its landlord's own form, as a page to print or as JSON."""

from pathlib import Path
from typing import Annotated

import typer

from cli.at_desk import Asking, Json, Reference, at_desk
from cli.errors import RefusedError
from cli.say import say
from desk.desk import Desk
from domain.calendar.days import landlord_day
from domain.record_form.filling import fill
from providers.forms import FormError, FormWriter
from providers.settings import settings

app = typer.Typer(rich_markup_mode=None)

Out = Annotated[Path | None, typer.Option("--out", help="Write it to this file, not to standard output.")]


@app.command()
def form(reference: Reference, *, by: Asking = "", out: Out = None, as_json: Json = False) -> None:
    """Fill in the landlord's complaint record form, ready to print; what is not known yet stays open for a pen."""
    written = at_desk(lambda desk: filled_in(desk, reference, by, as_json=as_json))
    if out is None:
        say(written)
        return
    try:
        out.write_text(f"{written}\n", encoding="utf-8")
    except OSError as refusal:
        raise RefusedError(f"{out} cannot be written: {refusal.strerror}") from refusal
    say(f"Written to {out}.")


async def filled_in(desk: Desk, typed: str, by: str = "", *, as_json: bool) -> str:
    """The complaint's form as it stands, open or ended: the page, or its fields as JSON.

    Raises:
        RefusedError: the page cannot be written.
        as `Desk.case`
    """
    place = await desk.place(typed)
    paper = desk.rulebook.record_form(place.landlord)
    case = await desk.case(place)
    desk.check_reader(place, by, case.complaint.about_staff)
    filled = fill(paper, case, landlord_day(await desk.now(place), case.rules.zone))
    if as_json:
        return filled.model_dump_json()
    try:
        return FormWriter(settings().policies).render(place.landlord, filled)
    except FormError as refusal:
        raise RefusedError(str(refusal)) from refusal
