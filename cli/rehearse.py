"""The command `rehearse`: months of a complaint's life in a second, without a server."""

import json
from pathlib import Path
from typing import Annotated

import typer

from cli.errors import BadUsageError, RefusedError
from cli.say import say
from domain.complaint.complaint import NotAllowedError
from domain.policy.staff import UnknownPersonError
from intake.errors import ScenarioError
from providers.letters import LetterError, LetterWriter
from providers.rulebook import Rulebook, RulebookError, policies_folder
from rehearsal.page import page
from rehearsal.rehearsal import Rehearsal
from rehearsal.rehearsal import rehearse as play
from rehearsal.scenarios import read_story

app = typer.Typer(rich_markup_mode=None)


@app.command()
def rehearse(
    scenario: Annotated[
        Path, typer.Argument(metavar="SCENARIO.toml", help="A scenario file; docs/scenarios.md says how to write one.")
    ],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
) -> None:
    """Play a complaint's story through the procedure, and print all that would happen."""
    rehearsed = _rehearsed(scenario)
    say(_as_json(rehearsed) if as_json else page(rehearsed))


def _rehearsed(scenario: Path) -> Rehearsal:
    rulebook = Rulebook(policies_folder())
    try:
        story = read_story(scenario.read_text(encoding="utf-8-sig"), scenario.name, rulebook)
        letters = LetterWriter(policies_folder(), rulebook.landlord)
        letters.check(story.rules.landlord.key)
        return play(story, letters)
    except OSError as refusal:
        raise BadUsageError(f"{scenario} cannot be read: {refusal.strerror}") from refusal
    except UnicodeDecodeError as refusal:
        raise BadUsageError(f"{scenario} is not text in UTF-8") from refusal
    except ScenarioError as refusal:
        raise BadUsageError(str(refusal)) from refusal
    except NotAllowedError as refusal:  # of the receipt: what comes later is refused in the timeline
        raise RefusedError(f"{scenario.name}: nothing was received: {refusal}") from refusal
    except (RulebookError, LetterError, UnknownPersonError) as refusal:
        raise RefusedError(str(refusal)) from refusal


def _as_json(rehearsed: Rehearsal) -> str:
    complaint = rehearsed.complaint
    return json.dumps(
        {
            "landlord": complaint.landlord,
            "edition": rehearsed.story.rules.edition.edition,
            "reference": complaint.reference,
            "settled": rehearsed.is_settled,
            "lines": [line.model_dump(mode="json", exclude_defaults=True) for line in rehearsed.lines],
        },
        ensure_ascii=False,
        indent=2,
    )
