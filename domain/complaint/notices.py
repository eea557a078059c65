"""Notices: everything a person is told (D11).

A notice is a kind, an audience and facts. It is rendered from the landlord's own template only when it goes, tries its
channels in order, and keeps its key for life: the send ledger knows it by that key (D12).
"""

from datetime import date, datetime

from domain.complaint.exclusions import Refusal
from domain.complaint.issues import Issue
from domain.complaint.marks import Owed
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.ombudsman import OmbudsmanContact
from domain.complaint.recipients import Audience, Recipient
from domain.complaint.responses import Promise, Response
from domain.policy.channels import Channel
from domain.policy.definition import Classification
from domain.policy.duty_kinds import DutyKey
from domain.policy.staff import Officer
from domain.policy.stages import Stage
from domain.value import Names, Value


class Due(Value):
    """One line of a reminder: what is owed, by when, and how many working days past it is."""

    what: str
    due_on: date
    overdue_by: int = 0
    clause: str = ""


class Facts(Value):
    """What a template may say. A template that asks for a fact its notice lacks is an error, never a blank."""

    stage: Stage | None = None
    summary: str | None = None
    received_on: date | None = None
    handler: Officer | None = None
    understood: str | None = None
    desired_outcome: str | None = None
    due_on: date | None = None
    previous_due_on: date | None = None
    reason: str | None = None
    response: Response | None = None
    last_day: date | None = None
    window: str | None = None
    what: str | None = None
    why: str | None = None
    comments: str | None = None
    completed_on: date | None = None
    asks_if_satisfactory: bool | None = None
    exceptional: bool | None = None
    resident_agrees: bool | None = None
    asks_agreement: bool | None = None
    channel: Channel | None = None
    notice: NoticeKind | None = None
    duties: tuple[Due, ...] | None = None
    may_extend: bool | None = None
    """On a reminder: a response is among what is due, and more time can be taken for it."""
    closes_on: date | None = None
    still_to_do: tuple[Promise, ...] | None = None
    """On a response: what was promised before it and is not done yet, beside what it promises itself."""
    is_past: bool | None = None
    """On an acknowledgement: the day to respond by has passed before it went."""
    actions_open: bool | None = None
    late: bool | None = None
    """On a request for stage 2: it came after the window, and a manager decides on it."""
    issues: tuple[Issue, ...] | None = None
    classification: Classification | None = None
    was: Classification | None = None
    """What it was taken for before."""
    passed_on_to: str | None = None
    """A service, with the policy that covers the matter there."""
    covered_by: str | None = None
    refusal: Refusal | None = None
    next_review: str | None = None
    """When a policy is looked at next, as its control block prints it."""
    excludes: str | None = None
    """What is not taken as a complaint, in the letter's words."""
    begun_on: date | None = None
    """The day from which stage 1 counts, where that is not the day of receipt."""
    acknowledge_by: date | None = None
    """On an assignment: the day by which the resident must hear who deals with it, while they have not."""
    ombudsman_contact: OmbudsmanContact | None = None
    from_ombudsman: bool | None = None
    """On a receipt: it reached the landlord through the Ombudsman (R-055)."""
    adjustments: tuple[str, ...] | None = None
    """For staff: what is done differently for this resident, never why."""


class Failure(Value):
    """A channel by which a notice could not go, and why."""

    channel: Channel
    why: str
    at: datetime


class Notice(Value):
    """Something a person is to be told."""

    key: str
    kind: NoticeKind
    to: Recipient
    not_to: Names = frozenset()
    """Ids of members of staff who may not be told: it is about them, or they wrote what is to be approved, or they took
    part in what is to be reviewed."""
    channels: tuple[Channel, ...]
    """The ways left to try, best first."""
    created_at: datetime
    not_before: datetime
    useful_until: datetime
    facts: Facts
    fulfils: DutyKey | None = None
    """The duty that is met when this is accepted."""
    about: tuple[Owed, ...] = ()
    """The duties a reminder speaks of: it is dropped unsent when none of them is open any more."""
    failures: tuple[Failure, ...] = ()
    clause: str = ""

    @property
    def words(self) -> str:
        """What it is about, in words."""
        return self.kind.replace("_", " ")

    @property
    def is_for_resident(self) -> bool:
        """Whether the resident is told, rather than staff."""
        return self.to.audience is Audience.RESIDENT

    @property
    def channel(self) -> Channel:
        """The way it goes now."""
        return self.channels[0]

    @property
    def errand_key(self) -> str:
        """The ledger's key for this notice by this channel."""
        return f"{self.key}/{self.channel}"
