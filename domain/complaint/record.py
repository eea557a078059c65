"""The record: what happened to a complaint, in numbered entries that are only ever added.

An entry holds facts; its sentence is made from them where it is read (D17).
"""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from domain.complaint.actor import PROCEDURE, ActorRef
from domain.complaint.entry_kinds import EntryKind
from domain.complaint.facts.confidentiality import ConfidentialityFact
from domain.complaint.facts.contact_details import ContactFact
from domain.complaint.facts.corrections import CorrectionFact
from domain.complaint.facts.duties import DutyFact
from domain.complaint.facts.exclusions import ExclusionFact
from domain.complaint.facts.front_door import FrontDoorFact
from domain.complaint.facts.messages import MessageFact
from domain.complaint.facts.notices import NoticeFact
from domain.complaint.facts.ombudsman import OmbudsmanFact
from domain.complaint.facts.remedies import RemedyFact
from domain.complaint.facts.revival import RevivalFact
from domain.complaint.facts.stages import StageFact
from domain.policy.stages import Stage
from domain.value import Value

EntryFacts = Annotated[
    ConfidentialityFact
    | ContactFact
    | CorrectionFact
    | FrontDoorFact
    | ExclusionFact
    | StageFact
    | RemedyFact
    | OmbudsmanFact
    | DutyFact
    | NoticeFact
    | MessageFact
    | RevivalFact,
    Field(discriminator="kind"),
]
"""What an entry may hold: one model a kind."""


class Entry(Value):
    """One thing that happened."""

    number: int
    at: datetime
    """When it happened."""
    recorded_at: datetime
    """When the complaint learnt of it."""
    facts: EntryFacts
    by: ActorRef = PROCEDURE.ref
    recorded_by: str = ""
    """The staff id of who sat at the desk when somebody did it; empty where nobody did."""
    clause: str = ""
    stage: Stage | None = None

    @property
    def kind(self) -> EntryKind:
        """What it says happened."""
        return self.facts.kind
