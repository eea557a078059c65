"""What each face makes of orders that were added before it was loaded: printed as JSON, for a process of its own."""

import json
import sys
from datetime import UTC, datetime

from tests.faces import order_of_its_own

order_of_its_own.add()

from temporalio import workflow  # noqa: E402 - the order is there first
from typer.testing import CliRunner  # noqa: E402

from cli.main import app  # noqa: E402
from docs.tables import steps_table  # noqa: E402
from domain.complaint.actor import staff  # noqa: E402
from domain.complaint.complaint import Complaint  # noqa: E402
from domain.procedure.apply import offers  # noqa: E402
from intake.order_fields import nest  # noqa: E402
from providers.letters import LetterWriter  # noqa: E402
from providers.rulebook import Rulebook, policies_folder  # noqa: E402
from rehearsal.rehearsal import rehearse  # noqa: E402
from rehearsal.scenarios import read_story  # noqa: E402
from workflows.complaint import ComplaintWorkflow  # noqa: E402

STORY = """
landlord = "reliance"
reference = "REL-NEW2"
summary = "The stairs are not lit."
until = 2026-11-03

[resident]
name = "Lena Ashby"
email = "lena.ashby@example.com"

[[events]]
at = "Mon 2026-11-02 10:15"
step = "receive"

[[events]]
at = "Mon 2026-11-02 11:00"
step = "comment"
by = "priya-nair"
reaction = "Glad."
heard_by = "leah-brooks"

[[events]]
at = "Mon 2026-11-02 11:30"
step = "add-visit"
by = "priya-nair"
channel = "e-mail"
visit = { what = "The lamps", on = 2026-11-05, channel = "by telephone", rooms = ["the hall", "the attic"] }
"""

VISIT_TYPED = {
    "what": "The lamps",
    "on": "2026-11-05",
    "channel": "e-mail",
    "visit_channel": "by telephone",
    "rooms": ["the hall", "the attic"],
}

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def offered(complaint: Complaint, rulebook: Rulebook) -> dict[str, str]:
    rules = rulebook.rules("reliance", NOON.date())
    by = staff(rulebook.directory("reliance").officer("priya-nair", NOON.date()))
    found = next(offer for offer in offers(complaint, by, rules, NOON) if offer.order == "record_comment")
    return {"why_not": found.why_not, "instead": found.instead}


def help_of(*command: str) -> str:
    return " ".join(CliRunner().invoke(app, [*command, "--help"]).output.split())


def documented(said: str) -> str:
    return next(line for line in steps_table().splitlines() if line.startswith(f"| `{said}`"))


def main() -> None:
    rulebook = Rulebook(policies_folder())
    story = read_story(STORY, "new.toml", rulebook)
    played = rehearse(story, LetterWriter(policies_folder(), rulebook.landlord))
    defined = workflow._Definition.must_from_class(ComplaintWorkflow)
    faces = {
        "update": defined.updates["record_comment"].description,
        "validator": defined.updates["record_comment"].validator is not None,
        "command": help_of("comment"),
        "refused": [refusal.why for refusal in played.refusals],
        "offer": offered(played.complaint, rulebook),
        "documented": documented("comment"),
        "group": help_of("visit"),
        "command_in_it": help_of("visit", "add"),
        "nested": nest(order_of_its_own.AddVisit, VISIT_TYPED),
        "recorded": played.complaint.sentence(played.complaint.record[-1]),
        "documented_in_parts": documented("add-visit"),
    }
    sys.stdout.write(json.dumps(faces))


main()
