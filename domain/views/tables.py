"""What the register's own tables hold of a complaint: who complained, of what, and what was promised (D13).

It is enough to read the complaint, and to open it again, where nothing else is left of it.
"""

from datetime import date, datetime
from typing import Self

from domain.complaint.actions import Action
from domain.complaint.closing import CloseReason
from domain.complaint.complainant import Particulars
from domain.complaint.complaint import Complaint
from domain.complaint.issues import Issue
from domain.complaint.resident import Resident
from domain.complaint.responses import Response
from domain.complaint.stages import StageProgress
from domain.complaint.support import Support
from domain.duties.duty import Duty
from domain.duties.owed import duties
from domain.policy.definition import Classification
from domain.policy.rules import Rules
from domain.policy.stages import Stage
from domain.value import Names, Value


class Complainant(Value):
    """Who complained, how to reach them, and what is done differently for them."""

    resident: Resident
    particulars: Particulars = Particulars()
    support: Support = Support()
    death_recorded_at: datetime | None = None
    """When their death was recorded: nothing goes to them after it."""
    died_on: date | None = None


class Receipt(Value):
    """How the complaint came, in what words, and with whom it is."""

    received_at: datetime
    logged_at: datetime
    channel: str
    received_by: str = ""
    summary: str
    classification: Classification = Classification.COMPLAINT
    about_staff: Names = frozenset()
    dealt_with_before: Names = frozenset()
    handler: str = ""
    """The staff id of who has it."""
    closed_at: datetime | None = None
    closed_because: CloseReason | None = None


class StageLine(Value):
    """How far a stage has come."""

    stage: Stage
    started_at: datetime
    owner: str = ""
    """A staff id."""
    involved: Names = frozenset()
    """Ids of all who took part in it."""
    reasons: str = ""
    """Why stage 2 was asked for, as far as that was said."""
    understood: str = ""
    desired_outcome: str = ""
    acknowledged_at: datetime | None = None
    """When the acknowledgement went."""
    response_by: date | None = None
    """The day by which the resident was told last to expect the response."""
    contacted_at: datetime | None = None
    details_at: datetime | None = None
    investigated_at: datetime | None = None
    response: Response | None = None
    """The response that was given, else the draft that is there."""
    drafted_by: str = ""
    """The staff id of who put that draft forward last."""
    responded_at: datetime | None = None
    """When the response went."""
    response_received_on: date | None = None
    """The day on which it counts as received."""


class DeadlineLine(Value):
    """What is or was owed, and by when."""

    clock: str
    """The name of the duty's key: "stage_1.respond"."""
    words: str
    stage: Stage | None = None
    due_on: date
    send_by: date | None = None
    clause: str = ""
    done_on: date | None = None
    is_open: bool = True
    missed: bool = False


class Tables(Value):
    """What the tables hold. In a page None stands for what is as it was last written; what is read has all."""

    complainant: Complainant | None = None
    receipt: Receipt | None = None
    issues: tuple[Issue, ...] | None = None
    stages: tuple[StageLine, ...] | None = None
    actions: tuple[Action, ...] | None = None
    deadlines: tuple[DeadlineLine, ...] | None = None

    def since(self, before: Self) -> Self:
        """What of these is other than *before*."""
        theirs = type(self).model_fields
        return type(self)(**{name: it for name in theirs if (it := getattr(self, name)) != getattr(before, name)})

    def changed(self, changes: Self) -> Self:
        """These with *changes* in their places."""
        new = {name: it for name in type(self).model_fields if (it := getattr(changes, name)) is not None}
        return self.model_copy(update=new)


def tables(complaint: Complaint, rules: Rules) -> Tables:
    """What the tables hold of *complaint*; a long text is named by its stub."""
    return Tables(
        complainant=_complainant(complaint),
        receipt=_receipt(complaint),
        issues=complaint.issues,
        stages=tuple(_stage(progress) for progress in complaint.stages),
        actions=complaint.actions,
        deadlines=tuple(_deadline(duty, complaint) for duty in duties(complaint, rules)),
    )


def _complainant(complaint: Complaint) -> Complainant:
    return Complainant(
        resident=complaint.resident,
        particulars=complaint.particulars,
        support=complaint.support,
        death_recorded_at=complaint.death.recorded_at if complaint.death else None,
        died_on=complaint.death.died_on if complaint.death else None,
    )


def _receipt(complaint: Complaint) -> Receipt:
    return Receipt(
        received_at=complaint.received_at,
        logged_at=complaint.logged_at,
        channel=complaint.channel,
        received_by=complaint.received_by,
        summary=complaint.summary,
        classification=complaint.classification,
        about_staff=complaint.about_staff,
        dealt_with_before=complaint.dealt_with_before,
        handler=complaint.handler.id if complaint.handler else "",
        closed_at=complaint.closed.at if complaint.closed else None,
        closed_because=complaint.closed.reason if complaint.closed else None,
    )


def _stage(progress: StageProgress) -> StageLine:
    acknowledged, draft, responded = progress.acknowledgement, progress.draft, progress.responded
    return StageLine(
        stage=progress.stage,
        started_at=progress.started_at,
        owner=progress.owner.id if progress.owner else "",
        involved=progress.involved,
        reasons=progress.reasons,
        understood=progress.understood,
        desired_outcome=progress.desired_outcome,
        acknowledged_at=acknowledged.met_at if acknowledged else None,
        response_by=_told(progress),
        contacted_at=progress.contacted_at,
        details_at=progress.details_at,
        investigated_at=progress.investigated_at,
        response=progress.response or (draft.response if draft else None),
        drafted_by=draft.author.id if draft else "",
        responded_at=responded.met_at if responded else None,
        response_received_on=responded.received_on if responded else None,
    )


def _told(progress: StageProgress) -> date | None:
    if progress.extensions:
        return progress.extensions[-1].due_on
    acknowledged = progress.acknowledgement
    return acknowledged.told if acknowledged and acknowledged.told else progress.timescale_told


def _deadline(duty: Duty, complaint: Complaint) -> DeadlineLine:
    return DeadlineLine(
        clock=duty.key.name,
        words=duty.words,
        stage=duty.stage,
        due_on=duty.due_on,
        send_by=duty.send_by,
        clause=duty.clause,
        done_on=duty.done_on,
        is_open=duty.is_open,
        missed=any(missed.duty == duty.key for missed in complaint.missed),
    )
