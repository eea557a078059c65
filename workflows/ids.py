"""The names under which Temporal knows our workflows: spelt and read here, and nothing personal in them (D7)."""

import re

from domain.complaint.reference import ComplaintId
from domain.rounds.reports import Round

COMPLAINT = "Complaint"
"""The type of a complaint's workflow."""
_COMPLAINTS = "complaint"
_ROUNDS = "round"
_WHEN = re.compile(r"-\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
"""What Temporal adds to the id of a workflow that a schedule starts."""


def complaint_workflow_id(landlord: str, reference: str) -> str:
    """The workflow id of a complaint: "complaint/reliance/REL-7K4M-9QXP"."""
    return f"{_COMPLAINTS}/{landlord}/{reference}"


def complaint_of(workflow_id: str) -> ComplaintId:
    """The complaint whose workflow id that is."""
    _, landlord, reference = workflow_id.split("/")
    return ComplaintId(landlord=landlord, reference=reference)


def round_id(of: Round) -> str:
    """The id of a round's schedule, with which the ids of its workflows begin: "round/digest/reliance"."""
    return f"{_ROUNDS}/{of.kind}/{of.landlord}"


def landlord_of_round(schedule_id: str) -> str:
    """The landlord whose round has that schedule id; empty where the schedule is no round's."""
    first, *_, last = schedule_id.split("/")
    return last if first == _ROUNDS else ""


def ids_of_seal(workflow_id: str) -> tuple[str, ...]:
    """The ids for which what a workflow reads may be sealed: its own, and of a round the one its schedule gives it."""
    configured = _WHEN.split(workflow_id)[0] if workflow_id.startswith(f"{_ROUNDS}/") else workflow_id
    return (workflow_id, configured)
