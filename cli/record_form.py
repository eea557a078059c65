"""`complaints form`: a complaint's record on its landlord's own form, as a page to print or as JSON."""

import os
import re
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Annotated

import typer

from cli.at_desk import Asking, Json, Reference, at_desk
from cli.errors import RefusedError
from cli.say import say
from desk.desk import Desk
from desk.forms import filled_form
from providers.forms import FormError, FormWriter
from providers.settings import settings

app = typer.Typer(rich_markup_mode=None)

_BEGINNING = 500
"""Bytes of a file by which a form is known."""
_PAGE_OF_OURS = '<meta name="generator" content="Putright">'
_FORM = re.compile(r'\{"title":"[^"]*","reference":')

Out = Annotated[Path | None, typer.Option("--out", help="Write it to this file, not to standard output.")]


@app.command()
def form(reference: Reference, *, by: Asking = "", out: Out = None, as_json: Json = False) -> None:
    """Fill in the landlord's complaint record form, ready to print; what is not known yet stays open for a pen."""
    written = at_desk(lambda desk: filled_in(desk, reference, by, as_json=as_json))
    if out is None:
        say(written)
        return
    try:
        _write(out, written)
    except OSError as refusal:
        raise RefusedError(f"{out} cannot be written: {refusal.strerror}") from refusal
    say(f"Written to {out}.")


def _write(out: Path, written: str) -> None:
    """Write a form to a file that its owner alone may read, in the place of an earlier form and of nothing else.

    Raises:
        RefusedError: there is another file.
    """
    if os.path.lexists(out) and not _is_form(out):
        raise RefusedError(f"{out} is there already and is not a form that Putright wrote; choose another name")
    with NamedTemporaryFile("w", encoding="utf-8", dir=out.parent, prefix=f".{out.name}", delete=False) as file:
        file.write(f"{written}\n")
    Path(file.name).replace(out)


def _is_form(file: Path) -> bool:
    """Whether that is a form, as a page or as JSON."""
    if file.is_symlink() or not file.is_file():
        return False
    beginning = file.read_bytes()[:_BEGINNING].decode(errors="replace")
    return _PAGE_OF_OURS in beginning or bool(_FORM.match(beginning))


async def filled_in(desk: Desk, typed: str, by: str = "", *, as_json: bool) -> str:
    """The complaint's form as it stands, open or ended: the page, or its fields as JSON.

    Raises:
        RefusedError: the page cannot be written.
        as `filled_form`
    """
    place = await desk.place(typed)
    filled = await filled_form(desk, place, by)
    if as_json:
        return filled.model_dump_json()
    try:
        return FormWriter(settings().policies).render(place.landlord, filled)
    except FormError as refusal:
        raise RefusedError(str(refusal)) from refusal
