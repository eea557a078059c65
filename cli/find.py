"""`complaints find`: finds complaints by how their resident is called and reached."""

import json
from typing import Annotated

import typer

from cli.at_desk import Asking, Json, at_desk
from cli.say import in_one_line, say
from desk.finding import Found
from register.lines import MOST_HITS, RegisteredComplaint

app = typer.Typer(rich_markup_mode=None)

_WORDS = "A name, a number, an e-mail address, a postcode, a street or a reference; all the words have to be there."


@app.command("find")
def find(
    words: Annotated[list[str], typer.Argument(metavar="WORDS", help=_WORDS)],
    landlord: Annotated[str | None, typer.Option(help="Only this landlord's.")] = None,
    by: Asking = "",
    *,
    as_json: Json = False,
) -> None:
    """Find complaints by their resident, or by reference; none is found that is about whoever asks."""
    found = at_desk(lambda desk: desk.find(" ".join(words), landlord, by))
    say(_as_json(found) if as_json else _in_lines(found))


def _in_lines(found: Found) -> str:
    lines = [_line(hit) for hit in found.hits] or ["No complaint is found by that."]
    return "\n".join([*lines, *([f"There are more than {MOST_HITS}. Add a word."] if found.more else [])])


def _line(hit: RegisteredComplaint) -> str:
    return f"{hit.reference}  {in_one_line(hit.standing.name) or 'no name':<24}  {hit.standing.words}"


def _as_json(found: Found) -> str:
    return json.dumps(found.model_dump(mode="json"), ensure_ascii=False)
