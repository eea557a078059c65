"""The record: what happened to a complaint, in numbered entries that are only ever added.

An entry holds facts; its sentence is made from them where it is read (D17).
"""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from domain.complaint.actor import PROCEDURE, ActorRef
from domain.complaint.entry_kinds import EntryKind
from domain.complaint.facts import duties, exclusions, front_door, messages, notices, ombudsman, remedies, stages
from domain.policy.stages import Stage
from domain.value import Value

EntryFacts = Annotated[
    front_door.Received
    | front_door.Triaged
    | front_door.BecameComplaint
    | front_door.Reclassified
    | front_door.Stage1Withdrawn
    | front_door.PassedOn
    | front_door.KeptForReview
    | front_door.AnswererNamed
    | front_door.RequestAnswered
    | front_door.QuickAgreed
    | front_door.QuickResolved
    | front_door.QuickFailed
    | front_door.SupportRecorded
    | front_door.MatterClosed
    | front_door.Reopened
    | exclusions.AgeToReview
    | exclusions.AcceptedLate
    | exclusions.NotAccepted
    | exclusions.Referred
    | exclusions.RefusalReversed
    | stages.Allocated
    | stages.Reassigned
    | stages.Acknowledged
    | stages.Contacted
    | stages.DetailsRecorded
    | stages.IssueAdded
    | stages.IssueConfirmed
    | stages.Investigated
    | stages.RefusedMatterLookedInto
    | stages.Consulted
    | stages.Drafted
    | stages.DraftReturned
    | stages.DraftApproved
    | stages.Responded
    | stages.Posted
    | stages.Extended
    | stages.ExtensionAnswered
    | stages.Escalated
    | stages.LateRequestMade
    | stages.LateRequestDeclined
    | stages.WaitsToClose
    | remedies.ActionPromised
    | remedies.ActionCompleted
    | remedies.ActionAnswered
    | ombudsman.OmbudsmanAsked
    | ombudsman.OmbudsmanAnswered
    | duties.DutyMet
    | duties.DutyMissed
    | duties.MissCorrected
    | duties.DutyReopened
    | duties.RemindersSwallowed
    | duties.CalendarRenewed
    | duties.CalendarShort
    | notices.NoticeSent
    | notices.NoticeArrived
    | notices.NoticeUndeliverable
    | notices.NoticeExpired
    | notices.NoticeDropped
    | notices.NobodyToTell
    | messages.MessageRejected
    | messages.TooManyRejected,
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
    clause: str = ""
    stage: Stage | None = None

    @property
    def kind(self) -> EntryKind:
        """What it says happened."""
        return self.facts.kind
